using System.Text;
using System.Xml;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Tables;

/// <summary>
/// XML elements of one name as a table: a row for each, a column for each text below it, named by its path (<c>sum</c>, <c>seller.name</c>, <c>@id</c>).
/// Namespaces are set aside. What stands there more than once is joined with <c>; </c>.
/// </summary>
internal static class XmlTable
{
    /// <summary>How deep elements may be nested.</summary>
    private const int Deepest = 64;

    /// <summary>How long a tag with its attributes may be, in bytes.</summary>
    private const int LongestTag = 64 * 1024;

    /// <summary>Opens the file's own bytes where they say their encoding; some wallets forget to, and mean the layout's.</summary>
    /// <param name="written">The encoding where the file says none; null: nothing tells it.</param>
    public static Stream Open(InputFile file, TextEncoding encoding, Encoding? written)
    {
        var bytes = file.Open();
        Span<byte> start = stackalloc byte[128];
        var declaration = start[..bytes.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (declaration.IndexOf("encoding="u8) >= 0 || written is not { } known)
        {
            bytes.Position = 0;
            return bytes;
        }

        bytes.Dispose();
        return encoding.OpenAsUtf8(known, 0);
    }

    /// <param name="open">Opens the file, see <see cref="Open"/>.</param>
    public static IEnumerable<TableRow> Rows(Func<Stream> open, string item, ImportLimits limits)
    {
        var names = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, texts, _) in Items(open, item, limits))
        {
            foreach (var (name, _) in texts)
            {
                if (numbers.TryAdd(name, names.Count))
                {
                    names.Add(name);
                }
            }
        }

        yield return new TableRow(1, string.Empty, [.. names]);
        foreach (var (line, texts, why) in Items(open, item, limits))
        {
            var cells = new string[names.Count];
            Array.Fill(cells, string.Empty);
            foreach (var one in texts.GroupBy(t => t.Name, StringComparer.Ordinal))
            {
                cells[numbers[one.Key]] = string.Join("; ", one.Select(t => t.Text).SkipWhile(text => text.Length == 0));
            }

            yield return new TableRow(line, string.Join('\n', texts.Select(t => $"{t.Name}: {t.Text}")), cells, why);
        }
    }

    /// <summary>A reader that fetches nothing and knows no entities of its own.</summary>
    /// <param name="mostTextBytes">How long a text between two tags may be.</param>
    public static XmlReader Reader(Stream xml, ImportLimits limits, int mostTextBytes = int.MaxValue) => XmlReader.Create(new TagLimit(xml, Math.Min(limits.MaxRowBytes, LongestTag), mostTextBytes), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    });

    /// <summary>Why XML cannot be read from a place on, with the cure.</summary>
    public static string Why(XmlException e) => e.Message.Contains("DTD", StringComparison.Ordinal)
        ? "holds a document type definition, which is not read: it could fetch or blow up anything. Export the file again without it."
        : $"is where the file stops being XML ({e.Message.TrimEnd('.')}). Save or export it again.";

    private static IEnumerable<(int Line, List<(string Name, string Text)> Texts, string? Why)> Items(Func<Stream> open, string item, ImportLimits limits)
    {
        using var xml = Reader(open(), limits);
        while (true)
        {
            var texts = new List<(string, string)>();
            string? why;
            var line = 0;
            try
            {
                while (!(xml.NodeType == XmlNodeType.Element && xml.LocalName == item))
                {
                    if (!xml.Read())
                    {
                        yield break;
                    }
                }

                line = ((IXmlLineInfo)xml).LineNumber;
                why = ReadItem(xml, texts, limits);
            }
            catch (XmlException e)
            {
                line = line == 0 ? Math.Max(1, e.LineNumber) : line;
                why = Why(e);
                texts = [];
            }

            yield return (line, texts, why);
            if (why is not null)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads the element at which the reader stands and moves behind it. Returns what is wrong, or null.</summary>
    private static string? ReadItem(XmlReader xml, List<(string, string)> texts, ImportLimits limits)
    {
        var path = new List<string>();
        var depth = xml.Depth;
        var size = 0;
        AddAttributes(xml, string.Empty, texts);
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return null;
        }

        while (xml.Read() && xml.Depth > depth)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    path.Add(xml.LocalName);
                    AddAttributes(xml, string.Join('.', path) + ".", texts);
                    if (xml.IsEmptyElement)
                    {
                        path.RemoveAt(path.Count - 1);
                    }

                    break;
                case XmlNodeType.EndElement:
                    path.RemoveAt(path.Count - 1);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    texts.Add((string.Join('.', path), xml.Value.Trim()));
                    size += xml.Value.Length;
                    break;
            }

            if (path.Count > Deepest || size > limits.MaxRowBytes)
            {
                return path.Count > Deepest ? $"is nested more than {Deepest} deep." : CsvRows.TooLong(limits);
            }
        }

        xml.Read();
        return null;
    }

    private static void AddAttributes(XmlReader xml, string prefix, List<(string, string)> texts)
    {
        while (xml.MoveToNextAttribute())
        {
            if (xml.Prefix != "xmlns" && xml.Name != "xmlns")
            {
                texts.Add(($"{prefix}@{xml.LocalName}", xml.Value.Trim()));
            }
        }

        xml.MoveToElement();
    }
}
