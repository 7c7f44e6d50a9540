using System.Globalization;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Simulator.Histories;

/// <summary>One step of a history: what came, what was decided, and the clock.</summary>
internal sealed record Step(IReadOnlyList<Entry> Entries, IReadOnlyList<Order> Orders, IReadOnlyList<Decision> Decisions, DateTime AsOfUtc);

/// <summary>
/// Histories in which much collides: few amounts, few sellers, many ties; files that come late, statuses that change, decisions that are taken back. Small enough that each is matched
/// in no time, long enough that most of it is settled when the next day comes.
/// </summary>
internal sealed class DailyLife
{
    private static readonly DateTime Start = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Sellers = ["Anna Tools", "Berta Lamps", "Carl Toys", "AliExpress", ""];
    private readonly Random random, transferring;
    private readonly int amounts;
    private readonly double named;
    private readonly double odd;
    private readonly List<Entry> entries = [];
    private readonly List<Order> orders = [];
    private readonly List<Decision> decisions = [];
    private readonly List<Entry> left = [];
    private readonly List<Decision> dismissed = [];
    private readonly List<Entry> lateEntries = [];
    private readonly List<Order> lateOrders = [];
    private int number;

    public DailyLife(int seed)
    {
        (random, transferring) = (new Random(seed), new Random(~seed)); // each on its own, so that histories stay what they are
        amounts = random.Next(1, 7);
        named = random.Next(0, 5) / 4.0;
        odd = random.Next(0, 4) / 6.0;
        var pairs = new List<PairRule>();
        if (Chance(0.25))
        {
            pairs.Add(new PairRule("paypal", "taobao", Direction.Sales));
        }

        if (Chance(0.25))
        {
            pairs.Add(new PairRule("qiwi", "*", Direction.Purchases) { Tolerance = new Tolerance(new Dictionary<Currency, long>(), 0.1m) });
        }

        Rules = new MatchingRules { Pairs = new Pairs(pairs), OwnAccounts = [new("purse", [], "giro"), new("giro", ["Giro 4711"])] };
        Rates = !Chance(0.3) ? RateTable.Empty : new RateTable(Enumerable.Range(0, 300)
            .Select(i => new PublishedRate("qiwi", DateOnly.FromDateTime(Start).AddDays(i), Currency.Of("EUR"), Currency.Of("RUB"), 1.0m + (0.01m * (i % 4)))));
    }

    public MatchingRules Rules { get; }

    public RateTable Rates { get; }

    public IEnumerable<Step> Steps(int count)
    {
        var day = 0.0;
        for (var step = 0; step < count; step++)
        {
            day += random.Next(0, 3) == 0 ? random.Next(3, 40) : random.NextDouble() * 2;
            var now = Start.AddDays(day);
            var (newEntries, newOrders) = (new List<Entry>(), new List<Order>());
            for (var i = random.Next(0, 5); i > 0; i--)
            {
                Trade(now, newEntries, newOrders);
            }

            if (Chance(0.4))
            {
                ChangeStatus(now, newEntries, newOrders);
            }

            if (Chance(0.5))
            {
                newEntries.AddRange(lateEntries);
                lateEntries.Clear();
            }

            if (Chance(0.5))
            {
                newOrders.AddRange(lateOrders);
                lateOrders.Clear();
            }

            for (var i = newEntries.Count - 1; i >= 0; i--)
            {
                if (Chance(0.15))
                {
                    lateEntries.Add(newEntries[i]);
                    newEntries.RemoveAt(i);
                }
            }

            for (var i = newOrders.Count - 1; i >= 0; i--)
            {
                if (Chance(0.15))
                {
                    lateOrders.Add(newOrders[i]);
                    newOrders.RemoveAt(i);
                }
            }

            entries.AddRange(newEntries);
            orders.AddRange(newOrders);
            if (Chance(0.12))
            {
                Decide();
            }

            Transfer(now, newEntries);
            yield return new Step(newEntries, newOrders, [.. decisions, .. dismissed], now.AddHours(random.Next(0, 30)));
        }
    }

