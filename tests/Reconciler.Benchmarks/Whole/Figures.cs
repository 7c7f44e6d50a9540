using System.Globalization;
using System.Text;

namespace Reconciler.Benchmarks.Whole;

/// <summary>The runs that are held against each other.</summary>
internal enum WholeKind
{
    DuckDb,
    Cold,
    NextDay,
    NextDayAlone,
    NothingNew,
    NothingNewAlone,
}

/// <summary>What one run cost.</summary>
/// <param name="Rows">Orders of the history, and as many entries.</param>
/// <param name="StoreMebibytes">The database on disk afterwards.</param>
internal sealed record Figure(int Rows, WholeKind Kind, double WallSeconds, double CpuSeconds, double PeakMebibytes, double StoreMebibytes)
{
    public Figure(int rows, WholeKind kind, ChildRun run, double storeMebibytes)
        : this(rows, kind, run.WallSeconds, run.CpuSeconds, run.PeakMebibytes, storeMebibytes)
    {
    }
}

/// <summary>The figures as tables of Markdown.</summary>
internal static class Figures
{
    /// <summary>What is divided by what: to read as "so many times as long".</summary>
    private static readonly (WholeKind Of, WholeKind By, string Name)[] Ratios =
    [
        (WholeKind.Cold, WholeKind.DuckDb, "cold / DuckDB"),
        (WholeKind.NextDay, WholeKind.NextDayAlone, "next day, full / empty"),
        (WholeKind.NothingNew, WholeKind.NothingNewAlone, "nothing new, full / empty"),
    ];

    public static string NameOf(WholeKind kind) => kind switch
    {
        WholeKind.DuckDb => "DuckDB: read, join, store",
        WholeKind.Cold => "cold, into an empty store",
        WholeKind.NextDay => "next day onto the full store",
        WholeKind.NextDayAlone => "next day into an empty store",
        WholeKind.NothingNew => "nothing new, full store",
        WholeKind.NothingNewAlone => "nothing new, next day's store",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>A table of all runs, and one of the ratios with a line for each size.</summary>
    public static string ToMarkdown(IReadOnlyCollection<Figure> figures)
    {
        var text = new StringBuilder("| entries + orders | run | wall s | CPU s | peak MiB | store MiB |\n|--:|---|--:|--:|--:|--:|\n");
        foreach (var f in figures.OrderBy(f => f.Rows).ThenBy(f => f.Kind))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Pair(f.Rows)} | {NameOf(f.Kind)} | {f.WallSeconds:F2} | {f.CpuSeconds:F2} | {f.PeakMebibytes:N0} | {f.StoreMebibytes:N1} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n| entries + orders | {string.Join(" | ", Ratios.Select(r => r.Name + ": wall (CPU)"))} |\n|--:|{string.Concat(Ratios.Select(_ => "--:|"))}\n");
        foreach (var size in figures.GroupBy(f => f.Rows).OrderBy(g => g.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Pair(size.Key)} | {string.Join(" | ", Ratios.Select(r => Ratio(size.FirstOrDefault(f => f.Kind == r.Of), size.FirstOrDefault(f => f.Kind == r.By))))} |\n");
        }

        return text.ToString();
    }

    private static string Pair(int rows) => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} + {rows:N0}");

    private static string Ratio(Figure? of, Figure? by) =>
        of is null || by is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{of.WallSeconds / by.WallSeconds:F2} ({of.CpuSeconds / by.CpuSeconds:F2})");
}
