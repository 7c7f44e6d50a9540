using Reconciler.Core.Disputes;
using Reconciler.Documents.Evidence;
using Reconciler.TestSupport;
using SkiaSharp;

namespace Reconciler.Documents.Tests;

public sealed class GivenFilesTests
{
    private readonly List<string> warnings = [];

    [Fact]
    public void Files_named_after_a_transaction_or_the_order_are_found_and_told_by_their_content()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["18234567890.pdf"], Picture(SKEncodedImageFormat.Jpeg)); // the name says PDF, the content JPEG
        File.WriteAllBytes(folder["18234567977 screen.dat"], Picture(SKEncodedImageFormat.Png));
        File.WriteAllText(folder["8001234567890123-receipt"], "%PDF-1.4\n…\n%%EOF\n");
        File.WriteAllBytes(folder["182345678901.png"], Picture(SKEncodedImageFormat.Png)); // another id that begins alike
        File.WriteAllBytes(folder["other.png"], Picture(SKEncodedImageFormat.Png));

        Assert.Equal(
            [("18234567890.pdf", "image/jpeg", "jpg"), ("18234567977 screen.dat", "image/png", "png"), ("8001234567890123-receipt", "application/pdf", "pdf")],
            Find(folder).Select(g => (g.Name, g.MediaType, g.Extension)));
        Assert.Empty(warnings);
    }

    /// <summary>Marketplaces number the parts of an order 1001-2; what belongs to another order must not go to this one's recipient.</summary>
    [Theory]
    [InlineData("8001234567890123-2.pdf", "8001234567890123-2")]
    [InlineData("8001234567890123_77120.pdf", "8001234567890123_77120")]
    [InlineData("8001234567890123-2-A scan 3.pdf", "8001234567890123-2-A")]
    public void A_file_belongs_to_the_longest_known_id_that_its_name_begins_with(string name, string other)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[name], "%PDF-1.4\n…\n%%EOF\n");

        Assert.Equal(name, Assert.Single(Find(folder)).Name); // nobody has such an order: it is a number of this one's receipts
        Assert.Empty(Find(folder, (other, "etsy")));
        Assert.Empty(warnings);
    }

    [Fact]
    public void A_file_whose_id_two_marketplaces_use_must_name_the_one_that_is_meant()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["8001234567890123.pdf"], "%PDF-1.4 %%EOF");
        File.WriteAllText(folder["8001234567890123 AliExpress.pdf"], "%PDF-1.4 %%EOF");

        Assert.Equal(2, Find(folder, ("8001234567890123", "aliexpress")).Count);
        Assert.Equal("8001234567890123 AliExpress.pdf", Assert.Single(Find(folder, ("8001234567890123", "aliexpress"), ("8001234567890123", "etsy"))).Name);
        Assert.Equal("8001234567890123.pdf is not attached: etsy and aliexpress use this id; if it is meant for aliexpress, call it '8001234567890123 aliexpress'.", Assert.Single(warnings));
    }

    [Fact]
    public void A_file_that_another_program_holds_open_is_left_out_for_this_time()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["18234567890 a.pdf"], "%PDF-1.4 %%EOF");
        File.WriteAllText(folder["18234567890 b.pdf"], "%PDF-1.4 %%EOF");
        using (new FileStream(folder["18234567890 a.pdf"], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal("18234567890 b.pdf", Assert.Single(Find(folder)).Name);
        }

        Assert.StartsWith("18234567890 a.pdf is not attached: it cannot be read now, close it where it is open (", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(2, Find(folder).Count);
    }

    [Theory]
    [InlineData("MZ is a program", "it is no PDF, PNG or JPEG")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "it is no PDF, PNG or JPEG")]
    [InlineData("\u0089PNG\r\n\u001a\n and then nothing", "it is no PDF, PNG or JPEG")] // the mark alone makes no picture
    [InlineData("GIF89a", "it is no PDF, PNG or JPEG")]
    [InlineData("%PDF-1.7 and the rest is missing", "its PDF is cut off")]
    [InlineData("", "it is no PDF, PNG or JPEG")]
    public void A_file_of_another_kind_is_left_with_a_warning(string content, string why)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["18234567890.pdf"], System.Text.Encoding.Latin1.GetBytes(content));

        Assert.Empty(Find(folder));
        Assert.Equal($"18234567890.pdf is not attached: {why}.", Assert.Single(warnings));
    }

    [Fact]
    public void There_is_an_end_to_how_many_are_taken()
    {
        using var folder = new TempFolder();
        for (var i = 0; i <= GivenFiles.MaxFiles; i++)
        {
            File.WriteAllText(folder[FormattableString.Invariant($"18234567890-{i:D2}.pdf")], "%PDF-1.4 %%EOF");
        }

        Assert.Equal(GivenFiles.MaxFiles, Find(folder).Count);
        Assert.Contains("18234567890-50.pdf and what follows", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_an_end_to_how_much_is_taken()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 5; i++)
        {
            using var file = File.Create(folder[FormattableString.Invariant($"18234567890-{i}.pdf")]);
            file.Write("%PDF-1.4"u8);
            file.SetLength(i == 4 ? 40_000_000 : 45_000_000);
            file.Seek(-5, SeekOrigin.End);
            file.Write("%%EOF"u8);
        }

        File.WriteAllText(folder["18234567890-5.pdf"], "%PDF-1.4 %%EOF");

        Assert.Equal(["18234567890-0.pdf", "18234567890-1.pdf", "18234567890-2.pdf", "18234567890-3.pdf", "18234567890-5.pdf"], Find(folder).Select(g => g.Name));
        Assert.Equal("18234567890-4.pdf is not attached: with it the files of the case are more than 200 MB.", Assert.Single(warnings));
    }

    [Fact]
    public void A_folder_that_is_not_there_gives_nothing()
    {
        using var folder = new TempFolder();

        Assert.Empty(GivenFiles.For(Samples.Duplicate(), [folder["none"]], _ => [], File.OpenRead, warnings.Add));
    }

    [Fact]
    public void Of_two_files_with_one_name_that_of_the_earlier_folder_counts()
    {
        using var inbox = new TempFolder();
        using var used = new TempFolder();
        File.WriteAllText(used["18234567890 b.pdf"], "%PDF-1.4 %%EOF");
        File.WriteAllText(used["18234567890 a.pdf"], "%PDF-1.4 used for the first letter %%EOF");
        File.WriteAllText(inbox["18234567890 a.pdf"], "%PDF-1.4 scanned better %%EOF");
        File.WriteAllText(inbox["18234567890 c.pdf"], "%PDF-1.4 %%EOF");

        var given = GivenFiles.For(Samples.Duplicate(), [inbox.Path, used.Path], _ => [], File.OpenRead, warnings.Add);
        Assert.Equal([inbox["18234567890 a.pdf"], used["18234567890 b.pdf"], inbox["18234567890 c.pdf"]], given.Select(g => g.Path));
        Assert.Contains("scanned better", System.Text.Encoding.UTF8.GetString(given[0].Content), StringComparison.Ordinal);
        Assert.Equal(used["18234567890 a.pdf"], GivenFiles.For(Samples.Duplicate(), [used.Path, inbox.Path], _ => [], File.OpenRead, warnings.Add)[0].Path);
        Assert.Empty(warnings);
    }

    [Fact]
    public void A_photograph_that_lies_on_its_side_stands_upright_when_it_is_made_smaller()
    {
        // Red above blue, noted by the camera as to be turned clockwise: blue comes left, red right.
        var sideways = Sideways();
        var file = new EvidenceFile("picture-1.jpg", "image/jpeg", sideways, "given by a person");
        var smaller = SmallerPicture.Of(file, sideways.Length * 4, ["image/png"])!;

        using var turned = SKBitmap.Decode(smaller.Content);
        Assert.Equal((40, 60), (turned.Width, turned.Height));
        Assert.True(turned.GetPixel(35, 30).Red > 200 && turned.GetPixel(5, 30).Blue > 200);
        Assert.Same(file, smaller.Original);
        Assert.NotEqual(file.Sha256, smaller.Sha256);
    }

    [Fact]
    public void A_photograph_goes_out_without_what_the_camera_noted_but_its_orientation()
    {
        var jpeg = Sideways();
        byte[] telling =
        [
            .. jpeg[..2], .. Segment(0xE1, [.. "Exif\0\0MM\0*\0\0\0\x08\0\x01"u8, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, .. "GPS Lisbon"u8]),
            .. Segment(0xE1, "http://ns.adobe.com/xap/1.0/\0 by Anna"u8), .. Segment(0xE2, "MPF\0 preview"u8), .. Segment(0xE2, "ICC_PROFILE\0\x01\x01 colours"u8), .. Segment(0xFE, "made by a telephone"u8),
            .. jpeg[38..], .. "and a film"u8,
        ];
        var plain = PlainPicture.Of(new EvidenceFile("picture-1.jpg", "image/jpeg", telling, "given by a person"));

        byte[] expected = [.. jpeg[..38], .. Segment(0xE2, "ICC_PROFILE\0\x01\x01 colours"u8), .. jpeg[38..]];
        Assert.Equal(expected, plain.Content);
        Assert.Equal(telling, plain.Original!.Content);
        Assert.Same(plain, PlainPicture.Of(plain));
        using var codec = SKCodec.Create(new MemoryStream(plain.Content));
        Assert.Equal(SKEncodedOrigin.RightTop, codec.EncodedOrigin);
        Assert.Same(plain.Original, SmallerPicture.Of(plain, 4000, ["image/png"])!.Original);
    }

    [Fact]
    public void A_screenshot_goes_out_without_its_texts()
    {
        var png = Picture(SKEncodedImageFormat.Png);
        byte[] text = [0, 0, 0, 12, .. "tEXtAuthor\0Anna\0"u8, 1, 2, 3, 4];
        var telling = new EvidenceFile("picture-1.png", "image/png", [.. png[..33], .. text, .. png[33..], .. "and more"u8], "given by a person");
        var plain = PlainPicture.Of(telling);

        Assert.Equal(png, plain.Content);
        Assert.Same(telling, plain.Original);
        Assert.Same(plain, PlainPicture.Of(plain));
    }

    [Fact]
    public void A_picture_that_is_cut_off_is_drawn_anew()
    {
        var jpeg = Sideways();
        var cut = new EvidenceFile("picture-1.jpg", "image/jpeg", jpeg[..^20], "given by a person");
        var plain = PlainPicture.Of(cut);

        Assert.DoesNotContain("Exif", System.Text.Encoding.Latin1.GetString(plain.Content), StringComparison.Ordinal);
        Assert.Same(cut, plain.Original);
    }

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> told) => [0xFF, marker, 0, (byte)(told.Length + 2), .. told];

    private static byte[] Sideways()
    {
        using var bitmap = new SKBitmap(60, 40);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Red);
            using var blue = new SKPaint { Color = SKColors.Blue };
            canvas.DrawRect(0, 20, 60, 20, blue);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\x08\0\x01"u8, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        var jpeg = data.ToArray();
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static byte[] Picture(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(8, 8);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <param name="known">What the house has: ids, each with its wallet or marketplace.</param>
    private IReadOnlyList<GivenFile> Find(TempFolder folder, params (string Id, string Owner)[] known) =>
        GivenFiles.For(Samples.Duplicate(), [folder.Path], id => known.Where(k => k.Id == id).Select(k => k.Owner), File.OpenRead, warnings.Add);
}
