using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>Reads the currency of a sum: from its column, else from the word beside the number.</summary>
internal sealed class CurrencyReader(Layout layout, Refusals refusals)
{
    /// <summary>How many spellings are remembered; a file has a few.</summary>
    private const int MostRemembered = 1_000;

    private readonly Dictionary<string, Currency?> known = new(StringComparer.Ordinal);

    /// <param name="word">What stands beside the number, or empty.</param>
    public Currency? Of(Field amount, MoneyCase part, SourceRecord record, string word)
    {
        var rule = part.Currency ?? layout.Currency;
        var field = rule.Read(record);
        if (field.IsEmpty)
        {
            return Beside(amount, field, rule, record, word);
        }

        if (Find(field.Text) is not { } currency)
        {
            return refusals.Refuse<Currency?>(field, Currency.WhyNot(field.ToString()), null);
        }

        return word.Length == 0 || AmountText.Meanings(word, layout.Symbols).Contains(currency.Code)
            ? currency
            : refusals.Refuse<Currency?>(amount, $"has \"{word}\" beside the number, but the currency column says {currency}. Correct one of the two.", null);
    }

    private Currency? Beside(Field amount, Field column, TextRule rule, SourceRecord record, string word)
    {
        var told = rule is TextRule.Column columns ? Array.Exists(columns.Fields, record.HasColumn) : column.Column.Length > 0;
        if (word.Length == 0 && !told)
        {
            return refusals.Refuse<Currency?>(amount, $"says no currency, nor does the file. Set currency to {{ \"text\": \"USD\" }}, or whichever it is, in {layout.SettingsFile}.", null);
        }

        if (word.Length == 0)
        {
            return refusals.Refuse<Currency?>(column, "is empty; a currency code of ISO 4217, such as USD, is needed.", null);
        }

        return AmountText.Meanings(word, layout.Symbols) switch
        {
            [var only] => Currency.Of(only),
            [] => refusals.Refuse<Currency?>(amount, $"has \"{word}\" beside the number, which is no currency that is known. Add it to symbols in {layout.SettingsFile}.", null),
            var several => refusals.Refuse<Currency?>(amount, $"has \"{word}\" beside the number, which can be {string.Join(", ", several)}. Say which under symbols in {layout.SettingsFile}.", null),
        };
    }

    private Currency? Find(ReadOnlySpan<char> text)
    {
        var spellings = known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!spellings.TryGetValue(text, out var currency))
        {
            currency = Currency.TryParse(text.ToString(), out var read) ? read : null;
            if (known.Count < MostRemembered)
            {
                spellings[text] = currency;
            }
        }

        return currency;
    }
}
