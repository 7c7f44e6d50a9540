using System.Globalization;
using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>What reading a row costs, counted in bytes of memory, which do not waver as times do.</summary>
public sealed class ReadingCostTests : IDisposable
{
    private const int Rows = 20_000;
    private const int Readings = 60;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_row_of_a_standard_statement_costs_its_entry_and_its_own_texts_and_nothing_else()
    {
        var path = Write(
            "transaction_id,wallet,booked_at,type,status,amount,currency,original_amount,original_currency,exchange_rate,fee,counterparty,order_reference,related_transaction_id,description,balance_after",
            i => $"T{i:D9},mono,2026-05-06T12:{i / 60 % 60:D2}:{i % 60:D2}+03:00,payment,succeeded,-{1 + (i % 5000)}.{i % 100:D2},RUB,-20.00,USD,92.5130,1.25,AliExpress,{8_001_234_567_890_123 + i},,Order of the day,100.00");

        // The entry (264 bytes), where it stands (104), what became of the row (40), its line as bytes (165), and three texts of its own: the id (48), the time (72), the order (56).
        Assert.InRange(BytesOfARow(path, atMost: 900), 600, 900);
    }

    [Fact]
    public void A_row_of_standard_orders_costs_its_order_and_its_own_texts_and_nothing_else()
    {
        var path = Write(
            "order_id,marketplace,placed_at,paid_at,status,status_at,total,currency,charged_amount,charged_currency,refunded_amount,checkout_id,payment_reference,seller,description",
            i => $"{8_001_234_567_890_123 + i},aliexpress,2026-05-06T12:00:00Z,2026-05-06T12:05:00Z,shipped,2026-05-07T12:05:00Z,{1 + (i % 5000)}.{i % 100:D2},USD,,,,,T{i:D9},Lamp Shop,Lamp");

        // The order (248 bytes), where it stands (104), what became of the row (32), its line as bytes (140), and two texts of its own: the id (56) and the payment (48).
        Assert.InRange(BytesOfARow(path, atMost: 800), 550, 800);
    }

    [Fact]
    public void Sums_and_dates_of_a_wallet_that_writes_them_in_its_own_way_are_read_without_texts_of_them()
    {
        var path = Write(
            "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Reference Txn ID,Invoice Number,Custom Number,Balance,Subject,Note,Item Title,Balance Impact",
            i => $"05/{13 + (i % 15):D2}/2026,13:02:{i % 60:D2},PDT,Lamp Shop,Express Checkout Payment,Completed,USD,\"-1,{i % 1000:D3}.00\",0.00,\"-1,{i % 1000:D3}.00\",me@example.com,shop@example.org,PP{i:D9},,,C-77,80.00,Order 1001,,Lamp,Debit");

        // Twice as much as a standard row: what the layout does not use is kept as a text beside the entry.
        Assert.InRange(BytesOfARow(path, atMost: 2_400), 900, 2_400);
    }

    [Fact]
    public void An_item_of_a_wallet_s_answer_in_JSON_costs_its_entry_and_each_of_its_texts_once()
    {
        var items = Enumerable.Range(0, Rows).Select(i => FormattableString.Invariant(
            $$"""{"operation_id":"7{{i:D17}}","status":"success","datetime":"2026-05-06T09:{{i / 60 % 60:D2}}:{{i % 60:D2}}Z","title":"Lamp Shop, order 1001","direction":"out","amount":{{1 + (i % 5000)}}.50,"type":"payment-shop","label":"L{{i}}","pattern_id":"3001","group_id":"shop"}"""));
        File.WriteAllText(folder["a.json"], $$"""{"operations":[{{string.Join(",\n", items)}}]}""");

        Assert.InRange(BytesOfARow(folder["a.json"], atMost: 5_500), 1_000, 5_500);
    }

    [Fact]
    public void What_a_column_says_again_and_again_is_one_text()
    {
        var path = Write("transaction_id,wallet,booked_at,type,status,amount,currency,counterparty,description", i => $"T{i},mono,2026-05-06T12:00:00Z,payment,succeeded,-1.00,EUR,Lamp Shop,Lamp");
        var entries = Given.Entries(path);
        Assert.All(entries, entry =>
        {
            Assert.Same(entries[0].Id.Wallet, entry.Id.Wallet);
            Assert.Same(entries[0].Counterparty, entry.Counterparty);
            Assert.Same(entries[0].Description, entry.Description);
        });
    }

    [Fact]
    public void A_column_that_hardly_ever_repeats_itself_is_not_remembered()
    {
        var texts = new RepeatedTexts();
        for (var i = 0; i < 2_000; i++)
        {
            texts.Of(string.Create(CultureInfo.InvariantCulture, $"T{i}"));
        }

        Assert.NotSame(texts.Of("Lamp".AsSpan()), texts.Of("Lamp".AsSpan()));
        var others = new RepeatedTexts();
        Assert.Same(others.Of("Lamp".AsSpan()), others.Of("Lamp".AsSpan()));
    }

    private string Write(string header, Func<int, FormattableString> row)
    {
        var text = new StringBuilder(header).Append('\n');
        for (var i = 0; i < Rows; i++)
        {
            text.Append(FormattableString.Invariant(row(i))).Append('\n');
        }

        File.WriteAllText(folder["a.csv"], text.ToString());
        return folder["a.csv"];
    }

    /// <summary>All that reading the file allocates, by row: the least of several readings, for code that has not been run often is not yet compiled to its best and puts values into boxes.</summary>
    private static long BytesOfARow(string path, long atMost)
    {
        var layout = Given.Known(path);
        var least = long.MaxValue;
        for (var i = 0; i < Readings && least > atMost; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = Given.Reader.Read(path, layout, null, Given.Sha, "a.csv", TestContext.Current.CancellationToken).Count(outcome => outcome is RowOutcome.ReadEntry or RowOutcome.ReadOrder);
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Rows);
            Assert.Equal(Rows, read);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{least} bytes a row"));
        return least;
    }
}
