
namespace Reconciler.Worker.Tests;

/// <summary>What one file tells and another one corrects, or tells again in its parts, is counted once, in whichever order the two are read.</summary>
public sealed class ToldTwiceTests
{
    private static string Ofx(string rows) =>
        $"<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>7788</BANKACCTFROM><BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS></OFX>\n";

    private static string Row(string day, string sum, string id, string shop, string correction = "") =>
        $"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{sum}<FITID>{id}{correction}<NAME>{shop}</STMTTRN>\n";

    private static string Camt(string version, string message, string kind, string details) =>
        $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{version}\"><{message}><{kind}><Id>1</Id><CreDtTm>2026-02-28T20:00:00</CreDtTm><Acct><Id><IBAN>CH5604835012345678009</IBAN></Id><Ccy>CHF</Ccy></Acct>"
        + $"<Ntry><NtryRef>0101</NtryRef><Amt Ccy=\"CHF\">120.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-06</Dt></BookgDt><AcctSvcrRef>SAMMEL-9</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{details}</NtryDtls></Ntry></{kind}></{message}></Document>\n";

    private static string Part(string reference, string sum) => $"<TxDtls><Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs><Amt Ccy=\"CHF\">{sum}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>";

    /// <summary>The sums that count, in the order of their ids, after the files were read one by one.</summary>
    private static async Task<string> Counted(params (string Name, string Text)[] files)
    {
        using var project = ReconcilerProcess.CopyOfProject();
        foreach (var (name, text) in files)
        {
            File.WriteAllText(project[name], text);
            var ended = await ReconcilerProcess.Run(project.Path, "import", project[name], "--data", project["data"]);
            Assert.True(ended.ExitCode == 0, ended.Messages);
        }

        var export = await ReconcilerProcess.Run(project.Path, "export", "entries", "--data", project["data"]);
        return string.Join(", ", export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Where(cells => cells[4] == "succeeded").Select(cells => cells[5]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_correction_takes_back_what_another_file_told(bool correctionFirst)
    {
        var told = ("january.ofx", Ofx(Row("20260105", "-100.00", "K1", "Lamp Shop") + Row("20260105", "-70.00", "K2", "Pen Shop") + Row("20260105", "-5.00", "K9", "Kiosk")));
        var corrected = ("february.ofx", Ofx(Row("20260107", "-90.00", "K3", "Lamp Shop", "<CORRECTFITID>K1<CORRECTACTION>REPLACE") + Row("20260108", "-70.00", "K4", "Pen Shop", "<CORRECTFITID>K2<CORRECTACTION>DELETE")));
        Assert.Equal("-90.00, -5.00", await Counted(correctionFirst ? [corrected, told] : [told, corrected]));
    }

    [Fact]
    public async Task A_correction_takes_back_what_stands_above_it() => Assert.Equal(
        "-90.00",
        await Counted(("january.ofx", Ofx(Row("20260105", "-100.00", "K1", "Lamp Shop") + Row("20260107", "-90.00", "K3", "Lamp Shop", "<CORRECTFITID>K1<CORRECTACTION>REPLACE")))));

    /// <summary>Some banks keep the reference and name it as corrected too.</summary>
    [Fact]
    public async Task A_correction_that_names_itself_stands_in_place_of_what_had_its_reference()
    {
        var corrected = ("february.ofx", Ofx(Row("20260105", "-58.73", "K5", "Lamp Shop", "<CORRECTFITID>K5<CORRECTACTION>REPLACE")));
        Assert.Equal("-58.73", await Counted(corrected));
        Assert.Equal("-58.73", await Counted(("january.ofx", Ofx(Row("20260105", "-60.00", "K5", "Lamp Shop"))), corrected));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_parts_of_a_notification_stand_in_place_of_the_sum_of_a_statement(bool partsFirst)
    {
        var sum = ("statement.xml", Camt("camt.053.001.08", "BkToCstmrStmt", "Stmt", string.Empty));
        var parts = ("notification.xml", Camt("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", Part("TX-8", "70.00") + Part("TX-9", "50.00")));
        Assert.Equal("120.00", await Counted(sum));
        Assert.Equal("70.00, 50.00", await Counted(partsFirst ? [parts, sum] : [sum, parts]));
    }
}
