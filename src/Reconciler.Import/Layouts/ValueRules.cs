using Reconciler.Import.Spelling;

namespace Reconciler.Import.Layouts;

/// <summary>One way to a value: it fits when the text is one of <paramref name="Values"/> (if given), meets the pattern (if given) and all conditions hold.</summary>
internal sealed record Choice<T>(T Value, HashSet<string>? Values, LinearPattern? Matches, Condition[] When)
{
    public bool Fits(ReadOnlySpan<char> text, SourceRecord record) => FitsText(text) && Condition.AllHold(When, record);

    /// <summary>Whether the text fits, whatever else the record says.</summary>
    public bool FitsText(ReadOnlySpan<char> text) =>
        (Values is null || Values.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text)) && (Matches is null || Matches.IsMatch(text));
}

/// <summary>A value out of a closed set: the first choice that fits.</summary>
/// <param name="Choices">In order. Null: the file writes the names of the contract itself.</param>
internal sealed record ChoiceRule<T>(TextRule Of, Choice<T>[]? Choices)
    where T : struct, Enum;

/// <summary>Which way a sum that is written without regard to its direction goes.</summary>
internal enum SignRule
{
    /// <summary>As the number's own sign says.</summary>
    Written,

    /// <summary>Out of the wallet, whatever sign is written.</summary>
    Out,

    /// <summary>Into the wallet, whatever sign is written.</summary>
    In,

    /// <summary>The file writes money out as positive.</summary>
    Flipped,
}

/// <summary>A sum of money: the first case whose conditions hold.</summary>
internal sealed record MoneyRule(MoneyCase[] Cases);

/// <param name="Currency">Null: the layout's currency rule.</param>
/// <param name="Minus">A sum in the same currency that is taken off, before the sign.</param>
/// <param name="Times">For a sum over the lines of an order: the column by which each line's price is multiplied.</param>
/// <param name="OverLines">Whether the sum is made over the lines of the record, or the elements that a JSON path meets.</param>
/// <param name="Lines">Which lines count: those of which all holds.</param>
/// <param name="Units">What the file counts.</param>
internal sealed record MoneyCase(
    Condition[] When, TextRule Of, TextRule? Currency, MoneyCase? Minus, ChoiceRule<SignRule>? Sign, bool OverLines, Condition[] Lines, TextRule? Times, Units Units)
{
    /// <summary>The texts whose sums are added up, on every line of the record; empty ones add nothing. None: the sum is <see cref="Of"/>.</summary>
    public TextRule[] Added { get; init; } = [];

    /// <summary>The texts that are read as sums.</summary>
    public TextRule[] Sums => Added.Length > 0 ? Added : [Of];
}

/// <summary>What a file counts in its sums.</summary>
internal enum Units
{
    /// <summary>Euros, roubles, yen.</summary>
    Major,

    /// <summary>The currency's own smallest unit: cents, kopeks, yen.</summary>
    Minor,

    /// <summary>Hundredths in every currency, also of the yen.</summary>
    Hundredths,

    /// <summary>Whole units with more decimals than the currency has; the last one that it has is rounded, halves to even.</summary>
    Rounded,
}

/// <summary>What a fee means that has the other sign than one that was taken.</summary>
internal enum GivenBackRule
{
    /// <summary>It is wrong: the row is rejected.</summary>
    Reject,

    /// <summary>A fee that came back; it stays in the extra text.</summary>
    Extra,

    /// <summary>A fee that came back, as an entry of its own: only with it do the balances join up.</summary>
    Entry,
}

/// <summary>What the wallet took for its service.</summary>
/// <param name="TakenIsNegative">Whether the file writes a fee that was taken with a minus.</param>
internal sealed record FeeRule(MoneyRule Money, bool TakenIsNegative, GivenBackRule GivenBack);

/// <summary>The wallet's rate.</summary>
/// <param name="Inverse">Whether the file writes units of the original currency for one of the wallet's.</param>
internal sealed record RateRule(TextRule Of, bool Inverse);

/// <summary>A point in time, from one column or from a date and a time column.</summary>
/// <param name="Formats">Date formats of .NET, tried in order, or the words <see cref="DateText.Iso"/> and <see cref="DateText.Unix"/>.</param>
/// <param name="Zone">A name of the tz database; <see cref="OffsetInText"/>: the text itself must say; <see cref="UnknownZone"/>: nobody does.</param>
internal sealed record TimeRule(TextRule Of, TextRule? TimeOfDay, string[] Formats, string[] TimeFormats, TextRule? ZoneOf, string Zone)
{
    /// <summary>The zone word for files that write an offset with each time.</summary>
    public const string OffsetInText = "offset";

    /// <summary>The zone word for files that do not name theirs: a time without an offset is taken as UTC, a day alone as that day in any zone.</summary>
    public const string UnknownZone = "unknown";
}
