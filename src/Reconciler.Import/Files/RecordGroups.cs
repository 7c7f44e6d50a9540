using System.Globalization;

namespace Reconciler.Import;

/// <summary>Puts adjacent rows of one order together, where the layout says that an order is spread over several.</summary>
internal static class RecordGroups
{
    public static IEnumerable<SourceRecord> Of(IEnumerable<SourceRecord> records, Layout layout, ImportLimits limits)
    {
        if (layout.GroupBy is not { } by)
        {
            foreach (var record in records)
            {
                yield return record;
            }

            yield break;
        }

        var parts = new List<SourceRecord>();
        var key = string.Empty;
        var rows = 0;
        foreach (var record in records)
        {
            var own = by.Read(record).Text;
            if (parts.Count > 0 && (own.Length == 0 || own != key))
            {
                yield return Whole(parts, rows, limits);
                parts = [];
                rows = 0;
            }

            key = own;
            rows++;
            if (rows <= limits.MaxRowsPerRecord)
            {
                parts.Add(record);
            }
        }

        if (parts.Count > 0)
        {
            yield return Whole(parts, rows, limits);
        }
    }

    private static SourceRecord Whole(List<SourceRecord> parts, int rows, ImportLimits limits) => rows switch
    {
        1 => parts[0],
        _ when rows <= limits.MaxRowsPerRecord => new GroupedRecord(parts, rows, null),
        _ => new GroupedRecord(parts[..1], rows, new Problem(parts[0].Line, string.Empty, parts[0].RawText, string.Create(
            CultureInfo.InvariantCulture, $"begins an order of {rows:N0} lines; at most {limits.MaxRowsPerRecord:N0} are read as one order."))),
    };
}
