using Reconciler.Core.Findings;
using Reconciler.Core.Records;

namespace Reconciler.Simulator.Scenarios;

/// <summary>A shop of our own: money comes in for orders and goes out as refunds.</summary>
internal static class SalesOrders
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("sale", 4, Sale),
        new("sale-net-of-fee", 1, NetOfFee),
        new("sale-refunded", 0.5, Refunded),
        new("sale-refund-missing", 0.3, RefundMissing),
        new("sale-paid-twice", 0.4, PaidTwice),
        new("sale-unpaid", 0.3, Unpaid),
        new("sale-charge-without-order", 0.3, ChargeWithoutOrder),
    ];

    private static (Order Order, Entry Charge) Paid(World world, Order order)
    {
        var charge = world.NewCharge(Shop.Atelier, order.Total, order.PlacedAtUtc + world.Minutes(0, 600), world.OwnSeller());
        if (world.Named())
        {
            (charge, order) = References.Name(world, Shop.Atelier, charge, order);
        }

        world.Add(order);
        world.Add(charge);
        world.Pays(charge, order);
        return (order, charge);
    }

    private static Order NewSale(World world, double leastDaysAgo) => world.NewOrder(Shop.Atelier, world.Price(Shop.Atelier.Money), world.DaysAgo(leastDaysAgo));

    private static void Sale(World world) => Paid(world, NewSale(world, 4));

    private static void NetOfFee(World world)
    {
        var order = NewSale(world, 4);
        var net = world.Part(order.Total, 0.92, 0.99);
        var charge = world.NewCharge(Shop.Atelier, net, order.PlacedAtUtc + world.Minutes(0, 600), world.OwnSeller()) with { Fee = order.Total - net };
        if (world.Named())
        {
            (charge, order) = References.Name(world, Shop.Atelier, charge, order);
        }

        world.Pays(world.Add(charge), world.Add(order));
    }

    private static Order GivenBack(World world, Order order) => order with { Status = OrderStatus.Refunded, StatusAtUtc = order.PlacedAtUtc + world.Days(2, 10), Refunded = order.Total };

    private static void Refunded(World world)
    {
        var (order, charge) = Paid(world, GivenBack(world, NewSale(world, 40)));
        var refund = world.NewRefund(charge, order.Total, order.StatusAtUtc + world.Days(0.1, 10));
        world.GivesBack(world.Add(world.Named() ? refund with { RelatedTransactionId = charge.Id.Id } : refund), order);
    }

    private static void RefundMissing(World world)
    {
        var (order, charge) = Paid(world, GivenBack(world, NewSale(world, 40)));
        world.Finds(FindingKind.MissingRefund, order, order.Total, Refunds.Due(order.StatusAtUtc), charge);
    }

    private static void PaidTwice(World world)
    {
        var (order, charge) = Paid(world, NewSale(world, 8));
        var again = world.Add(world.NewCharge(Shop.Atelier, order.Total, charge.BookedAtUtc + world.Minutes(0.2, 2880), charge.Counterparty));
        world.Finds(FindingKind.DuplicateCharge, again, again.Amount, order);
    }

    private static void Unpaid(World world)
    {
        var order = world.Add(NewSale(world, 4));
        world.Finds(FindingKind.OrderWithoutCharge, order, order.Total);
    }

    private static void ChargeWithoutOrder(World world)
    {
        var charge = world.Add(world.NewCharge(Shop.Atelier, world.Price(Shop.Atelier.Money), world.DaysAgo(3.01), world.OwnSeller()));
        world.Finds(FindingKind.ChargeWithoutOrder, charge, charge.Amount);
    }
}
