using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Documents.Tables;

/// <summary>The tables of <c>reconciler export</c>, with the contract's names, order and sorting. Ids are compared by ordinal text.</summary>
public static class ExportTables
{
    /// <summary>Entries in the columns of the standard statement, so that the export can be imported again.</summary>
    /// <param name="entries">Sorted by transaction id, then wallet. They are streamed in the order given: there may be more of them than memory.</param>
    public static Table Entries(IEnumerable<Entry> entries) => new(
        "Entries",
        [
            new("transaction_id", 26), new("wallet", 12), new("booked_at", 20), new("type", 12), new("status", 12), new("amount", 16, Numeric: true), new("currency", 10),
            new("original_amount", 16, Numeric: true), new("original_currency", 10), new("exchange_rate", 14, Numeric: true), new("fee", 12, Numeric: true), new("counterparty", 24), new("order_reference", 22),
            new("related_transaction_id", 26), new("description", 40), new("balance_after", 16, Numeric: true), new("source_file", 30), new("source_line", 12, Numeric: true),
        ],
        entries.Select(e => new[]
        {
            Cell.Of(e.Id.Id), Cell.Of(e.Id.Wallet), Cell.Of(e.BookedAtUtc), Cell.Of(e.Type.ToName()), Cell.Of(e.Status.ToName()), Cell.Of(e.Amount), Code(e.Amount),
            Cell.Of(e.OriginalAmount), Code(e.OriginalAmount), Cell.Of(e.ExchangeRate), Cell.Of(InCurrency(e.Fee, e.Amount.Currency)), Cell.Of(e.Counterparty),
            Cell.Of(e.OrderReference), Cell.Of(e.RelatedTransactionId), Cell.Of(e.Description), Cell.Of(InCurrency(e.BalanceAfter, e.Amount.Currency)),
            Cell.Of(e.Source.FileName), Cell.Of(e.Source.Line),
        }));

    /// <summary>Orders in the columns of the standard orders file, so that the export can be imported again.</summary>
    /// <param name="orders">Sorted by order id, then marketplace; streamed in the order given.</param>
    public static Table Orders(IEnumerable<Order> orders) => new(
        "Orders",
        [
            new("order_id", 22), new("marketplace", 14), new("placed_at", 20), new("paid_at", 20), new("status", 16), new("status_at", 20), new("total", 16, Numeric: true), new("currency", 10),
            new("charged_amount", 16, Numeric: true), new("charged_currency", 10), new("refunded_amount", 16, Numeric: true), new("checkout_id", 20), new("payment_reference", 26), new("seller", 24),
            new("description", 40), new("other_ids", 40), new("source_file", 30), new("source_line", 12, Numeric: true),
        ],
        orders.Select(o => new[]
        {
            Cell.Of(o.Id.Id), Cell.Of(o.Id.Marketplace), Cell.Of(o.PlacedAtUtc), Cell.Of(o.PaidAtUtc), Cell.Of(o.Status.ToName()), Cell.Of(o.StatusAtUtc), Cell.Of(o.Total), Code(o.Total),
            Cell.Of(o.Charged), Code(o.Charged), Cell.Of(InCurrency(o.Refunded, o.Total.Currency)), Cell.Of(o.CheckoutId), Cell.Of(o.PaymentReference), Cell.Of(o.Seller),
            Cell.Of(o.Description), Cell.Of(o.OtherIds), Cell.Of(o.Source.FileName), Cell.Of(o.Source.Line),
        }));

    /// <param name="matches">Sorted by id; streamed in the order given.</param>
    /// <param name="language">In which reasons are told to a reader; null: as the contract has them.</param>
    public static Table Matches(IEnumerable<Match> matches, string? language = null) => new(
        "Matches",
        [
            new("match_id", 18), new("role", 10), new("order_id", 22), new("marketplace", 14), new("transaction_id", 26), new("wallet", 12), new("amount", 16, Numeric: true), new("currency", 10),
            new("rule", 16), new("confidence", 12), new("why", 70, Wrap: true),
        ],
        matches.Select(m => new[]
        {
            Cell.Of(m.Id), Cell.Of(m.Role.ToName()), Cell.Of(m.Order.Id), Cell.Of(m.Order.Marketplace), Cell.Of(m.Transaction.Id), Cell.Of(m.Transaction.Wallet), Cell.Of(m.Amount),
            Code(m.Amount), Cell.Of(m.Rule), Cell.Of(m.Confidence.ToName()), Why(m.Why, language),
        }));

    /// <summary>Findings; several orders or transactions of one finding are joined with <c>;</c>, each with its marketplace or wallet at the same place of the next column.</summary>
    public static Table Findings(IEnumerable<Finding> findings, string? language = null) => FindingsInOrder(findings.OrderBy(f => f.Id, StringComparer.Ordinal), language);

