using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Orders that are paid as they should be: nothing is found.</summary>
internal static class Payments
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("healthy", 60, Healthy),
        new("original-currency", 5, OriginalCurrency),
        new("rate-with-seller", 1, RateWithSeller),
        new("rate-with-name", 1, RateWithName, NeedsName: true),
        new("fee-on-top", 2, FeeOnTop),
        new("checkout", 3, Checkout),
        new("one-charge-several-orders", 1.5, OneForSeveral),
        new("several-charges-one-order", 1, SeveralForOne, NeedsName: true),
        new("edge-of-named-window", 0.4, EdgeOfNamedWindow, NeedsName: true),
        new("edge-of-unnamed-window", 0.4, EdgeOfUnnamedWindow),
        new("charged-otherwise", 0.6, ChargedOtherwise),
        new("cancelled-unpaid", 1, CancelledUnpaid),
        new("awaiting-payment", 1, AwaitingPayment),
        new("awaiting-but-paid", 0.4, AwaitingButPaid),
        new("zero-order", 0.3, ZeroOrder),
        new("reversed-and-cancelled", 0.4, ReversedAndCancelled),
        new("pending-then-paid", 0.4, PendingBesidePayment),
    ];

    /// <summary>A charge that is plainly an order's own: named in one of many ways, or alone with its amount.</summary>
    public static (Order Order, Entry Charge) PaidOrder(World world, Shop shop, Money total, DateTime at, bool? named = null)
    {
        var order = world.NewOrder(shop, total, at);
        var charge = world.NewCharge(shop, total, at + world.Minutes(-30, 600), world.Chance(0.5) ? order.Seller : shop.ShownAs);
        if (named ?? world.Named())
        {
            (charge, order) = References.Name(world, shop, charge, order);
        }

        return (order, charge);
    }

    private static void Healthy(World world)
    {
        var shop = world.AnyShop();
        var named = world.Named();
        var damaged = named && world.Chance(world.Knobs.DamageShare);
        var popular = shop.PopularPrices.Count > 0 && world.Chance(world.Knobs.EqualAmounts);
        var total = popular ? Money.Of(world.Pick(shop.PopularPrices), shop.Money) : world.Price(shop.Money);
        var at = world.DaysAgo(4);

        // Sellers that are paid by name are never paid in the marketplace's name: two pools that cannot be mistaken.
        // Not where some are unpaid: an unpaid order of such a seller is a candidate for the marketplace's charges too.
        var direct = popular && world.Knobs.UnpaidShare == 0 && world.Chance(0.3);
        var order = world.NewOrder(shop, total, at, direct ? $"Direct Store {world.Random.Next(5)}" : world.CommonSeller());
        var counterparty = direct || (!popular && world.Chance(0.5)) ? order.Seller : shop.ShownAs;
        var byName = named && !damaged;
        var delay = byName && world.Chance(0.05) ? world.Days(4, 29.9) : world.Chance(0.8) ? world.Minutes(-5, 120) : world.Hours(-23, 71);
        var charge = world.NewCharge(shop, total, world.Soonest(at + delay), counterparty);
        if (byName)
        {
            (charge, order) = References.Name(world, shop, charge, order);
        }
        else if (damaged)
        {
            charge = References.Damaged(world, charge, order);
        }

        order = world.Add(order);
        if (popular && !byName && world.Chance(world.Knobs.UnpaidShare))
        {
            world.PaysInTimeOrder(null, order, counterparty);
            return;
        }

        charge = world.Add(charge);
        if (popular && !byName)
        {
            world.PaysInTimeOrder(charge, order, counterparty);
        }
        else
        {
            world.Pays(charge, order);
        }
    }

    /// <summary>A charge in roubles for an order in dollars, with the original amount and the wallet's own rate.</summary>
    public static Entry RoubleCharge(World world, Order order, Money original, DateTime at, double rateOff = 0.004)
    {
        for (; ; )
        {
            var rate = Math.Round(world.RateOn(at) * (1 + (decimal)((world.Random.NextDouble() - 0.5) * 2 * rateOff)), 4);
            var roubles = Money.Round(original.Amount * rate, Currency.Of("RUB"));
            if (world.Claim(roubles))
            {
                return world.NewCharge(Shop.Ali, roubles, at, world.Chance(0.5) ? order.Seller : Shop.Ali.ShownAs, "qiwi") with { OriginalAmount = -original, ExchangeRate = rate };
            }
        }
    }

    private static void OriginalCurrency(World world)
    {
        var at = world.DaysAgo(4);
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at);
        var charge = RoubleCharge(world, order, order.Total, at + world.Minutes(0, 600));
        if (world.Named())
        {
            (charge, order) = References.Name(world, Shop.Ali, charge, order);
        }

        world.Pays(world.Add(charge), world.Add(order));
    }

    private static (Order Order, Entry Charge) RateOnly(World world)
    {
        var at = world.DaysAgo(4);
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at);
        var fromEntry = world.Chance(0.5);
        var off = (decimal)((world.Random.NextDouble() - 0.5) * (fromEntry ? 0.05 : 0.015));
        var booked = at + world.Minutes(0, 600);
        var rate = world.RateOn(booked);
        Money roubles;
        do
        {
            roubles = Money.Round(order.Total.Amount * rate * (1 + off), Currency.Of("RUB"));
            off += 0.00001m;
        }
        while (!world.Claim(roubles));

        return (order, world.NewCharge(Shop.Ali, roubles, booked, order.Seller, "qiwi") with { ExchangeRate = fromEntry ? rate : null });
    }

    private static void RateWithSeller(World world)
    {
        var (order, charge) = RateOnly(world);
        world.Pays(world.Add(charge), world.Add(order));
    }

    private static void RateWithName(World world)
    {
        var (order, charge) = RateOnly(world);
        (charge, order) = References.Name(world, Shop.Ali, charge with { Counterparty = Shop.Ali.ShownAs }, order);
        world.Pays(world.Add(charge), world.Add(order));
    }

    private static void FeeOnTop(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var (order, charge) = PaidOrder(world, shop, total, world.DaysAgo(4));
        if (world.Chance(0.5))
        {
            // The order's total is what left the wallet, fee and all.
            var sum = world.Part(total, 0.9, 0.99);
            charge = charge with { Amount = -sum, Fee = total - sum };
        }
        else
        {
            Money fee;
            do
            {
                fee = total with { MinorUnits = world.Random.NextInt64(1, (total.MinorUnits / 20) + 20) };
            }
            while (!world.Claim(total + fee));
            charge = charge with { Fee = fee };
        }

        world.Pays(world.Add(charge), world.Add(order));
    }

    private static void Checkout(World world)
    {
        var shop = world.AnyShop();
        var (orders, sum) = CheckoutOrders(world, shop, world.DaysAgo(5));
        var charge = world.NewCharge(shop, sum, orders[0].PlacedAtUtc + world.Minutes(0, 600), shop.ShownAs);
        if (world.Named())
        {
            charge = References.Plainly(world, charge, world.Chance(0.5) ? orders[0].CheckoutId : world.Pick(orders).Id.Id);
        }

        charge = world.Add(charge);
        foreach (var order in orders)
        {
            world.Pays(charge, world.Add(order), order.Total);
        }
    }

    /// <summary>Orders that share a checkout, not yet added, and what they cost together.</summary>
    public static (IReadOnlyList<Order> Orders, Money Sum) CheckoutOrders(World world, Shop shop, DateTime at)
    {
        List<Order> orders;
        Money sum;
        do
        {
            orders = [.. Enumerable.Range(0, world.Random.Next(2, 6)).Select(_ => world.NewOrder(shop, world.Price(shop.Money), at))];
            sum = orders.Aggregate(Money.Zero(shop.Money), (all, o) => all + o.Total);
        }
        while (!world.Claim(sum));

        var checkout = world.NewId("CO");
        return ([.. orders.Select(o => o with { CheckoutId = checkout })], sum);
    }

    private static void OneForSeveral(World world)
    {
        // A marketplace of its own where its name is the only tie: open orders elsewhere could sum up to the charge by accident.
        var bySeller = world.Chance(0.6);
        var shop = world.AnyShop();
        if (!bySeller)
        {
            var name = FormattableString.Invariant($"bazaar-{world.Random.Next(100):D2}");
            shop = shop with { Name = name, ShownAs = name.ToUpperInvariant() };
        }

        var at = world.DaysAgo(6);
        var seller = world.OwnSeller();
        var count = world.Random.Next(2, 7);
        List<Order> orders;
        Money sum;
        do
        {
            orders = [.. Enumerable.Range(0, count).Select(_ => world.NewOrder(shop, world.Price(shop.Money), at + world.Hours(0, 24), bySeller ? seller : null))];
            sum = orders.Aggregate(Money.Zero(shop.Money), (all, o) => all + o.Total);
        }
        while (!world.Claim(sum));

        var charge = world.Add(world.NewCharge(shop, sum, at + world.Hours(0.5, 47), bySeller ? seller : shop.ShownAs));
        foreach (var order in orders)
        {
            world.Pays(charge, world.Add(order), order.Total);
        }
    }

    private static void SeveralForOne(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(12);
        var order = world.NewOrder(shop, world.Price(shop.Money), at);
        var left = order.Total;
        var parts = new List<Money>();
        for (var count = world.Random.Next(2, 5); count > 1; count--)
        {
            parts.Add(world.Part(left, 0.2, 0.7));
            left -= parts[^1];
        }

        parts.Add(left);
        world.Add(order);
        foreach (var part in parts)
        {
            world.Pays(world.Add(References.Plainly(world, world.NewCharge(shop, part, at + world.Hours(0, 200), order.Seller, shop.Wallets[0]), order.Id.Id)), order);
        }
    }

    private static void EdgeOfNamedWindow(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(40);
        var order = world.NewOrder(shop, world.Price(shop.Money), at);
        var early = world.Chance(0.5);
        var inside = world.Chance(0.5);
        var edge = early ? TimeSpan.FromDays(-1) : TimeSpan.FromDays(30);
        var beyond = inside ? TimeSpan.Zero : TimeSpan.FromSeconds(early ? -1 : 1);
        Edge(world, order, References.Plainly(world, world.NewCharge(shop, order.Total, at + edge + beyond, order.Seller), order.Id.Id), inside);
    }

    private static void EdgeOfUnnamedWindow(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(10);
        var order = world.NewOrder(shop, world.Price(shop.Money), at);
        var early = world.Chance(0.5);
        var inside = world.Chance(0.5);
        var edge = early ? TimeSpan.FromDays(-1) : TimeSpan.FromDays(3);
        var beyond = inside ? TimeSpan.Zero : TimeSpan.FromSeconds(early ? -1 : 1);
        Edge(world, order, world.NewCharge(shop, order.Total, at + edge + beyond, order.Seller), inside);
    }

    private static void Edge(World world, Order order, Entry charge, bool inside)
    {
        world.Add(order);
        world.Add(charge);
        if (inside)
        {
            world.Pays(charge, order);
        }
        else
        {
            world.Finds(Core.Findings.FindingKind.ChargeWithoutOrder, charge, charge.Amount.Abs());
            world.Finds(Core.Findings.FindingKind.OrderWithoutCharge, order, order.Total);
        }
    }

    /// <summary>The marketplace says itself what it took in the wallet's currency.</summary>
    private static void ChargedOtherwise(World world)
    {
        var at = world.DaysAgo(4);
        var charged = world.Price(Currency.Of("RUB"));
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at) with { Charged = charged };
        var charge = world.NewCharge(Shop.Ali, charged, at + world.Minutes(0, 600), Shop.Ali.ShownAs, "qiwi");
        if (world.Named())
        {
            charge = References.Plainly(world, charge, order.Id.Id);
        }

        world.Pays(world.Add(charge), world.Add(order));
    }

    private static void CancelledUnpaid(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(4);
        world.Add(world.NewOrder(shop, world.Price(shop.Money), at) with { Status = OrderStatus.Cancelled, PaidAtUtc = null, StatusAtUtc = world.Soonest(at + world.Days(0.1, 20)) });
    }

    private static void AwaitingPayment(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(0.1);
        world.Add(world.NewOrder(shop, world.Price(shop.Money), at) with { Status = OrderStatus.AwaitingPayment, PaidAtUtc = null, StatusAtUtc = at });
    }

    private static void AwaitingButPaid(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(4);
        var (order, charge) = PaidOrder(world, shop, world.Price(shop.Money), at);
        world.Pays(world.Add(charge), world.Add(order with { Status = OrderStatus.AwaitingPayment, PaidAtUtc = null, StatusAtUtc = at }));
    }

    private static void ZeroOrder(World world)
    {
        var shop = world.AnyShop();
        world.Add(world.NewOrder(shop, Money.Zero(shop.Money), world.DaysAgo(4)));
    }

    /// <summary>A payment that the wallet took back on its own: nothing was paid in the end, and nothing is due.</summary>
    private static void ReversedAndCancelled(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(30);
        var (order, charge) = PaidOrder(world, shop, world.Price(shop.Money), at);
        world.Add(order with { Status = OrderStatus.Cancelled, PaidAtUtc = null, StatusAtUtc = at + world.Days(1, 5) });
        world.Add(charge with { Status = EntryStatus.Reversed });
    }

    /// <summary>A pending row beside the payment blocks nothing and is no duplicate.</summary>
    private static void PendingBesidePayment(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(5));
        world.Pays(world.Add(charge), world.Add(order));
        world.Add(charge with { Id = new TransactionId(charge.Id.Wallet, world.NewId("PE")), BookedAtUtc = charge.BookedAtUtc.AddMinutes(-3), Status = EntryStatus.Pending });
    }
}
