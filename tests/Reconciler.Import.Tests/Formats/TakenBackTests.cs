using System.Globalization;

namespace Reconciler.Import.Tests.Formats;

/// <summary>
/// What can be taken back later, and how each source says so. A refund that failed is a refund with the charge's own sign, a dispute that was won a chargeback with it;
/// a payment that bounced is a chargeback against it. A fee that comes back is a fee, for it takes nothing back.
/// </summary>
public sealed class TakenBackTests
{
    private static string Told(RowOutcome outcome) => Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry is var e
        ? string.Create(CultureInfo.InvariantCulture, $"{e.Type} {e.Status} {e.Amount}{(e.RelatedTransactionId.Length > 0 ? " of " + e.RelatedTransactionId : string.Empty)}{(e.OrderReference.Length > 0 ? " for " + e.OrderReference : string.Empty)}")
        : string.Empty;

    private static string[] Told(string text) => [.. Given.ReadText(text).Select(Told)];

    [Theory]
    [InlineData("-20.00", "refund", "re_1", "REFUND FOR CHARGE", "Refund Succeeded -20.00 EUR of ch_7 for ORD-7")]
    [InlineData("20.00", "refund_failure", "re_1", "REFUND FAILURE", "Refund Succeeded 20.00 EUR of ch_7 for ORD-7")]
    [InlineData("-20.00", "partial_capture_reversal", "re_1", "REFUND FOR CHARGE", "Refund Succeeded -20.00 EUR of ch_7 for ORD-7")]
    [InlineData("-20.00", "dispute", "dp_1", "Chargeback withdrawal for ch_7", "Chargeback Succeeded -20.00 EUR of ch_7 for ORD-7")]
    [InlineData("20.00", "dispute_reversal", "dp_1", "Chargeback reversal for ch_7", "Chargeback Succeeded 20.00 EUR of ch_7 for ORD-7")]
    [InlineData("-20.00", "charge_failure", "ch_7", "PAYMENT FAILURE (account closed)", "Payment Succeeded -20.00 EUR of ch_7 for ORD-7")]
    [InlineData("-20.00", "risk_reserved_funds", "", "Risk reserve", "Hold Succeeded -20.00 EUR of ch_7 for ORD-7")]
    public void Stripe_by_reporting_category(string gross, string category, string source, string description, string told) => Assert.Equal(
        [told],
        Told($"balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,description,payment_metadata[order_id]\ntxn_1,2026-03-05 10:00:00,2026-03-07 00:00:00,eur,{gross},0.00,{gross},{category},{source},ch_7,{description},ORD-7\n"));

    /// <summary>The default columns tell no charge: it is named in the text.</summary>
    [Fact]
    public void Stripe_names_the_charge_in_the_text_where_no_column_does() => Assert.Equal(
        ["Chargeback Succeeded 20.00 EUR of ch_7"],
        Told("balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,description\ntxn_1,2026-03-05 10:00:00,2026-03-07 00:00:00,eur,20.00,-15.00,35.00,dispute_reversal,Chargeback reversal for ch_7\n").Take(1));

    [Theory]
    [InlineData("payment_failure_refund", "-20.00", "py_7", "PAYMENT FAILURE", "Payment Succeeded -20.00 EUR of py_7")]
    [InlineData("refund_failure", "20.00", "re_1", "REFUND FAILURE for ch_7", "Refund Succeeded 20.00 EUR of ch_7")]
    [InlineData("payment_refund", "20.00", "pyr_1", "REFUND FAILURE for py_7", "Refund Succeeded 20.00 EUR of py_7")] // a local payment's refund that did not arrive
    [InlineData("adjustment", "20.00", "dp_1", "Chargeback reversal for ch_7", "Chargeback Succeeded 20.00 EUR of ch_7")]
    [InlineData("adjustment", "20.00", "re_1", "REFUND FAILURE (ch_7)", "Refund Succeeded 20.00 EUR of ch_7")]
    [InlineData("adjustment", "20.00", "", "Goodwill", "Adjustment Succeeded 20.00 EUR")]
    public void Stripe_by_type(string type, string amount, string source, string description, string told) => Assert.Equal(
        [told],
        Told($"id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description\ntxn_1,{type},{source},{amount},0.00,{amount},eur,2026-03-05 10:00,2026-03-07 00:00,{description}\n"));

