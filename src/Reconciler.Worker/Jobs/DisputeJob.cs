using Reconciler.Core.Disputes;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// The way of the disputes, once through: find out what became of mails that were cut off, read the answers, close what is settled, write the letters that are due, ask the approvers, and hand over what
/// may go. Each letter is kept whole in the store before any server hears of it.
/// </summary>
internal sealed class DisputeJob(Workplace place, Database store, TimeProvider time, ILogger log)
{
    private readonly DisputeSettings settings = place.Settings.Disputes;

    public async Task<DisputeOutcome> Run(RunClock run, CancellationToken stop)
    {
        // First what was cut off: only of a letter that is known to be out a bounce counts.
        var outbox = new Outbox(place, store, time, log);
        await outbox.SettleCutOff(run, stop);
        var answers = await new AnswerJob(place, store, time, log).Run(run, stop);
        new OpenLetters(place, store, log).Review(run);
        var unwritten = WriteWhatIsDue(run, answers, stop);
        new PortalFolder(place.Data, store, log).Write(run);
        new ApproverMail(place, store, log).Run(run);
        return new DisputeOutcome(await outbox.Send(run, onlyDue: false, stop), answers, unwritten);
    }

    private List<UnwrittenLetter> WriteWhatIsDue(RunClock run, AnswersRead answers, CancellationToken stop)
    {
        var book = new CaseBook(place, run.AsOfUtc);
        List<CaseFile> due;
        int writtenToday;
        using (var reading = store.BeginReading())
        {
            var files = book.Load(reading);
            TellWhoIsMissing(files);
            due = [.. files.Where(f => IsDue(reading, f))];
            writtenToday = files.Sum(f => f.Letters.Count(l => l is { Part: 1, ApprovalsNeeded: 0 } && DateOnly.FromDateTime(l.CreatedAtUtc) == book.Today));
        }

        var unwritten = new List<UnwrittenLetter>();
        if (due.Count == 0)
        {
            return unwritten;
        }

        using var writer = new DisputeWriter(place, book, KeyOf(store), log);
        using (var reading = store.BeginReading())
        {
            writer.LoadMatches(reading, due.SelectMany(f => f.Finding.Orders));
        }

        var written = 0;
        var policy = settings.Approval.ToPolicy();
        var prepared = new PreparedLetters(store, new DisputeBook(run, log), writer.ArchiveGiven);
        using (var reading = store.BeginReading())
        {
            foreach (var file in due.TakeWhile(_ => !stop.IsCancellationRequested))
            {
                try
                {
                    WriteCase(reading, file);
                }
                catch (Exception e) when (e is not (OperationCanceledException or StoreException))
                {
                    // One bad case stops no other one, whatever is wrong with it.
                    log.LetterFailed(e, file.Finding.Id, e.Message);
                    unwritten.Add(new UnwrittenLetter(file.Finding.Id, e.Message));
                }
            }
        }

        prepared.Keep();
        stop.ThrowIfCancellationRequested();
        return unwritten;

        void WriteCase(Work reading, CaseFile file)
        {
            while (book.Next(file) is NextMove.Write next)
            {
                if (HoldsBack(book, file, answers) is { } why)
                {
                    log.LetterHeldBack(file.Finding.Id, next.Step.Letter, why);
                    break;
                }

                var needed = policy.Needed(file);
                var overLimit = needed == 0 ? settings.ToLimits().Reached(written, writtenToday + written) : null;
                file = Open(reading, prepared, run, file, next.Step, writer, needed, policy.CoveredBy(file), [overLimit, Unanswered(book, file, answers)]);
                written += file.Letters[^1].ApprovalsNeeded == 0 ? 1 : 0;
            }
        }

        // A letter is due where its case asks for it, by a clock that has come as far as the case; the first one also has to pass the guards.
        bool IsDue(Work reading, CaseFile file) =>
            book.Next(file) is NextMove.Write
            && file.LastMomentUtc <= run.AsOfUtc
            && (file.Standing.Count > 0 || settings.ToGuards().Allow(file.Finding, CaseBook.HappenedOn(reading, file.Finding), run.AsOfUtc));
    }

    private CaseKey KeyOf(Database store)
    {
        using var reading = store.BeginReading();
        return place.CaseKeyOf(reading);
    }

    private void TellWhoIsMissing(IReadOnlyList<CaseFile> files)
    {
        foreach (var missing in files.Where(f => f.Letters.Count == 0 && settings.RouteFor(f.Finding).Steps.Count == 0).GroupBy(f => f.Finding.Orders[0].Marketplace, StringComparer.OrdinalIgnoreCase))
        {
            log.NoRecipient(missing.Count(), missing.Key);
        }
    }

    /// <summary>The letter of a case that awaits its answer: what follows follows from silence, unless a person saw an answer and said after its time that the case goes on.</summary>
    private static Dispute? Awaiting(CaseBook book, CaseFile file) =>
        book.LastOnTrack(file) is { WaitBusinessDays: > 0 } last
        && !(file.Instructions is [.., { Kind: InstructionKind.Resumed } told] && DateOnly.FromDateTime(told.AtUtc) > book.AnswerDueOn(file.Finding, last))
            ? last
            : null;

    /// <summary>Silence is not known in a run that could not look.</summary>
    private static string? HoldsBack(CaseBook book, CaseFile file, AnswersRead answers) =>
        answers == AnswersRead.Failed && Awaiting(book, file) is { Delivery: DisputeDelivery.Mail } ? "the mailbox with the answers could not be read" : null;

    /// <summary>Where nobody looks for answers, a person says that none came.</summary>
    private static string? Unanswered(CaseBook book, CaseFile file, AnswersRead answers) => Awaiting(book, file) switch
    {
        { Delivery: DisputeDelivery.Portal } => "answers on a portal are not read: a person must see that none came",
        not null when answers == AnswersRead.NotConfigured => "answers are not read (Mail:Imap is not set): a person must see that none came",
        _ => null,
    };

    /// <returns>The case with its new letter.</returns>
    /// <param name="needed">How many people must approve it by the policy.</param>
    /// <param name="coveredBy">Who approved it already, with an earlier letter of the case.</param>
    /// <param name="holds">Why a person must approve the letter whatever the policy says; null: nothing.</param>
    private CaseFile Open(Work reading, PreparedLetters prepared, RunClock run, CaseFile file, RouteStep step, DisputeWriter writer, int needed, string coveredBy, IEnumerable<string?> holds)
    {
        var recipient = settings.RecipientFor(file.Finding, step.To)!;
        var byPolicy = needed == 0 ? null : FormattableString.Invariant($"{Core.Records.RecordNames.ToName(file.Finding.Confidence)}, {file.Finding.Amount}: {(needed == 1 ? "one person" : "two people")} must approve it");
        List<string> reasons = [.. holds.Append(byPolicy).OfType<string>()];
        var dispute = DisputeWriter.New(writer.Key, file, step, recipient.AddressOf(step)!.Value, reasons.Count == 0 ? 0 : Math.Max(1, needed), run.AsOfUtc);
        if (dispute.State == DisputeState.AwaitingApproval)
        {
            dispute = dispute with { Note = string.Join("; ", reasons) };
            prepared.Add(dispute);
            return file with { Letters = [.. file.Letters, dispute] };
        }

        var written = writer.Write(reading, file, dispute with { ApprovedBy = coveredBy }, recipient, run.AsOfUtc);
        writer.KeepCopies(written);
        prepared.Add(written);
        return file with { Letters = [.. file.Letters, .. written.Parts.Select(p => p.Dispute)] };
    }
}
