using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>Which findings are disputed by letter.</summary>
public static class DisputePolicy
{
    /// <summary>The kinds that letters are written about: money that a marketplace owes us.</summary>
    public static IReadOnlyList<FindingKind> Kinds { get; } = [FindingKind.DuplicateCharge, FindingKind.MissingRefund, FindingKind.ShortRefund];

    /// <summary>Money that a marketplace owes us, on purchases only, and surer than possible.</summary>
    public static bool IsDisputable(Finding finding, Pairs pairs) =>
        finding is { IsAtRisk: true, Orders.Count: > 0, Transactions.Count: > 0 }
        && Kinds.Contains(finding.Kind)
        && finding.Confidence != Confidence.Possible
        && pairs.Of(finding.Transactions[0].Wallet, finding.Orders[0].Marketplace) == Direction.Purchases;

    /// <summary>Whether a dispute still waits for something and ends when its finding is no longer open.</summary>
    public static bool EndsWithItsFinding(DisputeState state) =>
        state is DisputeState.AwaitingApproval or DisputeState.ToHandIn or DisputeState.Queued or DisputeState.Sent or DisputeState.Refused or DisputeState.Uncertain;
}

/// <summary>How many people must approve letters about some findings.</summary>
/// <param name="Kind">Null: any.</param>
/// <param name="Confidence">Null: any.</param>
/// <param name="UpTo">The largest amounts that it is for, one a currency; an amount in another currency is not among them. Empty: any amount.</param>
/// <param name="Approvals">0: the letter goes out by itself; 1; or 2 different people.</param>
public sealed record ApprovalRule(FindingKind? Kind, Confidence? Confidence, IReadOnlyList<Money> UpTo, int Approvals)
{
    public bool IsFor(Finding finding) =>
        (Kind is null || Kind == finding.Kind)
        && (Confidence is null || Confidence == finding.Confidence)
        && (UpTo.Count == 0 || UpTo.Any(most => most.Currency == finding.Amount.Currency && finding.Amount.MinorUnits <= most.MinorUnits));
}

/// <summary>Who must say yes before a letter goes out: the first rule that is for the finding; one person where none is.</summary>
public sealed record ApprovalPolicy(IReadOnlyList<ApprovalRule> Rules)
{
    /// <summary>What is certain goes out by itself, all else after one person's approval.</summary>
    public static IReadOnlyList<ApprovalRule> UsualRules { get; } = [new(null, Confidence.Certain, [], 0)];

    /// <summary>How many approvals the next letter of a case needs.</summary>
    public int Needed(CaseFile file) => CoveredBy(file).Length > 0 ? 0 : Wanted(file);

    /// <summary>Who approved the next letter already: what people approved for a letter of the case counts for those that follow it, while no more money is claimed. Empty where nobody has, or nobody needs to.</summary>
    public string CoveredBy(CaseFile file)
    {
        var wanted = Wanted(file);
        return wanted == 0 ? string.Empty : file.Standing.LastOrDefault(l => IsApproved(l) && l.ApprovalsNeeded >= wanted
            && l.Amount.Currency == file.Finding.Amount.Currency && file.Finding.Amount.MinorUnits <= l.Amount.MinorUnits)?.ApprovedBy ?? string.Empty;
    }

    private int Wanted(CaseFile file) => Rules.FirstOrDefault(rule => rule.IsFor(file.Finding))?.Approvals ?? 1;

    /// <summary>By all who had to; one yes of two, or a letter rejected after it, covers nothing.</summary>
    private static bool IsApproved(Dispute letter) =>
        letter.State is not (DisputeState.AwaitingApproval or DisputeState.Rejected) && letter.Approvers.Count >= Math.Max(1, letter.ApprovalsNeeded);
}

/// <summary>What keeps a program from writing too soon.</summary>
/// <param name="From">Nothing that happened before this day is disputed; null: whatever its age.</param>
/// <param name="DuplicateGraceDays">Days (UTC) that a fresh duplicate charge waits, for many are reversed within days.</param>
public sealed record DisputeGuards(DateOnly? From, int DuplicateGraceDays)
{
    /// <param name="happenedOn">The last day on which a refund was in time, or that of the duplicate charge.</param>
    public bool Allow(Finding finding, DateOnly happenedOn, DateTime asOfUtc) => WhyNot(finding, happenedOn, asOfUtc) is null;

    /// <summary>Which guard holds the finding's letter back, in a few words; null where none does.</summary>
    public string? WhyNot(Finding finding, DateOnly happenedOn, DateTime asOfUtc) =>
        From is { } first && happenedOn < first ? FormattableString.Invariant($"it is older than DisputeFrom, {first:yyyy-MM-dd}")
        : finding.Kind == FindingKind.DuplicateCharge && happenedOn.AddDays(DuplicateGraceDays) is var from && DateOnly.FromDateTime(asOfUtc) < from
            ? FormattableString.Invariant($"until {from:yyyy-MM-dd} the charge may be reversed by itself (DuplicateGraceDays)")
        : null;
}

/// <summary>How many letters go out without a person; what is over waits for one, since so many mostly mean that something else is wrong.</summary>
/// <param name="ARun">0 or more.</param>
/// <param name="ADay">Within one day (UTC) of the runs' clock; 0 or more.</param>
public sealed record LetterLimits(int ARun, int ADay)
{
    /// <summary>Which limit the next letter is over, as a sentence; null where none.</summary>
    public string? Reached(int writtenInRun, int writtenToday) =>
        writtenInRun >= ARun ? FormattableString.Invariant($"over the limit of {ARun} letters a run")
        : writtenToday >= ADay ? FormattableString.Invariant($"over the limit of {ADay} letters a day")
        : null;
}
