using Reconciler.Core.Findings;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Reports;

/// <summary>A small table of the brief. Its cells are values: mail and PDF write them as the reader does, the workbook keeps them as numbers and dates.</summary>
/// <param name="Columns">Behind the first, which names each row; all of them hold numbers or dates.</param>
/// <param name="Empty">Said where there is no row.</param>
internal sealed record BriefTable(string Title, string Head, IReadOnlyList<string> Columns, IReadOnlyList<BriefRow> Rows, string Empty, string Note = "");

/// <param name="Below">Smaller, below the name; may be empty.</param>
/// <param name="Why">Below that in mail and PDF; the workbook has it in a column of its own. May be empty.</param>
internal sealed record BriefRow(string Name, string Below, Cell[] Cells, bool IsSum = false, string Why = "");

/// <summary>The first page of a reader's report, in the reader's language: the same in mail, PDF and workbook.</summary>
internal sealed class ReaderBrief(ReaderReport report, ReportWords words)
{
    /// <summary>The most rows of one table; the workbook holds them all.</summary>
    public const int MostRows = 12;

    private const double Megabyte = 1_000_000;

    private string? workbookKept;

    public ReaderFormat Format { get; } = ReaderFormat.Of(report.Language);

    public ReportWords Words => words;

    private string Colon => Reason.Of(Because.Colon).In(report.Language);

    private string Comma => Reason.Of(Because.Comma).In(report.Language);

    public string Title => report.Name.Length > 0 ? words.Title + Colon + report.Name : words.Title;

    /// <summary>Of the mail: what is at risk can be read without opening it.</summary>
    public string Subject
    {
        get
        {
            var atRisk = ReportFigures.AtRisk(report.Report.Findings);
            var risk = atRisk.Count == 0 ? words.SubjectNothing
                : Fill(words.SubjectFindings, ("count", Format.Count(atRisk.Sum(r => r.Count)))) + Comma + string.Join(" + ", atRisk.Where(r => !r.Sum.IsZero).Take(3).Select(r => Format.Amount(r.Sum))) + (atRisk.Count > 3 ? " …" : "");
            return Fill(words.Subject, ("name", report.Name), ("date", Format.Date(Today)), ("risk", risk)).Replace("  ", " ", StringComparison.Ordinal);
        }
    }

    public bool IsBalanced => report.Report.Run.Totals.Balance;

    /// <summary>Of when it is, of what it tells, and about whom.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            yield return Fill(words.AsOf, ("time", Format.Time(report.Report.Run.AsOfUtc)));
            yield return report.Report.Period switch
            {
                ReportPeriod.SinceReport since => Fill(words.PeriodSince, ("time", Format.Time(since.AsOfUtc))),
                ReportPeriod.Days days when days.From == days.To => Fill(words.PeriodDay, ("from", Format.Date(days.From))),
                ReportPeriod.Days days => Fill(words.PeriodDays, ("from", Format.Date(days.From)), ("to", Format.Date(days.To))),
                _ => words.PeriodAll,
            };
            if (report.Wallets.Count > 0)
            {
                yield return Fill(words.Wallets, ("names", string.Join(words.Between, report.Wallets)));
            }

            if (report.Marketplaces.Count > 0)
            {
                yield return Fill(words.Marketplaces, ("names", string.Join(words.Between, report.Marketplaces)));
            }

