using Reconciler.Core.Records;

namespace Reconciler.Import.Tests.Formats;

/// <summary>What shops pay out to their sellers, as statements, over invented files in their shapes.</summary>
public sealed class ShopPayoutTests
{
    /// <summary>Presentment Amount bears no sign; a fee that came back is an entry of its own; an unknown type is not guessed.</summary>
    [Fact]
    public void Shopify_sales_come_in_and_refunds_go_out()
    {
        Assert.Equal("shopify-transactions", Given.Known(ShopRows.Seed("shopify-transactions.csv")).Name);
        Assert.Equal(
            [
                "shopify-payments/row payment succeeded 2026-05-03 08:15:09: 49.90 EUR fee 1.25 EUR order #3101 for charge · card · visa",
                "shopify-payments/row payment succeeded 2026-05-04 06:00:00: 18.42 EUR original 20.00 USD fee 0.62 EUR order #3102 for charge · card · master",
                "shopify-payments/row refund succeeded 2026-05-05 07:30:00: -12.00 EUR order #3101 for refund · card · visa",
                "shopify-payments/row refund succeeded 2026-05-05 07:31:00: -18.42 EUR original -20.00 USD order #3102 for refund · card · master",
                "shopify-payments/row fee succeeded 2026-05-05 07:31:00: 0.30 EUR order #3102 for refund · fee given back",
                "shopify-payments/row chargeback succeeded 2026-05-06 09:00:00: -30.00 EUR fee 15.00 EUR order #3099 for chargeback · card · visa",
                "shopify-payments/row adjustment succeeded 2026-05-07 09:00:00: 2.50 EUR for adjustment",
                "rejected: line 8, Type, \"mystery\" is a type that the layout does not know. Add it to the rules of type in config/layouts/shopify-transactions.json.",
            ],
            ShopRows.Of(ShopRows.Seed("shopify-transactions.csv")));
    }

    /// <summary>A negative payout is drawn from the bank.</summary>
    [Fact]
    public void Shopify_payouts_leave_the_balance()
    {
        Assert.Equal("shopify-payouts", Given.Known(ShopRows.Seed("shopify-payouts.csv")).Name);
        Assert.Equal(
            [
                "shopify-payments/row withdrawal succeeded 2026-05-06 00:00:00: -66.45 EUR",
                "shopify-payments/row topup pending 2026-05-08 00:00:00: 30.12 EUR",
                "shopify-payments/row withdrawal failed 2026-05-09 00:00:00: -11.30 EUR",
            ],
            ShopRows.Of(ShopRows.Seed("shopify-payouts.csv")));
    }

    /// <summary>The currency stands in the first row alone; parts of two orders stand mixed; two equal fees are two.</summary>
    [Fact]
    public void Amazons_parts_are_one_entry_for_each_order_and_shipment()
    {
        Assert.Equal("amazon-settlement", Given.Known(ShopRows.Seed("amazon-settlement.txt")).Name);
        Assert.Equal(
            [
                "amazon/60000000001 withdrawal succeeded 2026-05-17 00:00:00: -43.19 USD",
                "amazon/row payment succeeded 2026-05-03 10:00:00: 49.00 USD fee 11.50 USD order 111-0000001-0000001 with Amazon.com for Order",
                "amazon/row payment succeeded 2026-05-04 11:00:00: 20.00 USD fee 3.00 USD order 111-0000002-0000002 with Amazon.com for Order",
                "amazon/row refund succeeded 2026-05-06 09:00:00: -10.00 USD order 111-0000002-0000002 with Amazon.com for Refund",
                "amazon/row fee succeeded 2026-05-06 09:00:00: 1.20 USD order 111-0000002-0000002 with Amazon.com for Refund · fees",
                "amazon/row fee succeeded 2026-05-07 00:00:00: -1.00 USD for other-transaction · other-transaction · Subscription Fee",
                "amazon/row-2 fee succeeded 2026-05-07 00:00:00: -1.00 USD for other-transaction · other-transaction · Subscription Fee",
                "amazon/row hold succeeded 2026-05-15 00:00:00: -5.51 USD for other-transaction · other-transaction · Current Reserve Amount",
                "amazon/row release succeeded 2026-05-01 00:00:00: 5.00 USD for other-transaction · other-transaction · Previous Reserve Amount Balance",
            ],
            ShopRows.Of(ShopRows.Seed("amazon-settlement.txt")));
    }

