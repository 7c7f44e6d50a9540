using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Money that comes back, or should.</summary>
internal static class Refunds
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("refund-full", 3, Full),
        new("refund-partial", 1.5, Partial),
        new("refund-in-parts", 0.7, InParts),
        new("refund-at-another-rate", 0.7, AnotherRate),
        new("refund-on-another-balance", 0.6, AnotherBalance),
        new("refund-as-share-of-payment", 0.5, AsShare),
        new("refund-failed-first", 0.5, FailedFirst),
        new("refund-failed-only", 0.4, FailedOnly),
        new("refund-by-number", 0.4, ByNumber),
        new("refund-not-yet-due", 0.8, NotYetDue),
        new("refund-last-day", 0.3, LastDay),
        new("refund-missing", 1, Missing),
        new("refund-missing-of-part", 0.5, MissingOfPart),
        new("refund-short", 0.8, Short),
        new("refund-short-not-yet-due", 0.3, ShortNotYetDue),
        new("refund-twice", 0.6, Twice, NeedsName: true),
        new("refund-too-much", 0.4, TooMuch, NeedsName: true),
        new("refund-of-live-order", 0.3, OfLiveOrder, NeedsName: true),
        new("refund-without-order", 0.8, WithoutOrder),
        new("refund-ambiguous", 0.3, Ambiguous),
    ];

    /// <summary>An order that was paid, in the records, with its charge; its status is then changed.</summary>
    private static (Order Order, Entry Charge) Paid(World world, DateTime at, Shop? shop = null, Money? total = null, Func<Order, Order>? change = null)
    {
        shop ??= world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, total ?? world.Price(shop.Money), at);
        order = world.Add(change is null ? order : change(order));
        charge = world.Add(charge);
        world.Pays(charge, order);
        return (order, charge);
    }

    /// <summary>Changes an order into one whose refund is due by now; a third were cancelled, the rest refunded.</summary>
    public static Func<Order, Order> Returned(World world, Money? part = null) =>
        order => order with
        {
            Status = part is null ? world.Pick<OrderStatus>([OrderStatus.Cancelled, OrderStatus.Refunded, OrderStatus.Refunded]) : OrderStatus.PartlyRefunded,
            StatusAtUtc = order.PlacedAtUtc + world.Days(2, 12),
            Refunded = part ?? (world.Chance(0.5) ? order.Total : null),
        };

    /// <summary>The tenth day from Monday to Friday after the one given.</summary>
    public static DateOnly Due(DateTime statusAt)
    {
        var day = DateOnly.FromDateTime(statusAt);
        for (var counted = 0; counted < 10;)
        {
            day = day.AddDays(1);
            counted += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return day;
    }

    public static Entry AddRefund(World world, Entry charge, Order order, Money sum, DateTime at, bool? named = null)
    {
        var refund = world.NewRefund(charge, sum, world.Soonest(at)) with { Type = world.Chance(0.15) ? EntryType.Chargeback : EntryType.Refund };
        return world.Add(named ?? world.Named() ? Name(world, refund, charge, order) : refund);
    }

    private static Entry Name(World world, Entry refund, Entry charge, Order order) =>
        world.Chance(0.5)
            ? refund with { RelatedTransactionId = charge.Id.Id }
            : refund with { OrderReference = order.Id.Id };

    public static DateTime After(World world, Order order) => order.StatusAtUtc + world.Days(0.1, 14);

    private static void Full(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(40), change: Returned(world));
        world.GivesBack(AddRefund(world, charge, order, charge.Amount.Abs(), After(world, order)), order);
    }

    private static void Partial(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var part = world.Part(total);
        var (order, charge) = Paid(world, world.DaysAgo(40), shop, total, Returned(world, part));
        world.GivesBack(AddRefund(world, charge, order, part, After(world, order)), order);
    }

    private static void InParts(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(40), change: Returned(world));
        var first = world.Part(order.Total, 0.2, 0.45);
        foreach (var part in (Money[])[first, order.Total - first])
        {
            world.GivesBack(AddRefund(world, charge, order, part, After(world, order), named: true), order);
        }
    }

    private static (Order Order, Entry Charge) PaidInRoubles(World world)
    {
        var at = world.DaysAgo(40);
        var order = Returned(world)(world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at));
        var charge = Payments.RoubleCharge(world, order, order.Total, at + world.Minutes(0, 600));
        if (world.Named())
        {
            (charge, order) = References.Name(world, Shop.Ali, charge, order);
        }

        world.Add(order);
        world.Add(charge);
        world.Pays(charge, order);
        return (order, charge);
    }

    private static void AnotherRate(World world)
    {
        var (order, charge) = PaidInRoubles(world);
        var at = world.Soonest(After(world, order));
        var rate = world.RateOn(at);
        var roubles = Money.Round(order.Total.Amount * rate, charge.Amount.Currency);
        var refund = world.NewRefund(charge, roubles, at) with { OriginalAmount = order.Total, ExchangeRate = rate };
        world.GivesBack(world.Add(world.Named() ? Name(world, refund, charge, order) : refund), order);
    }

    private static void AnotherBalance(World world)
    {
        var (order, charge) = PaidInRoubles(world);
        world.GivesBack(AddRefund(world, charge, order, order.Total, After(world, order)), order);
    }

    /// <summary>Roubles come back for dollars with no word of the dollars: all that was paid is all that was due.</summary>
    private static void AsShare(World world)
    {
        var (order, charge) = PaidInRoubles(world);
        world.GivesBack(AddRefund(world, charge, order, charge.Amount.Abs(), After(world, order), named: true), order);
    }

    private static void FailedFirst(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(40), change: Returned(world));
        var at = order.StatusAtUtc + world.Days(1, 4);
        var failed = world.NewRefund(charge, charge.Amount.Abs(), at) with { Status = EntryStatus.Failed, RelatedTransactionId = charge.Id.Id };
        world.Add(failed);
        world.GivesBack(AddRefund(world, charge, order, charge.Amount.Abs(), at + world.Days(1, 6)), order);
    }

    private static void FailedOnly(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(40), change: Returned(world));
        world.Add(world.NewRefund(charge, charge.Amount.Abs(), After(world, order)) with { Status = EntryStatus.Failed, RelatedTransactionId = charge.Id.Id });
        world.Finds(FindingKind.MissingRefund, order, order.Total, Due(order.StatusAtUtc), charge);
    }

    /// <summary>The refund's own number is the payment's, an underscore and more; nothing else names it.</summary>
    private static void ByNumber(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(40), Shop.Taobao, change: Returned(world));
        var refund = world.NewRefund(charge, charge.Amount.Abs(), After(world, order));
        world.GivesBack(world.Add(refund with { Id = new TransactionId(charge.Id.Wallet, charge.Id.Id + "_" + world.Digits(4)) }), order);
    }

    private static void NotYetDue(World world)
    {
        var age = 1 + (world.Random.NextDouble() * 7);
        var at = world.DaysAgo(20, 30);
        Paid(world, at, change: order => Returned(world)(order) with { StatusAtUtc = world.AsOf.AddDays(-age) });
    }

    /// <summary>The last day on which the refund is in time is that of the clock, or the day before: only then is it missing.</summary>
    private static void LastDay(World world)
    {
        var today = DateOnly.FromDateTime(world.AsOf);
        var late = world.Chance(0.5);
        var statusAt = world.AsOf;
        while (late ? Due(statusAt) >= today : Due(statusAt) >= today.AddDays(1))
        {
            statusAt = statusAt.AddDays(-1);
        }

        var (order, charge) = Paid(world, statusAt - world.Days(5, 20), change: o => Returned(world)(o) with { StatusAtUtc = statusAt });
        if (Due(statusAt) < today)
        {
            world.Finds(FindingKind.MissingRefund, order, order.Total, Due(statusAt), charge);
        }
    }

    private static void Missing(World world)
    {
        var (order, charge) = world.Chance(0.3) ? PaidInRoubles(world) : Paid(world, world.DaysAgo(40), change: Returned(world));
        world.Finds(FindingKind.MissingRefund, order, order.Total, Due(order.StatusAtUtc), charge);
    }

    private static void MissingOfPart(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var part = world.Part(total);
        var (order, charge) = Paid(world, world.DaysAgo(40), shop, total, Returned(world, part));
        world.Finds(FindingKind.MissingRefund, order, part, Due(order.StatusAtUtc), charge);
    }

    private static void Short(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(40), change: Returned(world));
        var came = world.Part(order.Total);
        var refund = AddRefund(world, charge, order, came, After(world, order), named: true);
        world.GivesBack(refund, order);
        world.Finds(FindingKind.ShortRefund, order, order.Total - came, Due(order.StatusAtUtc), charge, refund);
    }

    private static void ShortNotYetDue(World world)
    {
        var statusAt = world.AsOf.AddDays(-6);
        var (order, charge) = Paid(world, world.DaysAgo(20, 30), change: o => Returned(world)(o) with { StatusAtUtc = statusAt });
        world.GivesBack(AddRefund(world, charge, order, world.Part(order.Total), statusAt + world.Days(0.5, 4), named: true), order);
    }

    private static void Twice(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(60), change: Returned(world));
        var first = AddRefund(world, charge, order, charge.Amount.Abs(), order.StatusAtUtc + world.Days(0.1, 4), named: true);
        var second = AddRefund(world, charge, order, charge.Amount.Abs(), order.StatusAtUtc + world.Days(5, 14), named: true);
        world.GivesBack(first, order);
        world.Finds(FindingKind.ExcessRefund, order, second.Amount.Abs(), with: [charge, second]);
    }

    private static void TooMuch(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var part = world.Part(total, 0.2, 0.5);
        var came = world.Part(total, 0.55, 0.95);
        var (order, charge) = Paid(world, world.DaysAgo(40), shop, total, Returned(world, part));
        var refund = AddRefund(world, charge, order, came, After(world, order), named: true);
        world.GivesBack(refund, order, part);
        world.Finds(FindingKind.ExcessRefund, order, came - part, with: [charge, refund]);
    }

    /// <summary>Nothing is due for an order that stands: what comes back is more than that.</summary>
    private static void OfLiveOrder(World world)
    {
        var (order, charge) = Paid(world, world.DaysAgo(40));
        var came = world.Part(order.Total);
        var refund = AddRefund(world, charge, order, came, order.PlacedAtUtc + world.Days(3, 20), named: true);
        world.Finds(FindingKind.ExcessRefund, order, came, with: [charge, refund]);
    }

    private static void WithoutOrder(World world)
    {
        var shop = world.AnyShop();
        var sum = world.Price(shop.Money);
        var refund = world.NewEntry(world.Pick(shop.Wallets), EntryType.Refund, sum, world.DaysAgo(1), world.OwnSeller());
        if (world.Named())
        {
            refund = refund with { OrderReference = world.NewOrderId(shop) };
        }

        world.Finds(FindingKind.RefundWithoutOrder, world.Add(refund), sum);
    }

    /// <summary>Two orders wait for the same sum, and one refund comes that names neither.</summary>
    private static void Ambiguous(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var at = world.DaysAgo(20, 30);
        var seller = world.OwnSeller();
        var orders = new List<Order>();
        for (var i = 0; i < 2; i++)
        {
            var placed = at + world.Hours(0, 5);
            var order = world.Add(world.NewOrder(shop, total, placed, seller) with { Status = OrderStatus.Refunded, StatusAtUtc = world.AsOf.AddDays(-7) });
            orders.Add(order);
        }

        var byTime = orders.OrderBy(o => o.PlacedAtUtc).ThenBy(o => o.Id).ToList();
        var charges = byTime.Select(o => world.Add(world.NewCharge(shop, total, at + world.Hours(6, 20), seller, shop.Wallets[0])))
            .OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id).ToList();
        for (var i = 0; i < 2; i++)
        {
            world.Pays(charges[i], byTime[i]);
        }

        var refund = world.Add(world.NewRefund(charges[0], total, world.AsOf.AddDays(-3)));
        world.Finds(FindingKind.AmbiguousMatch, refund, total, [.. orders]);
    }
}
