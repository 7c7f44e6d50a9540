using System.Buffers.Binary;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Evidence;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class PaymentPictureTests
{
    [Fact]
    public void The_picture_is_1200_pixels_wide_and_the_same_bytes_every_time()
    {
        var entry = Samples.Duplicate().Payments[0];
        var png = PaymentPicture.Render(entry, RecordWords.English);

        Assert.Equal(1200, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(png, PaymentPicture.Render(entry, RecordWords.English));
    }

    [Fact]
    public void A_longer_text_makes_a_higher_picture()
    {
        var entry = Some.Entry(description: "short");

        Assert.True(Height(entry with { Description = string.Concat(Enumerable.Repeat("Ünbreakable", 30)) }) > Height(entry) + 50);
    }

    [Fact]
    public void Invisible_characters_leave_no_trace()
    {
        var plain = Some.Entry(description: "order 123");
        var tricky = Some.Entry(description: "\u202Eorder\u200B \u0007123\u200F");

        Assert.Equal(PaymentPicture.Render(plain, RecordWords.English), PaymentPicture.Render(tricky, RecordWords.English));
    }

    [Fact]
    public void A_character_without_a_font_is_replaced_and_reported()
    {
        var warnings = new List<string>();
        var entry = Some.Entry(description: "gift \U0001F381");

        Assert.NotEmpty(PaymentPicture.Render(entry, RecordWords.English, Fonts.ShippedOnly, warnings.Add));
        Assert.Contains("\U0001F381", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static int Height(Core.Records.Entry entry) => BinaryPrimitives.ReadInt32BigEndian(PaymentPicture.Render(entry, RecordWords.English).AsSpan(20));
}
