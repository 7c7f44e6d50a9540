namespace Reconciler.Mail.Writing;

/// <summary>How wallets and marketplaces write their own names. One that is not listed is called as the records call it.</summary>
public static class ProperNames
{
    private static readonly Dictionary<string, string> Names = new[]
    {
        "AliExpress", "Alipay", "Amazon", "eBay", "Etsy", "Magento", "Payoneer", "PayPal", "QIWI", "Revolut", "Shopify", "Skrill", "Stripe",
        "T-Bank", "WebMoney", "WeChat Pay", "Wise", "WooCommerce", "YooMoney",
    }.ToDictionary(Key, name => name, StringComparer.Ordinal);

    public static string Of(string id) => Names.GetValueOrDefault(Key(id), id);

    /// <summary>The company behind a wallet that is named with its account: <c>PayPal</c> for <c>paypal-atelier</c>; null where the wallet bears an account's number alone.</summary>
    public static string? OfCompany(string wallet) => Names.GetValueOrDefault(Key(wallet)) ?? (Split(wallet) is { } named ? named.Company : wallet.Any(char.IsLetter) ? wallet : null);

    /// <summary>A wallet with its account: <c>PayPal (atelier)</c>, <c>QIWI (*******2233)</c>.</summary>
    public static string OfAccount(string wallet) => Names.GetValueOrDefault(Key(wallet)) ?? (Split(wallet) is { } named ? $"{named.Company} ({named.Account})" : wallet);

    private static (string Company, string Account)? Split(string wallet) =>
        wallet.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 && dash < wallet.Length - 1 && Names.TryGetValue(Key(wallet[..dash]), out var company)
            ? (company, wallet[(dash + 1)..])
            : null;

    private static string Key(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
