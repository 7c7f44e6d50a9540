using System.Globalization;
using System.Text;

namespace Reconciler.Import.Tables;

/// <summary>
/// What field 86 tells of a movement. It is free text of six lines of 65 characters, in which banks have conventions of their own: the German one of numbered subfields
/// (<c>166?00Überweisung?20…?32…</c>, DFÜ agreement annex 3; Polish, Austrian and Dutch banks use it with another mark), and Dutch and SEPA code words between slashes
/// (<c>/TRTP/…/IBAN/…/NAME/…/REMI/…</c>). Where a text follows none, it is told as it stands.
/// </summary>
internal sealed record Mt940Details
{
    /// <summary>A line of the field that is as long as it may be was cut: it goes on without a space. Some banks count the tag of the first line.</summary>
    private const int FullLine = 65;
    private const int FullFirstLine = 61;

    /// <summary>How much of a field is read, in characters: the standard allows 390.</summary>
    private const int Longest = 8000;

    /// <summary>The same for a subfield.</summary>
    private const int FullSubfield = 27;

    private static readonly string[] CodeWords =
    [
        "TRTP", "TRCD", "IBAN", "BIC", "NAME", "REMI", "EREF", "MARF", "CSID", "CNTP", "ORDP", "BENM", "PREF", "RTRN", "ISDT", "PURP", "ULTC", "ULTD", "ULTB", "USTD", "STRD", "OCMT",
        "CHGS", "EXCH", "ADDR", "ID", "KREF", "INIT", "CREF", "RREF",
    ];

    private static readonly string[] SepaWords = ["EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC", "PURP", "MDAT", "SQTP", "ORCR", "ORMR", "DDAT", "RREF", "RCRD", "OCMT", "BREF"];

    public string BusinessCode { get; private init; } = string.Empty;

    public string PostingText { get; private init; } = string.Empty;

    public string Name { get; private init; } = string.Empty;

    public string Account { get; private init; } = string.Empty;

    /// <summary>The end-to-end reference, where one was given.</summary>
    public string Reference { get; private init; } = string.Empty;

    /// <summary>What it was that came back, for a return.</summary>
    public string Returned { get; private init; } = string.Empty;

    /// <summary>The original sum: <c>USD49,00</c>.</summary>
    public string Original { get; private init; } = string.Empty;

    public string Text { get; private init; } = string.Empty;

    public static Mt940Details Of(List<string> lines)
    {
        var length = 0;
        lines = [.. lines.TakeWhile(l => (length += l.Length) <= Longest)];
        var text = Joined(lines, IsFull).TrimStart();
        var digits = text.Length > 3 && !text.AsSpan(0, 3).ContainsAnyExceptInRange('0', '9') ? 3 : 0;
        return IsSubfield(text, digits) ? OfSubfields(lines, text[..digits], text[digits])
            : HasCodeWords(text) ? OfCodeWords(text)
            : new Mt940Details { Text = OneSpaced(text) };
    }

