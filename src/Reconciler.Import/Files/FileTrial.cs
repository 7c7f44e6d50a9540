using System.Text;
using System.Text.Unicode;
using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.Import.Spelling;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Files;

/// <summary>Holds one file against layouts. Keeps what was learnt of the file: its encoding, its head, the text of a JSON file.</summary>
/// <param name="tellsPlaces">See <see cref="FileReader.TellsPlaces"/>.</param>
internal sealed class FileTrial(InputFile file, ImportLimits limits, FileBudget budget, bool tellsPlaces)
{
    private readonly Dictionary<(int CodePage, char Delimiter), TableHead> heads = [];
    private readonly TextEncoding encoding = TextEncoding.Of(file);
    private readonly Dictionary<string, (TableReader Read, TableHeads Heads)> tables = [];
    private FileForm? form;
    private TableRows? read;
    private JsonFile? json;
    private IEnumerable<RowOutcome.PassedOver> others = [];

    /// <summary>The layout that the file fits best: the one with the most identifying columns. Two alike are refused.</summary>
    public Identification Identify(IReadOnlyList<Layout> candidates)
    {
        var fits = new List<Layout>();
        var nearest = default((Layout Layout, List<string> Missing, IReadOnlyList<string> Seen)?);
        foreach (var layout in budget.Over(candidates.Where(layout => layout.Format.Fits(Form))))
        {
            foreach (var (trial, missing, seen) in Try(layout))
            {
                if (missing.Count == 0)
                {
                    fits.Add(trial);
                }

                // Of layouts equally far away the one whose separator finds more columns shows the file best.
                if (nearest is not { } near || (Nearness(layout, missing), seen.Count).CompareTo((Nearness(near.Layout, near.Missing), near.Seen.Count)) > 0)
                {
                    nearest = (layout, missing, seen);
                }
            }
        }

        if (fits.Count == 0 && Hidden(candidates) is { } hidden)
        {
            return new Identification.Unknown($"Its sheet {hidden.Sheet} is {Article(hidden.Layout)} {hidden.Layout} table, but hidden. Show it (a right click on the sheets' names) and save, or export the file again.");
        }

        if (fits.Count == 0)
        {
            return new Identification.Unknown(WhyUnknown(candidates, nearest));
        }

        var most = fits.Max(f => f.KnownBy.Count);
        var best = fits.FindAll(f => f.KnownBy.Count == most);
        return best.Count > 1
            ? new Identification.Unknown($"It fits {string.Join(" and ", best.Select(b => b.Name))} alike. Put it into a folder named after its layout, such as inbox/{Folder(best[0])}/{best[0].Name}/.")
            : Decided(best[0]);
    }

    /// <summary>The file's records by a layout that fits it.</summary>
    public IEnumerable<SourceRecord> Records(Layout layout) =>
        budget.Over(layout.Carried.Length == 0 ? Rows(layout) : CarriedRecord.Of(Rows(layout), layout));

    private IEnumerable<SourceRecord> Rows(Layout layout) => Form switch
    {
        FileForm.Json => JsonRows(layout),
        FileForm.Csv => CsvRecords.Of(
            new CsvRows(offset => encoding.OpenAsUtf8(encoding.For(layout.EncodingName)!, offset), layout.Delimiters[0], limits), layout.Delimiters[0], layout, FirstByte(layout.EncodingName)),
        _ => Tables(layout).Read(),
    };

    /// <summary>Where the text begins; null where no places are told.</summary>
    private long? FirstByte(string encodingName) => tellsPlaces ? encoding.FirstByteOfUtf8(encodingName) : null;

    private IEnumerable<SourceRecord> JsonRows(Layout layout)
    {
        var items = Items(layout);
        others = items.PassedOver(layout);
        return items.Read(layout, limits);
    }

    private FileForm Form => form ??= FileForms.Of(file, encoding);

    /// <summary>What of the file is no record of the layout whose records were read last: complete when all were taken.</summary>
    public IEnumerable<RowOutcome.PassedOver> PassedOver => read?.PassedOver ?? others;

    private TableRows Tables(Layout layout)
    {
        var (rows, known) = TablesFor(layout);
        var trial = FileHabits.AreOpen(layout) ? null : new RecordReader(layout, string.Empty, string.Empty, string.Empty);
        return read = new TableRows(rows, known, layout, limits, record => trial?.Read(record)[0] is RowOutcome.ReadEntry or RowOutcome.ReadOrder);
    }

