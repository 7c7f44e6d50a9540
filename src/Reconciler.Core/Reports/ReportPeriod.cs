namespace Reconciler.Core.Reports;

/// <summary>What a report tells besides all that is open: the matches, findings and rejected rows of a period, and not the history.</summary>
public abstract record ReportPeriod
{
    private ReportPeriod()
    {
    }

    /// <summary>All that there is: the first report.</summary>
    public sealed record Everything : ReportPeriod;

    /// <summary>What came or changed since the report before.</summary>
    /// <param name="AsOfUtc">Its clock.</param>
    /// <param name="RunId">The run of that report.</param>
    /// <param name="LastMatch">The last match that it knew of.</param>
    /// <param name="LastChange">The last change of any finding that it knew of.</param>
    /// <param name="LastRejected">The last rejected row that it knew of.</param>
    public sealed record SinceReport(string RunId, DateTime AsOfUtc, long LastMatch, long LastChange, long LastRejected) : ReportPeriod
    {
        /// <summary>The last version of an entry that it knew of; 0 where it told no statements of wallets.</summary>
        public long LastEntry { get; init; }
    }

    /// <summary>Whole days in UTC, both ends included: the matches of entries booked, the findings found and the rows rejected on them.</summary>
    public sealed record Days(DateOnly From, DateOnly To) : ReportPeriod
    {
        /// <summary>As people write it: <c>2026-06</c>, or <c>2026-06-01..2026-06-15</c> where it is no month.</summary>
        public string Name =>
            From.Day == 1 && To == From.AddMonths(1).AddDays(-1) ? FormattableString.Invariant($"{From:yyyy-MM}") : FormattableString.Invariant($"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");

        public DateTime FromUtc => From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

        /// <summary>The first moment after the period.</summary>
        public DateTime UntilUtc => To.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    }
}