    /// <summary>The same table in the order given, for a report that puts the greatest sums first.</summary>
    internal static Table FindingsInOrder(IEnumerable<Finding> findings, string? language = null) => new(
        "Findings",
        [
            new("finding_id", 17), new("kind", 22), new("state", 12), new("order_ids", 22, Wrap: true), new("marketplaces", 14, Wrap: true), new("transaction_ids", 24, Wrap: true),
            new("wallets", 12, Wrap: true), new("amount", 16, Numeric: true), new("currency", 10), new("due_on", 12), new("found_at", 20), new("confidence", 12), new("why", 56, Wrap: true),
        ],
        findings.Select(f => new[]
        {
            Cell.Of(f.Id), Cell.Of(f.Kind.ToName()), Cell.Of(f.State.ToName()), Joined(f.Orders.Select(o => o.Id)), Joined(f.Orders.Select(o => o.Marketplace)),
            Joined(f.Transactions.Select(t => t.Id)), Joined(f.Transactions.Select(t => t.Wallet)), Cell.Of(f.KnownAmount), Code(f.Amount), Cell.Of(f.DueOn), Cell.Of(f.FoundAtUtc),
            Cell.Of(f.Confidence.ToName()), Why(f.Why, language),
        }));

    public static Table Disputes(IEnumerable<Dispute> disputes) => new(
        "Disputes",
        [
            new("dispute_id", 18), new("finding_id", 18), new("letter", 20), new("channel", 14), new("recipient", 30), new("state", 18), new("approved_by", 16),
            new("message_id", 40), new("sent_at", 20), new("attachments", 40, Wrap: true), new("amount", 16, Numeric: true), new("currency", 10),
        ],
        disputes.OrderBy(d => d.Id, StringComparer.Ordinal).Select(d => new[]
        {
            Cell.Of(d.Id), Cell.Of(d.FindingId), Cell.Of(d.Letter), Cell.Of(d.Channel.ToName()), Cell.Of(d.Recipient), Cell.Of(d.State.ToName()), Cell.Of(d.ApprovedBy),
            Cell.Of(d.MessageId), Cell.Of(d.SentAtUtc), Joined(d.Attachments), Cell.Of(d.Amount), Code(d.Amount),
        }));

    public static Table Rejected(IEnumerable<RejectedRow> rejected) => new(
        "Rejected rows",
        [new("file", 34), new("line", 8, Numeric: true), new("column", 20), new("text", 50, Wrap: true), new("why", 70, Wrap: true)],
        rejected.OrderBy(r => r.FileName, StringComparer.Ordinal).ThenBy(r => r.Line).ThenBy(r => r.Column, StringComparer.Ordinal)
            .ThenBy(r => r.Text, StringComparer.Ordinal).ThenBy(r => r.Why, StringComparer.Ordinal).ThenBy(r => r.FileSha256, StringComparer.Ordinal)
            .Select(r => new[] { Cell.Of(r.FileName), Cell.Of(r.Line), Cell.Of(r.Column), Cell.Of(r.Text), Cell.Of(r.Why) }));

    public static Table Runs(IEnumerable<Run> runs) => new(
        "Runs",
        [
            new("run_id", 20), new("started_at", 20), new("as_of", 20), new("result_hash", 66), new("version", 12), new("rows_read", 12, Numeric: true), new("rows_new", 12, Numeric: true), new("rows_new_versions", 12, Numeric: true),
            new("rows_known_already", 12, Numeric: true), new("rows_rejected", 12, Numeric: true), new("entries", 12, Numeric: true), new("orders", 12, Numeric: true), new("balances"),
        ],
        runs.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => new[]
        {
            Cell.Of(r.Id), Cell.Of(r.StartedAtUtc), Cell.Of(r.AsOfUtc), Cell.Of(r.ResultHash), Cell.Of(r.Version), Cell.Of(r.Totals.Rows.Read), Cell.Of(r.Totals.Rows.New),
            Cell.Of(r.Totals.Rows.NewVersions), Cell.Of(r.Totals.Rows.KnownAlready), Cell.Of(r.Totals.Rows.Rejected), Cell.Of(r.Totals.Entries.All.Count),
            Cell.Of(r.Totals.Orders.All.Count), Cell.Of(r.Totals.Balance ? "yes" : "no"),
        }));

    /// <summary>The audit chain as it stands: with this table alone the chain can be verified.</summary>
    public static Table Audit(IEnumerable<AuditRecord> records) => new(
        "Audit",
        [
            new("seq", 8, Numeric: true), new("at", 28), new("actor", 16), new("action", 20), new("subject", 30), new("details", 70, Wrap: true), new("previous_hash", 66), new("hash", 66),
        ],
        records.Select(r => new[]
        {
            Cell.Of(r.Seq), Cell.Of(r.AtUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture)), Cell.Of(r.Actor), Cell.Of(r.Action),
            Cell.Of(r.Subject), Cell.Of(r.Details), Cell.Of(r.PreviousHash), Cell.Of(r.Hash),
        }));

    private static Cell Why(Reason why, string? language) => Cell.Of(language is null ? why.English : why.In(language));

    private static Cell Code(Money? money) => money is { } some ? Cell.Of(some.Currency.Code) : Cell.Empty;

    private static Cell Joined(IEnumerable<string> texts) => Cell.Of(string.Join(';', texts));

    // The standard files have one currency column for these sums: another currency there would be read as a wrong amount.
    private static Money? InCurrency(Money? money, Currency currency) => money?.Currency == currency ? money : null;
}
