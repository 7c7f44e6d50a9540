using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>
/// What is only possible: an open order of the same seller or marketplace, within the window, whose total comes near to a charge. It is proposed to a
/// person in the finding's reason, never matched.
/// </summary>
internal sealed class Proposals(Ledger ledger)
{
    private const decimal Near = 0.10m;

    private readonly OpenOrders bySeller = new(ledger, order => order.Seller);
    private readonly OpenOrders byMarketplace = new(ledger, order => order.Marketplace);

    /// <summary>The nearest such order in words, or null.</summary>
    public string? For(Charge charge) =>
        bySeller.InWindow(charge).Concat(byMarketplace.InWindow(charge)).Distinct()
            .Select(slot => (slot, Value: Fit.Value(charge, slot.Order.Total.Currency, ledger.Rates, out _)))
            .Where(p => p.Value is { } value && Math.Abs(value.MinorUnits - p.slot.Order.Total.MinorUnits) <= Near * p.slot.Order.Total.MinorUnits)
            .OrderBy(p => Math.Abs(p.Value!.Value.MinorUnits - p.slot.Order.Total.MinorUnits)).ThenBy(p => p.slot.Order.Id)
            .Select(p => $"order {p.slot.Order.Id.Id} of {p.slot.Order.Total}, off by {(p.Value!.Value - p.slot.Order.Total).Abs()}")
            .FirstOrDefault();
}
