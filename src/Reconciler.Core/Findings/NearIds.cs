using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>
/// Orders whose number a charge nearly gives: the same letters and digits but for zeros in front of a group of digits and the marks between groups
/// (<c>GALA-0005</c> for <c>GALA-00005</c>). A damaged id names nothing; a person may look.
/// </summary>
internal sealed class NearIds
{
    private const int MostGroups = 4;

    private readonly Ledger ledger;
    private readonly Lazy<ILookup<string, OrderSlot>> byKey;

    public NearIds(Ledger ledger)
    {
        this.ledger = ledger;
        byKey = new Lazy<ILookup<string, OrderSlot>>(() => ledger.Orders.Where(o => o.IsOpen).Select(o => (Key: Key(Groups(o.Order.Id.Id)), o)).Where(p => p.Key.Contains('|', StringComparison.Ordinal)).ToLookup(p => p.Key, p => p.o, StringComparer.Ordinal));
    }

    /// <summary>The only open order that the charge would fit and nearly names in its time, or null.</summary>
    public OrderSlot? For(Charge charge)
    {
        if (!charge.IsUnnamed || byKey.Value.Count == 0)
        {
            return null;
        }

        var near = new[] { charge.Entry.OrderReference, charge.Entry.Description, charge.Entry.Counterparty }.SelectMany(KeysIn).Distinct(StringComparer.Ordinal).SelectMany(key => byKey.Value[key])
            .Where(o => ledger.MayPay(charge, o) && ledger.Rules.IsInNamedWindow(charge.Entry, o.Order) && Fit.IsEqual(charge, o)).Distinct().Take(2).ToList();
        return near.Count == 1 ? near[0] : null;
    }

    internal static IEnumerable<string> KeysIn(string text)
    {
        var groups = Groups(text);
        for (var first = 0; first < groups.Count; first++)
        {
            for (var count = 2; count <= MostGroups && first + count <= groups.Count; count++)
            {
                yield return Key(groups.GetRange(first, count));
            }
        }
    }

    /// <summary>The key of an order's id; null where it is one group, which no text nearly gives.</summary>
    internal static string? KeyOf(Records.Order order) => Key(Groups(order.Id.Id)) is var key && key.Contains('|', StringComparison.Ordinal) ? key : null;

    private static string Key(List<string> groups) => string.Join('|', groups.Select(g => g.TrimStart('0') is { Length: > 0 } digits ? digits : "0"));

    /// <summary>Runs of letters and runs of digits, in upper case.</summary>
    private static List<string> Groups(string text)
    {
        var groups = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var isDigit = char.IsAsciiDigit(text[i]);
            while (i < text.Length && (isDigit ? char.IsAsciiDigit(text[i]) : char.IsLetter(text[i])))
            {
                i++;
            }

            if (i > start)
            {
                groups.Add(text[start..i].ToUpperInvariant());
            }
            else
            {
                i++;
            }
        }

        return groups;
    }
}
