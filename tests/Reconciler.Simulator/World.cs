using System.Globalization;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator;

/// <summary>Collects records and their truth while scenarios are played, and keeps amounts, ids and sellers of different scenarios apart.</summary>
internal sealed class World
{
    private static readonly SourceLine Nowhere = new(new string('0', 64), "simulated.csv", 1, string.Empty);
    private readonly HashSet<Money> taken = [];
    private readonly HashSet<string> idsTaken = [];
    private readonly List<Entry> entries = [];
    private readonly List<Order> orders = [];
    private readonly List<TruthMatch> matches = [];
    private readonly List<TruthFinding> findings = [];
    private readonly Dictionary<string, string> scenarioOf = [];
    private readonly Dictionary<DateOnly, decimal> rates = [];
    private readonly List<ExpectedStatement> statements = [];
    private readonly EqualPools equal = new();
    private readonly HashSet<OrderId> placed = [];
    private readonly decimal widestPrice;
    private int sellers;

    public World(Knobs knobs)
    {
        Knobs = knobs;
        Random = new Random(knobs.Seed);
        Start = knobs.AsOfUtc.AddDays(-knobs.Days);
        widestPrice = Math.Max(900m, knobs.Orders / 12m);
        foreach (var shop in Shop.Purchases)
        {
            taken.UnionWith(shop.PopularPrices.Select(p => Money.Of(p, shop.Money)));
        }

        var rate = 92m;
        for (var day = DateOnly.FromDateTime(Start).AddDays(-40); day <= DateOnly.FromDateTime(knobs.AsOfUtc).AddDays(1); day = day.AddDays(1))
        {
            rate = Math.Clamp(rate * (1 + (decimal)((Random.NextDouble() - 0.5) * 0.02)), 70, 120);
            rates[day] = Math.Round(rate, 4);
        }
    }

    public Knobs Knobs { get; }

    public Random Random { get; }

    public DateTime Start { get; }

    public DateTime AsOf => Knobs.AsOfUtc;

    public int OrderCount => placed.Count;

    /// <summary>The scenario that is being played; stands beside its truth.</summary>
    public string Scenario { get; set; } = string.Empty;

    public bool Chance(double share) => Random.NextDouble() < share;

    /// <summary>True for the share of payments that carry a reference.</summary>
    public bool Named() => Chance(Knobs.ReferenceShare);

    public T Pick<T>(IReadOnlyList<T> of) => of[Random.Next(of.Count)];

    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        TimeSpan.FromSeconds(Math.Round(least.TotalSeconds + (Random.NextDouble() * (most - least).TotalSeconds)));

    public TimeSpan Minutes(double least, double most) => Between(TimeSpan.FromMinutes(least), TimeSpan.FromMinutes(most));

    public TimeSpan Hours(double least, double most) => Between(TimeSpan.FromHours(least), TimeSpan.FromHours(most));

    public TimeSpan Days(double least, double most) => Between(TimeSpan.FromDays(least), TimeSpan.FromDays(most));

    /// <summary>A whole second at least so many days before the clock.</summary>
    public DateTime DaysAgo(double least, double? most = null)
    {
        var at = AsOf - Days(least, most ?? Knobs.Days);
        return new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
    }

    /// <summary>True, and taken from now on, where none of the sums was ever used: nothing else can be mistaken for them.</summary>
    public bool Claim(params Money[] sums)
    {
        if (sums.Any(taken.Contains) || sums.Distinct().Count() != sums.Length)
        {
            return false;
        }

        taken.UnionWith(sums);
        return true;
    }

    /// <summary>A sum that nothing else in the simulation has.</summary>
    public Money Price(Currency currency)
    {
        var wide = currency.Code is "RUB" ? 60 : currency.Code is "CNY" ? 5 : 1;
        for (; ; )
        {
            var price = new Money(Random.NextInt64(199 * wide, (long)(widestPrice * 100) * wide), currency);
            if (Claim(price))
            {
                return price;
            }
        }
    }

    /// <summary>A share of a sum, between the shares given; neither it nor what is left is a sum that anything else has.</summary>
    public Money Part(Money whole, double least = 0.2, double most = 0.8)
    {
        for (; ; )
        {
            var part = whole with { MinorUnits = (long)(whole.MinorUnits * (least + (Random.NextDouble() * (most - least)))) };
            if (part.MinorUnits > 0 && Claim(part, (whole - part).Abs()))
            {
                return part;
            }
        }
    }

    /// <summary>What the wallet published for one USD in RUB on that day.</summary>
    public decimal RateOn(DateTime time) => rates[DateOnly.FromDateTime(time)];

    public Shop AnyShop() => Pick(Shop.Purchases);