    /// <summary>The file's tables with their heads, looked at once for all layouts that read it alike.</summary>
    private (TableReader Read, TableHeads Heads) TablesFor(Layout layout)
    {
        var alike = Form == FileForm.Workbook ? string.Empty : $"{layout.Format} {layout.EncodingName} {layout.XmlItem} {(layout.Html is null && layout.XmlItem.Length == 0 ? string.Empty : layout.Name)}";
        if (!tables.TryGetValue(alike, out var known))
        {
            var reader = FileTables.Of(file, Form, encoding, layout, limits);
            known = (reader, TableHeads.Of(reader));
            tables.Add(alike, known);
        }

        return known;
    }

    private static string Article(string name) => name[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an" : "a";

    private static string Folder(Layout layout) => layout.Kind == LayoutKind.Statement ? "statements" : "orders";

    /// <summary>The share of its identifying columns that a layout finds.</summary>
    private static double Nearness(Layout layout, List<string> missing) => 1.0 - ((double)missing.Count / layout.KnownBy.Count);

    private Identification Decided(Layout layout)
    {
        if (layout.Asks.Count > 0)
        {
            return new Identification.Unknown($"It is {Article(layout.Name)} {layout.Name} file, whose layout asks first: {string.Join(' ', layout.Asks)} Answer in {layout.SettingsFile} and remove \"ask\" there.");
        }

        if (Headers(layout).Select(header => Contradicted(TableColumns.Of(header, layout, 0), layout)).FirstOrDefault(name => name is not null) is { } twice)
        {
            return new Identification.Unknown($"It is {Article(layout.Name)} {layout.Name} file, but has the column {twice} twice. Rename or remove one.");
        }

        if (!FileHabits.AreOpen(layout))
        {
            return new Identification.Known(layout);
        }

        return FileHabits.Decide(layout, Records(layout), out var why) is { } decided
            ? new Identification.Known(decided)
            : new Identification.Unknown($"It is {Article(layout.Name)} {layout.Name} file. {why}");
    }

    /// <summary>A column that the header has twice, where a row says different things in it: the file is refused whole rather than in part.</summary>
    private string? Contradicted(TableColumns columns, Layout layout) => columns.Twins
        .Where(twin => Records(layout).Any(record => record.Problem?.Why == columns.TwiceUnder(twin.First)))
        .Select(twin => columns.Names[twin.First]).FirstOrDefault();

    /// <summary>The layout's header of each table that will be read.</summary>
    private IEnumerable<string[]> Headers(Layout layout) => Form switch
    {
        FileForm.Json => [],
        FileForm.Csv => [Head(layout, layout.Delimiters[0])!.Header(layout)!],
        _ => Visible(layout).Select(head => head.Header(layout)).OfType<string[]>(),
    };

    /// <summary>A layout that fits a hidden sheet: the file may be good, but nobody saw what would be read.</summary>
    private (string Sheet, string Layout)? Hidden(IEnumerable<Layout> candidates) => Form != FileForm.Workbook ? null
        : candidates.Where(c => c.Format.Fits(Form)).SelectMany(c => TablesFor(c).Heads.Tables.Where(head => head.Table.IsHidden && head.Header(c) is not null), (c, head) => (head.Table.Name, c.Name))
            .Cast<(string, string)?>().FirstOrDefault();

    private IEnumerable<TableHead> Visible(Layout layout) => TablesFor(layout).Heads.Tables.Where(head => !head.Table.IsHidden);

    private IEnumerable<(Layout Trial, List<string> Missing, IReadOnlyList<string> Seen)> Try(Layout layout)
    {
        if (Form == FileForm.Json)
        {
            var found = Items(layout);
            yield return (layout, found.Missing(layout), [.. found.NamesOfFirst ?? found.NamesAtTop]);
            yield break;
        }

        if (Form != FileForm.Csv)
        {
            if (Visible(layout).Select(head => head.Nearest(layout)).Where(near => near is not null).MinBy(near => near!.Value.Missing.Count) is { } nearest)
            {
                yield return (ForForm(layout), nearest.Missing, nearest.Names);
            }

            yield break;
        }

        foreach (var delimiter in layout.Delimiters)
        {
            // The row with the most identifying columns is the header, or would be.
            if (Head(layout, delimiter)?.Nearest(layout) is { } best)
            {
                yield return (layout with { Delimiters = [delimiter] }, best.Missing, best.Names);
            }
        }
    }

    /// <summary>A workbook tells its numbers and dates itself, but texts in it may be written in the layout's own way.</summary>
    private Layout ForForm(Layout layout) => Form != FileForm.Workbook ? layout : layout with { IsWorkbook = true, DecimalMark = DecimalMark.PerValue };

    private TableHead? Head(Layout layout, char delimiter)
    {
        if (encoding.For(layout.EncodingName) is not { } known)
        {
            return null;
        }

        if (!heads.TryGetValue((known.CodePage, delimiter), out var head))
        {
            head = new TableHead(Table.Whole);
            CsvRows.Head(encoding.OpenAsUtf8(known, 0), delimiter).ForEach(names => head.Add(new TableRow(1, string.Empty, names)));
            heads.Add((known.CodePage, delimiter), head);
        }

        return head;
    }

    private string WhyUnknown(IReadOnlyList<Layout> candidates, (Layout Layout, List<string> Missing, IReadOnlyList<string> Seen)? nearest)
    {
        var what = Form switch { FileForm.Json => "JSON fields", FileForm.Xml => "elements", _ => "columns" };
        if (nearest is not { } near)
        {
            var ofForm = candidates.Where(c => c.Format.Fits(Form)).ToList();
            return FirstFault(candidates) is { } first ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"It begins like {Form.InWords()}, but line {first.Line} {first.Why}")
                : ofForm.Count == 0 ? $"It is {Form.InWords()}, which files of {string.Join(", ", candidates.Select(c => c.Name))} are not."
                : ofForm.Exists(c => encoding.For(c.EncodingName) is not null) ? "It holds no row that can be read: only blank lines, or a line of more than a mebibyte."
                : "Its encoding cannot be told. Save it as UTF-8, or set encoding in its layout file.";
        }

        var seen = string.Join(", ", near.Seen.Where(s => s.Length > 0).Take(30));
        var isNear = near.Missing.Count * 2 < near.Layout.KnownBy.Count;
        var news = isNear ? News(near.Layout, near.Seen) : string.Empty;
        return candidates.Count == 1 ? $"It is no {near.Layout.Name} file: it lacks {string.Join(", ", near.Missing)}.{news}"
            : seen.Length == 0 && FirstFault(candidates) is { } fault ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"It begins like {Form.InWords()}, but line {fault.Line} {fault.Why}")
            : seen.Length == 0 ? $"It begins like {Form.InWords()}, but no layout knows a list in it."
            : near.Missing.Count == near.Layout.KnownBy.Count ? $"No layout has these {what}: {SourceText.Cut(seen, 400)}."
            : $"No layout has these {what}: {SourceText.Cut(seen, 400)}. The nearest is {near.Layout.Name}, which needs also {string.Join(", ", near.Missing)}.{news}";
    }

    /// <summary>The first row that the form's own reader cannot read.</summary>
    private TableRow? FirstFault(IReadOnlyList<Layout> candidates) => Form is FileForm.Csv or FileForm.Json
        ? null
        : candidates.Where(c => c.Format.Fits(Form)).SelectMany(c => TablesFor(c).Read(_ => true).Take(CsvRows.HeaderWithinRecords)).FirstOrDefault(row => row.Why is not null);

    /// <summary>What the file has and the layout does not use: where a column was renamed, its new name is among them.</summary>
    private static string News(Layout layout, IReadOnlyList<string> seen)
    {
        var news = seen.Where(s => s.Length > 0 && !layout.FieldNames.Contains(s, StringComparer.OrdinalIgnoreCase) && !Array.Exists(layout.FieldPaths, p => p[0] == s)).ToList();
        return news.Count == 0 ? string.Empty : $" The layout does not know {SourceText.Cut(string.Join(", ", news), 400)}. If its columns changed, add the new names in {layout.SettingsFile}.";
    }

    private JsonItems Items(Layout layout) => (json ??= Json()).Find(layout);

    private JsonFile Json()
    {
        using var stream = encoding.OpenAsUtf8(encoding.ForNoLayout ?? Encoding.UTF8, 0);
        using var all = new MemoryStream();
        stream.CopyTo(all);
        var bytes = all.ToArray();
        return Utf8.IsValid(bytes)
            ? new JsonFile(bytes, FirstByte(string.Empty), budget)
            : new JsonFile(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)), null, budget); // A damaged character must not cost more than itself.
    }
}
