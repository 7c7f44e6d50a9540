using Reconciler.Core.Disputes;
using SkiaSharp;

namespace Reconciler.Documents.Evidence;

/// <summary>A receipt or screenshot that a person laid into the inbox.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="MediaType">By its content: PDF, PNG or JPEG.</param>
public sealed record GivenFile(string Path, string MediaType, byte[] Content)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The extension that its content asks for, whatever its name says.</summary>
    public string Extension => MediaType switch { "application/pdf" => "pdf", "image/png" => "png", _ => "jpg" };
}

/// <summary>Finds what people gave for a case, and checks each file by its content.</summary>
public static class GivenFiles
{
    /// <summary>The largest file that is read, and the most for one case.</summary>
    public const int MaxBytes = 50_000_000, MaxFiles = 50;

    /// <summary>The files of the folders whose names begin with the id of one of the case's transactions or orders, by name. Of two with one name that of the earlier folder counts.</summary>
    /// <param name="warn">Hears of each file that is named after the case and cannot be used, with the reason.</param>
    public static IReadOnlyList<GivenFile> For(DisputeCase dispute, IReadOnlyList<string> folders, Action<string> warn)
    {
        string[] ids = [.. dispute.Payments.Concat(dispute.Disputed).Concat(dispute.Refunds).Select(e => e.Id.Id), .. dispute.Orders.Select(o => o.Id.Id)];
        var given = new List<GivenFile>();
        foreach (var path in folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
            .Where(p => Array.Exists(ids, id => IsNamedAfter(Path.GetFileNameWithoutExtension(p), id))).DistinctBy(Path.GetFileName).OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            if (given.Count == MaxFiles)
            {
                warn($"{Path.GetFileName(path)} and what follows is not attached: case {dispute.Dispute.Id} has {MaxFiles} files already.");
                break;
            }

            if (new FileInfo(path).Length > MaxBytes)
            {
                warn($"{Path.GetFileName(path)} is not attached: it is larger than 50 MB.");
                continue;
            }

            var content = File.ReadAllBytes(path);
            switch (Check(content))
            {
                case (null, var why):
                    warn($"{Path.GetFileName(path)} is not attached: {why}.");
                    break;
                case ({ } mediaType, _):
                    given.Add(new GivenFile(path, mediaType, content));
                    break;
            }
        }

        return given;
    }

    /// <summary>The media type that the content is, or why it is none that can be attached.</summary>
    public static (string? MediaType, string Why) Check(byte[] content)
    {
        if (content.AsSpan().StartsWith("%PDF-"u8))
        {
            // ISO 32000-1, 7.5.5: the last line is %%EOF; readers look for it in the last 1,024 bytes.
            return content.AsSpan(Math.Max(0, content.Length - 1024)).IndexOf("%%EOF"u8) >= 0 ? ("application/pdf", string.Empty) : (null, "its PDF is cut off");
        }

        using var codec = SKCodec.Create(new MemoryStream(content));
        var mediaType = codec?.EncodedFormat switch { SKEncodedImageFormat.Png => "image/png", SKEncodedImageFormat.Jpeg => "image/jpeg", _ => null };
        if (mediaType is null)
        {
            return (null, "it is no PDF, PNG or JPEG");
        }

        return (long)codec!.Info.Width * codec.Info.Height <= SmallerPicture.MaxPixels ? (mediaType, string.Empty) : (null, "it has more than 100 million pixels");
    }

    private static bool IsNamedAfter(string stem, string id)
    {
        var plain = id.TrimStart('#');
        return stem.StartsWith(plain, StringComparison.OrdinalIgnoreCase) && (stem.Length == plain.Length || !char.IsLetterOrDigit(stem[plain.Length]));
    }
}
