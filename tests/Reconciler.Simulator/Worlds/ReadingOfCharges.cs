using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Worlds;

/// <summary>Tiers and duplicates.</summary>
internal sealed partial class ContractReading
{
    private readonly HashSet<Entry> decided = [];
    private readonly List<Entry> outOfTime = [];
    private readonly HashSet<Entry> byTimeAlone = [];

    private IEnumerable<Entry> OpenCharges => charges.Where(c => !decided.Contains(c));

    private IEnumerable<Order> OpenOrders => world.Orders.Where(o => !payments.ContainsKey(o.Id) && o.Total.MinorUnits > 0);

    // --- tier 1 --------------------------------------------------------------------------------------------------------------------------------------------

    private sealed record Naming(Entry Charge, Order? Order, string Checkout, Place Place);

    private void Named()
    {
        var namings = charges.SelectMany(NamingsOf).ToList();
        foreach (var charge in charges.Where(c => namings.TrueForAll(n => n.Charge != c) && world.Orders.Any(o => NameOf(c, o.Id.Id) is not null || (o.CheckoutId.Length > 0 && NameOf(c, o.CheckoutId) is not null) || o.PaymentReference == c.Id.Id)))
        {
            outOfTime.Add(charge); // S43: it names an order in whose time it is not booked: it is not unnamed, and pays no other
            decided.Add(charge);
        }

        foreach (var naming in namings.Where(n => n.Checkout.Length > 0).ToList())
        {
            namings.RemoveAll(n => n.Charge == naming.Charge && n.Order is { } order && order.CheckoutId == naming.Checkout); // S5: a charge that names a checkout and one of its orders names the checkout
        }

        Twins(namings);
        if (namings.GroupBy(n => n.Charge).Any(g => g.Count() > 1))
        {
            throw new SilenceException("S6 a charge names several orders");
        }

        namings = [.. namings.Select(n => n.Order is null && world.Orders.Where(o => o.CheckoutId == n.Checkout).ToList() is [var only] ? n with { Order = only, Checkout = "" } : n)];
        foreach (var checkout in world.Orders.GroupBy(o => (o.CheckoutId.Length > 0 ? o.CheckoutId : o.Id.Id, o.Id.Marketplace)))
        {
            List<Order> orders = [.. checkout.OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id)];
            var own = namings.Where(n => n.Order is { } order ? orders.Contains(order) : n.Checkout == checkout.Key.Item1 && orders.Exists(o => o.CheckoutId == n.Checkout)).ToList();

            if (orders.Exists(o => o.Total.MinorUnits > 0) && own.Exists(n => n.Order is { Total.IsZero: true }))
            {
                throw new SilenceException("S77 a charge or refund names an order of zero, and its checkout costs something");
            }

            if (orders.Exists(o => o.Charged is null) && own.Exists(n => !FitsByRate(n.Charge, orders) && FitsByRate(n.Charge, [.. orders.Select(o => o with { Charged = null })])))
            {
                throw new SilenceException("S68 what the marketplace took is told of some orders of a checkout only");
            }

            // "A charge that names a checkout, or an order of a checkout and fits the checkout's sum, pays the whole checkout."
            if (orders.Count > 1 && own.Exists(n => n.Order is null || (IsExact([n.Charge], orders) && !IsExact([n.Charge], [n.Order])) || (FitsByRate(n.Charge, orders) && !Fits(n.Charge, [n.Order]))))
            {
                PayNamed(orders, own);
            }
            else
            {
                foreach (var order in orders)
                {
                    PayNamed([order], [.. own.Where(n => n.Order == order || n.Order is null)]);
                }
            }
        }
    }

    private IEnumerable<Naming> NamingsOf(Entry charge)
    {
        foreach (var order in world.Orders.Where(o => InNamedWindow(charge, o)))
        {
            if (NameOf(charge, order.Id.Id) is { } place)
            {
                yield return new Naming(charge, order, "", place);
            }
            else if (order.PaymentReference == charge.Id.Id && IsMeant(charge, order))
            {
                yield return new Naming(charge, order, "", Place.Order);
            }
        }

        foreach (var checkout in world.Orders.Where(o => o.CheckoutId.Length > 0 && InNamedWindow(charge, o)).Select(o => o.CheckoutId).Distinct())
        {
            if (NameOf(charge, checkout) is { } place)
            {
                yield return new Naming(charge, null, checkout, place);
            }
        }
    }

    /// <summary>"Of several wallets' entries of that number the one that fits is meant."</summary>
    private bool IsMeant(Entry charge, Order order)
    {
        var ofThatNumber = charges.Where(c => c.Id.Id == order.PaymentReference).ToList();
        var fitting = ofThatNumber.Where(c => Fits(c, [order]) || Fits(c, Checkout(order))).ToList();
        return ofThatNumber.Count == 1 || (fitting.Count == 1 ? fitting[0] == charge : throw new SilenceException("S7 several wallets' entries of the number that an order names, and not one that fits"));
    }

    private bool Fits(Entry charge, IReadOnlyList<Order> orders) => IsExact([charge], orders) || FitsByRate(charge, orders);

    /// <summary>"Two orders of one number at two marketplaces: the seller or marketplace as counterparty decides, then pairs in time order, as in 2."</summary>
    private void Twins(List<Naming> namings)
    {
        foreach (var number in namings.Where(n => n.Order is not null).GroupBy(n => n.Order!.Id.Id).Where(g => g.Select(n => n.Order).Distinct().Count() > 1).ToList())
        {
            var twins = number.Select(n => n.Order!).Distinct().ToList();
            var open = twins.ToList();
            var undecided = new List<Entry>();
            foreach (var charge in number.Select(n => n.Charge).Distinct().ToList())
            {
                var own = number.Where(n => n.Charge == charge).ToList();
                if (own.Count == 1)
                {
                    open.Remove(own[0].Order!);
                    continue; // only one of them is in its time, or names its transaction
                }

                var told = own.Where(n => SameSeller(charge, n.Order!) || Same(charge.Counterparty, n.Order!.Id.Marketplace)).ToList();
                var fitting = own.Where(n => Fits(charge, [n.Order!])).ToList();
                if (told.Count == 1)
                {
                    if (fitting.Count == 1 && fitting[0] != told[0])
                    {
                        throw new SilenceException("S8 of two orders of one number the seller's does not fit, the other does");
                    }

                    Keep(charge, told[0]);
                    open.Remove(told[0].Order!);
                }
                else if (fitting.Count == 1)
                {
                    Keep(charge, fitting[0]);
                    open.Remove(fitting[0].Order!);
                }
                else if (fitting.Count == 0)
                {
                    throw new SilenceException("S9 of two orders of one number none fits");
                }
                else
                {
                    undecided.Add(charge);
                }
            }

            if (undecided.Count == 0)
            {
                continue;
            }

            NeedTimes(undecided, twins);
            if (undecided.Select(c => (c.Amount, c.OriginalAmount, c.Fee)).Distinct().Count() > 1 || !undecided.TrueForAll(c => twins.TrueForAll(o => IsExact([c], [o]))))
            {
                throw new SilenceException("S73 orders of one number and charges that fit both of them in different ways");
            }


            var answer = Assignments.Choose([.. undecided.SelectMany(c => open.Select(o => new Pairing<IReadOnlyList<Order>>(c, [o], [o.Id.ToString()], (c.BookedAtUtc - o.PlacedAtUtc).Duration(), (o.PlacedAtUtc, Key(o)))))], TwelveHours);
            foreach (var pairing in answer.Chosen)
            {
                Keep(pairing.Entry, number.First(n => n.Charge == pairing.Entry && n.Order == pairing.Target[0]));
                byTimeAlone.Add(pairing.Entry);
            }

            foreach (var (charge, candidates) in answer.Ambiguous)
            {
                namings.RemoveAll(n => n.Charge == charge);
                MakeAmbiguous(charge, [.. candidates.SelectMany(p => p.Target)]);
            }

            if (undecided.Exists(c => namings.Count(n => n.Charge == c) > 1))
            {
                throw new SilenceException("S10 more charges than orders of one number, which of them is repeated?");
            }
        }

        void Keep(Entry charge, Naming naming) => namings.RemoveAll(n => n.Charge == charge && n.Order != naming.Order);
    }

    private void MakeAmbiguous(Entry charge, IReadOnlyList<Order> orders)
    {
        ambiguous[charge] = [.. orders.Distinct().OrderBy(o => o.Id)];
        decided.Add(charge);
    }

    /// <summary>
    /// "Several charges that name one order, or a checkout and its orders: the earliest set that sums exactly is the payment, each left over is a duplicate;
    /// with no exact set, all of them match and amount-mismatch tells the difference."
    /// </summary>
    private void PayNamed(List<Order> orders, List<Naming> namings)
    {
        if (namings.Count == 0)
        {
            return;
        }

        var (set, paid) = EarliestExactSet(orders, namings);

        // "An order named only in free text that does not fit while another fits exactly with the same seller: both are candidates, ambiguous-match."
        foreach (var naming in namings.Where(n => n.Place == Place.Text && n.Order is not null && !Fits(n.Charge, [n.Order]) && !Fits(n.Charge, Checkout(n.Order)) && set?.Contains(n.Charge) != true).ToList())
        {
            var others = world.Orders.Where(o => o != naming.Order && SameSeller(naming.Charge, o) && InUnnamedWindow(naming.Charge, o) && IsExact([naming.Charge], [o])).ToList();
            if (others.Count > 0)
            {
                if (others.Exists(o => charges.Any(c => c != naming.Charge && (NamingsOf(c).Any(n => n.Order == o || n.Checkout == o.CheckoutId) || (InUnnamedWindow(c, o) && Fits(c, [o]))))))
                {
                    throw new SilenceException("S11 the order that fits better has a charge of its own");
                }

                if (ambiguous.Count > 0)
                {
                    throw new SilenceException("S12 two named charges for one better order");
                }

                MakeAmbiguous(naming.Charge, [naming.Order!, .. others]);
                namings.Remove(naming);
            }
        }

        if (namings.Count == 0)
        {
            return;
        }

        var all = namings.Select(n => n.Charge).ToList();
        if (set is null)
        {
            PayInexactly(orders, namings);
            decided.UnionWith(all);
            return;
        }

        Allot(paid, [.. namings.Where(n => set.Contains(n.Charge))], "named", Confidence.Certain);
        var byCheckout = paid.Where(o => payments[o.Id].Parts.Any(p => namings.Exists(n => n.Charge == p.Charge && n.Order is null))).ToList(); // what a charge that names the checkout repeats
        foreach (var left in namings.Where(n => !set.Contains(n.Charge)))
        {
            duplicates.Add(new Duplicate(left.Charge, left.Order is { } named && (orders.Count == 1 || !Fits(left.Charge, orders)) ? [named] : byCheckout.Count > 0 ? byCheckout : paid.Any(o => !o.Total.IsZero) ? [.. paid.Where(o => !o.Total.IsZero)] : paid, Confidence.Certain));
        }

        decided.UnionWith(all);
    }

    private (List<Entry>? Set, IReadOnlyList<Order> Paid) EarliestExactSet(List<Order> orders, List<Naming> namings)
    {
        var all = namings.Select(n => n.Charge).OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id).ToList();
        if (all.Count > 1)
        {
            NeedTimes(all, []);
        }

        var sets = Enumerable.Range(1, (1 << all.Count) - 1).Select(bits => all.Where((_, i) => (bits & (1 << i)) != 0).ToList()).ToList();

        // S13: of a checkout the sum of the orders that still stand is an exact sum too, where that of all is not met; only for those who name it.
        var live = orders.Where(IsLive).ToList();
        List<IReadOnlyList<Order>> wanted = [orders, .. orders.Count > 1 && live.Count > 0 && live.Count < orders.Count ? [live] : Array.Empty<IReadOnlyList<Order>>()];
        foreach (var paid in wanted)
        {
            // What names one of those orders is part of the set; else nothing says who gets which part (S17).
            var possible = sets.Where(s => paid == orders || (namings.Exists(n => s.Contains(n.Charge) && n.Order is null) && namings.TrueForAll(n => n.Order is null || s.Contains(n.Charge) == paid.Contains(n.Order)))).ToList();
            var exact = possible.Where(s => IsExact(s, paid)).ToList();
            exact = exact.Count > 0 ? exact : [.. possible.Where(s => s.Count == 1 && FitsByRate(s[0], paid))]; // "within 3 %": a sum that is met to the minor unit goes before
            if (exact.Count > 0)
            {
                // S14: the set that was complete first.
                var complete = exact.Min(s => s.Max(c => c.BookedAtUtc));
                var first = exact.Where(s => s.Max(c => c.BookedAtUtc) == complete).ToList();
                if (first.Count > 1 && (paid.Count > 1 || first.Exists(s => s.Count > 1 || s[0].Fee is not null)))
                {
                    throw new SilenceException("S14 two exact sets, of a checkout, of several charges or with a fee, that are complete at the same time");
                }

                return (exact.OrderBy(s => s.Max(c => c.BookedAtUtc)).ThenBy(s => string.Concat(s.Select(c => $"{c.BookedAtUtc:o}{Key(c)} ")), StringComparer.Ordinal).First(), paid);
            }
        }

        return (null, orders);
    }

    /// <summary>An exact set: each charge goes to the order that it names; one that names the checkout fills what is left of each of its orders.</summary>
    private void Allot(IReadOnlyList<Order> orders, List<Naming> set, string rule, Confidence confidence)
    {
        var parts = orders.ToDictionary(o => o, _ => new List<(Entry, Money, long)>());
        var open = orders.ToDictionary(o => o, o => o.Total.MinorUnits);
        set = orders.Count == 1 ? [.. set.Select(n => n with { Order = orders[0] })] : set;
        foreach (var naming in set.Where(n => n.Order is not null && (set.Count > 1 || orders.Count == 1)))
        {
            parts[naming.Order!].Add((naming.Charge, naming.Charge.Amount.Abs(), 0));
            open[naming.Order!] -= WithFee(naming.Charge, naming.Order!.Total.Currency) ?? 0;
        }

        if (orders.Count > 1 && set.Count > 1 && open.Values.Any(left => left < 0))
        {
            throw new SilenceException("S15 more than its total is paid by an order's own number, and less than the rest by the checkout's");
        }

        var whole = set.Where(n => orders.Count > 1 && (n.Order is null || set.Count == 1)).ToList();
        if (whole.Count > 1)
        {
            throw new SilenceException("S17 several charges name a checkout: who gets which part?");
        }

        foreach (var naming in whole)
        {
            Share(naming.Charge, [.. orders.Where(o => open[o] > 0).Select(o => (o, open[o]))], parts);
        }

        foreach (var order in orders)
        {
            // All that was paid is the total, or what the marketplace says it took; S25: with or without the fee that made it exact.
            var fee = parts[order].Sum(p => p.Item1.Fee is { } f && f.Currency == order.Total.Currency ? f.MinorUnits : 0);
            var worth = order.Charged is { } took && took.Currency == order.Total.Currency && !IsExact([.. set.Select(n => n.Charge)], [.. orders.Select(o => o with { Charged = null })]) && !set.Exists(n => FitsByRate(n.Charge, orders)) ? took : order.Total;
            payments[order.Id] = new Payment([.. parts[order]], rule, confidence, worth, 0, new Money(worth.MinorUnits - fee, worth.Currency)) { Together = orders };
        }
    }

    /// <summary>A charge for several orders is shared by what each of them costs.</summary>
    private static void Share(Entry charge, IReadOnlyList<(Order Order, long Weight)> open, Dictionary<Order, List<(Entry, Money, long)>> parts)
    {
        var amount = charge.Amount.Abs();
        var sum = open.Sum(o => o.Weight);
        foreach (var (order, weight) in open)
        {
            var part = open.Count == 1 ? amount.MinorUnits : (long)Math.Round((decimal)amount.MinorUnits * weight / sum, MidpointRounding.ToEven);
            parts[order].Add((charge, amount with { MinorUnits = part }, open.Count == 1 || open.All(o => (decimal)amount.MinorUnits * o.Weight % sum == 0) ? 0 : 2));
        }
    }

    /// <summary>"With no exact set, all of them match and amount-mismatch tells the difference (alone or with the fees, whichever is nearer)."</summary>
    private void PayInexactly(List<Order> orders, List<Naming> namings)
    {
        var all = namings.Select(n => n.Charge).ToList();
        var currency = orders[0].Total.Currency;
        var total = orders.Sum(o => o.Total.MinorUnits);
        if (orders.Any(o => o.Total.Currency != currency))
        {
            throw new SilenceException("S16 a checkout in two currencies");
        }

        var parts = orders.ToDictionary(o => o, _ => new List<(Entry, Money, long)>());
        foreach (var naming in namings)
        {
            if (naming.Order is { } own)
            {
                parts[own].Add((naming.Charge, naming.Charge.Amount.Abs(), 0));
            }
            else if (namings.Count > 1)
            {
                throw new SilenceException("S17 a checkout of which some orders are named, without an exact set: who gets which part?");
            }
            else
            {
                Share(naming.Charge, [.. orders.Select(o => (o, o.Total.MinorUnits))], parts);
            }
        }

        if (orders.Any(o => parts[o].Count == 0))
        {
            throw new SilenceException("S17 a checkout of which some orders are named, without an exact set: who gets which part?");
        }

        if (orders.Count > 1 && orders.Any(o => o.Charged is not null) && orders.Any(o => o.Charged is null))
        {
            throw new SilenceException("S68 what the marketplace took is told of some orders of a checkout only");
        }

        var charged = orders.All(o => o.Charged is not null) && orders.Select(o => o.Charged!.Value.Currency).Distinct().Count() == 1 ? new Money(orders.Sum(o => o.Charged!.Value.MinorUnits), orders[0].Charged!.Value.Currency) : (Money?)null;
        long? alone, withFee;
        long slack = 0;
        var isUnvalued = false;
        if (all.TrueForAll(c => Alone(c, currency) is not null))
        {
            (alone, withFee) = (all.Sum(c => Alone(c, currency)!.Value), all.Sum(c => WithFee(c, currency)!.Value));
        }
        else if (charged is { } took && all.TrueForAll(c => Alone(c, took.Currency) is not null))
        {
            // "Charged_amount in charged_currency", brought into the order's currency by the share.
            (alone, withFee) = ((long)Math.Round((decimal)all.Sum(c => Alone(c, took.Currency)!.Value) * total / took.MinorUnits), (long)Math.Round((decimal)all.Sum(c => WithFee(c, took.Currency)!.Value) * total / took.MinorUnits));
            slack = 1;
        }
        else if (all.TrueForAll(c => Alone(c, currency) is not null || ByRate(c, orders[0]) is not null))
        {
            alone = withFee = (long)Math.Round(all.Sum(c => Alone(c, currency) ?? ByRate(c, orders[0])!.Value));
            slack = all.Count;
            if (all.Count > 1 && Math.Abs(alone.Value - total) <= 0.03m * total)
            {
                throw new SilenceException("S18 several charges of which only rates tell the worth are together within 3 %");
            }
        }
        else
        {
            if (all.Count > 1)
            {
                throw new SilenceException("S19 of several named charges one cannot be valued");
            }

            // "What cannot be valued in the order's currency is matched as probable and said so in an amount-mismatch in the wallet's currency."
            (alone, withFee, isUnvalued) = (total, total, true);
        }

        List<long> differences = [alone.Value - total];
        if (withFee != alone)
        {
            differences = Math.Abs(withFee!.Value - total) < Math.Abs(alone.Value - total) ? [withFee.Value - total] : Math.Abs(withFee.Value - total) == Math.Abs(alone.Value - total) ? [alone.Value - total, withFee.Value - total] : differences;
        }

        if (charged is { } inSame && inSame.Currency == currency && inSame.MinorUnits != total)
        {
            differences = [.. differences, alone.Value - inSame.MinorUnits, withFee!.Value - inSame.MinorUnits]; // S20: the difference to the total or to what it took
        }

        if (charged is { } inOther && inOther.Currency != currency && all.TrueForAll(c => Alone(c, inOther.Currency) is not null))
        {
            differences = [.. differences, (long)Math.Round((decimal)all.Sum(c => Alone(c, inOther.Currency)!.Value) * total / inOther.MinorUnits) - total]; // S20
            slack = 1;
        }

        foreach (var order in orders)
        {
            var worth = orders.Count == 1 ? new Money(alone.Value, currency) : Money.Round((decimal)alone.Value * order.Total.MinorUnits / total / currency.MinorUnitsPerUnit, currency);
            var fees = orders.Count == 1 ? new Money(withFee!.Value, currency) : worth;
            payments[order.Id] = new Payment([.. parts[order]], "named", isUnvalued ? Confidence.Probable : Confidence.Certain, worth, orders.Count == 1 ? slack : 2, fees) { Differences = differences, IsUnvalued = isUnvalued, Together = orders };
        }
    }

    // --- tiers 2 and 3 -------------------------------------------------------------------------------------------------------------------------------------

    private void Unnamed()
    {
        Tier("exact-amount", (charge, orders) => Sums(orders).Any(sum => sum.Currency == charge.Amount.Currency && (Alone(charge, sum.Currency) == sum.MinorUnits || WithFee(charge, sum.Currency) == sum.MinorUnits)));
        Tier("original-amount", (charge, orders) => Sums(orders).Any(sum => sum.Currency != charge.Amount.Currency && Alone(charge, sum.Currency) == sum.MinorUnits));
        ByRateAlone();
    }

    /// <summary>
    /// "Exact amount of an order, or of all the orders of one checkout, booked from 1 day before to 3 days after placed_at; live orders before
    /// awaiting-payment or cancelled ones; same counterparty and seller before others." A round for each preference, the first one first (S21).
    /// </summary>
    private void Tier(string rule, Func<Entry, IReadOnlyList<Order>, bool> fits)
    {
        var all = PairingsOf(fits);
        foreach (var pairing in all.Where(p => all.Exists(q => q != p && Touch(p, q))))
        {
            NeedTimes([pairing.Entry], pairing.Target);
        }

        if (all.Exists(p => all.Exists(q => Touch(p, q) && IsAlone(p) != IsAlone(q))))
        {
            throw new SilenceException("S48 whether a charge that fits alone goes before one that fits with its fee");
        }

        if (all.Exists(p => all.Exists(q => Touch(p, q) && Meets(p) != Meets(q))))
        {
            throw new SilenceException("S50 whether what the marketplace says it took goes before the total");
        }

        // S49: an order's own sum goes before that of its checkout, where different charges fit the two.
        bool GivesWay(Pairing<IReadOnlyList<Order>> p) => p.Target.Count > 1 && all.Exists(q => q.Target.Count == 1 && q.Entry != p.Entry && p.Target.Contains(q.Target[0]));
        if (all.Exists(p => GivesWay(p) && all.Exists(q => q.Entry == p.Entry && !ReferenceEquals(p, q))))
        {
            throw new SilenceException("S49 a charge fits a checkout and another order, and another charge fits an order of the checkout");
        }

        var first = all.Where(p => !GivesWay(p)).ToList();
        var rounds = from whole in (bool[])[false, true]
                     from wantLive in (bool[])[true, false]
                     from wanted in Enum.GetValues<Payee>()
                     select (whole, wantLive, wanted);
        foreach (var (whole, wantLive, wanted) in rounds)
        {
            var peers = whole ? PairingsOf(fits) : first;
            var pairings = PairingsOf(fits).Where(p => (whole || !GivesWay(p)) && p.Target.All(IsLive) == wantLive && PayeeOf(p) == wanted).ToList();
            if (pairings.Exists(p => p.Target.Any(o => ambiguous.Values.Any(a => a.Contains(o)))))
            {
                throw new SilenceException("S22 a charge fits an order that an ambiguous charge may pay");
            }

            var answer = Assignments.Choose(pairings, TwelveHours);
            foreach (var pairing in answer.Chosen)
            {
                decided.Add(pairing.Entry);
                var hasRival = peers.Exists(p => (p.Entry != pairing.Entry || !p.Target.SequenceEqual(pairing.Target)) && Touch(p, pairing)); // S44: of any seller and status
                var confidence = wanted == Payee.Seller && !hasRival ? Confidence.Certain : Confidence.Probable;
                Allot(pairing.Target, [new Naming(pairing.Entry, pairing.Target.Count == 1 ? pairing.Target[0] : null, "", Place.Order)], rule, confidence);
            }

            foreach (var (charge, candidates) in answer.Ambiguous)
            {
                MakeAmbiguous(charge, [.. candidates.SelectMany(p => p.Target)]);
            }
        }
    }

    private List<Pairing<IReadOnlyList<Order>>> PairingsOf(Func<Entry, IReadOnlyList<Order>, bool> fits)
    {
        var open = OpenOrders.ToList();
        List<IReadOnlyList<Order>> targets =
        [
            .. open.Select(o => (IReadOnlyList<Order>)[o]),
            .. open.Where(o => o.CheckoutId.Length > 0).GroupBy(o => (o.CheckoutId, o.Id.Marketplace)).Select(g => g.OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id).ToList()).Where(g => g.Count > 1 && Checkout(g[0]).Count == g.Count),
        ];
        return [.. from charge in OpenCharges
                   from target in targets
                   where target.All(o => InUnnamedWindow(charge, o)) && fits(charge, target)
                   select new Pairing<IReadOnlyList<Order>>(charge, target, [.. target.Select(o => o.Id.ToString())], Apart(charge.Booked, target[0].Placed), (target[0].PlacedAtUtc, Key(target[0])))];
    }

    /// <summary>To whom a charge goes. S47: the marketplace's name goes after the seller's and before any other.</summary>
    private enum Payee
    {
        Seller,
        Marketplace,
        Other,
    }

    private static Payee PayeeOf(Pairing<IReadOnlyList<Order>> pairing) =>
        pairing.Target.All(o => SameSeller(pairing.Entry, o)) ? Payee.Seller : pairing.Target.All(o => Same(pairing.Entry.Counterparty, o.Id.Marketplace)) ? Payee.Marketplace : Payee.Other;

    private static bool Touch(Pairing<IReadOnlyList<Order>> one, Pairing<IReadOnlyList<Order>> other) => one.Entry == other.Entry || one.Target.Intersect(other.Target).Any();

    /// <summary>The sum that is met: the total, else what the marketplace says it took.</summary>
    private static bool Meets(Pairing<IReadOnlyList<Order>> pairing) =>
        Sums([.. pairing.Target.Select(o => o with { Charged = null })]).Any(sum => sum.Currency == pairing.Entry.Amount.Currency || !Sums(pairing.Target).Any(s => s.Currency == pairing.Entry.Amount.Currency))
        && IsExact([pairing.Entry], [.. pairing.Target.Select(o => o with { Charged = null })]);

    private static bool IsAlone(Pairing<IReadOnlyList<Order>> pairing) => Sums(pairing.Target).Any(s => Alone(pairing.Entry, s.Currency) == s.MinorUnits);

    /// <summary>"With only a rate: within 3 %, and then only with the same seller and a single candidate each way."</summary>
    private void ByRateAlone()
    {
        var pairings = (from charge in OpenCharges from order in OpenOrders where InUnnamedWindow(charge, order) && SameSeller(charge, order) && FitsByRate(charge, [order]) select (charge, order)).ToList();
        if (pairings.Exists(p => ambiguous.Values.Any(a => a.Contains(p.order))))
        {
            throw new SilenceException("S22 a charge fits an order that an ambiguous charge may pay");
        }

        foreach (var (charge, order) in pairings.Where(p => pairings.Count(q => q.charge == p.charge) == 1 && pairings.Count(q => q.order == p.order) == 1))
        {
            decided.Add(charge);
            Allot([order], [new Naming(charge, order, "", Place.Order)], "rate", Confidence.Certain);
        }
    }

    // --- tier 4 --------------------------------------------------------------------------------------------------------------------------------------------

    /// <summary>
    /// "One charge for several orders without a checkout id: same seller or marketplace name as counterparty, at most 6 orders within 24 hours, the only set
    /// that sums exactly."
    /// </summary>
    private void SeveralOrders()
    {
        var sets = new List<(Entry Charge, List<Order> Orders)>();
        foreach (var charge in OpenCharges)
        {
            var near = OpenOrders.Where(o => InUnnamedWindow(charge, o)).ToList();
            foreach (var set in Enumerable.Range(1, (1 << near.Count) - 1).Select(bits => near.Where((_, i) => (bits & (1 << i)) != 0).OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id).ToList()))
            {
                var isOne = set.TrueForAll(o => SameSeller(charge, o)) || set.TrueForAll(o => Same(charge.Counterparty, o.Id.Marketplace));
                if (set.Count is > 1 and <= 6 && isOne && set.TrueForAll(o => set.TrueForAll(p => Apart(o.Placed, p.Placed) <= OneDay)) && IsExact([charge], set))
                {
                    sets.Add((charge, set));
                }
            }
        }

        if (sets.Count == 0)
        {
            return;
        }

        if (sets.Exists(s => s.Orders.Exists(o => o.CheckoutId.Length > 0)))
        {
            throw new SilenceException("S46 one charge for several orders, one of which bears a checkout id");
        }

        if (sets.Exists(s => s.Orders.Exists(o => !IsLive(o))))
        {
            throw new SilenceException("S23 one charge for several orders, one of which is cancelled or not paid");
        }

        if (sets.Select(s => s.Charge).Distinct().Count() > 1)
        {
            throw new SilenceException("S24 two charges that may each pay several orders");
        }

        if (sets.Exists(s => s.Orders.Exists(o => ambiguous.Values.Any(a => a.Contains(o)))))
        {
            throw new SilenceException("S22 a charge fits an order that an ambiguous charge may pay");
        }

        if (sets.Count == 1)
        {
            decided.Add(sets[0].Charge);
            Allot(sets[0].Orders, [new Naming(sets[0].Charge, null, "", Place.Order)], "several-orders", Confidence.Probable);
        }
        else
        {
            MakeAmbiguous(sets[0].Charge, [.. sets.SelectMany(s => s.Orders)]); // "or with two answers equally good: ambiguous-match with the candidates"
        }
    }

    // --- duplicates ----------------------------------------------------------------------------------------------------------------------------------------

    private static bool AreAlike(Entry one, Entry other) =>
        one != other && one.Id.Wallet == other.Id.Wallet && Same(one.Counterparty, other.Counterparty) && one.Amount == other.Amount && Apart(one.Booked, other.Booked) <= FortyEightHours;

    private List<Entry> FitNoOpenOrder() => [.. OpenCharges.Where(c => !OpenOrders.Any(o => InUnnamedWindow(c, o) && (IsExact([c], [o]) || (SameSeller(c, o) && FitsByRate(c, [o])))))];

    /// <summary>"The earlier is the payment", where it could be: of the equal charges in the order's time. True where any took a later one's place.</summary>
    private bool TakePlaces()
    {
        var any = false;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var earlier in FitNoOpenOrder())
            {
                var later = payments.Values.Where(p => p.Rule != "named" && AreAlike(earlier, p.Parts[0].Charge) && earlier.BookedAtUtc < p.Parts[0].Charge.BookedAtUtc && IsExact([earlier], p.Together) && p.Together.All(o => InUnnamedWindow(earlier, o)))
                    .DistinctBy(p => p.Together[0]).ToList();
                if (later.Count == 0)
                {
                    continue;
                }

                var paying = later[0].Parts[0].Charge;
                NeedTimes([earlier, paying], later[0].Together);
                if (later.Count > 1)
                {
                    throw new SilenceException("S64 an earlier equal charge may take the place of several payments");
                }

                decided.Add(earlier);
                decided.Remove(paying);
                foreach (var order in later[0].Together)
                {
                    var old = payments[order.Id];
                    payments[order.Id] = old with { Confidence = Confidence.Probable, Parts = [.. old.Parts.Select(p => (earlier, p.Part, p.Slack))] };
                }

                (any, changed) = (true, true);
                break;
            }
        }

        return any;
    }

    /// <summary>
    /// "An unnamed charge that fits no open order, with the same wallet, counterparty, amount and currency as a matched charge within 48 hours before or after
    /// (probable; the earlier is the payment)."
    /// </summary>
    private void Repeats()
    {
        // "Duplicates are judged on the payments that stand in the end."
        foreach (var charge in FitNoOpenOrder())
        {
            var repeated = payments.SelectMany(p => p.Value.Parts.Where(part => !part.Part.IsZero).Select(part => (Order: OrderOf(p.Key), part.Charge))).Where(p => AreAlike(p.Charge, charge)).ToList();
            if (repeated.Count == 0)
            {
                continue;
            }

            NeedTimes([charge, .. repeated.Select(r => r.Charge)], []);

            var nearest = repeated.Min(p => (p.Charge.BookedAtUtc - charge.BookedAtUtc).Duration());
            var of = repeated.Where(p => (p.Charge.BookedAtUtc - charge.BookedAtUtc).Duration() == nearest).Select(p => p.Charge).Distinct().OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id).First();
            var rivals = repeated.Where(p => p.Charge != of && (p.Charge.BookedAtUtc - charge.BookedAtUtc).Duration() == nearest).Select(p => p.Order).ToList(); // S67: two payments equally near
            duplicates.Add(new Duplicate(charge, [.. repeated.Where(p => p.Charge == of).Select(p => p.Order).OrderBy(o => o.Id)], Confidence.Probable) { OrRepeats = rivals });
            decided.Add(charge);
        }
    }
}