    /// <summary>A mark and two digits, such as <c>?00</c>. Marks that free text begins with are none.</summary>
    private static bool IsSubfield(string text, int at) =>
        text.Length > at + 2 && !char.IsLetterOrDigit(text[at]) && !char.IsWhiteSpace(text[at]) && text[at] is not ('/' or '.' or ',' or ':' or '-' or '+' or '(' or '*' or '\'' or '"')
        && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]);

    private static Mt940Details OfSubfields(List<string> lines, string businessCode, char mark)
    {
        var all = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            // Between digits a line was cut within a number, whatever its length.
            var cut = i == 0 || lines[i].StartsWith(mark) || all[^1] == mark || IsFull(lines, i - 1) || (char.IsAsciiDigit(all[^1]) && char.IsAsciiDigit(lines[i][0]));
            all.Append(cut ? string.Empty : " ").Append(lines[i]);
        }

        var fields = new SortedDictionary<int, string>();
        var parts = all.ToString().Split(mark);
        var number = -1;
        foreach (var part in parts.Skip(1))
        {
            if (part.Length >= 2 && int.TryParse(part.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var found))
            {
                number = found;
                fields[number] = fields.TryGetValue(number, out var before) ? $"{before} {part[2..]}" : part[2..];
            }
            else if (number >= 0)
            {
                fields[number] += mark + part;
            }
        }

        var words = Purpose([.. fields.Where(f => f.Key is (>= 20 and <= 29) or (>= 60 and <= 65)).Select(f => f.Value)]);
        var account = fields.GetValueOrDefault(38, string.Empty) is { Length: > 0 } iban ? iban : fields.GetValueOrDefault(31, string.Empty);
        var name = Joined([.. fields.Where(f => f.Key is 32 or 33).Select(f => f.Value)], (parts, i) => parts[i].Length >= FullSubfield);
        return new Mt940Details
        {
            BusinessCode = businessCode,
            PostingText = OneSpaced(fields.GetValueOrDefault(0, string.Empty)),
            Name = OneSpaced(name.Length > 0 ? name : words.GetValueOrDefault("ABWA", words.GetValueOrDefault("ABWE", string.Empty))),
            Account = OneSpaced(account.Length > 0 ? account : words.GetValueOrDefault("IBAN", string.Empty)),
            Reference = Given(words.GetValueOrDefault("EREF", string.Empty)),
            Returned = Given(words.GetValueOrDefault("RREF", string.Empty)),
            Original = words.GetValueOrDefault("OAMT", words.GetValueOrDefault("OCMT", string.Empty)).Replace(" ", string.Empty, StringComparison.Ordinal),
            Text = OneSpaced($"{words.GetValueOrDefault("SVWZ", string.Empty)} {words.GetValueOrDefault(string.Empty, string.Empty)}"),
        };
    }

    /// <summary>The purpose by its SEPA words. A word begins a subfield and goes on in the next one where that is full; what else stands in a subfield is free text.</summary>
    private static Dictionary<string, string> Purpose(List<string> subfields)
    {
        var segments = new List<string>();
        for (var i = 0; i < subfields.Count; i++)
        {
            var begins = Array.Exists(SepaWords, w => subfields[i].StartsWith(w + "+", StringComparison.Ordinal));
            var goesOn = i > 0 && !begins && (subfields[i - 1].Length >= FullSubfield || segments[^1].StartsWith("SVWZ+", StringComparison.Ordinal));
            if (goesOn)
            {
                segments[^1] += (subfields[i - 1].Length >= FullSubfield ? string.Empty : " ") + subfields[i];
            }
            else
            {
                segments.Add(subfields[i]);
            }
        }

        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (word, text) in segments.SelectMany(s => Words(s, SepaWords, '+')))
        {
            all[word] = all.TryGetValue(word, out var before) ? $"{before} {text}".Trim() : text;
        }

        return all;
    }

    private static bool HasCodeWords(string text) =>
        text.StartsWith('/') && Array.Exists(CodeWords, w => text.Length > w.Length + 1 && text.AsSpan(1).StartsWith(w, StringComparison.Ordinal) && text[w.Length + 1] == '/');

    private static Mt940Details OfCodeWords(string text)
    {
        var words = Words(text, CodeWords, '/');
        string Word(string word) => words.GetValueOrDefault(word, string.Empty).Trim('/', ' ');
        var party = Word("CNTP").Split('/');
        var remittance = OneSpaced(string.Join(' ', new[] { Word("REMI"), Word("USTD"), Word("STRD") }.Where(w => w.Length > 0)));
        return new Mt940Details
        {
            PostingText = OneSpaced(Word("TRTP")),
            Name = OneSpaced(Word("NAME") is { Length: > 0 } name ? name : party.Length > 2 ? party[2] : string.Empty),
            Account = Word("IBAN") is { Length: > 0 } iban ? iban : party[0],
            Reference = Given(Word("EREF")),
            Returned = Word("RTRN") is { Length: > 0 } reason ? Given(Word("EREF")) is { Length: > 0 } original ? original : reason : string.Empty,
            Original = Word("OCMT").Split('/')[0],
            Text = OneSpaced($"{(Word("RTRN") is { Length: > 0 } returned ? $"RTRN {returned} " : string.Empty)}{(remittance.Length > 0 ? remittance : Word("TRTP").Length > 0 ? words.GetValueOrDefault(string.Empty, string.Empty) : text)}"),
        };
    }

    /// <summary>The text behind each word: <c>EREF+123SVWZ+Order 7</c>, <c>/EREF/123/REMI/Order 7</c>. What stands before the first is under the empty word.</summary>
    private static Dictionary<string, string> Words(string text, string[] known, char mark)
    {
        var found = new List<(int At, int Length, string Word)>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != mark)
            {
                continue;
            }

            // The mark stands behind the word, between slashes on both sides of it.
            if (mark == '/')
            {
                var close = text.IndexOf('/', at + 1);
                if (close > at + 1 && close - at <= 5 && known.Contains(text[(at + 1)..close]))
                {
                    found.Add((at, close - at + 1, text[(at + 1)..close]));
                    at = close - 1;
                }
            }
            else if (Array.Find(known, w => at >= w.Length && text.AsSpan(at - w.Length, w.Length).SequenceEqual(w)) is { } word)
            {
                found.Add((at - word.Length, word.Length + 1, word));
            }
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal) { [string.Empty] = found.Count == 0 ? text : text[..found[0].At].Trim() };
        for (var i = 0; i < found.Count; i++)
        {
            var from = found[i].At + found[i].Length;
            var to = i + 1 < found.Count ? found[i + 1].At : text.Length;
            words.TryAdd(found[i].Word, text[from..Math.Max(from, to)].Trim());
        }

        return words;
    }

    private static string Given(string text) => Mt940Line.IsReference(text) ? OneSpaced(text) : string.Empty;

    private static bool IsFull(List<string> lines, int i) => lines[i].Length >= FullLine || (i == 0 && lines[i].Length == FullFirstLine);

    private static string Joined(List<string> parts, Func<List<string>, int, bool> isFull)
    {
        var all = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            all.Append(i == 0 || isFull(parts, i - 1) ? string.Empty : " ").Append(parts[i]);
        }

        return all.ToString();
    }

    private static string OneSpaced(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
