namespace Reconciler.Import.Tests.Formats;

/// <summary>AliExpress in all the forms that users bring, over invented files in their shapes.</summary>
public sealed class AliExpressTests
{
    /// <summary>Children stand apart; one of them was not sent in time and its money came back; one that was never paid is cancelled. Cents, US Pacific.</summary>
    [Fact]
    public void A_data_export_makes_one_order_of_a_parents_children()
    {
        Assert.Equal("aliexpress-data-export", Given.Known(ShopRows.Seed("aliexpress-data-export.xlsx")).Name);
        Assert.Equal(
            [
                "aliexpress/8400000000000510 partly-refunded placed 2026-02-21 15:44:46 paid 2026-02-21 15:44:51 status 2026-02-28 02:17:56: 135.00 USD back 15.26 USD for Cleaner; Brush also 8400000000000511 8400000000000512",
                "aliexpress/8400000000000611 shipped placed 2026-02-22 15:00:00 paid 2026-02-22 15:00:09 status 2026-02-22 15:00:09: 4.50 USD for Cable also 8400000000000611",
                "aliexpress/8400000000000711 cancelled placed 2026-02-23 15:00:00 paid never status 2026-02-24 15:00:00: 9.00 USD for Mug also 8400000000000711",
            ],
            ShopRows.Of(ShopRows.Seed("aliexpress-data-export.xlsx")));
    }

    /// <summary>The script cuts the currency off: it is not guessed.</summary>
    [Fact]
    public void A_userscripts_copy_asks_for_the_currency() => Assert.Equal(
        "It is an aliexpress-userscript file. It does not say in which currency its sums are (24.00 on line 2). Set currency in config/layouts/aliexpress-userscript.json, such as { \"text\": \"EUR\" }.",
        Given.WhyUnknown(ShopRows.Seed("aliexpress-userscript.tsv")));

    /// <summary>Hold is paid; Finished with the payment cancelled is cancelled, with its money due.</summary>
    [Fact]
    public void The_Russian_sellers_answer_is_in_kopeks_and_payment_tells_what_Finished_means()
    {
        Assert.Equal("aliexpress-russia", Given.Known(ShopRows.Seed("aliexpress-russia.json")).Name);
        Assert.Equal(
            [
                "aliexpress/5200000000000101 shipped placed 2026-05-03 08:25:38 paid 2026-05-03 08:25:47 status 2026-05-04 08:00:00: 3064.51 RUB for Лампа; Чайник also 5200000000000102 5200000000000103",
                "aliexpress/5200000000000201 cancelled placed 2026-05-05 11:00:00 paid never status 2026-05-05 12:00:00: 500.00 RUB for Кабель also 5200000000000202",
                "aliexpress/5200000000000301 cancelled placed 2026-05-06 11:00:00 paid 2026-05-06 11:00:10 status 2026-05-09 12:00:00: 999.90 RUB for Кружка also 5200000000000302",
            ],
            ShopRows.Of(ShopRows.Seed("aliexpress-russia.json")));
    }

    [Fact]
    public void A_userscripts_copy_is_read_once_its_layout_says_the_currency()
    {
        using var folder = new Reconciler.TestSupport.TempFolder();
        var shipped = File.ReadAllText(Path.Combine(Reconciler.TestSupport.Places.Config, "layouts", "aliexpress-userscript.json"));
        File.WriteAllText(folder["aliexpress-userscript.json"], shipped.Replace("\"decimalMark\":", "\"currency\": { \"text\": \"USD\" }, \"decimalMark\":", StringComparison.Ordinal));
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var seed = ShopRows.Seed("aliexpress-userscript.tsv");
        var layout = Assert.IsType<Identification.Known>(reader.Identify(seed)).Layout;

        var outcome = reader.Read(seed, layout, null, Given.Sha, "copy.tsv", TestContext.Current.CancellationToken).First();

        var order = Assert.IsType<RowOutcome.ReadOrder>(outcome).Order;
        Assert.Equal("aliexpress/8400000000000101 2026-05-13 07:00:00 Completed 24.00 USD Desk lamp; Bulb 10pcs", $"{order.Id} {Given.Utc(order.PlacedAtUtc)} {order.Status} {order.Total} {order.Description}");
        Assert.Equal(2, outcome.Rows);
    }

    /// <summary>The page's own words, in its language.</summary>
    [Theory]
    [InlineData("May 3, 2026", "Completed", "completed")]
    [InlineData("3 мая 2026", "Завершён", "completed")]
    [InlineData("3 maja 2026", "Oczekuje na dostawę", "shipped")]
    [InlineData("3. Mai 2026", "Storniert", "cancelled")]
    [InlineData("3 de mayo de 2026", "Pendiente de pago", "awaiting-payment")]
    [InlineData("3 mai 2026", "En attente d'expédition", "paid")]
    public void The_extension_keeps_the_pages_language(string date, string status, string expected)
    {
        using var folder = new Reconciler.TestSupport.TempFolder();
        File.WriteAllText(folder["a.csv"], $"Order Date,Order ID,Title,Qty,Price,Store,Product ID,SKU ID,Attributes,Price Info,Currency,Status\n\"{date}\",8400000000000900,Lamp,1,US $3.00,Probe Store,1,1,,,USD,{status}\n");
        Assert.Equal($"aliexpress/8400000000000900 {expected} placed 2026-05-03 07:00:00 paid never status 2026-05-03 07:00:00: 3.00 USD from Probe Store for Lamp", Assert.Single(ShopRows.Of(folder["a.csv"])));
    }

    [Fact]
    public void Samples_that_are_only_a_header_hold_nothing()
    {
        Assert.Equal("aliexpress-userscript", Given.Known(Given.Sample("aliexpress/bulk_exporter_header.tsv")).Name);
        Assert.Empty(Given.Read(Given.Sample("aliexpress/bulk_exporter_header.tsv")));
    }

    [Fact]
    public void A_list_of_field_names_is_no_table_and_says_what_it_lacks() =>
        Assert.Equal(
            "No layout has these columns: order_id. The nearest is aliexpress-data-export, which needs also parent_orderid, gmt_create_order_time, order_status, item_name, payable_amt.",
            Given.WhyUnknown(Given.Sample("aliexpress/privacy_xlsx_fields.txt")));
}
