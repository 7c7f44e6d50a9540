using System.Text.RegularExpressions;

namespace Reconciler.Mail.Writing;

/// <summary>What several letters of a language share: <c>_facts.liquid</c>, put in by <c>{% include 'facts' %}</c>. It knows the words that are known where it is put in.</summary>
internal sealed partial record LetterPiece(string Name, string Path, LetterSection Section)
{
    /// <summary>Pieces within pieces, at most.</summary>
    public const int MostDeep = 3;

    public static bool IsPiece(string path) => System.IO.Path.GetFileName(path).StartsWith('_');

    public static LetterPiece Read(string path, string content, List<LetterFault> faults)
    {
        var (sections, found) = LetterFile.Split(path, content);
        faults.AddRange(found);
        var body = sections.FirstOrDefault(s => s.Name == "letter");
        if (body is null || sections.Count > 1)
        {
            faults.Add(new LetterFault(path, 0, "--- letter", "must be the only part of a piece that letters include."));
        }
        else
        {
            faults.AddRange(LetterFile.MarkFaults(path, body));
        }

        return new LetterPiece(System.IO.Path.GetFileNameWithoutExtension(path)[1..], path, body ?? new LetterSection("letter", 1, ""));
    }

    /// <summary>The name that an include tag gives, null where the text is none.</summary>
    public static string? IncludedBy(string tag) => Include().Match(tag) is { Success: true } include && include.Length == tag.Length ? include.Groups["name"].Value : null;

    /// <summary>The template with each include replaced by its piece. Only for templates that the check found without fault.</summary>
    public static string PutIn(string template, IReadOnlyDictionary<string, LetterPiece> pieces, int depth = 0) =>
        Include().Replace(template, tag => depth < MostDeep && pieces.TryGetValue(tag.Groups["name"].Value, out var piece) ? PutIn(piece.Section.Template.Trim('\n'), pieces, depth + 1) : "");

    [GeneratedRegex(@"\{%-?\s*include\s+['""](?<name>[a-z][a-z0-9-]*)['""]\s*-?%\}", RegexOptions.None, 10_000)]
    private static partial Regex Include();
}
