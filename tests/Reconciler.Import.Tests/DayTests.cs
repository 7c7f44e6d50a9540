using System.Globalization;
using System.Text.Json.Nodes;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Where a source tells only a day, every moment of that day may be meant: in the source's zone, or in any zone where nobody names one.</summary>
public sealed class DayTests
{
    private const string AnyZone = "2026-06-01 10:00 to 2026-06-03 11:59";

    /// <summary>The first and the last minute that may be meant; empty where the time is told.</summary>
    private static string Told(Moments? day) => day is { } d
        ? string.Create(CultureInfo.InvariantCulture, $"{d.FirstUtc:yyyy-MM-dd HH:mm} to {d.LastUtc:yyyy-MM-dd HH:mm}")
        : string.Empty;

    private static Entry OnlyEntry(string text, string name, string hint = "")
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[name], text);
        return Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(Given.Read(folder[name], hint: hint.Length == 0 ? null : hint))).Entry;
    }

    [Theory]
    [InlineData("20260602", AnyZone)]
    [InlineData("20260602181000", "")]
    [InlineData("20260602181000[-7:PDT]", "")]
    public void OFX_may_leave_out_the_time(string posted, string day)
    {
        var entry = OnlyEntry(
            $"OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>7788<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>"
            + $"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{posted}<TRNAMT>-64.20<FITID>F1<NAME>CEDAR TOOLS</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
            "bank.ofx");

        Assert.Equal(day, Told(entry.BookedDay));
    }

    [Theory]
    [InlineData("<Dt>2026-06-02</Dt>", AnyZone)]
    [InlineData("<DtTm>2026-06-02T18:10:00-07:00</DtTm>", "")]
    public void Camt_tells_a_day_or_a_time(string booked, string day)
    {
        var entry = OnlyEntry(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-06-03T05:00:00</CreDtTm></GrpHdr><Stmt><Id>S</Id>"
            + "<Acct><Id><IBAN>DE02500105170137075030</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy=\"EUR\">64.20</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>"
            + $"<BookgDt>{booked}</BookgDt><AcctSvcrRef>R-7</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>",
            "bank.xml");

        Assert.Equal(day, Told(entry.BookedDay));
    }

    [Fact]
    public void MT940_knows_days_only()
    {
        var entry = OnlyEntry(":20:X\n:25:NL08DEUT0319809633EUR\n:28C:1/1\n:60F:C260601EUR100,00\n:61:2606020602D64,20NTRFNONREF//B7\n:86:Cedar Tools\n:62F:C260602EUR35,80\n", "bank.sta");

        Assert.Equal(AnyZone, Told(entry.BookedDay));
        Assert.Equal("2026-06-02 00:00:00", Given.Utc(entry.BookedAtUtc));
    }

    [Theory]
    // The whole local day: of 24 hours, of 23 and of 25 where the clocks are set.
    [InlineData("America/Los_Angeles", "2.6.2026", "", "", "2026-06-02 07:00 to 2026-06-03 06:59")]
    [InlineData("America/Los_Angeles", "8.3.2026", "", "", "2026-03-08 08:00 to 2026-03-09 06:59")]
    [InlineData("America/Los_Angeles", "1.11.2026", "", "", "2026-11-01 07:00 to 2026-11-02 07:59")]
    // Cairo's clocks go forward at midnight: the day begins at one.
    [InlineData("Africa/Cairo", "24.4.2026", "", "", "2026-04-23 22:00 to 2026-04-24 20:59")]
    // Samoa had no 30 December 2011.
    [InlineData("Pacific/Apia", "30.12.2011", "", "", "2011-12-30 10:00 to 2011-12-30 10:00")]
    [InlineData("UTC", "2.6.2026", "", "", "2026-06-02 00:00 to 2026-06-02 23:59")]
    [InlineData("unknown", "2.6.2026", "", "", AnyZone)]
    // The row's own zone goes before the layout's.
    [InlineData("unknown", "2.6.2026", "", "PDT", "2026-06-02 07:00 to 2026-06-03 06:59")]
    [InlineData("UTC", "2.6.2026", "", "Asia/Tokyo", "2026-06-01 15:00 to 2026-06-02 14:59")]
    [InlineData("UTC", "2.6.2026", "", "GMT+8", "2026-06-01 16:00 to 2026-06-02 15:59")]
    // A time of day in its own column, and a row of the same file that lacks it.
    [InlineData("UTC", "2.6.2026", "18:10", "", "")]
    [InlineData("unknown", "2.6.2026", "18:10", "", "")]
    [InlineData("unknown", "2.6.2026 18:10", "", "", "")]
    public void The_day_is_one_of_its_zone(string zone, string day, string time, string rowZone, string told)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["mono.json"], $$"""
            {
              "name": "mono", "about": "Invented.", "kind": "orders", "format": "csv", "marketplace": "mono", "knownBy": [["no"], ["day"], ["sum"]], "currency": { "text": "USD" },
              "order": {
                "id": "no", "status": { "of": "no", "rules": [{ "is": "paid" }] }, "total": "sum",
                "placedAt": { "of": "day", "formats": ["d.M.yyyy", "d.M.yyyy H:mm"], "time": "time", "timeFormats": ["H:mm"], "zoneOf": "zone", "zone": "{{zone}}" },
                "paidAt": { "of": "paid", "formats": ["d.M.yyyy"], "zone": "{{zone}}" }
              }
            }
            """);
        File.WriteAllText(folder["o.csv"], $"no,day,time,zone,sum,paid\nO-77001,{day},{time},{rowZone},64.20,\n");
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var read = reader.Read(folder["o.csv"], Assert.IsType<Identification.Known>(reader.Identify(folder["o.csv"])).Layout, null, Given.Sha, "o.csv", TestContext.Current.CancellationToken);

        var order = Assert.IsType<RowOutcome.ReadOrder>(Assert.Single(read)).Order;
        Assert.Equal(told, Told(order.PlacedDay));
        Assert.Null(order.PaidDay);
        Assert.Null(order.Paid);
    }

    [Fact]
    public void An_order_file_of_our_own_names_no_zone_for_its_days()
    {
        var order = Assert.IsType<RowOutcome.ReadOrder>(Assert.Single(Given.ReadText(
            "order_id,marketplace,placed_at,paid_at,status,total,currency\nRG-1188,redwood,2026-06-02T18:10:00-07:00,2026-06-02,paid,64.20,USD\n"))).Order;

        Assert.Equal("2026-06-03 01:10:00", Given.Utc(order.Placed.FirstUtc));
        Assert.Equal(order.Placed.FirstUtc, order.Placed.LastUtc);
        Assert.Equal(AnyZone, Told(order.Paid));
    }

    [Fact]
    public void A_guessed_layout_says_that_nobody_names_the_zone_of_its_days()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["bank.csv"], "Datum;Empfänger;Verwendungszweck;Betrag;Währung\n02.06.2026;Zeder Werkzeuge;Bestellung 77001;-64,20;EUR\n30.06.2026;Zeder Werkzeuge;Bestellung 77002;-12,00;EUR\n");

        Assert.Equal("unknown", JsonNode.Parse(LayoutGuess.Of(folder["bank.csv"], "bank").Json)!["entry"]!["bookedAt"]!["zone"]!.GetValue<string>());
    }

    /// <summary>What the rows of a seed tell: times, days in the source's zone, or days in a zone that nobody names.</summary>
    [Theory]
    [InlineData("bank-mt940.sta", "any zone")]
    [InlineData("etsy-orders.csv", "any zone")]
    [InlineData("etsy-statement.csv", "any zone")]
    [InlineData("revolut-legacy.csv", "any zone")]
    [InlineData("shopify-payouts.csv", "any zone")]
    [InlineData("ebay-orders.csv", "own zone")] // the marketplace's days are those of the US Pacific coast
    [InlineData("tbank-operations.csv", "time")]
    [InlineData("revolut-personal.csv", "time")]
    [InlineData("wise-history.csv", "time")]
    [InlineData("stripe-payments.csv", "time")]
    public void Shipped_layouts_tell_days_as_their_sources_do(string seed, string told)
    {
        var days = Given.Read(Path.Combine(Places.Seeds, "formats", seed)).Select(o => o switch
        {
            RowOutcome.ReadEntry read => read.Entry.Booked,
            RowOutcome.ReadOrder read => read.Order.Placed,
            _ => default(Moments?),
        });

        Assert.Equal([told], days.OfType<Moments>().Select(m => (m.LastUtc - m.FirstUtc).TotalHours switch { 0 => "time", > 30 => "any zone", _ => "own zone" }).Distinct());
    }
}
