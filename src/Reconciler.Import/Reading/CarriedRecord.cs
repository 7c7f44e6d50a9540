using Reconciler.Core.Values;
using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>A row that leaves out what a row above it says for all: <see cref="Layout.Carried"/>.</summary>
internal sealed class CarriedRecord(SourceRecord row, Dictionary<int, string> above) : SourceRecord
{
    public override int Line => row.Line;

    public override string RawText => row.RawText;

    public override int Rows => row.Rows;

    public override int Section => row.Section;

    public override string Above => row.Above;

    public override Problem? Problem => row.Problem;

    /// <summary>The records, each with what was last said above it.</summary>
    public static IEnumerable<SourceRecord> Of(IEnumerable<SourceRecord> records, Layout layout)
    {
        var above = new Dictionary<int, string>();
        var section = 0;
        foreach (var record in records)
        {
            // Another table says it anew.
            above = record.Section == section ? above : [];
            section = record.Section;
            foreach (var field in layout.Carried)
            {
                if (record.Text(field) is { Length: > 0 } text && !text.SequenceEqual(above.GetValueOrDefault(field)))
                {
                    // Rows above keep what they were given.
                    above = new Dictionary<int, string>(above) { [field] = text.ToString() };
                }
            }

            yield return new CarriedRecord(record, above);
        }
    }

    public override ReadOnlySpan<char> Text(int field) => row.Text(field) is { Length: > 0 } text ? text : above.GetValueOrDefault(field);

    public override IEnumerable<string> Each(int field) => row.Each(field).Select(text => text.Length > 0 ? text : above.GetValueOrDefault(field, string.Empty));

    public override bool HasColumn(int field) => row.HasColumn(field);

    public override string ColumnName(int field) => row.ColumnName(field);

    public override string Extra() => row.Extra();

    public override SourceLine Source(string sha256, string fileName) => row.Source(sha256, fileName);
}
