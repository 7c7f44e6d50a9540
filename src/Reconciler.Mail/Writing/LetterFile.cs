using System.Text.RegularExpressions;

namespace Reconciler.Mail.Writing;

/// <summary>One part of a letter's file.</summary>
/// <param name="Name"><c>subject</c>, <c>text</c> or <c>html</c>.</param>
/// <param name="FirstLine">The line of the file on which the part's first line stands, counted from 1.</param>
internal sealed record LetterSection(string Name, int FirstLine, string Template);

/// <summary>
/// A letter's file: the lines <c>--- subject</c>, <c>--- text</c> and <c>--- html</c> begin its three parts, in any order. What stands above the first of them is a note
/// to whoever edits the file and goes nowhere.
/// </summary>
internal sealed partial record LetterFile(string Path, IReadOnlyList<LetterSection> Sections, IReadOnlyList<LetterFault> Faults)
{
    private static readonly string[] Names = ["subject", "text", "html"];

    /// <param name="path">As messages name it.</param>
    public static LetterFile Read(string path, string content)
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
                faults.Add(new LetterFault(path, i + 1, lines[i], "is no part of a letter. The parts are --- subject, --- text and --- html."));
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

        faults.AddRange(Names.Where(n => sections.All(s => s.Name != n))
            .Select(n => new LetterFault(path, 0, "--- " + n, "is missing. A letter has the parts --- subject, --- text and --- html, each begun by such a line.")));
        faults.AddRange(sections.Where(s => s.Name == "subject" && s.Template.Trim().Contains('\n', StringComparison.Ordinal))
            .Select(s => new LetterFault(path, s.FirstLine, "--- subject", "has several lines. A subject is one line.")));
        faults.AddRange(sections.SelectMany(s => TemplateCheck.Faults(path, s, typeof(LetterModel))));
        faults.AddRange(sections.Where(s => !CaseNumber().IsMatch(s.Template))
            .Select(s => new LetterFault(path, s.FirstLine, "--- " + s.Name, "does not name {{ case.number }}, by which the answer finds its dispute.")));
        return new LetterFile(path, sections, [.. faults.OrderBy(f => f.Line)]);
    }

    public LetterSection this[string name] => Sections.Single(s => s.Name == name);

    [GeneratedRegex(@"^---[ \t]*(?<name>[A-Za-z]+)[ \t]*$", RegexOptions.None, 1000)]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"\{\{-?\s*case\.number\b", RegexOptions.None, 1000)]
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
