using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Import.Tests;

/// <summary>Each shipped layout over a small invented file in its shape.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Standard_statement_brings_every_column()
    {
        var entries = Given.Entries(Given.Fixture("standard-statement.csv"));

        var first = entries[0];
        Assert.Equal(new TransactionId("mono", "A-1"), first.Id);
        Assert.Equal("2026-05-06 09:00:00", Given.Utc(first.BookedAtUtc));
        Assert.Equal("2026-05-06T12:00:00+03:00", first.BookedAtText);
        Assert.Equal((EntryType.Payment, EntryStatus.Succeeded), (first.Type, first.Status));
        Assert.Equal("-1850.26 RUB|-20.00 USD|9.25 RUB|10000.00 RUB", $"{first.Amount}|{first.OriginalAmount}|{first.Fee}|{first.BalanceAfter}");
        Assert.Equal(92.5130m, first.ExchangeRate);
        Assert.Equal(("AliExpress", "8001234567890123", "Desk lamp", ""), (first.Counterparty, first.OrderReference, first.Description, first.Extra));
        Assert.StartsWith("A-1,mono,", first.Source.RawText, StringComparison.Ordinal);
        Assert.EndsWith(",10000.00", first.Source.RawText, StringComparison.Ordinal);
        Assert.Equal((2, "standard-statement.csv", Given.Sha), (first.Source.Line, first.Source.FileName, first.Source.FileSha256));
        Assert.Equal((EntryType.Refund, "A-1", null), (entries[1].Type, entries[1].RelatedTransactionId, entries[1].Fee));
    }

    [Fact]
    public void Standard_orders_bring_every_column()
    {
        var orders = Given.Orders(Given.Fixture("standard-orders.csv"));

        var first = orders[0];
        Assert.Equal("aliexpress/8001234567890123 PartlyRefunded", $"{first.Id} {first.Status}");
        Assert.Equal(
            "2026-05-06 08:58:00|2026-05-06 09:00:00|2026-05-20 10:00:00",
            $"{Given.Utc(first.PlacedAtUtc)}|{Given.Utc(first.PaidAtUtc)}|{Given.Utc(first.StatusAtUtc)}");
        Assert.Equal("20.00 USD|1850.26 RUB|5.00 USD", $"{first.Total}|{first.Charged}|{first.Refunded}");
        Assert.Equal(("CH-7", "A-1", "Lumen Store", "8001234567890124 8001234567890125"), (first.CheckoutId, first.PaymentReference, first.Seller, first.OtherIds));

        // Without status_at and paid_at the status dates from the order; a date alone is its midnight in UTC.
        Assert.Equal(("2026-05-08 00:00:00", "never", "2026-05-08 00:00:00"), (Given.Utc(orders[1].PlacedAtUtc), Given.Utc(orders[1].PaidAtUtc), Given.Utc(orders[1].StatusAtUtc)));
        Assert.Equal(OrderStatus.AwaitingPayment, orders[1].Status);
    }

    [Fact]
    public void Qiwi_rows_become_entries()
    {
        var outcomes = Given.Read(Given.Fixture("qiwi.json"));
        var entries = outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry).ToList();

        Assert.Equal(
            [
                "qiwi/7001 Payment Succeeded -1850.26 RUB original -20.00 USD rate 92.513 fee 10.00 RUB",
                "qiwi/7001-in Refund Succeeded 1850.00 RUB original  rate  fee ",
                "qiwi/7002 Payment Reversed -100.50 RUB original  rate 1.02 fee 1.50 RUB",
                "qiwi/7003 Transfer Pending -5.00 EUR original  rate  fee ",
                "qiwi/7005-in Topup Succeeded 500.00 RUB original  rate  fee ",
            ],
            entries.Select(e => FormattableString.Invariant($"{e.Id} {e.Type} {e.Status} {e.Amount} original {e.OriginalAmount} rate {e.ExchangeRate} fee {e.Fee}")));

        // The order number stands in the account when there is no comment.
        Assert.Equal(["8001234567890123", "Возврат", "", "for lunch", ""], entries.Select(e => e.OrderReference));
        Assert.Equal("Отменён · Cancelled · Card payment · 4890***1234", entries[2].Description);
        Assert.Equal([2, 3, 4, 7, 9], entries.Select(e => e.Source.Line));
        Assert.StartsWith("{\n    \"txnId\": 7002", entries[2].Source.RawText, StringComparison.Ordinal);
        Assert.All(entries, e => Assert.DoesNotContain("79990001122", e.Extra, StringComparison.Ordinal));
        Assert.Contains("trmTxnId: 1", entries[0].Extra, StringComparison.Ordinal);
        Assert.Equal(
            "qiwi.json:8: sum.amount\n  \"5.123\"\n  has more decimals than EUR has (2). If this wallet changed its format, set decimalMark in config/layouts/qiwi-history.json.",
            Given.Told(outcomes[4]));
    }

    [Theory]
    [InlineData("OUT")]
    [InlineData("IN")] // what the layout adds to the number does not stand in for it
    public void A_qiwi_item_without_its_number_is_rejected(string type)
    {
        string Item(string number) => $$$"""{{{{number}}}"personId": 1, "date": "2026-05-06T12:00:00+03:00", "errorCode": 0, "status": "SUCCESS", "type": "{{{type}}}", "account": "", "sum": {"amount": 5, "currency": 643}, "commission": {"amount": 0, "currency": 643}, "total": {"amount": 5, "currency": 643}, "provider": {"id": 7, "shortName": "Shop"}}""";
        var outcomes = Given.ReadText($$"""{"data": [{{Item("\"txnId\": 7, ")}}, {{Item("")}}]}""");
        Assert.Equal("txnId", Assert.IsType<RowOutcome.Rejected>(outcomes[1]).Row.Column);
    }

    [Fact]
    public void Qiwi_answer_without_transactions_is_an_empty_statement() =>
        Assert.Empty(Given.ReadText("{\"data\": [], \"nextTxnId\": null, \"nextTxnDate\": null}", "empty.json"));

    [Fact]
    public void PayPal_English_with_the_month_first_is_told_by_its_own_rows()
    {
        var entries = Given.Entries(Given.Fixture("paypal-us.csv"), "us");

        Assert.Equal(
            [
                "paypal-us/PP1 2026-05-31 20:02:03 Payment Succeeded -1020.00 USD fee  by shop@example.org for C-77",
                "paypal-us/PP2 2026-06-02 17:05:00 Refund Succeeded 20.00 USD fee  by Lamp Shop for 1001",
                "paypal-us/PP2-fee 2026-06-02 17:05:00 Fee Succeeded 0.59 USD fee  by Lamp Shop for 1001",
                "paypal-us/PP3 2026-06-03 16:00:00 Adjustment Pending -10.00 USD fee  by Lamp Shop for ",
                "paypal-us/PP4 2026-06-04 16:00:00 Adjustment Succeeded 1500 JPY fee  by  for ",
            ],
            entries.Select(e => $"{e.Id} {Given.Utc(e.BookedAtUtc)} {e.Type} {e.Status} {e.Amount} fee {e.Fee} by {e.Counterparty} for {e.OrderReference}"));
        Assert.Equal("Order 1001 · Lamp", entries[0].Description);
        Assert.Equal("05/31/2026 1:02:03 PM PDT", entries[0].BookedAtText);
        Assert.Equal("PP1", entries[1].RelatedTransactionId);

        // A fee that came back is an entry of its own, behind its payment; a type that no rule knows stays to be read.
        Assert.Equal(("100.00 USD", "100.59 USD", "PP2"), (entries[1].BalanceAfter.ToString(), entries[2].BalanceAfter.ToString(), entries[2].RelatedTransactionId));
        Assert.Contains("Type: Something New", entries[4].Extra, StringComparison.Ordinal);
        Assert.DoesNotContain("@", entries[0].Extra, StringComparison.Ordinal);
    }

    [Fact]
    public void PayPal_German_reads_decimal_commas_and_German_words()
    {
        var entries = Given.Entries(Given.Fixture("paypal-de.csv"));
        Assert.Equal(
            ["paypal/DE1 2026-05-31 11:02:03 Payment Succeeded -1020.00 EUR", "paypal/DE2 2026-06-02 11:05:00 Refund Succeeded 20.00 EUR"],
            entries.Select(e => $"{e.Id} {Given.Utc(e.BookedAtUtc)} {e.Type} {e.Status} {e.Amount}"));
        Assert.Equal(("R-1", "DE1", "80.00 EUR"), (entries[1].OrderReference, entries[1].RelatedTransactionId, entries[0].BalanceAfter.ToString()));
    }

    [Fact]
    public void AliExpress_platform_orders_are_found_in_every_answer_of_a_file()
    {
        var outcomes = Given.Read(Given.Fixture("aliexpress.json"));
        var orders = outcomes.OfType<RowOutcome.ReadOrder>().Select(o => o.Order).ToList();

        Assert.Equal(
            ["aliexpress/8001234567890123 Refunded 20.00 USD back 12.50 USD", "aliexpress/8001234567890199 AwaitingPayment 7.50 USD back "],
            orders.Select(o => $"{o.Id} {o.Status} {o.Total} back {o.Refunded}"));

        // US Pacific: eight hours behind in winter, seven in summer.
        Assert.Equal(("2026-01-15 18:00:00", "2026-07-15 17:00:00"), (Given.Utc(orders[0].PlacedAtUtc), Given.Utc(orders[0].StatusAtUtc)));
        Assert.Equal(("Lumen Store", "Lamp; Bulb", "8001234567890124 8001234567890125"), (orders[0].Seller, orders[0].Description, orders[0].OtherIds));
        Assert.Equal([2, 6], orders.Select(o => o.Source.Line));
        Assert.Equal("aliexpress.json:3: \n  \"\"\n  is not an object in braces, as the items of this list are.", Given.Told(outcomes[1]));
    }

    [Fact]
    public void AliExpress_extension_lines_add_up_to_orders()
    {
        var outcomes = Given.Read(Given.Fixture("aliexpress-extension.csv"));
        var orders = outcomes.OfType<RowOutcome.ReadOrder>().Select(o => o.Order).ToList();

        Assert.Equal(4, outcomes.Sum(o => o.Rows));
        Assert.Equal(
            ["aliexpress/8001234567890123 2026-05-03 07:00:00 Completed 22.00 USD Lamp; Bulb", "aliexpress/8001234567890200 2026-05-04 07:00:00 Cancelled 388.38 PLN Kubek"],
            orders.Select(o => $"{o.Id} {Given.Utc(o.PlacedAtUtc)} {o.Status} {o.Total} {o.Description}"));
        Assert.Equal(2, orders[0].Source.RawText.Split('\n').Length);
        Assert.Equal("aliexpress-extension.csv:5: Qty\n  \"x\"\n  is not a count of pieces, a whole number from 1.", Given.Told(outcomes[2]));
    }

    [Fact]
    public void Shopify_orders_take_their_status_from_three_columns()
    {
        var outcomes = Given.Read(Given.Fixture("shopify.csv"));
        var orders = outcomes.OfType<RowOutcome.ReadOrder>().Select(o => o.Order).ToList();

        Assert.Equal(8, outcomes.Sum(o => o.Rows));
        Assert.Equal(
            [
                "#1001 Shipped 2026-05-01 08:00:00 34.98 EUR back  by ref-1 + ref-2: Tee; Mug",
                "#1002 PartlyRefunded 2026-05-02 08:00:00 20.00 EUR back 5.00 EUR by ref-9: Tee",
                "#1003 Cancelled 2026-05-04 06:00:00 20.00 EUR back  by : Tee",
                "#1004 AwaitingPayment 2026-05-03 07:58:12 20.00 EUR back  by : Tee",
                "#1005 Refunded 2026-05-03 08:00:00 20.00 EUR back 20.00 EUR by : Tee",
            ],
            orders.Select(o => $"{o.Id.Id} {o.Status} {Given.Utc(o.StatusAtUtc)} {o.Total} back {o.Refunded} by {o.PaymentReference}: {o.Description}"));
        Assert.Equal("5001", orders[0].OtherIds);
        Assert.Equal(
            "shopify.csv:9: Total\n  \"21.00\"\n  differs from \"20.00\" on an earlier line of the same order.",
            Given.Told(outcomes[5]));
        Assert.Equal(2, outcomes[5].Rows);
    }

    /// <summary>Surprising ones: Rückzahlung, Einzahlung and Auszahlung end in -zahlung and are no payments.</summary>
    [Theory]
    [InlineData("General Payment", EntryType.Payment)]
    [InlineData("PreApproved Payment Bill User Payment", EntryType.Payment)]
    [InlineData("eBay Auction Payment", EntryType.Payment)]
    [InlineData("Payment Refund", EntryType.Refund)]
    [InlineData("Payment Reversal", EntryType.Chargeback)]
    [InlineData("Chargeback", EntryType.Chargeback)]
    [InlineData("Chargeback Fee", EntryType.Fee)]
    [InlineData("User Initiated Currency Conversion", EntryType.Conversion)]
    [InlineData("General Withdrawal", EntryType.Withdrawal)]
    [InlineData("Bank Deposit to PP Account ", EntryType.Topup)]
    [InlineData("Payment Hold", EntryType.Hold)]
    [InlineData("Reversal of General Account Hold", EntryType.Release)]
    [InlineData("Request Sent", EntryType.Adjustment)]
    [InlineData("Gift of the month", EntryType.Adjustment)]
    [InlineData("Handyzahlung", EntryType.Payment)]
    [InlineData("Website-Zahlung", EntryType.Payment)]
    [InlineData("Rückzahlung", EntryType.Refund)]
    [InlineData("Bankeinzahlung", EntryType.Topup)]
    [InlineData("Auszahlung", EntryType.Withdrawal)]
    [InlineData("Allgemeine Währungsumrechnung", EntryType.Conversion)]
    [InlineData("Allgemeine Abbuchung", EntryType.Withdrawal)]
    public void PayPal_types_are_known_by_their_words(string type, EntryType expected)
    {
        var outcome = Assert.Single(Given.ReadText($"Date,Time,Type,Status,Currency,Gross,Transaction ID\n2026-05-06,09:00:00,{type},Completed,USD,-1.00,P1\n"));
        Assert.Equal(expected, Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Type);
    }

    [Theory]
    [InlineData("Completed", EntryStatus.Succeeded)]
    [InlineData("Partially Refunded", EntryStatus.Succeeded)] // the money coming back is a row of its own
    [InlineData("pending", EntryStatus.Pending)]
    [InlineData("Denied", EntryStatus.Failed)]
    [InlineData("Abgelehnt", EntryStatus.Failed)]
    public void PayPal_statuses_are_known_by_their_words(string status, EntryStatus expected)
    {
        var outcome = Assert.Single(Given.ReadText($"Date,Time,Type,Status,Currency,Gross,Transaction ID\n2026-05-06,09:00:00,General Payment,{status},USD,-1.00,P1\n"));
        Assert.Equal(expected, Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Status);
    }

    [Theory]
    [InlineData("PLACE_ORDER_SUCCESS", "NOT_PAY", "", "", OrderStatus.AwaitingPayment)]
    [InlineData("PLACE_ORDER_SUCCESS", "WAIT_SELLER_CHECK", "", "", OrderStatus.Paid)] // a pay time is given, the money is being checked
    [InlineData("WAIT_SELLER_SEND_GOODS", "PAY_SUCCESS", "", "", OrderStatus.Paid)]
    [InlineData("IN_CANCEL", "PAY_SUCCESS", "", "", OrderStatus.Paid)] // only asked for
    [InlineData("WAIT_BUYER_ACCEPT_GOODS", "PAY_SUCCESS", "NO_ISSUE", "", OrderStatus.Shipped)]
    [InlineData("WAIT_BUYER_ACCEPT_GOODS", "PAY_SUCCESS", "IN_ISSUE", "", OrderStatus.Disputed)]
    [InlineData("IN_ISSUE", "PAY_SUCCESS", "", "", OrderStatus.Disputed)]
    [InlineData("FINISH", "PAY_SUCCESS", "END_ISSUE", "buyer_confirm_goods", OrderStatus.Completed)]
    [InlineData("FINISH", "PAY_SUCCESS", "", "cancel_order_close_trade", OrderStatus.Cancelled)]
    [InlineData("FINISH", "PAY_SUCCESS", "", "buyer_cancel_order", OrderStatus.Cancelled)]
    [InlineData("FINISH", "NOT_PAY", "", "pay_timeout", OrderStatus.Cancelled)]
    [InlineData("ARCHIVE", "PAY_SUCCESS", "", "seller_refund", OrderStatus.Refunded)]
    public void AliExpress_statuses_are_told_by_four_fields(string order, string fund, string issue, string end, OrderStatus expected)
    {
        var outcome = Assert.Single(Given.ReadText(
            $$$"""[{"order_id": 1, "order_status": "{{{order}}}", "fund_status": "{{{fund}}}", "issue_status": "{{{issue}}}", "end_reason": "{{{end}}}", "gmt_create": "2026-05-06 09:00:00", "gmt_pay_time": "2026-05-06 09:01:00", "pay_amount": {"amount": "1.00", "currency_code": "USD"}}]""",
            "orders.json"));
        Assert.Equal(expected, Assert.IsType<RowOutcome.ReadOrder>(outcome).Order.Status);
    }
}
