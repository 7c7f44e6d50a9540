using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>What a matching run decided, as it now stands in the store.</summary>
/// <param name="IsNew">False where nothing was matched again, because what is stored holds.</param>
/// <param name="Matches">How many there are.</param>
/// <param name="Totals">Balanced; its row totals are those given.</param>
/// <param name="AtRisk">The findings that are, sorted by id.</param>
/// <param name="Settled">How many findings are resolved or decided.</param>
/// <param name="Awaited">The refunds that have not come, due or not.</param>
/// <param name="Inputs">What decided it.</param>
internal sealed record MatchOutcome(
    bool IsNew, long Matches, IReadOnlyList<Finding> AtRisk, long Settled, ControlTotals Totals, string ResultHash, IReadOnlyList<AwaitedRefunds> Awaited, RunInputs Inputs);

/// <summary>
/// Decides what settles what, and saves matches and findings in one transaction. Of what is new, decided or newly due only the records are loaded and matched that it may influence; all
/// where the rules, the rates or the program changed, where the clock runs back, and on request. Where nothing is new since the last time and nothing has waited long enough, what is stored holds.
/// </summary>
internal sealed class MatchJob(Workplace place, Database store, ILogger log)
{
    /// <param name="all">Matches all records again, whatever is new.</param>
    public MatchOutcome Run(RunClock run, RowTotals rows, bool all = false)
    {
        using var work = store.Begin();
        var inputs = new MatchInputs(place, work);
        foreach (var decision in PeopleDecided.Contradicted(work, inputs.AllDecisions))
        {
            log.DecisionContradicted(decision);
        }

        var basis = all ? null : work.Matches.LoadBasis();
        if (basis?.HoldsFor(inputs.Hash, run.AsOfUtc) == true)
        {
            log.MatchesHold(basis.Matches, basis.AsOfUtc);
            return Outcome(work, inputs, run, basis, rows, isNew: false);
        }

        var next = (basis is null ? null : MatchPart(work, inputs, basis, run)) ?? MatchInShares(work, inputs, run) ?? MatchAtOnce(work, inputs, run, rows);
        work.Matches.SaveBasis(next);
        var outcome = Outcome(work, inputs, run, next, rows, isNew: true);
        work.Commit();
        return outcome;
    }

    private static MatchOutcome Outcome(Work work, MatchInputs inputs, RunClock run, MatchBasis basis, RowTotals rows, bool isNew)
    {
        var atRisk = work.Findings.LoadAtRisk();
        var ahead = work.Disputes.LastMomentUtc() > run.AsOfUtc ? Ahead(work, [.. work.Findings.LoadAll()], run.AsOfUtc) : [];
        return new(
            isNew, basis.Matches, atRisk, work.Findings.Count() - atRisk.Count, basis.Totals with { Rows = rows }, basis.ResultHash, work.Kept.LoadAwaited(), inputs.ForRun(work, ahead));
    }

