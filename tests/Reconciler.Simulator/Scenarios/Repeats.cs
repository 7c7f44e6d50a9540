using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Money that went out twice, and what only looks like it.</summary>
internal static class Repeats
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("duplicate-named", 1, NamedTwice, NeedsName: true),
        new("duplicate-of-a-set", 0.3, OneOfASetTwice, NeedsName: true),
        new("duplicate-unnamed", 1, UnnamedTwice),
        new("duplicate-returned", 0.6, Returned),
        new("duplicate-too-late", 0.3, TooLateToBeOne),
        new("retry-behind-failures", 0.7, Retry),
        new("hold-and-capture", 0.6, HoldAndCapture),
        new("hold-and-release", 0.4, HoldAndRelease),
        new("hold-fresh", 0.3, HoldFresh),
        new("hold-stale", 0.6, HoldStale),
        new("conversion-legs", 0.5, ConversionLegs),
        new("deposit-mirror", 0.4, DepositMirror),
        new("rightful-repeat", 1, RightfulRepeat),
    ];

    private static void NamedTwice(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(32);
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), at));
        var wallet = world.Pick(shop.Wallets);
        var charges = Enumerable.Range(0, world.Chance(0.15) ? 3 : 2)
            .Select(i => world.Add(References.Plainly(world, world.NewCharge(shop, order.Total, at + world.Hours(i * 60, (i * 60) + 55), order.Seller, wallet), order.Id.Id)))
            .ToList();
        world.Pays(charges[0], order);
        foreach (var again in charges.Skip(1))
        {
            world.Finds(FindingKind.DuplicateCharge, again, again.Amount.Abs(), order);
        }
    }

    /// <summary>Two parts pay the order, and the first comes again.</summary>
    private static void OneOfASetTwice(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(32);
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), at));
        var part = world.Part(order.Total, 0.55, 0.8);
        var wallet = shop.Wallets[0];
        var charges = ((Money[])[part, order.Total - part, part])
            .Select((sum, i) => world.Add(References.Plainly(world, world.NewCharge(shop, sum, at + world.Hours(i * 24, (i * 24) + 20), order.Seller, wallet), order.Id.Id)))
            .ToList();
        world.Pays(charges[0], order);
        world.Pays(charges[1], order);
        world.Finds(FindingKind.DuplicateCharge, charges[2], part, order);
    }

    private static (Order Order, Entry First, Entry Again) Twice(World world, TimeSpan later)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(10);
        var order = world.NewOrder(shop, world.Price(shop.Money), at);
        var first = world.NewCharge(shop, order.Total, at + world.Minutes(0, 240), order.Seller);
        var again = world.NewCharge(shop, order.Total, first.BookedAtUtc + later, order.Seller, first.Id.Wallet);
        if (world.Named())
        {
            (first, order) = References.Name(world, shop, first, order);
        }

        world.Add(order);
        world.Add(first);
        world.Pays(first, order);
        return (order, first, again);
    }

    private static void UnnamedTwice(World world)
    {
        var (order, _, again) = Twice(world, world.Chance(0.2) ? TimeSpan.FromHours(48) : world.Minutes(0.1, 48 * 60));
        world.Finds(FindingKind.DuplicateCharge, world.Add(again), again.Amount.Abs(), order);
    }

    private static void TooLateToBeOne(World world)
    {
        var (_, _, again) = Twice(world, TimeSpan.FromHours(48) + world.Between(TimeSpan.FromSeconds(1), TimeSpan.FromHours(60)));
        world.Finds(FindingKind.ChargeWithoutOrder, world.Add(again), again.Amount.Abs());
    }

    private static void Returned(World world)
    {
        var (_, _, again) = Twice(world, world.Minutes(0.1, 48 * 60));
        world.Add(again);
        var refund = world.NewRefund(again, again.Amount.Abs(), again.BookedAtUtc + world.Days(0.5, 6));
        world.Add(world.Named() ? refund with { RelatedTransactionId = again.Id.Id } : refund);
    }

    private static void Retry(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(4));
        world.Pays(world.Add(charge), world.Add(order));
        for (var i = world.Random.Next(1, 4); i > 0; i--)
        {
            world.Add(charge with
            {
                Id = new TransactionId(charge.Id.Wallet, world.NewId("FA")),
                BookedAtUtc = charge.BookedAtUtc.AddMinutes(-2 * i),
                Status = EntryStatus.Failed,
            });
        }
    }

    private static Entry HoldFor(World world, Entry charge, TimeSpan before) =>
        charge with { Id = new TransactionId(charge.Id.Wallet, world.NewId("HO")), Type = EntryType.Hold, BookedAtUtc = charge.BookedAtUtc - before };

    private static void HoldAndCapture(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(4));
        var related = world.Chance(0.5);
        var hold = world.Add(HoldFor(world, charge, related ? world.Days(0.1, 28) : world.Chance(0.2) ? TimeSpan.FromDays(30) : world.Days(0.1, 29.9)));
        world.Pays(world.Add(related ? charge with { RelatedTransactionId = hold.Id.Id } : charge), world.Add(order));
    }

    private static Entry LoneHold(World world, DateTime at)
    {
        var shop = world.AnyShop();
        return world.NewCharge(shop, world.Price(shop.Money), at, world.OwnSeller()) with { Type = EntryType.Hold };
    }

    private static void HoldAndRelease(World world)
    {
        var hold = world.Add(LoneHold(world, world.DaysAgo(30)));
        world.Add(world.NewEntry(hold.Id.Wallet, EntryType.Release, -hold.Amount, hold.BookedAtUtc + world.Days(1, 20), hold.Counterparty) with { RelatedTransactionId = hold.Id.Id });
    }

    private static void HoldFresh(World world) => world.Add(LoneHold(world, world.DaysAgo(1, 29)));

    private static void HoldStale(World world)
    {
        var hold = world.Add(LoneHold(world, world.DaysAgo(30.01)));
        world.Finds(FindingKind.StaleHold, hold, hold.Amount.Abs());
    }

    private static void ConversionLegs(World world)
    {
        var at = world.DaysAgo(4);
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at);
        var charge = world.NewCharge(Shop.Ali, order.Total, at + world.Minutes(0, 200), Shop.Ali.ShownAs, "paypal");
        if (world.Named())
        {
            (charge, order) = References.Name(world, Shop.Ali, charge, order);
        }

        world.Add(order);
        world.Add(charge);
        world.Pays(charge, order);
        world.Add(world.NewEntry("paypal", EntryType.Conversion, -world.Price(Currency.Of("EUR")), charge.BookedAtUtc, string.Empty) with { RelatedTransactionId = charge.Id.Id });
        world.Add(world.NewEntry("paypal", EntryType.Conversion, order.Total, charge.BookedAtUtc, string.Empty) with { RelatedTransactionId = charge.Id.Id });
    }

    private static void DepositMirror(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(4));
        world.Pays(world.Add(charge), world.Add(order));
        world.Add(world.NewEntry(charge.Id.Wallet, EntryType.Topup, order.Total, charge.BookedAtUtc.AddSeconds(-2), "Bank account"));
        world.Add(world.NewEntry(charge.Id.Wallet, EntryType.Transfer, -order.Total, charge.BookedAtUtc.AddSeconds(-4), "Bank account"));
    }

    /// <summary>The same thing bought twice from the same seller within hours, and paid twice: both are right.</summary>
    private static void RightfulRepeat(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var seller = world.OwnSeller();
        var at = world.DaysAgo(7);
        var count = world.Random.Next(2, 5);
        var wallet = shop.Wallets[0];
        var orders = Enumerable.Range(0, count).Select(_ => world.NewOrder(shop, total, at + world.Hours(0, 30), seller)).OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id).ToList();
        var charges = orders.Select(o => world.NewCharge(shop, total, o.PlacedAtUtc + world.Hours(-2, 10), seller, wallet)).OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id).ToList();
        for (var i = 0; i < count; i++)
        {
            // Paid in time order, so that names and times tell the same.
            var (charge, order) = world.Named() ? References.Name(world, shop, charges[i], orders[i]) : (charges[i], orders[i]);
            world.Pays(world.Add(charge), world.Add(order));
        }
    }
}
