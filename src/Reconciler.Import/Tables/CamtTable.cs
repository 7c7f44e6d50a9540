namespace Reconciler.Import;

/// <summary>ISO 20022 camt.052, camt.053 and camt.054 as a table.</summary>
internal static class CamtTable
{
    public static IEnumerable<TableRow> Rows(Stream xml, ImportLimits limits) => throw new NotSupportedException();
}
