using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>What names an order or a payment and what does not, and what is said where the named sums differ.</summary>
internal static class Naming
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("digits-of-a-sum", 0.4, DigitsOfASum),
        new("text-names-another", 0.3, TextNamesAnother, NeedsName: true),
        new("one-number-in-two-wallets", 0.4, OneNumberInTwoWallets, NeedsName: true),
        new("one-number-at-two-shops", 0.4, OneNumberAtTwoShops, NeedsName: true),
        new("rest-of-a-checkout", 0.4, RestOfACheckout, NeedsName: true),
        new("checkout-cancelled-before", 0.4, CancelledBeforePayment, NeedsName: true),
        new("instalments-and-a-double", 0.2, InstalmentsAndADouble, NeedsName: true),
        new("mismatch-of-what-was-taken", 0.4, MismatchOfWhatWasTaken, NeedsName: true),
        new("mismatch-nearer-with-fee", 0.4, MismatchNearerWithFee, NeedsName: true),
        new("other-currency-no-rate", 0.3, OtherCurrencyNoRate, NeedsName: true),
        new("rate-with-a-rival", 0.3, RateWithARival),
        new("rate-told-and-published", 0.4, RateToldAndPublished),
        new("large-sums", 0.3, LargeSums, NeedsName: true),
    ];

    /// <summary>The number of an order that is unpaid stands in the text as the digits of a converted sum; the charge is that of another order.</summary>
    private static void DigitsOfASum(World world)
    {
        var shop = Shop.Lager;
        var at = world.DaysAgo(5);
        var unpaid = world.Add(world.NewOrder(shop, world.Price(shop.Money), at));
        var order = world.Add(world.NewOrder(shop, world.Price(shop.Money), at + world.Hours(-3, 3)));
        var digits = unpaid.Id.Id.TrimStart('0');
        var charge = world.NewCharge(shop, order.Total, at + world.Hours(4, 40), order.Seller);
        world.Pays(world.Add(charge with { Description = world.Pick<string>([$"Card payment {digits}.50 JPY", $"{digits},50 RSD", $"JPY {digits}.00 converted"]) }), order);
        world.Finds(FindingKind.OrderWithoutCharge, unpaid, unpaid.Total);
    }

    /// <summary>The text names an order that the sum does not fit, and fits another of the same seller: either may be meant.</summary>
    private static void TextNamesAnother(World world)
    {
        var shop = world.AnyShop();
        var at = world.DaysAgo(6);
        var seller = world.OwnSeller();
        var named = world.Add(world.NewOrder(shop, world.Price(shop.Money), at, seller));
        var fitting = world.Add(world.NewOrder(shop, world.Price(shop.Money), at + world.Hours(-3, 3), seller));
        var charge = world.Add(world.NewCharge(shop, fitting.Total, at + world.Hours(4, 40), seller) with { Description = $"Goods {named.Id.Id}" });
        world.Finds(FindingKind.AmbiguousMatch, charge, charge.Amount.Abs(), named, fitting);
    }

    /// <summary>Two wallets gave out one number, and an order names its payment by it: the one that fits is meant, the other pays its own order.</summary>
    private static void OneNumberInTwoWallets(World world)
    {
        var at = world.DaysAgo(6);
        var (one, other) = (world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at), world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), at + world.Hours(-3, 3)));
        var paid = world.Add(world.NewCharge(Shop.Ali, one.Total, at + world.Hours(4, 20), one.Seller, "qiwi"));
        var foreign = world.NewCharge(Shop.Ali, other.Total, at + world.Hours(4, 20), other.Seller, "paypal");
        world.Pays(paid, world.Add(one with { PaymentReference = paid.Id.Id }));
        world.Pays(world.Add(foreign with { Id = new TransactionId("paypal", paid.Id.Id) }), world.Add(other));
    }

    /// <summary>Two marketplaces gave out one number for one sum: the sellers tell whose payment each is, else the times.</summary>
    private static void OneNumberAtTwoShops(World world)
    {
        var at = world.DaysAgo(6);
        var total = world.Price(Shop.Kontor.Money);
        var one = world.Add(world.NewOrder(Shop.Kontor, total, at));
        var other = world.NewOrder(Shop.Lager, total, at + world.Hours(1, 9));
        other = world.Add(other with { Id = other.Id with { Id = one.Id.Id } });
        var bySeller = world.Chance(0.6);
        Entry[] charges = [.. ((Order[])[one, other]).Select(o =>
            world.NewCharge(Shop.Kontor, total, at + world.Hours(10, 40), bySeller ? o.Seller : string.Empty, "paypal") with { OrderReference = one.Id.Id })];
        if (!bySeller)
        {
            charges = [.. charges.OrderBy(c => c.BookedAtUtc).ThenBy(c => c.Id)];
        }

        world.Pays(world.Add(charges[0]), one);
        world.Pays(world.Add(charges[1]), other);
    }

    /// <summary>One order of a checkout is paid by its own number, the rest by the checkout's.</summary>
    private static void RestOfACheckout(World world)
    {
        var shop = world.AnyShop();
        var (orders, sum) = Payments.CheckoutOrders(world, shop, world.DaysAgo(6));
        var at = orders[0].PlacedAtUtc;
        var own = world.Add(world.NewCharge(shop, orders[0].Total, at + world.Hours(0.1, 40), shop.ShownAs, shop.Wallets[0]) with { OrderReference = orders[0].Id.Id });
        var rest = world.Add(world.NewCharge(shop, sum - orders[0].Total, at + world.Hours(0.1, 40), shop.ShownAs, shop.Wallets[0]) with { OrderReference = orders[0].CheckoutId });
        world.Pays(own, world.Add(orders[0]));
        foreach (var order in orders.Skip(1))
        {
            world.Pays(rest, world.Add(order), order.Total);
        }
    }

    /// <summary>One order of a checkout is cancelled before the rest is paid: nothing was paid for it, so nothing is due.</summary>
    private static void CancelledBeforePayment(World world)
    {
        var shop = world.AnyShop();
        var (orders, sum) = Payments.CheckoutOrders(world, shop, world.DaysAgo(30));
        var at = orders[0].PlacedAtUtc;
        world.Add(orders[0] with { Status = OrderStatus.Cancelled, PaidAtUtc = null, StatusAtUtc = at + world.Minutes(5, 60) });
        var charge = world.Add(world.NewCharge(shop, sum - orders[0].Total, at + world.Hours(2, 40), shop.ShownAs) with { OrderReference = orders[0].CheckoutId });
        foreach (var order in orders.Skip(1))
        {
            world.Pays(charge, world.Add(order), order.Total);
        }
    }

    /// <summary>Many part payments that sum exactly, and then the last one again.</summary>
    private static void InstalmentsAndADouble(World world)
    {
        var shop = world.AnyShop();
        var count = world.Random.Next(6, 21);
        List<Money> parts;
        Money total;
        do
        {
            parts = [.. Enumerable.Range(0, count).Select(_ => world.Price(shop.Money))];
            total = parts.Aggregate(Money.Zero(shop.Money), (sum, part) => sum + part);
        }
        while (!world.Claim(total));

        var at = world.DaysAgo(45);
        var order = world.Add(world.NewOrder(shop, total, at));
        var charges = parts.Append(parts[^1]).Select((part, i) =>
            world.Add(References.Plainly(world, world.NewCharge(shop, part, at + world.Hours(i * 30, (i * 30) + 29), order.Seller, shop.Wallets[0]), order.Id.Id))).ToList();
        charges.Take(count).ToList().ForEach(c => world.Pays(c, order));
        world.Finds(FindingKind.DuplicateCharge, charges[^1], parts[^1], order);
        world.FindingIs(Confidence.Certain);
    }

    /// <summary>The marketplace says what it took in the wallet's currency, and the charge that names the order differs from it.</summary>
    private static void MismatchOfWhatWasTaken(World world)
    {
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), world.DaysAgo(5));
        var rate = world.RateOn(order.PlacedAtUtc);
        var took = Money.Round(order.Total.Amount * rate, Currency.Of("RUB"));
        var charged = took with { MinorUnits = (long)(took.MinorUnits * (world.Chance(0.5) ? 1.02 + (world.Random.NextDouble() * 0.2) : 0.8 + (world.Random.NextDouble() * 0.18))) };
        var charge = world.Add(world.NewCharge(Shop.Ali, charged, order.PlacedAtUtc + world.Hours(0, 20), order.Seller, "qiwi") with { OrderReference = order.Id.Id });
        order = world.Add(order with { Charged = took });
        world.Pays(charge, order);
        world.Finds(FindingKind.AmountMismatch, order, Money.Round(order.Total.Amount * (charged - took).Abs().Amount / took.Amount, order.Total.Currency), with: charge);
    }

    /// <summary>Amount and fee together come nearer to the total than the amount alone.</summary>
    private static void MismatchNearerWithFee(World world)
    {
        var shop = world.Chance(0.5) ? Shop.Atelier : world.AnyShop();
        var total = world.Price(shop.Money);
        var order = world.Add(world.NewOrder(shop, total, world.DaysAgo(5)));
        var net = world.Part(total, 0.9, 0.96);
        var off = total with { MinorUnits = 1 + (long)(total.MinorUnits * world.Random.NextDouble() * 0.01) };
        var fee = world.Chance(0.5) ? total - net + off : total - net - off;
        var charge = world.Add(world.NewCharge(shop, net, order.PlacedAtUtc + world.Hours(0, 20), order.Seller) with { Fee = fee, OrderReference = order.Id.Id });
        world.Pays(charge, order);
        world.Finds(FindingKind.AmountMismatch, order, off, with: charge);
    }

    /// <summary>Euros pay dollars, and nothing tells what they are worth.</summary>
    private static void OtherCurrencyNoRate(World world)
    {
        var order = world.Add(world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), world.DaysAgo(5)));
        var charge = world.Add(References.Plainly(world, world.NewCharge(Shop.Ali, world.Price(Currency.Of("EUR")), order.PlacedAtUtc + world.Hours(0, 20), order.Seller, "paypal"), order.Id.Id));
        world.Pays(charge, order, confidence: Confidence.Probable);
        world.Finds(FindingKind.AmountMismatch, order, charge.Amount.Abs(), with: charge);
    }

    /// <summary>Only a rate to go by, and each charge or its order has a second candidate: none of them is paid.</summary>
    private static void RateWithARival(World world)
    {
        var at = world.DaysAgo(6);
        var seller = world.OwnSeller();
        var first = world.Price(Shop.Ali.Money);
        var totals = ((decimal[])[1.01m, 1.04m]).Select(share => Money.Round(first.Amount * share, first.Currency)).Prepend(first).ToList();
        var sums = ((decimal[])[1.015m, 1.06m]).Select(share => (At: at + world.Hours(1, 30), share))
            .Select(c => (c.At, Sum: Money.Round(first.Amount * c.share * world.RateOn(c.At), Currency.Of("RUB")))).ToList();
        if (first.Amount < 20 || !world.Claim([totals[1], totals[2], .. sums.Select(s => s.Sum)]))
        {
            return;
        }

        foreach (var total in totals)
        {
            world.Finds(FindingKind.OrderWithoutCharge, world.Add(world.NewOrder(Shop.Ali, total, at + world.Minutes(0, 50), seller)), total);
        }

        foreach (var (booked, sum) in sums)
        {
            world.Finds(FindingKind.ChargeWithoutOrder, world.Add(world.NewCharge(Shop.Ali, sum, booked, seller, "qiwi")), sum);
        }
    }

    /// <summary>The entry tells its rate and no original amount, and the wallet published another rate for that day.</summary>
    private static void RateToldAndPublished(World world)
    {
        var order = world.NewOrder(Shop.Ali, world.Price(Shop.Ali.Money), world.DaysAgo(5));
        var at = order.PlacedAtUtc + world.Hours(0, 20);
        var published = world.RateOn(at);
        var off = 0.015m;
        decimal rate;
        Money roubles;
        do
        {
            off += 0.0001m + (decimal)(world.Random.NextDouble() * 0.005);
            rate = Math.Round(published * (1 + (world.Chance(0.7) ? off : -off)), 4);
            roubles = Money.Round(order.Total.Amount * rate, Currency.Of("RUB"));
        }
        while (!world.Claim(roubles));

        var charge = world.NewCharge(Shop.Ali, roubles, at, order.Seller, "qiwi") with { ExchangeRate = rate };
        world.Pays(world.Add(world.Named() ? References.Plainly(world, charge, order.Id.Id) : charge), world.Add(order));
        world.Finds(FindingKind.FxDeviation, charge, (roubles - Money.Round(roubles.Amount / rate * published, roubles.Currency)).Abs(), order);
    }

    /// <summary>Sums up to the largest that the import accepts.</summary>
    private static void LargeSums(World world)
    {
        const long Largest = 90_000_000_000_000;
        var at = world.DaysAgo(45).Date.AddHours(1); // Paid, and paid again, on one day: at one published rate.
        Order order;
        Entry charge;
        if (world.Chance(0.5))
        {
            Money total;
            do
            {
                total = new Money(world.Chance(0.2) ? Largest * 100 : world.Random.NextInt64(Largest, Largest * 100), Shop.Kontor.Money);
            }
            while (!world.Claim(total));

            order = Refunds.Returned(world)(world.NewOrder(Shop.Kontor, total, at));
            charge = world.NewCharge(Shop.Kontor, total, at + world.Hours(0, 20), order.Seller);
        }
        else
        {
            order = Refunds.Returned(world)(world.NewOrder(Shop.Ali, new Money(world.Random.NextInt64(Largest / 10, Largest / 2), Shop.Ali.Money), at));
            charge = Payments.RoubleCharge(world, order, order.Total, at + world.Hours(0, 20));
        }

        charge = world.Add(charge with { OrderReference = order.Id.Id });
        world.Pays(charge, world.Add(order));
        switch (world.Random.Next(3))
        {
            case 0:
                world.Finds(FindingKind.MissingRefund, order, order.Total, Refunds.Due(order.StatusAtUtc), charge);
                break;
            case 1:
                world.GivesBack(Refunds.AddRefund(world, charge, order, charge.Amount.Abs(), Refunds.After(world, order), named: true), order);
                break;
            default:
                var again = world.Add(charge with { Id = new TransactionId(charge.Id.Wallet, world.NewId("AG")), BookedAtUtc = charge.BookedAtUtc.AddHours(1) });
                world.Finds(FindingKind.DuplicateCharge, again, again.Amount.Abs(), order);
                world.Finds(FindingKind.MissingRefund, order, order.Total, Refunds.Due(order.StatusAtUtc), charge);
                break;
        }
    }
}
