using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>The few colours of all drawings. They keep their contrast when printed in grey.</summary>
internal static class Palette
{
    public static readonly SKColor Ink = new(0x1B, 0x23, 0x2E);
    public static readonly SKColor Quiet = new(0x5B, 0x66, 0x75);
    public static readonly SKColor Accent = new(0x1F, 0x3A, 0x5F);
    public static readonly SKColor Hairline = new(0xD3, 0xDA, 0xE3);
    public static readonly SKColor Tint = new(0xF2, 0xF5, 0xF9);
    public static readonly SKColor Bar = new(0x9D, 0xB2, 0xCC);
    public static readonly SKColor Paper = SKColors.White;
}
