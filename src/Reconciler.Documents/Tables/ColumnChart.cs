using System.Globalization;
using System.Xml;

namespace Reconciler.Documents.Tables;

/// <summary>A chart of columns over days, which the program that shows the workbook draws from the sheet's own cells. Format: ECMA-376 part 1, DrawingML charts.</summary>
/// <param name="Column">Of the values, 1 for B; the days stand in A, a header above both.</param>
/// <param name="Count">Of the days.</param>
/// <param name="Decimals">Of the values.</param>
internal sealed record ColumnChart(string Title, int Column, int Count, int Decimals)
{
    private const string Chart = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    private const string Main = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private const string Places = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>Where on the sheet each chart stands: below the rows, two side by side.</summary>
    public static void WritePlaces(XmlWriter xml, IReadOnlyList<ColumnChart> charts)
    {
        // In cells of the sheet; a chart is as wide as four columns of 18 characters.
        const int Rows = 17;
        xml.WriteStartElement("xdr", "wsDr", Places);
        xml.WriteAttributeString("xmlns", "a", null, Main);
        foreach (var (i, chart) in charts.Index())
        {
            var top = chart.Count + 2 + (i * (Rows + 1));
            var id = (i + 1).ToString(CultureInfo.InvariantCulture);
            xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""
                <xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top + Rows}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{i + 2}" name="Chart {id}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="{Chart}"><c:chart xmlns:c="{Chart}" xmlns:r="{Relations}" r:id="rId{id}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>
                """));
        }

        xml.WriteEndElement();
    }

    /// <param name="date">The number format of the days.</param>
    public void Write(XmlWriter xml, string sheet, string date)
    {
        var (column, last) = (SheetRows.ColumnName(Column), Count + 1);
        var quoted = "'" + sheet.Replace("'", "''", StringComparison.Ordinal) + "'";
        var format = Decimals == 0 ? "#,##0" : "#,##0." + new string('0', Decimals);
        xml.WriteStartElement("c", "chartSpace", Chart);
        xml.WriteAttributeString("xmlns", "a", null, Main);
        xml.WriteRaw("<c:roundedCorners val=\"0\"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1200\" b=\"1\"/></a:pPr><a:r><a:rPr sz=\"1200\" b=\"1\"/><a:t>");
        xml.WriteString(Title);
        xml.WriteRaw("</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/><c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:tx><c:strRef><c:f>");
        xml.WriteString($"{quoted}!${column}$1");
        xml.WriteRaw("</c:f></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val=\"1F3A5F\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/><c:cat><c:numRef><c:f>");
        xml.WriteString(string.Create(CultureInfo.InvariantCulture, $"{quoted}!$A$2:$A${last}"));
        xml.WriteRaw("</c:f></c:numRef></c:cat><c:val><c:numRef><c:f>");
        xml.WriteString(string.Create(CultureInfo.InvariantCulture, $"{quoted}!${column}$2:${column}${last}"));
        xml.WriteRaw($"</c:f></c:numRef></c:val></c:ser><c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart><c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"{date}\" sourceLinked=\"1\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D3DAE3\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode=\"{format}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"between\"/></c:valAx></c:plotArea><c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>");
        xml.WriteEndElement();
    }
}
