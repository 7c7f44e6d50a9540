using System.Text;
using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Values;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Evidence;
using SkiaSharp;

namespace Reconciler.Documents.Tests;

public sealed class EvidencePackTests
{
    private static readonly EvidenceLimits Plenty = new();

    [Fact]
    public void A_duplicate_has_its_record_both_payments_the_lines_and_a_manifest()
    {
        var pack = Make(Samples.Duplicate(), Plenty);

        Assert.Equal(["receipt.pdf", "payment-1.png", "payment-2.png", "statement-lines.csv", "order-lines.csv", "manifest.json"], Assert.Single(pack.Parts).Files.Select(f => f.Name));
        Assert.Empty(pack.HeldBack);
        Assert.Empty(pack.Kept);
    }

    [Fact]
    public void The_same_case_gives_the_same_bytes()
    {
        var once = Make(Samples.ShortRefund(), Small(), Photo("a.png"), Photo("b.png"));
        var again = Make(Samples.ShortRefund(), Small(), Photo("a.png"), Photo("b.png"));

        Assert.True(once.Parts.Count > 1);
        Assert.Equal(once.Parts.SelectMany(p => p.Files).Select(f => f.Content), again.Parts.SelectMany(p => p.Files).Select(f => f.Content));
        Assert.Equal(once.Parts.Select(p => PortalZip.Write([Letter("Dear all"), .. p.Files])), again.Parts.Select(p => PortalZip.Write([Letter("Dear all"), .. p.Files])));
    }

