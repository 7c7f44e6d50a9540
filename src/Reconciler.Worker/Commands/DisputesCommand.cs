using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Store;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>disputes</c>: what people see of the letters, and what they have a say in.</summary>
internal static class DisputesCommand
{
    public static Task<int> List(CommandContext context)
    {
        using var work = context.Place.OpenStore().BeginReading();
        foreach (var d in work.Disputes.LoadAll())
        {
            var by = d.ApprovedBy.Length > 0 ? $"  approved by {d.ApprovedBy}" : "";
            context.Output.WriteLine($"{d.Id}  {d.State.ToName(),-17}  {d.Letter,-17} {d.Amount,16}  finding {d.FindingId}  {d.Recipient}{by}{(d.Note.Length > 0 ? "  " + d.Note : "")}");
        }

        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>Writes the mail of a finding as it would go out now, as .eml; keeps and sends nothing.</summary>
    public static Task<int> Preview(CommandContext context, string findingId)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var finding = FindingOf(work, findingId);
        var recipient = RecipientOf(context.Place, finding);
        var asOf = context.Place.AsOfUtc(context.Time);
        var written = Write(context, NullLogger.Instance, work, DisputeWriter.New(finding, recipient, asOf), finding, recipient, asOf, out _);
        using var output = Console.OpenStandardOutput();
        output.Write(written.Mail.Eml);
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>A person lets a letter out that waited; it goes with the next <c>dispute</c> or <c>once</c>.</summary>
    public static Task<int> Approve(CommandContext context, string id, string? reason) => context.Holding((store, run, log) =>
    {
        WrittenDispute written;
        DisputeWriter writer;
        using (var work = store.Begin())
        {
            var dispute = DisputeOf(work, id, DisputeState.AwaitingApproval);
            var finding = FindingOf(work, dispute.FindingId);
            written = Write(context, log, work, dispute, finding, RecipientOf(context.Place, finding), run.AsOfUtc, out writer);
            work.Disputes.Approve(written.Dispute, written.Attached, written.Mail.Eml, run.AsOfUtc, Actor.Name, reason ?? "approved");
            writer.KeepCopies(written);
            Audit(work, run, "dispute approved", dispute, reason ?? string.Empty);
            work.Commit();
        }

        writer.ArchiveGiven(written);
        log.DisputeMoved(id, written.Dispute.FindingId, DisputeState.Queued.ToName());
        context.Output.WriteLine($"{id} is approved by {Actor.Name} and goes out with the next run");
        return Task.FromResult(ExitCode.Done);
    });

    /// <summary>A person stops a letter that has not gone out.</summary>
    public static Task<int> Reject(CommandContext context, string id, string reason) => context.Holding((store, run, log) =>
    {
        using var work = store.Begin();
        var dispute = DisputeOf(work, id, DisputeState.AwaitingApproval, DisputeState.Queued, DisputeState.Refused, DisputeState.Uncertain);
        work.Disputes.Move(id, dispute.State, DisputeState.Rejected, run.AsOfUtc, reason);
        Audit(work, run, "dispute rejected", dispute, reason);
        work.Commit();
        log.DisputeMoved(id, dispute.FindingId, DisputeState.Rejected.ToName());
        context.Output.WriteLine($"{id} is rejected by {Actor.Name}");
        return Task.FromResult(ExitCode.Done);
    });

    private static WrittenDispute Write(CommandContext context, ILogger log, Work work, Dispute dispute, Finding finding, RecipientSettings recipient, DateTime asOfUtc, out DisputeWriter writer)
    {
        writer = new DisputeWriter(context.Place, log);
        writer.LoadMatches(work, finding.Orders);
        return writer.Write(work, dispute, finding, recipient, asOfUtc);
    }

    private static Finding FindingOf(Work work, string id) =>
        work.Findings.LoadAll().ToList().Find(f => f.Id == id) ?? throw new UnknownNameException($"{id} is no finding known here.");

    private static Dispute DisputeOf(Work work, string id, params DisputeState[] states)
    {
        var dispute = work.Disputes.LoadAll().FirstOrDefault(d => d.Id == id) ?? throw new UnknownNameException($"{id} is no dispute known here.");
        return states.Contains(dispute.State) ? dispute : throw new UnknownNameException($"{id} is {dispute.State.ToName()}; only what is {string.Join(" or ", states.Select(s => s.ToName()))} can be changed so.");
    }

    private static RecipientSettings RecipientOf(Workplace place, Finding finding) =>
        finding.Kind is not (FindingKind.DuplicateCharge or FindingKind.MissingRefund or FindingKind.ShortRefund) ? throw new UnknownNameException($"{finding.Id} is a {finding.Kind.ToName()}: there is no letter for it.")
        : place.Settings.Disputes.RecipientFor(finding) ?? throw new UnknownNameException($"Disputes:Recipients names nobody for {finding.Orders[0].Marketplace}.");

    private static void Audit(Work work, RunClock run, string action, Dispute dispute, string reason) =>
        work.Audit.Append(run.StartedAtUtc, Actor.Name, action, dispute.Id, JsonSerializer.Serialize(new { run = run.RunId, finding = dispute.FindingId, recipient = dispute.Recipient, reason }));
}
