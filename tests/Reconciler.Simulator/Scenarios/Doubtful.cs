using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>
/// What the contract can be read to say in two ways. They happen only when asked for (<c>--only</c>, <c>--share</c>);
/// the truth beside them is the reading named here.
/// </summary>
internal static class Doubtful
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("doubt-charge-names-two-orders", 0, NamesTwoOrders, NeedsName: true),
        new("doubt-repeat-nearer-than-payment", 0, RepeatNearer),
        new("doubt-repeat-half-returned", 0, RepeatHalfReturned),
        new("doubt-reversed-and-refunded", 0, ReversedAndRefunded),
        new("doubt-pending-other-money", 0, PendingOtherMoney),
        new("doubt-order-changed-total", 0, OrderChangedTotal, NeedsName: true),
        new("doubt-name-too-late-fits-another", 0, NameTooLateFitsAnother, NeedsName: true),
        new("doubt-number-behind-no", 0, NumberBehindNo, NeedsName: true),
        new("doubt-short-id-with-zeros", 0, ShortIdWithZeros, NeedsName: true),
        new("doubt-number-in-counterparty", 0, NumberInCounterparty, NeedsName: true),
        new("doubt-one-certain-in-a-crowd", 0, OneCertainInACrowd),
        new("doubt-equal-by-original", 0, EqualByOriginal),
        new("doubt-fee-kept", 0, FeeKept),
        new("doubt-refund-of-mismatch", 0, RefundOfMismatch, NeedsName: true),
        new("doubt-refund-before-status", 0, RefundBeforeStatus),
        new("doubt-cancelled-paid-at-no-charge", 0, CancelledPaidAtNoCharge),
        new("doubt-hold-captured-in-parts", 0, HoldCapturedForLess),
        new("doubt-set-with-repeat-first", 0, WholeAfterPart, NeedsName: true),
    ];

    /// <summary>Reading: a charge that names two orders and is exactly their sum pays both.</summary>
    private static void NamesTwoOrders(World world)
    {
        var shop = Shop.Ali;
        var at = world.DaysAgo(5);
        Order one, other;
        do
        {
            one = world.NewOrder(shop, world.Price(shop.Money), at);
            other = world.NewOrder(shop, world.Price(shop.Money), at + world.Hours(0, 5));
        }
        while (!world.Claim(one.Total + other.Total));
        var charge = world.Add(world.NewCharge(shop, one.Total + other.Total, at + world.Hours(6, 20), "Card centre") with { Description = $"Orders {one.Id.Id}, {other.Id.Id}" });
        world.Pays(charge, world.Add(one), one.Total);
        world.Pays(charge, world.Add(other), other.Total);
    }

    /// <summary>Reading: of two equal unnamed charges the earlier is the payment, although the later is nearer to the order.</summary>
    private static void RepeatNearer(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(6);
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), at));
        var first = world.Add(world.NewCharge(shop, order.Total, at - world.Hours(5, 20), order.Seller));
        var again = world.Add(world.NewCharge(shop, order.Total, at + world.Minutes(1, 60), order.Seller, first.Id.Wallet));
        world.Pays(first, order);
        world.Finds(FindingKind.DuplicateCharge, again, order.Total, order);
    }

    /// <summary>Reading: what has not come back of a repeat is still at risk.</summary>
    private static void RepeatHalfReturned(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(15);
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), at));
        var first = world.Add(world.NewCharge(shop, order.Total, at + world.Minutes(0, 60), order.Seller));
        var again = world.Add(world.NewCharge(shop, order.Total, first.BookedAtUtc.AddHours(1), order.Seller, first.Id.Wallet));
        var part = world.Part(order.Total);
        world.Add(world.NewRefund(again, part, again.BookedAtUtc.AddDays(3)) with { RelatedTransactionId = again.Id.Id });
        world.Pays(first, order);
        world.Finds(FindingKind.DuplicateCharge, again, order.Total - part, order);
    }

    /// <summary>Reading: a payment that turned reversed is paid and given back; a refunded order asks for neither.</summary>
    private static void ReversedAndRefunded(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(40));
        world.Add(Refunds.Returned(world)(order));
        world.Add(charge with { Status = EntryStatus.Reversed });
    }

    /// <summary>Reading: a pending row foretold another sum; the succeeded one stands, because its status is later, and the difference is told.</summary>
    private static void PendingOtherMoney(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(5));
        var other = world.Part(order.Total, 0.5, 0.9);
        world.Pays(world.Add(charge), world.Add(order));
        world.Add(charge with { Status = EntryStatus.Pending, Amount = -other });
        world.Finds(FindingKind.ConflictingRecord, charge, order.Total - other);
    }

    /// <summary>Reading: of two totals of one order the one that its charge paid stands.</summary>
    private static void OrderChangedTotal(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(20), named: true);
        var other = world.Part(order.Total, 0.5, 1.5);
        world.Pays(world.Add(charge), world.Add(order));
        world.Add(order with { Total = other, StatusAtUtc = order.StatusAtUtc + world.Hours(-10, 10) });
        world.Finds(FindingKind.ConflictingRecord, order, (order.Total - other).Abs());
    }

    /// <summary>Reading: a name outside its window names nothing, so the exact amount decides.</summary>
    private static void NameTooLateFitsAnother(World world)
    {
        var shop = Shop.Ali;
        var at = world.DaysAgo(5, 60);
        var old = world.NewOrder(shop, world.Price(shop.Money), at.AddDays(-60));
        world.Pays(world.Add(world.NewCharge(shop, old.Total, old.PlacedAtUtc.AddHours(1), old.Seller) with { OrderReference = old.Id.Id }), world.Add(old));
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), at));
        world.Pays(world.Add(world.NewCharge(shop, order.Total, at.AddHours(1), order.Seller) with { OrderReference = old.Id.Id }), order);
    }

    /// <summary>Reading: short ids count behind "order", "№" and "#" only; "No." is none of them.</summary>
    private static void NumberBehindNo(World world)
    {
        var order = world.Add(world.NewOrder(Shop.Atelier, world.Price(Shop.Atelier.Money), world.DaysAgo(6)));
        var sum = world.Price(Shop.Atelier.Money);
        var charge = world.Add(world.NewCharge(Shop.Atelier, sum, order.PlacedAtUtc.AddHours(2), world.OwnSeller()) with { Description = $"Invoice No. {order.Id.Id}" });
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
        world.Finds(FindingKind.ChargeWithoutOrder, charge, sum);
    }

    /// <summary>Reading: an id of five characters stays short when zeros are written before it.</summary>
    private static void ShortIdWithZeros(World world)
    {
        var order = world.Add(world.NewOrder(Shop.Atelier, world.Price(Shop.Atelier.Money), world.DaysAgo(6)));
        var sum = world.Price(Shop.Atelier.Money);
        var charge = world.Add(world.NewCharge(Shop.Atelier, sum, order.PlacedAtUtc.AddHours(2), world.OwnSeller()) with { Description = $"Terminal 00{order.Id.Id}" });
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
        world.Finds(FindingKind.ChargeWithoutOrder, charge, sum);
    }

    /// <summary>Reading: who was paid is no reference and no text; a number in the counterparty's name names no order.</summary>
    private static void NumberInCounterparty(World world)
    {
        var order = world.Add(world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), world.DaysAgo(6)));
        var charge = world.Add(world.NewCharge(Shop.Ali, world.Price(Shop.Ali.Money), order.PlacedAtUtc.AddHours(2), $"Card point {order.Id.Id}"));
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
        world.Finds(FindingKind.ChargeWithoutOrder, charge, charge.Amount.Abs());
    }

    /// <summary>Reading: of one charge that fits only the first order and one that fits all three, the first is decided and the second ambiguous.</summary>
    private static void OneCertainInACrowd(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var at = world.DaysAgo(12);
        var orders = ((double[])[0, 2.5, 2.7]).Select(days => world.Add(world.NewOrder(shop, total, at.AddDays(days)))).ToArray();
        var first = world.Add(world.NewCharge(shop, total, at.AddDays(0.5), shop.ShownAs, shop.Wallets[0]));
        var second = world.Add(world.NewCharge(shop, total, at.AddDays(2.9), shop.ShownAs, shop.Wallets[0]));
        world.Pays(first, orders[0]);
        world.Finds(FindingKind.AmbiguousMatch, second, total, orders[1], orders[2]);
    }

    /// <summary>Reading: two equal orders, one charge in their currency and one by its original amount: as many charges as orders pair off.</summary>
    private static void EqualByOriginal(World world)
    {
        var at = world.DaysAgo(6);
        var total = world.Price(Shop.Ali.Money);
        var one = world.Add(world.NewOrder(Shop.Ali, total, at));
        var other = world.Add(world.NewOrder(Shop.Ali, total, at.AddHours(3)));
        world.Pays(world.Add(world.NewCharge(Shop.Ali, total, at.AddHours(1), Shop.Ali.ShownAs)), one);
        world.Pays(world.Add(Payments.RoubleCharge(world, other, total, at.AddHours(4)) with { Counterparty = Shop.Ali.ShownAs }), other);
    }

    /// <summary>Reading: where fee and amount together paid the total, a refund without the fee is short by the fee.</summary>
    private static void FeeKept(World world)
    {
        var shop = world.AnyShop();
        var total = world.Price(shop.Money);
        var net = world.Part(total, 0.9, 0.98);
        var order = Refunds.Returned(world, null)(world.NewOrder(shop, total, world.DaysAgo(45)));
        var charge = world.NewCharge(shop, net, order.PlacedAtUtc.AddHours(1), order.Seller) with { Fee = total - net };
        world.Pays(world.Add(charge), world.Add(order));
        var refund = world.Add(world.NewRefund(charge, net, order.StatusAtUtc.AddDays(2)) with { RelatedTransactionId = charge.Id.Id });
        world.GivesBack(refund, order);
        world.Finds(FindingKind.ShortRefund, order, total - net, Refunds.Due(order.StatusAtUtc), charge, refund);
    }

    /// <summary>Reading: an order paid short and cancelled with no refunded_amount is due what was paid, not its total.</summary>
    private static void RefundOfMismatch(World world)
    {
        var shop = world.AnyShop();
        var order = world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(45));
        order = world.Add(order with { Status = OrderStatus.Cancelled, StatusAtUtc = order.PlacedAtUtc.AddDays(3) });
        var paid = world.Part(order.Total);
        var charge = world.Add(world.NewCharge(shop, paid, order.PlacedAtUtc.AddHours(1), order.Seller) with { OrderReference = order.Id.Id });
        world.Pays(charge, order);
        world.Finds(FindingKind.AmountMismatch, order, order.Total - paid, with: charge);
        world.Finds(FindingKind.MissingRefund, order, paid, Refunds.Due(order.StatusAtUtc), charge);
    }

    /// <summary>Reading: money that came back before the status changed settles it all the same, also unnamed.</summary>
    private static void RefundBeforeStatus(World world)
    {
        var shop = world.AnyShop();
        var order = Refunds.Returned(world)(world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(45)));
        var charge = world.Add(world.NewCharge(shop, order.Total, order.PlacedAtUtc.AddHours(1), order.Seller));
        world.Pays(charge, world.Add(order));
        world.GivesBack(world.Add(world.NewRefund(charge, order.Total, order.StatusAtUtc.AddHours(-20))), order);
    }

    /// <summary>Reading: paid_at alone makes an order wait for its charge, cancelled or not.</summary>
    private static void CancelledPaidAtNoCharge(World world)
    {
        var shop = world.AnyShop();
        var order = world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(30));
        order = world.Add(order with { Status = OrderStatus.Cancelled, StatusAtUtc = order.PlacedAtUtc.AddDays(2) });
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
    }

    /// <summary>Reading: a payment that relates to the hold captures it, also for a smaller sum.</summary>
    private static void HoldCapturedForLess(World world)
    {
        var shop = world.AnyShop();
        var (order, charge) = Payments.PaidOrder(world, shop, world.Price(shop.Money), world.DaysAgo(40));
        var hold = world.Add(charge with { Id = new TransactionId(charge.Id.Wallet, world.NewId("HO")), Type = EntryType.Hold, Amount = charge.Amount - world.Part(order.Total, 0.1, 0.3), BookedAtUtc = charge.BookedAtUtc.AddDays(-1) });
        world.Pays(world.Add(charge with { RelatedTransactionId = hold.Id.Id }), world.Add(order));
    }

    /// <summary>Reading: an exact charge behind a part payment pays the order; the part is left over.</summary>
    private static void WholeAfterPart(World world)
    {
        var shop = world.AnyShop();
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), world.DaysAgo(10)));
        var part = world.Add(world.NewCharge(shop, world.Part(order.Total), order.PlacedAtUtc.AddHours(1), order.Seller, shop.Wallets[0]) with { OrderReference = order.Id.Id });
        world.Pays(world.Add(world.NewCharge(shop, order.Total, order.PlacedAtUtc.AddHours(5), order.Seller, shop.Wallets[0]) with { OrderReference = order.Id.Id }), order);
        world.Finds(FindingKind.DuplicateCharge, part, part.Amount.Abs(), order);
    }
}