    [Fact]
    public void Nothing_that_goes_out_tells_a_balance_or_a_whole_number()
    {
        var all = AllText(Make(Secretive(), Plenty, new GivenFile("18234567890 from 79123456789.pdf", "application/pdf", "%PDF-1.4 %%EOF"u8.ToArray())));

        foreach (var secret in new[] { "12345,67", "12,345.67", "79123456789", "912 345-67-89", "4276 1234" })
        {
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        }

        foreach (var fact in new[] { "qiwi-*******6789", "+* *** ***-67-89", ";***", "**** **** **** 9012", "18234567890", "8001234567890123", "given by a person as 18234567890 from *******6789.pdf", "running balances" })
        {
            Assert.Contains(fact, all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_channel_that_needs_them_sees_balances_and_whole_numbers()
    {
        var all = AllText(EvidencePack.Make(Secretive(), Samples.AsOf, [], Plenty, new EvidenceDisclosure { ShowBalances = true, ShowFullNumbers = true }, "en"));

        foreach (var fact in new[] { "12345,67", "12,345.67 RUB", "qiwi-79123456789", "+7 912 345-67-89", "4276 1234 5678 9012" })
        {
            Assert.Contains(fact, all, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("running balances", all, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_of_a_payment_hides_what_the_lines_hide()
    {
        var plain = Secretive().Payments[0];
        var masked = Make(Secretive(), Plenty);

        Assert.Equal(PaymentPicture.Render(masked.Shown.Payments[0], RecordWords.English), masked.Parts[0].Files[1].Content);
        Assert.NotEqual(PaymentPicture.Render(plain, RecordWords.English), masked.Parts[0].Files[1].Content);
    }

    [Fact]
    public void What_is_too_many_or_too_much_goes_out_in_numbered_parts()
    {
        var limits = Plenty with { MaxFiles = 4 };
        var pack = Make(Samples.Duplicate(), limits, Photo("a.png"));

        Assert.Equal(
            ["receipt.pdf payment-1.png payment-2.png manifest-1.json", "picture-1.png statement-lines.csv order-lines.csv manifest-2.json"],
            pack.Parts.Select(p => string.Join(' ', p.Files.Select(f => f.Name))));
        Assert.Equal([(1, 2), (2, 2)], pack.Parts.Select(p => (p.Number, p.Of)));
        foreach (var part in pack.Parts)
        {
            var manifest = ManifestOf(part);
            Assert.Equal((part.Number, 2), (manifest.GetProperty("part").GetInt32(), manifest.GetProperty("of_parts").GetInt32()));
            Assert.Equal(
                part.Files.SkipLast(1).Select(f => (f.Name, f.Sha256)).Order(),
                manifest.GetProperty("files").EnumerateArray().Select(f => (f.GetProperty("name").GetString()!, f.GetProperty("sha256").GetString()!)));
        }
    }

    [Fact]
    public void Each_part_stays_within_all_limits()
    {
        foreach (var limits in new[] { Small(), Small() with { MaxFiles = 2, MaxParts = 20 }, Small() with { MaxBytesEach = 100_000, MaxBytesTogether = 100_000 }, Small() with { MediaTypes = ["image/jpeg", "application/json"] } })
        {
            var pack = Make(Samples.Duplicate(), limits, Photo("a.png"), Photo("b.png"), Photo("c.png"), Photo("d.png"));

            Assert.InRange(pack.Parts.Count, 1, limits.MaxParts);
            foreach (var part in pack.Parts)
            {
                Assert.InRange(part.Files.Count, 1, limits.MaxFiles);
                Assert.All(part.Files, f => Assert.InRange(f.Content.Length, 1, limits.MaxBytesEach));
                Assert.InRange(part.Files.Sum(f => f.Content.Length), 1, limits.MaxBytesTogether);
                Assert.All(part.Files, f => Assert.Contains(f.MediaType, limits.MediaTypes));
            }

            // Nothing is lost: it goes out, or it is named.
            Assert.Equal(9, pack.Parts.Sum(p => p.Files.Count - 1) + pack.HeldBack.Count);
        }
    }

    [Fact]
    public void A_picture_that_is_too_large_is_made_smaller_and_its_original_stays_here()
    {
        var photo = Photo("a.png");
        var pack = Make(Samples.Duplicate(), Plenty with { MaxBytesEach = 300_000 }, photo);

        var sent = Assert.Single(pack.Parts[0].Files, f => f.Name.StartsWith("picture", StringComparison.Ordinal));
        Assert.Equal(("picture-1.jpg", "image/jpeg"), (sent.Name, sent.MediaType));
        Assert.InRange(sent.Content.Length, 1, 300_000);
        Assert.Equal(("original-of-picture-1.png", photo.Content), (Assert.Single(pack.Kept).Name, pack.Kept[0].Content));
        var listed = ManifestOf(pack.Parts[0]).GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "picture-1.jpg");
        Assert.Equal(ShortHash.Sha256(sent.Content), listed.GetProperty("sha256").GetString());
        Assert.Equal(ShortHash.Sha256(photo.Content), listed.GetProperty("made_smaller_from").GetProperty("sha256").GetString());
    }

    [Fact]
    public void What_can_in_no_way_fit_is_named_and_warned_of()
    {
        var warnings = new List<string>();
        var big = new GivenFile("scan.pdf", "application/pdf", [.. "%PDF-1.4"u8, .. new byte[400_000], .. "%%EOF"u8]);
        var pack = EvidencePack.Make(Samples.Duplicate(), Samples.AsOf, [big], Plenty with { MaxBytesEach = 300_000 }, EvidenceDisclosure.Least, "en", warn: warnings.Add);

        Assert.Equal("document-1.pdf", Assert.Single(pack.HeldBack).File.Name);
        Assert.Equal($"document-1.pdf of case {Samples.Duplicate().Dispute.Id} is held back: its 400,013 bytes are over the channel's 300,000.", Assert.Single(warnings));
        Assert.Equal(big.Content, Assert.Single(pack.Kept).Content);
        var named = Assert.Single(ManifestOf(pack.Parts[0]).GetProperty("held_back").EnumerateArray());
        Assert.Equal(("document-1.pdf", ShortHash.Sha256(big.Content)), (named.GetProperty("name").GetString(), named.GetProperty("sha256").GetString()));
    }

    [Fact]
    public void A_channel_without_further_parts_gets_what_weighs_most()
    {
        var pack = Make(Samples.Duplicate(), Plenty with { MaxFiles = 4, MaxParts = 1 });

        Assert.Equal(["receipt.pdf", "payment-1.png", "payment-2.png", "manifest.json"], Assert.Single(pack.Parts).Files.Select(f => f.Name));
        Assert.Equal(["statement-lines.csv", "order-lines.csv"], pack.HeldBack.Select(h => h.File.Name));
        Assert.All(pack.HeldBack, h => Assert.Equal("what one mail or upload takes is reached", h.Why));
    }

    [Fact]
    public void A_channel_that_takes_no_json_leaves_the_manifest_here()
    {
        var pack = Make(Samples.Duplicate(), Plenty with { MediaTypes = ["application/pdf", "image/jpeg"] });

        Assert.Equal(["receipt.pdf", "payment-1.jpg", "payment-2.jpg"], Assert.Single(pack.Parts).Files.Select(f => f.Name));
        Assert.Equal(["original-of-payment-1.png", "original-of-payment-2.png", "statement-lines.csv", "order-lines.csv", "manifest.json"], pack.Kept.Select(f => f.Name));
        Assert.Equal("the channel takes no text/csv", pack.HeldBack[0].Why);
    }

    [Theory]
    [InlineData(1, 2, 100_000, 100_000, 1, "MaxFiles is 1: allowed are 2 to 1,000.")]
    [InlineData(0, 20, 99_999, 100_000, 1, "MaxBytesEach is 99999: allowed are 100,000 to 100,000,000.")]
    [InlineData(0, 20, 100_000, 99_999, 1, "MaxBytesTogether is 99999: allowed are 100,000 to 1,000,000,000.")]
    [InlineData(0, 20, 100_000, 100_000, 21, "MaxParts is 21: allowed are 1 to 20.")]
    public void A_limit_out_of_its_range_is_refused(int wrongFiles, int files, int each, int together, int parts, string why)
    {
        var limits = new EvidenceLimits { MaxFiles = wrongFiles > 0 ? wrongFiles : files, MaxBytesEach = each, MaxBytesTogether = together, MaxParts = parts };

        Assert.StartsWith(why, Assert.Throws<ArgumentException>(() => Make(Samples.Duplicate(), limits)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_media_type_that_is_never_made_is_refused()
    {
        Assert.Contains("'image/gif': allowed are application/pdf, image/png", new EvidenceLimits { MediaTypes = ["image/gif"] }.Problem(), StringComparison.Ordinal);
        Assert.Null(Plenty.Problem());
        Assert.All([1, 20, 100], megabytes => Assert.Null(EvidenceLimits.ForMail(megabytes).Problem()));
    }

    [Fact]
    public void A_zip_holds_letter_and_evidence_under_their_names()
    {
        var part = Make(Samples.Duplicate(), Plenty).Parts[0];
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(PortalZip.Write([.. part.Files, Letter("Уважаемые коллеги!\n")])));

        Assert.Equal(["letter.txt", "manifest.json", "order-lines.csv", "payment-1.png", "payment-2.png", "receipt.pdf", "statement-lines.csv"], zip.Entries.Select(e => e.FullName));
        Assert.All(zip.Entries, e => Assert.Equal(1980, e.LastWriteTime.Year));
        Assert.Equal("Уважаемые коллеги!\n", Encoding.UTF8.GetString(Read(zip, "letter.txt")));
        Assert.All(part.Files, f => Assert.Equal(f.Content, Read(zip, f.Name)));
    }

    [Fact]
    public void A_zip_is_the_same_whatever_the_order_of_its_files()
    {
        EvidenceFile[] files = [Letter("Dear all"), .. Make(Samples.Duplicate(), Plenty).Parts[0].Files];

        Assert.Equal(PortalZip.Write(files), PortalZip.Write([.. files.Reverse()]));
    }

    [Fact]
    public void Two_files_of_one_name_make_no_zip()
    {
        var upper = Letter("first") with { Name = "LETTER.txt" }; // on the disks of most people these two are one

        Assert.Equal("Two files are called 'letter.txt'. (Parameter 'files')", Assert.Throws<ArgumentException>(() => PortalZip.Write([Letter("second"), upper])).Message);
    }

    private static EvidenceFile Letter(string text) => new(PortalZip.LetterName, "text/plain", Encoding.UTF8.GetBytes(text), "the letter");

    private static byte[] Read(System.IO.Compression.ZipArchive zip, string name)
    {
        using var content = zip.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static EvidenceLimits Small() => Plenty with { MaxFiles = 6, MaxBytesEach = 200_000, MaxBytesTogether = 400_000, MaxParts = 3 };

    private static EvidencePack Make(DisputeCase dispute, EvidenceLimits limits, params GivenFile[] given) =>
        EvidencePack.Make(dispute, Samples.AsOf, given, limits, EvidenceDisclosure.Least, "en", Fonts.ShippedOnly);

    private static JsonElement ManifestOf(EvidencePart part) => JsonDocument.Parse(part.Files[^1].Content).RootElement;

    /// <summary>The duplicate, paid from a wallet that is a phone number, with a card and the balance in its texts.</summary>
    private static DisputeCase Secretive()
    {
        var plain = Samples.Duplicate();
        return plain with { Payments = [Secret(plain.Payments[0])], Disputed = [Secret(plain.Disputed[0])] };

        static Core.Records.Entry Secret(Core.Records.Entry entry) => entry with
        {
            Id = entry.Id with { Wallet = "qiwi-79123456789" },
            Description = "с +7 912 345-67-89",
            Source = entry.Source with { RawText = $"{entry.Source.RawText};79123456789;4276 1234 5678 9012;12345,67" },
        };
    }

    /// <summary>All that can be read: the PDF's text, the tables, the manifest.</summary>
    private static string AllText(EvidencePack pack) =>
        string.Join('\n', pack.Parts.SelectMany(p => p.Files).Select(f => f.MediaType switch
        {
            "application/pdf" when f.Name == "receipt.pdf" => PdfText.Of(f.Content),
            "text/csv" or "application/json" => Encoding.UTF8.GetString(f.Content),
            _ => string.Empty,
        }));

    /// <summary>A picture that packs badly, as photographs do: 1,000 by 600 pixels of seeded noise over a slope.</summary>
    private static GivenFile Photo(string name) => new(name, "image/png", Noise.Value);

    private static readonly Lazy<byte[]> Noise = new(() =>
    {
        using var bitmap = new SKBitmap(1000, 600, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var noise = 12345u;
        var pixels = new SKColor[bitmap.Width * bitmap.Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            noise = unchecked((noise * 1664525) + 1013904223);
            var grey = (byte)((i % 1000 / 8) + (noise >> 28));
            pixels[i] = new SKColor(grey, grey, (byte)(i / 4000));
        }

        bitmap.Pixels = pixels;
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    });
}
