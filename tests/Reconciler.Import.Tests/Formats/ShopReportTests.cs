using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Reports of payment services and of Amazon for sellers and buyers, over invented files in their shapes.</summary>
public sealed class ShopReportTests
{
    /// <summary>Hundredths in every currency, yen too; heads and feet of the report are no movements.</summary>
    [Fact]
    public void PayPals_settlement_report_is_read_by_event_codes()
    {
        Assert.Equal("paypal-settlement", Given.Known(ShopRows.Seed("paypal-settlement.csv")).Name);
        Assert.Equal(
            [
                "paypal/4TT1A0000000001N1 payment succeeded 2026-05-12 08:14:09: 119.00 EUR fee 3.31 EUR order NL-5101 for T0006",
                "paypal/4TT1A0000000002N2 payment succeeded 2026-05-12 09:20:41: 150 JPY fee 6 JPY order NL-5102 for T0006",
                "paypal/4TT1A0000000003N3 conversion succeeded 2026-05-12 09:20:41: -144 JPY order NL-5102 for T0200",
                "paypal/4TT1A0000000004N4 conversion succeeded 2026-05-12 09:20:41: 0.88 EUR order NL-5102 for T0200",
                "paypal/4TT1A0000000005N5 refund succeeded 2026-05-12 12:02:00: -49.00 EUR order NL-5088 for T1107",
                "paypal/4TT1A0000000005N5-fee fee succeeded 2026-05-12 12:02:00: 1.07 EUR order NL-5088 for T1107",
                "paypal/4TT1A0000000006N6 chargeback succeeded 2026-05-12 13:10:00: -79.00 EUR order NL-5070 for T1201",
                "paypal/4TT1A0000000007N7 fee succeeded 2026-05-12 13:10:00: -16.00 EUR for T0106",
                "paypal/4TT1A0000000008N8 chargeback succeeded 2026-05-12 14:30:00: 65.00 EUR order NL-5066 for T1202",
                "paypal/4TT1A0000000009N9 hold succeeded 2026-05-12 15:00:00: -32.00 EUR for T1110",
                "paypal/4TT1A0000000010N0 release succeeded 2026-05-12 16:00:00: 21.00 EUR for T1111",
                "paypal/4TT1A0000000011N1 withdrawal succeeded 2026-05-13 05:45:00: -1000.00 EUR for T0400",
            ],
            ShopRows.Of(ShopRows.Seed("paypal-settlement.csv")));
    }

    /// <summary>What was denied is failed, what is pending is not final, what was given back later stays paid: the refund is a row of its own.</summary>
    [Fact]
    public void PayPals_transaction_report_tells_statuses_and_names()
    {
        Assert.Equal("paypal-transactions", Given.Known(ShopRows.Seed("paypal-transactions.csv")).Name);
        Assert.Equal(
            [
                "paypal/5TR1A0000000001N1 payment succeeded 2026-06-02 06:59:55: 119.00 EUR fee 3.31 EUR order NL-6101 with Cora Lind for Lamp order NL-6101",
                "paypal/5TR1A0000000002N2 payment failed 2026-06-02 07:03:04: 45.00 EUR order NL-6102 with Otto Probe for Candle",
                "paypal/5TR1A0000000003N3 payment pending 2026-06-02 08:11:12: 62.00 EUR fee 1.90 EUR order NL-6103 with Ida Muster for Shade",
                "paypal/5TR1A0000000004N4 payment succeeded 2026-06-02 09:00:00: 80.00 EUR fee 2.35 EUR order NL-6104 with Lea Beispiel for Lamp",
                "paypal/5TR1A0000000005N5 refund succeeded 2026-06-02 13:00:00: -80.00 EUR order NL-6104 with Lea Beispiel for Lamp",
                "paypal/5TR1A0000000005N5-fee fee succeeded 2026-06-02 13:00:00: 2.00 EUR order NL-6104 with Lea Beispiel for Lamp",
                "paypal/5TR1A0000000006N6 hold pending 2026-06-02 14:00:00: 30.00 EUR order NL-6105 with Max Muster for Wick",
                "paypal/5TR1A0000000007N7 release reversed 2026-06-02 14:30:00: 25.00 EUR order NL-6106 with Eva Muster for Wick",
            ],
            ShopRows.Of(ShopRows.Seed("paypal-transactions.csv")));
    }