    /// <summary>In the old Windows encoding.</summary>
    [Fact]
    public void A_European_settlement_has_decimal_commas_and_days_first()
    {
        Assert.Equal("amazon-settlement", Given.Known(ShopRows.Seed("amazon-settlement-de.txt")).Name);
        Assert.Equal(
            [
                "amazon/60000000002 withdrawal succeeded 2026-05-17 00:00:00: -1020.00 EUR",
                "amazon/row payment succeeded 2026-05-03 10:00:00: 1200.00 EUR fee 180.00 EUR order 302-0000003-0000003 with Amazon.de for Order",
            ],
            ShopRows.Of(ShopRows.Seed("amazon-settlement-de.txt")));
    }

    /// <summary>A sale bears its fee; other fees are rows of their own, equal ones too.</summary>
    [Fact]
    public void Etsys_statement_has_its_order_numbers_and_its_deposits_in_the_title()
    {
        Assert.Equal("etsy-statement", Given.Known(ShopRows.Seed("etsy-statement.csv")).Name);
        Assert.Equal(
            [
                "etsy/row payment succeeded 2026-07-31 00:00:00: 54.42 CAD fee 2.42 CAD order 3900000101 for Payment for Order #3900000101",
                "etsy/row fee succeeded 2026-07-30 00:00:00: -3.54 CAD order 3900000101 for Transaction fee: Lamp · Order #3900000101",
                "etsy/row fee succeeded 2026-07-30 00:00:00: -0.27 CAD for Listing fee · Listing #1700000001",
                "etsy/row-2 fee succeeded 2026-07-30 00:00:00: -0.27 CAD for Listing fee · Listing #1700000001",
                "etsy/row fee succeeded 2026-07-29 00:00:00: -4.42 CAD order 3900000101 for Sales tax paid by buyer · Order #3900000101",
                "etsy/row refund succeeded 2026-07-28 00:00:00: -10.00 CAD order 3900000099 for Partial refund for Order #3900000099",
                "etsy/row fee succeeded 2026-07-28 00:00:00: 0.45 CAD order 3900000099 for Partial refund for Order #3900000099 · fee given back",
                "etsy/row withdrawal succeeded 2026-07-27 00:00:00: -1210.18 CAD for CA$1,210.18 sent to your bank account",
                "rejected: line 9, Type, \"Surprise\" is a type that the layout does not know. Add it to the rules of type in config/layouts/etsy-statement.json.",
            ],
            ShopRows.Of(ShopRows.Seed("etsy-statement.csv")));
    }

    /// <summary>Juli and März, Nr. before the order, decimal commas.</summary>
    [Fact]
    public void Etsy_in_German_is_read_by_its_own_words()
    {
        Assert.Equal("etsy-statement", Given.Known(ShopRows.Seed("etsy-statement-de.csv")).Name);
        Assert.Equal(
            [
                "etsy/row payment succeeded 2026-07-31 00:00:00: 29.99 EUR fee 1.44 EUR order 3900000201 for Zahlung für Bestellung Nr. 3900000201",
                "etsy/row fee succeeded 2026-07-30 00:00:00: -1.95 EUR order 3900000201 for Transaktionsgebühr · Bestellung Nr. 3900000201",
                "etsy/row withdrawal succeeded 2026-03-15 00:00:00: -1229.80 EUR for 1.229,80 € auf dein Bankkonto überwiesen",
            ],
            ShopRows.Of(ShopRows.Seed("etsy-statement-de.csv")));
    }

