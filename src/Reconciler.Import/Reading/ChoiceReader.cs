using Reconciler.Core.Records;
using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>Reads values out of closed sets: types, statuses, signs.</summary>
internal sealed class ChoiceReader(Layout layout, Refusals refusals)
{
    /// <summary>How many words of a rule are remembered with what they may mean; a column of types has a few dozen.</summary>
    private const int MostWords = 500;
    private const int LongestWord = 100;

    private readonly Dictionary<object, object> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The value of the first choice that fits; null, and refused, where none does.</summary>
    public T? Read<T>(ChoiceRule<T> rule, SourceRecord record, string key)
        where T : struct, Enum
    {
        var field = rule.Of.Read(record);
        if (rule.Choices is null)
        {
            return RecordNames.TryParse<T>(field.Text, out var value)
                ? value
                : refusals.Refuse<T?>(field, $"is none of {string.Join(", ", Enum.GetValues<T>().Select(v => v.ToName()))}.", null);
        }

        foreach (var choice in Fitting(rule, field.Text))
        {
            if (Condition.AllHold(choice.When, record))
            {
                return choice.Value;
            }
        }

        return refusals.Refuse<T?>(field, $"is a {key} that the layout does not know. Add it to the rules of {key} in {layout.SettingsFile}.", null);
    }

    /// <summary>The choices that a text fits, in order: worked out once for each word of a file.</summary>
    private Choice<T>[] Fitting<T>(ChoiceRule<T> rule, ReadOnlySpan<char> text)
        where T : struct, Enum
    {
        Dictionary<string, Choice<T>[]> words;
        if (known.TryGetValue(rule, out var of))
        {
            words = (Dictionary<string, Choice<T>[]>)of;
        }
        else
        {
            known.Add(rule, words = new Dictionary<string, Choice<T>[]>(StringComparer.Ordinal));
        }

        if (words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var fitting))
        {
            return fitting;
        }

        var word = text.ToString();
        fitting = Array.FindAll(rule.Choices!, choice => choice.FitsText(word));
        if (words.Count < MostWords && word.Length <= LongestWord)
        {
            words.Add(word, fitting);
        }

        return fitting;
    }
}