    /// <summary>Matches what is new and what it may influence; null where all must be matched.</summary>
    private MatchBasis? MatchPart(Work work, MatchInputs inputs, MatchBasis basis, RunClock run)
    {
        var because = basis.RulesHash != inputs.RulesHash ? "the rules, the rates or the program changed"
            : run.AsOfUtc < basis.AsOfUtc ? "the clock is earlier than that of the last matching"
            : work.Disputes.LastMomentUtc() > run.AsOfUtc ? "a case knows of later moments than this"
            : null;
        if (because is null)
        {
            var changed = work.Kept.Since(basis);
            HashSet<long> touched = [.. inputs.Touched(work, basis.Decisions), .. work.Kept.FindDue(basis.AsOfUtc, run.AsOfUtc)];
            var accounts = TouchedAccounts(basis, changed);
            var exchange = Rematch.Run(
                work.Kept, new Standing(basis.AsOfUtc, ResultHash.Parse(basis.ResultHash), basis.Totals), [.. changed.Select(r => r.Number)], touched, FindingsOf(work, inputs, accounts, run.AsOfUtc),
                inputs.Rates, inputs.Rules, inputs.Decisions, run.AsOfUtc, place.Settings.Matching.PartRecordsMax, out because);
            if (exchange is not null)
            {
                var matches = basis.Matches + exchange.MatchesAdded.Count - exchange.MatchesDropped.Count;
                work.Kept.Keep(exchange);
                work.Findings.Apply(exchange.FindingChanges, run.RunId);
                work.Findings.SetFoundAs(exchange.FoundAs);
                Audit(work, run, exchange.MatchesAdded.Count + exchange.MatchesDropped.Count > 0, matches, exchange.FindingChanges, exchange.Standing.Sum);
                log.MatchedPart(exchange.Records, exchange.MatchesAdded.Count, exchange.MatchesDropped.Count, exchange.FindingChanges.Count);
                var until = Finder.HoldsUntil(inputs.Rules, work.Kept.FindNextDue(run.AsOfUtc), run.AsOfUtc);
                return Basis(work, inputs, run, until, exchange.Standing.Sum, matches, exchange.Standing.Totals, work.Kept.FirstBookedUtc, accounts.Tell);
            }
        }

        log.MatchingAll(because!);
        return null;
    }

    /// <summary>Matches all, some at a time; null where all must be matched at once.</summary>
    private MatchBasis? MatchInShares(Work work, MatchInputs inputs, RunClock run)
    {
        var settings = place.Settings.Matching;
        if (work.Entries.LastVersionNo() + work.Orders.LastVersionNo() <= settings.ShareRecords || work.Disputes.LastMomentUtc() > run.AsOfUtc
            || Jobs.MatchInShares.Run(store, work, inputs, [.. work.Findings.LoadAll()], run.AsOfUtc, settings, log) is not { } all)
        {
            return null;
        }

        var (changes, found, standing) = all.Found;
        work.Findings.Apply(changes, run.RunId);
        work.Findings.ReplaceFoundAs(found.Select(f => KeyValuePair.Create(f.Id, (FindingState?)f.State)));
        Audit(work, run, all.IsAnyMatchNew, all.Matches, changes, standing.Sum);
        var totals = standing.Totals;
        log.Matched(totals.Entries.All.Count, totals.Orders.All.Count, all.Matches, found.Count(f => f.State == FindingState.Open), changes.Count);
        return Basis(work, inputs, run, Finder.HoldsUntil(inputs.Rules, work.Kept.FindNextDue(run.AsOfUtc), run.AsOfUtc), standing.Sum, all.Matches, totals, all.FirstBookedUtc, all.Accounts);
    }

    private MatchBasis MatchAtOnce(Work work, MatchInputs inputs, RunClock run, RowTotals rows)
    {
        var records = work.Kept.LoadAll();
        var result = Match(inputs, records);
        var known = work.Findings.LoadAll().ToList();
        var found = Find(work, result, known, run.AsOfUtc, inputs.Arrivals);
        var changes = FindingHistory.Changes(known, found, run.AsOfUtc, result.Decisions);
        var hash = ResultHash.Of(result.Matches, found);
        var totals = Totals.Of(result, found, rows);
        LetStand(work, result.Conflicts);
        var isAnyMatchNew = work.Matches.Replace(result.Matches);
        work.Findings.Apply(changes, run.RunId);
        work.Findings.ReplaceFoundAs(found.Select(f => KeyValuePair.Create(f.Id, (FindingState?)f.State)));
        KeepStates(work, inputs, result, found, records, run.AsOfUtc);
        Audit(work, run, isAnyMatchNew, result.Matches.Count, changes, hash);
        log.Matched(totals.Entries.All.Count, totals.Orders.All.Count, result.Matches.Count, found.Count(f => f.State == FindingState.Open), changes.Count);
        var accounts = records.Select(r => r.Entry?.Standing).OfType<Entry>().Where(e => e.BalanceAfter is not null).Select(AccountOf).Distinct().ToList();
        return Basis(work, inputs, run, Finder.HoldsUntil(result, run.AsOfUtc), hash, result.Matches.Count, totals, records.Min(r => r.Entry?.Standing.BookedAtUtc), accounts);
    }

