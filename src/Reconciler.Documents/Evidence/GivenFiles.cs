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
    /// <summary>The largest file that is read, and the most for one case: bytes and files.</summary>
    public const int MaxBytes = 50_000_000, MaxBytesTogether = 200_000_000, MaxFiles = 50;

    /// <summary>The files of the folders whose names begin with the id of one of the case's transactions or orders, by name. Of two with one name that of the earlier folder counts.</summary>
    /// <remarks>
    /// A file belongs to the longest known id that its name begins with: <c>1001-2.pdf</c> to the order 1001-2, where there is one, else to the order 1001. Where two wallets or marketplaces use one id, the
    /// name must say which of them is meant, as in <c>1001 etsy.pdf</c>: nobody gets the receipt of somebody else.
    /// </remarks>
    /// <param name="ownersOf">The wallets and marketplaces that have a transaction or order with this id, whether of the case or not.</param>
    /// <param name="open">Opens a file for reading; throws <see cref="IOException"/> for what is none that may go out, such as a link.</param>
    /// <param name="warn">Hears of each file that is named after the case and cannot be used, with the reason.</param>
    public static IReadOnlyList<GivenFile> For(DisputeCase dispute, IReadOnlyList<string> folders, Func<string, IEnumerable<string>> ownersOf, Func<string, Stream> open, Action<string> warn)
    {
        (string Id, string Owner)[] records =
            [.. dispute.Payments.Concat(dispute.Disputed).Concat(dispute.Refunds).Select(e => (e.Id.Id, e.Id.Wallet)), .. dispute.Orders.Select(o => (o.Id.Id, o.Id.Marketplace))];
        var given = new List<GivenFile>();
        var bytes = 0L;
        foreach (var path in folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).DistinctBy(Path.GetFileName).OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var (isOfCase, why) = Belongs(Path.GetFileNameWithoutExtension(path), records, ownersOf);
            if (!isOfCase)
            {
                continue;
            }

            if (given.Count == MaxFiles)
            {
                warn($"{name} and what follows is not attached: case {dispute.Dispute.Id} has {MaxFiles} files already.");
                break;
            }

            var file = why.Length > 0 ? null : Read(path, open, MaxBytesTogether - bytes, out why);
            if (file is null)
            {
                warn($"{name} is not attached: {why}.");
                continue;
            }

            given.Add(file);
            bytes += file.Content.Length;
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

    private static GivenFile? Read(string path, Func<string, Stream> open, long mostBytes, out string why)
    {
        try
        {
            using var file = open(path);
            var length = file.Length;
            why = length > MaxBytes ? "it is larger than 50 MB" : length > mostBytes ? "with it the files of the case are more than 200 MB" : string.Empty;
            if (why.Length > 0)
            {
                return null;
            }

            var content = new byte[length];
            file.ReadExactly(content);
            (var mediaType, why) = Check(content);
            return mediaType is null ? null : new GivenFile(path, mediaType, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = $"it cannot be read now, close it where it is open ({e.Message.TrimEnd('.')})";
            return null;
        }
    }

    /// <summary>Whether a file of this name is the case's, and why it cannot be used all the same.</summary>
    private static (bool IsOfCase, string Why) Belongs(string stem, (string Id, string Owner)[] records, Func<string, IEnumerable<string>> ownersOf)
    {
        var id = records.Select(r => r.Id).Where(id => IsNamedAfter(stem, id)).MaxBy(id => id.Length);
        if (id is null || LongerIds(stem, id).Any(longer => ownersOf(longer).Any()))
        {
            return (false, string.Empty);
        }

        var own = records.Where(r => r.Id == id).Select(r => r.Owner).ToList();
        var others = ownersOf(id).Except(own, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return others.Count == 0 || own.Exists(owner => stem.Contains(owner, StringComparison.OrdinalIgnoreCase))
            ? (true, string.Empty)
            : (true, $"{string.Join(", ", others)} and {own[0]} use this id; if it is meant for {own[0]}, call it '{stem} {own[0]}'");
    }

    /// <summary>What may be an id that begins with this one: the name up to each place where a word of it ends.</summary>
    private static IEnumerable<string> LongerIds(string stem, string id)
    {
        var plain = id.TrimStart('#').Length;
        return Enumerable.Range(plain + 1, stem.Length - plain).Where(end => char.IsLetterOrDigit(stem[end - 1]) && (end == stem.Length || !char.IsLetterOrDigit(stem[end]))).Select(end => id + stem[plain..end]);
    }

    private static bool IsNamedAfter(string stem, string id)
    {
        var plain = id.TrimStart('#');
        return stem.StartsWith(plain, StringComparison.OrdinalIgnoreCase) && (stem.Length == plain.Length || !char.IsLetterOrDigit(stem[plain.Length]));
    }
}