    /// <summary>A failed refund settles nothing; one that came back, and a chargeback that was won, bear the payment's own sign.</summary>
    [Fact]
    public void Mollies_settlement_has_fees_without_an_id_and_sums_in_its_own_currency()
    {
        Assert.Equal("mollie-settlement", Given.Known(ShopRows.Seed("mollie-settlement.csv")).Name);
        Assert.Equal(
            [
                "mollie/tr_Nl7a0001 payment succeeded 2026-05-04 08:12:00: 100.00 EUR order 70501 with Cora Lind for Order 70501",
                "mollie/tr_Nl7a0002 payment succeeded 2026-05-04 09:00:30: 49.90 EUR original 54.00 USD order 70502 with Otto Probe for Order 70502",
                "mollie/cpt_Nl7a0003 payment succeeded 2026-05-05 06:00:00: 75.00 EUR order 70503 for Original payment: tr_Nl7a0009 - Order 70503",
                "mollie/re_Nl7a0004 refund succeeded 2026-05-06 07:00:00: -9.24 EUR original -10.00 USD order 70502 for Refund Order 70502",
                "mollie/re_Nl7a0005 refund failed 2026-05-06 07:30:00: -20.00 EUR order 70488 for Refund Order 70488",
                "mollie/re_Nl7a0006 refund succeeded 2026-05-07 07:00:00: 15.00 EUR order 70471 for Refund Order 70471",
                "mollie/chb_Nl7a0007 chargeback succeeded 2026-05-08 10:00:00: -33.00 EUR order 70460 for Order 70460",
                "mollie/chb_Nl7a0008 chargeback succeeded 2026-05-09 10:00:00: 28.00 EUR order 70455 for Order 70455",
                "mollie/row fee succeeded 2026-05-09 22:00:00: -2.88 EUR for Withheld transaction fees 2026.10000001",
                "mollie/row fee succeeded 2026-05-09 22:00:00: -0.44 EUR for Withheld transaction fees 2026.10000002",
            ],
            ShopRows.Of(ShopRows.Seed("mollie-settlement.csv")));
    }

    /// <summary>The kind tells the way, whatever sign is written; two captures of one order and sum are two.</summary>
    [Fact]
    public void Klarnas_rows_go_the_way_of_their_kind()
    {
        Assert.Equal("klarna-settlement", Given.Known(ShopRows.Seed("klarna-settlement.csv")).Name);
        Assert.Equal(
            [
                "klarna/row payment succeeded 2026-05-04 07:45:00: 1000.00 SEK order NL-8101 for PURCHASE · SALE",
                "klarna/row fee succeeded 2026-05-04 07:45:00: -3.00 SEK order NL-8101 for PURCHASE_FEE_FIXED · FEE",
                "klarna/row fee succeeded 2026-05-04 07:45:00: -29.90 SEK order NL-8101 for PURCHASE_FEE_PERCENTAGE · FEE",
                "klarna/row payment succeeded 2026-05-05 09:00:00: 300.00 SEK order NL-8102 for PURCHASE · SALE",
                "klarna/row payment succeeded 2026-05-05 09:00:00: 300.00 SEK order NL-8102 for PURCHASE · SALE",
                "klarna/row fee succeeded 2026-05-05 09:00:00: -15.30 SEK order NL-8102 for PURCHASE_FEE_PERCENTAGE · FEE",
                "klarna/row refund succeeded 2026-05-06 10:00:00: -250.00 SEK order NL-8090 for PURCHASE_RETURN · RETURN",
                "klarna/row chargeback succeeded 2026-05-07 10:00:00: -400.00 SEK order NL-8070 for REVERSAL",
                "klarna/row chargeback succeeded 2026-05-08 10:00:00: 120.00 SEK order NL-8060 for CORRECTION_DISPUTE · CREDIT",
                "klarna/row adjustment succeeded 2026-05-08 11:00:00: 80.00 SEK order NL-8055 for FRAUD_POLICY_CREDIT_NET · REVERSAL_MERCHANT_PROTECTION",
                "klarna/row fee succeeded 2026-05-09 10:00:00: 25.00 SEK order NL-8060 for DISPUTE_FEE_REFUND · FEE_REFUND",
                "klarna/row hold succeeded 2026-05-09 12:00:00: -100.00 SEK order NL-8101 for ROLLING_RESERVE · HOLDBACK",
                "klarna/row release succeeded 2026-05-09 12:00:00: 60.00 SEK order NL-7000 for ROLLING_RESERVE · RELEASE",
                "klarna/row adjustment succeeded 2026-05-10 12:00:00: -1.50 SEK order NL-7001 for CREDITED_CORRECTION · CORRECTION",
            ],
            ShopRows.Of(ShopRows.Seed("klarna-settlement.csv")));
    }

