using System.Globalization;

namespace Reconciler.Worker.Tests;

/// <summary>One movement on a bank account. <paramref name="Day"/> is written <c>20260503</c>.</summary>
internal sealed record Movement(string Day, decimal Sum, string Reference, string Name);

/// <summary>Movements of one account as each of the banks' formats writes them.</summary>
internal static class BankFiles
{
    public static string Ofx(IEnumerable<Movement> movements) =>
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>44</BANKACCTFROM><BANKTRANLIST>\n"
        + string.Concat(movements.Select(m => $"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{m.Day}120000<TRNAMT>{Text(m.Sum)}<FITID>{m.Reference}<NAME>{m.Name}</STMTTRN>\n")) + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

    public static string Mt940(IEnumerable<Movement> movements) =>
        ":20:X\n:25:DE1\n:28C:1/1\n:60F:C260101USD0,00\n"
        + string.Concat(movements.Select(m => $":61:{m.Day[2..]}{(m.Sum < 0 ? "D" : "C")}{Text(Math.Abs(m.Sum)).Replace('.', ',')}NTRFNONREF//{m.Reference}\n:86:{m.Name}\n")) + "-\n";

    public static string Camt(IEnumerable<Movement> movements) =>
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>DE1</IBAN></Id><Ccy>USD</Ccy></Acct>\n"
        + string.Concat(movements.Select(m => $"<Ntry><Amt Ccy=\"USD\">{Text(Math.Abs(m.Sum))}</Amt><CdtDbtInd>{(m.Sum < 0 ? "DBIT" : "CRDT")}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{m.Day[..4]}-{m.Day[4..6]}-{m.Day[6..]}</Dt></BookgDt>"
            + $"<AcctSvcrRef>{m.Reference}</AcctSvcrRef><AddtlNtryInf>{m.Name}</AddtlNtryInf></Ntry>\n")) + "</Stmt></BkToCstmrStmt></Document>\n";

    /// <summary>A QIF file brings no references.</summary>
    public static string Qif(IEnumerable<Movement> movements) =>
        "!Account\nNMain\n^\n!Type:Bank\n" + string.Concat(movements.Select(m => $"D{m.Day[6..]}.{m.Day[4..6]}.{m.Day[..4]}\nT{Text(m.Sum)}\nP{m.Name}\n^\n"));

    private static string Text(decimal sum) => sum.ToString("F2", CultureInfo.InvariantCulture);
}