    private static MatchBasis Basis(
        Work work, MatchInputs inputs, RunClock run, DateTime holdsUntilUtc, ResultHash hash, long matches, ControlTotals totals, DateTime? firstBookedUtc, IReadOnlyList<Account> accounts) =>
        new(inputs.Hash, inputs.RulesHash, run.AsOfUtc, holdsUntilUtc, hash.ToString(), matches, totals, work.Entries.LastVersionNo(), work.Orders.LastVersionNo(), firstBookedUtc, inputs.DecisionIds, accounts);

    private static void Audit(Work work, RunClock run, bool isAnyMatchNew, long matches, IReadOnlyList<Finding> changes, ResultHash hash)
    {
        if (isAnyMatchNew || changes.Count > 0)
        {
            work.Audit.Append(run.StartedAtUtc, Actor.InAudit, "matched", run.RunId,
                JsonSerializer.Serialize(new { matches, findings = changes.Select(f => new { id = f.Id, state = f.State.ToString() }), resultHash = hash.ToString() }));
        }
    }

    /// <summary>Keeps how records stand, and by what they are found, for the next matching of a part.</summary>
    private static void KeepStates(Work work, MatchInputs inputs, MatchResult result, IReadOnlyList<Finding> found, IReadOnlyList<KeptRecord> records, DateTime asOfUtc)
    {
        var numberOfEntry = records.Where(r => r.Entry is not null).ToDictionary(r => r.Entry!.Standing.Id, r => r.Number);
        var numberOfOrder = records.Where(r => r.Order is not null).ToDictionary(r => r.Order!.Standing.Id, r => r.Number);
        var states = RecordStates.Of(result, found, asOfUtc, e => numberOfEntry[e.Id], o => numberOfOrder[o.Id]).ToList();
        var keys = new KeySegments();
        keys.Add([.. records.SelectMany(record => RecordStates.KeysOf(record, inputs.Rules).Select(key => new RegisteredKey(key, record.Number, IsLive: false)))]);
        keys.Add([.. states.SelectMany(s => s.State.Registered.Select(key => new RegisteredKey(key, s.Number, IsLive: true)))]);
        work.Kept.Replace(states, keys.All());
    }

    internal static Account AccountOf(Entry entry) => new(entry.Id.Wallet, entry.Amount.Currency.Code);

    /// <summary>The accounts that tell balances, and those of them of which rows came.</summary>
    private static (IReadOnlyList<Account> Tell, IReadOnlyList<Account> Touched) TouchedAccounts(MatchBasis basis, IReadOnlyList<KeptRecord> changed)
    {
        List<Entry> rows = [.. changed.SelectMany(r => r.Entry is { } entry ? r.Earlier.Cast<Entry>().Prepend(entry.Standing) : [])];
        List<Account> tell = [.. basis.Accounts.Concat(rows.Where(e => e.BalanceAfter is not null).Select(AccountOf)).Distinct()];
        return (tell, [.. rows.Select(AccountOf).Distinct().Intersect(tell)]);
    }

