using System.Text.RegularExpressions;

namespace Reconciler.Mail.Writing;

/// <summary>How wallets and marketplaces write their own names. One that is not listed is called as the records call it.</summary>
public static partial class ProperNames
{
    private static readonly Dictionary<string, string> Names = new[]
    {
        "AliExpress", "Alipay", "Amazon", "eBay", "Etsy", "Magento", "Payoneer", "PayPal", "QIWI", "Revolut", "Shopify", "Skrill", "Stripe",
        "T-Bank", "WebMoney", "WeChat Pay", "Wise", "WooCommerce", "YooMoney",
    }.ToDictionary(Key, name => name, StringComparer.Ordinal);

    public static string Of(string id) => Names.GetValueOrDefault(Key(id), id);

    /// <summary>The company behind a wallet that is named with its account: <c>PayPal</c> for <c>paypal-atelier</c>.</summary>
    public static string OfCompany(string wallet) => Names.GetValueOrDefault(Key(wallet)) ?? (Split(wallet) is { } named ? named.Company : HideAccounts(wallet));

    /// <summary>A wallet with its account: <c>PayPal (atelier)</c>, <c>QIWI (…2233)</c>.</summary>
    public static string OfAccount(string wallet) =>
        Names.GetValueOrDefault(Key(wallet)) ?? HideAccounts(Split(wallet) is { } named ? $"{named.Company} ({named.Account})" : wallet);

    /// <summary>The text with all but the last four digits of phone, card and account numbers (9 to 34 digits) left out: a letter names no more of them than it must.</summary>
    public static string HideAccounts(string text) => AccountNumber().Replace(text, number => "…" + string.Concat(number.Value.Where(char.IsAsciiDigit).TakeLast(4)));

    private static (string Company, string Account)? Split(string wallet) =>
        wallet.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 && dash < wallet.Length - 1 && Names.TryGetValue(Key(wallet[..dash]), out var company)
            ? (company, wallet[(dash + 1)..])
            : null;

    private static string Key(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    [GeneratedRegex(@"(?<!\d)\+?[0-9](?:[ ()-]{0,2}[0-9*]){7,32}[0-9](?!\d)", RegexOptions.None, 1000)]
    private static partial Regex AccountNumber();
}
