using System.Text;

namespace Reconciler.Import.Tests.Formats;

/// <summary>QIWI beside its history: webhook log, page of the report, a shop's invoices, the bank's daily report.</summary>
public sealed class QiwiFormatTests
{
    private const string Body = """{"messageId":"m","hookId":"h","payment":{"txnId":"1","date":"2026-05-06T12:00:00+03:00","type":"OUT","status":"SUCCESS","errorCode":"0","account":"","provider":7,"sum":{"amount":5,"currency":643},"commission":null,"total":{"amount":5,"currency":643}},"hash":"x","version":"1.0.0","test":false}""";

    [Fact]
    public void Webhook_bodies_become_the_entries_of_the_history() => Assert.Equal(
        [
            // The service's own test on line 1 is no payment. The same number twice is one payment whose status moved on.
            "2026-05-06 09:00:00 qiwi/27000000101 Payment Pending -1850.26 RUB, fee 10.00 RUB, for 8001234567890123, text 8001234567890123",
            "2026-05-06 09:00:00 qiwi/27000000101 Payment Succeeded -1850.26 RUB, fee 10.00 RUB, for 8001234567890123, text 8001234567890123",
            "2026-05-08 06:15:00 qiwi/27000000102-in Refund Succeeded 1850.26 RUB, for Возврат по заказу 8001234567890123, text Возврат по заказу 8001234567890123 · 79990003344",
            "2026-05-09 07:00:00 qiwi/27000000103 Payment Reversed -1870.40 RUB, original -20.00 USD, for 8001234567890777, text 8001234567890777",
            "2026-05-09 08:00:00 qiwi/27000000104 Transfer Succeeded -350.00 RUB, for за обед, text за обед · 79990005566",
        ],
        RowLines.OfSeed("qiwi-webhook.jsonl", "qiwi-webhook"));

    [Theory]
    [InlineData("{0}\n", 1)]
    [InlineData("{0}\n\n{0}\r\n{0}", 3)]
    [InlineData("[{0},\n{0}]", 2)]
    public void A_webhook_log_is_one_body_lines_of_them_or_a_list(string form, int count) =>
        Assert.Equal(count, Given.ReadText(form.Replace("{0}", Body, StringComparison.Ordinal), "log.json").OfType<RowOutcome.ReadEntry>().Count());

    [Fact]
    public void A_body_that_is_cut_off_costs_itself_and_no_other()
    {
        var outcomes = Given.ReadText($"{Body}\n{Body[..60]}", "log.json");
        Assert.IsType<RowOutcome.ReadEntry>(outcomes[0]);
        Assert.Equal(2, Assert.IsType<RowOutcome.Rejected>(outcomes[1]).Row.Line);
    }

    [Fact]
    public void Answers_saved_one_behind_the_other_are_one_history()
    {
        static string Page(int id) => $$$"""{"data":[{"txnId":{{{id}}},"date":"2026-05-06T12:00:00+03:00","errorCode":0,"status":"SUCCESS","type":"OUT","sum":{"amount":5,"currency":643},"total":{"amount":5,"currency":643},"provider":{"id":7}}],"nextTxnId":1}""";
        Assert.Equal(2, Given.ReadText($"{Page(7)}\n{Page(8)}", "pages.json").OfType<RowOutcome.ReadEntry>().Count());
        Assert.Equal(2, Given.ReadText($"[{Page(7)},{Page(8)}]", "pages.json").OfType<RowOutcome.ReadEntry>().Count());
    }

    [Fact]
    public void The_page_of_the_report_tells_sum_and_commission_apart() => Assert.Equal(
        [
            "2026-05-12 07:28:24 qiwi/27000000201 Payment Succeeded -3079.65 RUB, fee 61.59 RUB, by AliExpress, for 8001234567890301, text 8001234567890301",
            "2026-05-14 05:00:05 qiwi/27000000202-in Refund Succeeded 3079.65 RUB, by AliExpress, for Возврат, text Возврат · 8001234567890301",
            "2026-05-15 16:40:00 qiwi/27000000203 Payment Pending -20.00 RUB, by AliExpress, for 8001234567890302, text 8001234567890302",
            "2026-05-15 16:45:00 qiwi/27000000204 Payment Failed -500.00 RUB, by Лавка «Лумен», text 77",
            "2026-05-16 09:00:00 qiwi/27000000205 Transfer Succeeded -250.00 RUB, by Visa QIWI Wallet, for за обед, text за обед · +79990005566",

            // No sum stands apart here: what moved is the sum.
            "2026-05-17 09:00:00 qiwi/27000000206-in Topup Succeeded 1000.00 RUB, by Терминал, text 9",
        ],
        RowLines.OfSeed("qiwi-web-report.html", "qiwi-web-report"));

    [Fact]
    public void A_page_of_the_report_without_rows_is_an_empty_statement_and_another_page_is_unknown()
    {
        Assert.Empty(Given.ReadText("<html><body><div class=\"reports\"></div></body></html>", "report.html"));
        Assert.Equal("No layout has these columns: Welcome.", Given.WhyUnknownText("<html><body><table><tr><td>Welcome</td></tr></table></body></html>", "page.html"));
    }

