using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reconciler.Store;

/// <summary>One statement for SQLite, prepared once and run many times with other values. Values are bound by place: looking up 30 names for each row costs more than the row.</summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt owned;
    private readonly nint statement;
    private readonly string sql;
    private int[]? places;
    private bool isAmidRows;

    // What is bound lies here until the statement has run, and is not copied.
    private byte[] texts = GC.AllocateUninitializedArray<byte>(1024, pinned: true);

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        this.sql = sql;
        Check(raw.sqlite3_prepare_v2(database, sql, out owned));
        statement = owned.DangerousGetHandle();
    }

    /// <summary>Gives all parameters their values. Each time the same fields in the same order.</summary>
    public void Bind(Fields? values)
    {
        Reset();
        places ??= PlacesOf(values ?? []);
        Reserve(values);
        var used = 0;
        for (var i = 0; i < places.Length; i++)
        {
            ref readonly var value = ref values![i];
            Check(value.Kind switch
            {
                _ when value.IsNull => SqliteCalls.BindNull(statement, places[i]),
                ColumnKind.Number => SqliteCalls.Bind(statement, places[i], value.Bits),
                ColumnKind.Code => SqliteCalls.Bind(statement, places[i], value.Bits),
                ColumnKind.Instant => SqliteCalls.Bind(statement, places[i], value.Bits - Field.SqliteEpochTicks),
                ColumnKind.Bytes => BindBytes(places[i], (byte[])value.Content!, ref used),
                _ => BindText(places[i], value.ToText(), ref used),
            });
        }
    }

    /// <summary>Goes to the next row. False: there is none, or the statement returns none.</summary>
    public bool Step()
    {
        var result = SqliteCalls.Step(statement);
        isAmidRows = result == raw.SQLITE_ROW;
        if (isAmidRows)
        {
            return true;
        }

        // The reset repeats the step's failure; it must happen before the failure is thrown.
        SqliteCalls.Reset(statement);
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
        return false;
    }

    /// <summary>Lets go of the rows that were not read.</summary>
    public void Reset()
    {
        if (isAmidRows)
        {
            SqliteCalls.Reset(statement);
            isAmidRows = false;
        }
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Runs a statement that changes rows; how many it changed.</summary>
    public int Change()
    {
        Run();
        return raw.sqlite3_changes(database);
    }

    public Row Rows() => new SqliteRow(this);

    public void Dispose() => owned.Dispose();

    private int[] PlacesOf(Fields pattern)
    {
        int[] found = [.. pattern.Select(f => raw.sqlite3_bind_parameter_index(owned, "@" + f.Name))];
        return !found.Contains(0) && found.Length == raw.sqlite3_bind_parameter_count(owned)
            ? found
            : throw new InvalidOperationException($"The fields [{string.Join(", ", pattern.Select(f => f.Name))}] are not those of: {sql}");
    }

    private void Reserve(Fields? values)
    {
        var most = 0;
        for (var i = 0; i < places!.Length; i++)
        {
            most = checked(most + values![i].MostBytes);
        }

        if (most > texts.Length)
        {
            texts = GC.AllocateUninitializedArray<byte>(Math.Max(most, checked(2 * texts.Length)), pinned: true);
        }
    }

    private int BindText(int place, string text, ref int used)
    {
        var count = Encoding.UTF8.GetBytes(text, texts.AsSpan(used));
        var start = Lie(count, ref used);
        return SqliteCalls.BindText(statement, place, start, count, 0);
    }

    private int BindBytes(int place, byte[] bytes, ref int used)
    {
        bytes.CopyTo(texts, used);
        var start = Lie(bytes.Length, ref used);
        return SqliteCalls.BindBytes(statement, place, start, bytes.Length, 0);
    }

    // The array is pinned: its address is good for as long as it is.
    private byte* Lie(int count, ref int used)
    {
        var start = (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(texts, used);
        used += count;
        return start;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }

    private sealed class SqliteRow(SqliteStatement rows) : Row
    {
        private readonly TextPool pool = new();
        private readonly nint statement = rows.statement;

        public override bool MoveNext()
        {
            Column = 0;
            return rows.Step();
        }

        public override long Number() => SqliteCalls.Number(statement, Column++);

        public override string Text() => Encoding.UTF8.GetString(Utf8());

        public override string RepeatedText() => pool.Of(Utf8());

        public override DateTime Time() => ReadTime(Text());

        public override DateTime Instant() => new(Number() + Field.SqliteEpochTicks, DateTimeKind.Utc);

        public override T Code<T>() => Codes<T>.Of(Number());

        public override byte[] Bytes()
        {
            var bytes = SqliteCalls.Bytes(statement, Column);
            return new ReadOnlySpan<byte>(bytes, SqliteCalls.Count(statement, Column++)).ToArray();
        }

        protected override bool IsNull() => SqliteCalls.TypeOf(statement, Column) == SqliteCalls.Null;

        protected override DateOnly Day() => ReadDay(Text());

        private ReadOnlySpan<byte> Utf8()
        {
            var text = SqliteCalls.Text(statement, Column);
            return new ReadOnlySpan<byte>(text, SqliteCalls.Count(statement, Column++));
        }
    }
}
