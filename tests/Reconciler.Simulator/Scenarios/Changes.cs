using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Orders that changed after payment or were paid otherwise, payments and holds that could be taken for each other, and days without a time.</summary>
internal static class Changes
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("order-edited-down", 0.4, EditedDown, NeedsName: true),
        new("order-edited-down-too-little-back", 0.3, TooLittleBack, NeedsName: true),
        new("order-edited-down-too-much-back", 0.3, TooMuchBack, NeedsName: true),
        new("gift-card-and-wallet", 0.4, GiftCardAndWallet, NeedsName: true, TryOnly: true),
        new("gift-card-alone", 0.3, GiftCardAlone, TryOnly: true),
        new("three-equal-charges", 0.4, ThreeEqualCharges),
        new("ambiguity-of-one-seller", 0.3, AmbiguityOfOneSeller),
        new("unpaid-in-a-row", 0.3, UnpaidInARow),
        new("two-holds-one-payment", 0.4, TwoHoldsOnePayment),
        new("hold-of-the-same-original", 0.4, HoldOfTheSameOriginal),
        new("charge-of-a-day", 0.4, ChargeOfADay, TryOnly: true),
        new("order-of-a-day", 0.4, OrderOfADay, TryOnly: true),
    ];

    /// <summary>An order that was paid, of which a part was taken off afterwards, and what came back.</summary>
    /// <param name="back">Which share of the part came back.</param>
    private static (Order Order, Entry Charge, Entry Refund, Money Off) Edited(World world, Func<Money, Money> back)
    {
        var shop = world.AnyShop();
        var paid = world.Price(shop.Money);
        var off = world.Part(paid, 0.1, 0.4);
        var order = world.Add(world.NewOrder(shop, paid - off, world.DaysAgo(45)));
        var charge = world.Add(world.NewCharge(shop, paid, order.PlacedAtUtc + world.Hours(0, 10), order.Seller) with { OrderReference = order.Id.Id });
        world.Pays(charge, order);
        return (order, charge, Refunds.AddRefund(world, charge, order, back(off), charge.BookedAtUtc + world.Days(1, 10), named: true), off);
    }

    private static void EditedDown(World world)
    {
        var (order, _, refund, _) = Edited(world, off => off);
        world.GivesBack(refund, order);
    }

    private static void TooLittleBack(World world)
    {
        var (order, charge, refund, off) = Edited(world, off => world.Part(off, 0.2, 0.8));
        world.GivesBack(refund, order);
        world.Finds(FindingKind.AmountMismatch, order, off - refund.Amount.Abs(), with: [charge, refund]);
    }

    private static void TooMuchBack(World world)
    {
        var (order, charge, refund, off) = Edited(world, off => off + world.Part(off, 0.2, 0.8));
        world.GivesBack(refund, order, off);
        world.Finds(FindingKind.ExcessRefund, order, refund.Amount.Abs() - off, with: [charge, refund]);
    }

    private static Order WithGiftCard(World world, Shop shop) => world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(8)) with { PaidOtherwise = "Gift card" };

    /// <summary>The rest was paid by the card, but nothing tells how much.</summary>
    private static void GiftCardAndWallet(World world)
    {
        var shop = world.AnyShop();
        var order = world.Add(WithGiftCard(world, shop));
        var charge = world.Add(world.NewCharge(shop, world.Part(order.Total), order.PlacedAtUtc + world.Hours(0, 10), order.Seller) with { OrderReference = order.Id.Id });
        world.Pays(charge, order);
        world.Finds(FindingKind.AmountMismatch, order, order.Total - charge.Amount.Abs(), with: charge);
        world.FindingIs(Confidence.Possible);
    }

    private static void GiftCardAlone(World world)
    {
        var order = world.Add(WithGiftCard(world, world.AnyShop()));
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
        world.FindingIs(Confidence.Possible);
    }

    /// <summary>One order and three equal charges, the first too early for it: the second is the payment, the others repeat it.</summary>
    private static void ThreeEqualCharges(World world)
    {
        var shop = world.AnyShop();
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(8)));
        Entry Charge(double least, double most) => world.Add(world.NewCharge(shop, order.Total, order.PlacedAtUtc + world.Hours(least, most), order.Seller, shop.Wallets[0]));
        var (tooEarly, payment, late) = (Charge(-36, -24.1), Charge(-20, -1), Charge(0.1, 20));
        world.Pays(payment, order);
        world.Finds(FindingKind.DuplicateCharge, tooEarly, order.Total, order);
        world.FindingIs(Confidence.Probable);
        world.Finds(FindingKind.DuplicateCharge, late, order.Total, order);
        world.FindingIs(Confidence.Probable);
    }

    /// <summary>Nothing tells which of two orders of one seller a charge pays; the equal order of another seller is unpaid all the same.</summary>
    private static void AmbiguityOfOneSeller(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var seller = world.OwnSeller();
        var at = world.DaysAgo(8);
        Order[] candidates = [.. Enumerable.Range(0, 2).Select(_ => world.Add(world.NewOrder(shop, total, at + world.Hours(0, 8), seller)))];
        var other = world.Add(world.NewOrder(shop, total, at + world.Hours(0, 8)));
        world.Finds(FindingKind.AmbiguousMatch, world.Add(world.NewCharge(shop, total, at + world.Hours(9, 40), seller)), total, candidates);
        world.Finds(FindingKind.OrderWithoutCharge, other, total);
    }

    /// <summary>The same price day by day, each charge soon after its order, and one order unpaid: the times tell which.</summary>
    private static void UnpaidInARow(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var count = world.Random.Next(3, 11);
        var unpaid = world.Random.Next(count);
        var at = world.DaysAgo(count + 6);
        var orders = Enumerable.Range(0, count).Select(i => world.Add(world.NewOrder(shop, total, at.AddDays(i)))).ToList();
        var charges = orders.Where((_, i) => i != unpaid).Select(o => world.Add(world.NewCharge(shop, total, o.PlacedAtUtc + world.Minutes(1, 20), shop.ShownAs, shop.Wallets[0]))).ToList();
        world.Decide(new Crowd(charges, orders));
    }

    private static Entry HoldFor(World world, Entry charge, TimeSpan before) =>
        charge with { Id = new TransactionId(charge.Id.Wallet, world.NewId("HO")), Type = EntryType.Hold, BookedAtUtc = charge.BookedAtUtc - before };

    /// <summary>A payment captures one hold, the nearest; the money of the other is still held.</summary>
    private static void TwoHoldsOnePayment(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(45));
        world.Pays(world.Add(charge), world.Add(order));
        world.Add(HoldFor(world, charge, world.Days(0.1, 8)));
        var other = world.Add(HoldFor(world, charge, world.Days(9, 29)));
        world.Finds(FindingKind.StaleHold, other, other.Amount.Abs());
    }

    /// <summary>Held at one rate and paid at another: the original amounts tell that it is one purchase.</summary>
    private static void HoldOfTheSameOriginal(World world)
    {
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), world.DaysAgo(45));
        var charge = Payments.RoubleCharge(world, order, order.Total, order.PlacedAtUtc + world.Hours(0, 10));
        var hold = HoldFor(world, charge, world.Days(0.1, 8));
        world.Add(hold with { Amount = charge.Amount - world.Part(charge.Amount.Abs(), 0.01, 0.05), ExchangeRate = null });
        world.Pays(world.Add(charge), world.Add(order));
    }

    private static Moments DayOf(DateTime time, int later) => Moments.OfDayAnywhere(DateOnly.FromDateTime(time).AddDays(later));

    private static bool IsInTime(Moments booked, Moments placed) =>
        booked.LastUtc >= placed.FirstUtc.AddDays(-1) && booked.FirstUtc <= placed.LastUtc.AddDays(3);

    /// <summary>The statement tells only the day, in a zone that nobody names: any moment of it, of any zone, may be meant.</summary>
    private static void ChargeOfADay(World world)
    {
        var shop = world.AnyShop();
        var order = world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(15));
        var day = DayOf(order.PlacedAtUtc, world.Random.Next(-4, 6));
        var charge = world.NewCharge(shop, order.Total, DateOnly.FromDateTime(day.FirstUtc.AddHours(14)).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), order.Seller) with { BookedDay = day };
        Decide(world, charge, order);
    }

    private static void OrderOfADay(World world)
    {
        var shop = world.AnyShop();
        var order = world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(20));
        order = order with { PlacedDay = DayOf(order.PlacedAtUtc, 0), PlacedAtUtc = order.PlacedAtUtc.Date, PaidAtUtc = null, StatusAtUtc = order.PlacedAtUtc.Date, Status = OrderStatus.Paid };
        Decide(world, world.NewCharge(shop, order.Total, order.PlacedAtUtc + world.Days(-3, 6), order.Seller), order);
    }

    private static void Decide(World world, Entry charge, Order order)
    {
        world.Add(order);
        world.Add(charge);
        if (IsInTime(charge.Booked, order.Placed))
        {
            world.Pays(charge, order);
        }
        else
        {
            world.Finds(FindingKind.ChargeWithoutOrder, charge, charge.Amount.Abs());
            world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
        }
    }
}
