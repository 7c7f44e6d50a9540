using System.Text.RegularExpressions;

namespace Reconciler.Mail.Writing;

/// <summary>One part of a letter's file.</summary>
/// <param name="Name"><c>subject</c> or <c>letter</c>.</param>
/// <param name="FirstLine">The line of the file on which the part's first line stands, counted from 1.</param>
internal sealed record LetterSection(string Name, int FirstLine, string Template);

/// <summary>
/// A letter's file: the lines <c>--- subject</c> and <c>--- letter</c> begin its two parts, in any order. What stands above the first of them is a note to whoever edits
/// the file and goes nowhere. Several letters of a language may share a piece: <c>{% include 'facts' %}</c> puts in what stands below <c>--- letter</c> of <c>_facts.liquid</c>.
/// </summary>
internal sealed partial record LetterFile(string Path, IReadOnlyList<LetterSection> Sections, IReadOnlyList<LetterFault> Faults)
{
    private static readonly string[] Names = ["subject", "letter"];

    /// <param name="path">As messages name it.</param>
    /// <param name="pieces">What the letters of this language share, by name.</param>
    public static LetterFile Read(string path, string content, IReadOnlyDictionary<string, LetterPiece> pieces)
    {
        var model = TemplateModel.For(System.IO.Path.GetFileNameWithoutExtension(path));
        var (sections, faults) = Split(path, content);
        faults.AddRange(Names.Where(n => sections.All(s => s.Name != n))
            .Select(n => new LetterFault(path, 0, "--- " + n, "is missing. A letter has the parts --- subject and --- letter, each begun by such a line.")));
        faults.AddRange(sections.SelectMany(s => TemplateCheck.Faults(path, s, model, pieces)));
        faults.AddRange(sections.Where(s => s.Name == "letter").SelectMany(s => MarkFaults(path, s)));
        var whole = faults.Count > 0 ? sections : [.. sections.Select(s => s with { Template = LetterPiece.PutIn(s.Template, pieces) })];
        faults.AddRange(whole.Where(s => s.Name == "subject" && s.Template.Trim().Contains('\n', StringComparison.Ordinal))
            .Select(s => new LetterFault(path, s.FirstLine, "--- subject", "has several lines. A subject is one line.")));
        faults.AddRange(faults.Count > 0 || model != typeof(LetterModel) ? [] : whole.Where(s => !CaseNumber().IsMatch(s.Template))
            .Select(s => new LetterFault(path, s.FirstLine, "--- " + s.Name, "does not name {{ case.number }}, by which the answer finds its dispute.")));
        return new LetterFile(path, whole, [.. faults.Distinct().OrderBy(f => f.File != path).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)]);
    }

    /// <summary>Lines that begin like a mark of <see cref="LetterPage"/> and would be printed as they stand.</summary>
    public static IEnumerable<LetterFault> MarkFaults(string path, LetterSection section) =>
        section.Template.Split('\n').Index().Where(l => LetterPage.IsBrokenMark(l.Item))
            .Select(l => new LetterFault(path, section.FirstLine + l.Index, l.Item, "is no title (== Order), row (| Total | {{ order.total }}, |! where it stands out), item (- a point) or line (> a line)."));

    /// <summary>A file's parts, and what is wrong with the lines that begin them.</summary>
    public static (List<LetterSection> Sections, List<LetterFault> Faults) Split(string path, string content)
    {
        var lines = content.ReplaceLineEndings("\n").Split('\n');
        var sections = new List<LetterSection>();
        var faults = new List<LetterFault>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (SectionLine().Match(lines[i]) is not { Success: true } head)
            {
                continue;
            }

            var name = head.Groups["name"].Value.ToLowerInvariant();
            var end = Array.FindIndex(lines, i + 1, SectionLine().IsMatch) is var next and >= 0 ? next : lines.Length;
            if (!Names.Contains(name, StringComparer.Ordinal))
            {
                faults.Add(new LetterFault(path, i + 1, lines[i], "is no part of a letter. The parts are --- subject and --- letter."));
            }
            else if (sections.Any(s => s.Name == name))
            {
                faults.Add(new LetterFault(path, i + 1, lines[i], "stands here a second time. Keep one of the two."));
            }
            else
            {
                sections.Add(new LetterSection(name, i + 2, string.Join('\n', lines[(i + 1)..end])));
            }
        }

        return (sections, faults);
    }

    public LetterSection this[string name] => Sections.Single(s => s.Name == name);

    [GeneratedRegex(@"^---[ \t]*(?<name>[A-Za-z]+)[ \t]*$", RegexOptions.None, 10_000)]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"\{\{-?\s*case\.number\b", RegexOptions.None, 10_000)]
    private static partial Regex CaseNumber();
}

/// <summary>Something wrong in a letter's file.</summary>
/// <param name="Line">Counted from 1; 0 where the whole file is meant.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Why">What is wrong with it, and what would be right.</param>
internal sealed record LetterFault(string File, int Line, string Text, string Why)
{
    public override string ToString() => $"{File}{(Line > 0 ? FormattableString.Invariant($":{Line}") : "")}: {Text.Trim()} {Why}";
}
