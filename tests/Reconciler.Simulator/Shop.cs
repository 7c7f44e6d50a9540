using Reconciler.Core.Values;

namespace Reconciler.Simulator;

/// <summary>How a marketplace writes its order numbers.</summary>
internal enum IdForm
{
    /// <summary>16 digits.</summary>
    Long,

    /// <summary>Two letters, a hyphen and seven letters and digits.</summary>
    Letters,

    /// <summary>Four zeros and six digits.</summary>
    Padded,

    /// <summary>Five digits: short enough that it counts only as a reference or behind "order", "№", "#".</summary>
    Short,
}

/// <summary>A marketplace, in its own currencies, with the wallets that pay there.</summary>
internal sealed record Shop(string Name, string ShownAs, IdForm Ids, string Currency, IReadOnlyList<string> Wallets, bool Sales = false)
{
    /// <summary>The only marketplace in which we sell; its wallet is used for nothing else.</summary>
    public static readonly Shop Atelier = new("atelier-shop", "Atelier", IdForm.Short, "EUR", ["stripe"], Sales: true);

    public static readonly Shop Ali = new("aliexpress", "AliExpress", IdForm.Long, "USD", ["qiwi", "paypal"]);

    public static readonly Shop AliRoubles = new("aliexpress", "AliExpress", IdForm.Long, "RUB", ["qiwi"]);

    public static readonly Shop Taobao = new("taobao", "Taobao", IdForm.Long, "CNY", ["alipay"]);

    public static readonly Shop Kontor = new("kontor24", "Kontor24", IdForm.Letters, "EUR", ["paypal"]);

    public static readonly Shop Lager = new("lager", "Lager", IdForm.Padded, "EUR", ["paypal"]);

    public static readonly IReadOnlyList<Shop> Purchases = [Ali, Ali, AliRoubles, Taobao, Kontor, Lager];

    public Currency Money => Core.Values.Currency.Of(Currency);

    /// <summary>The few prices that many things cost. Only shops with a currency of their own among the popular ones have them.</summary>
    public IReadOnlyList<decimal> PopularPrices =>
        this == Ali ? [4.99m, 9.99m, 14.99m, 19.99m, 29.99m, 49.99m] : this == Kontor ? [5.95m, 12.90m, 24.90m, 39.90m] : [];
}
