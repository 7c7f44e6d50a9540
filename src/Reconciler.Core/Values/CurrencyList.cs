using System.Collections.Frozen;
using System.Globalization;

namespace Reconciler.Core.Values;

/// <summary>One code of ISO 4217. There is one object for each.</summary>
public sealed class CurrencyCode
{
    internal CurrencyCode(string[] cells)
    {
        Code = cells[0];
        Number = Count(cells[1]) ?? 0;
        Decimals = Count(cells[2]);
        Withdrawn = cells[3];
        ReadAs = cells[4];
        Name = cells[5];
    }

    /// <summary>Three capital letters.</summary>
    public string Code { get; }

    /// <summary>The numeric code, 1 to 999; 0 where ISO gives none.</summary>
    public int Number { get; }

    /// <summary>0 to 4; null where ISO gives no minor unit (metals, accounting units).</summary>
    public int? Decimals { get; }

    /// <summary>The month (<c>2025-03</c>) or year in which it was withdrawn, as list three writes it; empty: it is current.</summary>
    public string Withdrawn { get; }

    /// <summary>The code that is meant where somebody still writes this one; else empty.</summary>
    public string ReadAs { get; }

    /// <summary>ISO's English name.</summary>
    public string Name { get; }

    private static int? Count(string cell) => cell.Length == 0 ? null : int.Parse(cell, CultureInfo.InvariantCulture);
}

/// <summary>The codes of ISO 4217, current and withdrawn, out of <c>currencies.csv</c>, which states its source and date.</summary>
public static class CurrencyList
{
    private const string CheckedMark = "# checked ";

    private static readonly FrozenDictionary<string, CurrencyCode> ByCode;

    /// <summary>A number that was used again is the current currency's, else that of the one withdrawn last.</summary>
    private static readonly FrozenDictionary<int, CurrencyCode> ByNumber;

#pragma warning disable CA1810 // Three fields of one reading.
    static CurrencyList()
#pragma warning restore CA1810
    {
        using var stream = typeof(CurrencyList).Assembly.GetManifestResourceStream("Reconciler.Core.Values.currencies.csv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        CheckedOn = DateOnly.ParseExact(lines.First(l => l.StartsWith(CheckedMark, StringComparison.Ordinal)).AsSpan(CheckedMark.Length, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        All = [.. lines.Where(l => l[0] != '#').Skip(1).Select(l => new CurrencyCode(l.Split(',')))];
        ByCode = All.ToFrozenDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase);
        ByNumber = All.Where(c => c.Number > 0).GroupBy(c => c.Number).ToFrozenDictionary(g => g.Key, g => g.MaxBy(c => c.Withdrawn.Length == 0 ? "current" : c.Withdrawn, StringComparer.Ordinal)!);
    }

    /// <summary>When the list was last compared with ISO's.</summary>
    public static DateOnly CheckedOn { get; }

    /// <summary>Sorted by code.</summary>
    public static IReadOnlyList<CurrencyCode> All { get; }

    /// <summary>The currency that is meant by an alphabetic code in any case or a number of three digits; null where there is none.</summary>
    public static CurrencyCode? Find(string text) =>
        (text.Length != 3 ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? ByNumber.GetValueOrDefault(number) : ByCode.GetValueOrDefault(text)) switch
        {
            { ReadAs.Length: > 0 } former => ByCode[former.ReadAs],
            var found => found,
        };
}
