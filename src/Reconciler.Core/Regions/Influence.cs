using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>The keys under which a record is found by others, and those that it looks for; each may stand there more than once.</summary>
internal readonly record struct Ties(List<ulong> Registered, List<ulong> Sought)
{
    public static Ties None() => new([], []);
}

/// <summary>
/// Says which record may influence which: the rules of the contract, turned into keys. What a record bears and names ties it always; what it costs, when and
/// with whom ties only what no name has settled, for a weaker tier sees nothing of what a stronger one took.
/// </summary>
/// <remarks>
/// A key may tie more than the rules do; it must never tie less. Whoever changes a rule so that it looks at further records adds a tie here: the law that matching a
/// part gives the same as matching all is tested over thousands of small worlds.
/// </remarks>
internal static class Influence
{
    /// <summary>What ties an entry whatever was decided: the ids that it bears and may name, and what resembles it.</summary>
    public static void Always(Entry entry, MatchingRules rules, Ties into)
    {
        if (entry.Type is not (EntryType.Payment or EntryType.Refund or EntryType.Chargeback or EntryType.Hold or EntryType.Release))
        {
            return;
        }

        Bears(entry.Id.Id, into);
        if (entry.Id.Reference is var reference && reference.Length < entry.Id.Id.Length)
        {
            Bears(reference, into);
        }

        MayName(entry.OrderReference, isReference: true, into);
        MayName(entry.Description, isReference: false, into);
        MayName(entry.Counterparty, isReference: false, into);
        if (entry.RelatedTransactionId.Length > 0)
        {
            Names(entry.RelatedTransactionId, into);
            var related = Keys.Of(Tie.Related, entry.Id.Wallet, entry.RelatedTransactionId);
            into.Registered.Add(related);
            into.Sought.Add(related);
        }

        // A refund may be numbered by its payment's number and more.
        if (entry.Type is EntryType.Refund or EntryType.Chargeback && reference.AsSpan().IndexOfAny('_', '*') is > 0 and var cut)
        {
            Names(entry.Id.Id[..cut], into);
        }

        Resembles(entry, rules, into);
        var amount = entry.Amount.Abs();
        SeekContradicted(amount, entry.Booked, into);
        if (WithFee(entry) is { } more)
        {
            SeekContradicted(more, entry.Booked, into);
        }

        if (entry.OriginalAmount is { } original)
        {
            SeekContradicted(original.Abs(), entry.Booked, into);
        }
    }

    /// <summary>What ties a record of which files tell contradicting sums: which of them stands is chosen by all that any of them fits, whatever has settled that.</summary>
    public static void Contradicted(KeptRecord record, MatchingRules rules, Ties into)
    {
        var widest = rules.UnnamedBefore > rules.UnnamedAfter ? rules.UnnamedBefore : rules.UnnamedAfter;
        foreach (var (sums, moments) in record.Entry is { } entry
            ? entry.Conflicting.Prepend(entry.Standing).Select(e => (SumsOf(e), e.Booked)) : record.Order!.Conflicting.Prepend(record.Order.Standing).Select(o => (SumsOf(o), o.Placed)))
        {
            var (first, last) = Keys.Slots(moments, widest, widest);
            foreach (var sum in sums)
            {
                for (var slot = first; slot <= last; slot++)
                {
                    into.Registered.Add(Keys.Of(Tie.Clash, sum, slot));
                }
            }
        }
    }

    private static void SeekContradicted(Money sum, Moments moments, Ties into)
    {
        var (first, last) = Keys.Slots(moments);
        for (var slot = first; slot <= last; slot++)
        {
            into.Sought.Add(Keys.Of(Tie.Clash, sum, slot));
        }
    }

    private static Money? WithFee(Entry entry) => entry.Fee is { } fee && fee.Currency == entry.Amount.Currency ? entry.Amount.Abs() + fee.Abs() : null;

    private static IEnumerable<Money> SumsOf(Entry entry) => new[] { entry.Amount.Abs(), WithFee(entry), entry.OriginalAmount?.Abs() }.OfType<Money>().Distinct();

