using System.Text.Json;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>All that decides a result besides the records and the clock, and hashes by which it is known again.</summary>
internal sealed class MatchInputs
{
    private readonly IReadOnlyList<StoredDecision> decisions;
    private readonly Workplace place;
    private readonly Lazy<RateTable> rates;
    private readonly string ofSettings;
    private readonly string ofRates;

    public MatchInputs(Workplace place, Work work)
    {
        this.place = place;
        decisions = PeopleDecided.ToldBy(work);
        DecisionIds = [.. decisions.Where(d => d.UndoneAtUtc is null).Select(d => d.Id)];
        Decisions = PeopleDecided.That(decisions);
        rates = new Lazy<RateTable>(() => RateFiles.Load(place.RatesFolder));
        Rules = place.Settings.Matching.ToRules();
        Arrivals = place.Settings.Matching.ExpectedStatements.Count > 0 ? work.InputFiles.LoadArrivals() : null;
        ofSettings = ShortHash.Sha256(JsonSerializer.SerializeToUtf8Bytes(place.Settings.Matching with { PartRecordsMax = 0, ShareRecords = 0 })); // these two make no difference
        ofRates = RateFiles.Sha256(place.RatesFolder);
        RulesHash = ShortHash.Sha256(JsonSerializer.SerializeToUtf8Bytes(new { program = Program, rules = ofSettings, rates = ofRates }));

        // Versions are only ever added: the last one's number tells whether any are new.
        Hash = ShortHash.Sha256(JsonSerializer.SerializeToUtf8Bytes(new
        {
            rules = RulesHash,
            entries = work.Entries.LastVersionNo(),
            orders = work.Orders.LastVersionNo(),
            arrivals = Arrivals?.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new { wallet = a.Key, came = a }),
            decisions = DecisionIds,
        }));
    }

    /// <summary>Tells one build of the matcher from another.</summary>
    private static string Program { get; } = typeof(Matcher).Module.ModuleVersionId.ToString();

    public string Hash { get; }

    /// <summary>The same without records, decisions and arrivals.</summary>
    public string RulesHash { get; }

    public MatchingRules Rules { get; }

    /// <summary>Read when they are asked for: where nothing is new, nobody does.</summary>
    public RateTable Rates => rates.Value;

    public Decisions Decisions { get; }

    /// <summary>Every decision, also those taken back.</summary>
    public IReadOnlyList<StoredDecision> AllDecisions => decisions;

    /// <summary>The ids of the decisions that hold.</summary>
    public IReadOnlyList<string> DecisionIds { get; }

    /// <summary>The statements of each wallet as they came, where the configuration asks; else null.</summary>
    public ILookup<string, StatementArrival>? Arrivals { get; }

    /// <summary>What is kept with a run, so that it can be repeated.</summary>
    /// <param name="ahead">By finding the last moment of a case that knows of later ones than the run's clock.</param>
    public RunInputs ForRun(Work work, IReadOnlyDictionary<string, DateTime> ahead) => new(
        Program, ofSettings, ofRates, LayoutCatalog.Sha256(place.Folder(place.Settings.Folders.Layouts)), work.Entries.LastVersionNo(), work.Orders.LastVersionNo(), work.InputFiles.LastNumber(), ahead);

    /// <summary>The records of which a person decided something, or took it back, since other decisions held.</summary>
    public IReadOnlyList<long> Touched(Work work, IReadOnlyList<string> before)
    {
        var changed = DecisionIds.Except(before, StringComparer.Ordinal).Concat(before.Except(DecisionIds, StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var (entries, orders, findings) = (new List<TransactionId>(), new List<OrderId>(), new List<string>());
        foreach (var decision in decisions.Where(d => changed.Contains(d.Id)).Select(PeopleDecided.Read))
        {
            switch (decision)
            {
                case Decision.Pair pair:
                    entries.Add(pair.Transaction);
                    orders.Add(pair.Order);
                    break;
                case Decision.Unmatch unmatch:
                    entries.Add(unmatch.Transaction);
                    orders.Add(unmatch.Order);
                    break;
                case Decision.Dismiss dismiss:
                    findings.Add(dismiss.FindingId);
                    break;
                case Decision.WriteOff writeOff:
                    findings.Add(writeOff.FindingId);
                    break;
            }
        }

        foreach (var (finding, _) in work.Findings.LoadByIds(findings))
        {
            entries.AddRange(finding.Transactions);
            orders.AddRange(finding.Orders);
        }

        return work.Kept.NumbersOf(entries, orders);
    }
}