    /// <summary>Few sums between two own accounts: some arrive, some late, some never, some in another currency, some come back.</summary>
    private void Transfer(DateTime now, List<Entry> newEntries)
    {
        for (var i = transferring.Next(0, 3); i > 0; i--)
        {
            var sum = new Money(-50_000 - (100 * transferring.Next(2)), Currency.Of("EUR"));
            var at = now.AddHours(-transferring.Next(0, 100));
            left.Add(Some.Entry($"PO{left.Count}", wallet: "purse", type: EntryType.Withdrawal, counterparty: transferring.Next(4) == 0 ? "Giro 4711" : "") with { BookedAtUtc = at, Amount = sum, Fee = transferring.Next(5) == 0 ? new Money(100, sum.Currency) : null });
            newEntries.Add(left[^1]);
        }

        if (left.Count > 0 && transferring.Next(2) == 0)
        {
            var departure = left[transferring.Next(left.Count)];
            var isBack = transferring.Next(6) == 0;
            newEntries.Add(Some.Entry(NewTransferId(), wallet: isBack ? "purse" : "giro", type: isBack ? EntryType.Withdrawal : transferring.Next(2) == 0 ? EntryType.Transfer : EntryType.Payment) with
            {
                BookedAtUtc = now.AddHours(-transferring.Next(0, 60)),
                Amount = departure.Amount.Abs() with { Currency = Currency.Of(transferring.Next(6) == 0 ? "USD" : "EUR") },
                ExchangeRate = transferring.Next(3) == 0 ? 1 : null,
            });
        }

        if (left.Count > 0 && transferring.Next(8) == 0)
        {
            dismissed.Add(new Decision.Dismiss(Core.Findings.Finding.IdOf(Core.Findings.FindingKind.TransferMissing, left[transferring.Next(left.Count)].Id)));
        }
        else if (dismissed.Count > 0 && transferring.Next(8) == 0)
        {
            dismissed.RemoveAt(0);
        }

        string NewTransferId() => $"AR{now.Ticks}";
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private T Pick<T>(params T[] of) => of[random.Next(of.Length)];

    private Money Price() => new(1000 + (100 * random.Next(amounts)), Currency.Of(Chance(0.9) ? "EUR" : "USD"));

    private string NewId(string prefix) => prefix + (100_000 + number++).ToString(CultureInfo.InvariantCulture);

    private void Trade(DateTime now, List<Entry> newEntries, List<Order> newOrders)
    {
        var seller = Pick(Sellers);
        var market = Chance(0.8) ? "aliexpress" : "taobao";
        var wallet = Chance(0.8) ? "qiwi" : "paypal";
        var checkout = Chance(0.1) ? NewId("CH") : string.Empty;
        var several = checkout.Length > 0 || Chance(odd * 0.3) ? random.Next(2, 4) : 1;
        var placed = now.AddMinutes(-random.Next(0, 4000));
        var its = Enumerable.Range(0, several).Select(i => Some.Order(NewId("OR"), "1.00 EUR", seller: seller, marketplace: market, checkout: checkout) with
        {
            PlacedAtUtc = placed.AddMinutes(i),
            PaidAtUtc = Chance(0.8) ? placed.AddMinutes(i + 1) : null,
            StatusAtUtc = placed.AddMinutes(i + 1),
            Total = Price(),
            Status = Pick(OrderStatus.Paid, OrderStatus.Paid, OrderStatus.Completed, OrderStatus.Cancelled, OrderStatus.AwaitingPayment),
            PaidOtherwise = Chance(odd * 0.1) ? "gift card" : string.Empty,
        }).ToList();
        its = its.ConvertAll(o => o.Total.Currency == its[0].Total.Currency ? o : o with { Total = o.Total with { Currency = its[0].Total.Currency } });
        if (Chance(0.9))
        {
            newOrders.AddRange(its);
        }

        if (Chance(0.9))
        {
            var sum = Money.Sum(its.Select(o => o.Total), its[0].Total.Currency);
            var charge = Charge(wallet, Chance(0.9) ? sum : Price(), placed.AddMinutes(random.Next(-600, 3000)), seller, its);
            newEntries.Add(charge);
            if (Chance(0.12))
            {
                newEntries.Add(Charge(wallet, charge.Amount.Abs(), charge.BookedAtUtc.AddMinutes(random.Next(1, 3500)), seller, its));
            }

            if (its.Exists(o => o.Status == OrderStatus.Cancelled) || Chance(0.1))
            {
                newEntries.Add(Refund(charge, its));
            }

            if (Chance(odd * 0.3))
            {
                newEntries.Add(charge with
                {
                    Id = new TransactionId(wallet, NewId("HO")),
                    Type = EntryType.Hold,
                    BookedAtUtc = charge.BookedAtUtc.AddDays(-random.Next(0, 35)),
                    OrderReference = string.Empty,
                    RelatedTransactionId = Chance(0.2) ? charge.Id.Id : string.Empty,
                });
            }
        }

        if (Chance(odd * 0.2))
        {
            newEntries.Add(Some.Entry(NewId("FE"), "-0.30 EUR", at: placed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), type: EntryType.Fee, wallet: wallet));
        }
    }