    /// <summary>What is wrong with the statements of accounts: found anew for those of which rows came, and for statements that are expected; else as it was.</summary>
    private static AccountFindings FindingsOf(Work work, MatchInputs inputs, (IReadOnlyList<Account> Tell, IReadOnlyList<Account> Touched) accounts, DateTime asOfUtc)
    {
        var before = work.Findings.LoadOfAccounts();
        var stand = before.Where(k => k is { FoundAs: not null, Finding.Kind: FindingKind.StatementGap } && k.Finding.Transactions is [var after, ..] && !accounts.Touched.Contains(new Account(after.Wallet, k.Finding.Amount.Currency.Code)));
        List<Entry> rows = [.. accounts.Touched.SelectMany(work.Kept.LoadAccount).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)];
        return new AccountFindings(before,
            [.. stand.Select(k => k.Finding with { State = FindingState.Open }), .. Finder.OfAccounts(rows, inputs.Rules, work.Kept.LastCurrencyOf, asOfUtc, inputs.Arrivals), .. OfTransfers(work, inputs, asOfUtc)]);
    }

    /// <summary>What left one of our own accounts and did not arrive in another: found anew each time, of all accounts.</summary>
    internal static IEnumerable<Finding> OfTransfers(Work work, MatchInputs inputs, DateTime asOfUtc) => Finder.OfTransfers(work.Entries.LoadTransfers(), inputs.Rates, inputs.Rules, asOfUtc);

    /// <summary>The matcher over all that the store holds.</summary>
    public static MatchResult Match(Workplace place, Work work) => Match(new MatchInputs(place, work), work.Kept.LoadAll());

    private static MatchResult Match(MatchInputs inputs, IReadOnlyList<KeptRecord> records) =>
        Matcher.Run([.. records.Select(r => r.Entry).OfType<Versioned<Entry>>()], [.. records.Select(r => r.Order).OfType<Versioned<Order>>()], inputs.Rates, inputs.Rules, inputs.Decisions);

    /// <summary>What is exported, explained and written about is the version that was matched.</summary>
    private static void LetStand(Work work, IReadOnlyList<Conflict> conflicts)
    {
        foreach (var conflict in conflicts)
        {
            if (conflict.Transaction is { } transaction)
            {
                work.Entries.LetStand(transaction, conflict.Standing);
            }
            else if (conflict.Order is { } order)
            {
                work.Orders.LetStand(order, conflict.Standing);
            }
        }
    }

    /// <summary>By finding, the last moments of the cases that know of later ones than this.</summary>
    private static Dictionary<string, DateTime> Ahead(Work work, IReadOnlyCollection<Finding> known, DateTime asOfUtc) =>
        CaseFile.Of(known, work.Disputes.LoadAll(), work.Answers.LoadAll(), work.Disputes.LoadInstructions()).Where(c => c.LastMomentUtc > asOfUtc).ToDictionary(c => c.Finding.Id, c => c.LastMomentUtc, StringComparer.Ordinal);

    /// <summary>
    /// What is wrong at a moment. The clock of a case never runs backwards: of one that knows of later moments than this, what is wrong is told at the last of them,
    /// so that an earlier clock neither closes it nor opens it again, and money that came still does.
    /// </summary>
    public static IReadOnlyList<Finding> Find(Work work, MatchResult result, IReadOnlyCollection<Finding> known, DateTime asOfUtc, ILookup<string, StatementArrival>? arrivals) =>
        Find(result, Ahead(work, known, asOfUtc), asOfUtc, arrivals);

    /// <inheritdoc cref="Find(Work, MatchResult, IReadOnlyCollection{Finding}, DateTime, ILookup{string, StatementArrival}?)"/>
    /// <param name="ahead">By finding the last moment of a case that knows of later ones.</param>
    public static IReadOnlyList<Finding> Find(MatchResult result, IReadOnlyDictionary<string, DateTime> ahead, DateTime asOfUtc, ILookup<string, StatementArrival>? arrivals)
    {
        var found = Finder.Run(result, asOfUtc, arrivals);
        return ahead.Count == 0
            ? found
            : [.. found.Where(f => !ahead.ContainsKey(f.Id)).Concat(Finder.Run(result, ahead.Values.Max(), arrivals).Where(f => ahead.ContainsKey(f.Id))).OrderBy(f => f.Id, StringComparer.Ordinal)];
    }
}
