using System.Globalization;
using System.Text;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Documents;

/// <summary>How documents spell amounts, times and names for people. Files for machines use the plain spellings of the contract instead.</summary>
internal static class Wording
{
    /// <summary>Stands where a statement says nothing.</summary>
    public const string Nothing = "–";

    /// <summary>How the pages of whoever runs the program, which are in English, write sums and dates.</summary>
    public static readonly ReaderFormat English = ReaderFormat.Of("en");

    /// <summary>The number alone with the currency's own decimals: <c>−1,234.50</c>.</summary>
    public static string Number(Money money) => English.Number(money.Amount, money.Currency.Decimals);

    /// <summary>Number and currency, kept on one line: <c>−1,234.50 USD</c>.</summary>
    public static string Amount(Money money) => English.Signed(money);

    public static string Amount(Money? money) => money is { } some ? Amount(some) : string.Empty;

    public static string Count(long count) => English.Count(count);

    public static string Time(DateTime utc) => English.Time(utc);

    public static string Date(DateOnly? day) => day is { } some ? English.ShortDate(some) : string.Empty;

    /// <summary>A closed set's value as words: <c>DuplicateCharge</c> is <c>Duplicate charge</c>.</summary>
    public static string Words<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToName().Replace('-', ' ');
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    public static string Words(FindingKind kind) => kind == FindingKind.FxDeviation ? "Exchange rate deviation" : Words<FindingKind>(kind);

    /// <summary>What a kind of finding means, in one sentence.</summary>
    public static string Meaning(FindingKind kind) => kind switch
    {
        FindingKind.DuplicateCharge => "The wallet was charged again for something that was paid already.",
        FindingKind.MissingRefund => "The marketplace owes money back, and nothing has come.",
        FindingKind.ShortRefund => "Less came back than was owed.",
        FindingKind.ExcessRefund => "More came back than was owed.",
        FindingKind.AmountMismatch => "What was charged is not what the order says.",
        FindingKind.FxDeviation => "The applied rate is off the wallet's published one.",
        FindingKind.ChargeWithoutOrder => "Money left the wallet, and no order explains it.",
        FindingKind.OrderWithoutCharge => "The order counts as paid, and no charge is found.",
        FindingKind.RefundWithoutOrder => "Money came back, and no order explains it.",
        FindingKind.StaleHold => "Reserved money was neither captured nor released.",
        FindingKind.AmbiguousMatch => "Several answers are equally good; a person must choose.",
        FindingKind.ConflictingRecord => "One id came with two different sums.",
        FindingKind.TransferMissing => "Money left one of our own accounts and did not arrive in the other.",
        FindingKind.StatementGap => "The statement's running balance does not follow from its rows.",
        _ => string.Empty,
    };

    /// <summary>Text fit to be shown: composed (NFC), one line, without control, direction and other invisible characters.</summary>
    public static string Printable(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    clean.Append(' ');
                    break;
                case UnicodeCategory.Format or UnicodeCategory.Surrogate:
                    break;
                default:
                    clean.Append(rune.ToString());
                    break;
            }
        }

        return string.Join(' ', clean.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
