using System.Globalization;
using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>Puts the rows of one record together, where the layout says that it is spread over several: adjacent ones, or all of the file.</summary>
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

        if (layout.GroupAnywhere)
        {
            foreach (var whole in Anywhere(records, by, limits))
            {
                yield return whole;
            }

            yield break;
        }

        var parts = new List<SourceRecord>();
        var key = string.Empty;
        var rows = 0;
        foreach (var record in records)
        {
            var own = by.Read(record).ToString();
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

    /// <summary>Rows of one record that stand apart, in the order of the first of each.</summary>
    private static IEnumerable<SourceRecord> Anywhere(IEnumerable<SourceRecord> records, TextRule by, ImportLimits limits)
    {
        var groups = new List<(List<SourceRecord> Parts, int Rows)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            var key = by.Read(record).ToString();
            if (key.Length == 0 || places.TryAdd(key, groups.Count))
            {
                groups.Add(([record], 1));
                continue;
            }

            var (parts, rows) = groups[places[key]];
            if (rows < limits.MaxRowsPerRecord)
            {
                parts.Add(record);
            }

            groups[places[key]] = (parts, rows + 1);
        }

        return groups.Select(group => Whole(group.Parts, group.Rows, limits));
    }

    private static SourceRecord Whole(List<SourceRecord> parts, int rows, ImportLimits limits) => rows switch
    {
        1 => parts[0],
        _ when rows <= limits.MaxRowsPerRecord => new GroupedRecord(parts, rows, null),
        _ => new GroupedRecord(parts[..1], rows, new Problem(parts[0].Line, string.Empty, string.Empty, string.Create(
            CultureInfo.InvariantCulture, $"begins an order of {rows:N0} lines; at most {limits.MaxRowsPerRecord:N0} are read as one order."))),
    };
}
