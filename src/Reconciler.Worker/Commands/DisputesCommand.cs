using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Documents.Evidence;
using Reconciler.Mail.Drafting;
using Reconciler.Store;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>disputes</c>: what people see of the letters, and what they have a say in.</summary>
internal static class DisputesCommand
{
    /// <summary>Every case with its letters, a line each; below them what was answered and what comes next.</summary>
    public static Task<int> List(CommandContext context)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var book = new CaseBook(context.Place, context.Place.AsOfUtc(context.Time));
        foreach (var (file, next, _) in book.Standing(work))
        {
            var order = file.Finding.Orders is [var first, ..] ? $", order {first.Marketplace} {first.Id}" : "";
            context.Output.WriteLine($"{file.Finding.Kind.ToName()} of {file.Finding.Amount}{order}: {file.Finding.State.ToName()}");
            foreach (var d in file.Letters)
            {
                var on = (d.SentAtUtc ?? d.CreatedAtUtc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                var by = d.ApprovedBy.Length > 0 ? $"  approved by {d.ApprovedBy}" : "";
                context.Output.WriteLine($"{d.Id}  {d.State.ToName(),-17}  {on}  {d.Letter,-19} {d.Amount,16}  finding {d.FindingId}  {d.Recipient}{by}{(d.Note.Length > 0 ? "  " + d.Note : "")}");
            }

            foreach (var answer in file.Answers)
            {
                context.Output.WriteLine(Invariant($"    {answer.Kind.ToName()} of {answer.ReceivedAtUtc:yyyy-MM-dd} from {answer.From}{(answer.FromStranger ? ", a stranger: it stops nothing," : "")} to {answer.DisputeId}: {(answer.Note.Length > 0 ? answer.Note : answer.Subject)}"));
            }

            context.Output.WriteLine($"    next: {next}");
            context.Output.WriteLine();
        }

        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>Writes the next letter of a finding as it would go out now: the mail as .eml, for a portal its text. Keeps and sends nothing.</summary>
    public static Task<int> Preview(CommandContext context, string findingId, bool asText)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var asOf = context.Place.AsOfUtc(context.Time);
        var file = CaseOf(work, findingId);
        if (!DisputePolicy.Kinds.Contains(file.Finding.Kind))
        {
            throw new UnknownNameException($"{findingId} is of the kind {file.Finding.Kind.ToName()}: there is no letter for it.");
        }

        var next = file.Standing.LastOrDefault(l => l.State == DisputeState.AwaitingApproval) ?? NextLetter(context.Place, context.Place.CaseKeyOf(work), file, asOf);
        var part = Write(context, NullLogger.Instance, work, file, next, asOf, out _).Parts[0];
        if (part.Message.Length > 0 && asText)
        {
            context.Output.Write(MailText.Of(part.Message));
            return Task.FromResult(ExitCode.Done);
        }

        using var output = context.OpenOutput();
        output.Write(part.Message.Length > 0 ? part.Message : part.Attached.Single(f => f.Name == PortalZip.LetterName).Content);
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>A person says yes to a letter that waits; with enough of them it goes with the next <c>dispute</c> or <c>once</c>.</summary>
    public static Task<int> Approve(CommandContext context, string id, string? reason) => Changing(context, id, [DisputeState.AwaitingApproval], (work, book, dispute) =>
    {
        var before = LetterAudit.Of(work, [id]).ApproversOf(id);
        if (before.Any(Actor.Account.IsSamePersonAs))
        {
            throw new UnknownNameException($"{Actor.Name} approved {id} already: a second person must.");
        }

        if (new CaseBook(context.Place, book.Run.AsOfUtc).WithdrawnFor(CaseOf(work, dispute.FindingId), dispute) is { } why)
        {
            throw new UnknownNameException($"{id} no longer holds: {why}. The next `dispute` writes it anew.");
        }

        work.Disputes.AddApproval(id, new Approval(Actor.Name, book.Run.AsOfUtc, reason ?? string.Empty));
        book.Audit(work, "approved", dispute, reason ?? string.Empty);
        return before.Count + 1 < dispute.ApprovalsNeeded
            ? new Change($"{id} is approved by {Actor.Name}, {before.Count + 1} of {dispute.ApprovalsNeeded}: a second person must approve it too")
            : new Change($"{id} is approved by {Actor.Name} and goes out with the next run", dispute with { ApprovedBy = string.Join(';', before.Select(a => a.Name).Append(Actor.Name)) });
    });

    /// <summary>A person stops a letter that has not gone out; nothing more is written in its case.</summary>
    public static Task<int> Reject(CommandContext context, string id, string reason) =>
        Changing(context, id, [DisputeState.AwaitingApproval, DisputeState.ToHandIn, DisputeState.Queued, DisputeState.Refused, DisputeState.Uncertain], (work, book, dispute) =>
        {
            book.Move(work, dispute, DisputeState.Rejected, reason);
            foreach (var further in FurtherMailsOf(CaseOf(work, dispute.FindingId), dispute).Where(d => d.State == DisputeState.Queued))
            {
                book.Move(work, further, DisputeState.Rejected, reason);
            }

            return new Change($"{id} is rejected by {Actor.Name}");
        });

    /// <summary>A person says that a letter is out: handed in on a portal, or found among the sent mails.</summary>
    public static Task<int> Sent(CommandContext context, string id, string? reason) => Changing(context, id, [DisputeState.ToHandIn, DisputeState.Uncertain], (work, book, dispute) =>
    {
        book.Sent(work, dispute, $"{(dispute.State == DisputeState.ToHandIn ? "handed in" : "sent")}, says {Actor.Name}{(reason is null ? "" : ": " + reason)}");
        return new Change($"{id} is sent, says {Actor.Name}");
    });

    /// <summary>A person has a letter written and sent once more, from the configuration as it is now.</summary>
    public static Task<int> Retry(CommandContext context, string id, string reason) => Changing(context, id, [DisputeState.Refused, DisputeState.Uncertain, DisputeState.Rejected], (work, book, dispute) =>
    {
        var file = CaseOf(work, dispute.FindingId);
        if (dispute.Part > 1)
        {
            if (file.LetterOf(dispute) is { State: not DisputeState.Sent } letter)
            {
                throw new UnknownNameException($"{id} is further evidence to {letter.Id}, which is {letter.State.ToName()}: retry that one.");
            }

            book.Move(work, dispute, DisputeState.Queued, $"once more, says {Actor.Name}: {reason}");
            return new Change($"{id} goes out once more with the next run");
        }

        var route = context.Place.Settings.Disputes.RouteFor(file.Finding);
        var again = LetterOf(context.Place, context.Place.CaseKeyOf(work), file, s => s == route.StepOf(dispute), book.Run.AsOfUtc);
        again = again with { ApprovalsNeeded = Math.Max(dispute.ApprovalsNeeded, context.Place.Settings.Disputes.Approval.ToPolicy().Needed(file)) };
        book.Move(work, dispute, DisputeState.Closed, $"written anew as {again.Id}, says {Actor.Name}: {reason}");
        foreach (var further in FurtherMailsOf(file, dispute).Where(d => DisputePolicy.EndsWithItsFinding(d.State) && d.State != DisputeState.Sent))
        {
            book.Move(work, further, DisputeState.Closed, $"written anew with {again.Id}");
        }

        // Who approved a smaller claim has not approved this one.
        var before = again.Amount.Currency == dispute.Amount.Currency && again.Amount.MinorUnits <= dispute.Amount.MinorUnits ? LetterAudit.Of(work, [id]).ApproversOf(id) : [];
        var agreed = before.Any(Actor.Account.IsSamePersonAs) ? before : [.. before, Actor.Account];
        if (agreed.Count >= again.ApprovalsNeeded)
        {
            return new Change($"{again.Id} goes out in its place with the next run", again with { ApprovedBy = string.Join(';', agreed.Select(a => a.Name)) }, agreed);
        }

        // Whoever stopped a letter does not let it out alone where two people must.
        book.Add(work, again with { State = DisputeState.AwaitingApproval, Note = $"written anew, says {Actor.Name}: {reason}" }, [], []);
        return new Change(Invariant($"{again.Id} stands in its place; {again.ApprovalsNeeded} people must approve it"));
    });

    /// <summary>A person records an answer that came by another way than mail, or what the marketplace says about its refund.</summary>
    public static Task<int> Answered(CommandContext context, string id, string reason, string? refundedOn, string? reference) => Changing(context, id, [DisputeState.Sent, DisputeState.ToHandIn, DisputeState.Uncertain, DisputeState.Refused], (work, book, dispute) =>
    {
        DateOnly? day = refundedOn is null ? null
            : DateOnly.TryParseExact(refundedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read
            : throw new SettingsException($"--refunded-on '{refundedOn}' is no date like 2026-07-10.");
        var first = CaseOf(work, dispute.FindingId).Finding.Transactions.Min(t => DateOnly.FromDateTime(work.Entries.Load(t)!.Standing.BookedAtUtc));
        if (day is { } named && (named < first || named > DateOnly.FromDateTime(book.Run.AsOfUtc)))
        {
            throw new SettingsException(Invariant($"--refunded-on {named:yyyy-MM-dd} cannot be: it was paid on {first:yyyy-MM-dd}, and today is {book.Run.AsOfUtc:yyyy-MM-dd}."));
        }

        var kind = day is null ? InstructionKind.Answered : InstructionKind.RefundReported;
        Tell(work, book, dispute, new Instruction(id, kind, book.Run.AsOfUtc, Actor.Name, reason, day, reference ?? string.Empty));
        book.CloseWaiting(work, CaseOf(work, dispute.FindingId).Letters.Where(l => l.Id != id && (day is not null || l.Step > dispute.Step)), "an answer came before it went out");
        return new Change(day is null ? $"{id} is answered: its case waits for a person" : Invariant($"{id}: refunded on {day:yyyy-MM-dd}, as the marketplace says; the next run traces it"));
    });

    /// <summary>A person says that mails of strangers to a letter are from whom it went to: they answer it, or it did not arrive.</summary>
    public static Task<int> Accept(CommandContext context, string id, string reason) => Changing(context, id, [DisputeState.Sent, DisputeState.ToHandIn, DisputeState.Uncertain, DisputeState.Refused], (work, book, dispute) =>
    {
        var accepted = CaseOf(work, dispute.FindingId).Answers.Where(a => a.DisputeId == id && a.FromStranger).ToList();
        if (accepted.Count == 0)
        {
            throw new UnknownNameException($"No mail of a stranger to {id} waits to be accepted.");
        }

        work.Answers.Accept(id);
        var told = Invariant($"{accepted.Count} {(accepted.Count == 1 ? "mail" : "mails")} of {string.Join(", ", accepted.Select(a => a.From).Distinct(StringComparer.OrdinalIgnoreCase))} accepted: {reason}");
        book.Audit(work, "accepted", dispute, told);
        if (accepted.Exists(a => a.Kind == AnswerKind.Reply))
        {
            Tell(work, book, dispute, new Instruction(id, InstructionKind.Answered, book.Run.AsOfUtc, Actor.Name, told, null, string.Empty));
            book.CloseWaiting(work, CaseOf(work, dispute.FindingId).Letters.Where(l => l.Id != id && l.Step > dispute.Step), "an answer came before it went out");
        }

        if (accepted.FindLast(a => a.Kind == AnswerKind.Bounce && a.Note.StartsWith(Answer.NotDelivered, StringComparison.Ordinal)) is { } bounce && dispute.State is DisputeState.Sent or DisputeState.Uncertain)
        {
            book.Bounced(work, dispute, $"{bounce.Note}, says {Actor.Name}: {reason}");
        }

        return new Change($"{id}: {told}");
    });

    /// <summary>A person says that what was answered does not settle the case: its route goes on. Said of a letter to the marketplace while a refund is traced, the claim goes on instead.</summary>
    public static Task<int> Resume(CommandContext context, string id, string reason) => Changing(context, id, [DisputeState.Sent, DisputeState.ToHandIn, DisputeState.Uncertain, DisputeState.Refused], (work, book, dispute) =>
    {
        var traced = CaseOf(work, dispute.FindingId).RefundReport;
        Tell(work, book, dispute, new Instruction(id, InstructionKind.Resumed, book.Run.AsOfUtc, Actor.Name, reason, null, string.Empty));
        var file = CaseOf(work, dispute.FindingId);
        if (traced is not null && file.RefundReport is null)
        {
            book.CloseWaiting(work, file.Letters.Where(l => l.CreatedAtUtc >= traced.AtUtc && l.Channel == DisputeChannel.Wallet), "the claim goes on: the refund is no longer traced");
        }

        return new Change($"the case of {id} goes on; next: {new CaseBook(context.Place, book.Run.AsOfUtc).Next(file).Says}");
    });

    /// <summary>The mails with what did not fit into a letter's own.</summary>
    private static IEnumerable<Dispute> FurtherMailsOf(CaseFile file, Dispute letter) =>
        file.Letters.Where(l => l.Part > 1 && file.LetterOf(l)?.Id == letter.Id);

    /// <summary>What a command did.</summary>
    /// <param name="Ready">The letter that is to be written now and goes out; null: none.</param>
    /// <param name="Agreed">Who approved it with another letter; null: nobody.</param>
    private sealed record Change(string Says, Dispute? Ready = null, IReadOnlyList<AuditActor>? Agreed = null);

    private static Task<int> Changing(CommandContext context, string id, DisputeState[] states, Func<Work, DisputeBook, Dispute, Change> change) => context.Holding((store, run, log) =>
    {
        Change done;
        WrittenDispute? written = null;
        DisputeWriter? writer = null;
        using (var work = store.Begin())
        {
            var book = new DisputeBook(run, log);
            var dispute = DisputeOf(work, id, states);
            if (CaseOf(work, dispute.FindingId).LastMomentUtc is var last && last > run.AsOfUtc)
            {
                throw new SettingsException(Invariant($"--as-of {run.AsOfUtc:yyyy-MM-dd HH:mm:ss} lies before the last that happened in the case of {id}, {last:yyyy-MM-dd HH:mm:ss} UTC. Leave it out, or name a later time."));
            }

            done = change(work, book, dispute);
            if (done.Ready is { } ready)
            {
                written = Write(context, log, work, CaseOf(work, ready.FindingId), ready, run.AsOfUtc, out writer);
                Keep(work, book, written, ready.Id != id, done.Agreed);
                writer.KeepCopies(written);
            }

            work.Commit();
        }

        writer?.ArchiveGiven(written);
        new PortalFolder(context.Place.Data, store, log).Write(run);
        context.Output.WriteLine(done.Says);
        return Task.FromResult(ExitCode.Done);
    });

    private static void Keep(Work work, DisputeBook book, WrittenDispute written, bool isNew, IReadOnlyList<AuditActor>? agreed)
    {
        foreach (var part in written.Parts)
        {
            var state = DisputeWriter.ReadyState(part.Dispute.Delivery);
            if (isNew || part.Dispute.Part > 1)
            {
                book.Add(work, part.Dispute with { State = state }, part.Attached, part.Message, agreed ?? LetterAudit.Of(work, [written.Parts[0].Dispute.Id]).ApproversOf(written.Parts[0].Dispute.Id));
            }
            else
            {
                book.Release(work, part.Dispute, part.Attached, part.Message, state);
            }
        }
    }

    private static void Tell(Work work, DisputeBook book, Dispute dispute, Instruction told)
    {
        work.Disputes.AddInstruction(told);
        book.Audit(work, told.Kind.ToName(), dispute, told.RefundedOn is { } day ? Invariant($"{told.Reason}; refunded on {day:yyyy-MM-dd} {told.RefundReference}") : told.Reason);
    }

    private static WrittenDispute Write(CommandContext context, ILogger log, Work work, CaseFile file, Dispute dispute, DateTime asOfUtc, out DisputeWriter writer)
    {
        writer = new DisputeWriter(context.Place, new CaseBook(context.Place, asOfUtc), context.Place.CaseKeyOf(work), log);
        writer.LoadMatches(work, file.Finding.Orders);
        var recipient = context.Place.Settings.Disputes.RecipientFor(file.Finding, dispute.Channel) ?? throw new UnknownNameException($"Disputes:Recipients no longer names anybody for {dispute.Id}.");
        return writer.Write(work, file, dispute, recipient, asOfUtc);
    }

    private static Dispute NextLetter(Workplace place, CaseKey key, CaseFile file, DateTime asOfUtc)
    {
        var route = place.Settings.Disputes.RouteFor(file.Finding);
        var track = file.RefundReport is null ? route.Steps : route.WhenRefundReported;
        var last = file.Standing.Select(route.StepOf).Where(track.Contains).Max(s => s?.Number) ?? 0;
        return LetterOf(place, key, file, s => s.Number > last, asOfUtc);
    }

    /// <summary>A letter of the route, ready to go.</summary>
    private static Dispute LetterOf(Workplace place, CaseKey key, CaseFile file, Func<RouteStep, bool> which, DateTime asOfUtc)
    {
        var route = place.Settings.Disputes.RouteFor(file.Finding);
        var steps = file.RefundReport is null ? route.Steps : route.WhenRefundReported;
        var step = steps.Concat(route.Steps).FirstOrDefault(which)
            ?? throw new UnknownNameException(file.Letters.Count > 0 ? $"No letter of its route is left for {file.Finding.Id}." : $"Disputes:Recipients names nobody for {file.Finding.Orders[0].Marketplace}.");
        return DisputeWriter.New(key, file, step, place.Settings.Disputes.RecipientFor(file.Finding, step.To)!.AddressOf(step)!.Value, 0, asOfUtc);
    }

    private static CaseFile CaseOf(Work work, string findingId) => CaseBook.Load(work, findingId) ?? throw new UnknownNameException($"{findingId} is no finding known here.");

    private static Dispute DisputeOf(Work work, string id, params DisputeState[] states)
    {
        var dispute = work.Disputes.LoadAll().FirstOrDefault(d => d.Id == id) ?? throw new UnknownNameException($"{id} is no dispute known here.");
        return states.Contains(dispute.State) ? dispute : throw new UnknownNameException($"{id} is {dispute.State.ToName()}; only what is {string.Join(" or ", states.Select(s => s.ToName()))} can be changed so.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
