using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Worlds;

/// <summary>The contract does not say what is right here, or says two things. The number is that of the folder's README.</summary>
internal sealed class SilenceException(string which) : Exception(which);

/// <summary>A match that the contract asks for.</summary>
/// <param name="Amount">In the wallet's currency.</param>
/// <param name="Slack">Minor units that the amount may be off: shares of a checkout that does not sum exactly are rounded somehow.</param>
/// <param name="Confidence">Null where the contract does not say.</param>
internal sealed record ExpectedMatch(MatchRole Role, OrderId Order, TransactionId Transaction, Money Amount, long Slack, string? Rule, Confidence? Confidence);

/// <summary>A finding that the contract asks for. Null and empty lists stand for what it does not say.</summary>
internal sealed record ExpectedFinding(IReadOnlyList<FindingKind> Kinds)
{
    public FindingState? State { get; init; } = FindingState.Open;

    public IReadOnlyList<OrderId>? Orders { get; init; }

    public IReadOnlyList<TransactionId>? Transactions { get; init; }

    /// <summary>Any of these is right.</summary>
    public IReadOnlyList<Money>? Amounts { get; init; }

    public long Slack { get; init; }

    public IReadOnlyList<Confidence>? Confidences { get; init; }

    public DateOnly? DueOn { get; init; }

    /// <summary>It may be said or not.</summary>
    public bool Optional { get; init; }

    /// <summary>The id that the finding is known by: the entry's, else the first order's.</summary>
    public required string Anchor { get; init; }
}

