using System.Text;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>1CClientBankExchange.</summary>
public sealed class ClientBankTests
{
    private const string Own = "40702810900000000017";
    private const string Other = "40702810100000000555";

    [Fact]
    public void A_client_bank_file_tells_each_document_on_the_own_account_that_it_moved() => Assert.Equal(
        [
            "2026-05-04 21:00:00 bank-40702810900000000017/row-v99ecfb2c5744 Payment Succeeded -24500.00 RUB, by ООО \"Лампы оптом\", then 95500.00 RUB, text Платежное поручение · Оплата заказа 8192259900117701 за лампы настольные, 12 шт. НДС не облагается",
            "2026-05-12 21:00:00 bank-40702810900000000017/row-v576d07f75476 Payment Succeeded 61540.00 RUB, by ООО \"Светлый Дом\", then 157040.00 RUB, text Платежное поручение · Оплата по счету С-2207 от 08.05.2026",
            "2026-05-13 21:00:00 bank-40702810900000000017/row-v9cc7a92d2262 Fee Succeeded -316.50 RUB, by БАНК СЕВЕРНЫЙ ВЕТЕР, then 156723.50 RUB, text Банковский ордер · Комиссия за внешний перевод по п/п 118",
            "2026-05-17 21:00:00 bank-40702810900000000017/row-v83ce479fec8e Refund Succeeded 2980.00 RUB, by ООО \"Лампы оптом\", then 159703.50 RUB, text Платежное поручение · Возврат за недопоставку по заказу 8192259900117701",
            "2026-05-19 21:00:00 bank-40702810900000000017/row-vd6b21e5a7c2a Payment Succeeded -81290.00 RUB, by ООО \"Аренда и склады\", then 78413.50 RUB, text Платежное поручение · Аренда за май 2026",

            // Sent to the bank, and not yet moved.
            "2026-05-28 21:00:00 bank-40702810900000000017/row-vc93e6245e606 Payment Pending -15000.00 RUB, by ООО \"Лампы оптом\", text Платежное поручение · Оплата заказа 8192259900117802",
            "2026-05-20 21:00:00 bank-40702978200000000017/row-v0b5daa3b02af Payment Succeeded 800.00 EUR, by Nordlicht Handel GmbH, then 2300.00 EUR, text Мемориальный ордер · Зачисление по контракту NH-26/4",

            // On neither of the own accounts.
            "line 136 rejected at : : is a document on none of the file's own accounts (РасчСчет), so that its direction is not told. Export the statement of the account that it moved.",
        ],
        RowLines.OfSeed("bank-1c.txt", "bank-1c"));

    private static string Section(string number, string opening, string closing, string from = "04.05.2026", string to = "08.05.2026") =>
        $"СекцияРасчСчет\nДатаНачала={from}\nДатаКонца={to}\nРасчСчет={number}\nНачальныйОстаток={opening}\nКонечныйОстаток={closing}\nКонецРасчСчет\n";

    private static string Document(string sum, string payer, string payee, string days, string purpose = "Оплата", string kind = "Платежное поручение") =>
        $"СекцияДокумент={kind}\nНомер=7\nДата=04.05.2026\nСумма={sum}\nПлательщикСчет={payer}\nПлательщик1=Плательщик\nПолучательСчет={payee}\nПолучатель1=Получатель\n{days}\nНазначениеПлатежа={purpose}\nКонецДокумента\n";

    private static string File(params string[] parts) => $"1CClientBankExchange\nВерсияФормата=1.03\nКодировка=Windows\n{string.Concat(parts)}КонецФайла\n";

    private static List<Entry> Entries(string text, Encoding? encoding = null) => Given.ReadText(text, "kl_to_1c.txt", encoding).ConvertAll(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry);

    private static string[] Told(string text) => [.. Entries(text).Select(e => $"{Given.Utc(e.BookedAtUtc)[..10]} {e.Id.Wallet} {e.Type} {e.Status} {e.Amount} = {e.BalanceAfter}")];

    /// <summary>Whatever the file says of its encoding: it often says Windows and is UTF-8.</summary>
    [Theory]
    [InlineData(866)]
    [InlineData(1251)]
    [InlineData(65001)]
    public void Every_encoding_of_the_seed_gives_the_same_ids_sums_and_names(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var seed = WalletLines.Seed("bank-1c.txt");
        using var folder = new TempFolder();
        System.IO.File.WriteAllText(folder["a.txt"], System.IO.File.ReadAllText(seed, Encoding.GetEncoding(1251)), codePage == 65001 ? new UTF8Encoding(false) : Encoding.GetEncoding(codePage));
        Assert.Equal(RowLines.Of(Given.Read(seed)), RowLines.Of(Given.Read(folder["a.txt"])));
    }

