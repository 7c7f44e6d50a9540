using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;
using FileHash = Reconciler.Import.Bytes.InputFile;

namespace Reconciler.Worker.Jobs;

/// <summary>The periods that are closed. That they are, and what their documents are known by, stands in the audit alone: closing and opening again are two of its lines.</summary>
internal sealed class PeriodBook(Workplace place, Database store, ILogger log)
{
    private const string Closing = "period closed", Reopening = "period reopened";

    /// <summary>How far back closed periods are looked at again.</summary>
    private const int LookBackDays = 400;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true, Converters = { new JsonStringEnumConverter() } };

    private string Folder => Path.Combine(place.Data.Reports, "closed");

    /// <summary>Those that are closed, the earliest first.</summary>
    public static IReadOnlyList<ClosedPeriod> Closed(Work work) =>
        [.. Latest(work).Where(line => line.Action == Closing).Select(line => JsonSerializer.Deserialize<ClosedPeriod>(line.Details, Json)!).OrderBy(p => p.Days.From).ThenBy(p => p.Days.To)];

    /// <summary>Closes a period: draws its report, and that of each reader and wallet, keeps them, and notes in the audit by which hashes they are known.</summary>
    /// <exception cref="InvalidDataException">It is closed already, overlaps one that is, or is not over.</exception>
    public ClosedPeriod Close(RunClock clock, ReportPeriod.Days days, MatchOutcome outcome, string reason)
    {
        using (var work = store.BeginReading())
        {
            Check(work, clock, days);
        }

        var kept = new List<(string Path, string Reader, string Language)>();
        kept.AddRange(new ReportJob(place, store, log).Run(clock, [], outcome, answers: null, days, Folder).Select(path => (path, string.Empty, "en")));
        var mail = new ReportMail(place, store, log);
        var lines = Lines(days);
        var languages = place.Settings.Reports.Select(r => r.Language).Append("en").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var report in place.Settings.Reports)
        {
            Keep(report);
        }

        foreach (var wallet in lines.Select(l => l.Wallet).Distinct(StringComparer.Ordinal))
        {
            languages.ForEach(language => Keep(new ReportSettings { Wallets = [wallet], Language = language }));
        }

        using var writing = store.Begin();
        var closed = new ClosedPeriod(
            days, clock.StartedAtUtc, Actor.InAudit, reason, writing.Entries.LastVersionNo(), writing.Orders.LastVersionNo(), writing.Findings.LastChange(), lines,
            [.. kept.Select(k => new ClosedDocument(place.Data.Shown(k.Path), k.Reader, k.Language, FileHash.Sha256(k.Path)))]);
        writing.Audit.Append(clock.StartedAtUtc, Actor.InAudit, Closing, days.Name, JsonSerializer.Serialize(closed, Json));
        writing.Commit();
        log.PeriodClosed(days.Name, closed.Documents.Count);
        return closed;

        void Keep(ReportSettings report) => kept.AddRange(mail.Write(clock, report, outcome, days, Folder).Select(path => (path, report.Name.Length > 0 ? report.Name : report.Wallets[0], report.Language)));
    }

    /// <summary>Opens a period again: what it says is drawn anew from then on. The documents stay.</summary>
    /// <exception cref="InvalidDataException">It is not closed.</exception>
    public void Reopen(RunClock clock, ReportPeriod.Days days, string reason)
    {
        using var work = store.Begin();
        _ = Find(work, days) ?? throw new InvalidDataException($"{days.Name} is not closed; reconciler period list shows what is.");
        work.Audit.Append(clock.StartedAtUtc, Actor.InAudit, Reopening, days.Name, JsonSerializer.Serialize(new { reason }));
        work.Commit();
    }

    public static ClosedPeriod? Find(Work work, ReportPeriod.Days? days) => days is null ? null : Closed(work).FirstOrDefault(p => p.Days == days);

    /// <summary>The last month, where the calendar says that it is to be closed, and nobody has closed it, a part of it, or opened it again.</summary>
    public ReportPeriod.Days? Due(DateTime asOfUtc)
    {
        if (place.Settings.Closing.AfterDays is not { } days || DateOnly.FromDateTime(asOfUtc) is var today && today.Day <= days)
        {
            return null;
        }

        var first = new DateOnly(today.Year, today.Month, 1);
        var month = new ReportPeriod.Days(first.AddMonths(-1), first.AddDays(-1));
        using var work = store.BeginReading();
        return work.Entries.LastVersionNo() == 0 || Latest(work).Exists(line => line.Subject == month.Name) || Overlapping(work, month) is not null ? null : month;
    }

    /// <summary>The documents of a closed period that a reader is asked for, each proved by its hash.</summary>
    /// <param name="reader">The name of a report, or a wallet; null: the run's own report.</param>
    /// <param name="language">Null: the one in which it was kept; of several English.</param>
    /// <exception cref="InvalidDataException">None was kept, or one is gone or other than it was.</exception>
    public IReadOnlyList<string> Print(ClosedPeriod closed, string? reader, string? language)
    {
        var its = closed.Documents.Where(d => d.Reader.Equals(reader ?? string.Empty, StringComparison.OrdinalIgnoreCase)).ToList();
        var spoken = language ?? (its.Exists(d => d.Language == "en") ? "en" : its.FirstOrDefault()?.Language);
        its = its.FindAll(d => d.Language == spoken);
        if (its.Count == 0)
        {
            throw new InvalidDataException(
                $"{closed.Days.Name} is closed, and nothing was kept then for {reader}{(language is null ? "" : $" in {language}")}. Kept are: {string.Join(", ", closed.Documents.Where(d => d.Reader.Length > 0).Select(d => $"{d.Reader} ({d.Language})").Distinct(StringComparer.Ordinal))}.");
        }

        foreach (var document in its)
        {
            var fault = !File.Exists(PathOf(document)) ? "gone" : FileHash.Sha256(PathOf(document)) != document.Sha256 ? "not what it was" : null;
            if (fault is not null)
            {
                throw new InvalidDataException($"{document.Path} is {fault}: {closed.Days.Name} was closed with the document that has the SHA-256 {document.Sha256}. Take it from a backup.");
            }
        }

        return [.. its.Select(PathOf)];
    }

    /// <summary>What is other now than when a period was closed.</summary>
    /// <param name="told">A later closing, whose report told what had changed until then; null: there is none. The lines of statements are held against the closing itself.</param>
    public static IReadOnlyList<PeriodChange> ChangesIn(Work work, ClosedPeriod closed, ClosedPeriod? told = null)
    {
        told ??= closed;
        var entries = work.Entries.LoadChangedAfter(told.LastEntry, closed.Days);
        List<PeriodChange> changes =
        [
            .. entries.Select(e => Change(e.Then is null ? PeriodChangeKind.EntryLate : PeriodChangeKind.EntryChanged, e.Now.Id.ToString(), e.Then?.Status.ToName(), e.Then?.Amount, e.Now.Status.ToName(), e.Now.Amount) with { Wallets = [e.Now.Id.Wallet] }),
            .. work.Orders.LoadChangedAfter(told.LastOrder, closed.Days).Select(o => Change(o.Then is null ? PeriodChangeKind.OrderLate : PeriodChangeKind.OrderChanged, o.Now.Id.ToString(), o.Then?.Status.ToName(), o.Then?.Total, o.Now.Status.ToName(), o.Now.Total) with { Marketplaces = [o.Now.Id.Marketplace] }),
            .. work.Findings.LoadChangedAfter(told.LastChange).Where(f => f.Then is { } then ? (then.State, then.Amount) != (f.Now.State, f.Now.Amount) : IsOf(work, f.Now, closed.Days))
                .Select(f => Change(f.Then is null ? PeriodChangeKind.FindingNew : PeriodChangeKind.FindingChanged, f.Now.Id, f.Then?.State.ToName(), f.Then?.Amount, f.Now.State.ToName(), f.Now.Amount) with { Wallets = [.. f.Now.Transactions.Select(t => t.Wallet)], Marketplaces = [.. f.Now.Orders.Select(o => o.Marketplace)] }),
        ];
        return entries.Count == 0 ? changes : [.. changes, .. PeriodChange.Between(closed, Statements(work, closed.Days))];

        PeriodChange Change(PeriodChangeKind kind, string subject, string? thenState, Core.Values.Money? then, string nowState, Core.Values.Money? now) =>
            new(closed.Days, kind, subject, null, thenState ?? string.Empty, then, nowState, now);
    }

    /// <summary>The same of all that were closed before some days, for the report of these. What the report of a later closing told is not told again.</summary>
    public static IReadOnlyList<PeriodChange> ChangesBefore(Work work, ReportPeriod.Days days)
    {
        var before = Closed(work).Where(p => p.Days.To < days.From).ToList();
        return [.. before.Where(p => p.Days.To.AddDays(LookBackDays) >= days.From).SelectMany(p => ChangesIn(work, p, before.FindAll(later => later.Days.From > p.Days.To && later.LastEntry >= p.LastEntry && later.ClosedAtUtc > p.ClosedAtUtc).MaxBy(later => later.ClosedAtUtc)))];
    }

    private string PathOf(ClosedDocument document) => Path.Combine(place.Data.Root, document.Path);

    private static void Check(Work work, RunClock clock, ReportPeriod.Days days)
    {
        if (days.UntilUtc > clock.AsOfUtc)
        {
            throw new InvalidDataException($"{days.Name} is not over: it ends with {days.To:yyyy-MM-dd} in UTC.");
        }

        if (Overlapping(work, days) is { } other)
        {
            throw new InvalidDataException(other.Days == days ? $"{days.Name} is closed already, since {other.ClosedAtUtc:yyyy-MM-dd}." : $"{other.Days.Name} is closed, and has days of {days.Name}.");
        }
    }

    private static ClosedPeriod? Overlapping(Work work, ReportPeriod.Days days) => Closed(work).FirstOrDefault(p => p.Days.From <= days.To && p.Days.To >= days.From);

    private List<ClosedLine> Lines(ReportPeriod.Days days)
    {
        using var work = store.BeginReading();
        return [.. Statements(work, days).SelectMany(ClosedLine.Of)];
    }

    private static IReadOnlyList<ReconciliationStatement> Statements(Work work, ReportPeriod.Days days) => new ReconciliationStatements(() => Ahead.InBatches(work.Entries.LoadForStatements(days, []))).All;

    /// <summary>Whether it is about an entry or order of these days.</summary>
    private static bool IsOf(Work work, Finding finding, ReportPeriod.Days days) =>
        finding.Transactions.Select(t => work.Entries.Load(t)?.Standing.BookedAtUtc).Concat(finding.Orders.Select(o => work.Orders.Load(o)?.Standing.PlacedAtUtc)).Any(at => at >= days.FromUtc && at < days.UntilUtc);

    /// <summary>Of each period the line that counts.</summary>
    private static List<AuditRecord> Latest(Work work) =>
        [.. work.Audit.LoadLatest(Closing).ToList().Concat(work.Audit.LoadLatest(Reopening).ToList()).GroupBy(line => line.Subject, StringComparer.Ordinal).Select(g => g.MaxBy(line => line.Seq)!)];
}