            if (workbookKept is not null)
            {
                yield return workbookKept;
            }
        }
    }

    /// <summary>The same, which tells that the workbook is not attached.</summary>
    /// <param name="place">Where it lies.</param>
    public ReaderBrief WithWorkbookKept(string place, long bytes) =>
        new(report, words) { workbookKept = Fill(words.WorkbookKept, ("size", Format.Number((decimal)Math.Round(bytes / Megabyte, 1), 1)), ("place", place)) };

    /// <summary>What makes the report say less than it seems to; empty where nothing does.</summary>
    public string Warning =>
        !IsBalanced ? words.Unbalanced
        : report.Report.MailboxUnreadSinceUtc is { } since ? Fill(words.UnreadMailbox, ("time", Format.Time(since)))
        : string.Empty;

    /// <summary>Money at risk, a sum for each currency.</summary>
    public IReadOnlyList<string> Risk => [.. ReportFigures.AtRisk(report.Report.Findings).Where(r => !r.Sum.IsZero).Select(r => Format.Amount(r.Sum))];

    /// <summary>How many are new, closed, overdue, and wait for a person.</summary>
    public IReadOnlyList<(long Count, string Name)> Counts =>
    [
        (report.New.Count(), words.NewCount), (report.Closed.Count, words.ClosedCount), (report.Overdue.Count(), words.OverdueCount), (report.Report.Cases.Count(c => c.NeedsPerson), words.WaitingCount),
    ];

    public BriefTable ByKind => new(
        words.ByKind, words.Kind, [words.Findings, words.Amount],
        [.. ReportFigures.ByKind(report.Report.Findings).SelectMany(kind => kind.Sums.Select((s, i) => new BriefRow(i == 0 ? words.Kinds[kind.Kind] : "", "", [Cell.Of(s.Count), Money(s.Sum)])))],
        words.NothingAtRisk);

    /// <summary>How far apart the days of the trend lie; the last one is today, also in the midst of a week or month.</summary>
    public string TrendNote => report.Trend.Days.Zip(report.Trend.Days.Skip(1), (day, next) => next.DayNumber - day.DayNumber).DefaultIfEmpty().Max() switch
    {
        >= 28 => words.TrendNoteMonths,
        >= 7 => words.TrendNoteWeeks,
        _ => words.TrendNote,
    };

    /// <summary>Behind the figures and the chart.</summary>
    /// <param name="mostRows">Of one table.</param>
    public IEnumerable<BriefTable> Tables(int mostRows)
    {
        yield return Cut(new(
            words.NewFindings, words.Finding, [words.Due, words.Amount],
            [.. ReportFigures.InReportOrder(report.New).Select(f => new BriefRow(words.Kinds[f.Kind], About(f), [Cell.Of(f.DueOn), Money(f.Amount)], Why: RecordWords.Capital(f.Claim.In(report.Language))))],
            words.NoneNew), mostRows);
        yield return Cut(new(
            words.Closed, words.Finding, [words.Amount],
            [.. report.Closed.OrderBy(c => c.Finding.Kind).ThenBy(c => c.Finding.Id, StringComparer.Ordinal).Select(c => new BriefRow(words.Kinds[c.Finding.Kind], Closing(c), [Money(c.Finding.Amount)]))],
            words.NoneClosed), mostRows);
        yield return Cut(new(
            words.Overdue, words.Finding, [words.Late, words.Amount],
            [.. report.Overdue.Select(o => new BriefRow(words.Kinds[o.Finding.Kind], $"{About(o.Finding)} · {words.Due} {Format.ShortDate(o.Finding.DueOn!.Value)}", [Cell.Of(o.BusinessDays), Money(o.Finding.Amount)]))],
            words.NoneOverdue), mostRows);
        yield return Once(new(
            words.Disputes, words.State, [words.Letters, words.Claimed],
            [.. ReportFigures.Disputes(report.Report.Disputes).Select(d => new BriefRow(Capital(words.Value(d.State.ToName())), "", [Cell.Of(d.Letters), Money(d.Claimed)]))],
            words.NoneDisputes,
            Fill(words.Answered, ("count", Format.Count(report.Answers)), ("waiting", Format.Count(report.Report.Cases.Count(c => c.NeedsPerson))))));
        yield return Once(new(
            words.Ages, words.Age, [words.Findings, words.Amount, words.MoneyDays],
            [.. FindingAge.Of(report.Report.Findings, report.Report.Run.AsOfUtc).Select(a => new BriefRow(NameOf(a), "", [Cell.Of(a.Count), Money(a.Sum), a.Sum.IsZero ? Cell.Empty : Cell.Of(a.MoneyDays)]))],
            words.NoneAges, words.AgesNote));
        if (report.Report.Statements.All.Count > 0)
        {
            yield return Cut(new(
                words.Sheets[StatementTables.Name], words.Columns["wallet"], [words.Statement.Opening, words.Statement.Closing],
                [.. report.Report.Statements.All.Select(s => new BriefRow(words.Statement.BlockOf(s), $"{words.Statement.BookedIn(s, Format)} · {words.Statement.Movement} {Format.Signed(s.Movement)}", [Cell.Of(s.Opening), Cell.Of(s.Closing)]))],
                ""), mostRows);
        }

        if (report.Report.ChangesInClosed is { Count: > 0 } changes)
        {
            yield return Cut(new(
                words.Sheets[ClosedChanges.Name], words.Columns["change"], [words.Columns["amount_then"], words.Columns["amount_now"]],
                [.. changes.Select(c => new BriefRow(words.Value(c.Kind.ToName()), Below(c), [Cell.Of(c.Then), Cell.Of(c.Now)]))],
                ""), mostRows);
        }

        var totals = report.Report.Run.Totals;
        yield return Ledger(words.Totals + Colon + words.Entries, totals.Entries, "");
        yield return Ledger(words.Totals + Colon + words.Orders, totals.Orders, $"{Rows(totals.Rows)}{(report.Wallets.Count + report.Marketplaces.Count > 0 ? " " + words.WholeTotals : "")}");
    }

    public IEnumerable<string> Foot
    {
        get
        {
            if (report.AuditHead is { } head)
            {
                yield return AuditHead.Mark + head;
            }

            var run = report.Report.Run;
            yield return Fill(words.RunFoot, ("version", run.Version), ("run", run.Id), ("hash", run.ResultHash[..12]));
        }
    }

    /// <summary>A cell as the reader writes it.</summary>
    public string Text(Cell cell) => cell.Kind switch
    {
        CellKind.Amount => $"{Format.Number(cell.Number, cell.Decimals)}\u00A0{cell.Currency}",
        CellKind.Integer => Format.Count(cell.Integer),
        CellKind.Date => Format.ShortDate(DateOnly.FromDateTime(cell.Moment)),
        CellKind.Empty => Wording.Nothing,
        _ => cell.ToText(),
    };

    private string Below(PeriodChange change)
    {
        var states = change.ThenState == change.NowState ? words.Value(change.NowState) : change.ThenState.Length == 0 ? words.Value(change.NowState) : $"{words.Value(change.ThenState)} → {words.Value(change.NowState)}";
        return string.Join(" · ", new[] { change.Days.Name, change.Subject, ClosedChanges.LineOf(change, words.Statement), states }.Where(part => part.Length > 0));
    }

    private DateOnly Today => DateOnly.FromDateTime(report.Report.Run.AsOfUtc);

    private BriefTable Ledger(string title, LedgerTotals ledger, string note) => new(
        title, words.Where, [words.Count, words.Amount],
        [.. ledger.Buckets.Append(ledger.All).SelectMany(b => b.Sums.Count == 0
            ? [new BriefRow(words.Value(b.Name), "", [Cell.Of(b.Count), Cell.Empty], ReferenceEquals(b, ledger.All))]
            : b.Sums.Select((s, i) => new BriefRow(i == 0 ? words.Value(b.Name) : "", "", [i == 0 ? Cell.Of(b.Count) : Cell.Of(""), Cell.Of(s)], ReferenceEquals(b, ledger.All))))],
        "", note);

    private BriefTable Cut(BriefTable table, int most) =>
        table.Rows.Count <= most ? table : table with { Rows = [.. table.Rows.Take(most)], Note = Fill(words.More, ("count", Format.Count(table.Rows.Count - most))) };

    /// <summary>With each name said once, above the further currencies of its rows.</summary>
    private static BriefTable Once(BriefTable table) => table with { Rows = [.. table.Rows.Select((r, i) => i > 0 && table.Rows[i - 1].Name == r.Name ? r with { Name = "" } : r)] };

    private string NameOf(FindingAge age) => age.ToDays is { } most ? Fill(words.Days, ("from", Format.Count(age.FromDays)), ("to", Format.Count(most))) : Fill(words.MoreDays, ("from", Format.Count(age.FromDays - 1)));

    private string Rows(RowTotals rows) => Fill(
        words.Rows, ("read", Format.Count(rows.Read)), ("added", Format.Count(rows.New)), ("versions", Format.Count(rows.NewVersions)), ("known", Format.Count(rows.KnownAlready)), ("rejected", Format.Count(rows.Rejected)));

    /// <summary>The order, else the transaction, that a finding is about.</summary>
    private string About(Finding finding) =>
        finding.Orders is [var order, ..] ? Fill(words.OrderOf, ("id", order.Id), ("marketplace", order.Marketplace))
        : finding.Transactions is [var transaction, ..] ? Fill(words.TransactionOf, ("id", transaction.Id), ("wallet", transaction.Wallet))
        : finding.Id;

    private string Closing(ClosedFinding closed)
    {
        var money = closed.Money.Select(e => Fill(words.CameBy, ("amount", Format.Signed(e.Amount)), ("date", Format.ShortDate(DateOnly.FromDateTime(e.BookedAtUtc))), ("transaction", e.Id.ToString())));
        var by = closed.Finding.State == FindingState.Resolved ? string.Join("; ", money) : words.Value(closed.Finding.State.ToName());
        return by.Length == 0 ? About(closed.Finding) : $"{About(closed.Finding)} · {by}";
    }

    /// <summary>A sum, or nothing where nobody knows it.</summary>
    private static Cell Money(Money sum) => sum.IsZero ? Cell.Empty : Cell.Of(sum);

    private static string Capital(string text) => RecordWords.Capital(text);

    private static string Fill(string text, params (string Name, string Value)[] values) => RecordWords.Fill(text, values);
}
