using System.Globalization;
using System.Text.RegularExpressions;
using DotLiquid;

namespace Reconciler.Mail.Writing;

/// <summary>A letter, ready to be sent. The HTML is a whole page.</summary>
public sealed record WrittenLetter(string Subject, string Text, string Html);

/// <summary>
/// The letters of a folder: <c>LANGUAGE/LETTER.liquid</c>, such as <c>en/duplicate-charge.liquid</c>. A new language or letter is a new file; a name that begins with an
/// underscore is a piece that the letters of its language share. <c>frame.html</c> holds the page around every HTML part.
/// </summary>
public sealed partial class Letters
{
    /// <summary>Most characters of a subject; a longer one is cut at its end. The case number belongs at its beginning.</summary>
    public const int MaxSubjectLength = 150;

    /// <summary>Most bytes of a template.</summary>
    public const int MaxFileBytes = 200_000;

    /// <summary>Loops within loops can be well written and endless: after this a letter is given up. A letter takes milliseconds.</summary>
    private static readonly TimeSpan LongestToWrite = TimeSpan.FromSeconds(5);

    private readonly string folder;
    private readonly string? frame;
    private readonly Dictionary<string, LetterFile> files;
    private readonly List<LetterFault> folderFaults;

    private Letters(string folder, string? frame, Dictionary<string, LetterFile> files, List<LetterFault> folderFaults)
    {
        this.folder = folder;
        this.frame = frame;
        this.files = files;
        this.folderFaults = folderFaults;
    }

    /// <summary>Reads all letters of a folder, so that a run writes every letter from the same files. Faults in them are told by <see cref="Check()"/>.</summary>
    public static Letters Load(string folder)
    {
        var faultsFound = new List<LetterFault>();
        var letterFiles = new Dictionary<string, LetterFile>(StringComparer.OrdinalIgnoreCase);
        var paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.liquid", SearchOption.AllDirectories) : [];
        foreach (var language in paths.Where(p => LetterPath().IsMatch(NameIn(folder, p))).Order(StringComparer.Ordinal).ToLookup(p => Path.GetDirectoryName(p)!))
        {
            var contents = language.ToDictionary(p => p, p => ReadText(p, faultsFound));
            var pieces = contents.Where(c => LetterPiece.IsPiece(c.Key) && c.Value is not null).Select(c => LetterPiece.Read(c.Key, c.Value!, faultsFound)).ToDictionary(p => p.Name);
            foreach (var (path, content) in contents.Where(c => !LetterPiece.IsPiece(c.Key) && c.Value is not null))
            {
                letterFiles[NameIn(folder, path)] = LetterFile.Read(path, content!, pieces);
            }
        }

        if (letterFiles.Count == 0)
        {
            faultsFound.Add(new LetterFault(folder, 0, "*.liquid", "is not there. Letters lie in folders by language, such as en/duplicate-charge.liquid."));
        }

        return new Letters(folder, ReadFrame(folder, faultsFound), letterFiles, faultsFound);
    }

    /// <summary>Everything wrong in any letter of the folder, a line each with file and line; empty where all is well. Nothing is sent by it.</summary>
    public IReadOnlyList<string> Check() =>
        [.. folderFaults.Concat(files.Values.OrderBy(f => f.Path, StringComparer.Ordinal).SelectMany(f => f.Faults)).Distinct().Select(f => f.ToString())];

    /// <summary>What keeps these letters from being written, a line each; empty where nothing does. A fault of another letter is none of theirs.</summary>
    public IReadOnlyList<string> Check(IEnumerable<(string Language, string Letter)> needed) =>
        [.. needed.SelectMany(n => files.TryGetValue(NameOf(n.Language, n.Letter), out var file) ? FaultsOf(file) : [new LetterFault(Path.Combine(folder, NameOf(n.Language, n.Letter)), 0, n.Letter, "is not there, and Disputes:Routes, Disputes:Recipients or Mail:Language need it. Write it, or choose another language.")]).Distinct().Select(f => f.ToString())];

