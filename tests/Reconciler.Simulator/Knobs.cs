using System.Globalization;

namespace Reconciler.Simulator;

/// <summary>What a simulation is made of. Shares are from 0 to 1.</summary>
internal sealed record Knobs
{
    /// <summary>At least so many orders; a scenario is never cut in two.</summary>
    public int Orders { get; init; } = 1000;

    public int Seed { get; init; } = 1;

    /// <summary>The share of payments and refunds that name what they belong to.</summary>
    public double ReferenceShare { get; init; } = 0.6;

    /// <summary>Whether each name stands alone and whole in the reference column, so that an equality joins it; else in the ways in which real files hide them.</summary>
    public bool PlainNames { get; init; }

    /// <summary>The share of healthy named payments whose reference is damaged, so that it names nothing.</summary>
    public double DamageShare { get; init; }

    /// <summary>The share of healthy orders that cost one of a few popular prices.</summary>
    public double EqualAmounts { get; init; }

    /// <summary>The share of those without a name that nobody pays; the charges around them become ambiguous.</summary>
    public double UnpaidShare { get; init; }

    /// <summary>The share of each file's rows that stand in the next file again.</summary>
    public double Overlap { get; init; }

    /// <summary>The share of records that also stand in some file with an earlier status.</summary>
    public double LaterShare { get; init; }

    /// <summary>How many files each statement and the orders are cut into.</summary>
    public int Files { get; init; } = 1;

    /// <summary>How many days before the clock the first order is placed; 90 or more.</summary>
    public int Days { get; init; } = 180;

    public DateTime AsOfUtc { get; init; } = new(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Weights that replace the default ones, by scenario.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>Where set, only these scenarios happen, with their usual weights.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <exception cref="UsageException">An option is unknown, or its value is not what it must be.</exception>
    public static Knobs Parse(Options options)
    {
        var defaults = new Knobs();
        return new Knobs
        {
            Orders = options.Number("--orders", defaults.Orders, 1, 5_000_000),
            Seed = options.Number("--seed", defaults.Seed, 0, int.MaxValue),
            ReferenceShare = options.Share("--reference-share", defaults.ReferenceShare),
            DamageShare = options.Share("--damage-share", defaults.DamageShare),
            EqualAmounts = options.Share("--equal-amounts", defaults.EqualAmounts),
            UnpaidShare = options.Share("--unpaid-share", defaults.UnpaidShare),
            Overlap = options.Share("--overlap", defaults.Overlap),
            LaterShare = options.Share("--later-share", defaults.LaterShare),
            Files = options.Number("--files", defaults.Files, 1, 10_000),
            Days = options.Number("--days", defaults.Days, 90, 3650),
            AsOfUtc = options.Time("--as-of", defaults.AsOfUtc),
            Weights = options.All("--share").Select(Weight).ToDictionary(w => w.Name, w => w.Value, StringComparer.Ordinal),
            Only = [.. options.All("--only").SelectMany(names => names.Split(',')).Select(Known)],
        };
    }

    private static (string Name, double Value) Weight(string text) =>
        text.Split('=') is [var name, var number] && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (Known(name), value)
            : throw new UsageException($"--share {text} is not written like duplicate-named=2.5.");

    private static string Known(string name) =>
        Scenario.All.Any(s => s.Name == name) ? name : throw new UsageException($"{name} is no scenario; --help lists them.");
}
