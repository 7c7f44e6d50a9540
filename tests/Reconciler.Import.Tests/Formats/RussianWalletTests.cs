using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>YooMoney as JSON and CSV, WebMoney as XML.</summary>
public sealed class RussianWalletTests
{
    private static readonly int HashAt = "2026-05-06 09:00:00 yoomoney/row-".Length;

    [Fact]
    public void YooMoney_operations_tell_their_direction_in_words() => Assert.Equal(
        [
            "2026-05-06 09:00:00 yoomoney/780000000000000001 Payment Succeeded -1850.26 RUB, by AliExpress, заказ 8001234567890701, for 8001234567890701, text AliExpress, заказ 8001234567890701",
            "2026-05-10 09:00:00 yoomoney/780000000000000002 Refund Succeeded 1850.26 RUB, by Возврат: AliExpress, заказ 8001234567890701, for 8001234567890701, text Возврат: AliExpress, заказ 8001234567890701",

            // 1005.00 left the wallet, 5.00 of it the fee.
            "2026-05-11 09:00:00 yoomoney/780000000000000003 Transfer Succeeded -1000.00 RUB, fee 5.00 RUB, by 4100000000001, text Перевод на счёт 4100000000001 · спасибо",

            // A shop's key makes an incoming transfer a sale.
            "2026-05-12 09:00:00 yoomoney/780000000000000004 Payment Succeeded 490.00 RUB, by 4100000000002, for LUM-1001, text Перевод от 4100000000002",
            "2026-05-13 09:00:00 yoomoney/780000000000000005 Transfer Pending 100.00 RUB, by Перевод от 4100000000002, text Перевод от 4100000000002",
            "2026-05-14 09:00:00 yoomoney/780000000000000006 Payment Failed -70.00 RUB, by Лавка «Лумен», text Лавка «Лумен»",
            "2026-05-15 09:00:00 yoomoney/780000000000000007 Topup Succeeded 3000.00 RUB, by Пополнение с карты, text Пополнение с карты",
            "line 11 rejected at status: postponed: is a status that the layout does not know. Add it to the rules of status in config/layouts/yoomoney-history.json.",
        ],
        RowLines.OfSeed("yoomoney-history.json", "yoomoney-history"));

    [Fact]
    public void A_YooMoney_answer_without_operations_is_an_empty_statement() => Assert.Empty(Given.ReadText("{\"operations\": []}", "empty.json"));

    [Fact]
    public void YooMoney_statement_takes_the_sign_from_its_column_and_tells_equal_rows_apart() => Assert.Equal(
        [
            "2026-05-06 09:00:00 yoomoney/row-HASH Payment Succeeded -1850.26 RUB, by AliExpress, заказ 8001234567890701, for 8001234567890701, text AliExpress, заказ 8001234567890701",
            "2026-05-10 09:00:00 yoomoney/row-HASH Refund Succeeded 1850.26 RUB, by Возврат: AliExpress, заказ 8001234567890701, for 8001234567890701, text Возврат: AliExpress, заказ 8001234567890701",
            "2026-05-11 09:00:00 yoomoney/row-HASH Transfer Succeeded -1005.00 RUB, by Перевод на счёт 4100000000001, text Перевод на счёт 4100000000001",
            "2026-05-15 09:00:00 yoomoney/row-HASH Topup Succeeded 3000.00 RUB, by Пополнение с карты, text Пополнение с карты",
            "2026-05-16 09:00:00 yoomoney/row-HASH Payment Failed -70.00 RUB, by Лавка «Лумен», text Лавка «Лумен»",
            "2026-05-17 09:00:00 yoomoney/row-HASH Payment Succeeded -45.00 RUB, by Автобус, text Автобус",
            "2026-05-17 09:00:00 yoomoney/row-HASH-2 Payment Succeeded -45.00 RUB, by Автобус, text Автобус",
        ],
        RowLines.OfSeed("yoomoney-statement.csv", "yoomoney-statement").Select(line => line.Remove(HashAt, 13).Insert(HashAt, "HASH")));

    [Theory]
    [InlineData("", "руб.", "5,00")] // neither a sign, nor one that can be guessed
    [InlineData("*", "RUB", "5,00")]
    public void A_YooMoney_row_without_its_sign_is_rejected(string sign, string currency, string sum)
    {
        var outcome = Assert.Single(Given.ReadText($"+/-;дата;сумма;валюта;статус;название\n{sign};06.05.2026 12:00:00;{sum};{currency};;Автобус\n"));
        Assert.Equal("+/-", Assert.IsType<RowOutcome.Rejected>(outcome).Row.Column);
    }

