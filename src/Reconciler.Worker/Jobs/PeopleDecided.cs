using System.Text.Json;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>The decisions of people, as the audit tells them: what stands in the table of decisions without a line of the audit counts for nothing.</summary>
internal static class PeopleDecided
{
    /// <summary>The action of a line that takes a decision back.</summary>
    public const string Undone = "decision undone";

    /// <summary>The action of a line that tells of a decision.</summary>
    public static string ActionOf(DecisionKind kind) => "decided " + kind.ToName();

    /// <summary>Every decision that the audit tells of, in the order in which they were made, also those taken back.</summary>
    /// <param name="before">The number of the first line that no longer counts.</param>
    public static IReadOnlyList<StoredDecision> ToldBy(Work work, long before = long.MaxValue)
    {
        var told = new OrderedDictionary<string, StoredDecision>(StringComparer.Ordinal);
        foreach (var line in work.Audit.LoadDecisions().Where(line => line.Seq < before && AuditChain.FitsItsHash(line)))
        {
            if (line.Action != Undone)
            {
                var details = JsonSerializer.Deserialize<Details>(line.Details)!;
                told[line.Subject] = new StoredDecision(line.Subject, Enum.GetValues<DecisionKind>().Single(k => ActionOf(k) == line.Action), details.TargetA, details.TargetB, details.reason, AuditActor.Parse(line.Actor).Name, line.AtUtc);
            }
            else if (told.TryGetValue(line.Subject, out var decision))
            {
                told[line.Subject] = decision with { UndoneAtUtc = line.AtUtc, UndoneBy = AuditActor.Parse(line.Actor).Name };
            }
        }

        return [.. told.Values];
    }

    /// <summary>The ids of decisions of which the store says other than the audit: a person wrote past the program.</summary>
    public static IReadOnlyList<string> Contradicted(Work work, IReadOnlyList<StoredDecision> told)
    {
        var (stored, audited) = (work.Decisions.LoadAll().Select(Says).ToHashSet(), told.Select(Says).ToHashSet());
        stored.SymmetricExceptWith(audited);
        return [.. stored.Select(d => d.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        static (string Id, DecisionKind Kind, string TargetA, string TargetB, bool Holds) Says(StoredDecision d) => (d.Id, d.Kind, d.TargetA, d.TargetB, d.UndoneAtUtc is null);
    }

    /// <summary>All that hold, in the order in which they were made.</summary>
    public static Decisions That(IEnumerable<StoredDecision> stored) => new([.. stored.Where(d => d.UndoneAtUtc is null).Select(Read)]);

    /// <summary>The transaction of <c>wallet/id</c>. An id may hold a slash, a wallet's name does not.</summary>
    public static TransactionId Transaction(string text) => text.IndexOf('/', StringComparison.Ordinal) is var cut ? new TransactionId(text[..cut], text[(cut + 1)..]) : default;

    public static OrderId Order(string text) => text.IndexOf('/', StringComparison.Ordinal) is var cut ? new OrderId(text[..cut], text[(cut + 1)..]) : default;

    public static Decision Read(StoredDecision decision) => decision.Kind switch
    {
        DecisionKind.Pair => new Decision.Pair(Transaction(decision.TargetA), Order(decision.TargetB)),
        DecisionKind.Unmatch => new Decision.Unmatch(Transaction(decision.TargetA), Order(decision.TargetB)),
        DecisionKind.Dismiss => new Decision.Dismiss(decision.TargetA),
        DecisionKind.WriteOff => new Decision.WriteOff(decision.TargetA),
        _ => throw new InvalidOperationException($"{decision.Kind} is no decision."),
    };

    /// <summary>What the audit's line of a decision holds.</summary>
    private sealed record Details(string TargetA, string TargetB, string reason);
}
