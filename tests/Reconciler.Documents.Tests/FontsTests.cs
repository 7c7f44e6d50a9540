using Reconciler.Documents.Drawing;
using Reconciler.TestSupport;
using SkiaSharp;

namespace Reconciler.Documents.Tests;

public sealed class FontsTests
{
    [Theory]
    [InlineData("The quick brown fox 0123456789 .,;:!?()[]{}<>@#%&*+-=/\\|\"'_^~$")]
    [InlineData("ação não coração ñ ü ß ø ł ğ ő Š ẞ")]
    [InlineData("Съешь же ещё этих мягких французских булок, да выпей чаю № «»")]
    [InlineData("їжак ґанок ў ә қ ң ү һ ө ј љ њ ћ ђ")] // Ukrainian, Belarusian, Kazakh, Serbian
    [InlineData("Ξεσκεπάζω την ψυχοφθόρα βδελυγμία")]
    [InlineData("− – — … • · ’ “ ” € ₽ £ ¥ ₸ ₴ ₹ ₺ \u00A0 \uFFFD")]
    public void The_shipped_fonts_show_Latin_Cyrillic_Greek_and_money(string text)
    {
        Assert.Equal([], Fonts.ShippedOnly.Missing(text));
        foreach (var rune in Wording.Printable(text).EnumerateRunes())
        {
            Assert.NotNull(Fonts.ShippedOnly.FaceFor(Fonts.Drawn(rune).Value, bold: true));
        }
    }

    [Fact]
    public void Digits_are_equally_wide_so_that_sums_stand_in_columns()
    {
        using var ink = new Ink(Fonts.ShippedOnly);
        foreach (var bold in new[] { false, true })
        {
            var style = new TextStyle(10, bold, SKColors.Black);
            Assert.Single("0123456789".Select(d => ink.Measure(d.ToString(), style)).Distinct());
        }
    }

    [Fact]
    public void A_slim_font_draws_what_was_measured_as_the_whole_one_does()
    {
        var style = new TextStyle(20, Bold: false, SKColors.Black);
        const string Text = "Ångström Привет ё ffi 12.50"; // Letters with marks are composed of two glyphs.
        using var whole = new Ink(Fonts.ShippedOnly);
        using var slim = new Ink(Fonts.ShippedOnly);
        var width = slim.Measure(Text, style);
        slim.SlimFonts();

        Assert.Equal(width, slim.Measure(Text, style));
        Assert.Equal(Picture(whole, Text, style), Picture(slim, Text, style));
    }

    [Fact]
    public void A_letter_with_a_combining_mark_is_composed_before_it_is_drawn()
    {
        Assert.Equal("й ã", Wording.Printable("и\u0306 a\u0303"));
    }

    [Fact]
    public void Chinese_without_a_font_is_missing_and_said_with_the_cure()
    {
        Assert.False(Fonts.ShippedOnly.CanShow("订单 1"));
        Assert.Equal(["订", "单"], Fonts.ShippedOnly.Missing("订单 订 1"));
        Assert.Contains("fonts-noto-cjk", Fonts.Explain(["订"]), StringComparison.Ordinal);
        Assert.DoesNotContain("fonts-noto-cjk", Fonts.Explain(["\U0001F381"]), StringComparison.Ordinal);
        Assert.Null(Fonts.Explain([]));
    }

    [Fact]
    public void Chinese_Japanese_and_Korean_show_where_the_machine_has_a_font()
    {
        if (Fonts.OfThisMachine.FaceFor('订', bold: false) is null)
        {
            Assert.Skip("No font of this machine has Chinese characters (Debian package fonts-noto-cjk).");
        }

        Assert.Equal([], Fonts.OfThisMachine.Missing("订单号 注文 コーヒー"));
        Assert.NotNull(Fonts.OfThisMachine.FaceFor('订', bold: true));
    }

    [Fact]
    public void Font_files_are_found_in_folders_below_the_best_first()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["a", "b"]);
        File.WriteAllText(folder["a", "DroidSansFallback.ttf"], "no font at all");
        File.WriteAllText(folder["a", "b", "NotoSansCJK-Regular.ttc"], "no font either");
        File.WriteAllText(folder["a", "unknown.ttf"], "");

        Assert.Equal([folder["a", "b", "NotoSansCJK-Regular.ttc"], folder["a", "DroidSansFallback.ttf"]], FontFiles.Find([folder.Path, folder["absent"]]));
        Assert.Null(FontFile.Open(folder["a", "DroidSansFallback.ttf"]).Regular);
    }

    [Fact]
    public void Lines_fit_their_width_and_lose_nothing()
    {
        using var ink = new Ink(Fonts.OfThisMachine);
        var style = new TextStyle(10, Bold: false, SKColors.Black);
        foreach (var text in new[] { "one two three four five six seven", new string('W', 200), "short " + new string('x', 90) + " tail", "订单号订单号订单号订单号，订单号。", "", " " })
        {
            var lines = ink.Wrap(text, style, 60, mostLines: 100);

            Assert.All(lines, line => Assert.True(ink.Measure(line, style) <= 60.01f, line));
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
        }
    }

    private static byte[] Picture(Ink ink, string text, TextStyle style)
    {
        using var bitmap = new SKBitmap(400, 40, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        ink.Draw(canvas, text, 5, 25, style);
        Assert.Contains(bitmap.Bytes, b => b == 0);
        return bitmap.Bytes;
    }

    [Fact]
    public void What_is_cut_ends_in_an_ellipsis()
    {
        using var ink = new Ink(Fonts.ShippedOnly);
        var style = new TextStyle(10, Bold: false, SKColors.Black);
        var lines = ink.Wrap("one two three four five six seven eight nine ten", style, 60, mostLines: 2);

        Assert.Equal(2, lines.Count);
        Assert.EndsWith("…", lines[1], StringComparison.Ordinal);
        Assert.True(ink.Measure(lines[1], style) <= 60);
    }
}