    /// <summary>Net = Amount - Fee, row by row: nothing of a row is lost.</summary>
    [Fact]
    public void Shopify_entries_add_up_to_the_net_of_their_rows()
    {
        var entries = Given.Entries(ShopRows.Seed("shopify-transactions.csv"));
        Assert.Equal(4865 + 1780 - 1200 - 1812 - 4500 + 250, Net(entries));
    }

    /// <summary>What a settlement tells is what it pays out.</summary>
    [Theory]
    [InlineData("amazon-settlement.txt")]
    [InlineData("amazon-settlement-de.txt")]
    public void Amazon_entries_add_up_to_nothing_with_the_payout(string seed) => Assert.Equal(0, Net(Given.Entries(ShopRows.Seed(seed))));

    [Fact]
    public void Etsy_entries_add_up_to_the_net_of_their_rows() =>
        Assert.Equal(5200 - 354 - 27 - 27 - 442 - 955 - 121018, Net(Given.Entries(ShopRows.Seed("etsy-statement.csv"))));

    /// <summary>The oldest export has 13 columns, and none for the currency.</summary>
    [Fact]
    public void A_Shopify_file_without_a_currency_says_what_to_set() =>
        Assert.Equal(
            "some.csv:2: Amount\n  \"49.90\"\n  says no currency, nor does the file. Set currency to { \"text\": \"USD\" }, or whichever it is, in config/layouts/shopify-transactions.json.",
            Given.Told(Assert.Single(Given.ReadText("Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Available On,Amount,Fee,Net,Checkout,Payment Method Name\n2026-05-03 10:15:09 +0200,charge,#1,visa,online,paid,2026-05-06,2026-05-06,49.90,1.25,48.65,#7,card\n"))));

    /// <summary>Later exports of the same rows tell another payout status: the ids must not change with it.</summary>
    [Fact]
    public void A_shopify_id_does_not_change_with_its_payout()
    {
        string Row(string payout) => $"Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Available On,Amount,Fee,Net,Currency\n2026-05-03 10:15:09 +0200,charge,#1,visa,online,{payout},2026-05-06,49.90,1.25,48.65,EUR\n";
        var earlier = Assert.Single(Given.ReadText(Row("pending,")));
        var later = Assert.Single(Given.ReadText(Row("paid,2026-05-06")));
        Assert.Equal(Id(earlier), Id(later));

        static string Id(RowOutcome outcome) => Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Id.Id;
    }

    [Theory]
    [InlineData("shopify/payment_transactions_18col.csv", "shopify-payments/row payment succeeded 2026-07-01 05:33:09: 6.99 EUR fee 0.45 EUR order AI-1001 for charge · card · master|shopify-payments/row refund succeeded 2026-07-02 06:12:57: -6.99 EUR order AI-1001 for refund · card · master")]
    [InlineData("shopify/payouts_summary.csv", "shopify-payments/row withdrawal succeeded 2026-09-03 00:00:00: -416.65 USD")]
    [InlineData("etsy/statement.csv", "etsy/row payment succeeded 2026-07-31 00:00:00: 29.99 GBP fee 1.44 GBP order 4137418052 for Payment for Order #4137418052|etsy/row fee succeeded 2026-07-31 00:00:00: -4.80 GBP order 4137418052 for Fee for sale made through Offsite Ads · Order #4137418052|etsy/row fee succeeded 2026-07-31 00:00:00: -0.96 GBP order 4137418052 for VAT: Offsite Ads fee · Order #4137418052")]
    [InlineData("amazon/settlement_v2_header.txt", "")] // a header alone
    public void Real_samples_are_read_whole(string sample, string expected) => Assert.Equal(expected, string.Join('|', ShopRows.Of(Given.Sample(sample))));

    private static long Net(IEnumerable<Entry> entries) => entries.Sum(e => e.Amount.MinorUnits - (e.Fee?.MinorUnits ?? 0));
}
