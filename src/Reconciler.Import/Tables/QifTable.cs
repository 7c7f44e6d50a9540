namespace Reconciler.Import;

/// <summary>QIF as a table.</summary>
internal static class QifTable
{
    public static IEnumerable<TableRow> Rows(TextReader text) => throw new NotSupportedException();
}
