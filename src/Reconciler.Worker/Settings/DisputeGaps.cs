using Reconciler.Core.Disputes;
using Reconciler.Core.Records;

namespace Reconciler.Worker.Settings;

/// <summary>A wallet that pays a marketplace's orders, as entries and orders name them.</summary>
internal sealed record KnownPair(string Wallet, string Marketplace);

/// <summary>About whom nobody is written to as the settings stand: allowed, but silence where it was not meant.</summary>
/// <param name="pairs">Of purchases; about sales nobody is written to anyway.</param>
internal sealed class DisputeGaps(DisputeSettings settings, IReadOnlyCollection<KnownPair> pairs)
{
    private IEnumerable<string> Marketplaces => pairs.Select(p => p.Marketplace).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);

    private IEnumerable<string> Wallets => pairs.Select(p => p.Wallet).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);

    /// <summary>Recipients that nothing known is for, while others have none: most likely slips, a sentence each.</summary>
    public IEnumerable<string> Slips() => Slips("marketplace", r => r.Marketplace, (r, name) => r.IsForMarketplace(name), Marketplaces).Concat(Slips("wallet", r => r.Wallet, (r, name) => r.IsForWallet(name), Wallets));

    /// <summary>Findings without a route, and steps that are passed over, a sentence each.</summary>
    public IEnumerable<string> Silences() => WithoutRoute().Concat(PassedOver());

    private IEnumerable<string> Slips(string side, Func<RecipientSettings, string> nameOf, Func<RecipientSettings, string, bool> isFor, IEnumerable<string> known)
    {
        var without = known.Where(name => !settings.Recipients.Any(r => isFor(r, name))).ToList();
        return without.Count == 0 ? [] :
            from recipient in settings.Recipients
            where nameOf(recipient).Length > 0 && !known.Any(name => isFor(recipient, name))
            select $"Disputes:Recipients names the {side} {nameOf(recipient)}, which no payment knows, and nobody for the {side} {string.Join(", ", without)}: write the name as orders and entries have it";
    }

    private IEnumerable<string> WithoutRoute() =>
        from kind in DisputePolicy.Kinds
        let routes = settings.Routes.Where(r => r.Finding == kind.ToName() && r.Steps.Count > 0).ToList()
        from gap in routes.Count == 0 ? [kind.ToName()] : Marketplaces.Where(m => !routes.Exists(r => r.ToRoute().IsFor(kind, m))).Select(m => $"{kind.ToName()} on {m}")
        select $"Disputes:Routes has no steps for {gap}: nobody is written to about it";

    private IEnumerable<string> PassedOver() =>
        from missing in pairs.SelectMany(MissingFor).GroupBy(m => m.Addressee, m => m.Letter, StringComparer.OrdinalIgnoreCase)
        orderby missing.Key
        select $"Disputes:Recipients names {missing.Key}, so that these letters are passed over: {string.Join(", ", missing.Distinct(StringComparer.Ordinal))}";

    private IEnumerable<(string Addressee, string Letter)> MissingFor(KnownPair pair) =>
        from kind in DisputePolicy.Kinds
        let route = settings.RouteFor(kind, pair.Marketplace)
        where route is not null
        from step in route.Steps.Concat(route.WhenRefundReported)
        let name = step.To == DisputeChannel.Wallet ? "wallet " + pair.Wallet : "marketplace " + pair.Marketplace
        let recipient = step.To == DisputeChannel.Wallet ? settings.WalletRecipient(pair.Wallet) : settings.MarketplaceRecipient(pair.Marketplace)
        where recipient?.AddressOf(step) is null
        select (recipient is null ? $"nobody for the {name}" : $"no EscalationAddress for the {name}", step.Letter);
}
