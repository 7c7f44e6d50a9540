namespace Reconciler.Documents.Tables;

/// <summary>Rows under named columns, ready to be written in any format. The rows are read once, as they are written.</summary>
/// <param name="Name">The sheet's name in a workbook.</param>
public sealed record Table(string Name, IReadOnlyList<Column> Columns, IEnumerable<Cell[]> Rows);

/// <summary>One column.</summary>
/// <param name="Width">Its width in a workbook, in characters.</param>
/// <param name="Wrap">Long text continues on further lines in a workbook.</param>
/// <param name="Numeric">Its heading stands on the right, above the numbers.</param>
public sealed record Column(string Name, int Width = 16, bool Wrap = false, bool Numeric = false);

/// <summary>The formats in which a table can be written.</summary>
public enum TableFormat
{
    Csv,
    Json,
    Xlsx,
}
