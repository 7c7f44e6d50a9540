using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Sides without each other, wrong sums and rates, and what nobody can decide.</summary>
internal static class Faults
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("charge-without-order", 1, ChargeWithoutOrder),
        new("charge-fresh", 0.3, ChargeFresh),
        new("order-without-charge", 1, OrderWithoutCharge),
        new("order-fresh", 0.3, OrderFresh),
        new("mismatch-less", 0.6, MismatchLess, NeedsName: true),
        new("mismatch-more", 0.6, MismatchMore, NeedsName: true),
        new("mismatch-of-a-set", 0.3, MismatchOfASet, NeedsName: true),
        new("mismatch-of-original", 0.4, MismatchOfOriginal, NeedsName: true),
        new("mismatch-fresh", 0.2, MismatchFresh, NeedsName: true),
        new("rate-deviates", 1, RateDeviates),
        new("rate-not-published", 0.3, RateNotPublished),
        new("ambiguous", 0.6, Ambiguous),
        new("reversed-and-live", 0.4, ReversedAndLive),
        new("conflicting-record", 0.6, ConflictingRecord, NeedsName: true),
        new("conflicting-unnamed", 0.2, ConflictingUnnamed),
        new("conflicting-both-wrong", 0.2, ConflictingBothWrong, NeedsName: true),
    ];

    private static void ChargeWithoutOrder(World world)
    {
        var shop = world.AnyShop();
        var charge = world.NewCharge(shop, world.Price(shop.Money), world.DaysAgo(3.01), world.OwnSeller());
        if (world.Named())
        {
            charge = References.Plainly(world, charge, world.NewOrderId(shop));
        }

        world.Finds(FindingKind.ChargeWithoutOrder, world.Add(charge), charge.Amount.Abs());
    }

    private static void ChargeFresh(World world)
    {
        var shop = world.AnyShop();
        world.Add(world.NewCharge(shop, world.Price(shop.Money), world.DaysAgo(0.05, 2.99), world.OwnSeller()));
    }

    private static void OrderWithoutCharge(World world)
    {
        var shop = world.AnyShop();
        var order = world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(3.2));
        if (world.Chance(0.2))
        {
            order = order with { PaidAtUtc = null, StatusAtUtc = order.PlacedAtUtc };
        }

        world.Finds(FindingKind.OrderWithoutCharge, world.Add(order), order.Total);
    }

    private static void OrderFresh(World world)
    {
        var shop = world.AnyShop();
        var order = world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(0.1, 2.9));
        world.Add(order with { Status = OrderStatus.Paid, StatusAtUtc = order.PlacedAtUtc });
    }

    private static (Order Order, Entry Charge) Mismatched(World world, Shop shop, Money total, Money charged, DateTime at)
    {
        var order = world.NewOrder(shop, total, at);
        return References.Name(world, shop, world.NewCharge(shop, charged, at + world.Minutes(0, 600), order.Seller), order) is var (c, o) ? (o, c) : default;
    }

    private static void MismatchLess(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var (order, charge) = Mismatched(world, shop, total, world.Part(total, 0.3, 0.97), world.DaysAgo(5));
        world.Pays(world.Add(charge), world.Add(order));
        world.Finds(FindingKind.AmountMismatch, order, total - charge.Amount.Abs(), with: charge);
    }

    private static void MismatchMore(World world)
    {
        var shop = world.AnyShop();
        var charged = world.Price(shop.Money);
        var total = world.Part(charged, 0.5, 0.97);
        var (order, charge) = Mismatched(world, shop, total, charged, world.DaysAgo(5));
        world.Pays(world.Add(charge), world.Add(order));
        world.Finds(FindingKind.AmountMismatch, order, charged - total, with: charge);
    }

    private static void MismatchOfASet(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(9);
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), at));
        var first = world.Part(order.Total, 0.2, 0.45);
        var second = world.Part(order.Total, 0.2, 0.45);
        var charges = ((Money[])[first, second])
            .Select(sum => world.Add(References.Plainly(world, world.NewCharge(shop, sum, at + world.Hours(0, 100), order.Seller), order.Id.Id))).ToList();
        charges.ForEach(c => world.Pays(c, order));
        world.Finds(FindingKind.AmountMismatch, order, order.Total - first - second, with: [.. charges]);
    }

    /// <summary>The sums differ in the order's own currency, whatever the wallet's rate made of them.</summary>
    private static void MismatchOfOriginal(World world)
    {
        var at = world.DaysAgo(5);
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at);
        var original = world.Part(order.Total, 0.5, 0.9);
        var charge = Payments.RoubleCharge(world, order, original, at + world.Minutes(0, 600));
        (charge, order) = References.Name(world, Shop.Ali, charge, order);
        world.Pays(world.Add(charge), world.Add(order));
        world.Finds(FindingKind.AmountMismatch, order, order.Total - original, with: charge);
    }

    /// <summary>The rest may still come: nothing is found before three days have passed.</summary>
    private static void MismatchFresh(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var (order, charge) = Mismatched(world, shop, total, world.Part(total), world.DaysAgo(1, 1.8));
        world.Pays(world.Add(charge), world.Add(order with { Status = OrderStatus.Paid, StatusAtUtc = order.PlacedAtUtc }));
    }

    private static void RateDeviates(World world)
    {
        var at = world.DaysAgo(4);
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at);
        var booked = at + world.Minutes(0, 600);
        var published = world.RateOn(booked);
        var off = 0.02m + (decimal)(world.Random.NextDouble() * 0.04);
        decimal rate;
        Money roubles;
        do
        {
            off += 0.0001m;
            rate = Math.Round(published * (1 + (world.Chance(0.8) ? off : -off)), 4);
            roubles = Money.Round(order.Total.Amount * rate, Currency.Of("RUB"));
        }
        while (!world.Claim(roubles));

        var charge = world.NewCharge(Shop.Ali, roubles, booked, order.Seller, "qiwi") with { OriginalAmount = -order.Total, ExchangeRate = world.Chance(0.7) ? rate : null };
        if (world.Named())
        {
            (charge, order) = References.Name(world, Shop.Ali, charge, order);
        }

        world.Pays(world.Add(charge), world.Add(order));
        var right = Money.Round(order.Total.Amount * published, Currency.Of("RUB"));
        world.Finds(FindingKind.FxDeviation, charge, (roubles - right).Abs(), order);
    }

    private static void RateNotPublished(World world)
    {
        var at = world.DaysAgo(4);
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at);
        var rate = Math.Round(0.8m + (decimal)(world.Random.NextDouble() * 0.3), 4);
        Money euros;
        do
        {
            rate += 0.0001m;
            euros = Money.Round(order.Total.Amount * rate, Currency.Of("EUR"));
        }
        while (!world.Claim(euros));

        var charge = world.NewCharge(Shop.Ali, euros, at + world.Minutes(0, 600), order.Seller, "paypal") with { OriginalAmount = -order.Total, ExchangeRate = rate };
        world.Pays(world.Add(charge), world.Add(order));
    }

    /// <summary>Fewer charges than equal orders, from one seller or from any: mostly nobody can say which is unpaid, and else only the times tell.</summary>
    private static void Ambiguous(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var seller = world.OwnSeller();
        var oneSeller = world.Chance(0.5);
        var at = world.DaysAgo(8);
        var charged = world.Random.Next(1, 4);
        var orders = Enumerable.Range(0, charged + world.Random.Next(1, 3))
            .Select(_ => world.Add(world.NewOrder(shop, total, at + world.Hours(0, 20), oneSeller ? seller : null))).OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id).ToArray();
        var charges = Enumerable.Range(0, charged)
            .Select(_ => world.Add(world.NewCharge(shop, total, at + world.Hours(0, 60), seller, shop.Wallets[0]))).OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id).ToArray();
        world.Decide(new Crowd(charges, orders));
    }

    /// <summary>The money went back by itself while the order goes on: it has no charge any more.</summary>
    private static void ReversedAndLive(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(10));
        world.Add(order);
        world.Add(charge with { Status = EntryStatus.Reversed });
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
    }

    /// <summary>Two files tell different sums under one number; the one that agrees with the order stands.</summary>
    private static void ConflictingRecord(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(4), named: true);
        world.Add(order);
        world.Add(charge);
        world.Pays(charge, order);
        var other = world.Part(order.Total, 0.5, 1.5);
        world.Add(charge with { Amount = -other });
        world.Finds(FindingKind.ConflictingRecord, charge, (other - order.Total).Abs());
    }

    /// <summary>Nothing names the order, and of the two sums one is exactly its own.</summary>
    private static void ConflictingUnnamed(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(4), named: false);
        world.Add(order);
        world.Add(charge);
        world.Pays(charge, order);
        var other = world.Part(order.Total, 0.5, 1.5);
        world.Add(charge with { Amount = -other });
        world.Finds(FindingKind.ConflictingRecord, charge, (other - order.Total).Abs());
    }

    /// <summary>Neither sum agrees with the order: the smaller stands.</summary>
    private static void ConflictingBothWrong(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var (order, charge) = Payments.PaidOrder(world, shop, total, world.DaysAgo(5), named: true);
        var smaller = world.Part(total, 0.4, 0.7);
        var larger = world.Part(total, 0.75, 0.95);
        world.Add(order);
        charge = world.Add(charge with { Amount = -smaller });
        world.Add(charge with { Amount = -larger });
        world.Pays(charge, order);
        world.Finds(FindingKind.ConflictingRecord, charge, larger - smaller);
        world.Finds(FindingKind.AmountMismatch, order, total - smaller, with: charge);
    }
}
