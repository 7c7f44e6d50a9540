using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>By what records may influence each other. Each kind has a side that is registered and a side that looks for it; of some both are one.</summary>
internal enum Tie
{
    /// <summary>An id that a record bears: looked for by texts that may name it.</summary>
    Name,

    /// <summary>A piece of text that may be an id: looked for by the record that bears it.</summary>
    Mention,

    /// <summary>Entries that relate to one transaction.</summary>
    Related,

    /// <summary>Orders of one checkout.</summary>
    Checkout,

    /// <summary>Movements of one wallet, counterparty and sum, in their time.</summary>
    Alike,

    /// <summary>Charges that no order explains, or that repeat one, by wallet, counterparty and sum, in their time.</summary>
    StrayInTime,

    /// <summary>The same whatever their time.</summary>
    Stray,

    /// <summary>Movements that can only take an earlier one back.</summary>
    Taker,

    /// <summary>Money held, in the time in which it may be captured.</summary>
    Hold,

    /// <summary>Records of which files tell contradicting sums.</summary>
    Clash,

    /// <summary>A charge without a name, by a sum that it may pay, in its time.</summary>
    SumOfCharge,

    /// <summary>An order, or a checkout, without a named payment, by a sum that pays it, in its time.</summary>
    SumOfOrder,

    /// <summary>A charge that no sum told, by its counterparty, in its time.</summary>
    PartyOfCharge,

    /// <summary>An order that no sum told, by its seller and its marketplace, in its time.</summary>
    PartyOfOrder,

    /// <summary>A charge that may be a part of an order that was paid otherwise too.</summary>
    PartOfCharge,

    /// <summary>An open order that was paid otherwise too.</summary>
    PartOfOrder,

    /// <summary>The groups of letters and digits in the text of a charge that no order explains.</summary>
    NearIdOfCharge,

    /// <summary>The groups of letters and digits in the id of an open order.</summary>
    NearIdOfOrder,

    /// <summary>A refund that names nothing known, by its sums.</summary>
    SumOfRefund,

    /// <summary>What awaits a refund, by the sums that it awaits.</summary>
    SumAwaited,

    /// <summary>A chargeback that names nothing known, by wallet, counterparty and sum.</summary>
    Bounce,
}

/// <summary>Keys are hashes of 40 bits: two records that share one by chance are matched together, which costs a little and changes nothing.</summary>
internal static class Keys
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>How long one slot of time is: at least as long as most windows, so that few slots cover one.</summary>
    private static readonly long SlotTicks = TimeSpan.FromDays(4).Ticks;

    public static ulong Of(Tie tie, ReadOnlySpan<char> text) => Finish(Add(Start(tie), text));

    public static ulong Of(Tie tie, string owner, string text) => Finish(Add(Mix(Add(Start(tie), owner), 0), text));

    public static ulong Of(Tie tie, Money sum) => Finish(Add(Start(tie), sum));

    public static ulong Of(Tie tie, Money sum, long slot) => Finish(Add(Add(Start(tie), sum), slot));

    public static ulong Of(Tie tie, string text, long slot) => Finish(Add(Add(Start(tie), text), slot));

    public static ulong Of(Tie tie, string wallet, string party, Money sum) => Finish(Add(Add(Mix(Add(Start(tie), wallet), 0), party), sum));

    public static ulong Of(Tie tie, string wallet, string party, Money sum, long slot) => Finish(Add(Add(Add(Mix(Add(Start(tie), wallet), 0), party), sum), slot));

    /// <summary>The slots of time that touch one of these moments, widened.</summary>
    public static (long First, long Last) Slots(Moments moments, TimeSpan before = default, TimeSpan after = default) =>
        (Slot(moments.FirstUtc, -before), Slot(moments.LastUtc, after));

    private static long Slot(DateTime moment, TimeSpan shift) => Math.Clamp(moment.Ticks + shift.Ticks, 0, DateTime.MaxValue.Ticks) / SlotTicks;

    private static ulong Start(Tie tie) => Mix(Offset, (ulong)tie);

    // FNV-1a, taken a whole number at a time. Source: G. Fowler, L. Noll, K. Vo, 1991.
    private static ulong Mix(ulong hash, ulong value) => unchecked((hash ^ value) * Prime);

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            hash = Mix(hash, c);
        }

        return hash;
    }

    private static ulong Add(ulong hash, Money sum) => Add(Add(hash, sum.Currency.Code), sum.MinorUnits);

    private static ulong Add(ulong hash, long number) => Mix(Mix(hash, unchecked((uint)number)), unchecked((ulong)number) >> 32);

    // The last step of SplitMix64 spreads what FNV-1a leaves in the low bits. Source: G. Steele et al., Fast splittable pseudorandom number generators, 2014.
    private static ulong Finish(ulong hash)
    {
        hash = unchecked((hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9);
        hash = unchecked((hash ^ (hash >> 27)) * 0x94D049BB133111EB);
        return (hash ^ (hash >> 31)) & 0xFF_FFFF_FFFF;
    }
}
