using System.Globalization;
using System.Xml;

namespace Reconciler.Documents.Tables;

/// <summary>The cell styles of a workbook; the number of each is its place in <c>styles.xml</c>.</summary>
internal enum XlsxStyle
{
    General,
    Text,
    WrappedText,
    Integer,
    Number,
    Amount0,
    Amount2,
    Amount3,
    Amount4,
    Date,
    Time,
    Header,
    HeaderRight,
    Title,
    Note,
    StrongText,
    StrongAmount0,
    StrongAmount2,
    StrongAmount3,
    StrongAmount4,
    BoldText,
    BoldInteger,
    BoldAmount0,
    BoldAmount2,
    BoldAmount3,
    BoldAmount4,
}

/// <summary>What each style looks like.</summary>
internal static class XlsxStyles
{
    // Numbers below 164 belong to the format itself; 49 is text: a cell that is edited later stays text too.
    private const int TextFormat = 49;

    /// <summary>Dates as exports write them.</summary>
    public const string IsoDate = "yyyy\\-mm\\-dd";

    private static (int Id, string Code)[] Formats(string date) =>
        [(164, "#,##0"), (165, "#,##0.00"), (166, "#,##0.000"), (167, "#,##0.0000"), (168, date), (169, date + "\\ hh:mm:ss"), (170, "0.############")];

    private static readonly Look[] Looks =
    [
        new(XlsxStyle.General),
        new(XlsxStyle.Text, TextFormat, Side: "left"),
        new(XlsxStyle.WrappedText, TextFormat, Side: "left", Wrap: true),
        new(XlsxStyle.Integer, 164),
        new(XlsxStyle.Number, 170),
        new(XlsxStyle.Amount0, 164),
        new(XlsxStyle.Amount2, 165),
        new(XlsxStyle.Amount3, 166),
        new(XlsxStyle.Amount4, 167),
        new(XlsxStyle.Date, 168, Side: "left"),
        new(XlsxStyle.Time, 169, Side: "left"),
        new(XlsxStyle.Header, TextFormat, Font: 1, Fill: 2, Border: 1, Side: "left"),
        new(XlsxStyle.HeaderRight, TextFormat, Font: 1, Fill: 2, Border: 1, Side: "right"),
        new(XlsxStyle.Title, TextFormat, Font: 2, Side: "left"),
        new(XlsxStyle.Note, TextFormat, Font: 3, Side: "left"),
        new(XlsxStyle.StrongText, TextFormat, Font: 1, Side: "left"),
        new(XlsxStyle.StrongAmount0, 164, Font: 1),
        new(XlsxStyle.StrongAmount2, 165, Font: 1),
        new(XlsxStyle.StrongAmount3, 166, Font: 1),
        new(XlsxStyle.StrongAmount4, 167, Font: 1),
        new(XlsxStyle.BoldText, TextFormat, Font: 1, Border: 2, Side: "left"),
        new(XlsxStyle.BoldInteger, 164, Font: 1, Border: 2),
        new(XlsxStyle.BoldAmount0, 164, Font: 1, Border: 2),
        new(XlsxStyle.BoldAmount2, 165, Font: 1, Border: 2),
        new(XlsxStyle.BoldAmount3, 166, Font: 1, Border: 2),
        new(XlsxStyle.BoldAmount4, 167, Font: 1, Border: 2),
    ];

    /// <summary>A bold style without the rule above that marks a total: for its further lines.</summary>
    public static XlsxStyle Strong(Cell cell) => (cell.Kind, cell.Decimals) switch
    {
        (CellKind.Amount, 0) => XlsxStyle.StrongAmount0,
        (CellKind.Amount, 3) => XlsxStyle.StrongAmount3,
        (CellKind.Amount, 4) => XlsxStyle.StrongAmount4,
        (CellKind.Amount, _) => XlsxStyle.StrongAmount2,
        _ => XlsxStyle.StrongText,
    };

