using System.Text.RegularExpressions;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>
/// What of a case may leave the house: the disputed facts. Running balances become <c>***</c>, phone, card and account numbers show their last four digits, in every text and in the raw lines;
/// the ids of transactions and orders and the references of payments stay. Pure: the same case gives the same masked case.
/// </summary>
public sealed partial class CaseMask
{
    private readonly EvidenceDisclosure disclosure;
    private readonly string[] ids;
    private readonly NumberMask numbers;

    /// <param name="dispute">The whole case as the house knows it.</param>
    /// <param name="disclosure">What the channel needs to see beyond the disputed facts.</param>
    public CaseMask(DisputeCase dispute, EvidenceDisclosure disclosure)
    {
        this.disclosure = disclosure;
        var entries = dispute.Payments.Concat(dispute.Disputed).Concat(dispute.Refunds).ToList();
        ids = [.. IdsOf(dispute, entries).SelectMany(Parts).Distinct(StringComparer.Ordinal)];
        numbers = new NumberMask(ids, entries.SelectMany(e => WalletNumber().Matches(e.Id.Wallet).Select(m => m.Value).Concat(NumbersIn(e.Extra))).Concat(dispute.Orders.SelectMany(o => NumbersIn(o.Extra))));
        Shown = disclosure is { ShowBalances: true, ShowFullNumbers: true } ? dispute : dispute with
        {
            Finding = dispute.Finding with { Why = dispute.Finding.Why.WithTexts(Text), Transactions = [.. dispute.Finding.Transactions.Select(Of)] },
            Orders = [.. dispute.Orders.Select(Of)],
            Payments = [.. dispute.Payments.Select(Of)],
            Disputed = [.. dispute.Disputed.Select(Of)],
            Refunds = [.. dispute.Refunds.Select(Of)],
        };
    }

    /// <summary>The case as it may leave the house. Of what files say beyond the known fields (<see cref="Entry.Extra"/>) only the references of payments stay.</summary>
    public DisputeCase Shown { get; }

    /// <summary>The text with its phone, card and account numbers masked.</summary>
    public string Text(string text) => disclosure.ShowFullNumbers ? text : numbers.Apply(text);

    private TransactionId Of(TransactionId id) => id with { Wallet = Text(id.Wallet) };

    private Entry Of(Entry entry)
    {
        decimal[] balances = disclosure.ShowBalances ? [] : [.. BalancesOf(entry)];
        return entry with
        {
            Id = Of(entry.Id),
            Counterparty = Text(entry.Counterparty),
            OrderReference = Text(entry.OrderReference),
            Description = Text(BalanceMask.Apply(entry.Description, balances, ids)),
            BalanceAfter = disclosure.ShowBalances ? entry.BalanceAfter : null,
            Extra = PaymentReferences.Only(entry.Extra),
            Source = Of(entry.Source, balances),
        };
    }

    private Order Of(Order order) => order with
    {
        Seller = Text(order.Seller),
        Description = Text(order.Description),
        Extra = string.Empty,
        Source = Of(order.Source, []),
    };

    private SourceLine Of(SourceLine line, decimal[] balances) => line with
    {
        FileName = Text(line.FileName),
        RawText = RawJson.Replace(line.RawText, (path, value) => OfField(path, value, balances)) ?? Text(BalanceMask.Apply(line.RawText, balances, ids)),
    };

    /// <summary>A value of a JSON record, whose name tells more than its look.</summary>
    private string OfField(string path, string value, decimal[] balances)
    {
        if (RawJson.NamesId(path) && OneToken().IsMatch(value))
        {
            return value;
        }

        if (!disclosure.ShowBalances)
        {
            var isNumber = IsNumber().IsMatch(value);
            if (RawJson.NamesBalance(path) && isNumber)
            {
                return BalanceMask.Hidden;
            }

            value = RawJson.NamesSum(path) && isNumber ? value : BalanceMask.Apply(value, balances, ids);
        }

        var isWhollyHidden = !disclosure.ShowFullNumbers && RawJson.NamesNumber(path) && IsSecretNumber(value) && !ids.Contains(value, StringComparer.Ordinal);
        return isWhollyHidden ? NumberMask.HideWhole(value) : Text(value);
    }

    private static IEnumerable<decimal> BalancesOf(Entry entry) =>
        PaymentReferences.Pairs(entry.Extra).Where(f => RawJson.NamesBalance(f.Name) && IsNumber().IsMatch(f.Value)).SelectMany(f => BalanceMask.Readings(f.Value))
            .Concat(entry.BalanceAfter is { } balance ? [balance.Amount] : []).Distinct();

    private static bool IsSecretNumber(string value) => SecretNumber().IsMatch(value.AsSpan().Trim());

    private static IEnumerable<string> NumbersIn(string extra) =>
        PaymentReferences.Pairs(extra).Where(f => RawJson.NamesNumber(f.Name) && IsSecretNumber(f.Value)).Select(f => f.Value);

    private static IEnumerable<string> IdsOf(DisputeCase dispute, List<Entry> entries) =>
    [
        dispute.Dispute.Id, dispute.Finding.Id,
        .. dispute.Finding.Orders.Select(o => o.Id), .. dispute.Finding.Transactions.Select(t => t.Id),
        .. entries.Select(e => e.Id.Id), .. entries.Select(e => e.RelatedTransactionId), .. entries.SelectMany(e => PaymentReferences.Of(e.Extra)).Select(r => r.Value),
        .. dispute.Orders.Select(o => o.Id.Id), .. dispute.Orders.Select(o => o.CheckoutId), .. dispute.Orders.Select(o => o.PaymentReference),
        .. dispute.Orders.SelectMany(o => o.OtherIds.Split(' ')),
    ];

    /// <summary>The id, and what it is composed of: a raw line holds the parts. Short parts are everyday numbers.</summary>
    private static IEnumerable<string> Parts(string id) =>
        id.Split(['-', '_', ' ', '#', '+'], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length >= 6).Append(id.TrimStart('#')).Where(part => part.Length > 0);

    // A wallet named after its account: a phone has at least nine digits, an account number may have many more.
    [GeneratedRegex(@"(?<!\d)\d{9,34}(?!\d)", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex WalletNumber();

    // What is written with blanks is a text, what begins with a plus or holds stars a phone or a card, whatever the field is called.
    [GeneratedRegex(@"^#?[\p{L}\d][^\s+*•()]*$", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex OneToken();

    // A currency before or behind it. What is skipped before the first digit holds none: a long text is gone through once.
    [GeneratedRegex(@"^(?:\p{L}{1,4}\.?)?[^\p{L}\d]*\d[^\p{L}]*(?:\p{L}{1,4}\.?)?$", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex IsNumber();

    [GeneratedRegex(@"^'?(?:[A-Z]{2}\d{2}[A-Z0-9 ]{8,32}|\+?[\d ()./*•\u00A0-]{7,30})$", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex SecretNumber();
}
