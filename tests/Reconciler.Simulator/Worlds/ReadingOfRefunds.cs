using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Worlds;

/// <summary>What came back, and for what.</summary>
internal sealed partial class ContractReading
{
    private readonly Dictionary<OrderId, List<(Entry Refund, long Part)>> returned = [];
    private readonly Dictionary<OrderId, List<(Entry Refund, long Part)>> beyond = [];
    private readonly Dictionary<Entry, Order> unvalued = [];
    private readonly List<Entry> homeless = [];
    private readonly List<(Entry Refund, Entry Charge)> backForNothing = [];
    private readonly Dictionary<Entry, IReadOnlyList<Home>> ambiguousRefunds = [];
    private readonly HashSet<(Entry Refund, OrderId Order)> fromAnotherWallet = [];

    /// <summary>What an unnamed refund may be for: what an order awaits, what all cancelled orders of a checkout await, or an open duplicate.</summary>
    private sealed record Home(IReadOnlyList<Order> Orders, Duplicate? Duplicate);

    private static long Size(Entry entry) => Math.Abs(entry.Amount.MinorUnits);

    private static bool MayBeDue(Order order) => order.Status is OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.PartlyRefunded;

    /// <summary>
    /// "Cancelled, refunded and partly-refunded orders that were paid; the amount is refunded_amount where given (0 on a cancelled or refunded order is not
    /// given), else all that was paid, and never more than was paid for that order." In the order's currency.
    /// </summary>
    private long Due(Order order)
    {
        if (!MayBeDue(order) || !payments.TryGetValue(order.Id, out var payment))
        {
            return 0;
        }

        var given = order.Refunded is { } told && (!told.IsZero || order.Status == OrderStatus.PartlyRefunded) ? told.MinorUnits : (long?)null;
        return Math.Min(given ?? payment.Worth.MinorUnits, payment.Worth.MinorUnits);
    }

    /// <summary>"Compared in the order's currency: original amounts, else the same share of what was paid, taken of the sum of all that came back." Null where nothing tells the worth.</summary>
    private decimal? WorthOf(IReadOnlyList<(Entry Refund, long Part)> refunded, Order order)
    {
        var currency = order.Total.Currency;
        decimal sum = 0;
        var byShare = new Dictionary<Currency, long>();
        foreach (var (refund, part) in refunded)
        {
            if (Alone(refund, currency) is { } told)
            {
                sum += (decimal)told * part / Size(refund);
            }
            else
            {
                byShare[refund.Amount.Currency] = byShare.GetValueOrDefault(refund.Amount.Currency) + part;
            }
        }

        foreach (var (of, part) in byShare)
        {
            if (!payments.TryGetValue(order.Id, out var payment) || payment.Parts.Any(p => p.Part.Currency != of))
            {
                return null;
            }

            sum += Math.Round((decimal)part * payment.Worth.MinorUnits / payment.Parts.Sum(p => p.Part.MinorUnits), MidpointRounding.ToEven);
        }

        return sum;
    }

    private List<(Entry Refund, long Part)> Returned(Order order) => returned.TryGetValue(order.Id, out var list) ? list : returned[order.Id] = [];

    private List<(Entry Refund, long Part)> Beyond(Order order) => beyond.TryGetValue(order.Id, out var list) ? list : beyond[order.Id] = [];

    private decimal Remaining(Order order) => Due(order) - WorthOf(Returned(order), order)!.Value;

    private void Refunds()
    {
        // "Refunds go to the payment that they name, else to the order that they name, else to the only order awaiting."
        var unnamed = new List<Entry>();
        foreach (var refund in refunds)
        {
            var named = world.Orders.Where(o => NameOf(refund, o.Id.Id) is not null || (o.CheckoutId.Length > 0 && NameOf(refund, o.CheckoutId) is not null)).ToList();
            if (named.Exists(o => o.Total.IsZero && Checkout(o).Exists(other => !other.Total.IsZero)))
            {
                throw new SilenceException("S77 a charge or refund names an order of zero, and its checkout costs something");
            }

            if (charges.FirstOrDefault(c => c.Id.Wallet == refund.Id.Wallet && c.Id.Id == refund.RelatedTransactionId) is { } payment)
            {
                GiveToPayment(refund, payment);
            }
            else if (refund.RelatedTransactionId.Length > 0 && world.Entries.Any(e => e.Id.Id == refund.RelatedTransactionId))
            {
                throw new SilenceException("S30 a refund names something that is no charge, or not of its wallet");
            }
            else if (named.Count == 0)
            {
                unnamed.Add(refund);
            }
            else
            {
                GiveToOrders(refund, named, itsDuplicates: true);
            }
        }

        GiveUnnamed(unnamed);
    }

