using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Reconciler.Mail;

/// <summary>The mail server that letters are handed to: the section <c>Mail:Smtp</c>.</summary>
public sealed partial record SmtpSettings
{
    /// <summary>The server's name as its certificate has it. Required.</summary>
    public string Host { get; init; } = string.Empty;

    /// <summary>Default 587 (submission, RFC 6409), from 1 to 65535; 465 goes with <c>Tls</c>.</summary>
    public int Port { get; init; } = 587;

    /// <summary>
    /// <c>StartTls</c> (default): begins in plain text and must turn to TLS before anything is said. <c>Tls</c>: TLS from the first byte. <c>None</c>: plain text,
    /// allowed only to this machine itself.
    /// </summary>
    public string Security { get; init; } = "StartTls";

    /// <summary>The name to sign in with. Empty (default): no sign-in. Its password is a secret.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>A PEM file with the certificate of the authority that signed the server's, for a company's own authority. Empty (default): the machine's trusted authorities.</summary>
    public string CaFile { get; init; } = string.Empty;

    /// <summary>
    /// SHA-256 of the server's own certificate, 64 hexadecimal digits (colons allowed): that certificate alone is trusted, whoever signed it and whatever name it bears, while
    /// it is in date. Empty (default): not used. Allowed without <see cref="CaFile"/> only.
    /// </summary>
    public string Thumbprint { get; init; } = string.Empty;

    /// <summary>Whether a certificate of the machine's trusted authorities is also looked up as revoked, over the network. Default true.</summary>
    public bool CheckRevocation { get; init; } = true;

    /// <summary>Seconds for connecting, TLS and sign-in together. Default 30, from 1 to 300.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 30;

    /// <summary>Seconds for handing over one mail. Default 600, the time that RFC 5321 (4.5.3.2.6) gives a server for its last answer; from 1 to 1800.</summary>
    public int SendTimeoutSeconds { get; init; } = 600;

    /// <summary>The thumbprint as bare capital digits.</summary>
    internal string ThumbprintDigits => Thumbprint.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();

    internal bool IsPlain => Security == "None";

    /// <summary>Whether the host is this machine, so that plain text never leaves it.</summary>
    internal bool IsLoopback => string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>What is wrong with the settings, a line each with the key and what is allowed; empty where all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        var faults = new List<string>();
        void Require(bool right, string key, object value, string allowed)
        {
            if (!right)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"Mail:Smtp:{key} is '{value}'. {allowed}"));
            }
        }

        Require(Uri.CheckHostName(Host) != UriHostNameType.Unknown, nameof(Host), Host, "Write the mail server's name, such as mail.example.com.");
        Require(Port is >= 1 and <= 65535, nameof(Port), Port, "Allowed are 1 to 65535; usual are 587 with StartTls and 465 with Tls.");
        Require(Security is "StartTls" or "Tls" or "None", nameof(Security), Security, "Allowed are StartTls, Tls, and None to this machine itself.");
        Require(!IsPlain || IsLoopback, nameof(Security), Security, $"Plain text is allowed to localhost only, and the host is '{Host}'. Allowed are StartTls and Tls.");
        Require(CaFile.Length == 0 || HoldsCertificate(CaFile), nameof(CaFile), CaFile, "No certificate can be read there. Write the path of a PEM file that begins with -----BEGIN CERTIFICATE-----, or leave it empty.");
        Require(Thumbprint.Length == 0 || Sha256Digits().IsMatch(ThumbprintDigits), nameof(Thumbprint), Thumbprint, "Write the SHA-256 of the server's certificate, 64 hexadecimal digits, or leave it empty.");
        Require(Thumbprint.Length == 0 || CaFile.Length == 0, nameof(Thumbprint), Thumbprint, "Only one of CaFile and Thumbprint is allowed.");
        Require(ConnectTimeoutSeconds is >= 1 and <= 300, nameof(ConnectTimeoutSeconds), ConnectTimeoutSeconds, "Allowed are 1 to 300 seconds.");
        Require(SendTimeoutSeconds is >= 1 and <= 1800, nameof(SendTimeoutSeconds), SendTimeoutSeconds, "Allowed are 1 to 1800 seconds.");
        return faults;
    }

    private static bool HoldsCertificate(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            return certificates.Count > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[0-9A-F]{64}\z", RegexOptions.None, 1000)]
    private static partial Regex Sha256Digits();
}