    /// <summary>A seller that occurs nowhere else. Its name holds no digits: those could be somebody's order number.</summary>
    public string OwnSeller()
    {
        var number = sellers++;
        var letters = new string([.. Enumerable.Range(0, 5).Select(i => (char)('a' + (number / (int)Math.Pow(26, i) % 26)))]);
        return $"{Pick(Words.Sellers)} {Pick(Words.Trades)} of {char.ToUpperInvariant(letters[0])}{letters[1..]}";
    }

    public string CommonSeller() => $"{Pick(Words.Sellers)} {Pick(Words.Trades)}";

    public string NewOrderId(Shop shop)
    {
        for (; ; )
        {
            var id = shop.Ids switch
            {
                IdForm.Long => "8" + Digits(15),
                IdForm.Letters => "KT-" + new string([.. Enumerable.Range(0, 7).Select(_ => "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[Random.Next(32)])]),
                IdForm.Padded => "0000" + Random.Next(1, 10).ToString(CultureInfo.InvariantCulture) + Digits(5),
                _ => Random.Next(10000, 100000).ToString(CultureInfo.InvariantCulture),
            };
            if (idsTaken.Add(id))
            {
                return id;
            }
        }
    }

    public string NewId(string prefix)
    {
        for (; ; )
        {
            var id = prefix + Digits(11);
            if (idsTaken.Add(id))
            {
                return id;
            }
        }
    }

    public string Digits(int count) => new([.. Enumerable.Range(0, count).Select(_ => (char)('0' + Random.Next(10)))]);

    /// <summary>An order that is paid and alive, to be changed before it is added.</summary>
    public Order NewOrder(Shop shop, Money total, DateTime at, string? seller = null)
    {
        var paid = at + Minutes(1, 90);
        var status = Pick<OrderStatus>([OrderStatus.Paid, OrderStatus.Shipped, OrderStatus.Completed, OrderStatus.Completed]);
        return new Order
        {
            Id = new OrderId(shop.Name, NewOrderId(shop)),
            PlacedAtUtc = at,
            PaidAtUtc = paid,
            Status = status,
            StatusAtUtc = status == OrderStatus.Paid ? paid : Soonest(paid + Days(0.5, 12)),
            Total = total,
            Seller = seller ?? OwnSeller(),
            Description = Pick(Words.Goods),
            Source = Nowhere,
        };
    }

    /// <summary>A charge in the direction of the shop, to be changed before it is added.</summary>
    public Entry NewCharge(Shop shop, Money sum, DateTime at, string counterparty, string? wallet = null) =>
        NewEntry(wallet ?? Pick(shop.Wallets), EntryType.Payment, shop.Sales ? sum : -sum, at, counterparty);

    /// <summary>Money that comes back for a charge, against its direction, in its wallet.</summary>
    public Entry NewRefund(Entry charge, Money sum, DateTime at) =>
        NewEntry(charge.Id.Wallet, EntryType.Refund, charge.Amount.MinorUnits < 0 ? sum : -sum, at, charge.Counterparty);

    public Entry NewEntry(string wallet, EntryType type, Money amount, DateTime at, string counterparty) =>
        new()
        {
            Id = new TransactionId(wallet, NewId(wallet[..2].ToUpperInvariant())),
            BookedAtUtc = at,
            Type = type,
            Status = EntryStatus.Succeeded,
            Amount = amount,
            Counterparty = counterparty,
            Source = Nowhere,
        };

    /// <summary>A time that is not later than the clock.</summary>
    public DateTime Soonest(DateTime at) => at < AsOf ? at : AsOf.AddSeconds(-1);

    /// <summary>Adds an order, now and then with an earlier status of it as well.</summary>
    public Order Add(Order order)
    {
        placed.Add(order.Id);
        scenarioOf[order.Id.Id] = Scenario;
        orders.Add(order);
        if (order.Status != OrderStatus.AwaitingPayment && order.StatusAtUtc > order.PlacedAtUtc && Chance(Knobs.LaterShare))
        {
            var paid = order.PaidAtUtc is { } at && at < order.StatusAtUtc && Chance(0.5);
            orders.Add(order with
            {
                Status = paid ? OrderStatus.Paid : OrderStatus.AwaitingPayment,
                PaidAtUtc = paid ? order.PaidAtUtc : null,
                StatusAtUtc = paid ? order.PaidAtUtc!.Value : order.PlacedAtUtc,
                Refunded = null,
            });
        }

        return order;
    }

    /// <summary>Adds an entry, now and then with an earlier status of it as well.</summary>
    public Entry Add(Entry entry)
    {
        scenarioOf[entry.Id.Id] = Scenario;
        entries.Add(entry);
        if (entry.Status is EntryStatus.Succeeded or EntryStatus.Reversed && Chance(Knobs.LaterShare))
        {
            entries.Add(entry with { Status = entry.Status == EntryStatus.Reversed && Chance(0.5) ? EntryStatus.Succeeded : EntryStatus.Pending });
        }

        return entry;
    }

    /// <summary>The truth: this charge pays this order, with this part of it where it is not the whole.</summary>
    public void Pays(Entry charge, Order order, Money? part = null, Confidence? confidence = null) =>
        matches.Add(new TruthMatch(MatchRole.Payment, order.Id, charge.Id, part ?? charge.Amount.Abs(), Scenario, confidence));

    /// <summary>The truth: this refund gives money back for this order.</summary>
    public void GivesBack(Entry refund, Order order, Money? part = null, Confidence? confidence = null) =>
        matches.Add(new TruthMatch(MatchRole.Refund, order.Id, refund.Id, part ?? refund.Amount.Abs(), Scenario, confidence));

    /// <summary>The truth: something is wrong with this entry.</summary>
    public void Finds(FindingKind kind, Entry entry, Money amount, params Order[] of) =>
        findings.Add(new TruthFinding(kind, entry.Id.Id, [.. of.Select(o => o.Id.Id)], [entry.Id.Id], amount, DueOn: null, Scenario));

    /// <summary>The truth: something is wrong with this order.</summary>
    public void Finds(FindingKind kind, Order order, Money amount, DateOnly? dueOn = null, params Entry[] with) =>
        findings.Add(new TruthFinding(kind, order.Id.Id, [order.Id.Id], [.. with.Select(e => e.Id.Id)], amount, dueOn, Scenario));

    /// <summary>The finding that was planned last is of this confidence.</summary>
    public void FindingIs(Confidence confidence) => findings[^1] = findings[^1] with { Confidence = confidence };

    /// <summary>A wallet whose statements are expected, and when they came.</summary>
    public void Expects(StatementSchedule schedule, IReadOnlyList<StatementArrival> arrivals) => statements.Add(new ExpectedStatement(schedule, arrivals));

    /// <summary>The truth: no statement came for this day.</summary>
    public void FindsNoStatement(DateOnly day) =>
        findings.Add(new TruthFinding(FindingKind.StatementGap, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), [], [], Money.Zero(Currency.Of("USD")), day, Scenario));

    /// <summary>A payment without a name at a price that others have too, or none: who pays whom is decided at the end.</summary>
    public void PaysInTimeOrder(Entry? charge, Order order, string counterparty) => equal.Add(charge, order, counterparty);

    public Simulation Finish()
    {
        Scenario = "healthy";
        foreach (var crowd in equal.Crowds())
        {
            Decide(crowd);
        }

        var published = rates.Select(r => new PublishedRate("qiwi", r.Key, Currency.Of("USD"), Currency.Of("RUB"), r.Value));
        return new Simulation(Knobs, entries, orders, [.. published], matches, findings, scenarioOf, statements);
    }

    /// <summary>
    /// In a crowd each charge pays the order that it has in every pairing that keeps to the order of time. With as many charges as orders that
    /// is all of them. Around an unpaid order several pairings are possible: there the one nearest in time stands where it is so by far, else the charges are ambiguous.
    /// </summary>
    public void Decide(Crowd crowd)
    {
        var earliest = EqualPools.PairEarliest(crowd);
        var latest = EqualPools.PairLatest(crowd);
        for (int first = 0, last; first < crowd.Charges.Count; first = last + 1)
        {
            last = first;
            if (earliest[first] == latest[first])
            {
                Pays(crowd.Charges[first], crowd.Orders[earliest[first]]);
                continue;
            }

            while (last + 1 < crowd.Charges.Count && earliest[last + 1] != latest[last + 1] && earliest[last + 1] <= latest[last])
            {
                last++;
            }

            DecideByTime(new Crowd([.. crowd.Charges.Take(last + 1).Skip(first)], [.. crowd.Orders.Take(latest[last] + 1).Skip(earliest[first])]));
        }

        if (crowd.Charges.Count == 0)
        {
            Finds(FindingKind.OrderWithoutCharge, crowd.Orders[0], crowd.Orders[0].Total);
        }
    }

    private void DecideByTime(Crowd crowd)
    {
        if (EqualPools.NearestByFar(crowd) is not { } nearest)
        {
            foreach (var charge in crowd.Charges)
            {
                Finds(FindingKind.AmbiguousMatch, charge, charge.Amount.Abs(), [.. crowd.Orders]);
            }

            return;
        }

        for (var i = 0; i < nearest.Length; i++)
        {
            Pays(crowd.Charges[i], crowd.Orders[nearest[i]], confidence: Confidence.Probable);
        }

        foreach (var order in crowd.Orders.Where((_, o) => !nearest.Contains(o)))
        {
            Finds(FindingKind.OrderWithoutCharge, order, order.Total);
        }
    }
}
