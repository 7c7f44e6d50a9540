using System.Buffers;

namespace Reconciler.Import;

/// <summary>Why a record cannot be read: the column at fault, what stands there, what is wrong and the cure.</summary>
internal sealed record Problem(int Line, string Column, string Text, string Why);

/// <summary>One record as it stands in a file, whatever the file's form: texts by the layout's field numbers. Valid until the next one is read.</summary>
internal abstract class SourceRecord
{
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '\u007f']);

    /// <summary>Counted from 1: where the record starts.</summary>
    public abstract int Line { get; }

    public abstract string RawText { get; }

    /// <summary>How many data rows of the file it stands for.</summary>
    public virtual int Rows => 1;

    /// <summary>The table of the file that it stands in, see <see cref="TableColumns.Section"/>.</summary>
    public virtual int Section => 0;

    /// <summary>The lines above the header of the record's table, see <see cref="TableColumns.Above"/>.</summary>
    public virtual string Above => string.Empty;

    /// <summary>What is wrong with the record as a whole, or null.</summary>
    public virtual Problem? Problem => null;

    /// <summary>The lines of an order that is spread over several; else the record itself.</summary>
    public virtual IReadOnlyList<SourceRecord> Parts => [this];

    /// <summary>The text of a field, trimmed and on one line; empty where there is none.</summary>
    public abstract string Text(int field);

    /// <summary>All texts of a field: of each line, or of each element of a JSON list.</summary>
    public abstract IEnumerable<string> Each(int field);

    public abstract bool HasColumn(int field);

    /// <summary>The file's own name for the field; the layout's, where the file lacks it.</summary>
    public abstract string ColumnName(int field);

    /// <summary>What no rule uses, as <c>name: value</c> lines.</summary>
    public abstract string Extra();

    /// <summary>Trims, and puts a space for each control character, so that a text is one printable line of whole characters.</summary>
    protected static string OneLine(string text)
    {
        var trimmed = SourceText.WellFormed(text.Trim());
        return trimmed.AsSpan().ContainsAny(Controls)
            ? string.Create(trimmed.Length, trimmed, static (to, from) =>
            {
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = Controls.Contains(from[i]) ? ' ' : from[i];
                }
            })
            : trimmed;
    }
}

/// <summary>A row that could not be taken apart at all.</summary>
internal sealed class BrokenRecord(int line, string rawText, string why, int rows = 1) : SourceRecord
{
    public override int Line => line;

    public override string RawText => rawText;

    public override int Rows => rows;

    public override Problem Problem { get; } = new(line, string.Empty, rawText, why);

    public override string Text(int field) => string.Empty;

    public override IEnumerable<string> Each(int field) => [];

    public override bool HasColumn(int field) => false;

    public override string ColumnName(int field) => string.Empty;

    public override string Extra() => string.Empty;
}

/// <summary>An order that is spread over adjacent lines.</summary>
internal sealed class GroupedRecord(List<SourceRecord> parts, int rows, Problem? problem) : SourceRecord
{
    public override int Line => parts[0].Line;

    public override string RawText { get; } = string.Join('\n', parts.Select(p => p.RawText));

    public override int Rows => rows;

    public override int Section => parts[0].Section;

    public override string Above => parts[0].Above;

    public override Problem? Problem => problem ?? parts.Select(p => p.Problem).FirstOrDefault(p => p is not null);

    public override IReadOnlyList<SourceRecord> Parts => parts;

    public override string Text(int field)
    {
        foreach (var part in parts)
        {
            var text = part.Text(field);
            if (text.Length > 0)
            {
                return text;
            }
        }

        return string.Empty;
    }

    public override IEnumerable<string> Each(int field) => parts.SelectMany(p => p.Each(field));

    public override bool HasColumn(int field) => parts[0].HasColumn(field);

    public override string ColumnName(int field) => parts[0].ColumnName(field);

    public override string Extra() => string.Join('\n', parts.SelectMany(p => p.Extra().Split('\n', StringSplitOptions.RemoveEmptyEntries)).Distinct());
}
