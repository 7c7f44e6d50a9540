using System.ComponentModel.DataAnnotations;

namespace Reconciler.Worker.Settings;

/// <summary>A witness outside of the store: how each head of the audit that goes out is signed and stamped.</summary>
public sealed record AuditSettings
{
    private const int ThumbprintDigits = 64;

    /// <summary>A PKCS #12 file with the certificate and the key that sign; what opens it stands in the environment. Default none.</summary>
    public string CertificateFile { get; init; } = string.Empty;

    /// <summary>The SHA-256 of the signing certificate, 64 hexadecimal digits: without a file it is looked for in the stores <c>My</c> of this account and of the machine; who verifies holds the signature against it. Default none.</summary>
    public string Thumbprint { get; init; } = string.Empty;

    /// <summary>Where a time-stamp authority (RFC 3161) takes requests, http or https. Default none.</summary>
    public string TimeStampUrl { get; init; } = string.Empty;

    /// <summary>A PEM file with the authority that vouches for the time stamps. Default: those that the machine trusts.</summary>
    public string TimeStampCaFile { get; init; } = string.Empty;

    /// <summary>How long an answer of the time-stamp authority is waited for. Default 15, range 1 to 120.</summary>
    [Range(1, 120)]
    public int TimeStampTimeoutSeconds { get; init; } = 15;

    /// <summary>Whether heads are signed.</summary>
    public bool IsSigning => CertificateFile.Length > 0 || Thumbprint.Length > 0;

    /// <summary>Whether heads are stamped.</summary>
    public bool IsStamping => TimeStampUrl.Length > 0;

    /// <summary>The same with paths taken from the configuration's folder.</summary>
    internal AuditSettings In(string folder) => this with
    {
        CertificateFile = CertificateFile.Length == 0 ? CertificateFile : Path.GetFullPath(CertificateFile, folder),
        TimeStampCaFile = TimeStampCaFile.Length == 0 ? TimeStampCaFile : Path.GetFullPath(TimeStampCaFile, folder),
    };

    /// <summary>What is wrong beyond the ranges, each with key, value and what is allowed.</summary>
    internal IEnumerable<string> Check()
    {
        if (Thumbprint.Length > 0 && !(Thumbprint.Length == ThumbprintDigits && Thumbprint.All(char.IsAsciiHexDigit)))
        {
            yield return $"Audit:Thumbprint is '{Thumbprint}'; allowed is the SHA-256 of a certificate, {ThumbprintDigits} hexadecimal digits.";
        }

        if (TimeStampUrl.Length > 0 && !(Uri.TryCreate(TimeStampUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return $"Audit:TimeStampUrl is '{TimeStampUrl}'; allowed is an address like http://tsa.example.com/tsr.";
        }
    }
}