    /// <summary>The style that shows a value as what it is: an amount with the decimals of its currency.</summary>
    public static XlsxStyle For(Cell cell, bool wrap = false, bool bold = false) => (cell.Kind, cell.Decimals) switch
    {
        (CellKind.Integer, _) => bold ? XlsxStyle.BoldInteger : XlsxStyle.Integer,
        (CellKind.Number, _) => XlsxStyle.Number,
        (CellKind.Amount, 0) => bold ? XlsxStyle.BoldAmount0 : XlsxStyle.Amount0,
        (CellKind.Amount, 3) => bold ? XlsxStyle.BoldAmount3 : XlsxStyle.Amount3,
        (CellKind.Amount, 4) => bold ? XlsxStyle.BoldAmount4 : XlsxStyle.Amount4,
        (CellKind.Amount, _) => bold ? XlsxStyle.BoldAmount2 : XlsxStyle.Amount2,
        (CellKind.Date, _) => XlsxStyle.Date,
        (CellKind.Time, _) => XlsxStyle.Time,
        (CellKind.Empty, _) => bold ? XlsxStyle.BoldText : XlsxStyle.General,
        _ => bold ? XlsxStyle.BoldText : wrap ? XlsxStyle.WrappedText : XlsxStyle.Text,
    };

    /// <param name="date">The number format of dates.</param>
    public static void Write(XmlWriter xml, string date)
    {
        xml.WriteStartElement("styleSheet", "http://schemas.openxmlformats.org/spreadsheetml/2006/main");
        List(xml, "numFmts", Formats(date), f =>
        {
            xml.WriteStartElement("numFmt");
            xml.WriteAttributeString("numFmtId", Text(f.Id));
            xml.WriteAttributeString("formatCode", f.Code);
            xml.WriteEndElement();
        });
        // The fixed parts read better as the format writes them. They inherit the style sheet's namespace.
        xml.WriteRaw(
            "<fonts count=\"4\"><font><sz val=\"10\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            + "<font><b/><sz val=\"10\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            + "<font><b/><sz val=\"16\"/><color rgb=\"FF1F3A5F\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            + "<font><sz val=\"10\"/><color rgb=\"FF5B6675\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
            + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
            + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDE5EF\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>"
            + "<borders count=\"3\"><border><left/><right/><top/><bottom/><diagonal/></border>"
            + "<border><left/><right/><top/><bottom style=\"thin\"><color rgb=\"FF1F3A5F\"/></bottom><diagonal/></border>"
            + "<border><left/><right/><top style=\"thin\"><color rgb=\"FF1F3A5F\"/></top><bottom/><diagonal/></border></borders>"
            + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
        List(xml, "cellXfs", Looks, look => look.Write(xml));
        xml.WriteRaw("<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>");
        xml.WriteEndElement();
    }

    private static void List<T>(XmlWriter xml, string name, T[] items, Action<T> write)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("count", Text(items.Length));
        Array.ForEach(items, write);
        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Look(XlsxStyle Style, int Format = 0, int Font = 0, int Fill = 0, int Border = 0, string Side = "", bool Wrap = false)
    {
        public void Write(XmlWriter xml)
        {
            xml.WriteStartElement("xf");
            xml.WriteAttributeString("numFmtId", Text(Format));
            xml.WriteAttributeString("fontId", Text(Font));
            xml.WriteAttributeString("fillId", Text(Fill));
            xml.WriteAttributeString("borderId", Text(Border));
            xml.WriteAttributeString("xfId", "0");
            xml.WriteAttributeString("applyNumberFormat", "1");
            xml.WriteAttributeString("applyFont", "1");
            xml.WriteAttributeString("applyFill", "1");
            xml.WriteAttributeString("applyBorder", "1");
            xml.WriteAttributeString("applyAlignment", "1");
            xml.WriteStartElement("alignment");
            xml.WriteAttributeString("vertical", "top");
            if (Side.Length > 0)
            {
                // Text keeps a little distance from the number on its left.
                xml.WriteAttributeString("horizontal", Side);
                xml.WriteAttributeString("indent", Side == "left" ? "1" : "0");
            }

            if (Wrap)
            {
                xml.WriteAttributeString("wrapText", "1");
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }
}
