using System.Buffers;
using Reconciler.Core.Values;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Layouts;

/// <summary>Why a record cannot be read: the column at fault, what stands there, what is wrong and the cure. Of a record as a whole neither column nor text is told.</summary>
internal sealed record Problem(int Line, string Column, string Text, string Why);

/// <summary>One record as it stands in a file, whatever the file's form: texts by the layout's field numbers. Valid until the next one is read.</summary>
internal abstract class SourceRecord
{
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '\u007f']);

    /// <summary>Counted from 1: where the record starts.</summary>
    public abstract int Line { get; }

    /// <summary>What stands in the file, for the evidence.</summary>
    public abstract string RawText { get; }

    /// <summary>How many data rows of the file it stands for.</summary>
    public virtual int Rows => 1;

    /// <summary>The table of the file that it stands in: rows that say the same in two of them are one row told twice, as in two files.</summary>
    public virtual int Section => 0;

    /// <summary>The lines above the header of the record's table.</summary>
    public virtual string Above => string.Empty;

    /// <summary>What is wrong with the record as a whole, or null.</summary>
    public virtual Problem? Problem => null;

    /// <summary>The lines of an order that is spread over several; else the record itself.</summary>
    public virtual IReadOnlyList<SourceRecord> Parts => [this];

    /// <summary>The text of a field, trimmed and on one line; empty where there is none.</summary>
    public abstract ReadOnlySpan<char> Text(int field);

    /// <summary>All texts of a field: of each line, or of each element of a JSON list.</summary>
    public virtual IEnumerable<string> Each(int field) => [Text(field).ToString()];

    public abstract bool HasColumn(int field);

    /// <summary>The file's own name for the field; the layout's, where the file lacks it.</summary>
    public abstract string ColumnName(int field);

    /// <summary>What no rule uses, as <c>name: value</c> lines.</summary>
    public abstract string Extra();

    /// <summary>Where it stands.</summary>
    public virtual SourceLine Source(string sha256, string fileName) => new(sha256, fileName, Line, RawText);

    /// <summary>Trims, and puts a space for each control character, so that a text is one printable line of whole characters.</summary>
    protected static ReadOnlySpan<char> OneLine(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed.ContainsAnyInRange('\uD800', '\uDFFF') || trimmed.ContainsAny(Controls) ? OneLine(SourceText.WellFormed(trimmed.ToString())) : trimmed;

        static string OneLine(string from) => string.Create(from.Length, from, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = Controls.Contains(from[i]) ? ' ' : from[i];
            }
        });
    }
}
