using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>An order that is spread over several lines.</summary>
internal sealed class GroupedRecord(List<SourceRecord> parts, int rows, Problem? problem) : SourceRecord
{
    public override int Line => parts[0].Line;

    public override string RawText { get; } = string.Join('\n', parts.Select(p => p.RawText));

    public override int Rows => rows;

    public override int Section => parts[0].Section;

    public override string Above => parts[0].Above;

    public override Problem? Problem => problem ?? parts.Select(p => p.Problem).FirstOrDefault(p => p is not null);

    public override IReadOnlyList<SourceRecord> Parts => parts;

    public override ReadOnlySpan<char> Text(int field)
    {
        foreach (var part in parts)
        {
            var text = part.Text(field);
            if (text.Length > 0)
            {
                return text;
            }
        }

        return default;
    }

    public override IEnumerable<string> Each(int field) => parts.SelectMany(p => p.Each(field));

    public override bool HasColumn(int field) => parts[0].HasColumn(field);

    public override string ColumnName(int field) => parts[0].ColumnName(field);

    public override string Extra() => string.Join('\n', parts.SelectMany(p => p.Extra().Split('\n', StringSplitOptions.RemoveEmptyEntries)).Distinct());
}
