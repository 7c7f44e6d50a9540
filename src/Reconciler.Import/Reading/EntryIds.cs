using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Import;

/// <summary>
/// Gives the entries of one file their ids: the source's own; where the source uses its references again, reference, day and sum; where a row has none, a hash of its
/// values. An id never depends on what else stands in the file, save that rows whose ids are the same are counted: the second one is <c>…-2</c>.
/// </summary>
internal sealed class EntryIds(Layout layout)
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <param name="entry">With the text of its id rule as its id.</param>
    /// <param name="bookedOn">The day of its booking in the file's own zone.</param>
    public (Entry Entry, IdSource Source) Give(Entry entry, TextRule rule, SourceRecord record, DateOnly bookedOn)
    {
        switch (rule.SourceIn(record))
        {
            case TextRule.RowHash hash:
            {
                var counted = hash.OfValues(record, layout);
                var count = Count(counted);
                return Named(entry, counted, count, string.Empty, count == 1 ? [entry.Id.Id] : [IdSource.Numbered(entry.Id.Id, count), entry.Id.Id]);
            }

            case TextRule.Reference reference:
            {
                var bare = entry.Id.Id;
                var counted = $"{bare}_{Digits(DayOf(reference, record) ?? bookedOn)}_{Text(Moved(entry))}";
                var count = Count(counted);
                return Named(entry, counted, count, bare, FormerReferences(bare, Digits(bookedOn), Text(entry.Amount), count));
            }

            default:
                return (entry, IdSource.Own);
        }
    }

    /// <summary>What the id of an entry is made of that stands beside another one of the same row.</summary>
    public static IdSource Beside(IdSource main, string id, string end) =>
        main.Counted.Length == 0 ? IdSource.Own : new IdSource(id, string.Empty, [.. main.Former.Select(f => f + end)]);

    private static (Entry Entry, IdSource Source) Named(Entry entry, string counted, int count, string reference, IReadOnlyList<string> former) =>
        (entry with { Id = entry.Id with { Id = IdSource.Numbered(counted, count) } }, new IdSource(counted, reference, former));

    private int Count(string id) => counts[id] = counts.GetValueOrDefault(id) + 1;

    private static DateOnly? DayOf(TextRule.Reference reference, SourceRecord record) =>
        reference.Day?.Read(record).Text is { Length: > 0 } text && DateText.TryIso(text, out var day, out _, out _) ? DateOnly.FromDateTime(day) : null;

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
