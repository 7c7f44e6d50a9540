using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Orders of shops and marketplaces, over invented files in their shapes.</summary>
public sealed class ShopOrderTests
{
    /// <summary>Of two sums the first is the total and the second what is left; tax in brackets is no sum; a bare $ says no currency.</summary>
    [Fact]
    public void WooCommerce_revenue_is_text()
    {
        Assert.Equal("woocommerce-analytics", Given.Known(ShopRows.Seed("woocommerce-analytics.csv")).Name);
        Assert.Equal(
            [
                "woocommerce/5101 completed placed 2026-05-03 10:00:00 paid never status 2026-05-03 10:00:00: 1234.50 EUR for 1× Lampe",
                "woocommerce/5102 partly-refunded placed 2026-05-04 11:30:00 paid never status 2026-05-04 11:30:00: 25.00 EUR back 5.00 EUR for 2× Becher",
                "woocommerce/5103 awaiting-payment placed 2026-05-05 12:00:00 paid never status 2026-05-05 12:00:00: 25.00 EUR for 1× Becher",
                "woocommerce/5104 refunded placed 2026-05-06 12:00:00 paid never status 2026-05-06 12:00:00: 40.00 EUR back 40.00 EUR for 1× Kissen",
                "rejected: line 6, N. Revenue (formatted), \"$12.00\" has \"$\" beside the number, which can be USD, CAD, AUD, NZD, SGD, HKD, MXN, TWD, BRL, ARS, CLP, COP. Say which under symbols in config/layouts/woocommerce-analytics.json.",
            ],
            ShopRows.Of(ShopRows.Seed("woocommerce-analytics.csv")));
    }

    /// <summary>Several refunds add up.</summary>
    [Fact]
    public void WooCommerce_answers_bring_refunds_and_the_wallets_transaction()
    {
        Assert.Equal("woocommerce-orders", Given.Known(ShopRows.Seed("woocommerce-orders.json")).Name);
        Assert.Equal(
            [
                "woocommerce/WC-901 partly-refunded placed 2026-05-03 10:00:00 paid 2026-05-03 10:00:20 status 2026-05-05 08:00:00: 59.80 EUR back 7.50 EUR by 7XK11111AB222222C for Lamp; Bulb also 901",
                "woocommerce/902 awaiting-payment placed 2026-05-04 10:00:00 paid never status 2026-05-04 10:00:00: 20.00 EUR for Mug",
                "rejected: line 16, status, \"teleported\" is a status that the layout does not know. Add it to the rules of status in config/layouts/woocommerce-orders.json.",
            ],
            ShopRows.Of(ShopRows.Seed("woocommerce-orders.json")));
    }

    /// <summary>Commas above, blank quotes below the header, a count and the seller at the end; an order of several items has a row for itself.</summary>
    [Fact]
    public void Ebay_has_lines_around_its_table_and_no_word_for_a_status()
    {
        Assert.Equal("ebay-orders", Given.Known(ShopRows.Seed("ebay-orders.csv")).Name);
        Assert.Equal(
            [
                "ebay/12-00001-10001 shipped placed 2026-09-27 07:00:00 paid 2026-09-27 07:00:00 status 2026-09-29 07:00:00: 28.50 USD by 5AB12345CD678901E for Watch strap",
                "ebay/12-00001-10002 paid placed 2026-09-28 07:00:00 paid 2026-09-28 07:00:00 status 2026-09-28 07:00:00: 44.00 USD for Cup; Saucer",
                "ebay/12-00001-10003 awaiting-payment placed 2026-09-30 07:00:00 paid never status 2026-09-30 07:00:00: 9.99 USD for Spoon",
            ],
            ShopRows.Of(ShopRows.Seed("ebay-orders.csv")));
    }

