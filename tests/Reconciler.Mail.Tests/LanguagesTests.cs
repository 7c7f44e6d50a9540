using System.Text.RegularExpressions;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public partial class LanguagesTests
{
    private static readonly string Folder = Path.Combine(Places.Config, "letters");

    public static TheoryData<string> Others => ["pt", "ru", "zh"];

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_language_has_the_letters_that_English_has(string language)
    {
        Assert.Equal(FilesOf("en"), FilesOf(language));
        Assert.Empty(Cases.Shipped.Check(LetterCases.Names.Select(name => (language, LetterCases.Of(name).Dispute.Dispute.Letter))));
    }

    // A translation that forgets the day for the answer, or the amount, would go unnoticed by whoever does not read it.
    [Theory]
    [MemberData(nameof(Others))]
    public void Every_letter_tells_the_same_facts_in_every_language(string language) =>
        Assert.All(FilesOf("en"), file => Assert.Equal((file, WordsOf("en", file)), (file, WordsOf(language, file))));

    [Fact]
    public void Every_folder_of_letters_is_one_of_these_languages() =>
        Assert.Equal(["en", "pt", "ru", "zh"], Directory.GetDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static List<string> FilesOf(string language) => [.. Directory.GetFiles(Path.Combine(Folder, language)).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    /// <summary>The names and pieces in a file's braces, each once, by part.</summary>
    private static string WordsOf(string language, string file)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, language, file)).Split("--- letter");
        return string.Join(" // ", parts.Select(part => string.Join(' ', Braces().Matches(part).SelectMany(m => Name().Matches(m.Value)).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal))));
    }

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.None, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"[a-z][a-z_.-]+", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
