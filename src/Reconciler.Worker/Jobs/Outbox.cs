using Reconciler.Core.Disputes;
using Reconciler.Mail;
using Reconciler.Mail.Reading;
using Reconciler.Mail.Sending;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// Hands over the mails that wait in the store, each once: it is noted as sending before the server hears its content, and what was being handed over when the
/// program ended is looked up among the sent mails, else held for a person.
/// </summary>
internal sealed class Outbox(Workplace place, Database store, TimeProvider time, ILogger log)
{
    // For clocks that differ, and for the time until the store is told.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>How long a notice whose fate is open is looked for among the sent mails.</summary>
    private const int NoticesLookedUpForDays = 7;

    private readonly MailSettings mail = place.Settings.Mail;

    private bool IsPickup => mail.Transport == "pickup";

    private string Way => IsPickup ? place.Data.Outbox : Attempt.Smtp;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Finds out what became of the mails whose hand-over has no known end, and leaves those alone that somebody may still be handing over.</summary>
    public async Task SettleCutOff(RunClock run, CancellationToken stop)
    {
        List<(StoredMail Mail, Attempt? Last)> open;
        using (var reading = store.BeginReading())
        {
            open = [.. All(reading, run)
                .Where(m => m.State == DisputeState.Sending || (m is { State: DisputeState.Uncertain, SentAtUtc: null, MessageId.Length: > 0 } && mail.Imap.IsUsed))
                .Select(m => (Mail: m, Last: m.LastTry(reading)))
                .Where(o => o.Mail.State == DisputeState.Uncertain || IsCutOff(o.Mail, o.Last))];
        }

        var sentFolder = mail.Imap.IsUsed && open.Count > 0 ? new Mailbox(mail.Imap, Secrets.Imap, time) : null;
        foreach (var (waiting, last) in open)
        {
            // The outbox folder takes the same mail twice as one file; a server, or another folder, might deliver it twice.
            var canWriteAgain = waiting.State == DisputeState.Sending && IsPickup && last is not null && last.WroteTo(place.Data.Outbox);
            var found = canWriteAgain || sentFolder is null ? null : await sentFolder.FindSent(waiting.MessageId, stop);
            using var work = store.Begin();
            Settle(work, waiting, canWriteAgain, found);
            work.Commit();
        }
    }

    /// <summary>Hands over what is queued, the oldest first.</summary>
    /// <param name="onlyDue">What was put off waits for its time; false: all is tried at once.</param>
    /// <returns>How many mails went out.</returns>
    public async Task<int> Send(RunClock run, bool onlyDue, CancellationToken stop)
    {
        IReadOnlyList<StoredMail> all;
        using (var reading = store.BeginReading())
        {
            all = All(reading, run);
        }

        var limit = new RateLimit(mail.MostPerDomainAnHour, mail.MostPerDomainADay);
        var handedOver = all.Where(m => m.TriedAtUtc is not null && (m.SentAtUtc is not null || m.State == DisputeState.Uncertain))
            .SelectMany(m => DomainsOf(m).Select(domain => (Domain: domain, At: m.TriedAtUtc!.Value)))
            .GroupBy(m => m.Domain, m => m.At, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.OrdinalIgnoreCase);
        List<Dispute> letters = [.. all.OfType<StoredMail.Letter>().Select(m => m.Dispute)];
        var gone = letters.Where(d => d.State == DisputeState.Sent).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        var transport = TransportOf(place, time);
        var (sent, overLimit) = (0, 0);
        foreach (var waiting in all.Where(m => m.State == DisputeState.Queued && m.CreatedAtUtc <= run.AsOfUtc && (!onlyDue || IsDue(m))))
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            if (waiting is StoredMail.Letter { Dispute: { Part: > 1 } part } && !gone.Contains(letters.LastOrDefault(d => d.CanBeLetterOf(part))?.Id ?? string.Empty))
            {
                continue;
            }

            List<List<DateTime>> times = [.. DomainsOf(waiting).Select(domain => handedOver.TryGetValue(domain, out var known) ? known : handedOver[domain] = [])];
            if (times.Exists(t => limit.NextUtc(t, Now) > Now))
            {
                overLimit++;
                continue;
            }

            var result = await HandOver(waiting, transport, stop);
            if (result is SendResult.NotReached notReached)
            {
                KeepAllBack(waiting, notReached.Why);
                break;
            }

            if (result is SendResult.Accepted or SendResult.Uncertain)
            {
                times.ForEach(t => t.Add(Now));
            }

            if (result is SendResult.Accepted)
            {
                gone.Add(waiting.Id);
                sent++;
            }

            // A server that leaves one mail open may leave open all: one question for a person, not fifty.
            if (result is SendResult.Uncertain uncertain)
            {
                log.NoMailGoesOut(uncertain.Why);
                break;
            }
        }

        if (overLimit > 0)
        {
            log.RateLimitReached(overLimit);
        }

