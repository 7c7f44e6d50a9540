using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>
/// Which transaction an order means that names one by its number: where several have it, for several wallets count alike or a source uses its numbers again, the one that
/// fits; none where more than one does, or none.
/// </summary>
internal static class TransactionsMeant
{
    /// <summary>By charge the orders that mean it, in the order of placing.</summary>
    public static Dictionary<Charge, List<OrderSlot>> Find(Ledger ledger)
    {
        var meant = new Dictionary<Charge, List<OrderSlot>>();
        var byNumber = NamedTier.OrdersByPaymentReference(ledger.Orders);
        if (byNumber.Count == 0)
        {
            return meant;
        }

        foreach (var charges in ledger.Charges.Select(c => (Charge: c, Number: Names.Id(c.Entry.Id.Reference))).Where(c => byNumber.Contains(c.Number)).GroupBy(c => c.Number, c => c.Charge, StringComparer.Ordinal))
        {
            var ofOneNumber = new OfOneNumber(ledger, [.. charges]);
            foreach (var slot in byNumber[charges.Key].Distinct())
            {
                if (ofOneNumber.MeantBy(slot) is { } charge)
                {
                    if (!meant.TryGetValue(charge, out var orders))
                    {
                        meant.Add(charge, orders = []);
                    }

                    orders.Add(slot);
                }
            }
        }

        return meant;
    }

    /// <summary>All charges that bear a number.</summary>
    private sealed class OfOneNumber(Ledger ledger, List<Charge> charges)
    {
        private readonly Lazy<Fitting> ofAnyone = new(() => new Fitting(ledger, charges, _ => string.Empty));
        private readonly Lazy<Fitting> byPayee = new(() => new Fitting(ledger, charges, c => c.Payee));

        public Charge? MeantBy(OrderSlot slot)
        {
            var may = charges.Where(c => ledger.MayPay(c, slot)).Take(2).ToList();
            if (may.Count < 2)
            {
                return may.FirstOrDefault();
            }

            var fitting = ofAnyone.Value.Of(string.Empty, slot).Distinct().Take(2).ToList();
            if (fitting.Count > 1)
            {
                fitting = [.. new[] { slot.Seller, slot.Marketplace }.Where(party => party.Length > 0).SelectMany(party => byPayee.Value.Of(party, slot)).Distinct().Take(2)];
            }

            return fitting is [var only] ? only : null;
        }
    }

    /// <summary>Charges by their counterparty and what they come to, in time.</summary>
    private sealed class Fitting(Ledger ledger, List<Charge> charges, Func<Charge, string> party)
    {
        private readonly ChargesByRate byRate = new(ledger, charges, party);

        private readonly Dictionary<(string Party, Money Sum), (List<Charge> Charges, TimeWindows Booked)> bySum =
            charges.SelectMany(c => new[] { c.Sum, c.SumWithFee, c.Original }.OfType<Money>().Distinct().Select(sum => (Key: (party(c), sum), c))).GroupBy(p => p.Key, p => p.c)
                .ToDictionary(g => g.Key, g => (g.ToList(), new TimeWindows([.. g.Select(c => c.Entry.Booked)])));

        /// <summary>Those that fit an order in the window for what is named, exactly, with its whole checkout, or by rate; some more than once.</summary>
        public IEnumerable<Charge> Of(string ofParty, OrderSlot slot)
        {
            var booked = ledger.Rules.NamedBookedFor(slot.Order);
            foreach (var due in new[] { slot.Order.Total, slot.Order.Charged, slot.Checkout?.Total, slot.Checkout?.Charged }.OfType<Money>().Distinct())
            {
                if (bySum.TryGetValue((ofParty, due), out var its))
                {
                    foreach (var charge in its.Booked.All(booked).Select(i => its.Charges[i]).Where(c => ledger.MayPay(c, slot)))
                    {
                        yield return charge;
                    }
                }
            }

            foreach (var charge in byRate.Near(ofParty, slot, booked))
            {
                yield return charge;
            }
        }
    }
}
