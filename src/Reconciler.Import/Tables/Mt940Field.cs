namespace Reconciler.Import.Tables;

/// <summary>One tag of a SWIFT message with the lines below it.</summary>
/// <param name="Line">Where it stands in the file, counted from 1.</param>
/// <param name="Tag">Without colons: <c>61</c>.</param>
/// <param name="Lines">What it says, without the tag. The ends of lines are kept apart: whether one was cut there depends on the field.</param>
internal sealed record Mt940Field(int Line, string Tag, List<string> Lines)
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "13", "13C", "13D", "20", "21", "23", "25", "25P", "28", "28C", "34", "34F", "60", "60F", "60M", "61", "62", "62F", "62M", "64", "65", "86", "90", "90C", "90D", "NS", "NSF",
    };

    public string RawText => $":{Tag}:{string.Join('\n', Lines)}";

    /// <summary>The tag at the start of a line, or empty. Only tags of the standard count: free text can begin with a colon as well.</summary>
    public static string TagOf(ReadOnlySpan<char> line)
    {
        var length = line.Length < 4 || line[0] != ':' ? -1 : line[1..Math.Min(5, line.Length)].IndexOf(':');
        return length < 2 ? string.Empty : Known.TryGetValue(line.Slice(1, length).ToString(), out var known) ? known : string.Empty;
    }

    /// <summary>The fields of each message. What stands outside of messages and in their envelopes is passed over.</summary>
    public static IEnumerable<List<Mt940Field>> Messages(TextReader text)
    {
        var fields = new List<Mt940Field>();
        var inside = false;
        for (var number = 1; text.ReadLine() is { } raw; number++)
        {
            var line = WithoutEnvelope(raw.TrimEnd('\r', '\u001A', '\u0003').TrimStart('\uFEFF', '\u0001'));
            var tag = TagOf(line);
            if (tag == "20" && fields.Count > 0)
            {
                yield return fields;
                fields = [];
            }

            if (tag.Length > 0)
            {
                fields.Add(new Mt940Field(number, tag, [line[(tag.Length + 2)..]]));
                inside = true;
            }
            else if (IsEnd(line))
            {
                inside = false;
            }
            else if (inside && !string.IsNullOrWhiteSpace(line))
            {
                fields[^1].Lines.Add(line);
            }
        }

        if (fields.Count > 0)
        {
            yield return fields;
        }
    }

    /// <summary>The block of the text (<c>{4:</c>) can begin on the envelope's line.</summary>
    private static string WithoutEnvelope(string line)
    {
        var at = line.StartsWith('{') ? line.IndexOf("{4:", StringComparison.Ordinal) : -1;
        return at < 0 ? line : line[(at + 3)..];
    }

    /// <summary>A lone hyphen, <c>-}</c>, <c>-XXX</c>; in national seven-bit alphabets the brace is another letter: <c>-å</c>.</summary>
    private static bool IsEnd(string line)
    {
        var end = line.TrimEnd();
        return end is "-" or "-XXX" or "--" || end.StartsWith("-}", StringComparison.Ordinal) || (end.Length == 2 && end[0] == '-' && !char.IsAscii(end[1]));
    }
}
