namespace Reconciler.Import.Tables;

/// <summary>A table of a file: a sheet of a workbook, a table of a saved page, or the whole of a bank's file under the columns that its reader gives it.</summary>
/// <param name="Number">Counted in the file's own order.</param>
/// <param name="Name">The sheet's; empty where tables have none.</param>
/// <param name="IsHidden">Who opens the workbook does not see the sheet.</param>
/// <param name="HeaderIsFirst">The header is the first row; what stands below it need not be read to find it.</param>
internal sealed record Table(int Number, string Name, bool IsHidden = false, bool HeaderIsFirst = false)
{
    /// <summary>Most columns of a table: a sheet's (16,384). A row of more is no header.</summary>
    public const int MostColumns = 16_384;

    /// <summary>The only table of a file whose reader gives it a header of its own.</summary>
    public static readonly Table Whole = new(0, string.Empty, HeaderIsFirst: true);

    /// <summary>The table in a cell of which this one stands; pages are laid out by tables, too.</summary>
    public Table? Around { get; init; }

    /// <summary>The table and those around it.</summary>
    public IEnumerable<Table> Outward => Around is null ? [this] : Around.Outward.Prepend(this);
}

/// <summary>One row that a reader made of its file.</summary>
/// <param name="Line">Counted from 1, as a person finds it: the line of a text, the row of a sheet.</param>
/// <param name="RawText">What stands in the file, for the evidence.</param>
/// <param name="Cells">By the table's columns.</param>
/// <param name="Why">What is wrong with the row, with the cure; null for a good one.</param>
internal sealed record TableRow(int Line, string RawText, string[] Cells, string? Why = null)
{
    public Table Table { get; init; } = Table.Whole;

    /// <summary>The reader gives up here: <see cref="Why"/> speaks of the rest of the file.</summary>
    public bool IsEnd { get; init; }

    /// <summary>A row of empty cells is no data.</summary>
    public bool IsEmpty => Why is null && Array.TrueForAll(Cells, string.IsNullOrWhiteSpace);
}

/// <summary>Reads the rows of all tables of a file in one go, from the first row on, anew each time.</summary>
/// <param name="wanted">Asked behind each row: whether more of its table is wanted. What need not be read is left out.</param>
internal delegate IEnumerable<TableRow> TableReader(Func<Table, bool> wanted);
