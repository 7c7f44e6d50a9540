using Reconciler.Core.Disputes;
using SkiaSharp;

namespace Reconciler.Documents.Evidence;

/// <summary>Makes a picture smaller, or of another type, so that a channel takes it. It stays readable: no less than 800 pixels on its longer side.</summary>
internal static class SmallerPicture
{
    /// <summary>A picture of more pixels is not opened: a small file may unfold to gigabytes.</summary>
    public const int MaxPixels = 100_000_000;

    // More pixels make no receipt more readable, and each try to encode them takes seconds.
    private const int MostPixelsMade = 25_000_000;
    private const int LeastLongSide = 800;
    private static readonly float[] Scales = [1, 0.75f, 0.5f, 0.375f, 0.25f, 0.125f];
    private static readonly int[] Qualities = [90, 75, 60];

    /// <summary>The largest form of the picture that fits, bearing its original; null for what is no picture or can in no way fit.</summary>
    public static EvidenceFile? Of(EvidenceFile file, int mostBytes, IReadOnlyList<string> mediaTypes)
    {
        if (!file.MediaType.StartsWith("image/", StringComparison.Ordinal) || mostBytes <= 0)
        {
            return null;
        }

        using var upright = Upright(file.Content);
        if (upright is null)
        {
            return null;
        }

        var longSide = Math.Max(upright.Width, upright.Height);
        var pixels = (double)upright.Width * upright.Height;
        foreach (var scale in Scales.Where(s => pixels * s * s <= MostPixelsMade && (s == 1 || longSide * s >= LeastLongSide)))
        {
            using var scaled = scale == 1 ? null : upright.Resize(new SKSizeI((int)(upright.Width * scale), (int)(upright.Height * scale)), new SKSamplingOptions(SKCubicResampler.Mitchell));
            if (Encoded(scaled ?? upright, file, mostBytes, mediaTypes) is { } fitting)
            {
                return fitting;
            }
        }

        return null;
    }

    /// <summary>Letters stay sharp in PNG: that is tried first for what was PNG.</summary>
    private static EvidenceFile? Encoded(SKBitmap picture, EvidenceFile file, int mostBytes, IReadOnlyList<string> mediaTypes)
    {
        using var pixels = picture.PeekPixels();
        var takesJpeg = mediaTypes.Contains("image/jpeg", StringComparer.Ordinal);
        if (mediaTypes.Contains("image/png", StringComparer.Ordinal) && (file.MediaType == "image/png" || !takesJpeg))
        {
            using var png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, zLibLevel: 6));
            if (png is not null && png.Size <= mostBytes)
            {
                return Made(file, png.ToArray(), "image/png", ".png");
            }
        }

        foreach (var quality in takesJpeg ? Qualities : [])
        {
            using var jpeg = pixels.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.BlendOnBlack));
            if (jpeg is not null && jpeg.Size <= mostBytes)
            {
                return Made(file, jpeg.ToArray(), "image/jpeg", ".jpg");
            }
        }

        return null;
    }

    private static EvidenceFile Made(EvidenceFile original, byte[] content, string mediaType, string extension) =>
        original with { Name = Path.ChangeExtension(original.Name, extension), MediaType = mediaType, Content = content, Original = original.Original ?? original };

    /// <summary>The picture on white, turned as its camera noted: that note is lost when it is written anew.</summary>
    private static SKBitmap? Upright(byte[] content)
    {
        using var codec = SKCodec.Create(new MemoryStream(content));
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > MaxPixels)
        {
            return null;
        }

        using var picture = SKBitmap.Decode(codec);
        if (picture is null)
        {
            return null;
        }

        var (width, height) = (picture.Width, picture.Height);
        var turned = codec.EncodedOrigin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
        var isOnItsSide = codec.EncodedOrigin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var upright = new SKBitmap(isOnItsSide ? height : width, isOnItsSide ? width : height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(upright);
        canvas.Clear(SKColors.White);
        canvas.SetMatrix(turned);
        canvas.DrawBitmap(picture, 0, 0, SKSamplingOptions.Default);
        return upright;
    }
}