    /// <summary>The same row in a later file: the dispute that an earlier one told is taken back under its own id.</summary>
    [Theory]
    [InlineData("needs_response", "Chargeback Succeeded -70.00 EUR of ch_7")]
    [InlineData("lost", "Chargeback Succeeded -70.00 EUR of ch_7")]
    [InlineData("won", "Chargeback Reversed -70.00 EUR of ch_7")]
    [InlineData("charge_refunded", "Chargeback Reversed -70.00 EUR of ch_7")]
    [InlineData("warning_needs_response", null)] // an inquiry takes no money
    public void A_dispute_of_a_Stripe_payment(string status, string? told) => Assert.Equal(
        told is null ? ["Payment Succeeded 70.00 EUR"] : ["Payment Succeeded 70.00 EUR", told],
        Told($"id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Fee,Disputed Amount,Dispute Date (UTC),Dispute Status\nch_7,2026-03-05 10:00:00,70.00,0.00,eur,true,Paid,2.00,70.00,2026-03-20 10:00:00,{status}\n"));

    [Theory]
    [InlineData("refund", "-12.00", "Refund Succeeded -12.00 EUR for #3101")]
    [InlineData("refund_failure", "12.00", "Refund Succeeded 12.00 EUR for #3101")]
    [InlineData("refund failed", "12.00", "Refund Succeeded 12.00 EUR for #3101")]
    [InlineData("chargeback", "-12.00", "Chargeback Succeeded -12.00 EUR for #3101")]
    [InlineData("chargeback won", "12.00", "Chargeback Succeeded 12.00 EUR for #3101")]
    [InlineData("dispute_reversal", "12.00", "Chargeback Succeeded 12.00 EUR for #3101")]
    [InlineData("chargeback_hold", "-12.00", "Hold Succeeded -12.00 EUR for #3101")]
    [InlineData("chargeback_hold_release", "12.00", "Release Succeeded 12.00 EUR for #3101")]
    [InlineData("chargeback_fee_refund", "12.00", "Fee Succeeded 12.00 EUR for #3101")]
    public void Shopify_transactions(string type, string amount, string told) => Assert.Equal(
        [told],
        Told($"Transaction Date,Type,Order,Payout Status,Payout Date,Amount,Fee,Net,Currency\n2026-05-03 10:15:09 +0200,{type},#3101,pending,,{amount},0.00,{amount},EUR\n"));

    [Theory]
    [InlineData("A-to-z Guarantee Refund", "-20.00", "Chargeback Succeeded -20.00 USD for 111-0000002-0000002")]
    [InlineData("A-to-z Guarantee Recovery", "20.00", "Chargeback Succeeded 20.00 USD for 111-0000002-0000002")]
    [InlineData("Chargeback Refund", "-20.00", "Chargeback Succeeded -20.00 USD for 111-0000002-0000002")]
    [InlineData("Refund", "-20.00", "Refund Succeeded -20.00 USD for 111-0000002-0000002")]
    [InlineData("Refund Reversal", "20.00", "Refund Succeeded 20.00 USD for 111-0000002-0000002")]
    [InlineData("Refund_Retrocharge", "1.60", "Adjustment Succeeded 1.60 USD for 111-0000002-0000002")] // a correction of tax
    public void Amazon_settlements(string type, string amount, string told) => Assert.Equal(
        [told],
        Told($"settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tposted-date\tposted-date-time\n6001\t\t\t\t\tUSD\t{type}\t111-0000002-0000002\t\tA1\t\tAmazon.com\tItemPrice\tPrincipal\t{amount}\t2026-05-06\t2026-05-06 09:00:00 UTC\n"));

