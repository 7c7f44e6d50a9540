using System.Text;

namespace Reconciler.Simulator;

/// <summary>Writes and reads comma separated text with quotes where they are needed (RFC 4180); rows end with a line feed.</summary>
internal static class CsvText
{
    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Quoted)) + "\n";

    /// <summary>The rows of a file by the names in its header.</summary>
    public static IEnumerable<Dictionary<string, string>> Read(string path) =>
        File.Exists(path) ? Parse(File.ReadAllText(path)) : throw new UsageException($"{path} is not there.");

    /// <summary>The rows of a text by the names in its header.</summary>
    public static IEnumerable<Dictionary<string, string>> Parse(string text)
    {
        string[]? header = null;
        foreach (var cells in Rows(text))
        {
            if (header is null)
            {
                header = cells;
                continue;
            }

            yield return header.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        }
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static IEnumerable<string[]> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (c == '\n')
                {
                    yield return [.. cells];
                    cells.Clear();
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            cells.Add(cell.ToString());
            yield return [.. cells];
        }
    }
}