    [Fact]
    public void WebMoney_operations_get_their_direction_from_the_purse_that_is_in_all_and_their_balances_join_up()
    {
        Assert.Equal(
            [
                "2026-05-05 07:00:00 webmoney/900000001 Topup Succeeded 100.00 USD, by 222222222222, then 100.00 USD, text Пополнение кошелька",
                "2026-05-06 09:00:00 webmoney/900000002 Payment Succeeded -20.00 USD, fee 0.16 USD, by 333333333333, for 8801, then 79.84 USD, text Оплата счёта: лампа",
                "2026-05-06 21:30:00 webmoney/900000003 Payment Succeeded -15.00 USD, fee 0.12 USD, by 444444444444, for 8001234567890801, then 64.72 USD, text AliExpress 8001234567890801",
                "2026-05-09 09:00:00 webmoney/900000004 Refund Succeeded 5.00 USD, by 333333333333, of 900000002, then 69.72 USD, text Лампа с браком",
                "2026-05-10 09:00:00 webmoney/900000005 Transfer Pending -10.00 USD, fee 0.08 USD, by 555555555555, then 59.64 USD, text за обед",

                // The sender paid the commission of 0.01.
                "2026-05-11 09:00:00 webmoney/900000006 Transfer Succeeded 0.36 USD, by 666666666666, then 60.00 USD, text сдача",
            ],
            RowLines.OfSeed("webmoney-x3.xml", "webmoney-x3"));

        var balance = 0L;
        foreach (var entry in Given.Entries(Path.Combine(Places.Seeds, "formats", "webmoney-x3.xml")))
        {
            balance += entry.Amount.MinorUnits - (entry.Fee?.MinorUnits ?? 0);
            Assert.Equal(balance, entry.BalanceAfter!.Value.MinorUnits);
        }
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"windows-1251\"?>")]
    [InlineData("<?xml version=\"1.0\"?>")] // says nothing, and is not UTF-8
    [InlineData("")]
    public void WebMoney_in_windows_1251_is_read_with_and_without_saying_so(string declaration)
    {
        var cp1251 = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
        var lines = RowLines.Of(Given.ReadText(declaration + Operations(("Z1", "Z2"), ("Z3", "Z1")), "x3.xml", cp1251));
        Assert.Equal(["Transfer Succeeded -1.00 USD, by Z2, text чай", "Transfer Succeeded 1.00 USD, by Z3, text чай"], lines.Select(l => l[(l.IndexOf("Transfer", StringComparison.Ordinal))..]));
    }

    [Fact]
    public void An_operation_that_does_not_tell_its_direction_is_refused_with_the_setting_to_add()
    {
        var outcome = Assert.Single(Given.ReadText(Operations(("Z1", "Z2")), "x3.xml"));
        var rejected = Assert.IsType<RowOutcome.Rejected>(outcome).Row;
        Assert.Equal(1, rejected.Line);
        Assert.Equal("does not tell whether money came or went: pursesrc is Z1, pursedest is Z2, and nothing says which is the file's own. Name it under xml.own.purses in config/layouts/webmoney-x3.json.", rejected.Why);
    }

    [Fact]
    public void A_purse_named_in_the_layout_tells_the_direction_of_a_single_operation()
    {
        using var folder = new TempFolder();
        var shipped = File.ReadAllText(Path.Combine(Places.Config, "layouts", "webmoney-x3.json"));
        File.WriteAllText(folder["webmoney-x3.json"], shipped.Replace("\"purses\": []", "\"purses\": [\"z2\"]", StringComparison.Ordinal));
        File.WriteAllText(folder["x3.xml"], Operations(("Z1", "Z2")));
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var layout = Assert.IsType<Identification.Known>(reader.Identify(folder["x3.xml"])).Layout;
        var outcome = Assert.Single(reader.Read(folder["x3.xml"], layout, null, Given.Sha, "x3.xml", TestContext.Current.CancellationToken));
        Assert.Equal("1.00 USD", Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Amount.ToString());
    }

    [Fact]
    public void The_real_operations_of_YooMoney_are_payments()
    {
        var entries = Given.Entries(Given.Sample("yoomoney/operation_history.json"));
        Assert.Equal(["Payment -500.00 RUB", "Payment -300.00 RUB"], entries.Select(e => $"{e.Type} {e.Amount}"));
        Assert.Equal("2011-07-11 17:43:00", Given.Utc(entries[0].BookedAtUtc));
    }

    [Fact]
    public void The_real_shape_of_the_statement_is_money_in_and_money_out()
    {
        var entries = Given.Entries(Given.Sample("yoomoney/yandex_money_csv_shape.csv"));
        Assert.Equal(["Transfer 100.00 RUB Доходы", "Payment -100.00 RUB Расходы"], entries.Select(e => $"{e.Type} {e.Amount} {e.Description}"));
    }

    /// <summary>Its purses are hidden, so that nobody can tell whether the money came or went.</summary>
    [Fact]
    public void The_real_operation_with_hidden_purses_is_refused_with_the_cure()
    {
        var path = Given.Sample("webmoney/x3_operations.xml");
        Assert.Equal("webmoney-x3", Given.Known(path).Name);
        var rejected = Assert.IsType<RowOutcome.Rejected>(Assert.Single(Given.Read(path))).Row;
        Assert.Equal(2, rejected.Line);
        Assert.Equal("has R000000000000 as pursesrc and as pursedest, so that it does not tell whether money came or went. Save the answer again with the purses as they are.", rejected.Why);
    }

    private static string Operations(params (string From, string To)[] operations) => $"<w3s.response><operations>{string.Concat(operations.Select(o =>
        $"<operation id=\"{o.From}{o.To}\" ts=\"1\"><pursesrc>{o.From}</pursesrc><pursedest>{o.To}</pursedest><amount>1.00</amount><comiss>0.00</comiss><opertype>0</opertype><wminvid>0</wminvid><desc>чай</desc><datecrt>20260506 12:00:00</datecrt></operation>"))}</operations></w3s.response>";
}
