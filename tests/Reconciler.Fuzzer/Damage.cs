using System.IO.Compression;
using System.Text;

namespace Reconciler.Fuzzer;

/// <summary>One way to damage a file.</summary>
/// <param name="KeepsRows">The file still has as many rows, so that each must be read or rejected.</param>
public sealed record Damage(string Name, bool KeepsRows, Func<byte[], Random, byte[]> Do);

/// <summary>What happens to files between a wallet and a program, and what somebody might do to one on purpose.</summary>
public static class Damages
{
    public static readonly Damage[] All =
    [
        new("shuffled rows", KeepsRows: true, ShuffleRows),
        new("changed cells", KeepsRows: true, ChangeCells),
        new("dropped column", KeepsRows: true, DropColumn),
        new("flipped bytes", KeepsRows: false, FlipBytes),
        new("truncated", KeepsRows: false, (bytes, random) => bytes[..random.Next(bytes.Length)]),
        new("repeated part", KeepsRows: false, RepeatPart),
        new("lost part", KeepsRows: false, LosePart),
        new("zero bytes", KeepsRows: false, (bytes, random) => Insert(bytes, random, new byte[random.Next(1, 200)])),
        new("stray quotes", KeepsRows: false, (bytes, random) => Insert(bytes, random, Encoding.UTF8.GetBytes(new string('"', random.Next(1, 4))))),
        new("wrong encoding", KeepsRows: false, (bytes, random) => Insert(bytes, random, [0xC3, 0x28, 0xFF, 0xFE, 0x80])),
        new("other line ends", KeepsRows: false, (bytes, random) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\n", random.Next(2) == 0 ? "\r" : "\r\r\n", StringComparison.Ordinal))),
        new("glued to itself", KeepsRows: false, (bytes, _) => [.. bytes, .. bytes]),
        new("byte order mark in the middle", KeepsRows: false, (bytes, random) => Insert(bytes, random, [0xEF, 0xBB, 0xBF])),
    ];

    /// <summary>Files that are made to do harm; rare, for they are slow to make.</summary>
    public static readonly Damage[] Bombs =
    [
        new("line of 10 MB", KeepsRows: false, (bytes, random) => Insert(bytes, random, Filled(10_000_000, (byte)"a;,\t \"1"[random.Next(7)]))),
        new("nested JSON", KeepsRows: false, (_, random) => Encoding.UTF8.GetBytes($"{{\"data\":{new string('[', random.Next(100, 500_000))}")),
        new("nested JSON objects", KeepsRows: false, (_, random) => Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, "{\"data\":", random.Next(100, 100_000)).ToString())),
        new("XML entities", KeepsRows: false, (_, _) => Encoding.UTF8.GetBytes(
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e SYSTEM \"file:///etc/passwd\">]><Document><BkToCstmrStmt>&d;&e;</BkToCstmrStmt></Document>")),
        new("nested XML", KeepsRows: false, (_, random) => Encoding.UTF8.GetBytes("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>" + new StringBuilder().Insert(0, "<Ntry>", random.Next(100, 100_000)))),
        new("nested HTML", KeepsRows: false, (_, random) => Encoding.UTF8.GetBytes("<html>" + new StringBuilder().Insert(0, "<table><tr><td>", random.Next(100, 5_000)))),
        new("zip bomb", KeepsRows: false, (_, _) => Zipped("statement.csv", 50_000_000)),
        new("workbook bomb", KeepsRows: false, (_, _) => Zipped("xl/workbook.xml", 50_000_000)),
        new("endless columns", KeepsRows: false, (_, random) => Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, random.Next(1_000, 200_000))) + "\n1\n")),
        new("many sheets", KeepsRows: false, (_, random) => Workbook(random.Next(100, 1_500), "x", 2, 2)),
        new("one long text in every cell", KeepsRows: false, (_, random) => Workbook(1, new string('x', random.Next(1_000, 32_000)), random.Next(100, 3_000), random.Next(1, 100))),
        new("long rows", KeepsRows: false, (bytes, random) => Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 20).Select(_ => Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 50))).ReplaceLineEndings(",") + new string("a;,\t \"1"[random.Next(7)], random.Next(100_000, 1_000_000)))))),
        new("half characters in JSON", KeepsRows: false, (bytes, random) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\":", random.Next(2) == 0 ? "\\ud800\":" : "\\udc00x\":", StringComparison.Ordinal))),
        new("only line breaks", KeepsRows: false, (_, random) => Filled(random.Next(1, 3_000_000), (byte)'\n')),
    ];

    private static byte[] Filled(int length, byte with)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, with);
        return bytes;
    }

    private static byte[] Insert(byte[] bytes, Random random, byte[] what)
    {
        var at = random.Next(bytes.Length + 1);
        return [.. bytes.AsSpan(0, at), .. what, .. bytes.AsSpan(at)];
    }

    private static byte[] FlipBytes(byte[] bytes, Random random)
    {
        byte[] damaged = [.. bytes];
        for (var i = random.Next(1, 20); i > 0; i--)
        {
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        }

        return damaged;
    }

    private static byte[] RepeatPart(byte[] bytes, Random random)
    {
        var (start, end) = Part(bytes, random);
        return [.. bytes.AsSpan(0, end), .. bytes.AsSpan(start)];
    }

    private static byte[] LosePart(byte[] bytes, Random random)
    {
        var (start, end) = Part(bytes, random);
        return [.. bytes.AsSpan(0, start), .. bytes.AsSpan(end)];
    }

    private static (int Start, int End) Part(byte[] bytes, Random random)
    {
        var (a, b) = (random.Next(bytes.Length + 1), random.Next(bytes.Length + 1));
        return (Math.Min(a, b), Math.Max(a, b));
    }

    /// <summary>The rows below the fifth line in another order; files whose rows span lines are not fit for it and stay as they are.</summary>
    private static byte[] ShuffleRows(byte[] bytes, Random random)
    {
        if (!RowsAreLines(bytes))
        {
            return bytes;
        }

        var lines = Lines(bytes);
        var rows = lines.GetRange(1, lines.Count - 1).ToArray();
        random.Shuffle(rows);
        return Encoding.Latin1.GetBytes(string.Join('\n', [lines[0], .. rows]) + "\n");
    }

    private static byte[] ChangeCells(byte[] bytes, Random random)
    {
        if (!RowsAreLines(bytes))
        {
            return bytes;
        }

        byte[] damaged = [.. bytes];
        var header = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var i = random.Next(1, 10); i > 0 && header < damaged.Length; i--)
        {
            ref var one = ref damaged[random.Next(header, damaged.Length)];
            one = char.IsAsciiDigit((char)one) ? (byte)"0123456789.-x"[random.Next(13)] : char.IsAsciiLetter((char)one) ? (byte)"aZ-9"[random.Next(4)] : one;
        }

        return damaged;
    }

    private static byte[] DropColumn(byte[] bytes, Random random)
    {
        if (!RowsAreLines(bytes))
        {
            return bytes;
        }

        var lines = Lines(bytes);
        var mark = ",;\t".MaxBy(m => lines[0].Count(c => c == m));
        var drop = random.Next(lines[0].Split(mark).Length);
        return Encoding.Latin1.GetBytes(string.Join('\n', lines.Select(line => string.Join(mark, line.Split(mark).Where((_, i) => i != drop)))) + "\n");
    }

    /// <summary>CSV whose header is the first line and whose every other line is a row: no quotes, no lines around the table.</summary>
    public static bool RowsAreLines(byte[] bytes)
    {
        var lines = Lines(bytes);
        if (lines.Count < 2 || bytes.Contains((byte)'"') || bytes.Contains((byte)'<') || bytes.Contains((byte)'{') || bytes.Contains((byte)0))
        {
            return false;
        }

        var mark = ",;\t".MaxBy(m => lines[0].Count(c => c == m));
        var columns = lines[0].Split(mark).Length;
        return columns >= 5 && lines.TrueForAll(line => line.Split(mark).Length == columns && line.Trim(mark).Length > 0);
    }

    public static int RowCount(byte[] bytes) => Lines(bytes).Count - 1;

    private static List<string> Lines(byte[] bytes) => [.. Encoding.Latin1.GetString(bytes).TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r'))];

    /// <summary>The smallest workbook of so many sheets, each with one text in all its cells.</summary>
    private static byte[] Workbook(int sheets, string text, int rows, int columns)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Write("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{string.Concat(Enumerable.Range(1, sheets).Select(i => FormattableString.Invariant($"<sheet name=\"s{i}\" sheetId=\"{i}\" r:id=\"r{i}\"/>")))}</sheets></workbook>");
            Write("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(Enumerable.Range(1, sheets).Select(i => FormattableString.Invariant($"<Relationship Id=\"r{i}\" Type=\"{relations}/worksheet\" Target=\"worksheets/s{i}.xml\"/>")))}<Relationship Id=\"t\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            Write("xl/sharedStrings.xml", $"<sst xmlns=\"{main}\"><si><t>{text}</t></si></sst>");
            var row = $"<row>{string.Concat(Enumerable.Repeat("<c t=\"s\"><v>0</v></c>", columns))}</row>";
            for (var i = 1; i <= sheets; i++)
            {
                Write(FormattableString.Invariant($"xl/worksheets/s{i}.xml"), $"<worksheet xmlns=\"{main}\"><sheetData>{string.Concat(Enumerable.Repeat(row, rows))}</sheetData></worksheet>");
            }

            void Write(string name, string xml)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
                writer.Write(xml);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Zipped(string name, int zeros)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            entry.Write(new byte[zeros]);
        }

        return stream.ToArray();
    }
}
