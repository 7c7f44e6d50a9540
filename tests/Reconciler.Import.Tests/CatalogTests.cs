using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Layout files: the shipped ones load; a wrong one names file, key and what is allowed.</summary>
public sealed class CatalogTests
{
    private const string Right = """
        {
          "name": "mono", "about": "Invented.", "kind": "statement", "format": "csv", "wallet": "mono",
          "knownBy": [["id"], ["sum"]], "currency": { "text": "EUR" },
          "entry": {
            "id": "id", "bookedAt": { "of": "day", "formats": ["d.M.yyyy"], "zone": "Europe/Berlin" },
            "type": { "of": "kind", "rules": [{ "is": "payment" }] }, "status": { "of": "state", "rules": [{ "is": "succeeded" }] }, "amount": "sum"
          }
        }
        """;

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("a(?!b)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a+)b")]
    [InlineData("(a)?(?(1)b|c)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\\(?<x>a)\k<x>")]
    [InlineData("(a")]
    public void A_pattern_that_could_hang_or_is_none_is_refused_when_it_is_loaded(string pattern) => Assert.ThrowsAny<ArgumentException>(() => new LinearPattern(pattern));

    [Theory]
    [InlineData(@"^-?\d+ \(x\)$", "-12 (X)")]
    [InlineData(@"\\1", @"\1")]
    [InlineData("(?:a|b)c", "BC")]
    public void Other_patterns_meet_in_any_case(string pattern, string text) => Assert.True(new LinearPattern(pattern).IsMatch(text));

    [Fact]
    public void Every_layout_has_a_seed()
    {
        // A file that is refused for a setting that the user must add is known by its name.
        var seeds = Directory.GetFiles(Places.Seeds, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is not (".md" or ".png" or ".pdf")).ToList();
        var named = seeds.Select(Path.GetFileNameWithoutExtension).Concat(seeds.Select(f => Given.Reader.Identify(f)).OfType<Identification.Known>().Select(k => k.Layout.Name));
        Assert.Empty(Given.Layouts.Layouts.Select(l => l.Name).Except(named));
    }

    [Fact]
    public void The_shipped_layouts_are_sorted_by_name_and_found_in_any_case()
    {
        var names = Given.Layouts.Layouts.Select(l => l.Name).ToList();
        Assert.Equal(Directory.GetFiles(Path.Combine(Places.Config, "layouts"), "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), names);
        Assert.Equal("qiwi-history", Given.Layouts.Find("QIWI-History")?.Name);
        Assert.Null(Given.Layouts.Find("nosuch"));
    }

    [Fact]
    public void A_new_wallet_needs_a_layout_file_and_no_code()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["mono.json"], Right);
        File.WriteAllText(folder["a.csv"], "id,day,sum,kind,state\n1,6.5.2026,-2.50,x,y\n");
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var layout = Assert.IsType<Identification.Known>(reader.Identify(folder["a.csv"])).Layout;
        var outcome = Assert.Single(reader.Read(folder["a.csv"], layout, "second", Given.Sha, "a.csv", TestContext.Current.CancellationToken));
        Assert.Equal("mono-second/1 -2.50 EUR", Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry is var e ? $"{e.Id} {e.Amount}" : "");
    }

    [Theory]
    [InlineData("\"mono\", \"about\"", "\"stereo\", \"about\"", "mono.json: name is \"stereo\"; it must be the file's own name, \"mono\".")]
    [InlineData("\"csv\"", "\"cvs\"", "mono.json: format is \"cvs\"; allowed are csv, json, xml, camt, mt940, ofx, qif, client-bank.")]
    [InlineData("\"payment\"", "\"paymnt\"", "mono.json: entry.type.rules[0].is is \"paymnt\"; allowed are payment, refund, fee, topup, withdrawal, transfer, hold, release, conversion, chargeback, adjustment.")]
    [InlineData("Europe/Berlin", "Europe/Bern", "mono.json: entry.bookedAt.zone is \"Europe/Bern\"; allowed are \"offset\", \"unknown\" and the names of the tz database, such as UTC, Europe/Moscow, America/Los_Angeles.")]
    [InlineData("d.M.yyyy", "q", "mono.json: entry.bookedAt.formats holds \"q\", which is neither \"iso\" (also for times with an offset) nor a date format of .NET without an offset, such as d/M/yyyy or H:mm:ss.")]
    [InlineData("\"amount\":", "\"amout\":", "mono.json: entry lacks \"amount\"; its key \"amout\" means nothing here.")]
    [InlineData("\"wallet\":", "\"decimals\": 1, \"wallet\":", "mono.json: the layout has a key \"decimals\" that means nothing here; allowed are about, ask, blank, carry, csv, currency, currencyElse, dateOrder, dateOrderElse, decimalMark, encoding, entry, exact, extra, feeRows, format, group, html, json, kind, knownBy, name, skip, symbols, wallet, xml.")]
    [InlineData("[\"d.M.yyyy\"]", "[\"d/M/yyyy\", \"M/d/yyyy\"]", "mono.json: the layout has date formats with the day first and with the month first and so needs \"dateOrder\"; allowed are day-first, month-first, file.")]
    [InlineData("{ \"is\": \"payment\" }", "{ \"is\": \"payment\", \"matches\": \"(a\" }", "mono.json: entry.type.rules[0].matches is not a pattern that can be used (no look-around, no back references): ")]
    [InlineData("\"id\": \"id\"", "\"id\": 7", "mono.json: entry.id is a number; an object in braces is expected.")]
    [InlineData("{", "{,", "mono.json: line 1 is not JSON: ")]
    public void A_wrong_layout_names_file_key_and_what_is_allowed(string right, string wrong, string message)
    {
        using var folder = new TempFolder();
        var at = Right.IndexOf(right, StringComparison.Ordinal);
        File.WriteAllText(folder["mono.json"], Right[..at] + wrong + Right[(at + right.Length)..]);
        var thrown = Assert.Throws<LayoutException>(() => LayoutCatalog.Load(folder.Path));
        Assert.StartsWith(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_of_layouts_is_told()
    {
        using var folder = new TempFolder();
        Assert.Contains("is missing", Assert.Throws<LayoutException>(() => LayoutCatalog.Load(folder["none"])).Message, StringComparison.Ordinal);
        Assert.Contains("holds no *.json", Assert.Throws<LayoutException>(() => LayoutCatalog.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_fits_two_layouts_alike_is_refused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["mono.json"], Right);
        File.WriteAllText(folder["duo.json"], Right.Replace("\"mono\"", "\"duo\"", StringComparison.Ordinal));
        File.WriteAllText(folder["a.csv"], "id,day,sum,kind,state\n1,6.5.2026,-2.50,x,y\n");
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        Assert.Equal(
            "It fits duo and mono alike. Put it into a folder named after its layout, such as inbox/statements/duo/.",
            Assert.IsType<Identification.Unknown>(reader.Identify(folder["a.csv"])).Why);
        Assert.IsType<Identification.Known>(reader.Identify(folder["a.csv"], "mono"));
    }
}
