using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reconciler.Store;

/// <summary>One statement for SQLite, prepared once and run many times with other values. Values are bound by place: looking up 30 names for each row costs more than the row.</summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    // Of the year 1970.
    private const long UnixEpochTicks = 621_355_968_000_000_000;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt owned;
    private readonly nint statement;
    private readonly string sql;
    private readonly Binder binder;
    private bool isAmidRows;
    private SqliteRow? rows;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        this.sql = sql;
        Check(raw.sqlite3_prepare_v2(database, sql, out owned));
        statement = owned.DangerousGetHandle();
        binder = new Binder(this);
    }

    /// <summary>Takes the values for the next run, all of them, each time in the same order. Good until that run is over.</summary>
    public Fields Values()
    {
        Reset();
        binder.Begin();
        return binder;
    }

    /// <summary>Gives all parameters their values. Each time the same fields in the same order.</summary>
    public void Bind(Fields? values)
    {
        Reset();
        binder.Begin();
        foreach (var value in values ?? [])
        {
            binder.Take(value);
        }
    }

    /// <summary>Goes to the next row. False: there is none, or the statement returns none.</summary>
    public bool Step()
    {
        var result = StepOn();
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Check(result);
        }

        return isAmidRows;
    }

    /// <summary>Runs a statement that adds a row. False: the row breaks a uniqueness, and was not added.</summary>
    public bool TryAdd()
    {
        var result = StepOn();
        if (result == raw.SQLITE_CONSTRAINT && raw.sqlite3_extended_errcode(database) == raw.SQLITE_CONSTRAINT_UNIQUE)
        {
            return false;
        }

        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }

        return true;
    }

    private int StepOn()
    {
        binder.CheckCount();
        var result = SqliteCalls.Step(statement);
        isAmidRows = result == raw.SQLITE_ROW;
        if (!isAmidRows)
        {
            // The reset repeats the step's failure, which is told by it as well as before.
            _ = SqliteCalls.Reset(statement);
        }

        return result;
    }

    /// <summary>Lets go of the rows that were not read.</summary>
    public void Reset()
    {
        if (isAmidRows)
        {
            _ = SqliteCalls.Reset(statement);
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

    /// <summary>The rows, one after the other.</summary>
    public Row Rows() => rows ??= new SqliteRow(this);

    public void Dispose() => owned.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }

    /// <summary>Binds each value as it comes.</summary>
    private sealed class Binder(SqliteStatement to) : Fields
    {
        private readonly int wanted = raw.sqlite3_bind_parameter_count(to.owned);
        private readonly List<int> places = [];
        private int count;

        // What is bound lies here until the statement has run, and is not copied. A piece that is full is kept until then, too.
        private byte[] texts = GC.AllocateUninitializedArray<byte>(1024, pinned: true);
        private List<byte[]>? full;
        private int used;

        public void Begin() => (count, used, full) = (0, 0, null);

        public void Take(Field value) => Add(value.Name, value.Kind, value.IsNull, value.Bits, value.Content);

        public void CheckCount()
        {
            if (count != wanted)
            {
                throw new InvalidOperationException($"{count} values are not those of: {to.sql}");
            }
        }

        protected override void Add(string name, ColumnKind kind, bool isNull, long bits, object? content)
        {
            if (count == places.Count)
            {
                places.Add(raw.sqlite3_bind_parameter_index(to.owned, "@" + name) is > 0 and var found ? found : throw new InvalidOperationException($"There is no field {name} in: {to.sql}"));
            }

            var place = places[count++];
            to.Check(kind switch
            {
                _ when isNull => SqliteCalls.BindNull(to.statement, place),
                ColumnKind.Number or ColumnKind.Code => SqliteCalls.Bind(to.statement, place, bits),
                ColumnKind.Instant => SqliteCalls.Bind(to.statement, place, bits - UnixEpochTicks),
                ColumnKind.Bytes => BindBytes(place, (byte[])content!),
                ColumnKind.Time => BindText(place, new DateTime(bits, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture)),
                ColumnKind.Day => BindText(place, DateOnly.FromDateTime(new DateTime(bits)).ToString("O", CultureInfo.InvariantCulture)),
                _ => BindText(place, (string)content!),
            });
        }

        private int BindText(int place, string text)
        {
            Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
            var start = Start();
            var length = Encoding.UTF8.GetBytes(text, texts.AsSpan(used));
            used += length;
            return SqliteCalls.BindText(to.statement, place, start, length, 0);
        }

        private int BindBytes(int place, byte[] bytes)
        {
            Reserve(Math.Max(1, bytes.Length));
            var start = Start();
            bytes.CopyTo(texts, used);
            used += bytes.Length;
            return SqliteCalls.BindBytes(to.statement, place, start, bytes.Length, 0);
        }

        private void Reserve(int most)
        {
            if (most > texts.Length - used)
            {
                (full ??= []).Add(texts);
                texts = GC.AllocateUninitializedArray<byte>(Math.Max(most, checked(2 * texts.Length)), pinned: true);
                used = 0;
            }
        }

        // The array is pinned: its address is good for as long as it is.
        private byte* Start() => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(texts, used);
    }

    private sealed class SqliteRow(SqliteStatement rows) : Row
    {
        private readonly nint statement = rows.statement;
        private TextPool? pool;
        private (byte[] Name, int PlaceInKey, bool IsPassed)[]? columns;

        public override bool MoveNext()
        {
            Column = 0;
            return rows.Step();
        }

        public override long Number() => SqliteCalls.Number(statement, Column++);

        public override string Text() => Encoding.UTF8.GetString(Utf8());

        public override string RepeatedText() => (pool ??= new TextPool()).Of(Utf8());

        public override DateTime Time() => ReadTime(Text());

        public override DateTime Instant() => new(Number() + UnixEpochTicks, DateTimeKind.Utc);

        public override T Code<T>() => Codes<T>.Of(Number());

        public override byte[] Bytes()
        {
            var bytes = SqliteCalls.Bytes(statement, Column);
            return new ReadOnlySpan<byte>(bytes, SqliteCalls.Count(statement, Column++)).ToArray();
        }

        public override (string Key, UInt128 Hash) Sealed(RowHash hash, SealedTable table)
        {
            columns ??= [.. Enumerable.Range(0, raw.sqlite3_column_count(rows.owned)).Select(i => raw.sqlite3_column_name(rows.owned, i).utf8_to_string()).Select(name => (Encoding.UTF8.GetBytes(name), Array.IndexOf(table.Key, name), name == table.Passed))];
            var key = new string[table.Key.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                var (name, place, isPassed) = columns[i];
                var type = SqliteCalls.TypeOf(statement, i);
                if (isPassed || type == SqliteCalls.Null)
                {
                    continue;
                }

                hash.Add(name);
                if (type == SqliteCalls.Integer)
                {
                    hash.Add(SqliteCalls.Number(statement, i));
                }
                else
                {
                    var bytes = type == SqliteCalls.Blob ? SqliteCalls.Bytes(statement, i) : SqliteCalls.Text(statement, i);
                    hash.Add(new ReadOnlySpan<byte>(bytes, SqliteCalls.Count(statement, i)));
                }

                if (place >= 0)
                {
                    key[place] = type == SqliteCalls.Integer ? SqliteCalls.Number(statement, i).ToString(CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(SqliteCalls.Text(statement, i), SqliteCalls.Count(statement, i));
                }
            }

            return (key.Length == 1 ? key[0] : string.Join('/', key), hash.Take());
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
