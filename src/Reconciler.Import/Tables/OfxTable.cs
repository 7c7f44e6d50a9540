namespace Reconciler.Import;

/// <summary>OFX and QFX as a table.</summary>
internal static class OfxTable
{
    public static IEnumerable<TableRow> Rows(TextReader text) => throw new NotSupportedException();
}
