using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;

namespace Reconciler.Documents.Drawing;

/// <summary>The fonts that documents are drawn with: Noto Sans, shipped inside the program, then whatever the machine has for other scripts.</summary>
/// <remarks>
/// Latin, Cyrillic and Greek always show, and look the same on every machine. Chinese, Japanese and Korean need a font of the machine: on Windows they come from the system,
/// on Linux from font files in the usual folders. Characters are drawn one by one: scripts that join their letters (Arabic, Indic) stay readable at best. Safe for many threads.
/// </remarks>
public sealed class Fonts
{
    private static readonly Lazy<Fonts> Machine = new(() => new Fonts(FontFiles.Find(FontFiles.UsualFolders), askSystem: true));
    private static readonly Lazy<Fonts> Shipped = new(() => new Fonts([], askSystem: false));
    private static readonly Lazy<SKTypeface> Regular = new(() => Load("NotoSans-Regular.ttf"));
    private static readonly Lazy<SKTypeface> Bold = new(() => Load("NotoSans-Bold.ttf"));

    private readonly Lazy<FontFile>[] further;
    private readonly bool askSystem;
    private readonly ConcurrentDictionary<(int Character, bool Bold), Face?> faces = new();

    private Fonts(IEnumerable<string> furtherFiles, bool askSystem)
    {
        further = [.. furtherFiles.Select(path => new Lazy<FontFile>(() => FontFile.Open(path)))];
        this.askSystem = askSystem;
    }

    /// <summary>The shipped fonts and those of this machine. Fonts installed later are seen after a restart.</summary>
    public static Fonts OfThisMachine => Machine.Value;

    /// <summary>The shipped fonts alone: what every machine can draw.</summary>
    public static Fonts ShippedOnly => Shipped.Value;

    /// <summary>Whether every visible character of the text can be drawn.</summary>
    public bool CanShow(string text) => Missing(text).Count == 0;

    /// <summary>The characters that cannot be drawn, each once, in the order of the text. In documents a replacement character stands for each.</summary>
    public IReadOnlyList<string> Missing(string text) =>
        [.. Wording.Printable(text).EnumerateRunes().Select(Drawn).Where(r => FaceFor(r.Value, bold: false) is null).Select(r => r.ToString()).Distinct()];

    /// <summary>What to tell a person about characters that cannot be drawn, with the cure; null when there are none.</summary>
    public static string? Explain(IReadOnlyCollection<string> missing)
    {
        if (missing.Count == 0)
        {
            return null;
        }

        const int Shown = 12;
        var some = string.Concat(missing.Take(Shown)) + (missing.Count > Shown ? "…" : string.Empty);
        return missing.Any(IsEastAsian)
            ? $"Chinese, Japanese or Korean text ({some}) cannot be drawn: install the Debian package fonts-noto-cjk, or on Windows the font Microsoft YaHei, then start the program again."
            : $"These characters cannot be drawn, as no font of this machine has them: {some}.";
    }

    /// <summary>The character that is drawn for this one: Noto Sans has no minus sign (U+2212), whose look is that of its en dash.</summary>
    internal static Rune Drawn(Rune character) => character.Value == '\u2212' ? new Rune('\u2013') : character;

    /// <summary>The face that has the character, or null.</summary>
    internal Face? FaceFor(int character, bool bold) => faces.GetOrAdd((character, bold), static (key, fonts) => fonts.Find(key.Character, key.Bold), this);

    private Face? Find(int character, bool bold)
    {
        var shipped = bold ? Bold.Value : Regular.Value;
        if (Has(shipped, character))
        {
            return new Face(shipped, Embolden: false);
        }

        foreach (var file in further)
        {
            if (file.Value.Regular is { } regular && Has(regular, character))
            {
                return bold && file.Value.Bold is { } real && Has(real, character) ? new Face(real, Embolden: false) : new Face(regular, Embolden: bold);
            }
        }

        return askSystem && SKFontManager.Default.MatchCharacter(null, bold ? SKFontStyle.Bold : SKFontStyle.Normal, ["zh-Hans"], character) is { } match
            ? new Face(match, Embolden: bold && !match.IsBold)
            : null;
    }

    private static bool Has(SKTypeface typeface, int character)
    {
        using var font = new SKFont(typeface);
        return font.ContainsGlyph(character);
    }

    private static bool IsEastAsian(string character) =>
        Rune.GetRuneAt(character, 0).Value is (>= 0x1100 and <= 0x11FF) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF)
            or (>= 0x20000 and <= 0x3FFFF);

    private static SKTypeface Load(string name)
    {
        using var stream = typeof(Fonts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The font {name} is not inside the program.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {name} cannot be read.");
    }
}

/// <summary>A font in one weight.</summary>
/// <param name="Embolden">The weight is missing and is made by thickening the strokes.</param>
internal sealed record Face(SKTypeface Typeface, bool Embolden);
