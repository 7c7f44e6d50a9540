namespace Reconciler.Import.Tests.Formats;

/// <summary>Stripe's balance reports and its list of payments. Net is the sum less the fee; a fee that came back is an entry of its own.</summary>
public sealed class StripeTests
{
    [Fact]
    public void Balance_change_rows_are_known_by_their_reporting_category() =>
        Assert.Equal(
            [
                "stripe/ch_a1 2026-05-01 12:00:00 Payment Succeeded 100.00 USD fee 3.20 USD by Ola Brand for ORD-5001",
                "stripe/txn_a2 2026-05-02 08:30:00 Refund Succeeded -20.00 USD by Ola Brand for ORD-5001 after ch_a1",
                "stripe/txn_a3 2026-05-03 08:30:00 Chargeback Succeeded -100.00 USD fee 15.00 USD after ch_a0",
                "stripe/txn_a4 2026-05-04 06:00:00 Withdrawal Succeeded -76.80 USD",
                "stripe/py_a5 2026-05-05 06:00:00 Payment Succeeded 5000 JPY fee 150 JPY", // no decimals
                "stripe/txn_a6 2026-05-06 06:00:00 Fee Succeeded 0.00 USD fee 2.00 USD",
                "stripe/txn_a7 2026-05-07 06:00:00 Chargeback Succeeded 115.00 USD after ch_a0", // won: the sum and the dispute's fee come back
                "stripe/txn_a7-fee 2026-05-07 06:00:00 Fee Succeeded 15.00 USD after txn_a7",
            ],
            WalletLines.Of(Given.Entries(WalletLines.Seed("stripe-balance-change.csv"))));

    [Fact]
    public void Balance_change_with_the_nine_default_columns_is_read()
    {
        var outcome = Assert.Single(Given.ReadText(
            "balance_transaction_id,created,available_on,currency,gross,fee,net,reporting_category,description\ntxn_1,2026-10-01 09:12:00,2026-10-03 00:00:00,eur,45.91,0.94,44.97,charge,Order 1234\n"));
        Assert.Equal("stripe/txn_1 2026-10-01 09:12:00 Payment Succeeded 45.91 EUR fee 0.94 EUR", WalletLines.Of(Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry));
    }

    [Fact]
    public void Balance_history_tells_payouts_disputes_and_the_customers_currency() =>
        Assert.Equal(
            [
                "stripe/txn_b5 2026-04-09 01:13:00 Withdrawal Succeeded -841.18 EUR",
                "stripe/txn_b4 2026-04-08 01:13:00 Withdrawal Succeeded -50.00 EUR",
                "stripe/txn_b3 2026-04-07 10:00:00 Chargeback Succeeded -40.00 EUR fee 15.00 EUR after ch_b0", // named in its text
                "stripe/txn_b2 2026-04-06 15:34:00 Refund Succeeded -100.00 EUR of -110.00 USD after ch_b1",
                "stripe/txn_b2-fee 2026-04-06 15:34:00 Fee Succeeded 3.00 EUR after txn_b2",
                "stripe/ch_b1 2026-04-05 07:45:00 Payment Succeeded 1000.00 EUR fee 29.25 EUR of 1100.00 USD",
            ],
            WalletLines.Of(Given.Entries(WalletLines.Seed("stripe-balance-history.csv"))));

    [Fact]
    public void A_payment_row_makes_its_refund_and_its_lost_dispute_too()
    {
        var outcomes = Given.Read(WalletLines.Seed("stripe-payments.csv"), "shop");
        Assert.Equal(
            [
                "stripe-shop/ch_c1 2026-05-01 12:00:00 Payment Succeeded 100.00 EUR fee 3.20 EUR by Ola Brand for ORD-6001",
                "stripe-shop/ch_c2 2026-05-02 12:00:00 Payment Succeeded 100.10 EUR fee 4.10 EUR of 110.00 USD by Ben Shaw for ORD-6002",
                "stripe-shop/ch_c2-refund 2026-05-09 09:30:00 Refund Succeeded -49.90 EUR of -55.00 USD by Ben Shaw for ORD-6002 after ch_c2",
                "stripe-shop/ch_c3 2026-05-03 12:00:00 Payment Failed 0.00 EUR",
                "stripe-shop/ch_c4 2026-05-04 12:00:00 Payment Succeeded 70.00 EUR fee 2.10 EUR",
                "stripe-shop/ch_c4-dispute 2026-05-20 10:00:00 Chargeback Succeeded -70.00 EUR after ch_c4",
                "stripe-shop/ch_c5 2026-05-05 12:00:00 Hold Pending 25.00 EUR", // authorised, not captured
                "stripe-shop/ch_c6 2026-05-06 12:00:00 Payment Succeeded 9.00 EUR fee 0.50 EUR",
                "stripe-shop/ch_c6-dispute 2026-05-21 10:00:00 Chargeback Reversed -9.00 EUR after ch_c6", // won, whatever an earlier file said
            ],
            WalletLines.Of(outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry)));
        Assert.Equal(6, outcomes.Sum(o => o.Rows));
        Assert.DoesNotContain("4242", string.Concat(outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Extra)), StringComparison.Ordinal);
    }

    /// <summary>A customer who left the checkout has a row without an id; money that was taken has one.</summary>
    [Theory]
    [InlineData("requires_payment_method")]
    [InlineData("canceled")]
    public void An_attempt_that_never_became_a_payment_is_passed_over(string status) =>
        Assert.Empty(Given.ReadText(Attempt(status)));

    [Fact]
    public void A_payment_without_its_id_is_refused() =>
        Assert.EndsWith("is empty; a transaction id is needed.", Given.Told(Assert.Single(Given.ReadText(Attempt("Paid")))), StringComparison.Ordinal);

    private static string Attempt(string status) => $"id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status\n,2026-05-01 12:00:00,9.99,,eur,,{status}\n";

    [Fact]
    public void The_real_balance_history_of_2017_is_read_whole() =>
        Assert.Equal(
            [
                "stripe/txn_19gkmR2k 2017-01-28 01:13:00 Withdrawal Succeeded -824.08 USD",
                "stripe/txn_18bB5g2k 2016-07-25 15:34:00 Refund Succeeded -249.00 USD after ch_18BnYG2k",
                "stripe/txn_18bB5g2k-fee 2016-07-25 15:34:00 Fee Succeeded 7.52 USD after txn_18bB5g2k",
                "stripe/ch_18X4XS2k 2016-07-14 07:45:00 Payment Succeeded 849.00 USD fee 24.92 USD",
            ],
            WalletLines.Of(Given.Entries(Given.Sample("stripe/balance_history_old.csv"))));

    [Fact]
    public void The_real_header_of_unified_payments_alone_is_an_empty_statement()
    {
        Assert.Equal("stripe-payments", Given.Known(Given.Sample("stripe/unified_payments_header.csv")).Name);
        Assert.Empty(Given.Read(Given.Sample("stripe/unified_payments_header.csv")));
    }
}
