using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Files that a spreadsheet program opened with another separator than their own, and saved: each row is one cell.</summary>
public sealed class QuotedWholeTests
{
    private const string Header = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Payment Method,Id";
    private const string Row = "\"#7001,mia@example.org,paid,2026-05-06 10:00:00 +0200,fulfilled,EUR,45.00,2026-05-06 09:59:00 +0200,1,\"\"Lamp, blue\"\",45.00,0.00,Card,9001\"";
    private const string Excel = "stands in quotes as one cell: Excel has opened the file with another separator, and saved it. Export it again, and import it without opening it in Excel.";

    [Theory]
    [InlineData("", "")]
    [InlineData(";", ";")] // the program's own separator behind each row
    [InlineData(";;", ";;")]
    public void A_row_in_quotes_is_read_as_its_cells(string behindHeader, string behindRow)
    {
        var order = Assert.IsType<RowOutcome.ReadOrder>(Assert.Single(Given.ReadText($"{Header}{behindHeader}\n{Row}{behindRow}\n", "orders.csv"))).Order;
        Assert.Equal("#7001 45.00 EUR Lamp, blue 9001", FormattableString.Invariant($"{order.Id.Id} {order.Total} {order.Description} {order.OtherIds}"));
    }

    [Fact]
    public void A_header_in_quotes_is_one_too()
    {
        var quoted = "\"" + Header.Replace("Lineitem name", "\"\"Lineitem name\"\"", StringComparison.Ordinal) + "\";";
        Assert.Equal("#7001", Assert.Single(Given.ReadText($"{quoted}\n{Row};\n", "orders.csv").OfType<RowOutcome.ReadOrder>()).Order.Id.Id);
    }

    [Fact]
    public void A_workbook_that_has_the_rows_in_its_first_column_is_read()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["a.xlsx"], string.Concat(new[] { Header, Row[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) }.Select(line => TestWorkbook.Row(line))));
        Assert.Equal("#7001 45.00 EUR", Assert.Single(Given.Orders(folder["a.xlsx"])) is var order ? $"{order.Id.Id} {order.Total}" : string.Empty);
    }

    [Fact]
    public void A_row_that_broke_says_what_happened_and_shows_nobodys_data()
    {
        // A line break in a text tore the row in two.
        var outcomes = Given.ReadText($"{Header}\n{Row.Replace("Lamp, blue\"\"", "Lamp,", StringComparison.Ordinal)}\n{Row}\n", "orders.csv");
        var rejected = Assert.IsType<RowOutcome.Rejected>(outcomes[0]).Row;
        Assert.Equal((2, string.Empty, Excel), (rejected.Line, rejected.Text, rejected.Why));
        Assert.IsType<RowOutcome.ReadOrder>(outcomes[1]);
    }

    [Theory]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,{0}", "has 8 fields under 7 columns")] // a whole row
    [InlineData("{0},w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD", "is longer than 200 characters")] // a value as long as one
    [InlineData("T1,w,{0},payment,succeeded,-1.00,USD", "is not a date written like")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,{0},USD", "is not a sum written like")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,{0}", "is not a currency code")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,{0},succeeded,-1.00,USD", "is none of payment")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD\n\"T2,{0}", "opens a double quote that is not closed")]
    public void No_refusal_shows_a_row_or_what_may_be_one(string row, string why)
    {
        var data = string.Concat(Enumerable.Repeat("Mia Beispiel mia@example.org ", 10));
        var rejected = Assert.Single(Given.ReadText($"transaction_id,wallet,booked_at,type,status,amount,currency\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, row, data)}\n").OfType<RowOutcome.Rejected>()).Row;
        Assert.Contains(why, rejected.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("Mia", rejected.Text + rejected.Why + rejected.Column, StringComparison.Ordinal);
    }
}