    [Fact]
    public void Without_a_sum_of_its_own_the_commission_is_taken_off_what_moved_and_the_number_may_stand_as_text() => Assert.Equal(
        ["2026-05-12 07:28:24 qiwi/1455516854 Payment Succeeded -3079.65 RUB, fee 61.59 RUB, by AliExpress, for lamp, text lamp · 7"],
        RowLines.Of(Given.ReadText(
            """<div><div class="reportsLine status_SUCCESS"><span class="date">12.05.2026</span><span class="time">10:28:24</span><div class="transaction">1455516854</div><div class="IncomeWithExpend expenditure"><div class="cash">3 141,24 руб.</div><div class="commission">61,59 руб.</div></div><div class="ProvWithComment"><div class="provider"><span>AliExpress</span><span class="opNumber">7</span></div><div class="comment">lamp</div></div></div></div>""",
            "report.html")));

    [Fact]
    public void A_shops_invoice_is_a_payment_and_what_went_back_is_an_entry_of_its_own() => Assert.Equal(
        [
            "2026-05-06 09:00:31 qiwi-merchant/LUM-1001 Payment Succeeded 1850.26 RUB, by +79990001122, for LUM-1001, text Лампа",
            "2026-05-07 07:05:00 qiwi-merchant/LUM-1002 Payment Succeeded 2000.00 RUB, by +79990003344, for LUM-1002, text Кружка; две",
            "2026-05-07 07:05:00 qiwi-merchant/LUM-1002-refund Refund Succeeded -500.00 RUB, by +79990003344, for LUM-1002, of LUM-1002, text Кружка; две",
            "2026-05-08 07:00:00 qiwi-merchant/LUM-1003 Payment Failed 100.00 RUB, by +79990005566, for LUM-1003",
            "2026-05-09 07:00:00 qiwi-merchant/LUM-1004 Payment Pending 75.50 RUB, by +79990005566, for LUM-1004, text Шарф",
        ],
        RowLines.OfSeed("qiwi-invoices.csv", "qiwi-invoices"));

    [Theory]
    [InlineData("Не оплачен", "Failed")] // ends in the word for paid
    [InlineData("Просрочен", "Failed")]
    [InlineData("Ожидает оплаты", "Pending")]
    [InlineData("Частично возвращен", "Succeeded")]
    public void Statuses_of_invoices_are_known_by_their_words_in_either_encoding(string status, string expected)
    {
        var text = $"Статус;Дата выставления;Дата оплаты;ID счета;Сумма счета;Сумма оплаты;Валюта\n{status};06.05.2026 12:00;;X1;5,00;5,00;руб.\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), CodePagesEncodingProvider.Instance.GetEncoding(1251)! })
        {
            Assert.Contains($"Payment {expected} 5.00 RUB", Assert.Single(RowLines.Of(Given.ReadText(text, "invoices.csv", encoding))), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_banks_report_begins_with_the_transfer_to_the_shops_account() => Assert.Equal(
        [
            "2026-05-07 21:00:00 qiwi-bank/row-v1ae0d64a593d Withdrawal Succeeded -3315.26 RUB",
            "2026-05-07 06:59:00 qiwi-bank/810001 Payment Succeeded 1850.26 RUB, fee 35.00 RUB, by 490000******1234, for LUM-1001, text Settlement of 2026-05-08 · Bank card",
            "2026-05-07 20:30:00 qiwi-bank/810002 Payment Succeeded 2000.00 RUB, original 21.50 USD, by 490000******5678, for LUM-1002, text Settlement of 2026-05-08 · Bank card",
            "2026-05-07 20:45:00 qiwi-bank/810003 Refund Succeeded -500.00 RUB, by 490000******5678, for LUM-1002, of 810002, text Settlement of 2026-05-08 · Bank card",
            "line 6 rejected at PURPOSE: tip: is a type that the layout does not know. Add it to the rules of type in config/layouts/qiwi-bank-report.json.",
        ],
        RowLines.OfSeed("qiwi-bank-report.csv", "qiwi-bank-report"));

    [Fact]
    public void The_real_bank_report_is_a_settlement_and_a_payment()
    {
        var entries = Given.Entries(Given.Sample("qiwi/qiwi_bank_daily_report.csv"));
        Assert.Equal(["Withdrawal -25676786.28 RUB fee ", "Payment 2165.46 RUB fee 25.00 RUB"], entries.Select(e => $"{e.Type} {e.Amount} fee {e.Fee}"));
        Assert.Equal("2020-08-26 06:59:00", Given.Utc(entries[1].BookedAtUtc));
    }

    [Fact]
    public void The_real_header_of_invoices_is_an_empty_statement()
    {
        var path = Given.Sample("qiwi/merchant_invoices_header.csv");
        Assert.Equal("qiwi-invoices", Given.Known(path).Name);
        Assert.Empty(Given.Read(path));
    }
}
