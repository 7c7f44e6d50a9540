using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>One file that a run met, and what became of it.</summary>
/// <param name="Layout">The layout that read it; empty where none knew it.</param>
/// <param name="Outcome">Such as "read", "read; passed over: sheet Old is hidden (3 rows)", "known already", "rejected: no layout knows it".</param>
public sealed record FileSummary(string FileName, string FileSha256, string Layout, RowTotals Rows, string Outcome);

/// <summary>One run of the program.</summary>
/// <param name="AsOfUtc">The clock that every rule and document of the run used.</param>
/// <param name="ResultHash">SHA-256 over matches and open findings; equal hashes mean equal results.</param>
public sealed record Run(string Id, DateTime StartedAtUtc, DateTime AsOfUtc, string ResultHash, string Version, ControlTotals Totals);

/// <summary>Entries of one wallet in one currency.</summary>
public sealed record Account(string Wallet, string Currency);

/// <summary>What the stored matches and findings were made from, and what they add up to: while nothing else is known, they need not be made again, and of what is new only a part.</summary>
/// <param name="InputHash">SHA-256 over all that decides a result but the clock: records, decisions, rules, rates and the program itself.</param>
/// <param name="RulesHash">The same without records and decisions: where it differs, all is matched again.</param>
/// <param name="HoldsUntilUtc">The last moment for which the same input gives the same result.</param>
/// <param name="Matches">How many there are.</param>
/// <param name="LastEntry">The number of the last version of an entry that was known.</param>
/// <param name="LastOrder">The number of the last version of an order that was known.</param>
/// <param name="FirstBookedUtc">When the earliest entry was booked; null: there was none.</param>
/// <param name="Decisions">The ids of people's decisions that held.</param>
/// <param name="Accounts">Those whose statements tell balances.</param>
public sealed record MatchBasis(
    string InputHash, string RulesHash, DateTime AsOfUtc, DateTime HoldsUntilUtc, string ResultHash, long Matches, ControlTotals Totals, long LastEntry, long LastOrder, DateTime? FirstBookedUtc,
    IReadOnlyList<string> Decisions, IReadOnlyList<Account> Accounts)
{
    public bool HoldsFor(string inputHash, DateTime asOfUtc) => InputHash == inputHash && asOfUtc >= AsOfUtc && asOfUtc <= HoldsUntilUtc;
}

/// <summary>A case as the report shows it.</summary>
/// <param name="Next">What comes next, in a few words.</param>
/// <param name="NeedsPerson">Nothing goes on until a person does something.</param>
public sealed record CaseStanding(CaseFile File, Reason Next, bool NeedsPerson)
{
    /// <summary>Nothing but the program stands before the next letter.</summary>
    public bool IsLetterDue { get; init; }

    /// <summary>The day after the last on which an answer to the last letter was in time; null where it is awaited still, or was not.</summary>
    public DateOnly? SilentSince { get; init; }

    /// <summary>When each letter came to stand where it stands, by the run's clock; those that stand there from the beginning are left out.</summary>
    public IReadOnlyDictionary<string, DateTime> MovedAtUtc { get; init; } = new Dictionary<string, DateTime>();

    /// <summary>Files of evidence that went out with no letter and are kept here, each with its folder.</summary>
    public IReadOnlyList<string> KeptHere { get; init; } = [];
}

/// <summary>Everything that the report shows, ready to be drawn.</summary>
/// <param name="Findings">All that are at risk, and those of the period.</param>
/// <param name="Matches">Of the period, sorted by id. They may be read from the store as they are drawn.</param>
/// <param name="Rejected">Of the period.</param>
public sealed record RunReport(
    Run Run,
    IReadOnlyList<FileSummary> Files,
    IReadOnlyList<Finding> Findings,
    IReadOnlyCollection<Match> Matches,
    IReadOnlyList<Dispute> Disputes,
    IReadOnlyList<RejectedRow> Rejected)
{
    public ReportPeriod Period { get; init; } = new ReportPeriod.Everything();

    /// <summary>What is other now in periods that were closed before this one.</summary>
    public IReadOnlyList<PeriodChange> ChangesInClosed { get; init; } = [];

    public RefundAgeing Refunds { get; init; } = RefundAgeing.None;

    /// <summary>Of the period. They may be read from the store as they are drawn: there may be more entries behind them than memory.</summary>
    public ReconciliationStatements Statements { get; init; } = ReconciliationStatements.Of([]);

    /// <summary>By withdrawal or transfer to one of our own accounts: where it came to.</summary>
    public IReadOnlyDictionary<TransactionId, TransferEnd> TransferEnds { get; init; } = new Dictionary<TransactionId, TransferEnd>();

    /// <summary>The cases in which something was written, what waits for a person first.</summary>
    public IReadOnlyList<CaseStanding> Cases { get; init; } = [];

    /// <summary>By finding: why no letter is written about it, in a few words.</summary>
    public IReadOnlyDictionary<string, string> NoLetterBecause { get; init; } = new Dictionary<string, string>();

    /// <summary>Since when the mailbox with the answers cannot be read; null where it was read, where there is none, or where no run tells.</summary>
    public DateTime? MailboxUnreadSinceUtc { get; init; }

    /// <summary>What a command needs behind it to work on this data from any folder, such as <c>--data /srv/books</c>; empty for the sample.</summary>
    public string CommandOptions { get; init; } = string.Empty;
}
