using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>
/// Gives the entries of one file their ids: the source's own; where the source uses its references again, reference, day and sum; where a row has none, a hash of its
/// values. An id never depends on what else stands in the file, save that rows of one wallet and table whose ids are the same are counted: two tables may tell the same days, as two files do.
/// </summary>
internal sealed class EntryIds(Layout layout)
{
    private readonly Dictionary<(int Section, TransactionId Id), int> counts = [];

    /// <param name="entry">With the text of its id rule as its id.</param>
    /// <param name="bookedOn">The day of its booking in the file's own zone.</param>
    public (Entry Entry, IdSource Source) Give(Entry entry, TextRule rule, SourceRecord record, DateOnly bookedOn)
    {
        switch (rule.SourceIn(record))
        {
            case TextRule.RowHash hash:
                {
                    var former = entry.Id.Id;
                    var (counted, count) = Count(record, entry, hash.OfValues(new ValuesRecord(record, layout)));
                    return Named(entry, count, new IdSource(counted, string.Empty, count == 1 ? [former] : [string.Create(CultureInfo.InvariantCulture, $"{former}-{count}"), former]));
                }

            case TextRule.Reference reference:
                {
                    var bare = entry.Id.Id;
                    var (counted, count) = Count(record, entry, $"{bare}_{Digits(DayOf(reference, record) ?? bookedOn)}_{Text(Moved(entry))}");
                    return Named(entry, count, new IdSource(counted, bare, FormerReferences(bare, Digits(bookedOn), Text(entry.Amount), count)));
                }

            default:
                return (entry, IdSource.Own);
        }
    }

    /// <summary>What the id of an entry is made of that stands beside another one of the same row.</summary>
    public static IdSource Beside(IdSource main, string id, string end) =>
        main.Counted.Length == 0 ? IdSource.Own : new IdSource(id, string.Empty, [.. main.Former.Select(f => f + end)]);

    private static (Entry Entry, IdSource Source) Named(Entry entry, int count, IdSource source) =>
        (entry with { Id = entry.Id with { Id = source.Numbered(count) } }, source);

    private (string Id, int Count) Count(SourceRecord record, Entry entry, string id)
    {
        var key = (record.Section, entry.Id with { Id = id });
        return (id, counts[key] = counts.GetValueOrDefault(key) + 1);
    }

    private static DateOnly? DayOf(TextRule.Reference reference, SourceRecord record) =>
        reference.Day is { } rule && rule.Read(record).Text is { Length: > 0 } text && DateText.TryIso(text, out var day, out _, out _) ? DateOnly.FromDateTime(day) : null;

    /// <summary>Before 2026-11-30 a bank's reference stood alone (MT940: behind the day) where it was the only one of its file, else with day and sum.</summary>
    private string[] FormerReferences(string reference, string day, string sum, int count)
    {
        var own = layout.Format == LayoutFormat.Mt940 ? $"{day}-{reference}" : reference;
        var several = own.StartsWith(day, StringComparison.Ordinal) ? $"{own}_{sum}" : $"{own}_{day}_{sum}";
        return count == 1 ? [own, several] : [string.Create(CultureInfo.InvariantCulture, $"{several}_{count}")];
    }

    /// <summary>What the balance moved by: whether a fee is told apart may differ between two reports of one movement.</summary>
    private static Money Moved(Entry entry) => entry.Fee is { } fee && fee.Currency == entry.Amount.Currency ? entry.Amount - fee : entry.Amount;

    private static string Digits(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Text(Money sum) => BankNumber.Text(sum.Amount);
}
