using System.Collections;
using System.Data;
using System.Globalization;
using Dapper;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>What a column holds; each database spells times and days its own way.</summary>
internal enum ColumnKind
{
    Text,
    Number,

    /// <summary>A UTC time. In SQLite ISO 8601 text with seven decimals: it sorts as time does, keeps every tick, and a person who opens the file can read it.</summary>
    Time,
    Day,
    Bytes,
}

internal readonly record struct Field(string Name, ColumnKind Kind, object? Content);

/// <summary>Named and typed values for one statement or one row, always in the same order for the same table.</summary>
internal sealed class Fields : IEnumerable<Field>
{
    private readonly List<Field> values = new(28);

    public int Count => values.Count;

    public Field this[int index] => values[index];

    public Fields Text(string name, string? text) => Add(name, ColumnKind.Text, text);

    public Fields Name<T>(string name, T value)
        where T : struct, Enum => Add(name, ColumnKind.Text, value.ToName());

    public Fields Number(string name, long? number) => Add(name, ColumnKind.Number, number);

    public Fields Time(string name, DateTime? timeUtc) => Add(name, ColumnKind.Time, timeUtc);

    /// <summary>The first and the last moment of a day, in two columns.</summary>
    public Fields Moments(string firstName, string lastName, Moments? day) => Time(firstName, day?.FirstUtc).Time(lastName, day?.LastUtc);

    public Fields Day(string name, DateOnly? day) => Add(name, ColumnKind.Day, day);

    public Fields Bytes(string name, byte[] bytes) => Add(name, ColumnKind.Bytes, bytes);

    /// <summary>A sum in two columns.</summary>
    public Fields Money(string amountName, string currencyName, Money? money) => Number(amountName, money?.MinorUnits).Text(currencyName, money?.Currency.Code);

    /// <summary>A decimal number as invariant text: exact in both databases.</summary>
    public Fields Decimal(string name, decimal? number) => Text(name, number?.ToString(CultureInfo.InvariantCulture));

    public IEnumerator<Field> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The values as parameters, each with its type: an untyped empty value would be text to SQL Server, and a time would be rounded to 3 ms.</summary>
    public DynamicParameters ToParameters(StoreProvider provider)
    {
        var parameters = new DynamicParameters();
        foreach (var value in values)
        {
            parameters.Add(value.Name, ToDatabase(provider, value), TypeOf(provider, value.Kind));
        }

        return parameters;
    }

    /// <summary>The value as the database's client wants it; null for an empty one.</summary>
    public static object? ToDatabase(StoreProvider provider, Field value) => (provider, value.Content) switch
    {
        (StoreProvider.Sqlite, DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
        (StoreProvider.Sqlite, DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture),
        (StoreProvider.SqlServer, DateOnly day) => day.ToDateTime(TimeOnly.MinValue),
        _ => value.Content,
    };

    public static Type ClrTypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => typeof(long),
        ColumnKind.Time or ColumnKind.Day => typeof(DateTime),
        ColumnKind.Bytes => typeof(byte[]),
        _ => typeof(string),
    };

    private static DbType TypeOf(StoreProvider provider, ColumnKind kind) => kind switch
    {
        ColumnKind.Number => DbType.Int64,
        ColumnKind.Bytes => DbType.Binary,
        ColumnKind.Time when provider == StoreProvider.SqlServer => DbType.DateTime2,
        ColumnKind.Day when provider == StoreProvider.SqlServer => DbType.Date,
        _ => DbType.String,
    };

    private Fields Add(string name, ColumnKind kind, object? content)
    {
        values.Add(new Field(name, kind, content));
        return this;
    }
}
