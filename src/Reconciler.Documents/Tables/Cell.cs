using System.Globalization;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Tables;

/// <summary>What a cell holds; decides how a workbook shows it.</summary>
public enum CellKind
{
    Empty,
    Text,
    Integer,

    /// <summary>An exact number with as many decimals as were stated: a rate.</summary>
    Number,

    /// <summary>A sum of money, shown without its currency, which has a column of its own.</summary>
    Amount,
    Date,
    Time,
}

/// <summary>One value of a table.</summary>
public readonly record struct Cell
{
    private readonly string? text;
    private readonly decimal number;
    private readonly long count;

    private Cell(CellKind kind, string? text = null, decimal number = 0, long count = 0, int decimals = 0)
    {
        Kind = kind;
        this.text = text;
        this.number = number;
        this.count = count;
        Decimals = decimals;
    }

    public static Cell Empty => default;

    public CellKind Kind { get; }

    /// <summary>For an amount: the decimals of its currency.</summary>
    public int Decimals { get; }

    public static Cell Of(string text) => new(CellKind.Text, text);

    public static Cell Of(long number) => new(CellKind.Integer, count: number);

    public static Cell Of(decimal? number) => number is { } some ? new(CellKind.Number, number: some) : Empty;

    public static Cell Of(Money? money) => money is { } some ? new(CellKind.Amount, some.Currency.Code, some.Amount, decimals: some.Currency.Decimals) : Empty;

    public static Cell Of(DateOnly? day) => day is { } some ? new(CellKind.Date, count: some.DayNumber) : Empty;

    /// <param name="utc">A time of kind Utc.</param>
    /// <exception cref="ArgumentException">The time is not UTC.</exception>
    public static Cell Of(DateTime? utc) => utc switch
    {
        null => Empty,
        { Kind: DateTimeKind.Utc } some => new(CellKind.Time, count: some.Ticks),
        _ => throw new ArgumentException($"{utc.Value:O} is not a UTC time.", nameof(utc)),
    };

    /// <summary>For an amount: its currency, which has a column of its own in tables.</summary>
    public string Currency => text ?? string.Empty;

    /// <summary>The value of an integer.</summary>
    public long Integer => count;

    /// <summary>The value of an amount or a number.</summary>
    public decimal Number => number;

    /// <summary>The value of a date or a time, for a workbook.</summary>
    public DateTime Moment => Kind == CellKind.Date ? DateOnly.FromDayNumber((int)count).ToDateTime(default) : new DateTime(count, DateTimeKind.Utc);

    /// <summary>The spelling in CSV and JSON: dot decimals, ISO 8601 dates, times in UTC with <c>Z</c>; empty for nothing.</summary>
    public string ToText() => Kind switch
    {
        CellKind.Text => text!,
        CellKind.Integer => count.ToString(CultureInfo.InvariantCulture),
        CellKind.Number => number.ToString(CultureInfo.InvariantCulture),
        CellKind.Amount => number.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        CellKind.Date => Moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Time => Moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => string.Empty,
    };
}