    /// <summary>Two captures of one payment are two entries; a dispute and its end have one reference and two ids.</summary>
    [Fact]
    public void Adyens_movements_are_net_with_their_fees_on_top()
    {
        Assert.Equal("adyen-settlement", Given.Known(ShopRows.Seed("adyen-settlement.csv")).Name);
        Assert.Equal(
            [
                "adyen-NordlichtEU/CAPNL00000000A01-Settled payment succeeded 2026-05-04 08:22:31: 46.00 EUR fee 0.89 EUR order NL-9101 for Settled · visa",
                "adyen-NordlichtEU/CAPNL00000000A02-Settled payment succeeded 2026-05-04 09:02:11: 23.40 EUR original 20.00 GBP fee 0.40 EUR order NL-9102 for Settled · mc",
                "adyen-NordlichtEU/CAPNL00000000A03-Settled payment succeeded 2026-05-05 10:00:00: 11.70 EUR original 10.00 GBP fee 0.20 EUR order NL-9102 for Settled · mc",
                "adyen-NordlichtEU/REFNL00000000A04-Refunded refund succeeded 2026-05-06 10:00:00: -5.00 EUR fee 0.10 EUR order NL-9101 for Refunded · visa",
                "adyen-NordlichtEU/REFNL00000000A05-Refunded refund succeeded 2026-05-06 11:00:00: -9.00 EUR order NL-9088 for Refunded · visa",
                "adyen-NordlichtEU/REFNL00000000A05-RefundedReversed refund succeeded 2026-05-08 11:00:00: 9.00 EUR order NL-9088 for RefundedReversed · visa",
                "adyen-NordlichtEU/DSPNL00000000A06-Chargeback chargeback succeeded 2026-05-07 07:00:00: -20.00 EUR fee 15.00 EUR order NL-9070 for Chargeback · visa",
                "adyen-NordlichtEU/DSPNL00000000A06-ChargebackReversed chargeback succeeded 2026-05-09 07:30:00: 20.00 EUR order NL-9070 for ChargebackReversed · visa",
                "adyen-NordlichtEU/row fee succeeded 2026-05-10 21:59:00: -2.00 EUR for Fee · Transaction Fees May 2026",
                "adyen-NordlichtEU/row fee succeeded 2026-05-10 21:59:00: -1.20 EUR for InvoiceDeduction · Invoice NL202605000001",
                "adyen-NordlichtEU/row hold succeeded 2026-05-10 21:59:10: -5.00 EUR for DepositCorrection",
                "adyen-NordlichtEU/row release succeeded 2026-05-10 21:59:10: 4.00 EUR for DepositCorrection",
                "adyen-NordlichtEU/row transfer succeeded 2026-05-10 21:59:20: -0.31 EUR for Balancetransfer",
                "adyen-NordlichtEU/row withdrawal succeeded 2026-05-11 00:00:00: -55.00 EUR for MerchantPayout · TX00000000001XT batch 27, NordlichtEU",
            ],
            ShopRows.Of(ShopRows.Seed("adyen-settlement.csv")));
    }

