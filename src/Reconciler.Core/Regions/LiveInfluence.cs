using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>
/// What ties records because of what was decided so far: charges and orders that no name settled meet by their sums, those that no sum settled by their parties,
/// what awaits a refund and what came back without a name by their sums, and what stayed open by all that a reason tells of it.
/// </summary>
internal sealed class LiveInfluence
{
    private readonly Ledger ledger;
    private readonly DateTime firstBookedUtc;
    private readonly bool withKeys;
    private readonly Dictionary<TransactionId, Ties> ofEntries = [];
    private readonly Dictionary<OrderId, Ties> ofOrders = [];

    /// <param name="firstBookedUtc">When the earliest of all entries was booked, also beside the part that is matched.</param>
    /// <param name="withKeys">False where it only matters which records are tied: their ties are empty then.</param>
    public LiveInfluence(Ledger ledger, DateTime firstBookedUtc, bool withKeys = true)
    {
        this.ledger = ledger;
        this.firstBookedUtc = firstBookedUtc;
        this.withKeys = withKeys;
        ledger.Charges.ForEach(Add);
        foreach (var slot in ledger.Orders)
        {
            Add(slot);
        }

        foreach (var checkout in ledger.Checkouts.Values.Where(c => c.Orders.Count > 1 && c.Orders.All(o => !IsNamed(o))))
        {
            foreach (var sum in new[] { checkout.Total, checkout.Charged }.OfType<Money>())
            {
                foreach (var slot in checkout.Orders)
                {
                    AddSum(slot, sum);
                }
            }
        }

        AddRefunds();
        foreach (var entry in ledger.Entries)
        {
            AddOthers(entry);
        }
    }

    /// <summary>By entry; those that nothing ties any more are not there.</summary>
    public IReadOnlyDictionary<TransactionId, Ties> OfEntries => ofEntries;

    /// <summary>By order; those that nothing ties any more are not there.</summary>
    public IReadOnlyDictionary<OrderId, Ties> OfOrders => ofOrders;

    private static bool IsNamed(OrderSlot slot) => slot.Order.Total.IsZero || (!slot.IsOpen && slot.Rule is NamedTier.Rule or DecidedPairs.Rule);

    private static bool IsPaidBySum(OrderSlot slot) => !slot.IsOpen && slot.Rule is ExactAmountTier.Rule or OriginalAmountTier.Rule;

    /// <summary>Whether a charge is settled by a name so that no other order could be meant.</summary>
    private static bool IsFirm(Charge charge) =>
        charge.State == ChargeState.Paid && IsNamed(charge.Pays[0])
        && (charge.Pays.Count > 1 || charge.Pays[0].Rule == DecidedPairs.Rule || charge.Payee.Length == 0 || charge.NamedForSure.Contains(charge.Pays[0]) || Fit.IsEqual(charge, charge.Pays[0]));

    private void Add(Charge charge)
    {
        if (IsFirm(charge) && !charge.ChangedPlaces)
        {
            return;
        }

        var ties = Of(charge.Entry.Id);
        if (!withKeys)
        {
            return;
        }

        AddSums(charge, ties);
        var isStray = charge.State is ChargeState.Open or ChargeState.Duplicate || charge.ChangedPlaces;
        if (charge.Payee.Length > 0 && (isStray || charge.State == ChargeState.Ambiguous || !(IsNamed(charge.Pays[0]) || IsPaidBySum(charge.Pays[0]))))
        {
            Meet(ties, charge.Entry.Booked, slot => Keys.Of(Tie.PartyOfCharge, charge.Payee, slot), slot => Keys.Of(Tie.PartyOfOrder, charge.Payee, slot), isCharge: true);
        }

        if (isStray)
        {
            AddStray(charge.Entry, ties);
        }

        if (charge is { State: ChargeState.Open, IsUnnamed: true })
        {
            Meet(ties, charge.Entry.Booked, slot => Keys.Of(Tie.PartOfCharge, string.Empty, slot), slot => Keys.Of(Tie.PartOfOrder, string.Empty, slot), isCharge: true);
            foreach (var key in new[] { charge.Entry.OrderReference, charge.Entry.Description, charge.Entry.Counterparty }.SelectMany(NearIds.KeysIn))
            {
                ties.Registered.Add(Keys.Of(Tie.NearIdOfCharge, key));
                ties.Sought.Add(Keys.Of(Tie.NearIdOfOrder, key));
            }
        }
    }

    private void AddSums(Charge charge, Ties ties)
    {
        foreach (var sum in new[] { charge.Sum, charge.SumWithFee, charge.Original }.OfType<Money>().Distinct())
        {
            Meet(ties, charge.Entry.Booked, slot => Keys.Of(Tie.SumOfCharge, sum, slot), slot => Keys.Of(Tie.SumOfOrder, sum, slot), isCharge: true);
        }
    }

    private void AddStray(Entry entry, Ties ties)
    {
        var (wallet, party, sum) = (entry.Id.Wallet, Names.Party(entry.Counterparty), entry.Amount.Abs());
        var stray = Keys.Of(Tie.Stray, wallet, party, sum);
        ties.Registered.Add(stray);
        ties.Sought.Add(stray);
        ties.Sought.Add(Keys.Of(Tie.Bounce, wallet, party, sum));
        var (first, last) = Keys.Slots(entry.Booked, ledger.Rules.DuplicateWindow, ledger.Rules.DuplicateWindow);
        for (var slot = first; slot <= last; slot++)
        {
            ties.Registered.Add(Keys.Of(Tie.StrayInTime, wallet, party, sum, slot));
            ties.Sought.Add(Keys.Of(Tie.Alike, wallet, party, sum, slot));
        }
    }

