using System.Globalization;
using System.IO.Compression;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Every sheet of a workbook, table of a page, block of a text and list of a JSON file is read, or named with its rows: nothing is lost without a word.</summary>
public sealed class EveryTableTests
{
    private const string Columns = "transaction_id,wallet,booked_at,type,status,amount,currency";

    [Fact]
    public void A_sheet_a_month_is_read_whole()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["year.xlsx"], TestWorkbook.Header + TestWorkbook.Payment("J-1"), TestWorkbook.Header + TestWorkbook.Payment("F-1") + TestWorkbook.Payment("F-2"), string.Empty);
        Assert.Equal(["J-1", "F-1", "F-2"], Given.Entries(folder["year.xlsx"]).Select(e => e.Id.Id));
        Assert.Empty(Given.PassedOver(folder["year.xlsx"])); // an empty sheet is nothing to name
    }

    [Theory]
    [InlineData("hidden")]
    [InlineData("veryHidden")]
    public void A_hidden_sheet_is_named_and_never_taken_for_the_visible_one(string state)
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["a.xlsx"], [new TestWorkbook.Sheet("Old", TestWorkbook.Header + TestWorkbook.Payment("OLD-1") + TestWorkbook.Payment("OLD-2"), state), new TestWorkbook.Sheet("New", TestWorkbook.Header + TestWorkbook.Payment("NEW-1"))]);
        Assert.Equal("NEW-1", Assert.Single(Given.Entries(folder["a.xlsx"])).Id.Id);
        Assert.Equal(["sheet Old is hidden: 2"], Given.PassedOver(folder["a.xlsx"]));
    }

    [Fact]
    public void A_workbook_whose_only_table_is_hidden_is_refused_with_the_cure()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["a.xlsx"], [new TestWorkbook.Sheet("Old", TestWorkbook.Header + TestWorkbook.Payment("OLD-1"), "hidden"), new TestWorkbook.Sheet("Read me", TestWorkbook.Row("Thank you"))]);
        Assert.Equal("Its sheet Old is a standard-statement table, but hidden. Show it (a right click on the sheets' names) and save, or export the file again.", Given.WhyUnknown(folder["a.xlsx"]));
    }

    [Fact]
    public void A_sheet_that_goes_on_without_a_header_has_the_columns_of_the_one_before()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["long.xlsx"], TestWorkbook.Header + TestWorkbook.Payment("A"), TestWorkbook.Payment("B") + TestWorkbook.Payment("C", "x"));
        var outcomes = Given.All(folder["long.xlsx"]);
        Assert.Equal(["A", "B"], outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Id.Id));
        Assert.Equal((2, "amount"), Assert.Single(outcomes.OfType<RowOutcome.Rejected>()).Row is var row ? (row.Line, row.Column) : default);
    }

    [Fact]
    public void A_sheet_of_other_columns_is_named_even_where_its_rows_could_be_read()
    {
        using var folder = new TempFolder();
        var other = TestWorkbook.Row("Nummer", "Konto", "Tag", "Art", "Stand", "Summe", "Geld");
        TestWorkbook.Write(folder["a.xlsx"], [new TestWorkbook.Sheet("May", TestWorkbook.Header + TestWorkbook.Payment("A")), new TestWorkbook.Sheet("Notes", other + TestWorkbook.Payment("B")), new TestWorkbook.Sheet("Sum", TestWorkbook.Row("Total", "-5.00"))]);
        Assert.Equal("A", Assert.Single(Given.Entries(folder["a.xlsx"])).Id.Id);
        Assert.Equal(["sheet Notes has not the columns of standard-statement: 2", "sheet Sum has not the columns of standard-statement: 1"], Given.PassedOver(folder["a.xlsx"]));
    }

    [Fact]
    public void A_row_of_two_sheets_is_one_row_told_twice_as_in_two_files()
    {
        using var folder = new TempFolder();
        var header = TestWorkbook.Row("Buchungstag", "Betrag");
        File.WriteAllText(folder["haus.json"], HashedLayout);
        var row = TestWorkbook.Row("06.05.2026", "-2,50");
        TestWorkbook.Write(folder["a.xlsx"], header + row + row, header + row);
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var layout = Assert.IsType<Identification.Known>(reader.Identify(folder["a.xlsx"])).Layout;
        var ids = reader.Read(folder["a.xlsx"], layout, null, Given.Sha, "a.xlsx", TestContext.Current.CancellationToken).Cast<RowOutcome.ReadEntry>().Select(o => o.Entry.Id.Id).ToList();
        Assert.Equal([ids[0], ids[0] + "-2", ids[0]], ids);
    }

    [Fact]
    public void Every_table_of_a_page_is_read_and_the_others_are_counted()
    {
        var page = $"""
            <html><body><table><tr><td>Menu</td></tr></table>
            <table><tr><td>{Table("J-1")}</td></tr><tr><td>{Table("F-1", "F-2")}</td></tr></table>
            <table><tr><td>Page 1 of 1<tr><td>Imprint</table></body></html>
            """;
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.html"], page);
        Assert.Equal(["J-1", "F-1", "F-2"], Given.Entries(folder["a.html"]).Select(e => e.Id.Id));
        Assert.Equal(["tables of the page have not the columns of standard-statement: 3"], Given.PassedOver(folder["a.html"]));
    }

    [Fact]
    public void A_page_whose_header_is_a_table_of_its_own_is_read()
    {
        var outcomes = Given.ReadText($"<html><table><tr><th>{Columns.Replace(",", "<th>", StringComparison.Ordinal)}</table><div><table><tr><td>{Payment("A").Replace(",", "<td>", StringComparison.Ordinal)}</table></div></html>", "a.html");
        Assert.Equal("A", Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(outcomes)).Entry.Id.Id);
    }

    [Fact]
    public void A_cell_with_a_table_in_it_is_read_with_its_text()
    {
        var row = Payment("A").Split(',').Select(cell => $"<td><table><tr><td>{cell}</td></tr></table></td>");
        var outcomes = Given.ReadText($"<html><table><tr><td>{Columns.Replace(",", "<td>", StringComparison.Ordinal)}</tr><tr>{string.Concat(row)}</tr></table></html>", "a.html");
        Assert.Equal("A", Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(outcomes)).Entry.Id.Id);
    }

    [Fact]
    public void Characters_of_a_page_are_written_in_every_way()
    {
        var outcomes = Given.ReadText($"<html><table><tr><td>{(Columns + ",description").Replace(",", "<td>", StringComparison.Ordinal)}<tr><td>{Payment("A").Replace(",", "<td>", StringComparison.Ordinal)}<td>a &lt;b&gt; &amp;&nbsp;&#1078;&#x416; &euro; &copy 5 &c<!-- <td> --><script>if (1 < 2) '</td>'</script> &unknown; 1 < 2</table></html>", "a.html");
        Assert.Equal("a <b> &\u00a0жЖ € © 5 &c &unknown; 1 < 2", Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(outcomes)).Entry.Description);
    }

    [Fact]
    public void Files_put_together_in_one_are_read_each_under_its_own_header()
    {
        var outcomes = Given.ReadText($"{Columns}\n{Payment("A")}\n\n{Columns}\n{Payment("B")}\ncurrency,{Columns[..^9]}\nUSD,{Payment("C")[..^4]}\n");
        Assert.Equal(["A -5.00 USD 2", "B -5.00 USD 5", "C -5.00 USD 7"], outcomes.Cast<RowOutcome.ReadEntry>().Select(o => FormattableString.Invariant($"{o.Entry.Id.Id} {o.Entry.Amount} {o.Entry.Source.Line}")));
    }

    [Fact]
    public void Lists_saved_one_behind_the_other_are_read_and_other_lists_are_named()
    {
        const string Item = """{"operation_id":"ID","status":"success","direction":"in","amount":5,"datetime":"2026-05-06T09:00:00Z","title":"a","type":"deposition"}""";
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.json"], $"[{Item.Replace("ID", "1", StringComparison.Ordinal)}]\n[{Item.Replace("ID", "2", StringComparison.Ordinal)}]");
        Assert.Equal(["1", "2"], Given.Entries(folder["a.json"]).Select(e => e.Id.Id));
        File.WriteAllText(folder["b.json"], $$"""{"operations":[{{Item.Replace("ID", "3", StringComparison.Ordinal)}}],"failed":[{},{}],"pages":[1]}""");
        Assert.Equal("3", Assert.Single(Given.Entries(folder["b.json"])).Id.Id);
        Assert.Equal(["list failed is not what yoomoney-history reads: 2"], Given.PassedOver(folder["b.json"]));
    }

    [Fact]
    public void What_the_layout_leaves_out_is_counted()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.csv"], "Date,Time,Time Zone,Type,Status,Currency,Gross,Balance Impact,Transaction ID\n30.04.2026,09:00:00,CET,Order,Completed,EUR,\"1,00\",Memo,P1\n30.04.2026,09:00:00,CET,General Payment,Completed,EUR,\"-1,00\",Debit,P2\n");
        Assert.Equal(2, Given.All(folder["a.csv"]).Sum(o => o.Rows));
    }

    public static TheoryData<string> Forms() => ["a.csv", "a.xlsx", "a.html"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_column_that_is_named_twice_is_refused_in_every_form(string name)
    {
        using var folder = new TempFolder();
        Write(folder[name], [(Columns + ",amount").Split(','), (Payment("A") + ",-7.00").Split(',')]);
        Assert.Equal("It is a standard-statement file, but has the column amount twice. Rename or remove one.", Given.WhyUnknown(folder[name]));
    }

    /// <summary>As in the French export of a wallet, which names two columns of its own alike.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void A_column_that_is_named_twice_is_read_where_its_cells_never_contradict_each_other(string name)
    {
        using var folder = new TempFolder();
        var row = Payment("A").Split(',');
        var amount = Array.IndexOf(Columns.Split(','), "amount");
        string[] without = [.. row];
        without[amount] = string.Empty;
        Write(folder[name], [(Columns + ",Amount").Split(','), [.. row, row[amount]], [.. row[..1].Select(_ => "B"), .. row[1..], string.Empty], [.. row[..1].Select(_ => "C"), .. without[1..], row[amount]]]);
        Assert.Equal(3, Given.Entries(folder[name]).Count(entry => entry.Amount == Given.Entries(folder[name])[0].Amount));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_column_that_is_named_twice_further_down_costs_the_rows_below(string name)
    {
        using var folder = new TempFolder();
        Write(folder[name], [Columns.Split(','), .. Enumerable.Range(0, 60).Select(i => Payment($"A{i}").Split(',')), (Columns + ",amount").Split(','), (Payment("B") + ",-7.00").Split(',')]);
        var outcomes = Given.Read(folder[name]);
        Assert.Equal(60, outcomes.OfType<RowOutcome.ReadEntry>().Count());
        Assert.EndsWith("stands under a header that has the column amount twice. Rename or remove one.", Given.Told(outcomes[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_item_that_has_a_field_twice_is_refused()
    {
        var outcome = Assert.Single(Given.ReadText("""[{"operation_id":"1","status":"success","direction":"in","amount":5,"amount":50,"datetime":"2026-05-06T09:00:00Z","title":"a","type":"deposition"}]""", "a.json"));
        Assert.EndsWith("has a field twice: nothing tells which is meant. Export the file again, or remove one.", Given.Told(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public void A_guess_names_a_column_by_its_place_where_its_name_stands_there_twice()
    {
        using var folder = new TempFolder();
        TestWorkbook.Write(folder["bank.xlsx"], TestWorkbook.Row("Date", "Description", "Amount", "Currency", "Description")
            + string.Concat(Enumerable.Range(1, 5).Select(i => TestWorkbook.Row($"2026-05-0{i}", $"Shop {i}", $"-{i}.25", "EUR", $"Lamp {i}"))));
        var guess = Guess.LayoutGuess.Of(folder["bank.xlsx"]);
        Assert.Contains("Read by it: 5 records, 0 rejected.", guess.Notes);
        Assert.Contains("\"#2\"", guess.Json, StringComparison.Ordinal);
        Assert.Contains("\"#5\"", guess.Json, StringComparison.Ordinal);
    }

    /// <summary>Law 1 over workbooks of any mixture: what was written is read, refused with a reason, or counted by name.</summary>
    [Fact]
    public void No_row_of_any_workbook_is_lost() => Hold(seed =>
    {
        var world = new World(seed);
        var sheets = world.Tables(sheet => new TestWorkbook.Sheet(sheet.Name, string.Concat(sheet.Rows.Select(cells => TestWorkbook.Row(cells))), sheet.IsHidden ? "hidden" : string.Empty));
        return (world, "a.xlsx", path => TestWorkbook.Write(path, sheets));
    });

    [Fact]
    public void No_row_of_any_page_is_lost() => Hold(seed =>
    {
        var world = new World(seed, canHide: false);
        var tables = world.Tables(table => Html(table.Rows));
        return (world, "a.html", path => File.WriteAllText(path, $"<html><body>{string.Join("<p>", tables)}</body></html>"));
    });

    [Fact]
    public void No_row_of_any_archive_is_lost()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var folder = new TempFolder();
            Directory.CreateDirectory(folder["in"]);
            Directory.CreateDirectory(folder["out"]);
            var written = 0;
            for (var i = 0; i < 4; i++)
            {
                var world = new World((seed * 10) + i, canHide: i % 2 == 0);
                var tables = world.Tables(t => t);
                if (i % 2 == 0)
                {
                    TestWorkbook.Write(folder[$"in/{i}.xlsx"], [.. tables.Select(t => new TestWorkbook.Sheet(t.Name, string.Concat(t.Rows.Select(c => TestWorkbook.Row(c))), t.IsHidden ? "hidden" : string.Empty))]);
                }
                else
                {
                    File.WriteAllText(folder[$"in/{i}.html"], $"<html>{string.Concat(tables.Select(t => Html(t.Rows)))}</html>");
                }

                written += world.Written;
            }

            ZipFile.CreateFromDirectory(folder["in"], folder["a.zip"]);
            var copies = 0;
            var files = StatementArchive.CopyTo(new InputFile(folder["a.zip"]), () => folder[$"out-{++copies}"], new ImportLimits());
            Assert.Equal(4, files.Count);
            Assert.Equal(written, files.Sum(file => Given.All(file.Path).Sum(o => o.Rows)));
        }
    }

    private const string HashedLayout = """
        {
          "name": "haus", "about": "Invented.", "kind": "statement", "format": "csv", "wallet": "haus", "knownBy": [["Buchungstag"], ["Betrag"]], "currency": { "text": "EUR" }, "decimalMark": ",",
          "entry": { "id": { "hash": ["Buchungstag", "Betrag"] }, "bookedAt": { "of": "Buchungstag", "formats": ["dd.MM.yyyy"], "zone": "UTC" }, "type": { "of": "Betrag", "rules": [{ "is": "payment" }] }, "status": { "of": "Betrag", "rules": [{ "is": "succeeded" }] }, "amount": "Betrag" }
        }
        """;

    private static string Payment(string id) => $"{id},kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,USD";

    private static string Table(params string[] ids) => Html([Columns.Split(','), .. ids.Select(id => Payment(id).Split(','))]);

    private static string Html(IEnumerable<string[]> rows) => $"<table>{string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{cell}</td>"))}</tr>\n"))}</table>";

    private static void Write(string path, IReadOnlyList<string[]> rows)
    {
        if (Path.GetExtension(path) == ".xlsx")
        {
            TestWorkbook.Write(path, string.Concat(rows.Select(row => TestWorkbook.Row(row))));
            return;
        }

        File.WriteAllText(path, Path.GetExtension(path) == ".html" ? $"<html>{Html(rows)}</html>" : string.Join('\n', rows.Select(row => string.Join(',', row))) + "\n");
    }

    private static void Hold(Func<int, (World World, string Name, Action<string> Write)> make)
    {
        for (var seed = 0; seed < 150; seed++)
        {
            using var folder = new TempFolder();
            var (world, name, write) = make(seed);
            write(folder[name]);
            var outcomes = Given.All(folder[name]);
            var told = $"seed {seed}: {string.Join(", ", outcomes.OfType<RowOutcome.PassedOver>())}";
            Assert.True(world.Good.SetEquals(outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Id.Id)), told);
            Assert.True(world.Bad == outcomes.OfType<RowOutcome.Rejected>().Sum(o => o.Rows), told);
            Assert.True(world.Written == outcomes.Sum(o => o.Rows), told);
        }
    }

    /// <summary>Tables of all kinds behind one that fits, and where each of their rows must end.</summary>
    private sealed class World(int seed, bool canHide = true)
    {
        private readonly Random random = new(seed);
        private int number;

        public HashSet<string> Good { get; } = [];

        public int Bad { get; private set; }

        /// <summary>All rows but the headers of tables that fit.</summary>
        public int Written { get; private set; }

        public List<T> Tables<T>(Func<(string Name, bool IsHidden, List<string[]> Rows), T> make)
        {
            var tables = new List<T>();
            var count = random.Next(1, 7);
            for (var i = 0; i < count; i++)
            {
                var kind = i == 0 ? 0 : random.Next(canHide ? 7 : 6);
                List<string[]> rows = kind switch
                {
                    0 => [Columns.Split(','), .. Payments(isRead: true)],
                    1 => [["May 2026"], Columns.Split(','), .. Payments(isRead: true), Columns.Split(','), .. Payments(isRead: true)],
                    2 => [.. Payments(isRead: true, isGoodFirst: true)],
                    3 => [Columns.Split(',')],
                    4 => [],
                    5 => Other(),
                    _ => [Columns.Split(','), .. Payments(isRead: false)],
                };
                tables.Add(make(($"T{i}", kind == 6, rows)));
            }

            return tables;
        }

        private List<string[]> Other()
        {
            var rows = Enumerable.Range(0, random.Next(1, 4)).Select(i => new[] { "Note", i.ToString(CultureInfo.InvariantCulture) }).ToList();
            Written += rows.Count;
            return rows;
        }

        private List<string[]> Payments(bool isRead, bool isGoodFirst = false)
        {
            var rows = new List<string[]>();
            var count = random.Next(1, 5);
            var bad = isGoodFirst ? (count - 1) / 2 : count; // a table that goes on without a header must mostly be read
            for (var i = 0; i < count; i++)
            {
                var isBad = bad > 0 && !(isGoodFirst && i == 0) && random.Next(4) == 0;
                var id = string.Create(CultureInfo.InvariantCulture, $"P{seed}-{++number}");
                var cells = Payment(id).Split(',');
                cells[5] = isBad ? "five" : cells[5];
                rows.Add(cells);
                bad -= isBad ? 1 : 0;
                Bad += isRead && isBad ? 1 : 0;
                Written++;
                if (isRead && !isBad)
                {
                    Good.Add(id);
                }
            }

            return rows;
        }
    }
}