    /// <summary>Writes one letter.</summary>
    /// <param name="letter">The file's name without its ending, such as <c>duplicate-charge</c>.</param>
    /// <param name="words">The model that belongs to the letter's name.</param>
    /// <exception cref="LetterException">There is no such letter, or its file or the frame is faulty.</exception>
    /// <exception cref="ArgumentException">The words are another letter's.</exception>
    public WrittenLetter Write(string language, string letter, TemplateModel words)
    {
        if (words.GetType() != TemplateModel.For(letter))
        {
            throw new ArgumentException($"{letter} is not written from {words.GetType().Name}.", nameof(words));
        }

        var name = NameOf(language, letter);
        if (!files.TryGetValue(name, out var file))
        {
            var path = Path.Combine(folder, name);
            throw new LetterException(path, 0, $"{path}: there is no such letter. Write it, or choose another language; en holds the ones that came with the program.");
        }

        if (FaultsOf(file).FirstOrDefault() is { } fault)
        {
            throw new LetterException(fault.File, fault.Line, fault.ToString());
        }

        var subject = PlainValue.Clean(Render(file, "subject", words, PlainValue.ForSubject), MaxSubjectLength);
        var page = LetterPage.Read(Render(file, "letter", words, value => LetterPage.Shield(PlainValue.Clean(value, words.MostCharacters))));
        return new WrittenLetter(
            subject,
            page.ToText(),
            frame!.Replace("{{ language }}", PlainValue.ForHtml(language), StringComparison.Ordinal)
                .Replace("{{ letter }}", page.ToHtml(), StringComparison.Ordinal)
                .ReplaceLineEndings("\n"));
    }

    /// <summary>Its own faults, and where the frame around all letters is faulty, those.</summary>
    private IEnumerable<LetterFault> FaultsOf(LetterFile file) => (frame is null ? folderFaults : []).Concat(file.Faults);

    private static string Render(LetterFile file, string sectionName, TemplateModel words, Func<string, string> make)
    {
        var section = file[sectionName];
        try
        {
            // A line that holds tags only is layout for whoever edits the file: it leaves no empty line in the letter.
            var template = Template.Parse(TagOnlyLine().Replace(section.Template, "${tags}"));
            var parameters = new RenderParameters(CultureInfo.InvariantCulture)
            {
                LocalVariables = LetterWords.For(words, make),
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                Timeout = (int)LongestToWrite.TotalMilliseconds,
            };
            return template.Render(parameters);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The check knows what the engine knows; what still fails here is told with the part that it happened in.
            var fault = new LetterFault(file.Path, section.FirstLine, "--- " + sectionName, "cannot be written: " + e.Message);
            throw new LetterException(fault.File, fault.Line, fault.ToString(), e);
        }
    }

    private static string? ReadFrame(string folder, List<LetterFault> faultsFound)
    {
        var path = Path.Combine(folder, "frame.html");
        var page = File.Exists(path) ? ReadText(path, faultsFound) : null;
        if (page?.Split("{{ letter }}").Length == 2)
        {
            return page;
        }

        faultsFound.Add(new LetterFault(path, 0, "{{ letter }}", "must stand in this file once: the HTML part of each letter goes there."));
        return null;
    }

    private static string? ReadText(string path, List<LetterFault> faultsFound)
    {
        if (new FileInfo(path).Length > MaxFileBytes)
        {
            faultsFound.Add(new LetterFault(path, 0, "", FormattableString.Invariant($"is larger than {MaxFileBytes} bytes, the limit for a letter.")));
            return null;
        }

        return File.ReadAllText(path);
    }

    private static string NameIn(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static string NameOf(string language, string letter) => $"{language}/{letter}.liquid";

    [GeneratedRegex(@"^[^/]+/[^/]+\.liquid$", RegexOptions.None, 10_000)]
    private static partial Regex LetterPath();

    [GeneratedRegex(@"^[ \t]*(?<tags>(?:\{%(?:(?!%\})[^\n])*%\}[ \t]*)+)(?:\n|\z)", RegexOptions.Multiline, 10_000)]
    private static partial Regex TagOnlyLine();
}
