using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>What a file is, is told by its content; what it is not, by a reason.</summary>
public sealed class IdentifyTests
{
    private const string Row = "T1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD\n";

    [Theory]
    [InlineData("standard-statement.csv", "standard-statement")]
    [InlineData("standard-orders.csv", "standard-orders")]
    [InlineData("qiwi.json", "qiwi-history")]
    [InlineData("paypal-us.csv", "paypal-activity")]
    [InlineData("paypal-de.csv", "paypal-activity")]
    [InlineData("aliexpress.json", "aliexpress-orders")]
    [InlineData("aliexpress-extension.csv", "aliexpress-extension")]
    [InlineData("shopify.csv", "shopify-orders")]
    public void A_file_is_known_by_its_columns(string fixture, string layout) => Assert.Equal(layout, Given.Known(Given.Fixture(fixture)).Name);

    [Fact]
    public void Shuffled_unknown_and_decorated_columns_are_no_trouble()
    {
        var outcome = Assert.Single(Given.ReadText(
            "\uFEFF\"AMOUNT\", Currency ,colour,status,type,booked_at,wallet,Transaction_ID,empty\n-1.00,usd,blue,succeeded,payment,2026-05-06T09:00:00Z,w,T1,\n"));
        var entry = Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry;
        Assert.Equal(("w/T1", "-1.00 USD", "colour: blue"), (entry.Id.ToString(), entry.Amount.ToString(), entry.Extra));
    }

    [Fact]
    public void Lines_above_the_header_are_skipped_and_counted()
    {
        var outcome = Assert.Single(Given.ReadText("Statement of May\n\nAccount,w\n,,,\ntransaction_id,wallet,booked_at,type,status,amount,currency\n" + Row));
        Assert.Equal(6, Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Source.Line);
    }

    [Fact]
    public void A_header_without_rows_is_known_and_holds_nothing() =>
        Assert.Empty(Given.ReadText("transaction_id,wallet,booked_at,type,status,amount,currency\r\n"));

