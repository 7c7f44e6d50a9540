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

    private readonly MailSettings mail = place.Settings.Mail;

    private bool IsPickup => mail.Transport == "pickup";

    private string Way => IsPickup ? place.Data.Outbox : Attempt.Smtp;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Finds out what became of the mails whose hand-over has no known end, and leaves those alone that somebody may still be handing over.</summary>
    public async Task SettleCutOff(RunClock run, CancellationToken stop)
    {
        List<(Dispute Dispute, Attempt? Last)> open;
        using (var reading = store.BeginReading())
        {
            open = [.. reading.Disputes.LoadAll()
                .Where(d => d.State == DisputeState.Sending || (d is { State: DisputeState.Uncertain, SentAtUtc: null, Delivery: DisputeDelivery.Mail } && mail.Imap.IsUsed))
                .Select(d => (Dispute: d, Last: Attempt.LastOf(reading.Disputes.LoadMoves(d.Id))))
                .Where(o => o.Dispute.State == DisputeState.Uncertain || IsCutOff(o.Dispute, o.Last))];
        }

        var sentFolder = mail.Imap.IsUsed && open.Count > 0 ? new Mailbox(mail.Imap, Secrets.Imap, time) : null;
        foreach (var (dispute, last) in open)
        {
            // The outbox folder takes the same mail twice as one file; a server, or another folder, might deliver it twice.
            var canWriteAgain = dispute.State == DisputeState.Sending && IsPickup && last is not null && last.WroteTo(place.Data.Outbox);
            var found = canWriteAgain || sentFolder is null ? null : await sentFolder.FindSent(dispute.MessageId, stop);
            using var work = store.Begin();
            Settle(work, new DisputeBook(run, log), dispute, canWriteAgain, found);
            work.Commit();
        }
    }

    /// <summary>Hands over what is queued, the oldest first.</summary>
    /// <param name="onlyDue">What was put off waits for its time; false: all is tried at once.</param>
    /// <returns>How many mails went out.</returns>
    public async Task<int> Send(RunClock run, bool onlyDue, CancellationToken stop)
    {
        IReadOnlyList<Dispute> all;
        LetterAudit audit;
        using (var reading = store.BeginReading())
        {
            all = reading.Disputes.LoadAll();
            audit = LetterAudit.Of(reading, [.. all.Where(d => d.State == DisputeState.Queued).Select(d => d.Id)]);
        }

        var limit = new RateLimit(mail.MostPerDomainAnHour, mail.MostPerDomainADay);
        var handedOver = all.Where(d => d.TriedAtUtc is not null && (d.SentAtUtc is not null || d.State == DisputeState.Uncertain))
            .GroupBy(d => MailAddresses.DomainOf(d.Recipient), d => d.TriedAtUtc!.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.OrdinalIgnoreCase);
        var gone = all.Where(d => d.State == DisputeState.Sent).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        var transport = TransportOf(place, time);
        var (sent, overLimit) = (0, 0);
        foreach (var dispute in all.Where(d => d.State == DisputeState.Queued && d.CreatedAtUtc <= run.AsOfUtc && (!onlyDue || IsDue(d))))
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            if (dispute.Part > 1 && !gone.Contains(all.LastOrDefault(d => d.CanBeLetterOf(dispute))?.Id ?? string.Empty))
            {
                continue;
            }

            var domain = MailAddresses.DomainOf(dispute.Recipient);
            var times = handedOver.TryGetValue(domain, out var known) ? known : handedOver[domain] = [];
            if (limit.NextUtc(times, Now) > Now)
            {
                overLimit++;
                continue;
            }

            var result = await HandOver(run, dispute, audit, transport, stop);
            if (result is SendResult.NotReached notReached)
            {
                KeepAllBack(run, dispute, notReached.Why);
                break;
            }

            if (result is SendResult.Accepted or SendResult.Uncertain)
            {
                times.Add(Now);
            }

            if (result is SendResult.Accepted)
            {
                gone.Add(dispute.Id);
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

    private bool IsDue(Dispute dispute) =>
        dispute is not { Tries: > 0, TriedAtUtc: { } tried } || RetryPolicy.NextTryUtc(dispute.Id, dispute.Tries, tried, mail.RetryAfterMinutes) <= Now;

    /// <summary>Whether nobody hands it over any more, as far as can be told from here.</summary>
    private bool IsCutOff(Dispute dispute, Attempt? last) =>
        last?.HasEnded() == true || dispute.TriedAtUtc is not { } tried || Now > tried + TimeSpan.FromSeconds(mail.Smtp.SendTimeoutSeconds) + Margin;

    /// <returns>Left alone where it was not this program that handed it over, or where it is not what was prepared and approved.</returns>
    private async Task<SendResult> HandOver(RunClock run, Dispute dispute, LetterAudit audit, IMailTransport transport, CancellationToken stop)
    {
        byte[]? message;
        string? problem;
        using (var reading = store.BeginReading())
        {
            message = reading.Disputes.LoadMessage(dispute.Id);
            problem = audit.Problem(dispute, message, reading.Disputes.LoadAttachments(dispute.Id));
        }

        if (problem is not null)
        {
            using var work = store.Begin();
            new DisputeBook(run, log).Hold(work, dispute, problem);
            work.Commit();
            return new SendResult.LeftAlone();
        }

        // Once a mail is on its way it is not called back: its fate is written down first, then a stop is obeyed.
        using var untilBegun = new CancellationTokenSource();
        using var obeyed = stop.Register(untilBegun.Cancel);
        var begun = false;
        var result = await transport.Send(dispute.MessageId, message!, AskToBegin, untilBegun.Token);
        if (result is SendResult.NotReached or SendResult.LeftAlone)
        {
            return result;
        }

        if (!begun && !Begin(run, dispute))
        {
            return new SendResult.LeftAlone();
        }

        using (var work = store.Begin())
        {
            Settle(work, new DisputeBook(run, log), dispute with { State = DisputeState.Sending, Tries = dispute.Tries + 1 }, result);
            work.Commit();
        }

        return result;

        bool AskToBegin()
        {
            obeyed.Dispose();
            untilBegun.Token.ThrowIfCancellationRequested();
            return begun = Begin(run, dispute);
        }
    }

    /// <summary>What keeps every mail back is no try of any: the first says it to whoever looks, once, and all wait for the next turn.</summary>
    private void KeepAllBack(RunClock run, Dispute first, string why)
    {
        log.NoMailGoesOut(why);
        if (first.Note == why)
        {
            return;
        }

        using var work = store.Begin();
        new DisputeBook(run, log).Move(work, first, DisputeState.Queued, why);
        work.Commit();
    }

    /// <summary>Notes that the mail's fate is open, as one more try. False where a person decided on the finding since the last run, which will close the letter, or where another program hands it over.</summary>
    private bool Begin(RunClock run, Dispute dispute)
    {
        using var work = store.Begin();
        var attempt = Attempt.ByThisProcess(Way).ToNote();
        if (work.Findings.Find(dispute.FindingId) is not { IsAtRisk: true } || !work.Disputes.Claim(dispute.Id, run.AsOfUtc, Now, attempt))
        {
            return false;
        }

        new DisputeBook(run, log).Audit(work, "sending", dispute, attempt);
        work.Commit();
        return true;
    }

    private void Settle(Work work, DisputeBook book, Dispute dispute, SendResult result)
    {
        switch (result)
        {
            case SendResult.Accepted accepted:
                book.Sent(work, dispute, accepted.ServerAnswer);
                break;
            case SendResult.Refused refused:
                book.Move(work, dispute, DisputeState.Refused, refused.Answer);
                break;
            case SendResult.Uncertain uncertain:
                book.Move(work, dispute, DisputeState.Uncertain, uncertain.Why);
                break;
            case SendResult.PutOff putOff when dispute.Tries > mail.RetryAfterMinutes.Count:
                book.Move(work, dispute, DisputeState.Refused, FormattableString.Invariant($"put off {dispute.Tries} times, the last time: {putOff.Answer}"));
                break;
            case SendResult.PutOff putOff:
                book.Move(work, dispute, DisputeState.Queued, putOff.Answer);
                log.MailPutOff(dispute.Id, putOff.Answer);
                break;
            default:
                throw new InvalidOperationException($"{result} is no answer of a transport.");
        }
    }

    private void Settle(Work work, DisputeBook book, Dispute dispute, bool canWriteAgain, SentLookup? found)
    {
        if (found is SentLookup.Found)
        {
            book.Sent(work, dispute, $"found in the sent folder of {mail.Imap.Host}");
        }
        else if (dispute.State == DisputeState.Uncertain)
        {
            // It was said already.
        }
        else if (canWriteAgain)
        {
            book.Move(work, dispute, DisputeState.Queued, "cut off while writing to the outbox; written again");
        }
        else
        {
            var looked = found switch
            {
                SentLookup.NotThere => $", and the sent folder of {mail.Imap.Host} does not hold it",
                SentLookup.CannotTell cannot => $", and it could not be looked up: {cannot.Why}",
                _ => string.Empty,
            };
            book.Move(work, dispute, DisputeState.Uncertain, $"the program ended while the mail was handed over{looked}: look for it among the sent mails, then say `disputes sent` or `disputes retry`");
        }
    }

    /// <summary>The way by which mails leave.</summary>
    public static IMailTransport TransportOf(Workplace place, TimeProvider time) =>
        place.Settings.Mail.Transport == "pickup" ? new PickupFolder(place.Data.Outbox) : new SmtpTransport(place.Settings.Mail.Smtp, Secrets.Smtp, time);
}
