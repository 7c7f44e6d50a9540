using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>One file of a dispute's evidence, with its content.</summary>
/// <param name="Name">The file's name in the mail: ASCII letters, digits, dots and hyphens.</param>
/// <param name="MediaType">Such as <c>application/pdf</c>.</param>
/// <param name="Source">What it was made from, for the manifest: a file and line, or "given by a person".</param>
public sealed record EvidenceFile(string Name, string MediaType, byte[] Content, string Source)
{
    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; } = ShortHash.Sha256(Content);
}