    /// <summary>The accounting report tells some of the settlement's movements, under the same ids.</summary>
    [Fact]
    public void Adyens_two_reports_agree()
    {
        Assert.Equal("adyen-payments", Given.Known(ShopRows.Seed("adyen-payments.csv")).Name);
        var settlement = Told("adyen-settlement.csv");
        var payments = Told("adyen-payments.csv");
        Assert.Equal(["A01-Settled", "A02-Settled", "A05-Refunded", "A05-RefundedReversed", "A06-Chargeback", "A06-ChargebackReversed"], payments.Keys.Select(id => id[id.IndexOf("A0", StringComparison.Ordinal)..]));
        Assert.All(payments, pair => Assert.Equal(settlement[pair.Key], pair.Value));

        static Dictionary<string, string> Told(string seed) => Given.Entries(ShopRows.Seed(seed)).ToDictionary(e => e.Id.Id, e => $"{e.Id} {e.Type} {e.Status} {Given.Utc(e.BookedAtUtc)} {e.Amount} {e.OriginalAmount} {e.Fee} {e.OrderReference} {e.RelatedTransactionId} {e.Description}");
    }

    [Fact]
    public void Amazons_refunds_to_its_buyer_name_the_order_and_one_reversal_may_come_in_parts()
    {
        Assert.Equal("amazon-returns", Given.Known(ShopRows.Seed("amazon-returns.csv")).Name);
        Assert.Equal(
            [
                "amazon-returns/aB3reversal000000000001_20260521_18.35 refund succeeded 2026-05-21 19:40:17: 18.35 USD order 111-0000011-0000011 with Amazon for Refund",
                "amazon-returns/aB3reversal000000000002_20260522_40 refund succeeded 2026-05-22 08:00:00: 40.00 USD order 111-0000012-0000012 with Amazon for Refund",
                "amazon-returns/aB3reversal000000000002_20260522_10 refund succeeded 2026-05-22 08:00:00: 10.00 USD order 111-0000012-0000012 with Amazon for GiftCard",
                "amazon-returns/aB3reversal000000000004_20260525_7.5 refund failed 2026-05-25 10:00:00: 7.50 GBP order 203-0000014-0000014 with Amazon for Refund",
            ],
            ShopRows.Of(ShopRows.Seed("amazon-returns.csv")));
    }

    /// <summary>The currency stands above the table; a deferred order is pending; an unknown type is not guessed.</summary>
    [Fact]
    public void Amazons_date_range_report_tells_what_the_buyer_paid_and_what_Amazon_kept()
    {
        Assert.Equal("amazon-transactions", Given.Known(ShopRows.Seed("amazon-transactions.csv")).Name);
        Assert.Equal(
            [
                "amazon/row withdrawal succeeded 2026-06-01 12:43:55: -100.00 USD for Transfer · To your account ending in: 000",
                "amazon/row payment succeeded 2026-06-02 14:11:52: 37.44 USD fee 11.24 USD order 114-0000021-0000021 with amazon.com for Order · Lamp, large",
                "amazon/row payment succeeded 2026-06-02 14:11:52: 10.70 USD fee 2.20 USD order 114-0000021-0000021 with amazon.com for Order · Wick",
                "amazon/row payment pending 2026-06-04 04:00:00: 1034.99 USD fee 155.25 USD order 114-0000022-0000022 with amazon.com for Order · Lamp, large",
                "amazon/row refund succeeded 2026-06-20 16:00:00: -37.44 USD order 114-0000021-0000021 with amazon.com for Refund · Lamp, large",
                "amazon/row-fee fee succeeded 2026-06-20 16:00:00: 6.65 USD order 114-0000021-0000021 with amazon.com for Refund · Lamp, large",
                "amazon/row chargeback succeeded 2026-06-21 16:00:00: -12.00 USD order 114-0000023-0000023 with amazon.com for Chargeback Refund · Wick",
                "amazon/row-fee fee succeeded 2026-06-21 16:00:00: 1.80 USD order 114-0000023-0000023 with amazon.com for Chargeback Refund · Wick",
                "amazon/row chargeback succeeded 2026-06-22 16:00:00: 12.00 USD order 114-0000023-0000023 with amazon.com for A-to-z Guarantee Claim · Wick",
                "amazon/row fee succeeded 2026-06-23 08:00:00: -20.00 USD for Service Fee · Cost of Advertising",
                "amazon/row fee succeeded 2026-06-23 08:00:00: -3.10 USD for FBA Inventory Fee · FBA Inventory Storage Fee",
                "amazon/row-2 fee succeeded 2026-06-23 08:00:00: -3.10 USD for FBA Inventory Fee · FBA Inventory Storage Fee",
                "amazon/row adjustment succeeded 2026-06-24 08:00:00: 15.00 USD for Adjustment · FBA Inventory Reimbursement - Lost:Warehouse",
                "rejected: line 18, type, \"Mystery\" is a type that the layout does not know. Add it to the rules of type in config/layouts/amazon-transactions.json.",
            ],
            ShopRows.Of(ShopRows.Seed("amazon-transactions.csv")));
    }

