using System.Globalization;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Matching;

/// <summary>What a match settles: an order's payment, or the money that came back for it.</summary>
public enum MatchRole
{
    Payment,
    Refund,
}

/// <summary>How sure a result is. Only certain results act without a person; a possible one is only ever proposed.</summary>
public enum Confidence
{
    Certain,
    Probable,
    Possible,
}

/// <summary>One entry settling one order, or a part of it.</summary>
/// <param name="Id">A hash of role, order and transaction.</param>
/// <param name="Amount">Positive: the part of the entry that settles this order, in the wallet's currency.</param>
/// <param name="Rule">The tier or rule that decided, by name.</param>
/// <param name="Why">What the rule saw, with the values it compared.</param>
public sealed record Match(string Id, MatchRole Role, OrderId Order, TransactionId Transaction, Money Amount, string Rule, Confidence Confidence, Reason Why)
{
    private const string Prefix = "m-";

    /// <summary>The hash in its id as a number, which sorts as the id does.</summary>
    internal long Number => long.Parse(Id.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static string IdOf(MatchRole role, OrderId order, TransactionId transaction) =>
        ShortHash.Of(Prefix, Enum.GetName(role)!, order.Marketplace, order.Id, transaction.Wallet, transaction.Id);
}
