namespace Reconciler.Import.Tests.Formats;

/// <summary>OFX tells of more than booked bank transactions: what is pending, loans, instructions, securities. None is lost.</summary>
public sealed class OfxKindsTests
{
    private const string Head = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:220\n\n<OFX>";

    private const string Account = "<CURDEF>EUR<BANKACCTFROM><BANKID>7<ACCTID>1234<ACCTTYPE>CHECKING</BANKACCTFROM>";

    [Fact]
    public void What_is_pending_has_the_day_of_the_transaction_and_an_id_of_its_values()
    {
        string Pending(string sums) => $"{Head}<BANKMSGSRSV1><STMTTRNRS><STMTRS>{Account}<BANKTRANLISTP><DTASOF>20260507{sums}</BANKTRANLISTP></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
        const string Shop = "<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20260506143000<DTEXPIRE>20260513<TRNAMT>-33.00<NAME>Lamp shop</STMTTRNP>";
        const string Hold = "<STMTTRNP><TRNTYPE>HOLD<DTTRAN>20260506<TRNAMT>-80.00<NAME>Hotel</STMTTRNP>";
        var both = Entries(Pending(Shop + Hold));
        Assert.Equal(["Pending Payment -33.00 EUR 2026-05-06 14:30:00 Lamp shop", "Pending Hold -80.00 EUR 2026-05-06 00:00:00 Hotel"], both.Select(Line));
        Assert.Equal(both[1].Id, Entries(Pending(Hold))[0].Id);
    }

    [Fact]
    public void What_is_paid_on_a_loan_is_a_transfer_of_its_account()
    {
        var entry = Assert.Single(Entries($"{Head}<LOANMSGSRSV1><LOANSTMTTRNRS><LOANSTMTRS><CURDEF>EUR<LOANACCTFROM><LOANACCTID>L-9<LOANACCTTYPE>AUTO</LOANACCTFROM><LOANTRANLIST><DTSTART>20260501<DTEND>20260531<LOANSTMTTRN><LOANTRNTYPE>PMT<DTPOSTED>20260506<TRNAMT>-50.00<LOANTRNAMT><PRINAMT>-40.00<LOANINT>-10.00</LOANTRNAMT><FITID>N1</LOANSTMTTRN></LOANTRANLIST></LOANSTMTRS></LOANSTMTTRNRS></LOANMSGSRSV1></OFX>"));
        Assert.Equal(("bank-L-9", "Succeeded Transfer -50.00 EUR 2026-05-06 00:00:00 "), (entry.Id.Wallet, Line(entry)));
    }

    [Fact]
    public void A_transaction_of_another_kind_is_rejected_by_its_name_and_the_next_account_is_read()
    {
        var outcomes = Given.ReadText($"{Head}<BANKMSGSRSV1><INTRATRNRS><INTRARS><CURDEF>EUR<SRVRTID>5<XFERINFO><TRNAMT>9.00<DTDUE>20260509</XFERINFO></INTRARS></INTRATRNRS><STMTTRNRS><STMTRS>{Account}<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260506<TRNAMT>-1.00<FITID>A</STMTTRN></BANKTRANLIST><CLOSING><FITID>C1<DTOPEN>20260501</CLOSING></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>", "a.ofx");
        Assert.Equal(2, outcomes.Count);
        Assert.Contains("is a transaction of a kind that is not read (XFERINFO).", Given.Told(Assert.Single(outcomes.OfType<RowOutcome.Rejected>())), StringComparison.Ordinal);
    }

    private static List<Core.Records.Entry> Entries(string text) => Given.ReadText(text, "a.ofx").ConvertAll(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry);

    private static string Line(Core.Records.Entry e) => FormattableString.Invariant($"{e.Status} {e.Type} {e.Amount} {Given.Utc(e.BookedAtUtc)} {e.Counterparty}");
}
