using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>
/// A payout of a wallet, and what happened there since the one before: gross, fees, refunds, disputes, reserves and the rest, paid out, and what of it stayed behind. Money is signed as it moved the
/// wallet's balance, so that all of it together is what stayed.
/// </summary>
/// <param name="Entry">The withdrawal.</param>
/// <param name="Gross">Payments.</param>
/// <param name="Fees">In rows of their own and with their rows.</param>
/// <param name="Disputes">Chargebacks, and what came back of them.</param>
/// <param name="Reserves">Money held and released.</param>
/// <param name="Other">All else, also rows that are missing.</param>
/// <param name="PaidOut">Negative.</param>
public sealed record Payout(Entry Entry, Money Gross, Money Fees, Money Refunds, Money Disputes, Money Reserves, Money Other, Money PaidOut)
{
    /// <summary>What stayed in the wallet of what came since the payout before; negative where more was paid out than came.</summary>
    public Money Stayed => Gross + Fees + Refunds + Disputes + Reserves + Other + PaidOut;
}
