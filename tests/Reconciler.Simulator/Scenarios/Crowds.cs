using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Several orders or charges that could be taken for each other, and the rule that tells them apart.</summary>
internal static class Crowds
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("checkout-paid-singly", 0.5, CheckoutPaidSingly),
        new("checkout-one-refunded", 0.5, CheckoutOneRefunded),
        new("checkout-one-missing", 0.4, CheckoutOneMissing),
        new("checkout-paid-twice", 0.4, CheckoutPaidTwice),
        new("duplicate-at-another-rate", 0.4, AtAnotherRate, NeedsName: true),
        new("duplicate-from-another-wallet", 0.4, FromAnotherWallet, NeedsName: true),
        new("unnamed-from-another-wallet", 0.3, UnnamedFromAnotherWallet),
        new("duplicate-returned-by-order", 0.4, ReturnedByOrder, NeedsName: true),
        new("refund-and-duplicate-returned", 0.4, RefundAndDuplicateReturned, NeedsName: true),
        new("duplicate-among-equals", 0.4, AmongEquals),
        new("live-before-others", 0.5, LiveBeforeOthers),
        new("seller-before-others", 0.5, SellerBeforeOthers),
        new("equal-but-apart", 0.5, EqualButApart),
        new("equal-in-a-chain", 0.5, EqualInAChain),
        new("same-id-in-two-marketplaces", 0.4, SameIdTwice, NeedsName: true),
    ];

    private static void CheckoutPaidSingly(World world)
    {
        var shop = world.AnyShop();
        var (orders, _) = Payments.CheckoutOrders(world, shop, world.DaysAgo(5));
        foreach (var order in orders)
        {
            var charge = world.NewCharge(shop, order.Total, order.PlacedAtUtc + world.Minutes(0, 600), shop.ShownAs, shop.Wallets[0]);
            world.Pays(world.Add(world.Named() ? References.Plainly(world, charge, order.Id.Id) : charge), world.Add(order));
        }
    }

    private static (IReadOnlyList<Order> Orders, Entry Charge) PaidCheckout(World world, double leastDaysAgo, Func<Order, Order> first)
    {
        var shop = world.AnyShop();
        var (planned, sum) = Payments.CheckoutOrders(world, shop, world.DaysAgo(leastDaysAgo));
        var charge = world.NewCharge(shop, sum, planned[0].PlacedAtUtc + world.Minutes(0, 600), shop.ShownAs);
        charge = world.Add(world.Named() ? References.Plainly(world, charge, planned[0].CheckoutId) : charge);
        var orders = planned.Select((o, i) => world.Add(i == 0 ? first(o) : o)).ToList();
        orders.ForEach(o => world.Pays(charge, o, o.Total));
        return (orders, charge);
    }

    private static void CheckoutOneRefunded(World world)
    {
        var (orders, charge) = PaidCheckout(world, 40, Refunds.Returned(world));
        world.GivesBack(Refunds.AddRefund(world, charge, orders[0], orders[0].Total, Refunds.After(world, orders[0])), orders[0]);
    }

    private static void CheckoutOneMissing(World world)
    {
        var (orders, charge) = PaidCheckout(world, 40, Refunds.Returned(world));
        world.Finds(FindingKind.MissingRefund, orders[0], orders[0].Total, Refunds.Due(orders[0].StatusAtUtc), charge);
    }

    private static void CheckoutPaidTwice(World world)
    {
        var (orders, charge) = PaidCheckout(world, 10, o => o);
        var again = world.Add(charge with { Id = new TransactionId(charge.Id.Wallet, world.NewId("AG")), BookedAtUtc = charge.BookedAtUtc + world.Minutes(1, 2880) });
        world.Finds(FindingKind.DuplicateCharge, again, again.Amount.Abs(), [.. orders]);
    }

    private static void AtAnotherRate(World world)
    {
        var at = world.DaysAgo(20);
        var order = world.Add(world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at));
        var charges = Enumerable.Range(0, 2)
            .Select(i => world.Add(References.Plainly(world, Payments.RoubleCharge(world, order, order.Total, at + world.Hours(i * 72, (i * 72) + 60)), order.Id.Id))).ToList();
        world.Pays(charges[0], order);
        world.Finds(FindingKind.DuplicateCharge, charges[1], charges[1].Amount.Abs(), order);
    }

    private static (Order Order, Entry First, Entry Again) FromTwoWallets(World world, bool named)
    {
        var at = world.DaysAgo(8);
        var order = world.Add(world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at));
        var first = world.NewCharge(Shop.Ali, order.Total, at + world.Minutes(0, 300), order.Seller, "qiwi");
        var again = world.NewCharge(Shop.Ali, order.Total, first.BookedAtUtc + world.Hours(0.1, 40), order.Seller, "paypal");
        first = world.Add(named ? References.Plainly(world, first, order.Id.Id) : first);
        again = world.Add(named ? References.Plainly(world, again, order.Id.Id) : again);
        world.Pays(first, order);
        return (order, first, again);
    }

    private static void FromAnotherWallet(World world)
    {
        var (order, _, again) = FromTwoWallets(world, named: true);
        world.Finds(FindingKind.DuplicateCharge, again, again.Amount.Abs(), order);
    }

    /// <summary>Only a charge of the same wallet is taken for a repeat.</summary>
    private static void UnnamedFromAnotherWallet(World world)
    {
        var (_, _, again) = FromTwoWallets(world, named: false);
        world.Finds(FindingKind.ChargeWithoutOrder, again, again.Amount.Abs());
    }

    private static (Order Order, Entry First, Entry Again) PaidTwice(World world, double leastDaysAgo, Func<Order, Order> change)
    {
        var shop = world.AnyShop();
        var order = world.Add(change(world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(leastDaysAgo))));
        var first = world.Add(References.Plainly(world, world.NewCharge(shop, order.Total, order.PlacedAtUtc + world.Minutes(0, 300), order.Seller), order.Id.Id));
        var again = world.Add(References.Plainly(world, world.NewCharge(shop, order.Total, first.BookedAtUtc + world.Hours(0.1, 40), order.Seller, first.Id.Wallet), order.Id.Id));
        world.Pays(first, order);
        return (order, first, again);
    }

    /// <summary>The refund names the order; nothing is due for it, so the money is that of the repeat.</summary>
    private static void ReturnedByOrder(World world)
    {
        var (order, _, again) = PaidTwice(world, 20, o => o);
        world.Add(world.NewRefund(again, order.Total, again.BookedAtUtc + world.Days(1, 8)) with { OrderReference = order.Id.Id });
    }

    /// <summary>First what is due comes back, then the repeat.</summary>
    private static void RefundAndDuplicateReturned(World world)
    {
        var (order, _, again) = PaidTwice(world, 45, Refunds.Returned(world));
        var refund = world.Add(world.NewRefund(again, order.Total, order.StatusAtUtc + world.Days(0.2, 4)) with { OrderReference = order.Id.Id });
        world.GivesBack(refund, order);
        world.Add(world.NewRefund(again, order.Total, refund.BookedAtUtc + world.Days(0.2, 4)) with { OrderReference = order.Id.Id });
    }

    /// <summary>Two equal orders, then three equal charges: the last charge is the repeat.</summary>
    private static void AmongEquals(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var seller = world.OwnSeller();
        var at = world.DaysAgo(8);
        Order[] orders = [world.Add(world.NewOrder(shop, total, at, seller)), world.Add(world.NewOrder(shop, total, at + world.Minutes(2, 50), seller))];
        var charges = Enumerable.Range(1, 3).Select(i => world.Add(world.NewCharge(shop, total, at + world.Minutes(i * 60, (i * 60) + 50), seller, shop.Wallets[0]))).ToList();
        world.Pays(charges[0], orders[0]);
        world.Pays(charges[1], orders[1]);
        world.Finds(FindingKind.DuplicateCharge, charges[2], total, orders[1]);
    }

    private static (Order Order, Entry Charge) UnnamedPair(World world, string counterparty = "")
    {
        var shop = world.AnyShop();
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(12, 100)));
        var charge = world.Add(world.NewCharge(shop, order.Total, order.PlacedAtUtc + world.Hours(1, 20), counterparty.Length > 0 ? counterparty : shop.ShownAs));
        world.Pays(charge, order);
        return (order, charge);
    }

    private static Order Like(World world, Order order, DateTime at) =>
        world.NewOrder(Shop.Purchases.First(s => s.Name == order.Id.Marketplace), order.Total, at);

    private static void LiveBeforeOthers(World world)
    {
        var (order, _) = UnnamedPair(world);
        var at = order.PlacedAtUtc + world.Hours(-2, 20);
        var status = world.Chance(0.5) ? OrderStatus.AwaitingPayment : OrderStatus.Cancelled;
        world.Add(Like(world, order, at) with { Status = status, PaidAtUtc = null, StatusAtUtc = status == OrderStatus.Cancelled ? at.AddDays(1) : at });
    }

    private static void SellerBeforeOthers(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var at = world.DaysAgo(8);
        var order = world.Add(world.NewOrder(shop, total, at));
        var other = world.Add(world.NewOrder(shop, total, at + world.Hours(-10, 10)));
        world.Pays(world.Add(world.NewCharge(shop, total, at + world.Hours(1, 40), order.Seller)), order);
        world.Finds(FindingKind.OrderWithoutCharge, other, total);
    }

    private static void EqualButApart(World world)
    {
        var (order, charge) = UnnamedPair(world);
        var other = world.Add(Like(world, order, world.Chance(0.5) ? charge.BookedAtUtc.AddDays(1).AddSeconds(1) : charge.BookedAtUtc.AddDays(-3).AddSeconds(-1)));
        world.Finds(FindingKind.OrderWithoutCharge, other, other.Total);
    }

    /// <summary>Equal orders a day or two apart with a charge each: windows overlap all along, and time order tells.</summary>
    private static void EqualInAChain(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var count = world.Random.Next(3, 9);
        var at = world.DaysAgo(count * 2.5);
        var orders = Enumerable.Range(0, count).Select(i => world.Add(world.NewOrder(shop, total, at + world.Days(i * 1.5, (i * 1.5) + 1.4)))).OrderBy(o => o.PlacedAtUtc).ToList();
        var charges = orders.Select(o => world.Add(world.NewCharge(shop, total, o.PlacedAtUtc + world.Hours(-23, 71), shop.ShownAs, shop.Wallets[0]))).OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id).ToList();
        for (var i = 0; i < count; i++)
        {
            world.Pays(charges[i], orders[i]);
        }
    }

    /// <summary>Two marketplaces gave out one number; the sums tell which order a charge names.</summary>
    private static void SameIdTwice(World world)
    {
        var at = world.DaysAgo(6);
        var one = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at);
        var other = world.NewOrder(Shop.Taobao, world.Price(Shop.Taobao.Money), at + world.Hours(-5, 5));
        other = other with { Id = other.Id with { Id = one.Id.Id } };
        world.Pays(world.Add(world.NewCharge(Shop.Ali, one.Total, at + world.Hours(5, 20), Shop.Ali.ShownAs) with { OrderReference = one.Id.Id }), world.Add(one));
        world.Pays(world.Add(world.NewCharge(Shop.Taobao, other.Total, at + world.Hours(5, 20), Shop.Taobao.ShownAs) with { OrderReference = one.Id.Id }), world.Add(other));
    }
}