    /// <summary>Dez and Mär, decimal commas, the old Windows encoding.</summary>
    [Fact]
    public void Ebay_in_German_has_its_own_months()
    {
        Assert.Equal("ebay-orders", Given.Known(ShopRows.Seed("ebay-orders-de.csv")).Name);
        Assert.Equal(
            [
                "ebay/22-00002-20001 shipped placed 2025-12-10 08:00:00 paid 2025-12-10 08:00:00 status 2025-12-12 08:00:00: 1116.99 EUR for Uhrenarmband grün",
                "ebay/22-00002-20002 awaiting-payment placed 2026-03-02 08:00:00 paid never status 2026-03-02 08:00:00: 9.50 EUR for Tasse",
            ],
            ShopRows.Of(ShopRows.Seed("ebay-orders-de.csv")));
    }

    /// <summary>Items of one shipment stand apart; both shipments share the checkout.</summary>
    [Fact]
    public void An_Amazon_shipment_is_an_order_of_its_own()
    {
        Assert.Equal("amazon-order-history", Given.Known(ShopRows.Seed("amazon-order-history.csv")).Name);
        Assert.Equal(
            [
                "amazon/113-0000004-0000004.2026-05-03T18:34:00Z completed placed 2026-05-03 18:34:00 paid 2026-05-03 18:34:00 status 2026-05-03 18:34:00: 29.82 USD checkout 113-0000004-0000004 from Amazon.com for Kettle; Filter also 113-0000004-0000004",
                "amazon/113-0000004-0000004.2026-05-05T07:00:00Z completed placed 2026-05-05 07:00:00 paid 2026-05-05 07:00:00 status 2026-05-05 07:00:00: 1010.00 USD checkout 113-0000004-0000004 from Amazon.com for Oven also 113-0000004-0000004",
                "amazon/113-0000005-0000005 awaiting-payment placed 2026-05-06 08:00:00 paid never status 2026-05-06 08:00:00: 7.50 USD checkout 113-0000005-0000005 from Amazon.com for Sponge also 113-0000005-0000005",
                "amazon/113-0000006-0000006 cancelled placed 2026-05-07 08:00:00 paid never status 2026-05-07 08:00:00: 0.00 USD checkout 113-0000006-0000006 from Amazon.com for Brush also 113-0000006-0000006",
            ],
            ShopRows.Of(ShopRows.Seed("amazon-order-history.csv")));
    }

    /// <summary>They are exported with the columns of orders, and nobody has bought them.</summary>
    [Fact]
    public void Shopifys_abandoned_checkouts_are_no_orders()
    {
        const string Header = "Name,Financial Status,Fulfillment Status,Currency,Total,Created at,Lineitem name\n";
        const string Abandoned = "#38539790000018,,unfulfilled,USD,279.20,2026-03-29 10:26:33 -0700,Lamp\n#38539790000018,,,,,2026-03-29 10:26:33 -0700,Bulb\n";
        Assert.Empty(Given.ReadText(Header + Abandoned));
        Assert.Contains("Financial Status", Given.Told(Assert.Single(Given.ReadText($"{Header}#1001,,unfulfilled,USD,279.20,2026-03-29 10:26:33 -0700,Lamp\n"))), StringComparison.Ordinal);
    }

    private const string History = "Website,Order ID,Order Date,Currency,Total Owed,ASIN,Order Status,Ship Date,Product Name\n";

    /// <summary>The last dispatch counts; a piece that has not left yet has no day.</summary>
    [Theory]
    [InlineData("2026-02-02T10:00:00Z and 2026-02-03T10:00:00Z", "2026-02-03 10:00:00")]
    [InlineData("2026-02-02T10:00:00Z and 2026-02-03T10:00:00Z and 2026-02-07T11:00:00Z", "2026-02-07 11:00:00")]
    [InlineData("2026-02-02T10:00:00Z and Not Available", "2026-02-02 10:00:00")]
    [InlineData("2/2/2026 10:00 and 2/13/2026 9:30", "2026-02-13 09:30:00")]
    [InlineData("02/13/2026 09:30:15 UTC", "2026-02-13 09:30:15")]
    [InlineData("02/02/2026 10:00:00 UTC and 02/13/2026 09:30:15 UTC and Not Available", "2026-02-13 09:30:15")]
    public void An_item_sent_on_several_days_is_placed_on_the_last(string days, string placed)
    {
        var order = Assert.IsType<RowOutcome.ReadOrder>(Assert.Single(Given.ReadText($"{History}Amazon.com,111-1,2026-02-01T10:00:00Z,USD,20.00,B1,Closed,{days},Lamp\n"))).Order;
        Assert.Equal((placed, placed, "20.00 USD", "111-1"), (Given.Utc(order.PlacedAtUtc), Given.Utc(order.PaidAtUtc), order.Total.ToString(), order.CheckoutId));
    }

