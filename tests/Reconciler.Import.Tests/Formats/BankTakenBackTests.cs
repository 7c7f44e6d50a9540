using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Banks: what is only announced, what comes back or bounces, and what opening and closing balance prove.</summary>
public sealed class BankTakenBackTests
{
    private static string Told(Entry e) => string.Create(CultureInfo.InvariantCulture, $"{Given.Utc(e.BookedAtUtc)[..10]} {e.Type} {e.Status} {e.Amount}")
        + (e.Fee is { } fee ? $" fee {fee}" : string.Empty) + (e.BalanceAfter is { } balance ? $" = {balance}" : string.Empty)
        + (e.Counterparty.Length > 0 ? $" {e.Counterparty}" : string.Empty) + (e.OrderReference.Length > 0 ? $" for {e.OrderReference}" : string.Empty);

    private static List<Entry> Entries(string text) => Given.ReadText(text, "some.txt").ConvertAll(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry);

    private static string[] Told(string text) => [.. Entries(text).Select(Told)];

    private static string Camt(string kind, string balances, string entries) =>
        $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{(kind == "Stmt" ? "camt.053.001.08" : "camt.054.001.08")}\"><{(kind == "Stmt" ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn")}><{kind}><Id>1</Id><CreDtTm>2026-02-28T20:00:00</CreDtTm>"
        + $"<Acct><Id><IBAN>DE02500105170137075030</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Atelier Nordlicht</Nm></Ownr></Acct>{balances}{entries}</{kind}></{(kind == "Stmt" ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn")}></Document>";

    private static string Balances(string opening, string closing) =>
        $"<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-02</Dt></Dt></Bal>"
        + $"<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-03</Dt></Dt></Bal>";

    private static string Entry(string sum, string direction, string more, string date = "<BookgDt><Dt>2026-02-03</Dt></BookgDt>") =>
        $"<Ntry><Amt Ccy=\"EUR\">{sum}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{(more.StartsWith("<RvslInd>", StringComparison.Ordinal) ? "<RvslInd>true</RvslInd>" : string.Empty)}<Sts><Cd>BOOK</Cd></Sts>{date}{more.Replace("<RvslInd>", string.Empty, StringComparison.Ordinal)}</Ntry>";

    private static string Part(string reference, string sum, string direction, string charges = "") =>
        $"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><Amt Ccy=\"EUR\">{sum}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{charges}</TxDtls>";

    private static string Charge(string sum, string included = "") => $"<Chrgs><Rcrd><Amt Ccy=\"EUR\">{sum}</Amt><CdtDbtInd>DBIT</CdtDbtInd>{included}</Rcrd></Chrgs>";

    /// <summary>A German bank's announcements, an interim report and a posting text that says so. The statement tells the same movement as booked.</summary>
    [Theory]
    [InlineData(":20:STARTUMSE\n:25:1/2\n:60F:C260618EUR100,00\n{0}\n:62F:C260620EUR60,00\n-\n", "105?00FOLGELASTSCHRIFT", EntryStatus.Succeeded)]
    [InlineData(":20:STARTDISPE\n:25:1/2\n:28C:0\n:34F:EURD0,01\n:13:2606190810\n{0}\n:90D:1EUR40,00\n-\n", "105?00FOLGELASTSCHRIFT", EntryStatus.Pending)]
    [InlineData(":20:STARTDISPE\n:25:1/2\n:60F:C260618EUR100,00\n{0}\n:62F:C260620EUR60,00\n-\n", "105?00FOLGELASTSCHRIFT", EntryStatus.Pending)]
    [InlineData(":20:MT942\n:25:1/2\n:28C:1\n:34F:EUR0,00\n:13D:2606190810+0200\n{0}\n:90D:1EUR40,00\n:90C:0EUR0,00\n-\n", "105?00FOLGELASTSCHRIFT", EntryStatus.Pending)]
    [InlineData(":20:X\n:25:1/2\n:60F:C260618EUR100,00\n{0}\n:62F:C260620EUR100,00\n-\n", "105?00VORGEMERKTE LASTSCHRIFT", EntryStatus.Pending)]
    public void MT940_announcements_are_pending(string message, string posting, EntryStatus status)
    {
        var entry = Assert.Single(Entries(message.Replace("{0}", $":61:2606190619DR40,00NMSCNONREF\n:86:{posting}?20SVWZ+KN-77?32KIOSK NORD", StringComparison.Ordinal)));
        Assert.Equal((status, status == EntryStatus.Pending), (entry.Status, entry.BalanceAfter is null));
    }

    [Theory]
    [InlineData(":61:260102RC10,00NTRFNONREF", "Chargeback Succeeded -10.00 EUR")]
    [InlineData(":61:260102RD10,00NTRFNONREF", "Chargeback Succeeded 10.00 EUR")]
    [InlineData(":61:260102C10,00NRTINONREF", "Chargeback Succeeded 10.00 EUR")]
    [InlineData(":61:260102C10,00NMSCNONREF\n:86:109?00RETOURE?20RREF+R-7?32AMAZING LAMPS", "Chargeback Succeeded 10.00 EUR AMAZING LAMPS")]
    [InlineData(":61:260102C10,00NMSCNONREF\n:86:166?00GUTSCHRIFT?20SVWZ+ERSTATTUNG R-7?32AMAZING LAMPS", "Refund Succeeded 10.00 EUR AMAZING LAMPS")]
    [InlineData(":61:260102D10,00NMSCNONREF\n:86:166?00UEBERWEISUNG?20SVWZ+ERSTATTUNG R-7?32B. BEISPIEL", "Refund Succeeded -10.00 EUR B. BEISPIEL")]
    public void MT940_tells_what_the_bank_sends_back_from_what_a_seller_gives_back(string lines, string told) =>
        Assert.Equal($"2026-01-02 {told}", Told(Assert.Single(Entries($":20:X\n:25:DE1\n:60F:C260101EUR90,\n{lines}\n")) with { BalanceAfter = null }));

    /// <summary>Banks, fintechs and payment schemes in their own words, in and out.</summary>
    [Theory]
    [InlineData("10.00", EntryType.Refund, "PIX DEVOLVIDO LOJA|Pix - Envio devolvido|PIX DEVOLV|DEV PIX|DEV.PIX RECEBIDA|DEVOLUCAO PIX|PIX ESTORNADO|Compra estornada|Reembolso recebido|Cancelamento compra LOJA|DEVOLUCION COMPRA|Abono compra devuelta|Retrocesión|RIMBORSATO ACQUISTO|STORNATO|Remboursé|EXTOURNE|ERSTATTUNG|Rückvergütung|zurückgezahlt|TERUGBETAALD|zwrócono|ZWROT|återbetalning|ВОЗВРАТ|возвращено|отмена операции|PURCHASE REVERSAL|REFUND LAMP|退款")]
    [InlineData("10.00", EntryType.Chargeback, "Pix - Rejeitado|TED REJEITADA|RETOURE LASTSCHRIFT|Rückgabe SEPA-Lastschrift|LASTSCHRIFTRUECKGABE|RUECKLAEUFER|RÜCKLASTSCHRIFT|RUECKUEBERWEISUNG|RETURNED DIRECT DEBIT|ACH RETURN|PAYMENT REJECTED|UNPAID CHEQUE|PRELEVEMENT IMPAYE|REJET PRELEVEMENT|RECIBO DEVUELTO|IMPAGADO|INSOLUTO|ODRZUCONY PRZELEW|CHARGEBACK")]
    [InlineData("-10.00", EntryType.Chargeback, "RÜCKLASTSCHRIFT|RETURNED ITEM|CHARGEBACK LAMP|Storno Gutschrift|REVERSAL OF CREDIT|IMPAGADO|PIX ESTORNADO")]
    [InlineData("-10.00", EntryType.Refund, "REFUND ORDER 7|Erstattung Bestellung 7|Pix devolvido|Remboursement client|ВОЗВРАТ")]
    [InlineData("10.00", EntryType.Payment, "PIX RECEBIDO MARIA|GUTSCHRIFT|Rückert GmbH|Pago de Ana|DEVON LTD|PIX TRANSF")]
    [InlineData("-10.00", EntryType.Payment, "PIX ENVIADO LOJA|NS RETOUR AMSTERDAM|LASTSCHRIFT|Refundable AG|DEVICES SHOP")]
    [InlineData("-10.00", EntryType.Fee, "Entgelt Rücklastschrift|RETURNED ITEM FEE")]
    public void Words_tell_what_comes_back(string sum, EntryType expected, string texts)
    {
        foreach (var text in texts.Split('|'))
        {
            var entry = Assert.Single(Entries($"<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>7</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>OTHER<DTPOSTED>20260105<TRNAMT>{sum}<FITID>F1<MEMO>{text}</STMTTRN></BANKTRANLIST></STMTRS></OFX>"));
            Assert.Equal((text, expected), (text, entry.Type));
        }
    }

    /// <summary>The layouts of banks know the same words.</summary>
    [Fact]
    public void The_words_of_all_bank_layouts_are_one_list()
    {
        static string[] Words(string layout) =>
            [.. File.ReadLines(Path.Combine(Places.Config, "layouts", layout)).Select(l => l.Trim()).Where(l => l.Contains("\"join\": [\"Posting text\", \"Counterparty\", \"Text\"]", StringComparison.Ordinal) && l.Contains("\"is\": \"", StringComparison.Ordinal))];

        Assert.Equal(6, Words("bank-ofx.json").Length);
        Assert.All(["bank-1c.json", "bank-camt.json", "bank-mt940.json", "bank-qif.json"], layout => Assert.Equal(Words("bank-ofx.json"), Words(layout)));
    }

    /// <summary>1000 - 80 + 80 - 7 = 993: the reversal came in, whatever its direction says. Where the balances hold as it is written, it stands as it is written.</summary>
    [Theory]
    [InlineData("993.00", "DBIT", "Chargeback Succeeded 80.00 EUR = 1000.00 EUR Gartenwelt for GW-7", true)]
    [InlineData("993.00", "CRDT", "Chargeback Succeeded 80.00 EUR = 1000.00 EUR Gartenwelt for GW-7", false)]
    [InlineData("833.00", "DBIT", "Chargeback Succeeded -80.00 EUR = 840.00 EUR Atelier Nordlicht for GW-7", false)]
    [InlineData("900.00", "DBIT", "Chargeback Succeeded -80.00 EUR = 840.00 EUR Atelier Nordlicht for GW-7", false)] // neither holds: the gap shows at the end
    public void A_reversal_that_is_written_the_wrong_way_round_is_turned_where_the_balances_prove_it(string closing, string direction, string told, bool turned)
    {
        const string Details = "<NtryDtls><TxDtls><Refs><EndToEndId>GW-7</EndToEndId></Refs><RltdPties><Dbtr><Nm>Atelier Nordlicht</Nm></Dbtr><Cdtr><Nm>Gartenwelt</Nm></Cdtr></RltdPties></TxDtls></NtryDtls>";
        var entries = Entries(Camt("Stmt", Balances("1000.00", closing), Entry("80.00", "DBIT", Details) + Entry("80.00", direction, "<RvslInd>" + Details) + Entry("7.00", "DBIT", string.Empty)));
        Assert.Equal($"2026-02-03 {told}", Told(entries[1]));
        Assert.Equal(turned, entries[1].Extra.Contains("direction turned round", StringComparison.Ordinal));
        Assert.Equal(closing + " EUR", entries[2].BalanceAfter.ToString());
    }

    [Fact]
    public void A_reversal_of_MT940_is_turned_as_well() => Assert.Equal(
        ["2026-01-02 Payment Succeeded -10.00 EUR = 90.00 EUR", "2026-01-02 Chargeback Succeeded 10.00 EUR = 100.00 EUR"],
        Told(":20:X\n:25:DE1\n:60F:C260101EUR100,\n:61:260102D10,NTRFNONREF\n:61:260102RC10,NTRFNONREF\n:62F:C260102EUR100,\n"));

    /// <summary>1526 = 1500 + 26: the charge is within the sum though nothing says so; where the sums do not prove it, it is told beside.</summary>
    [Theory]
    [InlineData("1526.00", "DBIT", "", "Payment Succeeded -1500.00 EUR fee 26.00 EUR for PO-7")]
    [InlineData("1474.00", "CRDT", "", "Payment Succeeded 1500.00 EUR fee 26.00 EUR for PO-7")]
    [InlineData("1500.00", "DBIT", "", "Payment Succeeded -1500.00 EUR for PO-7")]
    [InlineData("1500.00", "DBIT", "<ChrgInclInd>true</ChrgInclInd>", "Payment Succeeded -1474.00 EUR fee 26.00 EUR for PO-7")]
    [InlineData("1500.00", "DBIT", "<ChrgInclInd>false</ChrgInclInd>", "Payment Succeeded -1500.00 EUR for PO-7")]
    public void Charges_are_within_a_sum_where_it_is_said_or_the_sums_prove_it(string sum, string direction, string included, string told) => Assert.Equal(
        [$"2026-02-03 {told}"],
        Told(Camt("Stmt", string.Empty, Entry(sum, direction, $"<NtryDtls>{Part("PO-7", "1500.00", direction, Charge("26.00", included))}</NtryDtls>"))));

    /// <summary>A batch of 60 and 40 that was booked less its charges, or each less its own; details that are wrongly credits within a debit; details that make no sum stay one row.</summary>
    [Theory]
    [InlineData("97.00", "CRDT", "3.00", "", "", "CRDT", "Payment Succeeded 60.00 EUR for A-7|Payment Succeeded 40.00 EUR for B-7|Fee Succeeded -3.00 EUR")]
    [InlineData("103.00", "DBIT", "3.00", "", "", "DBIT", "Payment Succeeded -60.00 EUR for A-7|Payment Succeeded -40.00 EUR for B-7|Fee Succeeded -3.00 EUR")]
    [InlineData("97.00", "CRDT", "", "1.80", "1.20", "CRDT", "Payment Succeeded 60.00 EUR fee 1.80 EUR for A-7|Payment Succeeded 40.00 EUR fee 1.20 EUR for B-7")]
    [InlineData("100.00", "DBIT", "", "", "", "CRDT", "Payment Succeeded -60.00 EUR for A-7|Payment Succeeded -40.00 EUR for B-7")]
    [InlineData("100.00", "CRDT", "3.00", "", "", "CRDT", "Payment Succeeded 60.00 EUR for A-7|Payment Succeeded 40.00 EUR for B-7")] // charged apart
    [InlineData("99.00", "CRDT", "", "", "", "CRDT", "Payment Succeeded 99.00 EUR")]
    public void A_batch_is_split_where_its_parts_make_it_alone_or_with_its_charges(string sum, string direction, string charges, string first, string second, string parts, string told) => Assert.Equal(
        told.Split('|').Select(line => "2026-02-03 " + line),
        Told(Camt("Stmt", string.Empty, Entry(sum, direction,
            (charges.Length > 0 ? Charge(charges) : string.Empty)
            + $"<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{Part("A-7", "60.00", parts, first.Length > 0 ? Charge(first) : string.Empty)}{Part("B-7", "40.00", parts, second.Length > 0 ? Charge(second) : string.Empty)}</NtryDtls>"))));

    [Fact]
    public void A_notification_tells_that_the_sum_of_its_parts_is_no_movement_of_its_own()
    {
        const string Reference = "<AcctSvcrRef>SAMMEL-7</AcctSvcrRef>";
        var alone = Assert.Single(Entries(Camt("Stmt", Balances("0.00", "100.00"), Entry("100.00", "CRDT", Reference + "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>"))));
        var parts = Entries(Camt("Ntfctn", string.Empty, Entry("100.00", "CRDT", $"{Reference}<NtryDtls>{Part("A-7", "60.00", "CRDT")}{Part("B-7", "40.00", "CRDT")}</NtryDtls>")));
        Assert.Equal(["2026-02-03 Payment Succeeded 60.00 EUR for A-7", "2026-02-03 Payment Succeeded 40.00 EUR for B-7", "2026-02-03 Adjustment Reversed 100.00 EUR"], parts.Select(Told));
        Assert.Equal(alone.Id, parts[2].Id);
    }

    [Theory]
    [InlineData("<ValDt><Dt>2026-02-01</Dt></ValDt>", "2026-02-01", "")]
    [InlineData("", "2026-02-03", "booked on the day of the closing balance: the entry tells no date")]
    public void An_entry_without_any_date_has_the_day_of_the_closing_balance(string date, string day, string said)
    {
        var entry = Assert.Single(Entries(Camt("Stmt", Balances("100.00", "66.00"), Entry("34.00", "DBIT", string.Empty, date))));
        Assert.Equal(day, Given.Utc(entry.BookedAtUtc)[..10]);
        Assert.Contains(said, entry.Extra, StringComparison.Ordinal);
    }

    [Fact]
    public void An_OFX_correction_names_what_it_takes_back()
    {
        var entries = Entries(
            "<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>7</BANKACCTFROM><BANKTRANLIST>"
            + "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260107<TRNAMT>-90.00<FITID>C3<CORRECTFITID>C1<CORRECTACTION>REPLACE<NAME>Shop One</STMTTRN>"
            + "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260108<TRNAMT>-70.00<FITID>C4<CORRECTFITID>C2<CORRECTACTION>DELETE<NAME>Shop Two</STMTTRN></BANKTRANLIST></STMTRS></OFX>");
        Assert.Equal(["2026-01-07 Payment Succeeded -90.00 USD Shop One", "2026-01-07 Adjustment Reversed -90.00 USD Shop One", "2026-01-08 Adjustment Reversed -70.00 USD Shop Two"], entries.Select(Told));
        Assert.Equal(["corrected-C1", "corrected-C2"], entries.Skip(1).Select(e => e.Id.Id));
    }
}