    [Theory]
    [InlineData("Refund", "-10.00", "Refund Succeeded -10.00 CAD for 3900000099")]
    [InlineData("Refund reversal", "10.00", "Refund Succeeded 10.00 CAD for 3900000099")]
    [InlineData("Chargeback", "-10.00", "Chargeback Succeeded -10.00 CAD for 3900000099")]
    [InlineData("Chargeback reversal", "10.00", "Chargeback Succeeded 10.00 CAD for 3900000099")]
    public void Etsy_statements(string type, string amount, string told) => Assert.Equal(
        [told],
        Told($"Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net\n\"28 July, 2026\",{type},Order #3900000099,,CAD,{amount},--,{amount}\n"));

    [Theory]
    [InlineData("Payment Refund", "-5.00", "Refund Succeeded -5.00 EUR of P7")]
    [InlineData("Refund Reversal", "5.00", "Refund Succeeded 5.00 EUR of P7")]
    [InlineData("Refund Failed", "5.00", "Refund Succeeded 5.00 EUR of P7")]
    [InlineData("Chargeback", "-5.00", "Chargeback Succeeded -5.00 EUR of P7")]
    [InlineData("Chargeback Reversal", "5.00", "Chargeback Succeeded 5.00 EUR of P7")]
    [InlineData("Reimbursement of Chargeback", "5.00", "Chargeback Succeeded 5.00 EUR of P7")]
    [InlineData("Payment Reversal", "-5.00", "Chargeback Succeeded -5.00 EUR of P7")]
    [InlineData("Reversal of Debit Card Transaction", "5.00", "Chargeback Succeeded 5.00 EUR of P7")]
    [InlineData("MassPay Reversal", "5.00", "Chargeback Succeeded 5.00 EUR of P7")]
    [InlineData("Kreditkartenrückbuchung", "-5.00", "Chargeback Succeeded -5.00 EUR of P7")]
    [InlineData("Annulation de rétrofacturation", "5.00", "Chargeback Succeeded 5.00 EUR of P7")]
    [InlineData("Reversión de contracargo", "5.00", "Chargeback Succeeded 5.00 EUR of P7")]
    [InlineData("Reversal of General Account Hold", "5.00", "Release Succeeded 5.00 EUR of P7")]
    [InlineData("Fee Refund", "0.35", "Fee Succeeded 0.35 EUR of P7")]
    [InlineData("Fee Reversal", "0.35", "Fee Succeeded 0.35 EUR of P7")]
    [InlineData("Gebührenrückerstattung", "0.35", "Fee Succeeded 0.35 EUR of P7")]
    [InlineData("Remboursement de frais", "0.35", "Fee Succeeded 0.35 EUR of P7")]
    public void PayPal_in_a_statement_and_in_an_activity(string kind, string amount, string told)
    {
        Assert.Equal([told], Told($"Date,Time,Time Zone,Description,Currency,Gross,Fee,Net,Balance,Transaction ID,Reference Txn ID\n2026-05-06,09:00:00,CET,{kind},EUR,{amount},0.00,{amount},0.00,P8,P7\n"));
        Assert.Equal([told], Told($"Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID\n2026-05-06,09:00:00,CET,Ann,{kind},Completed,EUR,{amount},0.00,{amount},P8,P7\n"));
    }

    [Theory]
    [InlineData("Refund - Card charge (Desk Shop)", "20.00", "", "Refund Succeeded 20.00 USD")]
    [InlineData("Refund returned - Card charge (Desk Shop)", "", "20.00", "Refund Succeeded -20.00 USD")]
    [InlineData("Chargeback - Market Hall", "", "20.00", "Chargeback Succeeded -20.00 USD")]
    [InlineData("Chargeback reversal - Market Hall", "20.00", "", "Chargeback Succeeded 20.00 USD")]
    [InlineData("Payment from Market Hall reversed", "", "20.00", "Chargeback Succeeded -20.00 USD")]
    [InlineData("Reversal of withdrawal to bank account", "20.00", "", "Withdrawal Succeeded 20.00 USD")]
    [InlineData("Refund of card fee", "20.00", "", "Fee Succeeded 20.00 USD")]
    public void Payoneer(string description, string credit, string debit, string told) => Assert.Equal(
        [told],
        Told($"Transaction Date,Transaction Time,Transaction ID,Description,Credit Amount,Debit Amount,Currency,Status\n05/17/2026,09:12:00,71,{description},{credit},{debit},USD,Completed\n"));