    private static IEnumerable<Money> SumsOf(Order order) => new[] { order.Total, order.Charged }.OfType<Money>().Distinct();

    /// <summary>What ties an order whatever was decided: its ids, its checkout, the transactions that it names.</summary>
    public static void Always(Order order, Ties into)
    {
        Bears(order.Id.Id, into);
        foreach (var other in order.OtherIdsApart)
        {
            Bears(other, into);
        }

        if (order.CheckoutId.Length > 0)
        {
            Bears(order.CheckoutId, into);
            var checkout = Keys.Of(Tie.Checkout, order.Id.Marketplace, Matching.Names.Id(order.CheckoutId));
            into.Registered.Add(checkout);
            into.Sought.Add(checkout);
        }

        foreach (var reference in order.TransactionsNamed)
        {
            Names(reference, into);
        }

        SeekContradicted(order.Total, order.Placed, into);
        if (order.Charged is { } charged)
        {
            SeekContradicted(charged, order.Placed, into);
        }
    }

    /// <summary>Whether an id is a plain word: texts are not registered by such words, so that whoever names it is not found.</summary>
    public static bool IsPlainWord(Order order) => IsPlainWord(order.Id.Id) || IsPlainWord(order.CheckoutId) || order.OtherIdsApart.Any(IsPlainWord);

    /// <inheritdoc cref="IsPlainWord(Order)"/>
    public static bool IsPlainWord(Entry entry) => IsPlainWord(entry.Id.Id) || IsPlainWord(entry.Id.Reference);

    private static bool IsPlainWord(string id)
    {
        foreach (var c in id)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return id.Length > 0;
    }

    private static void Bears(string id, Ties into)
    {
        if (Matching.Names.Id(id) is { Length: > 0 } key)
        {
            into.Registered.Add(Keys.Of(Tie.Name, key));
            into.Sought.Add(Keys.Of(Tie.Mention, key));
        }
    }

    private static void Names(string id, Ties into)
    {
        if (Matching.Names.Id(id) is { Length: > 0 } key)
        {
            into.Registered.Add(Keys.Of(Tie.Mention, key));
            into.Sought.Add(Keys.Of(Tie.Name, key));
        }
    }

    private static void MayName(string text, bool isReference, Ties into) =>
        IdNames<object>.Pieces(text, isReference, (piece, isPlain) =>
        {
            if (piece.IsEmpty)
            {
                return;
            }

            into.Sought.Add(Keys.Of(Tie.Name, piece));
            if (!isPlain)
            {
                into.Registered.Add(Keys.Of(Tie.Mention, piece));
            }
        });

    /// <summary>Movements of one wallet, counterparty and sum: they may repeat, capture or take back one another.</summary>
    private static void Resembles(Entry entry, MatchingRules rules, Ties into)
    {
        var (wallet, party) = (entry.Id.Wallet, Matching.Names.Party(entry.Counterparty));
        var isHold = entry.Type == EntryType.Hold;
        Resembles(entry.Amount.Abs());
        if (entry.OriginalAmount is { IsZero: false } original && original.Abs() != entry.Amount.Abs())
        {
            Resembles(original.Abs());
        }

        void Resembles(Money sum)
        {
            var (first, last) = isHold ? Keys.Slots(entry.Booked, after: rules.HoldPeriod) : Keys.Slots(entry.Booked);
            for (var slot = first; slot <= last; slot++)
            {
                var (alike, hold) = (Keys.Of(Tie.Alike, wallet, party, sum, slot), Keys.Of(Tie.Hold, wallet, party, sum, slot));
                into.Registered.Add(isHold ? hold : alike);
                into.Sought.Add(isHold ? alike : hold);
                into.Sought.Add(Keys.Of(Tie.StrayInTime, wallet, party, sum, slot));
            }

            into.Sought.Add(Keys.Of(Tie.Taker, wallet, party, sum));
        }
    }
}
