using System.IO.Compression;
using System.Xml.Linq;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>The reconciliation statements of the report, from files to sheet.</summary>
public sealed class StatementReportTests
{
    private const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency,fee,counterparty,order_reference,balance_after\n";

    [Fact]
    public async Task Each_wallet_of_the_seeds_closes_to_the_minor_unit_or_tells_that_it_knows_no_balance()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(Places.Root, "tests", "Reconciler.Worker.Tests", "Golden", "seeds-statements.txt"), TestContext.Current.CancellationToken), Statements(project[".sample", "reports"]));
    }

    [Fact]
    public async Task A_report_tells_what_came_since_the_one_before_and_goes_on_from_its_closing_balance()
    {
        using var shop = new DisputeShop("");
        Lay(shop, "1", "A1,books,2026-03-17T10:00:00Z,topup,succeeded,100.00,EUR,,Main account,,100.00\nA2,books,2026-03-18T10:00:00Z,payment,succeeded,-20.00,EUR,0.50,Bazaar,,79.50\n");
        await shop.Do("once");
        Assert.Equal(["books in EUR", "Opening balance 0", "Payments made 1 -20 -20", "Fees 1 -0.5", "Top-ups 1 100", "Closing balance 79.5"], Statements(shop["reports"]));

        // One of the new rows was booked before what is known already.
        Lay(shop, "2", "A4,books,2026-03-18T12:00:00Z,payment,succeeded,-4.50,EUR,,Bazaar,,75.00\nA3,books,2026-03-18T09:00:00Z,payment,succeeded,-9.00,EUR,,Bazaar,,\n");
        shop.Today = "2026-03-21";
        await shop.Do("once");
        Assert.Equal(
            ["books in EUR", "Opening balance 100", "Payments made 1 -4.5 -4.5", "Not in the balance 1 0 −9.00 EUR in reservations, notes and rows that the wallet's balance does not count, or tells nothing of", "Told in an earlier report 1 -20.5 Booked between what is new", "Closing balance 75"],
            Statements(shop["reports"]));

        shop.Today = "2026-03-22";
        await shop.Do("report");
        Assert.Equal(["No entry of the period."], Statements(shop["reports"]));
    }

    [Fact]
    public async Task Days_that_are_asked_for_open_with_the_balance_of_the_day_before()
    {
        using var shop = new DisputeShop("");
        Lay(shop, "1", "A1,books,2026-02-26T10:00:00Z,topup,succeeded,100.00,EUR,,Main account,,100.00\nA2,books,2026-03-01T10:00:00Z,payment,succeeded,-20.00,EUR,,Bazaar,,80.00\nA3,books,2026-03-05T10:00:00Z,payment,succeeded,-30.00,EUR,,Bazaar,,50.00\nB1,idle,2026-02-26T10:00:00Z,topup,succeeded,7.00,EUR,,Main account,,7.00\n");
        await shop.Do("once");
        await shop.Do("report", "--from", "2026-03-01", "--to", "2026-03-04");
        Assert.Equal(["books in EUR", "Opening balance 100", "Payments made 1 -20 -20", "Closing balance 80", "idle in EUR", "Opening balance 7", "Closing balance 7"], Statements(shop["reports"]));
    }

    /// <summary>Files in the shapes of five sources that pay out, and of the bank to which they do: its rows are these tests' own.</summary>
    [Fact]
    public async Task Payouts_of_each_source_are_made_up_and_found_in_the_bank_or_the_gap_is_told()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        await File.WriteAllTextAsync(project["config", "reconciler.json"], """
            { "Matching": { "Pairs": [ { "Wallet": "*", "Marketplace": "*", "Direction": "Sales" } ], "OwnAccounts": [
              { "Wallet": "stripe", "PaysOutTo": "giro" }, { "Wallet": "amazon", "PaysOutTo": "giro" }, { "Wallet": "etsy", "PaysOutTo": "giro" },
              { "Wallet": "shopify-payments", "PaysOutTo": "giro" }, { "Wallet": "paypal", "PaysOutTo": "giro" } ] },
              "Mail": { "Transport": "pickup", "From": "books@example.org", "CompanyName": "Lamp Room", "Signature": [ "Accounts" ] } }
            """, TestContext.Current.CancellationToken);
        var inbox = Directory.CreateDirectory(project["data", "inbox", "statements"]).FullName;
        foreach (var name in new[] { "stripe-balance-history.csv", "amazon-settlement.txt", "etsy-statement.csv", "shopify-transactions.csv", "shopify-payouts.csv", "paypal-settlement.csv" })
        {
            File.Copy(Path.Combine(Places.Root, "seeds", "formats", name), Path.Combine(inbox, name));
        }

        await File.WriteAllTextAsync(Path.Combine(inbox, "giro.csv"), """
            transaction_id,wallet,booked_at,type,status,amount,currency,original_amount,original_currency,exchange_rate,counterparty
            G1,giro,2026-04-10T09:00:00Z,transfer,succeeded,50.00,EUR,,,,Stripe
            G2,giro,2026-04-13T09:00:00Z,transfer,succeeded,841.18,EUR,,,,Stripe
            G3,giro,2026-05-19T09:00:00Z,transfer,succeeded,39.90,EUR,43.19,USD,0.9238,Amazon
            G4,giro,2026-08-04T09:00:00Z,transfer,succeeded,1210.18,CAD,,,,Etsy
            G9,giro,2026-09-01T09:00:00Z,fee,succeeded,-3.00,EUR,,,,Bank
            """.ReplaceLineEndings("\n") + "\n", TestContext.Current.CancellationToken);

        var once = await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"], "--as-of", "2026-09-10");
        Assert.True(once.ExitCode == 0, once.Messages);

        // Gross, fees, refunds, disputes, reserves and the rest, paid out, and what stayed; then where it arrived.
        Assert.Equal(
            [
                "amazon USD: 69 -15.3 -10 · -0.51 · -43.19 = 0; giro G3 39.9 EUR",
                "etsy CAD: 0 · · · · · -1210.18 = -1210.18; giro G4 1210.18 CAD",
                "paypal EUR: 119 -18.24 -49 -14 -11 0.88 -1000 = -972.36; giro open", // 2,500.00 to 1,527.64, as its own section footer tells
                "shopify-payments EUR: 68.32 -1.57 -30.42 · · · -66.45 = -30.12; giro open",
                "stripe EUR: 1000 -41.25 -100 -40 · · -50 = 768.75; giro G1 50 EUR",
                "stripe EUR: 0 · · · · · -841.18 = -841.18; giro G2 841.18 EUR",
            ],
            Rows(project["data", "reports"], "Payouts").Skip(1).Select(p =>
                $"{p[0]} {p[1]}: {string.Join(' ', p[4..11].Select(sum => sum.Length > 0 ? sum : "·"))} = {p[11]}; {p[12]} {(p[17].StartsWith("f-", StringComparison.Ordinal) ? "open" : $"{p[14]} {p[15]} {p[16]}")}"));
    }

    private static void Lay(DisputeShop shop, string name, string rows)
    {
        Directory.CreateDirectory(shop["inbox", "statements"]);
        File.WriteAllText(shop["inbox", "statements", $"books-{name}.csv"], Header + rows);
    }

    /// <summary>The rows of a sheet of the newest workbook, each cell in its column.</summary>
    private static List<string[]> Rows(string reports, string sheet)
    {
        using var workbook = ZipFile.OpenRead(Directory.GetFiles(reports, "*.xlsx").MaxBy(path => path[path.IndexOf("-r-", StringComparison.Ordinal)..], StringComparer.Ordinal)!);
        var number = Part(workbook, "xl/workbook.xml").Descendants().Where(e => e.Name.LocalName == "sheet").Single(e => e.Attribute("name")!.Value == sheet).Attribute("sheetId")!.Value;
        var rows = new List<string[]>();
        foreach (var row in Part(workbook, $"xl/worksheets/sheet{number}.xml").Descendants().Where(e => e.Name.LocalName == "row"))
        {
            var cells = new string[20];
            Array.Fill(cells, string.Empty);
            foreach (var cell in row.Elements())
            {
                cells[cell.Attribute("r")!.Value[0] - 'A'] = cell.Value;
            }

            rows.Add(cells);
        }

        return rows;
    }

    /// <summary>The sheet Reconciliation of the newest workbook: of each block its wallet and lines, empty cells left out.</summary>
    private static IReadOnlyList<string> Statements(string reports)
    {
        using var workbook = ZipFile.OpenRead(Directory.GetFiles(reports, "*.xlsx").MaxBy(path => path[path.IndexOf("-r-", StringComparison.Ordinal)..], StringComparer.Ordinal)!);
        var number = Part(workbook, "xl/workbook.xml").Descendants().Where(e => e.Name.LocalName == "sheet").Single(e => e.Attribute("name")!.Value == "Reconciliation").Attribute("sheetId")!.Value;
        return
        [
            .. Part(workbook, $"xl/worksheets/sheet{number}.xml").Descendants().Where(e => e.Name.LocalName == "row").Skip(2)
                .Select(row => row.Elements().Select(c => c.Value).Where(v => v.Length > 0).ToList()).Where(row => row.Count > 0)
                .Select(row => row.Contains("Entries") ? row[0] : string.Join(' ', row).Replace('\u00A0', ' ')),
        ];
    }

    private static XDocument Part(ZipArchive archive, string name)
    {
        using var part = archive.GetEntry(name)!.Open();
        return XDocument.Load(part);
    }
}
