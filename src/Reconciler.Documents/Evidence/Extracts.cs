using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Evidence;

/// <summary>The text of the records that a dispute rests on, as the case holds it, with where it stands: file, line and the SHA-256 of the file.</summary>
public static class Extracts
{
    /// <summary>CSV with <c>file,line,sha256,text</c>, sorted, each record once: the evidence's <c>statement-lines.csv</c>.</summary>
    public static byte[] StatementLines(IEnumerable<Entry> entries) => Render(entries.Select(e => e.Source));

    /// <summary>CSV with <c>file,line,sha256,text</c>, sorted, each record once: the evidence's <c>order-lines.csv</c>.</summary>
    public static byte[] OrderLines(IEnumerable<Order> orders) => Render(orders.Select(o => o.Source));

    private static byte[] Render(IEnumerable<SourceLine> lines)
    {
        var sorted = lines.Distinct().OrderBy(l => l.FileName, StringComparer.Ordinal).ThenBy(l => l.FileSha256, StringComparer.Ordinal).ThenBy(l => l.Line)
            .ThenBy(l => l.RawText, StringComparer.Ordinal);
        var table = new Table(
            "Lines",
            [new("file"), new("line"), new("sha256"), new("text")],
            sorted.Select(l => new[] { Cell.Of(l.FileName), Cell.Of(l.Line), Cell.Of(l.FileSha256), Cell.Of(l.RawText) }));
        using var bytes = new MemoryStream();
        TableWriter.Write(table, TableFormat.Csv, bytes);
        return bytes.ToArray();
    }
}
