using Reconciler.Core.Records;

namespace Reconciler.Simulator;

/// <summary>Writes order numbers into statements in the ways in which real files hide them, and damages them.</summary>
internal static class References
{
    /// <summary>The charge and the order, changed so that the charge surely names the order.</summary>
    public static (Entry Charge, Order Order) Name(World world, Shop shop, Entry charge, Order order)
    {
        var id = order.Id.Id;
        if (world.Knobs.PlainNames)
        {
            return (charge with { OrderReference = id }, order);
        }

        var way = world.Random.Next(12);
        return way switch
        {
            0 => (charge with { OrderReference = $"Order {id}" }, order),
            1 => (charge with { OrderReference = $"#{id}" }, order),
            2 => (charge with { Description = $"Payment for order {id}, thank you" }, order),
            3 => (charge with { Description = $"{shop.ShownAs} №{id}" }, order),
            4 => (charge with { Description = $"Invoice # {id} ({order.Description})" }, order),
            5 when shop.Ids == IdForm.Long => (charge with { OrderReference = InGroups(id) }, order),
            5 when shop.Ids == IdForm.Letters => (charge with { OrderReference = id.ToLowerInvariant() }, order),
            5 when shop.Ids == IdForm.Padded => (charge with { OrderReference = id.TrimStart('0') }, order),
            6 when shop.Ids is IdForm.Long or IdForm.Short => (charge with { OrderReference = "00" + id }, order),
            6 when shop.Ids == IdForm.Padded => (charge with { Description = $"order {id.TrimStart('0')}" }, order),
            7 when shop.Ids == IdForm.Long => NameChild(world, charge, order),
            8 => (charge, order with { PaymentReference = charge.Id.Id }),
            9 when shop.Ids != IdForm.Short => (charge with { Description = $"{order.Seller}: {id} / {order.Description}" }, order),
            10 => (charge with { OrderReference = $"{shop.ShownAs} order №{id}; {order.Description}" }, order),
            _ => (charge with { OrderReference = id }, order),
        };
    }

    /// <summary>The charge with the number of the order as plainly as it goes, for charges of which several name one order.</summary>
    public static Entry Plainly(World world, Entry charge, string id) =>
        world.Chance(0.5) ? charge with { OrderReference = id } : charge with { Description = $"Order {id}" };

    /// <summary>The charge with what was once the number of the order, and now names nothing.</summary>
    public static Entry Damaged(World world, Entry charge, Order order)
    {
        var id = order.Id.Id;
        var middle = id.Length / 2;
        var damaged = world.Random.Next(5) switch
        {
            0 => id[..^world.Random.Next(2, 6)],
            1 => id[..^4] + "...",
            2 => id[..middle] + "?" + id[(middle + 1)..],
            3 => id + world.Random.Next(10, 100),
            _ => id[..^3] + (char)('0' + world.Random.Next(10)) + "X" + id[^1],
        };
        return world.Chance(0.5) ? charge with { OrderReference = damaged } : charge with { Description = $"Order {damaged}" };
    }

    private static (Entry Charge, Order Order) NameChild(World world, Entry charge, Order order)
    {
        var children = Enumerable.Range(0, 2).Select(_ => world.NewOrderId(Shop.Ali)).ToList();
        return (charge with { OrderReference = children[0] }, order with { OtherIds = string.Join(' ', children) });
    }

    private static string InGroups(string id) => string.Join(' ', id.Chunk(4).Select(group => new string(group)));
}
