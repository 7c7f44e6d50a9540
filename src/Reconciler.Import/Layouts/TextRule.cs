using Reconciler.Core.Values;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Layouts;

/// <summary>A text of a record and the file's own name for the column that it came from, for messages. Valid as long as the record is.</summary>
internal readonly ref struct Field(ReadOnlySpan<char> text, string column)
{
    private readonly string? whole;

    /// <summary>A text that stands by itself.</summary>
    public Field(string text, string column)
        : this(text.AsSpan(), column) => whole = text;

    public ReadOnlySpan<char> Text { get; } = text;

    public string Column { get; } = column;

    public bool IsEmpty => Text.IsEmpty;

    /// <summary>Another text of the same column.</summary>
    public Field With(ReadOnlySpan<char> other) => new(other, Column);

    public override string ToString() => whole ?? Text.ToString();
}

/// <summary>How one text is taken from a record. Columns and JSON paths are numbers into <see cref="Layout.FieldNames"/>, found in the file once.</summary>
public abstract record TextRule
{
    private protected TextRule()
    {
    }

    internal abstract Field Read(SourceRecord record);

    /// <summary>The rule within this one that gives the record's text.</summary>
    internal virtual TextRule SourceIn(SourceRecord record) => this;

    /// <summary>The columns that this rule hands on whole.</summary>
    internal virtual IEnumerable<int> WholeFields => [];

    /// <summary>The first of these columns that the record fills. In an order of several lines: the first line that fills it.</summary>
    internal sealed record Column(int[] Fields) : TextRule
    {
        internal override IEnumerable<int> WholeFields => Fields;

        internal override Field Read(SourceRecord record)
        {
            foreach (var field in Fields)
            {
                var text = record.Text(field);
                if (text.Length > 0)
                {
                    return new Field(text, record.ColumnName(field));
                }
            }

            foreach (var field in Fields)
            {
                if (record.HasColumn(field))
                {
                    return new Field(string.Empty, record.ColumnName(field));
                }
            }

            return new Field(string.Empty, record.ColumnName(Fields[0]));
        }
    }

    /// <summary>The first of several rules that gives a text.</summary>
    internal sealed record First(TextRule[] Rules) : TextRule
    {
        internal override IEnumerable<int> WholeFields => Rules.SelectMany(r => r.WholeFields);

        internal override TextRule SourceIn(SourceRecord record) => (Array.Find(Rules, rule => !rule.Read(record).IsEmpty) ?? Rules[0]).SourceIn(record);

        internal override Field Read(SourceRecord record)
        {
            foreach (var rule in Rules)
            {
                var field = rule.Read(record);
                if (!field.IsEmpty)
                {
                    return field;
                }
            }

            return Rules.Length > 0 ? Rules[0].Read(record) : new Field(string.Empty, string.Empty);
        }
    }

    /// <summary>All texts that are not empty, each once, joined. What the layout itself adds stands only beside a text of the record.</summary>
    internal sealed record Join(TextRule[] Rules, string With) : TextRule
    {
        internal override Field Read(SourceRecord record)
        {
            var first = Rules[0].Read(record);
            var told = !first.IsEmpty && Rules[0] is not Constant;
            var texts = new List<string>(Rules.Length);
            foreach (var rule in Rules)
            {
                var field = rule.Read(record);
                told |= !field.IsEmpty && rule is not Constant;
                if (!field.IsEmpty && field.ToString() is var text && !texts.Contains(text))
                {
                    texts.Add(text);
                }
            }

            return told ? new Field(texts.Count == 1 ? texts[0] : string.Join(With, texts), first.Column) : first.With(default);
        }
    }

    /// <summary>The texts of a column on every line of the record, or of every element that a JSON path meets, each once, joined.</summary>
    internal sealed record Each(int Field, string With) : TextRule
    {
        internal override Field Read(SourceRecord record) =>
            new(string.Join(With, record.Each(Field).Where(t => t.Length > 0).Distinct()), record.ColumnName(Field));
    }