/// <summary>
/// The contract's rules read slowly and literally over one small world: every assignment is tried. Written from the contract alone, beside the engine, so
/// that the two can be held against each other. What the contract leaves open is listed in this folder's README by number (S1, S2, …).
/// </summary>
internal sealed partial class ContractReading
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly TimeSpan ThreeDays = TimeSpan.FromDays(3);
    private static readonly TimeSpan ThirtyDays = TimeSpan.FromDays(30);
    private static readonly TimeSpan TwelveHours = TimeSpan.FromHours(12);
    private static readonly TimeSpan FortyEightHours = TimeSpan.FromHours(48);
    private readonly SmallWorld world;
    private readonly RateTable rates;
    private readonly List<Entry> charges;
    private readonly List<Entry> refunds;
    private readonly List<Entry> leftAlone = [];
    private readonly List<Entry> takenBack = [];
    private readonly Dictionary<OrderId, Payment> payments = [];
    private readonly List<Duplicate> duplicates = [];
    private readonly Dictionary<Entry, IReadOnlyList<Order>> ambiguous = [];

    private ContractReading(SmallWorld world)
    {
        this.world = world;
        rates = world.RateTable;

        // "Charge: payment, succeeded, in the direction. Refund: refund or chargeback, succeeded, against it."
        var succeeded = world.Entries.Where(e => e.Status == EntryStatus.Succeeded && !e.Amount.IsZero).ToList();
        charges = [.. succeeded.Where(e => e.Type == EntryType.Payment && InDirection(e)).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)];
        refunds = [.. succeeded.Where(e => e.Type is EntryType.Refund or EntryType.Chargeback && !InDirection(e)).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)];
        TakeBack(succeeded);
    }

    public List<ExpectedMatch> Matches { get; } = [];

    public List<ExpectedFinding> Findings { get; } = [];

    /// <exception cref="SilenceException">The contract does not say what is right in this world.</exception>
    public static ContractReading Of(SmallWorld world)
    {
        var reading = new ContractReading(world);
        reading.Named();
        do
        {
            reading.Unnamed();
            reading.SeveralOrders();
        }
        while (reading.TakePlaces()); // a charge that is free again may pay what is still open
        reading.Repeats();
        reading.Refunds();
        reading.Say();
        return reading;
    }

    private bool InDirection(Entry e) => world.Sales ? e.Amount.MinorUnits > 0 : e.Amount.MinorUnits < 0;

    private Order OrderOf(OrderId id) => world.Orders.First(o => o.Id == id);

    private List<Order> Checkout(Order order) =>
        order.CheckoutId.Length == 0 ? [order] : [.. world.Orders.Where(o => o.CheckoutId == order.CheckoutId && o.Id.Marketplace == order.Id.Marketplace)];

    private static bool IsLive(Order order) => order.Status is not (OrderStatus.AwaitingPayment or OrderStatus.Cancelled);

    private static bool SameSeller(Entry entry, Order order) => order.Seller.Length > 0 && Same(entry.Counterparty, order.Seller);

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool InNamedWindow(Entry charge, Order order) => IsBooked(charge, order, OneDay, ThirtyDays);

    private static bool InUnnamedWindow(Entry charge, Order order) => IsBooked(charge, order, OneDay, ThreeDays);

    /// <summary>"Where a source tells only a day, the moment is any of that day, and a window holds when it holds for one of them."</summary>
    private static bool IsBooked(Entry charge, Order order, TimeSpan before, TimeSpan after) =>
        charge.Booked.LastUtc >= order.Placed.FirstUtc - before && charge.Booked.FirstUtc <= order.Placed.LastUtc + after;

    private static TimeSpan Apart(Moments one, Moments other) =>
        one.FirstUtc > other.LastUtc ? one.FirstUtc - other.LastUtc : other.FirstUtc > one.LastUtc ? other.FirstUtc - one.LastUtc : TimeSpan.Zero;

    /// <summary>S70: which of several is nearer or earlier, where one of them tells only its day.</summary>
    private static void NeedTimes(IEnumerable<Entry> entries, IEnumerable<Order> orders)
    {
        if (entries.Any(e => e.BookedDay is not null) || orders.Any(o => o.PlacedDay is not null))
        {
            throw new SilenceException("S70 which of several is nearer or earlier, where one tells only its day");
        }
    }

    /// <summary>
    /// "A refund or chargeback that runs in the charge's own direction takes back the one that it names, else the only one of that order, counterparty and
    /// amount: both then settle nothing. A payment that bounced is taken back the same way."
    /// </summary>
    private void TakeBack(List<Entry> succeeded)
    {
        var returns = succeeded.Where(e => (e.Type is EntryType.Refund or EntryType.Chargeback && InDirection(e)) || (e.Type == EntryType.Payment && !InDirection(e)))
            .OrderByDescending(e => e.RelatedTransactionId.Length > 0).ThenBy(e => e.BookedAtUtc).ThenBy(e => e.Id).ToList();
        foreach (var reversal in returns)
        {
            var pool = reversal.Type == EntryType.Payment ? charges : refunds;
            var equal = pool.Where(e => e.Id.Wallet == reversal.Id.Wallet && e.Amount == -reversal.Amount && e.Booked.FirstUtc <= reversal.Booked.LastUtc).ToList();
            var itself = pool.Where(e => e.Id.Wallet == reversal.Id.Wallet && e.Id.Id == reversal.RelatedTransactionId).ToList();
            List<Entry> taken = itself.Count > 0 ? itself
                : reversal.RelatedTransactionId.Length > 0 ? [.. equal.Where(e => e.RelatedTransactionId == reversal.RelatedTransactionId)] // S1: it names the payment whose refund it takes back
                : [.. equal.Where(e => Same(e.Counterparty, reversal.Counterparty) && world.Orders.All(o => NameOf(reversal, o.Id.Id) is null || NameOf(e, o.Id.Id) is not null))];
            if (taken.Count == 0 && reversal.RelatedTransactionId.Length > 0 && world.Entries.All(e => e.Id != new TransactionId(reversal.Id.Wallet, reversal.RelatedTransactionId)))
            {
                throw new SilenceException("S58 a reversal names something that is not known: may it take back another?");
            }

            if (itself.Exists(e => e.Booked.FirstUtc > reversal.Booked.LastUtc))
            {
                throw new SilenceException("S59 a reversal is booked before what it names");
            }

            if (itself.Count == 0 && world.Orders.Any(o => NameOf(reversal, o.Id.Id) is not null) && equal.Count > taken.Count)
            {
                throw new SilenceException("S76 a reversal names an order, and an equal movement does not name it, or bears another counterparty");
            }

            if (taken.Count > 1 && reversal.RelatedTransactionId.Length == 0 && world.Orders.All(o => NameOf(reversal, o.Id.Id) is null) && !returns.Exists(r => r != reversal && r.Id.Wallet == reversal.Id.Wallet && r.Amount == reversal.Amount))
            {
                taken = []; // "the only one": of several it is none
            }

            if (taken.Count > 1)
            {
                throw new SilenceException("S2 a reversal that names none of several equal refunds");
            }

            if (taken.Count == 1 && taken[0].Amount != -reversal.Amount)
            {
                throw new SilenceException("S3 a part of a refund is taken back");
            }

            if (taken.Count == 1)
            {
                pool.Remove(taken[0]);
                takenBack.Add(taken[0]);
            }
            else
            {
                leftAlone.Add(reversal); // S4: it takes nothing back; nothing says what it is then
            }
        }
    }

    // --- names ---------------------------------------------------------------------------------------------------------------------------------------------

    private enum Place
    {
        Reference,
        Text,
        Order,
    }

    /// <summary>
    /// "The order's id stands whole in a reference or text (case, #, words around it and leading zeros set aside; ids under 6 characters only in the
    /// reference column or after order, №, #; digits of a sum or of a longer number name nothing)."
    /// </summary>
    private static Place? NameOf(Entry entry, string id) =>
        StandsIn(entry.OrderReference, id, anywhere: true) ? Place.Reference : StandsIn(entry.Description, id, anywhere: id.Length >= 6) ? Place.Text : null;

    private static bool StandsIn(string text, string id, bool anywhere)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var end = at;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end > at)
            {
                var isSum = (at >= 2 && text[at - 1] is '.' or ',' && char.IsDigit(text[at - 2])) || (end + 1 < text.Length && text[end] is '.' or ',' && char.IsDigit(text[end + 1]));
                var before = text[..at].TrimEnd();
                var isAnnounced = before.EndsWith('#') || before.EndsWith('№') || before.EndsWith("order", StringComparison.OrdinalIgnoreCase);
                if (!isSum && (anywhere || isAnnounced) && Same(text[at..end].TrimStart('0'), id.TrimStart('0')))
                {
                    return true;
                }

                at = end;
            }
        }

        return false;
    }

    // --- amounts -------------------------------------------------------------------------------------------------------------------------------------------

    /// <summary>What an entry is worth in a currency by its own words: its amount, else its original amount.</summary>
    private static long? Alone(Entry entry, Currency currency) =>
        entry.Amount.Currency == currency ? Math.Abs(entry.Amount.MinorUnits) : entry.OriginalAmount is { } original && original.Currency == currency ? Math.Abs(original.MinorUnits) : null;

    private static long? WithFee(Entry entry, Currency currency) =>
        Alone(entry, currency) + (entry.Amount.Currency == currency && entry.Fee is { } fee && fee.Currency == currency ? fee.MinorUnits : 0);

    /// <summary>"When it equals its total (or charged_amount in charged_currency)": the sums of which one must be met.</summary>
    private static IEnumerable<Money> Sums(IReadOnlyList<Order> orders)
    {
        if (orders.Select(o => o.Total.Currency).Distinct().Count() == 1)
        {
            yield return new Money(orders.Sum(o => o.Total.MinorUnits), orders[0].Total.Currency);
        }

        if (orders.All(o => o.Charged is not null) && orders.Select(o => o.Charged!.Value.Currency).Distinct().Count() == 1)
        {
            yield return new Money(orders.Sum(o => o.Charged!.Value.MinorUnits), orders[0].Charged!.Value.Currency);
        }
    }

    /// <summary>"To the minor unit, alone or with its fee; in another currency when its original amount does."</summary>
    private static bool IsExact(IReadOnlyList<Entry> set, IReadOnlyList<Order> orders) =>
        Sums(orders).Any(sum => set.All(c => Alone(c, sum.Currency) is not null)
            && (set.Sum(c => Alone(c, sum.Currency)!.Value) == sum.MinorUnits || set.Sum(c => WithFee(c, sum.Currency)!.Value) == sum.MinorUnits));

    /// <summary>"With only a rate: the entry's exchange_rate, else the wallet's published rate for the day." The charge's worth in the order's currency, in minor units, not rounded.</summary>
    private decimal? ByRate(Entry entry, Order order)
    {
        if (Alone(entry, order.Total.Currency) is not null || (order.Charged is { } charged && Alone(entry, charged.Currency) is not null))
        {
            return null;
        }

        var rate = entry.ExchangeRate ?? rates.Find(entry.Id.Wallet, DateOnly.FromDateTime(entry.BookedAtUtc), order.Total.Currency, entry.Amount.Currency);
        return rate is { } known ? Math.Abs(entry.Amount.Amount) / known * order.Total.Currency.MinorUnitsPerUnit : null;
    }

    /// <summary>"Within 3 %."</summary>
    private bool FitsByRate(Entry entry, IReadOnlyList<Order> orders)
    {
        var total = orders.Sum(o => o.Total.MinorUnits);
        return orders.Select(o => o.Total.Currency).Distinct().Count() == 1 && orders.All(o => ByRate(entry, o) is not null) && Math.Abs(ByRate(entry, orders[0])!.Value - total) <= 0.03m * total;
    }

    private static string Key(Entry entry) => $"{entry.Id.Id}/{entry.Id.Wallet}";

    private static string Key(Order order) => $"{order.Id.Id}/{order.Id.Marketplace}";

    /// <summary>What pays one order.</summary>
    /// <param name="Worth">What was paid in the order's currency.</param>
    /// <param name="WorthWithFee">The same with the fees, where they make a difference.</param>
    private sealed record Payment(IReadOnlyList<(Entry Charge, Money Part, long Slack)> Parts, string Rule, Confidence Confidence, Money Worth, long WorthSlack, Money WorthWithFee)
    {
        /// <summary>What is more (positive) or less than the total, in the order's currency, where no exact set was found; any of these is right.</summary>
        public List<long> Differences { get; init; } = [];

        public bool IsUnvalued { get; init; }

        /// <summary>The orders that the same set pays; their mismatch is told once.</summary>
        public IReadOnlyList<Order> Together { get; init; } = [];
    }

    private sealed class Duplicate(Entry charge, IReadOnlyList<Order> orders, Confidence confidence)
    {
        public Entry Charge { get; } = charge;

        public IReadOnlyList<Order> Orders { get; } = orders;

        public Confidence Confidence { get; } = confidence;

        public List<(Entry Refund, long Part)> Returned { get; } = [];

        public List<Order> OrRepeats { get; init; } = [];

        public long Left => Math.Abs(Charge.Amount.MinorUnits) - Returned.Sum(r => r.Part);
    }
}
