using System.Collections;
using System.Data;
using System.Globalization;
using Dapper;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>What a column holds; each database spells times, days and closed sets its own way.</summary>
internal enum ColumnKind
{
    Text,
    Number,

    /// <summary>A UTC time. In SQLite ISO 8601 text with seven decimals: it sorts as time does, keeps every tick, and a person who opens the file can read it.</summary>
    Time,

    /// <summary>A UTC time of which there are millions. In SQLite the count of 100 ns since 1970: it sorts as time does and keeps every tick; <c>datetime(booked_at / 10000000, 'unixepoch')</c> shows it.</summary>
    Instant,

    /// <summary>A value of a closed set, of which there are millions. In SQLite its number, in SQL Server its name.</summary>
    Code,
    Day,
    Bytes,
}

/// <summary>One value.</summary>
/// <param name="Bits">The number; of a time or day its ticks; of a code its number.</param>
/// <param name="Content">The text or the bytes; of a code what tells its name (<c>Func&lt;long, string&gt;</c>); null for the others, and for an empty value.</param>
internal readonly record struct Field(string Name, ColumnKind Kind, bool IsNull, long Bits, object? Content)
{
    /// <summary>As SQL Server's client wants it; null for an empty one.</summary>
    public object? ToServer() => IsNull ? null : Kind switch
    {
        ColumnKind.Number => Bits,
        ColumnKind.Time or ColumnKind.Instant or ColumnKind.Day => new DateTime(Bits, DateTimeKind.Utc),
        ColumnKind.Code => ((Func<long, string>)Content!)(Bits),
        _ => Content,
    };

    /// <summary>The type of <see cref="ToServer"/>.</summary>
    public Type ServerType => Kind switch
    {
        ColumnKind.Number => typeof(long),
        ColumnKind.Time or ColumnKind.Instant or ColumnKind.Day => typeof(DateTime),
        ColumnKind.Bytes => typeof(byte[]),
        _ => typeof(string),
    };
}

/// <summary>Named and typed values for one statement or one row, always in the same order for the same table.</summary>
internal class Fields : IEnumerable<Field>
{
    private readonly List<Field> values = [];

    public Fields Text(string name, string? text) => With(name, ColumnKind.Text, text is null, 0, text);

    public Fields Name<T>(string name, T value)
        where T : struct, Enum => Text(name, value.ToName());

    public Fields Code<T>(string name, T value)
        where T : struct, Enum => With(name, ColumnKind.Code, false, Codes<T>.NumberOf(value), Codes<T>.NameOf);

    public Fields Number(string name, long? number) => With(name, ColumnKind.Number, number is null, number.GetValueOrDefault(), null);

    public Fields Time(string name, DateTime? timeUtc) => With(name, ColumnKind.Time, timeUtc is null, timeUtc.GetValueOrDefault().Ticks, null);

    public Fields Instant(string name, DateTime? timeUtc) => With(name, ColumnKind.Instant, timeUtc is null, timeUtc.GetValueOrDefault().Ticks, null);

    /// <summary>The first and the last moment of a day, in two columns.</summary>
    public Fields Moments(string firstName, string lastName, Moments? day) => Instant(firstName, day?.FirstUtc).Instant(lastName, day?.LastUtc);

    public Fields Day(string name, DateOnly? day) => With(name, ColumnKind.Day, day is null, day?.ToDateTime(TimeOnly.MinValue).Ticks ?? 0, null);

    public Fields Bytes(string name, byte[] bytes) => With(name, ColumnKind.Bytes, false, 0, bytes);

    /// <summary>A sum in two columns.</summary>
    public Fields Money(string amountName, string currencyName, Money? money) =>
        money is { } sum ? Number(amountName, sum.MinorUnits).Text(currencyName, sum.Currency.Code) : Number(amountName, null).Text(currencyName, null);

    /// <summary>A decimal number as invariant text: exact in both databases.</summary>
    public Fields Decimal(string name, decimal? number) => Text(name, number?.ToString(CultureInfo.InvariantCulture));

    public IEnumerator<Field> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The values as parameters for SQL Server, each with its type: an untyped empty value would be text, and a time would be rounded to 3 ms.</summary>
    public DynamicParameters ToParameters()
    {
        var parameters = new DynamicParameters();
        foreach (var value in values)
        {
            parameters.Add(value.Name, value.ToServer(), value.Kind switch
            {
                ColumnKind.Number => DbType.Int64,
                ColumnKind.Bytes => DbType.Binary,
                ColumnKind.Time or ColumnKind.Instant => DbType.DateTime2,
                ColumnKind.Day => DbType.Date,
                _ => DbType.String,
            });
        }

        return parameters;
    }

    /// <summary>Takes one value; see <see cref="Field"/>.</summary>
    protected virtual void Add(string name, ColumnKind kind, bool isNull, long bits, object? content) => values.Add(new Field(name, kind, isNull, bits, content));

    private Fields With(string name, ColumnKind kind, bool isNull, long bits, object? content)
    {
        Add(name, kind, isNull, bits, content);
        return this;
    }
}