    [Theory]
    [InlineData("amazon-transactions-de.csv", "amazon/row payment succeeded 2026-06-02 18:28:02: 1221.37 EUR fee 187.06 EUR order 028-0000031-0000031 with amazon.de for Bestellung · Leuchte|amazon/row refund succeeded 2026-06-05 08:00:00: -11.90 EUR order 028-0000032-0000032 with amazon.de for Erstattung · Kerze|amazon/row-fee fee succeeded 2026-06-05 08:00:00: 1.20 EUR order 028-0000032-0000032 with amazon.de for Erstattung · Kerze|amazon/row chargeback succeeded 2026-06-06 08:00:00: -9.52 EUR order 028-0000033-0000033 with amazon.de for Erstattung durch Rückbuchung · Kerze|amazon/row fee succeeded 2026-06-07 08:00:00: -7.50 EUR for Servicegebühr · Werbekosten|amazon/row transfer succeeded 2026-06-08 08:00:00: -0.06 EUR for Verbindlichkeit · Kontoübergreifender Schuldenausgleich für IT|amazon/row withdrawal succeeded 2026-06-09 08:00:00: -1006.53 EUR for Übertrag · An Konto mit der Endung: 000")]
    [InlineData("amazon-transactions-fr.csv", "amazon/row payment succeeded 2026-06-01 10:00:00: 60.00 EUR fee 13.00 EUR order 404-0000041-0000041 with amazon.fr for Commande · Lampe|amazon/row refund succeeded 2026-08-12 09:30:00: -60.00 EUR order 404-0000041-0000041 with amazon.fr for Remboursement · Lampe|amazon/row-fee fee succeeded 2026-08-12 09:30:00: 7.20 EUR order 404-0000041-0000041 with amazon.fr for Remboursement · Lampe|amazon/row withdrawal succeeded 2026-08-13 09:30:00: -10.00 EUR for Transfert · Vers le compte se terminant par : 000")]
    [InlineData("amazon-transactions-mx.csv", "amazon/row payment succeeded 2026-08-01 06:03:59: 159.99 MXN fee 70.04 MXN order 702-0000051-0000051 with amazon.com.mx for Pedido · Lámpara|amazon/row refund succeeded 2026-08-02 17:00:28: -100.00 MXN order 702-0000052-0000052 with amazon.com.mx for Reembolso · Lámpara|amazon/row-fee fee succeeded 2026-08-02 17:00:28: 15.00 MXN order 702-0000052-0000052 with amazon.com.mx for Reembolso · Lámpara")]
    [InlineData("amazon-transactions-it.csv", "amazon/row payment succeeded 2026-06-01 10:00:00: 24.40 EUR fee 3.66 EUR order 405-0000061-0000061 with amazon.it for Ordine · Lampada|amazon/row fee succeeded 2026-07-03 10:00:00: -2.00 EUR for Commissione di servizio · Costo della pubblicità")] // no lines above: the marketplace tells the currency, also for the rows below it
    public void Amazons_date_range_report_is_read_in_the_sellers_language(string seed, string expected)
    {
        Assert.Equal("amazon-transactions", Given.Known(ShopRows.Seed(seed)).Name);
        Assert.Equal(expected, string.Join('|', ShopRows.Of(ShopRows.Seed(seed))));
    }