    [Theory]
    [InlineData("REFUND", "Refund Succeeded -90.00 RUB of 7 for B-7")]
    [InlineData("REFUND_REVERSAL", "Refund Succeeded 90.00 RUB of 7 for B-7")]
    [InlineData("CHARGEBACK", "Chargeback Succeeded -90.00 RUB of 7 for B-7")]
    [InlineData("CHARGEBACK REVERSAL", "Chargeback Succeeded 90.00 RUB of 7 for B-7")]
    [InlineData("отмена возврата", "Refund Succeeded 90.00 RUB of 7 for B-7")]
    public void QIWI_bank(string purpose, string told) => Assert.Equal(
        [told],
        Told($"BANK_DATA_DOC;SUM_BANK;TRANS_DATE;TRANSACTION_ID;SUM;COMMISSION;PARENT_TRANSACTION_ID;PURPOSE;BILL\n;;06.05.2026 09:00:00;8;90,00;0,00;7;{purpose};B-7\n"));

    [Fact]
    public void A_shop_gives_money_back_through_YooMoney()
    {
        Assert.Equal(
            ["Refund Succeeded -90.00 RUB for ORD-7"],
            Told("{\"operations\":[{\"operation_id\":\"8\",\"status\":\"success\",\"direction\":\"out\",\"amount\":90.00,\"datetime\":\"2026-05-06T09:00:00Z\",\"title\":\"Возврат перевода\",\"type\":\"outgoing-transfer\",\"label\":\"ORD-7\"}]}"));
        Assert.Equal(["Refund Succeeded -90.00 RUB"], Told("счёт 4100\n+/-;дата;сумма;валюта;статус;название\n-;06.05.2026 09:00;90,00;руб.;Успешно;Возврат перевода\n"));
    }

    /// <summary>Money to and from another name is a payment, a move within one currency nets to nothing.</summary>
    [Fact]
    public void Wise_history_tells_payments_from_moves_of_ones_own()
    {
        const string Header = "ID,Status,Direction,\"Created on\",\"Source fee amount\",\"Source fee currency\",\"Source name\",\"Source amount (after fees)\",\"Source currency\",\"Target name\",\"Target amount (after fees)\",\"Target currency\",Reference\n";
        Assert.Equal(
            [
                "Payment Succeeded -112.50 EUR for INV-611", "Payment Succeeded 80.00 EUR for SO-7701", "Transfer Succeeded -10.00 EUR", "Topup Succeeded 10.00 EUR",
                "Transfer Succeeded -200.00 EUR", "Transfer Succeeded 200.00 EUR", "Payment Reversed -30.00 EUR for INV-612",
            ],
            Told(
                Header
                + "TRANSFER-1,COMPLETED,OUT,2026-06-02 09:10:11,0.41,EUR,Tinte GmbH,112.50,EUR,Ana Soler,112.50,EUR,INV-611\n"
                + "TRANSFER-2,COMPLETED,IN,2026-06-03 09:10:11,,,Bo Lind,80.00,EUR,Tinte GmbH,80.00,EUR,SO-7701\n"
                + "TRANSFER-3,COMPLETED,OUT,2026-06-04 09:10:11,,,Tinte GmbH,10.00,EUR,Tinte GmbH,10.00,EUR,\n"
                + "TRANSFER-4,COMPLETED,IN,2026-06-05 09:10:11,,,Tinte GmbH,10.00,EUR,Tinte GmbH,10.00,EUR,\n"
                + "TRANSFER-5,COMPLETED,NEUTRAL,2026-06-10 12:00:00,0.00,EUR,Tinte GmbH,200.00,EUR,Tinte GmbH,200.00,EUR,\n"
                + "TRANSFER-6,BOUNCED_BACK,OUT,2026-06-11 12:00:00,0.00,EUR,Tinte GmbH,30.00,EUR,Ana Soler,30.00,EUR,INV-612\n"));
    }