    private Entry Charge(string wallet, Money sum, DateTime at, string seller, List<Order> its)
    {
        var entry = Some.Entry(NewId("TX"), "-1.00 EUR", wallet: wallet, counterparty: Chance(0.8) ? seller : Pick(Sellers)) with
        {
            BookedAtUtc = at,
            Amount = -sum,
            Status = Chance(0.93) ? EntryStatus.Succeeded : Pick(EntryStatus.Pending, EntryStatus.Failed, EntryStatus.Reversed),
        };
        if (Chance(odd * 0.3))
        {
            entry = entry with { OriginalAmount = -sum with { Currency = Currency.Of("USD") }, Amount = -sum with { Currency = Currency.Of("EUR") }, ExchangeRate = Chance(0.5) ? 1.0m : null };
        }
        else if (Chance(odd * 0.2))
        {
            entry = entry with { Amount = -sum with { Currency = Currency.Of("RUB") }, ExchangeRate = 1.01m };
        }

        if (Chance(odd * 0.15))
        {
            entry = entry with { Fee = new Money(100, entry.Amount.Currency) };
        }

        if (Chance(odd * 0.15))
        {
            entry = entry with { BookedAtUtc = at.Date, BookedDay = Moments.OfDay(at.Date, at.Date.AddDays(1)) };
        }

        if (!Chance(named))
        {
            return entry;
        }

        var order = Pick([.. its]);
        return Pick(0, 0, 1, 2, 3, 4) switch
        {
            0 => entry with { OrderReference = order.CheckoutId.Length > 0 && Chance(0.5) ? order.CheckoutId : order.Id.Id },
            1 => entry with { Description = $"order {order.Id.Id} thanks" },
            2 => entry with { Description = $"{its[0].Id.Id} {its[^1].Id.Id}" },
            3 => entry with { Description = $"item {order.Id.Id[..2]}-0{order.Id.Id[2..]}" },
            _ => entry with { OrderReference = orders.Count > 0 && Chance(0.3) ? Pick([.. orders]).Id.Id : order.Id.Id },
        };
    }

    private Entry Refund(Entry charge, List<Order> its)
    {
        var sum = Chance(0.8) ? its[0].Total : charge.Amount.Abs();
        var refund = charge with
        {
            Id = new TransactionId(charge.Id.Wallet, NewId("RE")),
            Type = Chance(0.85) ? EntryType.Refund : EntryType.Chargeback,
            Amount = (Chance(odd * 0.15) ? -sum : sum) with { Currency = charge.Amount.Currency },
            OriginalAmount = null,
            Fee = null,
            BookedDay = null,
            BookedAtUtc = charge.BookedAtUtc.AddHours(random.Next(1, 500)),
            OrderReference = string.Empty,
            Description = string.Empty,
            Status = EntryStatus.Succeeded,
        };
        return Pick(0, 1, 2) switch
        {
            0 when Chance(named) => refund with { RelatedTransactionId = charge.Id.Id },
            1 when Chance(named) => refund with { OrderReference = its[0].Id.Id },
            _ => refund,
        };
    }

    private void ChangeStatus(DateTime now, List<Entry> newEntries, List<Order> newOrders)
    {
        if (orders.Count > 0 && Chance(0.7))
        {
            var order = orders[random.Next(orders.Count)];
            newOrders.Add(order with { Status = Pick(OrderStatus.Cancelled, OrderStatus.Completed, OrderStatus.Refunded, OrderStatus.PartlyRefunded), StatusAtUtc = now, Refunded = Chance(0.2) ? order.Total with { MinorUnits = order.Total.MinorUnits / 2 } : order.Refunded });
        }

        if (entries.Count > 0 && Chance(0.5))
        {
            var entry = entries[random.Next(entries.Count)];
            newEntries.Add(entry with { Status = Pick(EntryStatus.Succeeded, EntryStatus.Reversed), Amount = Chance(0.02) ? entry.Amount with { MinorUnits = entry.Amount.MinorUnits - 100 } : entry.Amount });
        }
    }

    private void Decide()
    {
        if (decisions.Count > 0 && Chance(0.4))
        {
            decisions.RemoveAt(random.Next(decisions.Count));
        }
        else if (entries.Count > 0 && orders.Count > 0)
        {
            var (entry, order) = (entries[random.Next(entries.Count)], orders[random.Next(orders.Count)]);
            decisions.Add(Pick(0, 1, 2) switch
            {
                0 => new Decision.Pair(entry.Id, order.Id),
                1 => new Decision.Unmatch(entry.Id, order.Id),
                _ => new Decision.Dismiss(Core.Findings.Finding.IdOf(Pick(Core.Findings.FindingKind.ChargeWithoutOrder, Core.Findings.FindingKind.DuplicateCharge), entry.Id)),
            });
        }
    }
}