    /// <summary>Each part of an amount stands in a column of its kind.</summary>
    [Fact]
    public void Amazons_settlement_of_the_first_kind_is_one_entry_for_each_order_and_shipment()
    {
        Assert.Equal("amazon-settlement-v1", Given.Known(ShopRows.Seed("amazon-settlement-v1.txt")).Name);
        Assert.Equal(
            [
                "amazon/60000000011 withdrawal succeeded 2026-05-17 00:00:00: -26.99 USD",
                "amazon/row payment succeeded 2026-05-03 10:00:00: 49.00 USD fee 9.50 USD order 111-0000071-0000071 with Amazon.com for Order",
                "amazon/row refund succeeded 2026-05-06 09:00:00: -10.00 USD order 111-0000072-0000072 with Amazon.com for Refund",
                "amazon/row fee succeeded 2026-05-06 09:00:00: 1.20 USD order 111-0000072-0000072 with Amazon.com for Refund · fees",
                "amazon/row fee succeeded 2026-05-07 00:00:00: -1.00 USD for Subscription Fee",
                "amazon/row-2 fee succeeded 2026-05-07 00:00:00: -1.00 USD for Subscription Fee",
                "amazon/row adjustment succeeded 2026-05-08 00:00:00: 3.80 USD for WAREHOUSE_DAMAGE",
                "amazon/row release succeeded 2026-05-01 00:00:00: 5.00 USD for Previous Reserve Amount Balance",
                "amazon/row hold succeeded 2026-05-15 00:00:00: -10.51 USD for Current Reserve Amount",
            ],
            ShopRows.Of(ShopRows.Seed("amazon-settlement-v1.txt")));
    }

    /// <summary>What the reports tell is what they pay out: nothing of a row is lost.</summary>
    [Theory]
    [InlineData("adyen-settlement.csv")]
    [InlineData("amazon-settlement-v1.txt")]
    [InlineData("amazon-transactions-de.csv")]
    public void Entries_add_up_to_nothing_with_the_payout(string seed) => Assert.Equal(0, Net(Given.Entries(ShopRows.Seed(seed))));

    /// <summary>As the report's own foot adds them up: credits less debits, fees given back less fees.</summary>
    [Theory]
    [InlineData("EUR", 20588 - 117600 + 107 - 331)]
    [InlineData("JPY", 150 - 144 - 6)]
    public void PayPals_entries_add_up_to_the_reports_foot(string currency, long minorUnits) =>
        Assert.Equal(minorUnits, Net(Given.Entries(ShopRows.Seed("paypal-settlement.csv")).Where(e => e.Amount.Currency.Code == currency)));

    [Theory]
    [InlineData("paypal-settlement.csv", "4TT1A0000000008N8", "4TT1A00000000R0S8")]
    [InlineData("paypal-transactions.csv", "5TR1A0000000005N5", "5TR1A0000000004N4")]
    [InlineData("mollie-settlement.csv", "cpt_Nl7a0003", "tr_Nl7a0009")]
    [InlineData("adyen-settlement.csv", "DSPNL00000000A06-ChargebackReversed", "DSPNL00000000A06-Chargeback")]
    [InlineData("adyen-settlement.csv", "REFNL00000000A05-RefundedReversed", "REFNL00000000A05-Refunded")]
    public void An_entry_names_what_it_takes_back(string seed, string id, string related) =>
        Assert.Equal(related, Given.Entries(ShopRows.Seed(seed)).Single(e => e.Id.Id == id).RelatedTransactionId);

    [Theory]
    [InlineData("paypal-settlement.csv", "en-US")]
    [InlineData("paypal-transactions.csv", "en-US")]
    [InlineData("paypal-statement-fr.csv", "fr-FR")]
    [InlineData("mollie-settlement.csv", "en-US")]
    [InlineData("klarna-settlement.csv", "en-US")]
    [InlineData("adyen-settlement.csv", "en-US")]
    [InlineData("adyen-payments.csv", "en-US")]
    [InlineData("amazon-returns.csv", "en-US")]
    [InlineData("amazon-transactions.csv", "en-US")]
    [InlineData("amazon-transactions-de.csv", "de-DE")]
    [InlineData("amazon-transactions-fr.csv", "fr-FR")]
    [InlineData("amazon-transactions-mx.csv", "es-MX")]
    [InlineData("amazon-transactions-it.csv", "it-IT")]
    [InlineData("amazon-settlement-v1.txt", "en-US")]
    public void A_file_saved_by_a_spreadsheet_gives_the_same_entries(string seed, string language)
    {
        using var folder = new TempFolder();
        SavedAgain.AsWorkbook(ShopRows.Seed(seed), folder["saved.xlsx"], language);
        Assert.Equal(Told(ShopRows.Seed(seed)), Told(folder["saved.xlsx"]));

        static List<string> Told(string path) => Given.Entries(path).ConvertAll(e => $"{e.Id} {e.Type} {e.Status} {Given.Utc(e.BookedAtUtc)} {e.Amount} {e.OriginalAmount} {e.Fee} {e.BalanceAfter} {e.OrderReference} {e.RelatedTransactionId}");
    }