    private void GiveToPayment(Entry refund, Entry payment)
    {
        if (duplicates.Find(d => d.Charge == payment) is { } duplicate)
        {
            if (Covers(refund, duplicate) is not { } covered)
            {
                throw new SilenceException("S52 a refund of a duplicate that cannot be valued");
            }

            var part = Math.Min(duplicate.Left, covered);
            if (part > 0)
            {
                duplicate.Returned.Add((refund, part));
            }

            if (covered > part)
            {
                if (duplicate.Orders.Any(o => Remaining(o) > 0 || duplicates.Exists(d => d != duplicate && d.Left > 0 && d.Orders.Contains(o))))
                {
                    throw new SilenceException("S53 more than a duplicate comes back for it, and its order awaits more");
                }

                GoBeyond(refund, duplicate.Orders, Size(refund) - (Size(refund) * part / covered));
            }

            return;
        }

        var orders = payments.Where(p => p.Value.Parts.Any(part => part.Charge == payment)).Select(p => OrderOf(p.Key)).ToList();
        if (orders.Count == 0)
        {
            backForNothing.Add((refund, payment)); // S31: the charge that it names has no order
            return;
        }

        GiveToOrders(refund, orders, itsDuplicates: false);
    }

    /// <summary>How much of a duplicate (in the duplicate's own minor units) a refund is: "original amounts", else by amounts. Null where nothing tells.</summary>
    private static long? Covers(Entry refund, Duplicate duplicate) =>
        duplicate.Charge.OriginalAmount is { } paid && Originally(refund, paid.Currency) is { } back ? (long)Math.Round((decimal)back * Size(duplicate.Charge) / Math.Abs(paid.MinorUnits))
        : refund.Amount.Currency == duplicate.Charge.Amount.Currency ? Size(refund)
        : null;

    private static long? Originally(Entry refund, Currency currency) =>
        refund.OriginalAmount is { } original && original.Currency == currency ? Math.Abs(original.MinorUnits) : refund.Amount.Currency == currency ? Size(refund) : null;

    private void GiveToOrders(Entry refund, List<Order> orders, bool itsDuplicates)
    {
        if (orders.Count > 1)
        {
            orders = Meant(refund, orders);
            if (orders.Count > 1)
            {
                foreach (var order in orders)
                {
                    Returned(order).Add((refund, orders.Count == 1 ? Size(refund) : (long)Remaining(order)));
                }

                return;
            }
        }

        Give(refund, orders[0], itsDuplicates);
    }

    /// <summary>S27: of several orders that a refund names by one checkout or one payment, all that are due where it is their sum, else the only one that awaits exactly so much.</summary>
    private List<Order> Meant(Entry refund, List<Order> orders)
    {
        var due = orders.Where(o => Due(o) > 0 && Remaining(o) > 0).ToList();
        if (due.Count > 0 && due.TrueForAll(o => WorthOf([(refund, Size(refund))], o) is not null) && refund.Amount.Currency == due[0].Total.Currency)
        {
            if (due.Sum(Remaining) == Size(refund))
            {
                return due;
            }

            var exact = due.Where(o => Remaining(o) == Size(refund)).ToList();
            if (exact.Count == 1)
            {
                return exact;
            }
        }

        throw new SilenceException("S27 a refund names several orders, and its sum tells of none");
    }

    private void Give(Entry refund, Order order, bool itsDuplicates)
    {
        if (payments.TryGetValue(order.Id, out var payment) && payment.Together.Count > 1 && payment.Differences.Count > 0)
        {
            throw new SilenceException("S56 a refund of an order whose checkout was not paid exactly");
        }

        if (payment is { IsUnvalued: true } || payment?.Parts.Select(p => p.Part.Currency).Distinct().Count() > 1)
        {
            throw new SilenceException("S66 a refund of a payment that cannot be valued, or of one in two currencies");
        }

        if (payment is not null && MayBeDue(order) && payment.Parts.Any(p => p.Charge.Fee is not null))
        {
            throw new SilenceException("S25 whether the fee of a payment is due back");
        }

        var whole = Size(refund);
        if (WorthOf([(refund, whole)], order) is not { } worth)
        {
            if (itsDuplicates && Remaining(order) <= 0 && GiveToDuplicates(refund, whole, order) == 0)
            {
                return;
            }

            if (ByRate(refund, order) is not null || (order.Charged is { } took && Alone(refund, took.Currency) is not null))
            {
                throw new SilenceException("S62 whether a refund may be valued by a rate, or by what the marketplace says it took");
            }

            unvalued[refund] = order;
            return;
        }

        var remaining = Remaining(order);
        var after = WorthOf([.. Returned(order), (refund, whole)], order)!.Value;
        long part = 0;
        if (remaining > 0)
        {
            part = after <= Due(order) ? whole : (long)Math.Round(whole * remaining / worth, MidpointRounding.ToEven);
            Returned(order).Add((refund, part));
        }

        var left = whole - part;
        var open = duplicates.Where(d => d.Orders.Contains(order) && d.Left > 0).OrderBy(d => d.Charge.BookedAtUtc).ThenBy(d => d.Charge.Id).ToList();
        if (left > 0 && open.Count > 0 && !itsDuplicates)
        {
            throw new SilenceException("S26 more than is due comes back for the payment that it names, and its order has an open duplicate");
        }

        if (left > 0 && duplicates.Exists(d => d.OrRepeats.Count > 0 && (d.Orders.Contains(order) || d.OrRepeats.Contains(order))))
        {
            throw new SilenceException("S67 a duplicate of two payments equally near");
        }

        if (open.Count > 0 && left > 0 && payment is not null && !MayBeDue(order) && payment.Worth.MinorUnits > order.Total.MinorUnits)
        {
            throw new SilenceException("S65 a refund of an order that was paid in excess and has an open duplicate");
        }

        left = GiveToDuplicates(refund, left, order);
        if (left > 0)
        {
            GoBeyond(refund, [order], left);
        }
    }