    [Fact]
    public void An_Amazon_day_of_order_may_end_in_its_zone()
    {
        var order = Assert.IsType<RowOutcome.ReadOrder>(Assert.Single(Given.ReadText($"{History}Amazon.it,408-1,02/13/2026 09:32:50 UTC,EUR,20.00,B1,Authorized,,Lampada\n"))).Order;
        Assert.Equal(("amazon/408-1", "2026-02-13 09:32:50"), (order.Id.ToString(), Given.Utc(order.PlacedAtUtc)));
    }

    [Fact]
    public void An_Amazon_row_without_an_order_number_is_refused_and_its_day_makes_no_order() =>
        Assert.All(
            Given.ReadText($"{History}Amazon.com,,2026-02-01T10:00:00Z,USD,20.00,B1,Closed,2026-02-02T10:00:00Z,Lamp\nAmazon.com,,2026-02-01T10:00:00Z,USD,20.00,B1,Closed,2026-02-02T10:00:00Z,Lamp\n"),
            outcome => Assert.EndsWith("Order ID\n  \"\"\n  is empty; an order id is needed.", Given.Told(outcome), StringComparison.Ordinal));

    /// <summary>Zero stands there too when nothing was adjusted.</summary>
    [Fact]
    public void Etsys_adjusted_total_tells_what_was_given_back()
    {
        Assert.Equal("etsy-orders", Given.Known(ShopRows.Seed("etsy-orders.csv")).Name);
        Assert.Equal(
            [
                "etsy/3900000001 shipped placed 2026-05-03 00:00:00 paid never status 2026-05-04 00:00:00: 55.00 USD for LAMP-1 · Credit Card",
                "etsy/3900000002 partly-refunded placed 2026-05-05 00:00:00 paid never status 2026-05-06 00:00:00: 45.00 USD back 6.11 USD for MUG-1 · Credit Card",
                "etsy/3900000003 refunded placed 2026-05-13 00:00:00 paid never status 2026-05-13 00:00:00: 20.00 USD back 20.00 USD for MUG-2 · PayPal",
                "etsy/3900000004 paid placed 2026-05-14 00:00:00 paid never status 2026-05-14 00:00:00: 20.00 USD for MUG-2 · Credit Card",
            ],
            ShopRows.Of(ShopRows.Seed("etsy-orders.csv")));
    }

    /// <summary>Part of it back is partly refunded.</summary>
    [Fact]
    public void Magento_closed_is_refunded_and_a_sum_without_a_currency_asks_for_it()
    {
        Assert.Equal("magento-orders", Given.Known(ShopRows.Seed("magento-orders.csv")).Name);
        Assert.Equal(
            [
                "magento/000000101 completed placed 2026-05-03 10:15:00 paid never status 2026-05-03 10:15:00: 59.80 EUR from Probe Store for paypal_express · Flat Rate",
                "magento/000000102 partly-refunded placed 2026-05-04 13:00:00 paid never status 2026-05-04 13:00:00: 30.00 EUR back 12.50 EUR from Probe Store for paypal_express · Flat Rate",
                "magento/000000103 refunded placed 2026-05-05 13:00:00 paid never status 2026-05-05 13:00:00: 30.00 EUR back 30.00 EUR from Probe Store for paypal_express · Flat Rate",
                "rejected: line 5, Grand Total (Purchased), \"30.0000\" says no currency, nor does the file. Set currency to { \"text\": \"USD\" }, or whichever it is, in config/layouts/magento-orders.json.",
            ],
            ShopRows.Of(ShopRows.Seed("magento-orders.csv")));
    }

