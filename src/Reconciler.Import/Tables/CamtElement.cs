using System.Xml;
using System.Xml.Linq;

namespace Reconciler.Import.Tables;

/// <summary>Elements of a camt message. Namespaces and their prefixes are set aside. What is not there is null, and has no text.</summary>
internal static class CamtElement
{
    /// <summary>How deep elements may be nested: the messages themselves go to about 20.</summary>
    private const int Deepest = 64;

    /// <summary>The element at which the reader stands, which is left at its end.</summary>
    /// <exception cref="XmlException">It is no XML, or is nested too deep.</exception>
    public static XElement Load(XmlReader reader)
    {
        var whole = Start(reader);
        var depth = reader.Depth;
        var open = whole;
        while (!(reader.IsEmptyElement && reader.Depth == depth) && reader.Read() && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth - depth > Deepest:
                    throw new XmlException($"Elements are nested more than {Deepest} deep", null, ((IXmlLineInfo)reader).LineNumber, 1);
                case XmlNodeType.Element:
                    var inner = Start(reader);
                    open.Add(inner);
                    open = reader.IsEmptyElement ? open : inner;
                    break;
                case XmlNodeType.EndElement:
                    open = open.Parent!;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    open.Add(reader.Value);
                    break;
            }
        }

        return whole;
    }

    /// <summary>Where it stands in the file; told of entries and transactions.</summary>
    public static int Line(this XElement element) => element.Annotation<Place>()?.Line ?? 0;

    public static XElement? At(this XElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element = element?.Elements().FirstOrDefault(e => e.Name.LocalName == name);
        }

        return element;
    }

    public static IEnumerable<XElement> All(this XElement? element, params string[] path) =>
        path.Aggregate(element is null ? [] : (IEnumerable<XElement>)[element], (found, name) => found.SelectMany(e => e.Elements().Where(c => c.Name.LocalName == name)));

    public static string Text(this XElement? element) => element is null ? string.Empty : string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The currency beside a sum.</summary>
    public static string Currency(this XElement? element) => element?.Attribute("Ccy")?.Value.Trim() ?? string.Empty;

    private static XElement Start(XmlReader reader)
    {
        var element = new XElement(reader.LocalName);
        if (reader.LocalName is "Ntry" or "TxDtls")
        {
            element.AddAnnotation(new Place(((IXmlLineInfo)reader).LineNumber));
        }

        if (reader.GetAttribute("Ccy") is { } currency)
        {
            element.SetAttributeValue("Ccy", currency);
        }

        return element;
    }

    private sealed record Place(int Line);
}