        return sent;
    }

    /// <summary>The letters in the order of making, then the notices: what goes to others first. Of notices that went long ago nothing is asked any more.</summary>
    private List<StoredMail> All(Work work, RunClock run)
    {
        var book = new DisputeBook(run, log);
        var disputes = work.Disputes.LoadAll();
        var audit = LetterAudit.Of(work, [.. disputes.Where(d => d.State == DisputeState.Queued).Select(d => d.Id)]);
        return
        [
            .. disputes.Select(d => new StoredMail.Letter(d, book, audit)),
            .. work.Notices.LoadSince(Min(run.AsOfUtc, Now).AddDays(-NoticesLookedUpForDays)).Select(n => new StoredMail.ToOurs(n, run, log)),
        ];
    }

    private static DateTime Min(DateTime one, DateTime other) => one < other ? one : other;

    private static IEnumerable<string> DomainsOf(StoredMail mail) => mail.Recipients.Select(MailAddresses.DomainOf).Distinct(StringComparer.OrdinalIgnoreCase);

    private bool IsDue(StoredMail waiting) =>
        waiting is not { Tries: > 0, TriedAtUtc: { } tried } || RetryPolicy.NextTryUtc(waiting.Id, waiting.Tries, tried, mail.RetryAfterMinutes) <= Now;

    /// <summary>Whether nobody hands it over any more, as far as can be told from here.</summary>
    private bool IsCutOff(StoredMail sending, Attempt? last) =>
        last?.HasEnded() == true || sending.TriedAtUtc is not { } tried || Now > tried + TimeSpan.FromSeconds(mail.Smtp.SendTimeoutSeconds) + Margin;

    /// <returns>Left alone where it was not this program that handed it over, or where it is not what was prepared and approved.</returns>
    private async Task<SendResult> HandOver(StoredMail waiting, IMailTransport transport, CancellationToken stop)
    {
        byte[]? message;
        string? problem;
        using (var reading = store.BeginReading())
        {
            message = waiting.Load(reading);
            problem = waiting.Problem(reading, message);
        }

        if (problem is not null)
        {
            using var work = store.Begin();
            waiting.Hold(work, problem);
            work.Commit();
            return new SendResult.LeftAlone();
        }

        // Once a mail is on its way it is not called back: its fate is written down first, then a stop is obeyed.
        using var untilBegun = new CancellationTokenSource();
        using var obeyed = stop.Register(untilBegun.Cancel);
        var begun = false;
        var result = await transport.Send(waiting.MessageId, message!, AskToBegin, untilBegun.Token);
        if (result is SendResult.NotReached or SendResult.LeftAlone)
        {
            return result;
        }

        if (!begun && !Begin(waiting))
        {
            return new SendResult.LeftAlone();
        }

        using (var work = store.Begin())
        {
            Settle(work, waiting with { State = DisputeState.Sending, Tries = waiting.Tries + 1 }, result);
            work.Commit();
        }

        return result;

        bool AskToBegin()
        {
            obeyed.Dispose();
            untilBegun.Token.ThrowIfCancellationRequested();
            return begun = Begin(waiting);
        }
    }

    /// <summary>What keeps every mail back is no try of any: the first says it to whoever looks, once, and all wait for the next turn.</summary>
    private void KeepAllBack(StoredMail first, string why)
    {
        log.NoMailGoesOut(why);
        if (first.Note == why)
        {
            return;
        }

        using var work = store.Begin();
        first.Move(work, DisputeState.Queued, why);
        work.Commit();
    }

    /// <summary>Notes that the mail's fate is open, as one more try. False where a person decided on the finding since the last run, which will close the letter, or where another program hands it over.</summary>
    private bool Begin(StoredMail waiting)
    {
        using var work = store.Begin();
        if (!waiting.Claim(work, Now, Attempt.ByThisProcess(Way)))
        {
            return false;
        }

        work.Commit();
        return true;
    }

    private void Settle(Work work, StoredMail sending, SendResult result)
    {
        switch (result)
        {
            case SendResult.Accepted accepted:
                sending.Move(work, DisputeState.Sent, accepted.ServerAnswer);
                break;
            case SendResult.Refused refused:
                sending.Move(work, DisputeState.Refused, refused.Answer);
                break;
            case SendResult.Uncertain uncertain:
                sending.Move(work, DisputeState.Uncertain, uncertain.Why);
                break;
            case SendResult.PutOff putOff when sending.Tries > mail.RetryAfterMinutes.Count:
                sending.Move(work, DisputeState.Refused, FormattableString.Invariant($"put off {sending.Tries} times, the last time: {putOff.Answer}"));
                break;
            case SendResult.PutOff putOff:
                sending.Move(work, DisputeState.Queued, putOff.Answer);
                log.MailPutOff(sending.Id, putOff.Answer);
                break;
            default:
                throw new InvalidOperationException($"{result} is no answer of a transport.");
        }
    }

    private void Settle(Work work, StoredMail open, bool canWriteAgain, SentLookup? found)
    {
        if (found is SentLookup.Found)
        {
            open.Move(work, DisputeState.Sent, $"found in the sent folder of {mail.Imap.Host}");
        }
        else if (open.State == DisputeState.Uncertain)
        {
            // It was said already.
        }
        else if (canWriteAgain)
        {
            open.Move(work, DisputeState.Queued, "cut off while writing to the outbox; written again");
        }
        else
        {
            var looked = found switch
            {
                SentLookup.NotThere => $", and the sent folder of {mail.Imap.Host} does not hold it",
                SentLookup.CannotTell cannot => $", and it could not be looked up: {cannot.Why}",
                _ => string.Empty,
            };
            var then = open is StoredMail.Letter ? "then say `disputes sent` or `disputes retry`" : "and where it is not there, ask for it once more with `report --for`";
            open.Move(work, DisputeState.Uncertain, $"the program ended while the mail was handed over{looked}: look for it among the sent mails, {then}");
        }
    }

    /// <summary>The way by which mails leave.</summary>
    public static IMailTransport TransportOf(Workplace place, TimeProvider time) =>
        place.Settings.Mail.Transport == "pickup" ? new PickupFolder(place.Data.Outbox) : new SmtpTransport(place.Settings.Mail.Smtp, Secrets.Smtp, time);
}