    private void Add(OrderSlot slot)
    {
        if (IsNamed(slot))
        {
            return;
        }

        if (!withKeys)
        {
            Of(slot.Order.Id);
            return;
        }

        AddSum(slot, slot.Order.Total);
        if (slot.Order.Charged is { } charged && charged != slot.Order.Total)
        {
            AddSum(slot, charged);
        }

        if (IsPaidBySum(slot))
        {
            return;
        }

        var ties = Of(slot.Order.Id);
        foreach (var party in new[] { slot.Seller, slot.Marketplace }.Where(p => p.Length > 0).Distinct(StringComparer.Ordinal))
        {
            Meet(ties, slot.Order.Placed, time => Keys.Of(Tie.PartyOfOrder, party, time), time => Keys.Of(Tie.PartyOfCharge, party, time), isCharge: false);
        }

        if (slot.Order.PaidOtherwise.Length > 0)
        {
            Meet(ties, slot.Order.Placed, time => Keys.Of(Tie.PartOfOrder, string.Empty, time), time => Keys.Of(Tie.PartOfCharge, string.Empty, time), isCharge: false);
        }

        if (NearIds.KeyOf(slot.Order) is { } key)
        {
            ties.Registered.Add(Keys.Of(Tie.NearIdOfOrder, key));
            ties.Sought.Add(Keys.Of(Tie.NearIdOfCharge, key));
        }
    }

    private void AddSum(OrderSlot slot, Money sum) =>
        Meet(Of(slot.Order.Id), slot.Order.Placed, time => Keys.Of(Tie.SumOfOrder, sum, time), time => Keys.Of(Tie.SumOfCharge, sum, time), isCharge: false);

    /// <summary>Registers a record in its own time, and lets it look for the other side in the window for what has no name.</summary>
    private void Meet(Ties ties, Moments own, Func<long, ulong> registered, Func<long, ulong> sought, bool isCharge)
    {
        if (!withKeys)
        {
            return;
        }

        var (first, last) = Keys.Slots(own);
        for (var slot = first; slot <= last; slot++)
        {
            ties.Registered.Add(registered(slot));
        }

        var (before, after) = (ledger.Rules.UnnamedBefore, ledger.Rules.UnnamedAfter);
        (first, last) = isCharge ? Keys.Slots(own, after, before) : Keys.Slots(own, before, after);
        for (var slot = first; slot <= last; slot++)
        {
            ties.Sought.Add(sought(slot));
        }
    }

    private void AddRefunds()
    {
        foreach (var refund in ledger.UnnamedRefunds)
        {
            var ties = Of(refund.Id);
            if (!withKeys)
            {
                continue;
            }

            foreach (var sum in new[] { refund.Amount.Abs(), refund.OriginalAmount?.Abs() }.OfType<Money>().Distinct())
            {
                ties.Registered.Add(Keys.Of(Tie.SumOfRefund, sum));
                ties.Sought.Add(Keys.Of(Tie.SumAwaited, sum));
            }

            if (refund.Type == EntryType.Chargeback)
            {
                var (wallet, party, sum) = (refund.Id.Wallet, Names.Party(refund.Counterparty), refund.Amount.Abs());
                ties.Registered.Add(Keys.Of(Tie.Bounce, wallet, party, sum));
                ties.Sought.Add(Keys.Of(Tie.Stray, wallet, party, sum));
            }
        }

        foreach (var awaited in ledger.Awaited)
        {
            foreach (var ties in awaited.Duplicate is { } duplicate ? [Of(duplicate.Entry.Id)] : awaited.Orders.Select(o => Of(o.Order.Id)))
            {
                if (withKeys)
                {
                    ties.Registered.Add(Keys.Of(Tie.SumAwaited, awaited.Sum));
                    ties.Sought.Add(Keys.Of(Tie.SumOfRefund, awaited.Sum));
                }
            }
        }
    }

    /// <summary>A payment that was taken back explains an order that is open; a movement that runs in no direction of trade takes an earlier one back, however long ago that was.</summary>
    private void AddOthers(Entry entry)
    {
        if (entry is { Type: EntryType.Payment } && (entry.Status == EntryStatus.Reversed || ledger.IsTakenBack(entry)))
        {
            AddSums(new Charge(entry, entry.Amount.MinorUnits < 0 ? Direction.Purchases : Direction.Sales), Of(entry.Id));
        }

        var takes = entry is { Status: EntryStatus.Succeeded, Amount.IsZero: false }
            && ((entry.Type == EntryType.Payment && ledger.ChargeDirection(entry) is null) || (entry.Type is EntryType.Refund or EntryType.Chargeback && ledger.RefundDirection(entry) is null));
        if (takes)
        {
            var ties = Of(entry.Id);
            if (!withKeys)
            {
                return;
            }

            var (wallet, party, sum) = (entry.Id.Wallet, Names.Party(entry.Counterparty), entry.Amount.Abs());
            ties.Registered.Add(Keys.Of(Tie.Taker, wallet, party, sum));
            var (first, last) = (Keys.Slots(Moments.At(firstBookedUtc)).First, Keys.Slots(entry.Booked).Last);
            for (var slot = first; slot <= last; slot++)
            {
                ties.Sought.Add(Keys.Of(Tie.Alike, wallet, party, sum, slot));
            }
        }
    }

    private Ties Of(TransactionId id)
    {
        if (!ofEntries.TryGetValue(id, out var ties))
        {
            ofEntries.Add(id, ties = Ties.None());
        }

        return ties;
    }

    private Ties Of(OrderId id)
    {
        if (!ofOrders.TryGetValue(id, out var ties))
        {
            ofOrders.Add(id, ties = Ties.None());
        }

        return ties;
    }
}
