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

    private static string Key(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
