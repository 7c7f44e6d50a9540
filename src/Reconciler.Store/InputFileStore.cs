using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>A file that was read, and what became of its rows.</summary>
/// <param name="Sha256">SHA-256 of its bytes, 64 lower-case hexadecimal digits: what a file is known by.</param>
/// <param name="Name">Without folders, as it was when it came.</param>
/// <param name="Layout">The layout that read it; empty where none knew it.</param>
/// <param name="Wallet">Of a statement whose layout and folder name it; empty for orders, and where each row names its own.</param>
/// <param name="Outcome">Such as "read", "rejected: no layout knows it".</param>
public sealed record InputFile(string Sha256, string Name, string Layout, string Wallet, long SizeBytes, DateTime ImportedAtUtc, RowTotals Rows, string Outcome);

/// <summary>The input files.</summary>
public sealed class InputFileStore
{
    private readonly Session session;
    private readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (string Sha256, string Name)> names = [];
    private (string Sha256, long Number) last = (string.Empty, 0);
    private bool areAllLoaded;

    internal InputFileStore(Session session) => this.session = session;

    /// <summary>The file with this hash, or null where it was never read to its end.</summary>
    public InputFile? Find(string sha256) => session.List("InputFile_Find", new Fields().Text("sha256", sha256), Read).SingleOrDefault();

    /// <summary>Writes what became of a file, before or after its rows are saved. A file that was read before (and is read again, say with a better layout) takes the new totals.</summary>
    /// <exception cref="ArgumentException">The row totals do not balance.</exception>
    public void Add(InputFile file)
    {
        if (!file.Rows.Balances)
        {
            throw new ArgumentException($"The rows of {file.Name} do not balance: {file.Rows}.", nameof(file));
        }

        var number = NumberOf(file.Sha256, file.Name);
        names[number] = (file.Sha256, file.Name);
        session.Seals.Touch(SealedTable.InputFiles, number);
        session.Execute("InputFile_Complete", ToFields(file));
    }

    /// <summary>Every file that was read, in the order in which they came.</summary>
    /// <param name="until">The number of the last file that counts.</param>
    public IEnumerable<InputFile> LoadAll(long until = long.MaxValue) => session.Stream("InputFile_LoadAll", new Fields().Number("until", until), Read);

    /// <summary>The number of the file that came last; 0: none came.</summary>
    public long LastNumber() => session.List("InputFile_NextNumber", null, row => row.Number())[0] - 1;

    /// <summary>The statements of each wallet as they came, in the order of coming.</summary>
    /// <param name="until">The number of the last file that counts.</param>
    public ILookup<string, StatementArrival> LoadArrivals(long until = long.MaxValue) =>
        session.List("InputFile_LoadArrivals", new Fields().Number("until", until), row => (Wallet: row.Text(), Arrival: new StatementArrival(row.Time(), row.InstantOrNull(), row.InstantOrNull())))
            .ToLookup(a => a.Wallet, a => a.Arrival, StringComparer.Ordinal);

    /// <summary>The number under which rows name their file. A file not yet known is made known; <see cref="Add"/> completes it.</summary>
    internal long NumberOf(SourceLine source)
    {
        if (!ReferenceEquals(source.FileSha256, last.Sha256))
        {
            last = (source.FileSha256, NumberOf(source.FileSha256, source.FileName));
        }

        return last.Number;
    }

    internal long NumberOf(string sha256, string name)
    {
        if (numbers.TryGetValue(sha256, out var known))
        {
            return known;
        }

        var found = session.List("InputFile_FindNumber", new Fields().Text("sha256", sha256), row => row.Number());
        var number = found.Count > 0 ? found[0] : AddUnread(sha256, name);
        numbers.Add(sha256, number);
        return number;
    }

    /// <summary>Where a record stands, from the columns file_no, line, text_offset, text_length and raw_text.</summary>
    internal SourceLine SourceOf(Row row)
    {
        var (sha256, name) = NameOf(row.Number());
        var line = row.Integer();
        TextPlace? place = (row.NumberOrNull(), row.NumberOrNull()) is ({ } offset, { } length) ? new TextPlace(offset, (int)length) : null;
        return new SourceLine(sha256, name, line, row.TextOrNull() ?? string.Empty) { Place = place };
    }

    /// <summary>Loads the names of all files: before many rows are read, and on SQL Server before any, since it takes no other statement meanwhile.</summary>
    internal void LoadNames()
    {
        if (!areAllLoaded)
        {
            areAllLoaded = true;
            foreach (var (number, sha256, name) in session.List("InputFile_LoadNames", null, row => (row.Number(), row.Text(), row.Text())))
            {
                names[number] = (sha256, name);
            }
        }
    }

    private (string Sha256, string Name) NameOf(long number)
    {
        if (!names.TryGetValue(number, out var name))
        {
            name = session.List("InputFile_FindName", new Fields().Number("file_no", number), row => (row.Text(), row.Text())).Single();
            names.Add(number, name);
        }

        return name;
    }

    private long AddUnread(string sha256, string name)
    {
        var number = session.List("InputFile_NextNumber", null, row => row.Number())[0];
        var unread = new Fields().Number("file_no", number).Text("sha256", sha256).Text("name", name).Text("layout", string.Empty).Text("wallet", string.Empty).Number("size_bytes", 0)
            .Time("imported_at", null).Number("rows_read", 0).Number("rows_new", 0).Number("rows_new_versions", 0).Number("rows_known", 0)
            .Number("rows_rejected", 0).Text("outcome", string.Empty);
        session.Seals.Touch(SealedTable.InputFiles, number);
        session.Execute("InputFile_Add", unread);
        names[number] = (sha256, name);
        return number;
    }

    private static Fields ToFields(InputFile file) =>
        new Fields().Text("sha256", file.Sha256).Text("name", file.Name).Text("layout", file.Layout).Text("wallet", file.Wallet).Number("size_bytes", file.SizeBytes)
            .Time("imported_at", file.ImportedAtUtc).Number("rows_read", file.Rows.Read).Number("rows_new", file.Rows.New)
            .Number("rows_new_versions", file.Rows.NewVersions).Number("rows_known", file.Rows.KnownAlready).Number("rows_rejected", file.Rows.Rejected)
            .Text("outcome", file.Outcome);

    private static InputFile Read(Row row) =>
        new(row.Text(), row.Text(), row.Text(), row.Text(), row.Number(), row.Time(), new RowTotals(row.Number(), row.Number(), row.Number(), row.Number(), row.Number()), row.Text());
}