    [Fact]
    public void A_document_that_was_sent_keeps_its_id_when_it_is_booked()
    {
        var sent = Assert.Single(Entries(File($"РасчСчет={Own}\n", Document("500.00", Own, Other, "ДатаСписано="))));
        var booked = Assert.Single(Entries(File($"РасчСчет={Own}\n", Document("500.00", Own, Other, "ДатаСписано=06.05.2026"))));
        Assert.Equal((EntryStatus.Pending, EntryStatus.Succeeded, "2026-05-05"), (sent.Status, booked.Status, Given.Utc(booked.BookedAtUtc)[..10]));
        Assert.Equal(sent.Id, booked.Id);
    }

    [Fact]
    public void Between_two_own_accounts_money_leaves_the_one_and_reaches_the_other() => Assert.Equal(
        [
            "2026-05-04 bank-40702810900000000017 Transfer Succeeded -500.00 RUB = 500.00 RUB",
            "2026-05-04 bank-40702810100000000555 Transfer Succeeded 500.00 RUB = 700.00 RUB",
        ],
        Told(File(Section(Own, "1000.00", "500.00"), Section(Other, "200.00", "700.00"), Document("500.00", Own, Other, "ДатаСписано=05.05.2026\nДатаПоступило=05.05.2026"))));

    /// <summary>Some banks write a section for each day. What the documents lack of the closing balance shows behind the last one.</summary>
    [Fact]
    public void The_sections_of_an_account_make_one_chain_of_balances()
    {
        var entries = Entries(File(
            Section(Own, "900.00", "1200.00", "05.05.2026", "05.05.2026"),
            Section(Own, "1000.00", "900.00", "04.05.2026", "04.05.2026"),
            Document("300.00", Other, Own, "ДатаПоступило=05.05.2026"),
            Document("100.00", Own, Other, "ДатаСписано=04.05.2026")));
        Assert.Equal(["300.00 RUB then 1200.00 RUB", "-100.00 RUB then 900.00 RUB"], entries.Select(e => $"{e.Amount} then {e.BalanceAfter}"));
        Assert.Equal([null, "1000.00 RUB"], entries.Select(e => e.OpeningBalance?.ToString()));
    }

    [Theory]
    [InlineData("Возврат по заказу 77", "Платежное поручение", "in", EntryType.Refund)]
    [InlineData("Возврат покупателю по заказу 77", "Платежное поручение", "out", EntryType.Refund)]
    [InlineData("Комиссия за ведение счета", "Банковский ордер", "out", EntryType.Fee)]
    [InlineData("Оплата комиссии агента по счету 5", "Платежное поручение", "out", EntryType.Payment)]
    [InlineData("Уплата процентов по депозиту", "Банковский ордер", "in", EntryType.Adjustment)]
    [InlineData("Взнос наличных", "Объявление на взнос наличными", "in", EntryType.Topup)]
    [InlineData("На выплату зарплаты", "Денежный чек", "out", EntryType.Withdrawal)]
    [InlineData("Оплата по счету 5", "Платежное поручение", "in", EntryType.Payment)]
    public void Kind_and_purpose_tell_what_a_document_is(string purpose, string kind, string direction, EntryType expected)
    {
        var isOut = direction == "out";
        var entry = Assert.Single(Entries(File($"РасчСчет={Own}\n", Document("5.00", isOut ? Own : Other, isOut ? Other : Own, isOut ? "ДатаСписано=05.05.2026" : "ДатаПоступило=05.05.2026", purpose, kind))));
        Assert.Equal((expected, isOut ? "-5.00 RUB" : "5.00 RUB"), (entry.Type, entry.Amount.ToString()));
    }

    /// <summary>Text that goes on in the next line, fields that are split in six, and a section that lacks its end.</summary>
    [Fact]
    public void What_banks_make_of_the_format_is_read() => Assert.Equal(
        ["Платежное поручение · Оплата заказа 77 за лампы", "Платежное поручение · Оплата заказа 78 за свечи"],
        Entries(File(
            $"РасчСчет={Own}\n",
            Document("5.00", Own, Other, "ДатаСписано=05.05.2026", "Оплата заказа 77\nза лампы").Replace("КонецДокумента\n", string.Empty, StringComparison.Ordinal),
            Document("6.00", Own, Other, "ДатаСписано=05.05.2026", "\nНазначениеПлатежа1=Оплата заказа 78\nНазначениеПлатежа2=за свечи"))).Select(e => e.Description));

    [Fact]
    public void A_sum_that_is_none_costs_its_document_and_the_balances_behind_it()
    {
        var outcomes = Given.ReadText(File(Section(Own, "1000.00", "890.00"), Document("1O0.00", Own, Other, "ДатаСписано=05.05.2026"), Document("10.00", Own, Other, "ДатаСписано=06.05.2026")), "a.txt");
        Assert.Equal(("Amount", "1O0.00"), Assert.IsType<RowOutcome.Rejected>(outcomes[0]).Row is var row ? (row.Column, row.Text) : default);
        Assert.Equal("-10.00 RUB then 890.00 RUB", Assert.IsType<RowOutcome.ReadEntry>(outcomes[1]).Entry is var e ? $"{e.Amount} then {e.BalanceAfter}" : string.Empty);
    }
}