    /// <returns>What is left of it.</returns>
    private long GiveToDuplicates(Entry refund, long left, Order order)
    {
        foreach (var duplicate in duplicates.Where(d => d.Orders.Contains(order) && d.Left > 0).OrderBy(d => d.Charge.BookedAtUtc).ThenBy(d => d.Charge.Id).TakeWhile(_ => left > 0))
        {
            if (Covers(refund, duplicate) is not { } covered)
            {
                throw new SilenceException("S52 a refund of a duplicate that cannot be valued");
            }

            var worthOfLeft = (long)Math.Round((decimal)covered * left / Size(refund));
            var taken = Math.Min(worthOfLeft, duplicate.Left);
            if (taken > 0)
            {
                duplicate.Returned.Add((refund, taken));
                left -= taken == worthOfLeft ? left : (long)Math.Round((decimal)left * taken / worthOfLeft);
            }
        }

        return left;
    }

    private void GoBeyond(Entry refund, IReadOnlyList<Order> orders, long left)
    {
        if (orders.Count != 1)
        {
            throw new SilenceException("S32 more than a duplicate comes back, and it repeats the payment of several orders");
        }

        if (WorthOf([(refund, left)], orders[0]) is null)
        {
            throw new SilenceException("S52 a refund of a duplicate that cannot be valued");
        }

        Beyond(orders[0]).Add((refund, left));
    }

    /// <summary>
    /// "The only order awaiting, or open duplicate of, exactly that amount (same counterparty and seller before others; one paid from the same wallet before
    /// one paid from another, which makes the match probable; as many equal refunds as equal orders await pair off in time order; one refund that equals what
    /// all cancelled orders of one checkout are due together settles them all); more than one: ambiguous-match; no home at all: refund-without-order."
    /// </summary>
    private void GiveUnnamed(List<Entry> unnamed)
    {
        foreach (var (wantSame, wantWallet) in ((bool, bool)[])[(true, true), (true, false), (false, true), (false, false)])
        {
            var pairings = (from refund in unnamed
                            from home in Homes(refund)
                            where IsOfSeller(refund, home) == wantSame && IsOfWallet(refund, home) == wantWallet
                            select new Pairing<Home>(refund, home, AtomsOf(home), TimeSpan.Zero, (home.Duplicate?.Charge.BookedAtUtc ?? home.Orders[0].PlacedAtUtc, AtomsOf(home)[0]))).ToList();
            if (pairings.Exists(p => PayersOf(p.Target).Any(c => c.Booked.FirstUtc > p.Entry.Booked.LastUtc)))
            {
                throw new SilenceException("S57 a refund equals what a later charge awaits");
            }

            if (pairings.Exists(p => p.Target.Duplicate is { OrRepeats.Count: > 0 }))
            {
                throw new SilenceException("S67 a duplicate of two payments equally near");
            }

            if (pairings.Exists(p => ambiguousRefunds.Values.Any(homes => homes.Any(h => AtomsOf(h).Intersect(p.Atoms).Any()))))
            {
                throw new SilenceException("S33 a refund equals what an ambiguous refund may be for");
            }

            if (pairings.Exists(p => p.Target.Orders.Any(o => o.Seller.Length > 0 && PayersOf(p.Target).Any(c => c.Counterparty.Length > 0 && !Same(c.Counterparty, o.Seller)))))
            {
                throw new SilenceException("S69 whether a refund is from the seller or from the payment's counterparty, where they differ");
            }

            var answer = Assignments.Choose(pairings, margin: null);
            if (answer.Chosen.Count > 1 || pairings.Select(p => p.Entry).Distinct().Count() > 1)
            {
                NeedTimes(pairings.Select(p => p.Entry), pairings.SelectMany(p => p.Target.Orders));
            }

            if (answer.Chosen.Count > 1 && answer.Chosen.Any(p => pairings.Exists(q => q.Entry == p.Entry && q.Target.Duplicate is null != p.Target.Duplicate is null)))
            {
                throw new SilenceException("S29 which of several equal refunds is for the order, and which for its duplicate");
            }

            foreach (var pairing in answer.Chosen)
            {
                unnamed.Remove(pairing.Entry);
                if (pairing.Target.Duplicate is { } duplicate)
                {
                    duplicate.Returned.Add((pairing.Entry, duplicate.Left));
                    continue;
                }

                var together = pairing.Target.Orders.Sum(Remaining);
                foreach (var order in pairing.Target.Orders)
                {
                    Returned(order).Add((pairing.Entry, pairing.Target.Orders.Count == 1 ? Size(pairing.Entry) : (long)Math.Round(Size(pairing.Entry) * Remaining(order) / together)));
                    if (!wantWallet)
                    {
                        fromAnotherWallet.Add((pairing.Entry, order.Id));
                    }
                }
            }

            foreach (var (refund, candidates) in answer.Ambiguous)
            {
                unnamed.Remove(refund);
                ambiguousRefunds[refund] = [.. candidates.Select(c => c.Target)];
            }
        }

        homeless.AddRange(unnamed);
    }

