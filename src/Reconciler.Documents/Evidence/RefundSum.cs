using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Evidence;

/// <summary>The arithmetic behind a refund that is owed, in the currency of the finding.</summary>
/// <param name="Lines">What is added (positive) and taken off (negative); together they make <paramref name="StillOwed"/>.</param>
internal sealed record RefundSum(IReadOnlyList<(string Label, Money Amount)> Lines, Money StillOwed)
{
    /// <summary>
    /// The sum that leads from what was paid, or from what the marketplace says it gives back, to what is still owed.
    /// Null where no such sum is exact (several orders share a payment, a statement without the order's currency): a table that does not add up would harm the claim.
    /// </summary>
    public static RefundSum? Of(DisputeCase dispute, RecordWords words)
    {
        var owed = dispute.Finding.Amount;
        var returned = dispute.Refunds.Select(r => In(r, owed.Currency)).ToArray();
        if (returned.Contains(null))
        {
            return null;
        }

        IReadOnlyList<(string Label, Money Amount)> refunded = returned.Length == 0
            ? [(words.Refunded, Money.Zero(owed.Currency))]
            : [.. dispute.Refunds.Zip(returned, (r, sum) => (RecordWords.Fill(words.RefundedBy, ("transaction", r.Id.Id)), -sum!.Value.Abs()))];
        return Starts(dispute, owed.Currency, words)
            .Select(start => new RefundSum([start, .. refunded], owed))
            .FirstOrDefault(sum => sum.Lines.Sum(l => l.Amount.MinorUnits) == owed.MinorUnits);
    }

    private static IEnumerable<(string Label, Money Amount)> Starts(DisputeCase dispute, Currency currency, RecordWords words)
    {
        if (dispute.Orders.Count > 0 && dispute.Orders.All(o => o.Refunded?.Currency == currency))
        {
            yield return (words.ToBeGivenBack, new Money(dispute.Orders.Sum(o => o.Refunded!.Value.MinorUnits), currency));
        }

        var paid = dispute.Payments.Select(p => In(p, currency)).ToArray();
        if (paid.Length > 0 && !paid.Contains(null))
        {
            yield return (words.Paid, new Money(paid.Sum(p => p!.Value.Abs().MinorUnits), currency));
        }

        if (dispute.Orders.Count > 0 && dispute.Orders.All(o => o.Total.Currency == currency))
        {
            yield return (words.PaidForOrder, new Money(dispute.Orders.Sum(o => o.Total.MinorUnits), currency));
        }
    }

    private static Money? In(Entry entry, Currency currency) =>
        entry.Amount.Currency == currency ? entry.Amount : entry.OriginalAmount?.Currency == currency ? entry.OriginalAmount : null;
}
