using System.Globalization;

namespace Reconciler.Import.Tests;

/// <summary>Over real files, on machines that have them.</summary>
public sealed class SampleTests
{
    [Fact]
    public void PayPal_English_loses_no_row_and_its_balances_join_up()
    {
        var outcomes = Given.Read(Given.Sample("paypal/activity_en.csv"));
        var entries = outcomes.Cast<RowOutcome.ReadEntry>().Select(o => o.Entry).ToList();

        Assert.Equal(76, outcomes.Sum(o => o.Rows));
        foreach (var wallet in entries.GroupBy(e => e.Amount.Currency))
        {
            long? balance = null;
            foreach (var entry in wallet)
            {
                var net = entry.Amount.MinorUnits - (entry.Fee?.MinorUnits ?? 0);
                Assert.Equal((balance ?? (entry.BalanceAfter!.Value.MinorUnits - net)) + net, entry.BalanceAfter!.Value.MinorUnits);
                balance = entry.BalanceAfter.Value.MinorUnits;
            }
        }

        Assert.Equal("2015-12-29 15:45:51", Given.Utc(entries[0].BookedAtUtc));
        Assert.Equal(
            "Conversion 32, Hold 1, Payment 28, Release 1, Withdrawal 14",
            string.Join(", ", entries.CountBy(e => e.Type.ToString()).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value}"))));
    }

    [Fact]
    public void PayPal_German_gives_six_rows_and_rejects_the_impossible_time()
    {
        var outcomes = Given.Read(Given.Sample("paypal/activity_de.csv"));

        Assert.Equal(6, outcomes.OfType<RowOutcome.ReadEntry>().Count());
        var rejected = Assert.Single(outcomes.OfType<RowOutcome.Rejected>());
        Assert.Equal(("Uhrzeit", "29:18:53", 4), (rejected.Row.Column, rejected.Row.Text, rejected.Row.Line));
        Assert.Equal(
            "Payment -41.00 EUR|Payment 63.89 EUR|Topup 44.12 EUR|Payment -36.00 EUR|Payment 17.00 EUR|Adjustment 16.67 EUR",
            string.Join('|', outcomes.OfType<RowOutcome.ReadEntry>().Select(o => $"{o.Entry.Type} {o.Entry.Amount}")));
        Assert.Equal("1.94 EUR", outcomes.OfType<RowOutcome.ReadEntry>().ElementAt(1).Entry.Fee.ToString());
    }

    [Theory]
    [InlineData("qiwi/history_v1.json")]
    [InlineData("qiwi/history_v2.json")]
    public void Qiwi_of_both_versions_is_one_payment_of_70_roubles(string sample)
    {
        var entry = Assert.Single(Given.Entries(Given.Sample(sample)));
        Assert.Equal("qiwi/9309 Payment Succeeded -70.00 RUB", $"{entry.Id} {entry.Type} {entry.Status} {entry.Amount}");
        Assert.Equal("2017-01-21 08:41:07", Given.Utc(entry.BookedAtUtc));
        Assert.Null(entry.Fee);
        Assert.DoesNotContain("79112223344", entry.Extra, StringComparison.Ordinal);
        Assert.Equal("Yandex.Money", entry.Counterparty);
    }

    [Fact]
    public void AliExpress_platform_order_is_paid_while_the_money_is_checked()
    {
        var order = Assert.Single(Given.Orders(Given.Sample("aliexpress/solution_order_get.json")));
        Assert.Equal("aliexpress/1160045860056286 Paid 1.01 USD", $"{order.Id} {order.Status} {order.Total}");
        Assert.Equal(("2017-10-12 19:12:12", "mobile", "23457890"), (Given.Utc(order.PlacedAtUtc), order.Description, order.OtherIds));
        Assert.Equal(8, order.Source.Line);
    }

    [Fact]
    public void Shopify_order_of_two_lines_is_one_order()
    {
        var outcome = Assert.Single(Given.Read(Given.Sample("shopify/orders_export_2lines.csv"), "atelier"));
        var order = Assert.IsType<RowOutcome.ReadOrder>(outcome).Order;
        Assert.Equal(2, outcome.Rows);
        Assert.Equal("shopify-atelier/#1001 Shipped 34.98 USD", $"{order.Id} {order.Status} {order.Total}");
        Assert.Equal("Crew Tee - Black / S; Mug", order.Description);
        Assert.Equal(("5001", null), (order.OtherIds, order.Refunded));
        Assert.DoesNotContain("ann@example.com", order.Extra, StringComparison.Ordinal);
    }

    [Fact]
    public void AliExpress_extension_header_alone_is_known_and_holds_nothing() =>
        Assert.Empty(Given.Read(Given.Sample("aliexpress/shopper_inventory_header.csv")));

    /// <summary>Files of formats that have no layout yet say so, whatever they hold, and nothing throws.</summary>
    [Fact]
    public void Every_other_sample_is_unknown_with_a_reason()
    {
        var known = new HashSet<string>(StringComparer.Ordinal)
        {
            "activity_de.csv", "activity_en.csv", "history_v1.json", "history_v2.json", "solution_order_get.json", "orders_export_2lines.csv", "shopper_inventory_header.csv",
        };
        foreach (var path in Directory.GetFiles(Given.Sample("."), "*", SearchOption.AllDirectories)
            .Where(p => !known.Contains(Path.GetFileName(p)) && Path.GetFileName(Path.GetDirectoryName(p)) is not ("mt940" or "camt" or "ofx")))
        {
            var identified = Given.Reader.Identify(path);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(path)}: {identified}");
            Assert.True(identified is Identification.Unknown(var why) && why.Length > 20, $"{path}: {identified}");
        }
    }
}
