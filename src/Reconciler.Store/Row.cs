using System.Data.Common;
using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>Reads the columns of one row from left to right, in the order in which the statement lists them.</summary>
internal sealed class Row(DbDataReader reader, StoreProvider provider)
{
    // Wallets, currencies, file names and closed sets come by the million and are few: one object each.
    private readonly Dictionary<string, string> repeated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Currency> currencies = new(StringComparer.Ordinal);
    private int column;

    public bool MoveNext()
    {
        column = 0;
        return reader.Read();
    }

    public string Text() => reader.GetString(column++);

    public string? TextOrNull() => TakeNull() ? null : Text();

    /// <summary>Text of which there are few different ones among many rows.</summary>
    public string RepeatedText()
    {
        var text = Text();
        if (!repeated.TryGetValue(text, out var kept))
        {
            repeated.Add(text, kept = text);
        }

        return kept;
    }

    public T Name<T>()
        where T : struct, Enum => RecordNames.Parse<T>(Text());

    public long Number() => reader.GetInt64(column++);

    public int Integer() => checked((int)Number());

    public DateTime Time() =>
        provider == StoreProvider.Sqlite
            ? DateTime.ParseExact(Text(), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : DateTime.SpecifyKind(reader.GetDateTime(column++), DateTimeKind.Utc);

    public DateTime? TimeOrNull() => TakeNull() ? null : Time();

    public Moments? MomentsOrNull() => (TimeOrNull(), TimeOrNull()) is ({ } first, { } last) ? new Moments(first, last) : null;

    public DateOnly? DayOrNull()
    {
        if (TakeNull())
        {
            return null;
        }

        return provider == StoreProvider.Sqlite
            ? DateOnly.ParseExact(Text(), "O", CultureInfo.InvariantCulture)
            : DateOnly.FromDateTime(reader.GetDateTime(column++));
    }

    public byte[] Bytes() => reader.GetFieldValue<byte[]>(column++);

    public Money Money()
    {
        var minorUnits = Number();
        return new Money(minorUnits, Currency());
    }

    public Money? MoneyOrNull()
    {
        if (!reader.IsDBNull(column))
        {
            return Money();
        }

        column += 2;
        return null;
    }

    public decimal? DecimalOrNull() => TextOrNull() is { } text ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : null;

    private Currency Currency()
    {
        var code = Text();
        if (!currencies.TryGetValue(code, out var currency))
        {
            currencies.Add(code, currency = Core.Values.Currency.Of(code));
        }

        return currency;
    }

    private bool TakeNull()
    {
        if (!reader.IsDBNull(column))
        {
            return false;
        }

        column++;
        return true;
    }
}