    [Fact]
    public void Cyrillic_in_the_old_Windows_encoding_is_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var rows = string.Concat(Enumerable.Range(1, 5).Select(i => $"T{i},w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,Оплата заказа в магазине номер {i}\n"));
        var outcomes = Given.ReadText("transaction_id,wallet,booked_at,type,status,amount,currency,description\n" + rows, encoding: Encoding.GetEncoding(1251));
        Assert.Equal("Оплата заказа в магазине номер 1", Assert.IsType<RowOutcome.ReadEntry>(outcomes[0]).Entry.Description);
        Assert.Equal(5, outcomes.Count);
    }

    [Fact]
    public void Utf16_with_its_mark_is_read() =>
        Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(Given.ReadText("transaction_id,wallet,booked_at,type,status,amount,currency\n" + Row, encoding: Encoding.Unicode)));

    [Fact]
    public void A_last_character_cut_in_two_does_not_change_the_encoding()
    {
        using var folder = new TempFolder();
        var bytes = Encoding.UTF8.GetBytes("Date,Time,Type,Status,Currency,Gross,Transaction ID,Subject\n2026-05-06,09:00:00,General Payment,Completed,USD,-1.00,P1,über Grün ж");
        File.WriteAllBytes(folder["cut.csv"], bytes[..^1]);
        var entry = Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(Given.Read(folder["cut.csv"]))).Entry;
        Assert.StartsWith("über Grün", entry.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colour,size\nblue,3\n", "No layout has these columns: colour, size.")]
    [InlineData(
        "transaction_id,booked_at,type,status,amount,currency\nT1,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD\n",
        "No layout has these columns: transaction_id, booked_at, type, status, amount, currency. The nearest is standard-statement, which needs also wallet.")]
    [InlineData(
        "transaction_id,wallet,booked_at,type,status,amount,currency,Amount\nT1,w,2026-05-06T09:00:00Z,payment,succeeded,-1.00,USD,-2.00\n",
        "It is a standard-statement file, but has the column amount twice. Rename or remove one.")]
    [InlineData("{\"orders\": []}", "No layout has these JSON fields: orders.")]
    public void An_unknown_file_says_what_is_missing(string text, string why) => Assert.Equal(why, Given.WhyUnknownText(text));

    [Theory]
    [InlineData("paypal-activity", "It is no paypal-activity file: it lacks Date, Time, Type, Status, Currency, Gross, Transaction ID.")]
    [InlineData("nosuch", "There is no layout nosuch; there are aliexpress-extension, aliexpress-orders, bank-camt, bank-mt940, bank-ofx, bank-qif, paypal-activity, qiwi-history, shopify-orders, standard-orders, standard-statement.")]
    [InlineData("qiwi-history", "It is CSV, which files of qiwi-history are not.")]
    public void A_file_in_the_wrong_folder_says_so(string hint, string why) => Assert.Equal(why, Given.WhyUnknownText("a,b\n1,2\n", hint: hint));

    [Fact]
    public void Folders_empty_files_pictures_and_giants_are_unknown_with_the_cure()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["empty.csv"], []);
        File.WriteAllBytes(folder["photo.csv"], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]);
        File.WriteAllBytes(folder["zeros.csv"], new byte[100]);
        File.WriteAllText(folder["big.csv"], new string('x', 1001));

        Assert.Equal("It is a folder; a file is expected.", Given.WhyUnknown(folder.Path));
        Assert.Equal("It is empty: not a single byte. Export or copy it again.", Given.WhyUnknown(folder["empty.csv"]));
        Assert.Equal("It is a PNG picture, not a statement. Receipts and screenshots belong in inbox/evidence.", Given.WhyUnknown(folder["photo.csv"]));
        Assert.Equal("It holds zero bytes and so is no text. Export the statement as CSV or JSON.", Given.WhyUnknown(folder["zeros.csv"]));
        var small = new FileReader(Given.Layouts, new ImportLimits { MaxFileBytes = 1000 });
        Assert.Equal(
            "It has 1,001 bytes; at most 1,000 are read. Export a shorter time, or raise Import:MaxFileMegabytes.",
            Assert.IsType<Identification.Unknown>(small.Identify(folder["big.csv"])).Why);
        Assert.Throws<FileNotFoundException>(() => Given.Reader.Identify(folder["none.csv"]));
    }

    [Theory]
    [InlineData("05/06/2026", "1.00", "It is a paypal-activity file. Its dates can be read with the day first or with the month first alike (05/06/2026 on line 2). Set dateOrder to \"day-first\" or \"month-first\" in config/layouts/paypal-activity.json.")]
    [InlineData("31/05/2026", "\"1,00\"", "It is a paypal-activity file. Its sums are written with a decimal point (2.00 on line 3) and with a decimal comma (1,00 on line 2). Set decimalMark to \".\" or \",\" in config/layouts/paypal-activity.json.")]
    public void A_file_whose_habits_stay_open_is_refused(string date, string gross, string why) =>
        Assert.Equal(why, Given.WhyUnknownText($"Date,Time,Type,Status,Currency,Gross,Transaction ID\n{date},09:00:00,General Payment,Completed,USD,{gross},P1\n{date},09:00:00,General Payment,Completed,USD,2.00,P2\n"));

    [Fact]
    public void A_date_that_reads_alike_both_ways_asks_nothing() =>
        Assert.Equal("2026-05-05 16:00:00", Given.Utc(Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(
            Given.ReadText("Date,Time,Type,Status,Currency,Gross,Transaction ID\n05/05/2026,09:00:00,General Payment,Completed,USD,5,P1\n"))).Entry.BookedAtUtc));

    [Fact]
    public void A_layout_that_a_file_does_not_fit_reads_nothing_of_it_and_says_so()
    {
        var outcome = Assert.Single(Given.Reader.Read(Given.Fixture("shopify.csv"), Given.Layouts.Find("PayPal-Activity")!, null, Given.Sha, "shopify.csv", TestContext.Current.CancellationToken));
        Assert.Equal(0, outcome.Rows);
        Assert.StartsWith("shopify.csv:0: \n  \"\"\n  It is no paypal-activity file", Given.Told(outcome), StringComparison.Ordinal);
    }
}
