using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>The numbers behind the rules that decide results. Windows are exact durations, both ends included; where a source tells only a day, one moment of it is enough.</summary>
public sealed record MatchingRules
{
    public static MatchingRules Default { get; } = new();

    /// <summary>How long before placed_at a charge that names the order may be booked.</summary>
    public TimeSpan NamedBefore { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long after placed_at a charge that names the order may be booked.</summary>
    public TimeSpan NamedAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long before placed_at a charge without a name may be booked.</summary>
    public TimeSpan UnnamedBefore { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long after placed_at a charge without a name may be booked.</summary>
    public TimeSpan UnnamedAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>By how much, in sum, the assignment of fewer charges than equal orders that is nearest in time must be better than every other one to stand.</summary>
    public TimeSpan NearestBy { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How far an amount converted with the wallet's rate may be from the order's total, as a share of the total.</summary>
    public decimal RateTolerance { get; init; } = 0.03m;

    /// <summary>How far apart in time a charge without a name may be from the payment that it repeats.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromHours(48);

    /// <summary>How many orders one charge without a checkout id may pay at the most.</summary>
    public int SeveralOrdersMax { get; init; } = 6;

    /// <summary>How far apart the orders that one charge pays may be placed.</summary>
    public TimeSpan SeveralOrdersSpan { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Business days from an order's status to the last day on which its refund is in time.</summary>
    public int RefundDueBusinessDays { get; init; } = 10;

    /// <summary>How long a charge waits for its order, and an order for its charge, before it is a finding.</summary>
    public TimeSpan WaitingPeriod { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long a hold may stand without release or capture.</summary>
    public TimeSpan HoldPeriod { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Business days from the day on which money left one of our own accounts to the last day on which it is in time at the other one.</summary>
    public int TransferBusinessDays { get; init; } = 5;

    /// <summary>Our own accounts, where more is known of them than that their statements are read. Default none.</summary>
    public IReadOnlyList<OwnAccount> OwnAccounts { get; init; } = [];

    /// <summary>How far the applied rate may be from the wallet's published one, as a share of the published one.</summary>
    public decimal FxDeviation { get; init; } = 0.01m;

    /// <summary>The most steps that one search for a set of amounts may take; where it is reached, the result says so.</summary>
    public int SearchSteps { get; init; } = 200_000;

    /// <summary>The most pairs of charge and order that one checkout may make; beyond it its charges stay open, and say so.</summary>
    public int CheckoutPairs { get; init; } = 10_000;

    /// <summary>The most candidates that one ambiguous match lists; the rest is counted.</summary>
    public int CandidatesListed { get; init; } = 20;

    public Pairs Pairs { get; init; } = Pairs.AllPurchases;

    /// <summary>The business days of marketplaces that have no calendar of their own.</summary>
    public BusinessCalendar Calendar { get; init; } = new();

    /// <summary>The business days of marketplaces with holidays of their own, by their names in any case.</summary>
    public IReadOnlyDictionary<string, BusinessCalendar> CalendarByMarketplace { get; init; } = new Dictionary<string, BusinessCalendar>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which wallets' statements must come by when. Default none.</summary>
    public IReadOnlyList<StatementSchedule> ExpectedStatements { get; init; } = [];

    /// <summary>Whether a charge that names the order is booked in time for it.</summary>
    public bool IsInNamedWindow(Entry entry, Order order) => entry.Booked.IsWithin(order.Placed, NamedBefore, NamedAfter);

    /// <summary>Whether a charge without a name is booked in time for an order.</summary>
    public bool IsInUnnamedWindow(Entry entry, Order order) => entry.Booked.IsWithin(order.Placed, UnnamedBefore, UnnamedAfter);

    /// <summary>The time in which an order may have been placed that a charge without a name pays: it is in time for those whose <see cref="Order.Placed"/> meets this, and no others.</summary>
    public Moments PlacedFor(Entry entry) => new(entry.Booked.FirstUtc - UnnamedAfter, entry.Booked.LastUtc + UnnamedBefore);

    /// <summary>The time in which a charge without a name may be booked for an order, the other way round.</summary>
    public Moments BookedFor(Order order) => new(order.Placed.FirstUtc - UnnamedBefore, order.Placed.LastUtc + UnnamedAfter);

    /// <summary>The time in which a charge that names an order may be booked for it.</summary>
    public Moments NamedBookedFor(Order order) => new(order.Placed.FirstUtc - NamedBefore, order.Placed.LastUtc + NamedAfter);

    public BusinessCalendar CalendarOf(string marketplace) => CalendarByMarketplace.GetValueOrDefault(marketplace, Calendar);
}
