using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>The gallery in errors/: a small file for each message that reading a file can give, with the message beside it as <c>FILE.expected</c>.</summary>
/// <remarks>The first line of an .expected may say how the file is tried: <c># layout=NAME</c>, or a limit such as <c># MaxRows=2</c>.</remarks>
public sealed partial class ErrorGalleryTests
{
    /// <summary>Words in the sources that look like messages and are none that a file can give, each with its reason.</summary>
    private static readonly string[] NoMessages =
    [
        "It is a folder; a file is expected.", // a gallery of files holds no folders; IdentifyTests has it
        "Its encoding cannot be told.", // the guesser of encodings finds one for nearly all bytes: no small file is known that it gives up
        "It is a workbook with a password", // a file with a password cannot be written by the libraries of this project; Workbook names it by the reader's exception
        "characters that are read of a workbook", // BudgetTests has it: a file of so many is too large for a gallery
        "has not the columns of", // what is passed over is no refusal; EveryTableTests has them
        "tables of the page have not the columns of",
        "left out by the layout",
        "an MT940 statement", // part of a message
        "a 1CClientBankExchange file",
        "a transaction id",
        "the wallet's name",
        "the marketplace's name",
        "told by its parts", // a row's status
        ": the entry tells no date", // what a row's extra text says
        "direction turned round",
    ];

    /// <summary>What is told of links, pipes and budgets no file of a gallery can give: InboxTests and FileBudgetTests have it.</summary>
    private static readonly string[] WithoutMessages = ["AuditFile.cs", "RateFiles.cs", "FileBusyException.cs", "NotAFileException.cs", "InputFile.cs", "Inbox.cs", "FileBudget.cs", "MonthNames.cs", "ZoneText.cs", "Mt940Details.cs"];

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Folder()).Where(f => !f.EndsWith(".expected", StringComparison.Ordinal)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_gives_its_message(string file)
    {
        var path = Path.Combine(Folder(), file);
        var expected = File.Exists(path + ".expected") ? File.ReadAllText(path + ".expected") : string.Empty;
        var option = expected.StartsWith("# ", StringComparison.Ordinal) ? expected[2..expected.IndexOf('\n', StringComparison.Ordinal)] : string.Empty;
        var told = Told(path, option);
        Assert.True(expected[(option.Length == 0 ? 0 : option.Length + 3)..] == told, $"{file} says\n{told}");
    }

    [Fact]
    public void Every_message_of_the_sources_has_a_file_in_the_gallery()
    {
        var gallery = string.Join('\n', Directory.GetFiles(Folder(), "*.expected").Select(File.ReadAllText));
        var missing = Directory.GetFiles(Path.Combine(Places.Root, "src", "Reconciler.Import"), "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) is "Files" or "Reading" or "Tables" && !WithoutMessages.Contains(Path.GetFileName(f)))
            .SelectMany(f => File.ReadLines(f).Where(IsCode).SelectMany(Stems).Select(stem => (File: Path.GetFileName(f), Stem: stem)))
            .Where(m => !gallery.Contains(m.Stem, StringComparison.Ordinal) && !NoMessages.Any(n => m.Stem.StartsWith(n, StringComparison.Ordinal))).ToList();
        Assert.True(missing.Count == 0, "No file of errors/ gives:\n" + string.Join('\n', missing.Select(m => $"{m.File}: {m.Stem}")));
    }

    /// <summary>Our own mistakes and what the world does are exceptions, not messages of a file.</summary>
    private static bool IsCode(string line) => !line.Contains("///", StringComparison.Ordinal) && !ThrowLine().IsMatch(line);

    /// <summary>The longest fixed part of each text on a line, where it is long enough to be a sentence's.</summary>
    private static IEnumerable<string> Stems(string line) => TextLiteral().Matches(line)
        .Select(m => Hole().Split(m.Groups["text"].Value).SelectMany(part => part.Split('}')).Select(part => part.TrimStart('.', ')', ' ').Trim().Replace("\\\"", "\"", StringComparison.Ordinal)).MaxBy(part => part.Length)!)
        .Where(stem => stem.Length >= 16 && stem.Count(c => c == ' ') >= 2 && !stem.Contains("=>", StringComparison.Ordinal) && !stem.Contains("[(", StringComparison.Ordinal) && !stem.Contains("StringComparison", StringComparison.Ordinal));

    private static string Told(string path, string option)
    {
        var (key, value) = option.Split('=') is [var k, var v] ? (k, v) : (string.Empty, string.Empty);
        var limits = key switch
        {
            "MaxRows" => new ImportLimits { MaxRows = Number(value) },
            "MaxRowBytes" => new ImportLimits { MaxRowBytes = Number(value) },
            "MaxFileBytes" => new ImportLimits { MaxFileBytes = Number(value) },
            "MaxSheets" => new ImportLimits { MaxSheets = Number(value) },
            "MaxCells" => new ImportLimits { MaxCells = Number(value) },
            "MaxPageCharacters" => new ImportLimits { MaxPageCharacters = Number(value) },
            "MaxRowsPerRecord" => new ImportLimits { MaxRowsPerRecord = Number(value) },
            _ => new ImportLimits(),
        };
        var reader = new FileReader(LayoutCatalog.Of(Given.Layouts.Layouts.Concat(LayoutCatalog.Load(Path.Combine(Folder(), "layouts")).Layouts)), limits);
        var told = RefusedArchive(path, limits) ?? reader.Identify(path, key == "layout" ? value : null) switch
        {
            Identification.Unknown(var why) => why,
            Identification.Known(var layout) => string.Join('\n', reader.Read(path, layout, null, Given.Sha, Path.GetFileName(path), TestContext.Current.CancellationToken).OfType<RowOutcome.Rejected>().Select(Given.Told)),
            _ => throw new InvalidOperationException(),
        };
        return told.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
    }

    /// <summary>Why a zip file is not opened; null for every other file.</summary>
    private static string? RefusedArchive(string path, ImportLimits limits)
    {
        if (!StatementArchive.Is(new InputFile(path)))
        {
            return null;
        }

        using var folder = new TempFolder();
        var copies = 0;
        try
        {
            StatementArchive.CopyTo(new InputFile(path), () => folder[$"{++copies}"], limits);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "errors");

    [GeneratedRegex("\"(?<text>(?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextLiteral();

    [GeneratedRegex(@"\{[^}]*\}?", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"new (InvalidOperation|NotSupported|Argument|FileBusy|InvalidData|Layout)\w*Exception", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThrowLine();
}
