using System.Xml;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Tables;

/// <summary>
/// ISO 20022 camt.052 (account report), camt.053 (statement) and camt.054 (notification), versions 1 to 13, as a table: a row for each entry, or for each transaction of
/// a batch where the details bear sums that make the entry's. Source: ISO 20022 message definition reports of bank-to-customer cash management.
/// </summary>
internal static class CamtTable
{
    /// <summary>How many elements are looked at for a camt message, envelopes included.</summary>
    private const int MessageWithin = 200;

    private const string NoStatement = "is a message that holds no report, statement or notification (Rpt, Stmt, Ntfctn). Export the file again.";

    public static IEnumerable<TableRow> Rows(Stream xml, ImportLimits limits)
    {
        var reader = XmlTable.Reader(xml, limits);
        var root = string.Empty;
        try
        {
            if (!FindMessage(reader, out root))
            {
                reader.Dispose();
                return [new TableRow(1, string.Empty, [root])];
            }
        }
        catch (XmlException e)
        {
            reader.Dispose();
            return [new TableRow(Math.Max(1, e.LineNumber), string.Empty, [root], XmlTable.Why(e))];
        }

        return BankRow.Table(reader, () => Read(reader, limits));
    }

    private static BankRow Broken(XmlException e) => new() { Line = Math.Max(1, e.LineNumber), RawText = string.Empty, Why = XmlTable.Why(e) };

    /// <summary>Moves to the message, whatever it is wrapped in. Its name says what it is in version 1 and in all later ones.</summary>
    private static bool FindMessage(XmlReader reader, out string root)
    {
        root = string.Empty;
        for (var elements = 0; elements < MessageWithin && reader.Read();)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                elements++;
                root = root.Length == 0 ? reader.LocalName : root;
                if (reader.LocalName.StartsWith("BkToCstmr", StringComparison.Ordinal) || (reader.LocalName.StartsWith("camt.05", StringComparison.Ordinal) && reader.LocalName.Length > 10))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static List<BankRow> Read(XmlReader reader, ImportLimits limits)
    {
        var rows = new List<BankRow>();
        var line = ((IXmlLineInfo)reader).LineNumber;
        var statements = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "Rpt" or "Stmt" or "Ntfctn")
                {
                    statements++;
                    Statement(reader, rows, limits);
                }
            }
        }
        catch (XmlException e)
        {
            rows.Add(Broken(e));
            return rows;
        }

        if (statements == 0)
        {
            rows.Add(new BankRow { Line = line, RawText = string.Empty, Why = NoStatement });
        }

        return rows;
    }

    private static void Statement(XmlReader reader, List<BankRow> rows, ImportLimits limits)
    {
        var statement = new CamtStatement(limits, reader.LocalName == "Stmt");
        var depth = reader.Depth;
        try
        {
            while (!reader.IsEmptyElement && reader.Read() && reader.Depth > depth)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
                {
                    statement.Add(CamtElement.Load(reader));
                }
            }
        }
        finally
        {
            // What stands above the place where a file breaks off is kept.
            rows.AddRange(statement.Rows());
        }
    }
}
