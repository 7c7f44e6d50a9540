using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>The standards of banks: MT940, camt, OFX and QIF, over small invented files with their traps, and over real ones.</summary>
public sealed partial class BankTests
{
    /// <summary>Account, id (a hash is shown as #), time, type, status, sums, rate, fee, balance, other side, reference, related, description.</summary>
    private static string Told(Entry e) => string.Create(CultureInfo.InvariantCulture, $"{e.Id.Wallet}|{Hash().Replace(e.Id.Id, "#")}|{Given.Utc(e.BookedAtUtc)}|{e.Type} {e.Status}|{e.Amount}")
        + (e.OriginalAmount is { } original ? string.Create(CultureInfo.InvariantCulture, $" from {original} at {e.ExchangeRate}") : string.Empty)
        + (e.Fee is { } fee ? $" fee {fee}" : string.Empty)
        + (e.BalanceAfter is { } balance ? $" = {balance}" : string.Empty)
        + $"|{e.Counterparty}|{e.OrderReference}|{e.RelatedTransactionId}|{e.Description}";

    [GeneratedRegex("^row-v[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Hash();

    private static string Seed(string name) => Path.Combine(Places.Seeds, "formats", name);

    private static string[] Rows(string seed) => [.. Given.Entries(Seed(seed)).Select(Told)];

    private static string[] Rejections(string seed) => [.. Given.Read(Seed(seed)).OfType<RowOutcome.Rejected>().Select(Given.Told)];

    [Fact]
    public void MT940_rows_become_entries()
    {
        const string Account = "bank-DE02500105170137075030";
        Assert.Equal(
            [
                // The order number was cut between two subfields of 27 places.
                $"{Account}|2025123100017_20251231_-49.9|2025-12-31 00:00:00|Payment Succeeded|-49.90 EUR = 1450.10 EUR|LAMPENLADEN MUSTERMANN UND SOHN GMBH|ORDER-10017||DAUERAUFTRAG · Bestellung 8100457799001234 Stehlampe grün",

                // The entry date 0102 behind the value date 251231 is in the next year. KREF+ and NOTPROVIDED are no references.
                $"{Account}|2025123100018_20251231_120|2026-01-02 00:00:00|Payment Succeeded|120.00 EUR = 1570.10 EUR|B. BEISPIEL|||GUTSCHR. UEBERWEISUNG · Rechnung 2025-77",

                // RD, the reversal of a debit, is money in.
                $"{Account}|2026010200003_20260102_49.9|2026-01-02 00:00:00|Chargeback Succeeded|49.90 EUR = 1620.00 EUR|LAMPENLADEN MUSTERMANN|||RUECKUEBERWEISUNG · Konto geschlossen",

                // DR is a debit in EUR, not a reversal.
                $"{Account}|#|2026-01-02 00:00:00|Fee Succeeded|-3.50 EUR = 1616.50 EUR||||ENTGELT · Karte 12/25",

                // The rate is written as USD for one EUR. A line of the text begins with a colon.
                $"{Account}|2026010200009_20260102_1507|2026-01-02 00:00:00|Payment Succeeded|1507.00 EUR from 1760.19 USD at 0.8561643836 = 3123.50 EUR|A VOORBEELD|NL-77||SEPA OVERBOEKING · Order 8192259900112233 Stehlampe, twee stuks :08 uur",
                $"{Account}|#|2026-01-05 00:00:00|Withdrawal Succeeded|-100.00 EUR = 3023.50 EUR||||GELDAUTOMAT MUSTERSTADT 05.01. 18.20 UHR KARTE 7",
            ],
            Rows("bank-mt940.sta"));
        Assert.Equal(
            [
                "bank-mt940.sta:29: Booked\n  \"260132\"\n  is not a date written like 2026-05-31 09:00:00. Check that the day exists.",
                "bank-mt940.sta:31: \n  \"\"\n  is no statement line written like :61:2605310531C1234,50NTRF…: value date, perhaps the entry date, a mark of C, D, RC or RD, the sum. Export the file again, or mend this line.",
            ],
            Rejections("bank-mt940.sta"));
        Assert.StartsWith(":61:2601020102CR1507,NTRFNONREF//2026010200009\n/OCMT/USD1760,19/EXCH/1,168/\n:86:/TRTP/", Given.Entries(Seed("bank-mt940.sta"))[4].Source.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public void Camt_entries_become_entries()
    {
        const string Account = "bank-CH5604835012345678009";
        Assert.Equal(
            [
                // A batch whose transactions make its sum is a row for each of them.
                $"{Account}|TX-1_20260508_20|2026-05-08 00:00:00|Payment Succeeded|20.00 CHF = 1020.00 CHF|Anna Beispiel|210000000003139471430009017||",
                $"{Account}|TX-2_20260508_40|2026-05-08 00:00:00|Payment Succeeded|40.00 CHF = 1060.00 CHF|Beat Muster|E2E-2||Order 8192259900112233",

                // The charge of 2.00 is within the 102.00. The rate is written the other way round.
                $"{Account}|FX-1_20260508_-102|2026-05-08 07:15:00|Payment Succeeded|-100.00 CHF from -125.00 USD at 0.8 fee 2.00 CHF = 958.00 CHF|Lumen Store|E2E-3||Card payment abroad",

                // A payment that came back: the roles are those of the payment.
                $"{Account}|#|2026-05-08 00:00:00|Chargeback Succeeded|30.00 CHF = 988.00 CHF|Closed Account Ltd|E2E-9|E2E-9|",
                $"{Account}|#|2026-05-08 00:00:00|Fee Succeeded|-5.50 CHF = 982.50 CHF||||",

                // A batch whose transactions bear no sums is one row.
                $"{Account}|BATCH-2_20260508_-100|2026-05-08 00:00:00|Payment Succeeded|-100.00 CHF = 882.50 CHF||||Invoice 1 Invoice 2",

                // What is pending has no balance yet.
                $"{Account}|#|2026-05-11 00:00:00|Payment Pending|-77.00 CHF||||Reserved: Musterhotel",
            ],
            Rows("bank-camt.xml"));
        var rejected = Assert.Single(Given.Read(Seed("bank-camt.xml")).OfType<RowOutcome.Rejected>()).Row;
        Assert.Equal((70, "is an entry that does not say its direction (CdtDbtInd is neither CRDT nor DBIT). Export the file again."), (rejected.Line, rejected.Why));
        Assert.Equal([16, 21, 28, 43, 53, 58, 66], Given.Entries(Seed("bank-camt.xml")).Select(e => e.Source.Line));
    }

    [Fact]
    public void OFX_transactions_become_entries()
    {
        const string Bank = "bank-0001-2345678";
        Assert.Equal(
            [
                // 21:30 in New York is the next day in UTC; the id bears the bank's own day. The list runs downwards: the first row has the ledger's balance.
                $"{Bank}|F-3_20260510_-1020.5|2026-05-11 02:30:00|Payment Succeeded|-1020.50 EUR = 500.00 EUR|Dupont & Fils Café|||Commande 8192259900112233",

                // Every id bears day and sum: two transactions have one FITID. The first of them lacks its end tag, and an empty MEMO has none.
                $"{Bank}|F-2_20260507_-12|2026-05-07 06:30:00|Payment Succeeded|-12.00 EUR|Cheque 1044|||",
                $"{Bank}|F-2_20260506_20|2026-05-06 00:00:00|Refund Succeeded|20.00 EUR|Remboursement Lumen|||",
                $"{Bank}|F-0_20260505_-2.5|2026-05-05 00:00:00|Fee Succeeded|-2.50 EUR|Cotisation carte|||",

                // On a credit card what comes in is its bill that was paid, or a refund. The balance is of another month.
                "bank-XXXX7788|C-1_20260503_300|2026-05-03 00:00:00|Topup Succeeded|300.00 USD|PAYMENT RECEIVED - THANK YOU|||",
                "bank-XXXX7788|C-2_20260504_45|2026-05-04 00:00:00|Refund Succeeded|45.00 USD|LAMP SHOP|||",
                "bank-9001|I-2_20260502_250|2026-05-02 00:00:00|Transfer Succeeded|250.00 USD|From checking|||",
            ],
            Rows("bank-ofx.ofx"));
        Assert.Equal(
            [
                "bank-ofx.ofx:44: Amount\n  \"12.5x\"\n  has \"x\" beside the number, but the currency column says EUR. Correct one of the two.",
                "bank-ofx.ofx:58: \n  \"\"\n  is a movement of securities (BUYSTOCK), which is not read: only the cash of the account is.",
            ],
            Rejections("bank-ofx.ofx"));
        Assert.Equal(0.8m, Given.Entries(Seed("bank-ofx.ofx"))[2].ExchangeRate);
    }

    [Fact]
    public void QIF_is_refused_until_its_layout_says_the_currency()
    {
        Assert.Equal(
            "It is a bank-qif file. It does not say in which currency its sums are (1,000.00 on line 20). Set currency in config/layouts/bank-qif.json, such as { \"text\": \"EUR\" }.",
            Given.WhyUnknown(Seed("bank-qif.qif")));

        using var folder = new TempFolder();
        var layout = File.ReadAllText(Path.Combine(Places.Config, "layouts", "bank-qif.json"));
        File.WriteAllText(folder["bank-qif.json"], layout.Replace("\"wallet\":", "\"currency\": { \"text\": \"USD\" }, \"wallet\":", StringComparison.Ordinal));
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var known = Assert.IsType<Identification.Known>(reader.Identify(Seed("bank-qif.qif"))).Layout;
        var outcomes = reader.Read(Seed("bank-qif.qif"), known, "main", Given.Sha, "bank-qif.qif", TestContext.Current.CancellationToken).ToList();
        Assert.Equal(
            [
                // 1/31 tells that the month comes first.
                "bank-Current-account|#|2026-01-05 00:00:00|Adjustment Succeeded|1000.00 USD|Opening Balance|||[Current account]",
                "bank-Current-account|#|2026-01-31 00:00:00|Payment Succeeded|-67.50 USD|Lamp shop|||Home · Order 8192259900112233",
                "bank-Current-account|#|2026-02-01 00:00:00|Refund Succeeded|67.50 USD|Lamp shop|||Refund order 8192259900112233",
                "bank-Current-account|#|2026-02-01 00:00:00|Fee Succeeded|-2.00 USD|Account fee|||",
                "bank-Cash|#|2026-02-02 00:00:00|Transfer Succeeded|-20.00 USD||||[Current account]",
            ],
            outcomes.OfType<RowOutcome.ReadEntry>().Select(o => Told(o.Entry)));
        Assert.Equal((56, "is a transaction of an investment account, which is not read. Export the bank, cash and credit card accounts only."), Assert.Single(outcomes.OfType<RowOutcome.Rejected>()).Row is var row ? (row.Line, row.Why) : default);

        // A file that names no account takes its folder's.
        File.WriteAllText(folder["one.qif"], "!Type:Bank\nD31/12/2025\nT-1.50\nPShop\n^\n");
        var one = reader.Read(folder["one.qif"], Assert.IsType<Identification.Known>(reader.Identify(folder["one.qif"])).Layout, "main", Given.Sha, "one.qif", TestContext.Current.CancellationToken);
        Assert.Equal("bank-main|#|2025-12-31 00:00:00|Payment Succeeded|-1.50 USD|Shop|||", Told(Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(one)).Entry));

        foreach (var (written, told) in new[] { ("26 Jan 2026", "2026-01-26"), ("3 mars 2026", "2026-03-03"), ("Feb 5, 2026", "2026-02-05"), ("26-Jan-26", "2026-01-26") })
        {
            File.WriteAllText(folder["named.qif"], $"!Type:CCard\nD{written}\nT-1.50\nPShop\n^\n");
            var named = reader.Read(folder["named.qif"], known, "card", Given.Sha, "named.qif", TestContext.Current.CancellationToken);
            Assert.StartsWith($"bank-card|#|{told} ", Told(Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(named)).Entry), StringComparison.Ordinal);
        }

        File.WriteAllText(folder["two.qif"], "!Type:Bank\nD2/1/2026\nT-1.50\n^\n");
        Assert.Contains("Its dates can be read with the day first or with the month first alike (2/1/2026 on line 2). Set dateOrder", Assert.IsType<Identification.Unknown>(reader.Identify(folder["two.qif"])).Why, StringComparison.Ordinal);
    }

    /// <summary>A statement line and what is read of it: shapes of many banks.</summary>
    [Theory]
    [InlineData(":61:2601020102D10,NTRFNONREF", "2026-01-02|Payment|-10.00 EUR||")]
    [InlineData(":61:260102C10,5NTRF", "2026-01-02|Payment|10.50 EUR||")]
    [InlineData(":61:260102RC10,00NTRFNONREF", "2026-01-02|Chargeback|-10.00 EUR||")] // a credit is taken back
    [InlineData(":61:260102RDR10,00NTRFNONREF", "2026-01-02|Chargeback|10.00 EUR||")] // with the third letter of EUR
    [InlineData(":61:2601021231D10,00NTRFNONREF", "2025-12-31|Payment|-10.00 EUR||")] // entered in the year before
    [InlineData(":61:260102    D10,00NTRFNONREF", "2026-01-02|Payment|-10.00 EUR||")] // no entry date, but its places
    [InlineData(":61:260230D10,00NINTNONREF", "2026-02-28|Adjustment|-10.00 EUR||")] // a month of 30 days
    [InlineData(":61:260102D000000000012,10N0980123456789      WINKEL VOORBEELD", "2026-01-02|Payment|-12.10 EUR|WINKEL VOORBEELD|")] // Rabobank
    [InlineData(":61:260102D65,00NOVBNL47INGB9999999999\nhr jan voorbeeld", "2026-01-02|Payment|-65.00 EUR|hr jan voorbeeld|")] // ASN
    [InlineData(":61:260102D1.234,50NTRF8192259900112233", "2026-01-02|Payment|-1234.50 EUR||8192259900112233")]
    [InlineData(":61:260102ED10,00NTRFNONREF", "2026-01-02|Payment|-10.00 EUR||")]
    [InlineData(":61:260102D\n10,00NTRFNONREF", "2026-01-02|Payment|-10.00 EUR||")] // cut before the sum
    [InlineData(":61:260102D10,00NTRFEREF//1\n:86:/EREF/EV-1//CNTP/NL32INGB0000012345/INGBNL2A/VOORBEELD BV///REMI/USTD//Factuur 7/", "2026-01-02|Payment|-10.00 EUR|VOORBEELD BV|EV-1")] // ING
    [InlineData(":61:260102C10,00NTRFNONREF\n:86:020~00Przelew~20Zwrot za~21zamowienie 7~32JAN PRZYKLAD~33", "2026-01-02|Refund|10.00 EUR|JAN PRZYKLAD|")] // PKO
    [InlineData(":61:260102D10,00NTRFNONREF\n:86:/RTRN/MS03/EREF/E-5/NAME/X", "2026-01-02|Chargeback|-10.00 EUR|X|E-5")]
    public void A_statement_line_is_read(string lines, string told)
    {
        var outcome = Assert.Single(Given.ReadText($":20:X\n:25:DE1\n:60F:C260101EUR0,\n{lines}\n:62F:C260102EUR0,\n-\n", "some.txt"));
        var e = Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry;
        Assert.Equal(told, $"{Given.Utc(e.BookedAtUtc)[..10]}|{e.Type}|{e.Amount}|{e.Counterparty}|{e.OrderReference}");
        Assert.Equal(e.Extra.Contains("Mark: ED", StringComparison.Ordinal) ? EntryStatus.Pending : EntryStatus.Succeeded, e.Status);
    }

    [Fact]
    public void A_statement_whose_movements_do_not_make_its_closing_balance_breaks_the_chain_at_its_last_row() =>
        Assert.Equal(
            ["9.00 EUR", "5.00 EUR"],
            Given.ReadText(":20:X\n:25:DE1\n:60F:C260101EUR10,\n:61:260102D1,NTRF\n:61:260102D1,NTRF\n:62F:C260102EUR5,\n").Cast<RowOutcome.ReadEntry>().Select(o => o.Entry.BalanceAfter.ToString()));

    [Fact]
    public void The_first_booked_movement_of_each_statement_bears_its_opening_balance() =>
        Assert.Equal(
            ["10.00 EUR", "", "8.00 EUR"],
            Given.ReadText(":20:X\n:25:DE1\n:60F:C260101EUR10,\n:61:260102D1,NTRF\n:61:260102D1,NTRF\n:62F:C260102EUR8,\n:20:Y\n:25:DE1\n:60F:C260102EUR8,\n:61:260103C1,NTRF\n:62F:C260103EUR9,\n")
                .Cast<RowOutcome.ReadEntry>().Select(o => o.Entry.OpeningBalance.ToString()));

    [Fact]
    public void Several_statements_accounts_and_currencies_of_one_file_are_kept_apart()
    {
        const string Text = ":20:X\n:25:DE1\n:60F:C260101EUR10,\n:61:260102D1,NTRF//7777\n:62F:C260102EUR9,\n:25:DE2\n:60F:C260101USD5,\n:61:260102D1,NTRF//7777\n:62F:C260102USD4,\n:20:Y\n:25:DE1\n:61:260103D1,NTRF//7777\n";
        Assert.Equal(
            ["bank-DE1/7777_20260102_-1 9.00 EUR", "bank-DE2/7777_20260102_-1 4.00 USD", ":  is empty"],
            Given.ReadText(Text).Select(o => o is RowOutcome.ReadEntry { Entry: var e } ? $"{e.Id} {e.BalanceAfter}" : ":  " + ((RowOutcome.Rejected)o).Row.Why[..8]));
    }

    [Theory]
    [InlineData("bank-mt940", "{1:F01INGBNL2ABXXX0000000000}\n{2:I940INGBNL2AXXXN}\n{4:\n:20:X\n:25:DE1\n-}")]
    [InlineData("bank-mt940", "\uFEFF\r\n\r\n:20:X\r\n:25:DE1\r\n")]
    [InlineData("bank-mt940", "ABNANL2A\n940\nABNANL2A\n:20:X\n:25:1\n-")]
    [InlineData("bank-mt940", ":940:\n:20:940S\n:25:1\n:28C:0\n")]
    [InlineData("bank-mt940", "ä4:\n:20:1\n:25:1\n:28C:1\n-å")] // a seven-bit brace
    [InlineData("bank-mt940", ":20:X\r:25:1\r:28C:0\r")]
    [InlineData("bank-ofx", "\n\n  <OFX><BANKMSGSRSV1></BANKMSGSRSV1></OFX>")]
    [InlineData("bank-ofx", "\uFEFF\n<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n<OFX></OFX>")]
    [InlineData("bank-ofx", "Content-Type: application/x-ofx\n\nOFXHEADER:100\nDATA:OFXSGML\n\n<ofx></ofx>")]
    [InlineData("bank-qif", "# a remark\n### another\n\n!Type:Bank\n")]
    [InlineData("bank-qif", "!Account\nNx\n^\n")]
    [InlineData("bank-camt", "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\"><BkToCstmrAcctRpt><Rpt><Id>1</Id></Rpt></BkToCstmrAcctRpt></Document>")]
    [InlineData("bank-camt", "<?xml version=\"1.0\"?><!-- x --><a:Envelope xmlns:a=\"urn:a\"><a:Body><Document><BkToCstmrDbtCdtNtfctnV02><Ntfctn/></BkToCstmrDbtCdtNtfctnV02></Document></a:Body></a:Envelope>")]
    public void A_file_of_a_bank_is_known_whatever_stands_around_it_and_holds_nothing(string layout, string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["x"], text, new UTF8Encoding(false));
        Assert.Equal(layout, Given.Known(folder["x"]).Name);
        Assert.Empty(Given.Read(folder["x"]));
    }

    [Theory]
    [InlineData("<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR</STATUS></SONRS></OFX>", 1, "is the bank's answer that something failed (code 15500), in place of a statement. Download the file again.")]
    [InlineData("<OFX><STMTRS><CURDEF>EUR<ACCTID>1\n<STMTTRN><DTPOSTED>20260101<TRNAMT>-1", 2, "is where the file ends in the middle of a transaction. Download it again.")]
    [InlineData("<Document>\n<BkToCstmrStmt>\n<GrpHdr/></BkToCstmrStmt></Document>", 2, "is a message that holds no report, statement or notification (Rpt, Stmt, Ntfctn). Export the file again.")]
    [InlineData("<Document>\n<BkToCstmrStmt>\n<Stmt><Ntry>", 3, "is where the file stops being XML")]
    public void A_damaged_file_of_a_bank_is_refused_with_its_line(string text, int line, string why)
    {
        var row = Assert.IsType<RowOutcome.Rejected>(Assert.Single(Given.ReadText(text))).Row;
        Assert.Equal(line, row.Line);
        Assert.StartsWith(why, row.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_statement_has_the_same_ids_with_other_line_ends_and_in_a_longer_file()
    {
        const string Row = ":61:260102D1,NTRFNONREF\n:86:Shop\n";
        const string Start = ":20:X\n:25:DE1\n:60F:C260101EUR10,\n";
        static string[] Ids(string text) => [.. Given.ReadText(text).Cast<RowOutcome.ReadEntry>().Select(o => o.Entry.Id.Id)];
        var once = Ids(Start + Row);
        Assert.Equal(once, Ids((Start + Row).ReplaceLineEndings("\r\n")));
        Assert.Equal([once[0], once[0] + "-2"], Ids(Start + Row + Row));
    }

    /// <summary>What a sample gives: rows read, rows rejected, and the sum of what was read in each currency.</summary>
    [Theory]
    [InlineData("mt940/mt940-abnamro.txt", 10, 0, "EUR -345.93")]
    [InlineData("mt940/mt940-deutsche_bank.txt", 16, 0, "DEM 87.30, EUR 2200.00, PLN 10040.00")]
    [InlineData("mt940/mt940-handelsbank.txt", 0, 0, "")]
    [InlineData("mt940/mt940-headers.txt", 0, 1, "")] // its value date is in the month 22
    [InlineData("mt940/mt940-iso8859-1.txt", 2, 0, "EUR 2200.00")]
    [InlineData("mt940/mt940-windows-line-breaks.txt", 2, 0, "EUR 2200.00")]
    [InlineData("mt940/mt940-with-colon-after-line-break.txt", 1, 0, "DEM -6800.00")]
    [InlineData("mt940/mt940-with-detailed-end-balance.txt", 1, 0, "EUR 1.00")]
    [InlineData("mt940/mt940.txt", 27, 0, "DEM 174.60, EUR 2200.00, PLN 10040.00")]
    [InlineData("camt/camt052.v6.xml", 1, 0, "SEK -200000.00")]
    [InlineData("camt/camt053.v2.minimal.xml", 1, 0, "EUR 8.85")]
    [InlineData("camt/camt053.v2.multi.statement.xml", 2, 0, "EUR 1.85")]
    [InlineData("camt/camt053.v2.wrong.xml", 0, 1, "")] // a message without a statement
    [InlineData("camt/camt053.v4.xml", 1, 0, "EUR 8.85")]
    [InlineData("camt/camt054.v2.with-account-name.xml", 1, 0, "SEK -200000.00")]
    [InlineData("ofx/anzcc.ofx", 1, 0, "AUD -5.50")]
    [InlineData("ofx/bank_medium.ofx", 3, 0, "CAD -345.27")]
    [InlineData("ofx/checking.ofx", 3, 0, "USD -59.50")]
    [InlineData("ofx/fail_nice_decimal_error.ofx", 0, 1, "")] // posted in the month 20
    [InlineData("ofx/multiple_accounts.ofx", 0, 0, "")]
    public void A_sample_is_read_whole(string sample, int read, int rejected, string sums)
    {
        var outcomes = Given.Read(Given.Sample(sample));
        var entries = outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry).ToList();
        Assert.Equal((read, rejected), (entries.Count, outcomes.Count - entries.Count));
        Assert.Equal(sums, string.Join(", ", entries.GroupBy(e => e.Amount.Currency).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Select(e => e.Amount).Aggregate((a, b) => a + b).ToAmountText()}")));
        Assert.Equal(entries.Count, entries.Select(e => e.Id).Distinct().Count());
        Assert.All(outcomes.OfType<RowOutcome.Rejected>(), o => Assert.True(o.Row.Line > 0 && o.Row.Why.Length > 20));
    }

    [Fact]
    public void The_QIF_sample_is_refused_for_its_currency_and_the_other_is_none()
    {
        Assert.Contains("It does not say in which currency its sums are (0.00 on line 29).", Given.WhyUnknown(Given.Sample("qif/test.qif")), StringComparison.Ordinal);
        Assert.StartsWith("No layout has these columns", Given.WhyUnknown(Given.Sample("qif/invalid.txt")), StringComparison.Ordinal);
    }

    /// <summary>60F + the sum of 61 = 62F: within a statement each balance is the one before and the movement. The samples whose makers cut rows out break at their last row.</summary>
    [Theory]
    [InlineData("mt940/mt940-deutsche_bank.txt", "")]
    [InlineData("mt940/mt940.txt", "")]
    [InlineData("mt940/mt940-iso8859-1.txt", "")]
    [InlineData("mt940/mt940-windows-line-breaks.txt", "")]
    [InlineData("camt/camt053.v2.multi.statement.xml", "")]
    [InlineData("mt940/mt940-abnamro.txt", "25 40")]
    [InlineData("mt940/mt940-with-detailed-end-balance.txt", "5")]
    public void Balances_join_up(string sample, string brokenAtLines)
    {
        var path = Given.Sample(sample);
        var openings = path.EndsWith(".xml", StringComparison.Ordinal)
            ? ["18.15", "27.00"]
            : Opening().Matches(File.ReadAllText(path, Encoding.Latin1)).Select(m => m.Groups["sum"].Value.Replace(',', '.')).ToList();
        var broken = new List<int>();
        var statement = 0;
        var before = decimal.Parse(openings[0], CultureInfo.InvariantCulture);
        var entries = Given.Entries(path);
        for (var i = 0; i < entries.Count; i++)
        {
            // A balance that does not follow from the one before is the first of the next statement, or a break.
            var amount = entries[i].Amount.Amount;
            if (i > 0 && before + amount != entries[i].BalanceAfter!.Value.Amount && statement + 1 < openings.Count
                && decimal.Parse(openings[statement + 1], CultureInfo.InvariantCulture) + amount == entries[i].BalanceAfter!.Value.Amount)
            {
                statement++;
                before = decimal.Parse(openings[statement], CultureInfo.InvariantCulture);
            }

            if (before + amount != entries[i].BalanceAfter!.Value.Amount)
            {
                broken.Add(entries[i].Source.Line);
            }

            before = entries[i].BalanceAfter!.Value.Amount;
        }

        Assert.Equal(brokenAtLines, string.Join(' ', broken));
    }

    [GeneratedRegex(@"^:60[FM]?:[CD]\d{6}[A-Z]{3}(?<sum>[\d,]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Opening();
}