    /// <summary>The shape of a row of <c>N. Revenue (formatted)</c>, total and what came back.</summary>
    [Theory]
    [InlineData("€1,234.50", "1234.50 EUR back ")]
    [InlineData("€1,234.50 €1,000.00", "1234.50 EUR back 234.50 EUR")]
    [InlineData("1\u00a0234,50\u00a0€", "1234.50 EUR back ")] // a no-break space within the number
    [InlineData("CA$12.00 CA$0.00", "12.00 CAD back 12.00 CAD")]
    [InlineData("৳2,999", "2999.00 BDT back ")]
    [InlineData("£25.00 (includes £4.17 VAT)", "25.00 GBP back ")]
    public void WooCommerce_sums_are_read_in_every_style(string revenue, string expected)
    {
        var outcome = Assert.Single(Given.ReadText($"Date,\"Order #\",\"N. Revenue (formatted)\",Status,Customer,\"Customer type\",Product(s),\"Items sold\"\n2026-05-03 10:00:00,7,\"{revenue}\",completed,x,new,Lamp,1\n"));
        var order = Assert.IsType<RowOutcome.ReadOrder>(outcome).Order;
        Assert.Equal(expected, $"{order.Total} back {order.Refunded}");
    }

    [Fact]
    public void A_single_order_that_was_saved_alone_is_read()
    {
        var outcome = Assert.Single(Given.ReadText(
            """{ "id": 5, "number": "5", "order_key": "k", "status": "completed", "currency": "EUR", "date_created_gmt": "2026-05-03T10:00:00", "total": "3.00", "line_items": [] }""", "order.json"));
        Assert.Equal("woocommerce/5 3.00 EUR", Assert.IsType<RowOutcome.ReadOrder>(outcome).Order is var order ? $"{order.Id} {order.Total}" : "");
    }

    [Fact]
    public void Buyers_names_and_addresses_are_left_out()
    {
        foreach (var seed in Directory.GetFiles(Path.Combine(Places.Seeds, "formats")).Where(f => Path.GetFileName(f) is var name && (name.Contains("orders", StringComparison.Ordinal) || name.StartsWith("woo", StringComparison.Ordinal) || name.StartsWith("amazon", StringComparison.Ordinal))))
        {
            Assert.All(Given.Orders(seed), order => Assert.DoesNotMatch("Probe\\b(?! Store)|@example|Example Street|probe_|Sampletown", order.Extra));
        }
    }

    [Theory]
    [InlineData("shopify/orders_export_2lines.csv", "shopify/#1001 shipped placed 2024-05-01 09:58:12 paid 2024-05-01 10:00:00 status 2024-05-01 10:00:00: 34.98 USD for Crew Tee - Black / S; Mug also 5001")]
    [InlineData("ebay/orders_report_shape.csv", "ebay/18-15123-90441 paid placed 2026-09-27 07:00:00 paid 2026-09-27 07:00:00 status 2026-09-27 07:00:00: 25.00 USD for Watch")]
    [InlineData("etsy/sold_orders.csv", "etsy/11223344 shipped placed 2026-09-25 00:00:00 paid never status 2026-09-27 00:00:00: 55.00 USD for SKU-101 · Credit Card")]
    [InlineData("woocommerce/analytics_orders_header.csv", "")] // a header alone, as the next two
    [InlineData("amazon/retail_order_history_header.csv", "")]
    [InlineData("magento/sales_order_grid_header.csv", "")]
    public void Real_samples_are_read_whole(string sample, string expected) => Assert.Equal(expected, string.Join('|', ShopRows.Of(Given.Sample(sample))));
}
