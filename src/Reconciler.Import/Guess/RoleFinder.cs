using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Guess;

/// <summary>Which column plays which role: the likeliest pair of name and content first, each column and each role once.</summary>
internal sealed class RoleFinder
{
    private const double Least = 24;

    private static readonly string[] OfStatement =
    [
        "id", "related", "zone", "amount", "net", "debit", "credit", "fee", "balance", "currency", "originalAmount", "originalCurrency", "rate", "direction", "status", "type", "time", "counterparty", "description", "reference",
    ];

    private static readonly string[] OfOrders =
    [
        "orderId", "paidAt", "statusAt", "orderStatus", "total", "currency", "refunded", "seller", "item", "quantity", "price", "checkout", "paymentReference", "time", "zone",
    ];

    private readonly ColumnFacts[] columns;
    private readonly Dictionary<string, int> found = new(StringComparer.Ordinal);

    private RoleFinder(ColumnFacts[] columns) => this.columns = columns;

    public Dictionary<string, int> Found => found;

    /// <param name="taken">Roles that are decided already: the date.</param>
    public static RoleFinder Find(ColumnFacts[] columns, LayoutKind kind, IReadOnlyDictionary<string, int> taken)
    {
        var finder = new RoleFinder(columns);
        foreach (var (role, column) in taken)
        {
            finder.found.Add(role, column);
        }

        var fits = new List<(string Role, int Column, double Score)>();
        foreach (var role in kind == LayoutKind.Statement ? OfStatement : OfOrders)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                if (!finder.found.ContainsValue(i) && finder.IsUsable(i) && Score(role, columns[i], kind) is > Least and var score)
                {
                    fits.Add((role, i, score));
                }
            }
        }

        foreach (var (role, column, _) in fits.OrderByDescending(f => f.Score).ThenBy(f => f.Column))
        {
            if (!finder.found.ContainsKey(role) && !finder.found.ContainsValue(column))
            {
                finder.found.Add(role, column);
            }
        }

        // The currency beside no other sum is that of the amount.
        if (!finder.found.ContainsKey("originalAmount") && !finder.found.ContainsKey("currency") && finder.found.TryGetValue("originalCurrency", out var only) && columns[only].FilledShare >= 0.9)
        {
            finder.found.Remove("originalCurrency");
            finder.found.Add("currency", only);
        }

        return finder;
    }

    /// <summary>How well a column's name fits, also by the last step of a JSON path.</summary>
    public static double NameFit(string role, ColumnFacts column)
    {
        var whole = GuessWords.All.Fit(role, GuessWords.Plain(column.Name.Bare));
        var dot = column.Name.Bare.LastIndexOf('.');
        return dot < 0 ? whole : Math.Max(whole, 0.9 * GuessWords.All.Fit(role, GuessWords.Plain(column.Name.Bare[(dot + 1)..])));
    }

    private static double Score(string role, ColumnFacts column, LayoutKind kind)
    {
        var name = NameFit(role, column);
        return role switch
        {
            "id" => IsText(column, 0.6) && !column.IsAccount && !column.Filled.Exists(f => f.Length > IdText.Longest) && !(column.IsSums && !column.IsWhole) && !column.IsDirection && !column.IsCount ? name * (column.IsUnique ? 1 : 0.45) : 0,
            "orderId" => IsText(column, 0.6) && !(column.IsSums && !column.IsWhole) ? name : 0,
            "amount" or "net" or "total" or "price" => column.IsSums ? name * (0.3 + (0.7 * column.FilledShare)) : 0,
            "balance" or "originalAmount" or "refunded" => column.IsSums ? name : 0,
            "fee" => column.IsSums || column.Filled.Count == 0 ? name : 0,

            // One of a pair may be empty all over a short file.
            "debit" or "credit" => column.IsSums || column.Filled.Count == 0 ? name : 0,
            "quantity" => column.IsSums && column.IsWhole ? name : 0,
            "rate" => column.IsSums && !column.HasMinus ? name : 0,

            // That of a payment abroad stands on its row only; that of an order may stand on its first line only.
            "currency" => column.IsCurrency && column.FilledShare >= (kind == LayoutKind.Orders ? 0.3 : 0.9) ? Math.Max(name, 30) : 0,
            "originalCurrency" => column.IsCurrency ? name : 0,
            "direction" => column.IsDirection && !GuessWords.All.NamesNoDirection(GuessWords.Plain(column.Name.Bare)) ? Math.Max(name, column.TellsBothDirections ? 45 : 0) : 0,
            "status" => IsFewWords(column) && (name > 90 || column.KnownShare(GuessWords.All.EntryStatus) > 0) ? Math.Max(name, column.IsAll(GuessWords.All.EntryStatus) ? 40 : 0) + (20 * column.KnownShare(GuessWords.All.EntryStatus)) : 0,
            "orderStatus" => IsFewWords(column) || (name > 90 && column.Distinct.Count is > 0 and <= 25) ? Math.Max(name, 20) + (25 * column.KnownShare(GuessWords.All.OrderStatus)) - 20 : 0,
            "type" => !column.IsSums && column.Filled.Count > 0 && column.Distinct.Count <= 60 && !column.IsCurrency ? name * (column.Filled.Count >= 3 && column.IsUnique && column.KnownShare(GuessWords.All.EntryType) < 0.5 ? 0.6 : 1) : 0,
            "time" => column.TimesOfDay is not null ? name : 0,
            "paidAt" or "statusAt" => column.Dates is { Share: > 0.8 } ? name : 0,
            "zone" => !column.IsSums ? name : 0,
            "counterparty" or "seller" or "description" or "item" => column.SumShare < 0.5 && column.Filled.Count > 0 && !column.IsCurrency ? name : 0,
            _ => column.Filled.Count > 0 ? name : 0,
        };
    }

    private static bool IsText(ColumnFacts column, double filled) =>
        column.FilledShare >= filled && (column.Dates is not { Share: > 0.8 } || column.Filled.TrueForAll(f => f.All(char.IsAsciiDigit)));

    private static bool IsFewWords(ColumnFacts column) =>
        column.SumShare < 0.5 && column.Filled.Count > 0 && column.Distinct.Count <= 25 && column.Distinct.TrueForAll(d => d.Length <= 80) && !column.IsCurrency;

    private bool IsUsable(int column) => columns[column].Name.Written.Length > 0;
}
