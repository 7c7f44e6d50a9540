using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>One drawing as a PNG.</summary>
internal static class Picture
{
    /// <param name="width">In units of the drawing, as the height.</param>
    /// <param name="scale">Pixels for one unit.</param>
    public static byte[] Png(float width, float height, int scale, SKColor ground, Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap((int)width * scale, (int)height * scale, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(ground);
            canvas.Scale(scale);
            draw(canvas);
        }

        using var pixels = bitmap.PeekPixels();
        using var png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, zLibLevel: 6)) ?? throw new InvalidOperationException("The picture could not be encoded.");
        return png.ToArray();
    }
}
