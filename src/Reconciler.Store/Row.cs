using System.Data.Common;
using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>Reads the columns of one row from left to right, in the order in which the statement lists them.</summary>
internal abstract class Row
{
    // The same code is the same object: see RepeatedText.
    private readonly Dictionary<string, Currency> currencies = new(StringComparer.Ordinal);
    private (string Code, Currency Currency) last = (string.Empty, default);

    /// <summary>The next one to read.</summary>
    protected int Column { get; set; }

    public abstract bool MoveNext();

    public abstract string Text();

    /// <summary>Text of which there are few different ones among many rows.</summary>
    public abstract string RepeatedText();

    public abstract long Number();

    /// <summary>A time of a column of the kind <see cref="ColumnKind.Time"/>.</summary>
    public abstract DateTime Time();

    /// <summary>A time of a column of the kind <see cref="ColumnKind.Instant"/>.</summary>
    public abstract DateTime Instant();

    /// <summary>A value of a column of the kind <see cref="ColumnKind.Code"/>.</summary>
    public abstract T Code<T>()
        where T : struct, Enum;

    public abstract byte[] Bytes();

    /// <summary>All columns as one hash, and the row's key.</summary>
    /// <param name="hash">An empty one.</param>
    public abstract (string Key, UInt128 Hash) Sealed(RowHash hash, SealedTable table);

    public string? TextOrNull() => TakeNull() ? null : Text();

    public T Name<T>()
        where T : struct, Enum => RecordNames.Parse<T>(Text());

    public long? NumberOrNull() => TakeNull() ? null : Number();

    public int Integer() => checked((int)Number());

    public DateTime? TimeOrNull() => TakeNull() ? null : Time();

    public DateTime? InstantOrNull() => TakeNull() ? null : Instant();

    public Moments? MomentsOrNull() => (InstantOrNull(), InstantOrNull()) is ({ } first, { } last) ? new Moments(first, last) : null;

    public DateOnly? DayOrNull() => TakeNull() ? null : Day();

    public Money Money()
    {
        var minorUnits = Number();
        return new Money(minorUnits, Currency());
    }

    public Money? MoneyOrNull()
    {
        if (!IsNull())
        {
            return Money();
        }

        Column += 2;
        return null;
    }

    public decimal? DecimalOrNull() => TextOrNull() is { } text ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : null;

    public T? CodeOrNull<T>()
        where T : struct, Enum => TakeNull() ? null : Code<T>();

    /// <summary>Passes over columns, and is nothing.</summary>
    public T? Skip<T>(int columns)
        where T : class
    {
        Column += columns;
        return null;
    }

    protected abstract bool IsNull();

    protected abstract DateOnly Day();

    protected static DateTime ReadTime(string text) => DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    protected static DateOnly ReadDay(string text) => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private Currency Currency()
    {
        var code = RepeatedText();
        if (!ReferenceEquals(code, last.Code))
        {
            if (!currencies.TryGetValue(code, out var currency))
            {
                currencies.Add(code, currency = Core.Values.Currency.Of(code));
            }

            last = (code, currency);
        }

        return last.Currency;
    }

    private bool TakeNull()
    {
        if (!IsNull())
        {
            return false;
        }

        Column++;
        return true;
    }
}

/// <summary>A row of SQL Server.</summary>
internal sealed class ServerRow(DbDataReader reader) : Row
{
    private readonly Dictionary<string, string> repeated = new(StringComparer.Ordinal);

    public override bool MoveNext()
    {
        Column = 0;
        return reader.Read();
    }

    public override string Text() => reader.GetString(Column++);

    public override string RepeatedText()
    {
        var text = Text();
        if (!repeated.TryGetValue(text, out var kept))
        {
            repeated.Add(text, kept = text);
        }

        return kept;
    }

    public override long Number() => reader.GetInt64(Column++);

    public override DateTime Time() => DateTime.SpecifyKind(reader.GetDateTime(Column++), DateTimeKind.Utc);

    public override DateTime Instant() => Time();

    public override T Code<T>() => Name<T>();

    public override byte[] Bytes() => reader.GetFieldValue<byte[]>(Column++);

    public override (string Key, UInt128 Hash) Sealed(RowHash hash, SealedTable table)
    {
        var key = new string[table.Key.Length];
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var name = reader.GetName(i);
            if (name == table.Passed || reader.IsDBNull(i))
            {
                continue;
            }

            hash.Add(name);
            var value = reader.GetValue(i);
            if (value is byte[] bytes)
            {
                hash.Add(bytes);
                continue;
            }

            var text = value is DateTime time ? time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            hash.Add(text);
            if (Array.IndexOf(table.Key, name) is >= 0 and var place)
            {
                key[place] = text;
            }
        }

        return (string.Join('/', key), hash.Take());
    }

    protected override bool IsNull() => reader.IsDBNull(Column);

    protected override DateOnly Day() => DateOnly.FromDateTime(reader.GetDateTime(Column++));
}
