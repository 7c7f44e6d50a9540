using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Evidence;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class RecordWordsTests
{
    [Fact]
    public void All_languages_have_the_same_words_with_the_same_places_to_fill_in()
    {
        var english = Texts("en");
        foreach (var language in RecordWords.Languages)
        {
            var texts = Texts(language);

            Assert.Equal(english.Keys, texts.Keys);
            Assert.All(texts, t => Assert.Equal((t.Key, Places(english[t.Key])), (t.Key, Places(t.Value))));
            Assert.All(texts, t => Assert.True(t.Value.Length > 0 || t.Key == "afterSentence", $"{t.Key} of {language} is empty."));
        }
    }

    [Fact]
    public void Every_kind_type_status_and_fact_has_its_word()
    {
        foreach (var words in RecordWords.Languages.Select(l => In(l, Fonts.OfThisMachine)))
        {
            Assert.Equal(Enum.GetValues<Fact>(), words.Labels.Keys.Order());
            Assert.Equal(Enum.GetValues<FindingKind>(), words.Kinds.Keys.Order());
            Assert.Equal(Enum.GetValues<FindingKind>(), words.Claims.Keys.Order());
            Assert.Equal(Enum.GetValues<EntryType>(), words.EntryTypes.Keys.Order());
            Assert.Equal(Enum.GetValues<EntryStatus>(), words.EntryStatuses.Keys.Order());
            Assert.Equal(Enum.GetValues<OrderStatus>(), words.OrderStatuses.Keys.Order());
        }
    }

    [Theory]
    [InlineData("pt", "Carteira")]
    [InlineData("pt-BR", "Carteira")] // The name of a folder of letters: its first part counts.
    [InlineData("RU_ru", "Кошелек")]
    [InlineData("en-GB", "Wallet")]
    [InlineData("de", "Wallet")] // No words yet.
    [InlineData("", "Wallet")]
    public void The_letters_language_chooses_the_words(string language, string wallet)
    {
        Assert.Equal(wallet, In(language, Fonts.ShippedOnly).Labels[Fact.Wallet]);
    }

    [Fact]
    public void Without_a_Chinese_font_the_words_are_English_and_one_warning_tells_why()
    {
        var warnings = new List<string>();
        var pack = EvidencePack.Make(Samples.Duplicate(), Samples.AsOf, [], new EvidenceLimits(), EvidenceDisclosure.Least, "zh", Fonts.ShippedOnly, warnings.Add);
        var english = EvidencePack.Make(Samples.Duplicate(), Samples.AsOf, [], new EvidenceLimits(), EvidenceDisclosure.Least, "en", Fonts.ShippedOnly);

        var warning = Assert.Single(warnings);
        Assert.StartsWith("Receipt and pictures are in English, while the letter's language is zh.", warning, StringComparison.Ordinal);
        Assert.Contains("fonts-noto-cjk", warning, StringComparison.Ordinal);
        Assert.Equal(english.Parts[0].Files.Select(f => f.Content), pack.Parts[0].Files.Select(f => f.Content));
    }

    [Fact]
    public void A_place_is_filled_once_whatever_its_value_looks_like()
    {
        Assert.Equal("{line}.csv, line 7", RecordWords.English.LineOf(Some.Line("x", line: 7, file: "{line}.csv")));
    }

    [Theory]
    [InlineData("en", "00:00:00", "0 s")]
    [InlineData("en", "00:04:12", "4 min 12 s")]
    [InlineData("en", "-01:00:00", "1 h")]
    [InlineData("en", "1.00:30:00", "1 day")] // Only two units side by side: days and hours.
    [InlineData("en", "2.03:30:00", "2 days 3 h")]
    [InlineData("pt", "2.03:30:00", "2 dias 3 h")]
    [InlineData("ru", "5.03:30:00", "5 дн. 3 ч")]
    [InlineData("zh", "1.03:30:00", "1 天 3 小时")]
    public void Spans_are_said_in_their_two_largest_units(string language, string span, string said)
    {
        Assert.Equal(said, Words(language).Span(TimeSpan.Parse(span, CultureInfo.InvariantCulture)).Replace('\u00A0', ' '));
    }

    /// <summary>The words of a language; a machine without a font for them skips the test.</summary>
    internal static RecordWords Words(string language)
    {
        if (language == "zh" && !Fonts.OfThisMachine.CanShow("钱包"))
        {
            Assert.Skip("No font of this machine has Chinese characters (Debian package fonts-noto-cjk).");
        }

        return In(language, Fonts.OfThisMachine);
    }

    private static RecordWords In(string language, Fonts fonts) => RecordWords.For(language, fonts, warn: null);

    private static string Places(string text) => string.Join(' ', Regex.Matches(text, @"\{[^}]*\}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value).Order(StringComparer.Ordinal));

    private static SortedDictionary<string, string> Texts(string language)
    {
        using var file = typeof(RecordWords).Assembly.GetManifestResourceStream($"Words/{language}.json")!;
        using var json = JsonDocument.Parse(file);
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in json.RootElement.EnumerateObject())
        {
            if (word.Value.ValueKind == JsonValueKind.String)
            {
                texts.Add(word.Name, word.Value.GetString()!);
                continue;
            }

            foreach (var inner in word.Value.EnumerateObject())
            {
                texts.Add(word.Name + "/" + inner.Name, inner.Value.GetString()!);
            }
        }

        return texts;
    }
}
