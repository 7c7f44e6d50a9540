namespace Reconciler.Core.Matching;

/// <summary>Which way money flows between a wallet and a marketplace.</summary>
public enum Direction
{
    /// <summary>We buy: charges go out, refunds come in.</summary>
    Purchases,

    /// <summary>We sell: charges come in, refunds go out.</summary>
    Sales,
}

/// <summary>The direction of one pair of wallet and marketplace; <c>*</c> stands for any.</summary>
public sealed record PairRule(string Wallet, string Marketplace, Direction Direction)
{
    public Tolerance Tolerance { get; init; } = Tolerance.None;
}

/// <summary>Answers in which direction a wallet pays a marketplace's orders, and which difference passes: the first rule that fits, else purchases to the minor unit.</summary>
public sealed class Pairs(IReadOnlyList<PairRule> rules)
{
    private const string Any = "*";

    private readonly PairRule[] rules = [.. rules];

    public static Pairs AllPurchases { get; } = new([]);

    /// <summary>Whether any pair lets a difference pass at all.</summary>
    public bool HaveTolerance { get; } = rules.Any(rule => !rule.Tolerance.IsNone);

    public Direction Of(string wallet, string marketplace) => RuleOf(wallet, marketplace)?.Direction ?? Direction.Purchases;

    public Tolerance ToleranceOf(string wallet, string marketplace) => HaveTolerance && RuleOf(wallet, marketplace) is { } rule ? rule.Tolerance : Tolerance.None;

    /// <summary>Whether this wallet may pay some marketplace in that direction: if not, its movements of that sign are no charges.</summary>
    public bool Knows(string wallet, Direction direction)
    {
        foreach (var rule in rules)
        {
            if (!Fits(rule.Wallet, wallet))
            {
                continue;
            }

            if (rule.Direction == direction)
            {
                return true;
            }

            if (rule.Marketplace == Any)
            {
                return false;
            }
        }

        return direction == Direction.Purchases;
    }

    private PairRule? RuleOf(string wallet, string marketplace)
    {
        foreach (var rule in rules)
        {
            if (Fits(rule.Wallet, wallet) && Fits(rule.Marketplace, marketplace))
            {
                return rule;
            }
        }

        return null;
    }

    private static bool Fits(string pattern, string name) => pattern == Any || string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase);
}