    [Theory]
    [InlineData("-44.00", "Sent money to Ana Soler", "", "Ana Soler", "Payment Succeeded -44.00 EUR")]
    [InlineData("44.00", "Received money from Bo Lind", "Bo Lind", "", "Payment Succeeded 44.00 EUR")]
    [InlineData("44.00", "Topped up account", "Tinte GmbH", "", "Topup Succeeded 44.00 EUR")]
    [InlineData("44.00", "Refund of transfer to Ana Soler", "", "", "Chargeback Succeeded 44.00 EUR of TRANSFER-1")] // it bears the id of its payment
    public void Wise_statements_tell_payments_and_what_bounced(string amount, string description, string payer, string payee, string told) => Assert.Equal(
        [told],
        Told($"\"TransferWise ID\",Date,Amount,Currency,Description,\"Payment Reference\",\"Running Balance\",\"Payer Name\",\"Payee Name\"\nTRANSFER-1,31-12-2026,{amount},EUR,{description},,212.42,{payer},{payee}\n"));

    [Theory]
    [InlineData("TRANSFER", "-44.00", "Ana Soler", "", "Payment Succeeded -44.00 EUR")]
    [InlineData("TRANSFER", "-44.00", "", "", "Transfer Succeeded -44.00 EUR")] // between own accounts
    [InlineData("TOPUP", "44.00", "", "Bo Lind", "Payment Succeeded 44.00 EUR")]
    [InlineData("TOPUP", "44.00", "", "", "Topup Succeeded 44.00 EUR")]
    [InlineData("TOPUP_RETURN", "-44.00", "", "", "Chargeback Succeeded -44.00 EUR")]
    [InlineData("CARD_CHARGEBACK", "44.00", "", "", "Chargeback Succeeded 44.00 EUR")]
    public void Revolut_business(string type, string amount, string beneficiary, string sender, string told) => Assert.Equal(
        [told],
        Told($"Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payment currency,Amount,Fee,Balance,Account,Beneficiary name,Sender name\n2026-05-10,2026-05-10,rb-3,{type},COMPLETED,x,,EUR,{amount},0.00,1.00,Main,{beneficiary},{sender}\n"));

    /// <summary>A shop that is paid by transfer: what bears its order number is a purchase or its refund, whatever the category; presents and transfers between people are none.</summary>
    [Theory]
    [InlineData("转账红包", "某店储值卡", "支出", "交易成功", "M-7", "Payment Succeeded -5.00 CNY for M-7")]
    [InlineData("转账红包", "某店储值卡", "不计收支", "退款成功", "M-7", "Refund Succeeded 5.00 CNY for M-7")]
    [InlineData("退款", "某店储值卡", "不计收支", "退款成功", "M-7_0", "Refund Succeeded 5.00 CNY for M-7_0")]
    [InlineData("转账红包", "转账", "支出", "交易成功", "", "Transfer Succeeded -5.00 CNY")]
    [InlineData("转账红包", "普通红包", "支出", "交易成功", "R-7", "Transfer Succeeded -5.00 CNY for R-7")]
    [InlineData("转账红包", "红包-退款", "收入", "退款成功", "R-7", "Transfer Succeeded 5.00 CNY for R-7")]
    [InlineData("日用百货", "灯", "不计收支", "退款失败", "M-7", "Refund Failed 5.00 CNY for M-7")]
    public void Alipay(string category, string what, string direction, string status, string order, string told) => Assert.Equal(
        [told],
        Told($"交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n2026-05-06 09:00:00,{category},某,/,{what},{direction},5.00,余额,{status},A1\t,{order}\t,,\n"));

    [Theory]
    [InlineData("M-7", "Payment Succeeded -5.00 CNY for M-7")]
    [InlineData("", "Transfer Succeeded -5.00 CNY")]
    public void Alipay_on_its_old_website(string order, string told) => Assert.Equal(
        [told],
        Told($"交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态,\nS1,{order},2026-05-06 09:00:00,2026-05-06 09:00:00,2026-05-06 09:00:00,,转账,某店,储值卡,5.00,支出,交易成功,0.00,0.00,,已支出,\n"));
}
