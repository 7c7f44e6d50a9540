using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Worlds;

/// <summary>Makes small worlds in which amounts, names and times collide: few prices, few sellers, and times on the ends of windows.</summary>
internal sealed class WorldMaker
{
    private static readonly DateTime Start = new(2026, 5, 4, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Late = new(2026, 7, 15, 12, 0, 0, DateTimeKind.Utc);
    private static readonly SourceLine Nowhere = new(new string('0', 64), "world.csv", 1, string.Empty);
    private static readonly Currency Euro = Currency.Of("EUR");
    private static readonly Currency Dollar = Currency.Of("USD");
    private static readonly Currency Rouble = Currency.Of("RUB");
    private readonly Random random;
    private readonly List<Order> orders = [];
    private readonly List<Entry> entries = [];
    private readonly List<PublishedRate> rates = [];
    private readonly bool sales;
    private readonly bool named;
    private readonly bool checkouts;
    private readonly bool foreign;
    private readonly bool fees;
    private readonly bool refunds;
    private readonly bool reversals;
    private readonly bool holds;
    private readonly bool twins;
    private readonly bool noise;
    private readonly bool manyWallets;
    private readonly bool odd;
    private readonly bool daysOnly;
    private readonly bool otherwise;
    private readonly int idForm;
    private readonly Currency currency;

    private WorldMaker(int seed)
    {
        random = new Random(seed);
        sales = Chance(0.15);
        named = Chance(0.6);
        checkouts = Chance(0.2);
        foreign = Chance(0.2);
        fees = Chance(0.1);
        refunds = Chance(0.5);
        reversals = Chance(0.2);
        holds = Chance(0.1);
        twins = !checkouts && Chance(0.08);
        noise = Chance(0.2);
        manyWallets = Chance(0.3);
        odd = Chance(0.3);
        idForm = Pick(0, 0, 0, 1, 2);
        currency = foreign ? Dollar : Euro;
        daysOnly = Chance(0.05);
        otherwise = Chance(0.1);
    }

    /// <summary>The world of that seed; the same in every run.</summary>
    public static SmallWorld Make(int seed) => new WorldMaker(seed).Make();

    private SmallWorld Make()
    {
        var orderCount = random.Next(1, daysOnly ? 3 : 5);
        for (var i = 0; i < orderCount; i++)
        {
            orders.Add(NextOrder(i));
        }

        if (foreign && Chance(0.5))
        {
            for (var day = 0; day < 12; day++)
            {
                rates.Add(new PublishedRate("wise", DateOnly.FromDateTime(Start).AddDays(day - 2), Dollar, Rouble, 80m));
            }
        }

        var entryCount = random.Next(1, daysOnly ? 4 : 6);
        for (var i = 0; i < entryCount; i++)
        {
            entries.Add(NextEntry(i + 1));
        }

        if (Chance(0.3))
        {
            Vary();
        }

        var clock = daysOnly ? Late : Clock();
        if (daysOnly)
        {
            var (entriesToo, ordersToo, anywhere) = (Chance(0.8), Chance(0.5), Chance(0.3));
            Moments Day(DateTime time) => anywhere ? Moments.OfDayAnywhere(DateOnly.FromDateTime(time)) : Moments.OfDay(time.Date, time.Date.AddDays(1));
            return new SmallWorld(
                [.. entries.Select(e => entriesToo ? e with { BookedDay = Day(e.BookedAtUtc), BookedAtUtc = e.BookedAtUtc.Date } : e)],
                [.. orders.Select(o => ordersToo ? o with { PlacedDay = Day(o.PlacedAtUtc), PlacedAtUtc = o.PlacedAtUtc.Date } : o)], [.. rates], sales, clock);
        }

        return new SmallWorld([.. entries], [.. orders], [.. rates], sales, clock);
    }

    /// <summary>What happens to whole worlds: another marketplace, an order of nothing, what the marketplace took of all orders, money in two parts, other rates each day.</summary>
    private void Vary()
    {
        if (!checkouts && !twins && orders.Count > 1 && Chance(0.4))
        {
            var moved = random.Next(orders.Count);
            orders[moved] = orders[moved] with { Id = orders[moved].Id with { Marketplace = "ebay" } };
            for (var i = 0; i < entries.Count; i++)
            {
                entries[i] = entries[i].Counterparty == "AliExpress" && Chance(0.5) ? entries[i] with { Counterparty = "eBay" } : entries[i];
            }
        }

        if (foreign && Chance(0.4))
        {
            for (var i = 0; i < orders.Count; i++)
            {
                orders[i] = orders[i] with { Charged = new Money(orders[i].Total.MinorUnits * 80, Rouble) };
            }
        }

        for (var i = 0; i < rates.Count && Chance(0.9); i++)
        {
            rates[i] = rates[i] with { Rate = Pick(79m, 80m, 82m) };
        }

        if (Chance(0.2))
        {
            var free = random.Next(orders.Count);
            orders[free] = orders[free] with { Total = Money.Zero(currency), Charged = null, Refunded = null };
        }

        if (entries.Count < 5 && Chance(0.5))
        {
            var whole = random.Next(entries.Count);
            var half = entries[whole] with { Amount = entries[whole].Amount with { MinorUnits = entries[whole].Amount.MinorUnits / 2 }, OriginalAmount = entries[whole].OriginalAmount is { } original ? original with { MinorUnits = original.MinorUnits / 2 } : null, Fee = null };
            entries[whole] = half;
            entries.Add(half with { Id = half.Id with { Id = $"T{entries.Count + 1}" }, BookedAtUtc = half.BookedAtUtc + Pick(TimeSpan.Zero, Minutes(5), Hours(12), TimeSpan.FromDays(2)) });
        }

        for (var i = 0; i < entries.Count; i++)
        {
            entries[i] = entries[i].Type is EntryType.Refund or EntryType.Chargeback && Chance(0.2)
                ? entries[i] with { Counterparty = Pick("AliExpress", "Shop B"), Id = entries[i].Id with { Wallet = manyWallets ? Pick("wise", "bank") : "wise" } } : entries[i];
        }
    }

    private Order NextOrder(int i)
    {
        var first = orders.Count > 0 ? orders[0] : null;
        var sharesCheckout = checkouts && i < 3;
        var isTwin = twins && i == 1;
        var placed = sharesCheckout && first is not null ? first.PlacedAtUtc : Start + Pick(TimeSpan.Zero, TimeSpan.Zero, Minutes(10), Hours(2), Hours(6), Hours(12), Hours(13), Hours(24), Hours(30), Hours(48));
        var status = Pick(OrderStatus.Paid, OrderStatus.Paid, OrderStatus.Shipped, OrderStatus.Completed, OrderStatus.Cancelled, OrderStatus.Cancelled, refunds ? OrderStatus.Refunded : OrderStatus.Paid, refunds ? OrderStatus.PartlyRefunded : OrderStatus.AwaitingPayment, OrderStatus.Paid);
        var total = Price();
        DateTime? paid = status == OrderStatus.AwaitingPayment || (status == OrderStatus.Cancelled && Chance(0.5)) ? null : placed;
        return new Order
        {
            Id = new OrderId(isTwin ? "ebay" : "aliexpress", Id(isTwin ? 0 : i)),
            PlacedAtUtc = placed,
            PaidAtUtc = paid,
            Status = status,
            StatusAtUtc = status is OrderStatus.Paid or OrderStatus.AwaitingPayment ? placed : placed + Pick(Hours(24), Hours(48), TimeSpan.FromDays(5)),
            Total = total,
            Charged = foreign && Chance(0.2) ? Pick(new Money(total.MinorUnits * 80, Rouble), new Money(total.MinorUnits - 100, currency)) : null,
            Refunded = status is OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.PartlyRefunded && Chance(0.5)
                ? Pick(total, new Money(total.MinorUnits / 2, currency), Money.Zero(currency), new Money(500, currency)) : null,
            CheckoutId = sharesCheckout ? "CK777777" : "",
            Seller = Pick("Shop A", "Shop A", "Shop A", "Shop B", ""),
            PaidOtherwise = otherwise && Chance(0.5) ? "Gift Card" : "",
            Source = Nowhere,
        };
    }

    private string Id(int i) => idForm switch
    {
        0 => $"81111111111111{i}1",
        1 => $"10023{i}",
        _ => $"471{i}",
    };

    private Money Price() => new(Pick(1000, 1000, 1000, 2000, 3000, odd ? 1234 : 1000), currency);

    private Entry NextEntry(int number)
    {
        var id = $"T{number}";
        var charges = entries.Where(e => e.Type == EntryType.Payment).ToList();
        var returned = entries.Where(e => e.Type is EntryType.Refund or EntryType.Chargeback && e.Amount.MinorUnits > 0 != sales).ToList();
        var role = random.NextDouble();
        if (reversals && returned.Count > 0 && role < 0.4)
        {
            return Reversal(id, Pick(returned));
        }

        if (reversals && charges.Count > 0 && role < 0.5)
        {
            return Bounce(id, Pick(charges));
        }

        if (refunds && role < 0.55 && number > 1)
        {
            return Refund(id, charges);
        }

        if (holds && role < 0.7)
        {
            return Hold(id);
        }

        if (charges.Count > 0 && role < 0.75)
        {
            return Again(id, Pick(charges));
        }

        return Charge(id);
    }

    private Entry Blank(string id) => new()
    {
        Id = new TransactionId(manyWallets ? Pick("wise", "wise", "bank") : "wise", id),
        BookedAtUtc = Start,
        Type = EntryType.Payment,
        Status = noise && Chance(0.15) ? Pick(EntryStatus.Pending, EntryStatus.Failed, EntryStatus.Reversed) : EntryStatus.Succeeded,
        Amount = Money.Zero(currency),
        Source = Nowhere,
    };

    private Entry Charge(string id)
    {
        var order = Pick(orders);
        var whole = order.CheckoutId.Length > 0 && Chance(0.5);
        var paid = whole ? orders.Where(o => o.CheckoutId == order.CheckoutId).ToList() : Chance(0.1) && orders.Count > 1 ? [order, Pick(orders.Where(o => o != order).ToList())] : [order];
        var value = paid.Sum(o => o.Total.MinorUnits);
        value = random.Next(20) switch { 0 => value / 2, 1 => value + 200, 2 => value - 50, 3 => Price().MinorUnits, _ => value };
        var entry = Blank(id) with
        {
            BookedAtUtc = order.PlacedAtUtc + Pick(
                Minutes(5), Minutes(5), Minutes(5), Hours(1), Hours(2), Hours(12), Hours(18), Hours(-2), -Hours(12), Hours(-24), Hours(-24) - Second, Hours(36), Hours(72), Hours(72) + Second, Hours(6) + Second,
                named ? TimeSpan.FromDays(30) : Hours(20), named ? TimeSpan.FromDays(30) + Second : Hours(40), Minutes(random.Next(-1500, 4400))),
            Amount = Out(new Money(value, currency)),
            Counterparty = Pick(order.Seller, order.Seller, order.Seller, "Shop A", "Shop B", "AliExpress", ""),
        };
        entry = noise && Chance(0.1) ? entry with { Type = Pick(EntryType.Transfer, EntryType.Fee, EntryType.Adjustment) } : entry;
        entry = named && Chance(0.6) ? Name(entry, order, whole) : entry;
        entry = fees && Chance(0.5) ? Chance(0.5) ? entry with { Amount = Out(new Money(value - 100, currency)), Fee = new Money(100, currency) } : entry with { Fee = new Money(100, currency) } : entry;
        return foreign && Chance(0.6) ? Abroad(entry, value) : entry;
    }

    private Entry Abroad(Entry entry, long value) => random.Next(5) switch
    {
        0 => entry with { Amount = Out(new Money(value * Pick(80, 81, 82), Rouble)) },
        1 => entry with { Amount = Out(new Money(value * Pick(80, 81, 83), Rouble)), ExchangeRate = Pick(80m, 82m) },
        _ => entry with { Amount = Out(new Money(value * Pick(80, 81), Rouble)), OriginalAmount = Out(new Money(value, currency)) },
    };

    private Entry Name(Entry entry, Order order, bool whole)
    {
        var id = order.Id.Id;
        if (whole && Chance(0.6))
        {
            return Chance(0.5) ? entry with { OrderReference = order.CheckoutId } : entry with { Description = $"payment {order.CheckoutId}" };
        }

        switch (random.Next(8))
        {
            case 0:
                orders[orders.IndexOf(order)] = order with { PaymentReference = entry.Id.Id };
                return entry;
            case 1:
                return entry with { OrderReference = id[..^1] }; // damaged
            case 2:
                return entry with { Description = $"converted {id}.50 RUB" };
            case 3:
            case 4:
                return entry with { Description = $"Order #{id} thanks" };
            case 5:
                return entry with { Description = $"for {id}" };
            default:
                return entry with { OrderReference = id };
        }
    }

    private Entry Again(string id, Entry charge) => charge with
    {
        Id = new TransactionId(manyWallets && Chance(0.2) ? Pick("wise", "bank") : charge.Id.Wallet, id),
        BookedAtUtc = charge.BookedAtUtc + Pick(TimeSpan.Zero, Minutes(5), Hours(1), Hours(12), Hours(24), Hours(-24), Hours(-36), Hours(47), Hours(48), Hours(48) + Second, Hours(-48), Hours(60)),
        OrderReference = Chance(0.8) ? charge.OrderReference : "",
        Description = Chance(0.8) ? charge.Description : "",
        Status = EntryStatus.Succeeded,
    };

    private Entry Refund(string id, List<Entry> charges)
    {
        var order = Pick(orders);
        var charge = charges.Count > 0 && Chance(0.7) ? Pick(charges) : null;
        var sum = charge is not null && Chance(0.7) ? charge.Amount.Abs() : Chance(0.15) && order.CheckoutId.Length > 0 ? new Money(orders.Where(o => o.CheckoutId.Length > 0).Sum(o => o.Total.MinorUnits), currency) : order.Refunded is { IsZero: false } refunded && Chance(0.5) ? refunded : order.Total;
        sum = random.Next(12) switch { 0 => sum with { MinorUnits = sum.MinorUnits / 2 }, 1 => sum with { MinorUnits = sum.MinorUnits - 200 }, 2 => sum with { MinorUnits = sum.MinorUnits + 100 }, _ => sum };
        var refund = Blank(id) with
        {
            Type = Pick(EntryType.Refund, EntryType.Refund, EntryType.Chargeback),
            Amount = Out(-sum),
            BookedAtUtc = (charge?.BookedAtUtc ?? order.PlacedAtUtc) + Pick(Hours(30), TimeSpan.FromDays(4), TimeSpan.FromDays(5), TimeSpan.FromDays(9)),
            Counterparty = Pick(charge?.Counterparty ?? order.Seller, order.Seller, "Shop A", ""),
        };
        if (foreign && sum.Currency == Rouble && charge?.OriginalAmount is { } original && Chance(0.3))
        {
            refund = refund with { OriginalAmount = original with { MinorUnits = -original.MinorUnits * sum.MinorUnits / Math.Abs(charge.Amount.MinorUnits) } };
        }

        return random.Next(5) switch
        {
            0 when charge is not null => refund with { RelatedTransactionId = charge.Id.Id, Id = new TransactionId(charge.Id.Wallet, id) },
            1 when charge is not null => refund with { RelatedTransactionId = charge.Id.Id, Id = new TransactionId(charge.Id.Wallet, id) },
            2 when named => refund with { OrderReference = order.Id.Id },
            3 when named => refund with { Description = $"Refund of order {(order.CheckoutId.Length > 0 && Chance(0.3) ? order.CheckoutId : order.Id.Id)}" },
            _ => refund,
        };
    }

    private Entry Reversal(string id, Entry refund) => Link(
        refund with
        {
            Id = new TransactionId(refund.Id.Wallet, id),
            Amount = -refund.Amount,
            OriginalAmount = refund.OriginalAmount is { } original ? -original : null,
            BookedAtUtc = refund.BookedAtUtc + Pick(Minutes(1), Hours(24), TimeSpan.FromDays(4)),
            RelatedTransactionId = "",
            Status = EntryStatus.Succeeded,
        },
        refund);

    private Entry Bounce(string id, Entry charge) => Link(
        charge with
        {
            Id = new TransactionId(charge.Id.Wallet, id),
            Amount = -charge.Amount,
            OriginalAmount = charge.OriginalAmount is { } original ? -original : null,
            BookedAtUtc = charge.BookedAtUtc + Pick(Minutes(1), Hours(24), TimeSpan.FromDays(4)),
            RelatedTransactionId = "",
            Status = EntryStatus.Succeeded,
        },
        charge);

    private Entry Link(Entry entry, Entry to) => random.Next(4) switch
    {
        0 => entry with { OrderReference = "", Description = "" },
        1 => entry,
        _ => entry with { RelatedTransactionId = to.Id.Id },
    };

    private Entry Hold(string id)
    {
        var charge = Charge(id);
        return charge with { Type = EntryType.Hold, OrderReference = "", Description = "", Status = EntryStatus.Succeeded, BookedAtUtc = charge.BookedAtUtc - Pick(TimeSpan.Zero, Hours(1), TimeSpan.FromDays(2)) };
    }

    /// <summary>Mostly long after everything; else a moment at which something has just waited long enough, or not yet.</summary>
    private DateTime Clock()
    {
        if (Chance(0.7))
        {
            return Late;
        }

        var order = Pick(orders);
        var entry = Pick(entries);
        var due = new BusinessCalendar().AddBusinessDays(DateOnly.FromDateTime(order.StatusAtUtc), 10).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return Pick(
            (order.PaidAtUtc ?? order.PlacedAtUtc) + Hours(72), (order.PaidAtUtc ?? order.PlacedAtUtc) + Hours(72) + Second, entry.BookedAtUtc + Hours(72), entry.BookedAtUtc + Hours(72) + Second,
            due.AddDays(1) - Second, due.AddDays(1), entry.BookedAtUtc + TimeSpan.FromDays(30), entry.BookedAtUtc + TimeSpan.FromDays(30) + Second);
    }

    private Money Out(Money money) => sales ? money : -money;

    private bool Chance(double share) => random.NextDouble() < share;

    private T Pick<T>(params IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);
}