    /// <summary>The first part of the first text in which a pattern is found: its first group, or the whole of what it meets.</summary>
    internal sealed record Find(LinearPattern Pattern, TextRule[] In) : TextRule
    {
        internal override Field Read(SourceRecord record)
        {
            foreach (var rule in In)
            {
                var field = rule.Read(record);
                if (!field.IsEmpty && Pattern.IsMatch(field.Text) && Pattern.Match(field.ToString()) is { Success: true } match)
                {
                    return new Field((match.Groups.Count > 1 ? match.Groups[1] : match).Value.Trim(), field.Column);
                }
            }

            return In[0].Read(record).With(default);
        }
    }

    /// <summary>A part of the lines above the table's header: the first group of a pattern, or the whole of what it meets.</summary>
    internal sealed record AboveHeader(LinearPattern Pattern) : TextRule
    {
        internal override Field Read(SourceRecord record) =>
            new(Pattern.Match(record.Above) is { Success: true } match ? (match.Groups.Count > 1 ? match.Groups[1] : match).Value.Trim() : string.Empty, string.Empty);
    }

    /// <summary>A text that stands in the layout.</summary>
    internal sealed record Constant(string Value) : TextRule
    {
        internal override Field Read(SourceRecord record) => new(Value, string.Empty);
    }

    /// <summary>
    /// An id for a row that has none: a hash of what these texts tell. Rows of one file that say the same are told apart by their count where they are read,
    /// so that the same rows have the same ids in every file that holds them.
    /// </summary>
    internal sealed record RowHash(TextRule[] Of) : TextRule
    {
        /// <summary>Behind it stood the hash of the texts themselves, before 2026-11-30.</summary>
        private const string FormerPrefix = "row-";
        private const string Prefix = "row-v";

        /// <summary>The id by the texts as the file writes them.</summary>
        internal override Field Read(SourceRecord record) => new(Hash(FormerPrefix, record), Of[0].Read(record).Column);

        /// <summary>The id by the values: the same however a file writes its sums and times.</summary>
        /// <param name="values">The record with each sum and time spelt in one way.</param>
        public string OfValues(SourceRecord values) => Hash(Prefix, values);

        private string Hash(string prefix, SourceRecord record)
        {
            var texts = new string[Of.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = Of[i].Read(record).ToString();
            }

            return Array.TrueForAll(texts, text => text.Length == 0) ? string.Empty : ShortHash.Of(prefix, texts);
        }
    }

    /// <summary>A reference that its source uses again for other movements: the id is made of it, the day and the sum. This rule gives the reference alone.</summary>
    /// <param name="Day">What tells the day, where that is not the booking.</param>
    internal sealed record Reference(TextRule Of, TextRule? Day) : TextRule
    {
        internal override Field Read(SourceRecord record) => Of.Read(record);
    }

    /// <summary>A rule that holds only under conditions; else the text is empty.</summary>
    internal sealed record When(Condition[] Conditions, TextRule Rule) : TextRule
    {
        internal override IEnumerable<int> WholeFields => Rule.WholeFields;

        internal override TextRule SourceIn(SourceRecord record) => Rule.SourceIn(record);

        internal override Field Read(SourceRecord record)
        {
            var field = Rule.Read(record);
            return Condition.AllHold(Conditions, record) ? field : field.With(default);
        }
    }
}

/// <summary>A test on a text of the record. Letters are compared in any case.</summary>
internal sealed record Condition(TextRule Of, HashSet<string>? Is, string[]? Contains, LinearPattern? Matches, TextRule? SameAs, bool? Empty, bool Not)
{
    public static bool AllHold(Condition[] conditions, SourceRecord record)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Holds(record))
            {
                return false;
            }
        }

        return true;
    }

    private bool Holds(SourceRecord record)
    {
        var text = Of.Read(record).Text;
        var holds = (Is is null || Is.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
            && (Contains is null || HasOneOf(text, Contains))
            && (Matches is null || Matches.IsMatch(text))
            && (SameAs is null || text.Equals(SameAs.Read(record).Text, StringComparison.OrdinalIgnoreCase))
            && (Empty is null || Empty == (text.Length == 0));
        return holds != Not;
    }

    private static bool HasOneOf(ReadOnlySpan<char> text, string[] parts)
    {
        foreach (var part in parts)
        {
            if (text.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
