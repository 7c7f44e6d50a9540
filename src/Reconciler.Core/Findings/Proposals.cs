using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>
/// What is only possible: an open order whose number a charge nearly gives, one of the same seller or marketplace within the window whose total comes near to it,
/// or one that was paid otherwise in part. It is proposed to a person in the finding's reason, never matched.
/// </summary>
internal sealed class Proposals(Ledger ledger)
{
    private const decimal Near = 0.10m;
    private const string PaidInPart = "part";

    private readonly OpenOrders bySeller = new(ledger, order => order.Seller);
    private readonly OpenOrders byMarketplace = new(ledger, order => order.Marketplace);
    private readonly OpenOrders paidOtherwise = new(ledger, order => order.Order.PaidOtherwise.Length > 0 ? PaidInPart : string.Empty);
    private readonly NearIds nearIds = new(ledger);

    /// <summary>Such an order in words, or null.</summary>
    public string? For(Charge charge) => NearlyNamed(charge) ?? NearInAmount(charge) ?? (PartOf(charge) is { } slot ? $"a part of order {slot.Order.Id.Id} of {slot.Order.Total}{PaidOtherwise.Words(slot.Order)}" : null);

    /// <summary>The only open order in the charge's time that costs more, and of which the export says that it was paid otherwise too; or null.</summary>
    public OrderSlot? PartOf(Charge charge) =>
        charge.IsUnnamed && paidOtherwise.InWindow(charge, PaidInPart).Where(o => Fit.Comparable(charge, o.Order.Total.Currency) < o.Order.Total).Take(2).ToList() is [var only] ? only : null;

    private string? NearlyNamed(Charge charge) => nearIds.For(charge) is { } slot ? $"order {slot.Order.Id.Id} of {slot.Order.Total}, whose number its text nearly gives" : null;

    private string? NearInAmount(Charge charge) =>
        bySeller.InWindow(charge).Concat(byMarketplace.InWindow(charge)).Distinct()
            .Select(slot => (slot, Value: Fit.Value(charge, slot.Order.Total.Currency, ledger.Rates, out _)))
            .Where(p => p.Value is { } value && Math.Abs(value.MinorUnits - p.slot.Order.Total.MinorUnits) <= Near * p.slot.Order.Total.MinorUnits)
            .OrderBy(p => Math.Abs(p.Value!.Value.MinorUnits - p.slot.Order.Total.MinorUnits)).ThenBy(p => p.slot.Order.Id)
            .Select(p => $"order {p.slot.Order.Id.Id} of {p.slot.Order.Total}, off by {(p.Value!.Value - p.slot.Order.Total).Abs()}")
            .FirstOrDefault();
}
