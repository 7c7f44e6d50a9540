using System.Globalization;
using System.Runtime.CompilerServices;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reasons;

/// <summary>
/// Why something was decided: facts in the order in which they are told, each with its values. Words are made of them where somebody reads: in English as exports and the
/// result hash hold them (<see cref="English"/>), or in a reader's language and as his culture writes sums and dates (<see cref="In"/>).
/// </summary>
/// <remarks>
/// It is one text in a form that stores keep (<see cref="Kept"/>): behind a record separator the number of each fact, and behind unit separators its values, each with a letter for what
/// it is. A text without a record separator at its beginning is a reason that was kept as a sentence, and is told as it is.
/// </remarks>
public readonly struct Reason : IEquatable<Reason>
{
    internal const char Fact = '\u001E';
    internal const char Value = '\u001F';

    private readonly string? kept;

    private Reason(string kept) => this.kept = kept;

    /// <summary>No reason: it is told with no words.</summary>
    public static Reason None => default;

    public bool IsNone => Kept.Length == 0;

    /// <summary>The form that stores keep.</summary>
    public string Kept => kept ?? string.Empty;

    /// <summary>The sentence of exports: sums with a dot, dates as <c>2026-05-06</c>.</summary>
    public string English => IsPlain ? Kept : ReasonWords.Exported(Kept);

    /// <summary>Whether it is a sentence that an older program kept, in English whoever reads it.</summary>
    public bool IsPlain => Kept.Length == 0 || Kept[0] != Fact;

    /// <summary>A reason as a store keeps it.</summary>
    public static Reason Of(string kept) => new(kept);

    /// <summary>A single fact.</summary>
    /// <param name="values">As many as the words of the fact have places.</param>
    /// <exception cref="ArgumentException">They are more or fewer.</exception>
    public static Reason Of(Because fact, params ReadOnlySpan<ReasonValue> values)
    {
        if (values.Length != ReasonWords.PlacesOf(fact))
        {
            throw new ArgumentException($"{fact} has {ReasonWords.PlacesOf(fact)} values, not {values.Length}.", nameof(values));
        }

        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        text.AppendLiteral(ReasonWords.HeadOf(fact));
        foreach (var value in values)
        {
            value.AppendTo(ref text);
        }

        return new Reason(text.ToStringAndClear());
    }

    /// <summary>The reason in a reader's language, with sums, dates and numbers as it writes them.</summary>
    /// <param name="language">Such as <c>pt</c> or <c>pt-BR</c>; English for one without words.</param>
    public string In(string language) => IsPlain ? Kept : ReasonWords.For(language).Of(Kept);

    /// <summary>What comes before the first fact that is one of these.</summary>
    public Reason Before(Func<Because, bool> isOneOf)
    {
        for (var at = Kept.IndexOf(Fact); at >= 0; at = Kept.IndexOf(Fact, at + 1))
        {
            if (isOneOf(ReasonWords.FactAt(Kept, at)))
            {
                return new Reason(Kept[..at]);
            }
        }

        return this;
    }

    /// <summary>The same with another text in place of each text in it: of ids, names, and of a reason that was kept as a sentence.</summary>
    public Reason WithTexts(Func<string, string> other)
    {
        if (IsPlain)
        {
            return new Reason(other(Kept));
        }

        var parts = Kept.Split(Value);
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i][0] == ReasonValue.Text)
            {
                var end = parts[i].IndexOf(Fact) is >= 0 and var next ? next : parts[i].Length;
                parts[i] = ReasonValue.Text + ReasonValue.Clean(other(parts[i][1..end])) + parts[i][end..];
            }
        }

        return new Reason(string.Join(Value, parts));
    }

    public static Reason operator +(Reason one, Reason next) => new(one.Kept + next.Kept);

    /// <summary>Whether both tell the same facts; of one that was kept as a sentence, whether it is the same sentence.</summary>
    public bool Equals(Reason other) => IsPlain == other.IsPlain ? string.Equals(Kept, other.Kept, StringComparison.Ordinal) : string.Equals(English, other.English, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is Reason other && Equals(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(English);

    public static bool operator ==(Reason one, Reason other) => one.Equals(other);

    public static bool operator !=(Reason one, Reason other) => !one.Equals(other);

    /// <summary>As <see cref="English"/>.</summary>
    public override string ToString() => English;
}

/// <summary>A value of a fact.</summary>
public readonly struct ReasonValue
{
    internal const char Text = 's';
    internal const char Sum = 'm';
    internal const char Day = 'd';
    internal const char Number = 'n';
    internal const char Percent = 'p';
    internal const char Apart = 't';
    internal const char Named = 'o';

    private readonly char kind;
    private readonly string? text;
    private readonly Money sum;
    private readonly long number;

    private ReasonValue(char kind, string? text, Money sum = default, long number = 0) => (this.kind, this.text, this.sum, this.number) = (kind, text, sum, number);

    /// <summary>An id, a name, a code.</summary>
    public static implicit operator ReasonValue(string text) => new(Text, text);

    public static implicit operator ReasonValue(Money sum) => new(Sum, null, sum);

    public static implicit operator ReasonValue(DateOnly day) => new(Day, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static implicit operator ReasonValue(DateTime time) => DateOnly.FromDateTime(time);

    public static implicit operator ReasonValue(int count) => new(Number, null, number: count);

    public static implicit operator ReasonValue(OrderStatus status) => new(Named, status.ToName());

    public static implicit operator ReasonValue(EntryType type) => new(Named, type.ToName());

    public static implicit operator ReasonValue(DayOfWeek day) => new(Named, Enum.GetName(day));

    public static implicit operator ReasonValue(TimeApart apart) => new(Apart, apart.ToString());

    /// <summary>One of a closed set that has words: a letter, to whom it goes, how a letter or a finding stands. What has none is told as it is.</summary>
    public static ReasonValue Name(string name) => new(Named, name);

    /// <summary>A rate of exchange, to four decimals.</summary>
    public static ReasonValue Rate(decimal rate) => new(Number, rate.ToString("0.####", CultureInfo.InvariantCulture));

    /// <summary>A count of something that may have a part, told whole.</summary>
    public static ReasonValue Whole(double count) => new(Number, count.ToString("0", CultureInfo.InvariantCulture));

    /// <summary>A share of one, told in per cent to one decimal.</summary>
    public static ReasonValue Share(decimal share) => new(Percent, share.ToString("P1", CultureInfo.InvariantCulture));

    internal void AppendTo(ref DefaultInterpolatedStringHandler to)
    {
        Span<char> room = stackalloc char[2 + Money.LongestText];
        (room[0], room[1]) = (Reason.Value, kind);
        to.AppendFormatted((ReadOnlySpan<char>)room[..2]);
        if (kind == Sum)
        {
            to.AppendFormatted(sum.Write(room));
        }
        else if (text is null)
        {
            number.TryFormat(room, out var length, provider: CultureInfo.InvariantCulture);
            to.AppendFormatted((ReadOnlySpan<char>)room[..length]);
        }
        else
        {
            to.AppendLiteral(kind == Text ? Clean(text) : text);
        }
    }

    /// <summary>A text without the separators, which no file of a wallet or marketplace holds for a reason.</summary>
    internal static string Clean(string text) => text.AsSpan().IndexOfAny(Reason.Fact, Reason.Value) < 0 ? text : text.Replace(Reason.Fact, ' ').Replace(Reason.Value, ' ');
}