    private IReadOnlyList<Home> Homes(Entry refund)
    {
        var due = world.Orders.Where(o => Due(o) > 0 && Remaining(o) > 0).ToList();
        if (due.Exists(o => payments[o.Id] is var paid && paid.WorthWithFee != paid.Worth && WorthOf([.. Returned(o), (refund, Size(refund))], o) == paid.WorthWithFee.MinorUnits))
        {
            throw new SilenceException("S25 whether the fee of a payment is due back");
        }

        if (due.Where(o => o.CheckoutId.Length > 0).GroupBy(o => o.CheckoutId).Any(g => g.Count() > 1 && g.Any(o => o.Status != OrderStatus.Cancelled) && IsWhatTheyAwait(refund, [.. g])))
        {
            throw new SilenceException("S61 a refund equals what the orders of a checkout are due together, not all of which are cancelled");
        }

        return
        [
            .. due.Where(o => WorthOf([.. Returned(o), (refund, Size(refund))], o) == Due(o)).Select(o => new Home([o], null)),
            .. duplicates.Where(d => d.Left == Covers(refund, d)).Select(d => new Home(d.Orders, d)),
            .. due.Where(o => o.CheckoutId.Length > 0 && o.Status == OrderStatus.Cancelled).GroupBy(o => (o.CheckoutId, o.Id.Marketplace))
                .Where(g => g.Count() > 1 && IsWhatTheyAwait(refund, [.. g])).Select(g => new Home([.. g.OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id)], null)),
        ];
    }

    /// <summary>"What all cancelled orders of one checkout are due together": in their currency, else as the share of what was paid for them.</summary>
    private bool IsWhatTheyAwait(Entry refund, List<Order> orders) =>
        orders.TrueForAll(o => o.Total.Currency == orders[0].Total.Currency)
        && (Originally(refund, orders[0].Total.Currency) is { } told ? told == orders.Sum(Remaining)
            : orders.SelectMany(o => payments[o.Id].Parts).All(p => p.Part.Currency == refund.Amount.Currency)
                && Size(refund) * orders.Sum(o => payments[o.Id].Worth.MinorUnits) == orders.Sum(Remaining) * orders.Sum(o => payments[o.Id].Parts.Sum(p => p.Part.MinorUnits)));

    private static IReadOnlyList<string> AtomsOf(Home home) => home.Duplicate is { } duplicate ? [$"duplicate {duplicate.Charge.Id}"] : [.. home.Orders.Select(o => o.Id.ToString())];

    private IEnumerable<Entry> PayersOf(Home home) => home.Duplicate is { } duplicate ? [duplicate.Charge] : home.Orders.SelectMany(o => payments[o.Id].Parts.Select(p => p.Charge));

    private bool IsOfSeller(Entry refund, Home home) =>
        home.Orders.All(o => SameSeller(refund, o)) || (refund.Counterparty.Length > 0 && PayersOf(home).All(c => Same(c.Counterparty, refund.Counterparty)));

    private bool IsOfWallet(Entry refund, Home home) => PayersOf(home).Any(c => c.Id.Wallet == refund.Id.Wallet);
}
