namespace Reconciler.Core.Matching;

/// <summary>
/// Parts charges and units of one amount where no window joins them: what happens in one part makes no difference to another, however long the history is
/// in which they lie. The work grows with the number of charges and units, not with their product.
/// </summary>
internal static class WindowParts
{
    /// <summary>The parts that have both, in time order; within each the charges and units keep their order.</summary>
    public static IEnumerable<(List<Charge> Charges, List<Unit> Units)> Of(List<Charge> charges, List<Unit> units)
    {
        if (charges.Count == 1)
        {
            var its = units.FindAll(u => Joins(charges[0], u));
            return its.Count > 0 ? [(charges, its)] : [];
        }

        // Charges are numbered before units. Of what is still open at a moment one stands for all that are joined already.
        var parts = new Parts(charges.Count + units.Count);
        var (openCharges, openUnits) = (new Open(), new Open());
        foreach (var (start, item) in charges.Select((c, i) => (Start: c.Entry.Booked.FirstUtc, Item: i)).Concat(units.Select((u, i) => (u.From, Item: charges.Count + i))).Order())
        {
            if (item < charges.Count)
            {
                openUnits.JoinTo(item, start, parts);
                openCharges.Add(item, charges[item].Entry.Booked.LastUtc);
            }
            else if (units[item - charges.Count] is var unit && unit.From <= unit.To)
            {
                openCharges.JoinTo(item, start, parts);
                openUnits.Add(item, unit.To);
            }
        }

        var unitsOf = Enumerable.Range(0, units.Count).ToLookup(i => parts.RootOf(charges.Count + i), i => units[i]);
        return [.. Enumerable.Range(0, charges.Count).GroupBy(parts.RootOf, i => charges[i]).Where(g => unitsOf.Contains(g.Key)).Select(g => (g.ToList(), unitsOf[g.Key].ToList()))];
    }

    public static bool Joins(Charge charge, Unit unit) => unit.From <= unit.To && charge.Entry.Booked.LastUtc >= unit.From && charge.Entry.Booked.FirstUtc <= unit.To;

    /// <summary>What began and has not ended.</summary>
    private sealed class Open
    {
        private readonly List<(int Item, DateTime End)> items = [];

        public void Add(int item, DateTime end) => items.Add((item, end));

        /// <summary>Joins all that is open at a moment to an item of the other kind that begins then; from now on one stands for them.</summary>
        public void JoinTo(int item, DateTime moment, Parts parts)
        {
            items.RemoveAll(open => open.End < moment);
            if (items.Count == 0)
            {
                return;
            }

            items.ForEach(open => parts.Join(open.Item, item));
            var last = items.MaxBy(open => open.End);
            items.Clear();
            items.Add(last);
        }
    }

    /// <summary>Disjoint sets with path halving.</summary>
    private sealed class Parts(int count)
    {
        private readonly int[] above = [.. Enumerable.Range(0, count)];

        public int RootOf(int item)
        {
            while (above[item] != item)
            {
                item = above[item] = above[above[item]];
            }

            return item;
        }

        public void Join(int one, int other)
        {
            var (a, b) = (RootOf(one), RootOf(other));
            above[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}