    /// <summary>Of one settlement a seller may take the report of either kind, and then the other.</summary>
    [Fact]
    public void The_parts_of_an_order_have_one_id_in_both_kinds_of_settlement()
    {
        const string V2 = "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tposted-date\tposted-date-time\n"
            + "60000000011\t\t\t2026/05/17 00:00:00 UTC\t39.50\tUSD\t\t\t\t\t\t\t\t\t\t\t\n"
            + "60000000011\t\t\t\t\t\tOrder\t111-0000071-0000071\t\t\tship71\tAmazon.com\tItemPrice\tPrincipal\t54.00\t2026/05/03\t2026/05/03 10:00:00 UTC\n"
            + "60000000011\t\t\t\t\t\tOrder\t111-0000071-0000071\t\t\tship71\tAmazon.com\tPromotion\tPrincipal\t-5.00\t2026/05/03\t2026/05/03 10:00:00 UTC\n"
            + "60000000011\t\t\t\t\t\tOrder\t111-0000071-0000071\t\t\tship71\tAmazon.com\tItemFees\tCommission\t-9.50\t2026/05/03\t2026/05/03 10:00:00 UTC\n";
        var second = Assert.IsType<RowOutcome.ReadEntry>(Given.ReadText(V2)[1]).Entry;
        var first = Given.Entries(ShopRows.Seed("amazon-settlement-v1.txt")).Single(e => e.OrderReference == "111-0000071-0000071");
        Assert.Equal((first.Id, first.Amount, first.Fee, first.BookedAtUtc), (second.Id, second.Amount, second.Fee, second.BookedAtUtc));
    }

    private const string Range = "date/time,settlement id,type,order id,sku,description,quantity,marketplace,product sales,selling fees,other,total,Transaction Status\n";

    [Fact]
    public void A_deferred_order_is_the_same_entry_once_it_is_released()
    {
        var deferred = Assert.Single(Read("\"Jun 3, 2026 9:00:00 PM PDT\",,Order,114-1,NL,Lamp,1,amazon.com,10,-1,0,9,Deferred\n"));
        var released = Assert.Single(Read("\"Jun 3, 2026 9:00:00 PM PDT\",18800000009,Order,114-1,NL,Lamp,1,amazon.com,10.00,-1.00,0.00,9.00,Released\n"));
        Assert.Equal((deferred.Id, EntryStatus.Pending, EntryStatus.Succeeded), (released.Id, deferred.Status, released.Status));

        static List<Entry> Read(string row) => Given.ReadText(Range + row).ConvertAll(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry);
    }

    /// <summary>The lines above a table hold for that table; what stands above another one further down is not known.</summary>
    [Fact]
    public void The_currency_of_one_report_is_not_taken_for_another_one_below_it()
    {
        const string Fee = "\"Jun 3, 2026 9:00:00 PM PDT\",1,Service Fee,,,Ads,,,0,0,-2.00,-2.00,Released\n";
        var outcomes = Given.ReadText("\"All amounts in CAD, unless specified\"\n" + Range + Fee + Range + Fee);
        Assert.Equal("-2.00 CAD", Assert.IsType<RowOutcome.ReadEntry>(outcomes[0]).Entry.Amount.ToString());
        Assert.Contains("says no currency, nor does the file", Given.Told(outcomes[1]), StringComparison.Ordinal);
    }

    private static long Net(IEnumerable<Entry> entries) => entries.Sum(e => e.Amount.MinorUnits - (e.Fee?.MinorUnits ?? 0));
}
