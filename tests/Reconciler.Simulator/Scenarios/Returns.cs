using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>For which order money comes back where nothing names one, in which worth, and what takes it back again.</summary>
internal static class Returns
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("refund-roubles-in-three-parts", 0.4, RoublesInThreeParts, NeedsName: true),
        new("refund-to-another-wallet", 0.4, ToAnotherWallet),
        new("refund-by-counterparty", 0.4, ByCounterparty),
        new("refunds-pair-off", 0.3, PairOff),
        new("refund-ambiguous-and-due", 0.3, AmbiguousAndDue),
        new("refund-of-a-checkout", 0.4, OfACheckout),
        new("refund-of-zero-told", 0.4, ZeroTold),
        new("refund-not-valued", 0.3, NotValued, NeedsName: true),
        new("refund-taken-back", 0.4, TakenBack, NeedsName: true),
        new("dispute-won", 0.4, DisputeWon, NeedsName: true),
        new("payment-bounced", 0.4, PaymentBounced, NeedsName: true),
        new("payment-bounced-and-repeated", 0.3, PaymentBouncedAndRepeated, NeedsName: true),
    ];

    private static (Order Order, Entry Charge) Paid(World world, Shop shop, DateTime at, Func<Order, Order> change)
    {
        var order = world.Add(change(world.NewOrder(shop, world.Price(shop.Money), at)));
        var charge = world.NewCharge(shop, order.Total, at + world.Hours(0, 10), order.Seller);
        charge = world.Add(world.Named() ? References.Plainly(world, charge, order.Id.Id) : charge);
        world.Pays(charge, order);
        return (order, charge);
    }

    /// <summary>All the roubles come back with no word of the dollars: shares are taken of their sum, not part by part.</summary>
    private static void RoublesInThreeParts(World world)
    {
        var at = world.DaysAgo(45);
        var order = world.Add(Refunds.Returned(world)(world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at)));
        var charge = world.Add(Payments.RoubleCharge(world, order, order.Total, at + world.Hours(0, 20)) with { OrderReference = order.Id.Id });
        world.Pays(charge, order);
        var third = charge.Amount.Abs() with { MinorUnits = (charge.Amount.Abs().MinorUnits / 3) + world.Random.Next(0, 2) };
        foreach (var part in (Money[])[third, third, charge.Amount.Abs() - third - third])
        {
            world.GivesBack(Refunds.AddRefund(world, charge, order, part, Refunds.After(world, order), named: true), order);
        }
    }

    private static void ToAnotherWallet(World world)
    {
        var (order, charge) = Paid(world, Shop.Ali, world.DaysAgo(45), Refunds.Returned(world));
        var refund = world.NewEntry(Shop.Ali.Wallets.First(w => w != charge.Id.Wallet), EntryType.Refund, order.Total, Refunds.After(world, order), order.Seller);
        world.GivesBack(world.Add(refund), order, confidence: Confidence.Probable);
    }

    /// <summary>Orders at one price that are due their money, all of them named by their payments or none: then they are rivals of each other.</summary>
    private static List<(Order Order, Entry Charge)> EqualReturns(World world, int count, bool oneSeller)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var at = world.DaysAgo(50);
        var seller = world.OwnSeller();
        var due = world.Days(3, 10);
        var named = world.Named();
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var placed = at + world.Hours(i * 6, (i * 6) + 2);
            var order = world.NewOrder(shop, total, placed, oneSeller ? seller : null);
            order = world.Add(order with { Status = OrderStatus.Refunded, StatusAtUtc = placed + due });
            var charge = world.NewCharge(shop, total, placed + world.Hours(0.1, 3), order.Seller, shop.Wallets[0]);
            charge = world.Add(named ? References.Plainly(world, charge, order.Id.Id) : charge);
            world.Pays(charge, order, confidence: named ? Confidence.Certain : Confidence.Probable);
            return (order, charge);
        })];
    }

    /// <summary>Orders of several sellers await the same sum, and it comes from one of the sellers.</summary>
    private static void ByCounterparty(World world)
    {
        var paid = EqualReturns(world, world.Random.Next(2, 4), oneSeller: false);
        var (order, charge) = world.Pick(paid);
        world.GivesBack(world.Add(world.NewRefund(charge, order.Total, paid[^1].Order.StatusAtUtc + world.Days(0.1, 10))), order);
        foreach (var (other, its) in paid.Where(p => p.Order != order))
        {
            world.Finds(FindingKind.MissingRefund, other, other.Total, Refunds.Due(other.StatusAtUtc), its);
            world.FindingIs(its.OrderReference.Length + its.Description.Length > 0 ? Confidence.Certain : Confidence.Probable);
        }
    }

    /// <summary>As many equal refunds as equal orders await them.</summary>
    private static void PairOff(World world)
    {
        var paid = EqualReturns(world, world.Random.Next(2, 4), oneSeller: true);
        for (var i = 0; i < paid.Count; i++)
        {
            var refund = world.Add(world.NewRefund(paid[i].Charge, paid[i].Order.Total, paid[^1].Order.StatusAtUtc + world.Days(0.1 + i, 1 + i)));
            world.GivesBack(refund, paid[i].Order);
        }
    }

    /// <summary>One refund for one of two orders: it is only possible that either lacks its money.</summary>
    private static void AmbiguousAndDue(World world)
    {
        var paid = EqualReturns(world, 2, oneSeller: true);
        var refund = world.Add(world.NewRefund(paid[0].Charge, paid[0].Order.Total, paid[1].Order.StatusAtUtc + world.Days(0.1, 10)));
        world.Finds(FindingKind.AmbiguousMatch, refund, refund.Amount.Abs(), paid[0].Order, paid[1].Order);
        foreach (var (order, charge) in paid)
        {
            world.Finds(FindingKind.MissingRefund, order, order.Total, Refunds.Due(order.StatusAtUtc), charge);
            world.FindingIs(Confidence.Possible);
        }
    }

    /// <summary>What the cancelled orders of one checkout are due together comes back at once, unnamed.</summary>
    private static void OfACheckout(World world)
    {
        var shop = world.AnyShop();
        var (planned, sum) = Payments.CheckoutOrders(world, shop, world.DaysAgo(45));
        var charge = world.NewCharge(shop, sum, planned[0].PlacedAtUtc + world.Hours(0, 10), shop.ShownAs);
        charge = world.Add(world.Named() ? References.Plainly(world, charge, planned[0].CheckoutId) : charge);
        var kept = planned.Count > 2 && world.Chance(0.5) && world.Claim(sum - planned[^1].Total) ? planned[^1] : null;
        var statusAt = planned[0].PlacedAtUtc + world.Days(2, 10);
        var orders = planned.Select(o => world.Add(o == kept ? o : o with { Status = OrderStatus.Cancelled, StatusAtUtc = statusAt, Refunded = world.Chance(0.5) ? o.Total : null })).ToList();
        orders.ForEach(o => world.Pays(charge, o, o.Total));
        var refund = world.Add(world.NewRefund(charge, kept is null ? sum : sum - kept.Total, statusAt + world.Days(0.1, 10)));
        foreach (var order in orders.Where(o => o != kept))
        {
            world.GivesBack(refund, order, order.Total);
        }
    }

    /// <summary>An export that fills the column of what it gives back with zeros tells nothing by them.</summary>
    private static void ZeroTold(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Paid(world, shop, world.DaysAgo(45), o => Refunds.Returned(world)(o) with { Refunded = Money.Zero(shop.Money) });
        if (world.Chance(0.5))
        {
            world.Finds(FindingKind.MissingRefund, order, order.Total, Refunds.Due(order.StatusAtUtc), charge);
        }
        else
        {
            world.GivesBack(Refunds.AddRefund(world, charge, order, order.Total, Refunds.After(world, order)), order);
        }
    }

    /// <summary>Euros come back for dollars, and nothing tells what they are worth: the claim is only possible.</summary>
    private static void NotValued(World world)
    {
        var (order, charge) = Paid(world, Shop.Ali, world.DaysAgo(45), Refunds.Returned(world));
        var refund = world.Add(world.NewEntry("paypal", EntryType.Refund, world.Price(Currency.Of("EUR")), Refunds.After(world, order), order.Seller) with { OrderReference = order.Id.Id });
        world.Finds(FindingKind.RefundWithoutOrder, refund, refund.Amount);
        world.Finds(FindingKind.MissingRefund, order, order.Total, Refunds.Due(order.StatusAtUtc), charge);
        world.FindingIs(Confidence.Possible);
    }

    /// <summary>The refund came, and went away again: nothing is left of it.</summary>
    private static void TakenBack(World world)
    {
        var (order, charge) = Paid(world, world.AnyShop(), world.DaysAgo(50), Refunds.Returned(world));
        var refund = Refunds.AddRefund(world, charge, order, order.Total, order.StatusAtUtc + world.Days(0.1, 5), named: true);
        Reverse(world, refund, order);
        if (world.Chance(0.5))
        {
            world.GivesBack(Refunds.AddRefund(world, charge, order, order.Total, refund.BookedAtUtc + world.Days(5, 9), named: true), order);
        }
        else
        {
            world.Finds(FindingKind.MissingRefund, order, order.Total, Refunds.Due(order.StatusAtUtc), charge);
        }
    }

    /// <summary>A chargeback for a living order is given up again: all is as it was.</summary>
    private static void DisputeWon(World world)
    {
        var (order, charge) = Paid(world, world.Chance(0.5) ? Shop.Atelier : world.AnyShop(), world.DaysAgo(45), o => o);
        var dispute = world.Add(world.NewRefund(charge, order.Total, charge.BookedAtUtc + world.Days(3, 10)) with { Type = EntryType.Chargeback, RelatedTransactionId = charge.Id.Id });
        Reverse(world, dispute, order);
    }

    private static void Reverse(World world, Entry refund, Order order)
    {
        var back = world.NewEntry(refund.Id.Wallet, refund.Type, -refund.Amount, refund.BookedAtUtc + world.Days(0.5, 4), refund.Counterparty);
        world.Add(world.Chance(0.5) || refund.OrderReference != order.Id.Id ? back with { RelatedTransactionId = refund.Id.Id } : back with { OrderReference = order.Id.Id });
    }

    private static (Order Order, Entry Bounced) Bounced(World world)
    {
        var shop = world.AnyShop();
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(10)));
        var charge = world.NewCharge(shop, order.Total, order.PlacedAtUtc + world.Hours(0, 5), order.Seller);
        charge = world.Add(world.Named() ? References.Plainly(world, charge, order.Id.Id) : charge);
        world.Add(world.NewEntry(charge.Id.Wallet, EntryType.Payment, order.Total, charge.BookedAtUtc + world.Hours(1, 20), charge.Counterparty) with { RelatedTransactionId = charge.Id.Id });
        return (order, charge);
    }

    private static void PaymentBounced(World world)
    {
        var (order, _) = Bounced(world);
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
    }

    /// <summary>The next payment pays the order, and is no repeat.</summary>
    private static void PaymentBouncedAndRepeated(World world)
    {
        var (order, bounced) = Bounced(world);
        var again = bounced with { Id = new TransactionId(bounced.Id.Wallet, world.NewId("AG")), BookedAtUtc = bounced.BookedAtUtc + world.Hours(21, 60) };
        world.Pays(world.Add(again), order);
    }
}
