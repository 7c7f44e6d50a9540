using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>One file of a dispute's evidence, with its content.</summary>
/// <param name="Name">The file's name in the mail: ASCII letters, digits, dots and hyphens.</param>
/// <param name="MediaType">Such as <c>application/pdf</c>.</param>
/// <param name="Source">What it was made from, for the manifest: a file and line, or "given by a person".</param>
public sealed record EvidenceFile(string Name, string MediaType, byte[] Content, string Source)
{
    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => ShortHash.Sha256(Content);

    /// <summary>The picture that this one was made from: larger than the channel takes, or with notes of the camera; it is kept here. Null for a file as it is.</summary>
    public EvidenceFile? Original { get; init; }
}

/// <summary>What a recipient needs to see beyond the disputed facts. By default nothing.</summary>
public sealed record EvidenceDisclosure
{
    /// <summary>The disputed facts only.</summary>
    public static EvidenceDisclosure Least { get; } = new();

    /// <summary>Running balances are shown. Default false.</summary>
    public bool ShowBalances { get; init; }

    /// <summary>Phone, card and account numbers are shown whole, not only their last four digits. Default false.</summary>
    public bool ShowFullNumbers { get; init; }
}

/// <summary>What a channel takes in one mail or one upload.</summary>
public sealed record EvidenceLimits
{
    /// <summary>The fewest bytes that a limit may be set to: the payment record and the manifest must fit.</summary>
    public const int LeastBytes = 100_000;

    /// <summary>The most files, the manifest counted. Default 20, range 2 to 1,000.</summary>
    public int MaxFiles { get; init; } = 20;

    /// <summary>The most bytes of one file. Default 10,000,000, range 100,000 to 100,000,000.</summary>
    public int MaxBytesEach { get; init; } = 10_000_000;

    /// <summary>The most bytes of all files together, the manifest counted, before any encoding for transport. Default 14,000,000: a mail of 20 megabytes; range 100,000 to 1,000,000,000.</summary>
    public int MaxBytesTogether { get; init; } = 14_000_000;

    /// <summary>The most parts, each a mail or an upload of its own; what is over is held back. Default 5, range 1 to 20.</summary>
    public int MaxParts { get; init; } = 5;

    /// <summary>The media types that are taken. Default PDF, PNG, JPEG, CSV and JSON. Where JSON is not among them, the manifest is kept here.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/pdf", "image/png", "image/jpeg", "text/csv", "application/json"];

    /// <summary>The limits of a mail: base64 and its line breaks make 74 characters of 54 bytes, and the letter itself takes up to 150,000.</summary>
    /// <param name="maxMegabytes">The largest mail, in millions of bytes, 1 to 100.</param>
    public static EvidenceLimits ForMail(int maxMegabytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMegabytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxMegabytes, 100);
        var bytes = (int)(((maxMegabytes * 1_000_000L) - 150_000) * 54 / 74);
        return new EvidenceLimits { MaxBytesEach = Math.Min(bytes, new EvidenceLimits().MaxBytesEach), MaxBytesTogether = bytes };
    }

    /// <summary>What is wrong with the limits, with what is allowed; null when they can be used.</summary>
    public string? Problem() =>
        MaxFiles is < 2 or > 1000 ? $"{nameof(MaxFiles)} is {MaxFiles}: allowed are 2 to 1,000."
        : MaxBytesEach is < LeastBytes or > 100_000_000 ? $"{nameof(MaxBytesEach)} is {MaxBytesEach}: allowed are 100,000 to 100,000,000."
        : MaxBytesTogether is < LeastBytes or > 1_000_000_000 ? $"{nameof(MaxBytesTogether)} is {MaxBytesTogether}: allowed are 100,000 to 1,000,000,000."
        : MaxParts is < 1 or > 20 ? $"{nameof(MaxParts)} is {MaxParts}: allowed are 1 to 20."
        : MediaTypes.FirstOrDefault(type => !new EvidenceLimits().MediaTypes.Contains(type, StringComparer.Ordinal)) is { } unknown
            ? $"{nameof(MediaTypes)} names '{unknown}': allowed are {string.Join(", ", new EvidenceLimits().MediaTypes)}."
        : MediaTypes.Count == 0 ? $"{nameof(MediaTypes)} is empty: allowed are {string.Join(", ", new EvidenceLimits().MediaTypes)}."
        : null;
}

/// <summary>The evidence that goes out in one mail or one upload.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Of">How many parts there are.</param>
/// <param name="Files">In the order of their weight for the case, the manifest last.</param>
public sealed record EvidencePart(int Number, int Of, IReadOnlyList<EvidenceFile> Files);

/// <summary>A file that fits no part and stays here.</summary>
/// <param name="Why">What it is over, for the manifest and for a person.</param>
public sealed record HeldBack(EvidenceFile File, string Why);
