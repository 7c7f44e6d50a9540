using System.Buffers.Binary;
using Reconciler.Core.Disputes;
using SkiaSharp;

namespace Reconciler.Documents.Evidence;

/// <summary>A photo or screenshot without what was noted beside it: place, time, device, names, a preview, a film behind it. What it shows stays as it is, to the bit.</summary>
internal static class PlainPicture
{
    // All that a reader needs to show the picture. Source: PNG specification, third edition, 5.6 and 4.3 (animation: what is not shown first is dropped).
    private static readonly HashSet<string> ShownChunks = new(StringComparer.Ordinal) { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "pHYs", "bKGD" };

    /// <summary>The picture that may leave the house, bearing its original where that tells more; what is no picture stays.</summary>
    public static EvidenceFile Of(EvidenceFile file)
    {
        if (file.MediaType is not ("image/jpeg" or "image/png"))
        {
            return file;
        }

        var origin = OriginOf(file.Content);
        var plain = file.MediaType == "image/jpeg" ? Jpeg(file.Content, origin) : origin == SKEncodedOrigin.TopLeft ? Png(file.Content) : null;
        return plain is null ? SmallerPicture.Of(file, int.MaxValue, [file.MediaType]) ?? file // drawn anew: that leaves nothing but the picture
            : plain.AsSpan().SequenceEqual(file.Content) ? file
            : file with { Content = plain, Original = file };
    }

    private static SKEncodedOrigin OriginOf(byte[] content)
    {
        using var codec = SKCodec.Create(new MemoryStream(content));
        return codec?.EncodedOrigin ?? SKEncodedOrigin.TopLeft;
    }

    /// <summary>The segments that are needed, up to the end of the picture; null when the file is not built as ITU-T T.81, annex B says.</summary>
    private static byte[]? Jpeg(byte[] content, SKEncodedOrigin origin)
    {
        var plain = new MemoryStream(content.Length);
        plain.Write(content, 0, 2);
        var at = 2;
        while (at + 4 <= content.Length && content[at] == 0xFF)
        {
            var marker = content[at + 1];
            if (marker == 0xFF)
            {
                at++; // a marker may be filled up
                continue;
            }

            if (marker == 0xD9)
            {
                break;
            }

            var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(at + 2));
            if (end > content.Length)
            {
                return null;
            }

            // Behind the head of a scan stand its pixels, up to the next marker that is neither a stuffed zero nor a restart.
            while (marker == 0xDA && end < content.Length && !(content[end] == 0xFF && end + 1 < content.Length && content[end + 1] is not (0 or >= 0xD0 and <= 0xD7)))
            {
                end++;
            }

            if (IsShown(marker, content.AsSpan(at + 4)))
            {
                plain.Write(content, at, end - at);
            }
            else if (origin != SKEncodedOrigin.TopLeft && marker == 0xE1)
            {
                plain.Write(Turned(origin));
                origin = SKEncodedOrigin.TopLeft;
            }

            at = end;
        }

        plain.Write([0xFF, 0xD9]);
        return at + 1 < content.Length && content[at] == 0xFF && content[at + 1] == 0xD9 ? plain.ToArray() : null;
    }

    /// <summary>Of the segments for programs and the comment, only those that tell how to read the colours.</summary>
    private static bool IsShown(byte marker, ReadOnlySpan<byte> told) => marker switch
    {
        0xE0 => told.StartsWith("JFIF\0"u8),
        0xE2 => told.StartsWith("ICC_PROFILE\0"u8),
        0xEE => told.StartsWith("Adobe"u8),
        (>= 0xE0 and <= 0xEF) or 0xFE => false,
        _ => true,
    };

    /// <summary>An Exif segment with nothing but the orientation, as CIPA DC-008 has it: one entry, tag 0x0112, one short.</summary>
    private static byte[] Turned(SKEncodedOrigin origin) => [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\x08\0\x01"u8, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)origin, 0, 0, 0, 0, 0, 0];

    /// <summary>The chunks that are needed, up to the last; null when the file is cut off.</summary>
    private static byte[]? Png(byte[] content)
    {
        var plain = new MemoryStream(content.Length);
        plain.Write(content, 0, 8);
        for (var at = 8; at + 12 <= content.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at)) + 12L;
            if (length > content.Length - at)
            {
                return null;
            }

            var type = System.Text.Encoding.Latin1.GetString(content, at + 4, 4);
            if (ShownChunks.Contains(type))
            {
                plain.Write(content, at, (int)length);
            }

            if (type == "IEND")
            {
                return plain.ToArray();
            }

            at += (int)length;
        }

        return null;
    }
}
