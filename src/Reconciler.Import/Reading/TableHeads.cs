using Reconciler.Import.Layouts;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Reading;

/// <summary>The first rows of one table, cleaned as header names: the candidates for its header.</summary>
internal sealed class TableHead(Table table)
{
    private readonly List<HashSet<string>> sets = [];

    public Table Table => table;

    public List<string[]> Rows { get; } = [];

    /// <summary>How many rows were looked at, whatever they hold.</summary>
    public int Looked { get; private set; }

    public void Add(TableRow row)
    {
        Looked++;
        if (row.Why is null && row.Cells.Length <= Table.MostColumns)
        {
            Rows.Add(Array.ConvertAll(row.Cells, name => HeaderNames.Clean(name).ToString()));
            sets.Add(new HashSet<string>(Rows[^1], StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <summary>The row with the most of a layout's identifying columns, and those that it lacks; null where the table is empty.</summary>
    public (string[] Names, List<string> Missing)? Nearest(Layout layout) => Rows.Count == 0
        ? null
        : Rows.Select((names, i) => (Names: names, Missing: TableColumns.Missing(layout, sets[i]))).MinBy(row => row.Missing.Count);

    /// <summary>The layout's header, or null.</summary>
    public string[]? Header(Layout layout) => Nearest(layout) is { Missing.Count: 0 } nearest ? nearest.Names : null;
}

/// <summary>The heads of all tables of a file.</summary>
internal sealed record TableHeads(IReadOnlyList<TableHead> Tables)
{
    /// <param name="most">How many rows of each are looked at.</param>
    public static TableHeads Of(TableReader read, int most = CsvRows.HeaderWithinRecords)
    {
        var heads = new SortedDictionary<int, TableHead>();
        foreach (var row in read(table => !heads.TryGetValue(table.Number, out var known) || IsWanted(known)))
        {
            if (!heads.TryGetValue(row.Table.Number, out var head))
            {
                heads.Add(row.Table.Number, head = new TableHead(row.Table));
            }

            if (IsWanted(head))
            {
                head.Add(row);
            }
        }

        return new TableHeads([.. heads.Values]);

        bool IsWanted(TableHead head) => head.Looked < (head.Table.HeaderIsFirst ? 1 : most);
    }
}
