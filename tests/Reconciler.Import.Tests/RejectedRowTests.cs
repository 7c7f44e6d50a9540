using System.Text;

namespace Reconciler.Import.Tests;

/// <summary>Bad rows: each is told where, what and the cure; the rest of the file goes on.</summary>
public sealed class RejectedRowTests
{
    private const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency,original_amount,original_currency,exchange_rate,fee";
    private const string Good = "T9,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,,";

    [Theory]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,\"12,50.00\",USD,,,,", "amount", "12,50.00", "is not a sum written like 1,234.50. Write it with a decimal point and no currency, such as -1234.50.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.005,USD,,,,", "amount", "-1.005", "has more decimals than USD has (2). Write it with a decimal point and no currency, such as -1234.50.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.5,JPY,,,,", "amount", "-1.5", "has more decimals than JPY has (0). Write it with a decimal point and no currency, such as -1234.50.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,99999999999999999,USD,,,,", "amount", "99999999999999999", "is larger than any sum that can be kept (90,000,000,000,000).")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00 EUR,USD,,,,", "amount", "-1.00 EUR", "has \"EUR\" beside the number, but the currency column says USD. Correct one of the two.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,,USD,,,,", "amount", "", "is empty; a sum is needed.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,XYZ,,,,", "currency", "XYZ", "is not a currency code of ISO 4217, such as USD.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,XAU,,,,", "currency", "XAU", "stands in ISO 4217 (Gold) without a minor unit: sums in it cannot be kept.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,,,,,", "currency", "", "is empty; a currency code of ISO 4217, such as USD, is needed.")]
    [InlineData(",w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,,", "transaction_id", "", "is empty; a transaction id is needed.")]
    [InlineData("1.23E+15,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,,", "transaction_id", "1.23E+15", "is an id that a spreadsheet has rounded: its last digits are lost. Import the original export, or open it again with this column as text.")]
    [InlineData("T1,,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,,", "wallet", "", "is empty; the wallet's name is needed.")]
    [InlineData("T1,w,2026-05-06T09:00:00,payment,succeeded,-1.00,USD,,,,", "booked_at", "2026-05-06T09:00:00", "has no offset to UTC. Write it like 2026-05-06T09:00:00+03:00, or with Z for UTC.")]
    [InlineData("T1,w,2026-05-06,payment,succeeded,-1.00,USD,,,,", "booked_at", "2026-05-06", "has no offset to UTC. Write it like 2026-05-06T09:00:00+03:00, or with Z for UTC.")]
    [InlineData("T1,w,2026-02-30T09:00:00Z,payment,succeeded,-1.00,USD,,,,", "booked_at", "2026-02-30T09:00:00Z", "is not a date written like 2026-05-31T09:00:00+03:00. Check that the day exists.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,purchase,succeeded,-1.00,USD,,,,", "type", "purchase", "is none of payment, refund, fee, topup, withdrawal, transfer, hold, release, conversion, chargeback, adjustment.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,done,-1.00,USD,,,,", "status", "done", "is none of pending, failed, succeeded, reversed.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,1.00,EUR,,", "original_amount", "1.00", "has another sign than the amount; both are negative for money out.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,-1.00,,,", "original_currency", "", "is empty; a currency code of ISO 4217, such as USD, is needed.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,0,", "exchange_rate", "0", "is not a rate above zero: wallet units for one unit of the original currency, such as 92.5130.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,,-0.10", "fee", "-0.10", "has the wrong sign: a fee is written as a positive sum.")]
    [InlineData("T1,w,2026-05-06T09:00:00Z", "type", "", "is none of payment, refund, fee, topup, withdrawal, transfer, hold, release, conversion, chargeback, adjustment.")]
    public void A_bad_row_is_rejected_and_the_rest_goes_on(string row, string column, string text, string why)
    {
        var outcomes = Given.ReadText($"{Header}\n{row}\n{Good}\n");

        Assert.Equal($"some.csv:2: {column}\n  \"{text}\"\n  {why}", Given.Told(outcomes[0]));
        Assert.Equal("T9", Assert.IsType<RowOutcome.ReadEntry>(outcomes[1]).Entry.Id.Id);
        Assert.Equal(2, outcomes.Sum(o => o.Rows));
    }

    [Fact]
    public void More_fields_than_columns_are_rejected_unless_they_are_empty()
    {
        var outcomes = Given.ReadText($"{Header}\n{Good},,,\n{Good},a,b\n");

        Assert.IsType<RowOutcome.ReadEntry>(outcomes[0]);
        Assert.Equal(
            $"some.csv:3: \n  \"\"\n  has 13 fields under 11 columns. A text that holds the separator must stand in double quotes: export the file again, or mend this row.",
            Given.Told(outcomes[1]));
    }

    [Fact]
    public void A_short_row_that_has_what_is_needed_is_read() =>
        Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(Given.ReadText($"{Header}\nT1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD")));

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_own_line_only()
    {
        var outcomes = Given.ReadText($"{Header}\n{Good}\n\"T1,w,2026-05-06T09:00:00Z\n{Good}\n{Good}\n");

        Assert.Equal(
            "some.csv:3: \n  \"\"\n  opens a double quote that is not closed on this line. Export the file again, or mend this row.",
            Given.Told(outcomes[1]));
        Assert.Equal([2, 4, 5], outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Source.Line));
        Assert.Equal(4, outcomes.Sum(o => o.Rows));
    }

    [Fact]
    public void A_quote_that_swallows_the_next_row_costs_its_own_line_only()
    {
        var outcomes = Given.ReadText($"{Header}\n\"T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,,\n\"T2\",w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,,,,\n{Good}\n");

        Assert.Equal([3, 4], outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Source.Line));
        Assert.Equal(2, Assert.Single(outcomes.OfType<RowOutcome.Rejected>()).Row.Line);
    }

    [Theory]
    [InlineData("\"")] // an open quote before it
    [InlineData("")]
    public void A_row_beyond_the_limit_is_rejected_and_the_rest_goes_on(string quote)
    {
        var outcomes = Given.ReadText($"{Header}\n{Good}\n{quote}T1,{new string('x', 3_000_000)}\n{Good}\n");

        Assert.Equal([2, 4], outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Source.Line));
        var rejected = Assert.IsType<RowOutcome.Rejected>(outcomes[1]).Row;
        Assert.Equal((3, "is longer than 1,048,576 bytes. Export the file again, or mend this row."), (rejected.Line, rejected.Why));
        Assert.Empty(rejected.Text);
    }

    [Fact]
    public void A_text_over_several_lines_is_one_row_and_its_first_line_counts()
    {
        var outcomes = Given.ReadText($"{Header},description\r\n{Good},\"a lamp,\r\nblue \"\"L\"\"\"\r\n\r\n,,,,\r\n{Good},\r\n");
        var entries = outcomes.Cast<RowOutcome.ReadEntry>().Select(o => o.Entry).ToList();

        Assert.Equal([2, 6], entries.Select(e => e.Source.Line));
        Assert.Equal("a lamp,  blue \"L\"", entries[0].Description);
        Assert.Equal($"{Good},\"a lamp,\r\nblue \"\"L\"\"\"", entries[0].Source.RawText);
    }

    [Fact]
    public void Rows_beyond_the_limit_are_counted_and_told()
    {
        using var folder = new TestSupport.TempFolder();
        File.WriteAllText(folder["a.csv"], $"{Header}\n{Good}\n{Good}\n{Good}\n{Good}\n{Good}\n");
        var reader = new FileReader(Given.Layouts, new ImportLimits { MaxRows = 2 });
        var outcomes = reader.Read(folder["a.csv"], Given.Layouts.Find("standard-statement")!, null, Given.Sha, "a.csv", TestContext.Current.CancellationToken).ToList();

        Assert.Equal(5, outcomes.Sum(o => o.Rows));
        Assert.Equal("a.csv:4: \n  \"\"\n  The file has more than 2 rows; 3 from here on were not read. Export a shorter time, or raise Import:MaxRows.", Given.Told(outcomes[^1]));
    }

    [Theory]
    [InlineData("2026-05-06T09:00:00Z,-1.00,USD", "total", "-1.00", "is negative; an order's sums are written as positive.")]
    [InlineData("2026-05-06T99:00:00Z,1.00,USD", "placed_at", "2026-05-06T99:00:00Z", "is not a date written like 2026-05-31 09:00:00. Check that the day exists.")]
    public void A_bad_order_is_rejected(string cells, string column, string text, string why) =>
        Assert.Equal(
            $"some.csv:2: {column}\n  \"{text}\"\n  {why}",
            Given.Told(Assert.Single(Given.ReadText($"order_id,marketplace,status,placed_at,total,currency\n1,m,paid,{cells}\n"))));

    [Theory]
    [InlineData("31.04.2026,09:00:00,CET,General Payment,Completed,EUR,\"1,00\",P1", "Date", "31.04.2026", "is not a date written like 31/5/2026. If the day exists and the format has changed, add it to formats in config/layouts/paypal-activity.json.")]
    [InlineData("30.04.2026,29:18:53,CET,General Payment,Completed,EUR,\"1,00\",P1", "Time", "29:18:53", "is not a time of day written like 20:32:01.")]
    [InlineData("30.04.2026,09:00:00,XYZ,General Payment,Completed,EUR,\"1,00\",P1", "Time Zone", "XYZ", "is not a time zone that is known, such as PDT, CET, UTC+3 or Europe/Berlin.")]
    [InlineData("30.04.2026,09:00:00,CET,General Payment,Weird,EUR,\"1,00\",P1", "Status", "Weird", "is a status that the layout does not know. Add it to the rules of status in config/layouts/paypal-activity.json.")]
    [InlineData("30.04.2026,09:00:00,CET,General Payment,Completed,EUR,\"12,50.00\",P1", "Gross", "12,50.00", "is not a sum written like 1.234,50. If this wallet changed its format, set decimalMark in config/layouts/paypal-activity.json.")]
    public void A_bad_row_of_a_wallet_names_the_setting_to_change(string row, string column, string text, string why)
    {
        var outcomes = Given.ReadText($"Date,Time,Time Zone,Type,Status,Currency,Gross,Transaction ID\n{row}\n30.04.2026,09:00:00,CET,General Payment,Completed,EUR,\"1,00\",P2\n", "paypal-2026-05.csv");
        Assert.Equal($"paypal-2026-05.csv:2: {column}\n  \"{text}\"\n  {why}", Given.Told(outcomes[0]));
        Assert.IsType<RowOutcome.ReadEntry>(outcomes[1]);
    }

    [Fact]
    public void A_json_file_that_breaks_off_gives_what_came_before()
    {
        var whole = File.ReadAllText(Given.Fixture("qiwi.json"), Encoding.UTF8);
        var cut = whole[..whole.IndexOf("\"txnId\": 7003", StringComparison.Ordinal)];
        var outcomes = Given.ReadText(cut, "cut.json");

        Assert.Equal(3, outcomes.OfType<RowOutcome.ReadEntry>().Count());
        Assert.Equal("cut.json:7: \n  \"\"\n  is where the file stops being JSON (at line 7). Save or export it again.", Given.Told(outcomes[3]));
        Assert.Equal(4, outcomes.Sum(o => o.Rows));
    }

    [Fact]
    public void Control_bytes_do_not_stop_a_file()
    {
        var entry = Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(Given.ReadText($"{Header},description\n{Good},a\u0001b\u001fc\n"))).Entry;
        Assert.Equal("a b c", entry.Description);
    }
}
