using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Reconciler.Mail;

/// <summary>How a mail server is reached and signed in to: what <c>Mail:Smtp</c> and <c>Mail:Imap</c> have in common.</summary>
public abstract partial record MailServerSettings
{
    protected MailServerSettings(int port, string security) => (Port, Security) = (port, security);

    /// <summary>The server's name as its certificate has it. Required.</summary>
    public string Host { get; init; } = string.Empty;

    /// <summary>From 1 to 65535. Default 587 (submission, RFC 6409) for SMTP and 993 for IMAP.</summary>
    public int Port { get; init; }

    /// <summary>
    /// <c>StartTls</c> (default for SMTP): begins in plain text and must turn to TLS before anything is said. <c>Tls</c> (default for IMAP): TLS from the first byte.
    /// <c>None</c>: plain text, allowed only to this machine itself.
    /// </summary>
    public string Security { get; init; }

    /// <summary>The name to sign in with. Empty (default): no sign-in. Its password is a secret.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>Signing in with an access token instead of a password (XOAUTH2). Default: not used.</summary>
    public OAuthSettings OAuth { get; init; } = new();

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

    /// <summary>Where the settings stand, for messages: <c>Mail:Smtp</c>.</summary>
    internal abstract string Section { get; }

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
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Section}:{key} is '{value}'. {allowed}"));
            }
        }

        Require(Uri.CheckHostName(Host) != UriHostNameType.Unknown, nameof(Host), Host, "Write the mail server's name, such as mail.example.com.");
        Require(Port is >= 1 and <= 65535, nameof(Port), Port, "Allowed are 1 to 65535; usual are 587 with StartTls and 465 with Tls for SMTP, 993 with Tls for IMAP.");
        Require(Security is "StartTls" or "Tls" or "None", nameof(Security), Security, "Allowed are StartTls, Tls, and None to this machine itself.");
        Require(!IsPlain || IsLoopback, nameof(Security), Security, $"Plain text is allowed to localhost only, and the host is '{Host}'. Allowed are StartTls and Tls.");
        Require(CaFile.Length == 0 || HoldsCertificate(CaFile), nameof(CaFile), CaFile, "No certificate can be read there. Write the path of a PEM file that begins with -----BEGIN CERTIFICATE-----, or leave it empty.");
        Require(Thumbprint.Length == 0 || Sha256Digits().IsMatch(ThumbprintDigits), nameof(Thumbprint), Thumbprint, "Write the SHA-256 of the server's certificate, 64 hexadecimal digits, or leave it empty.");
        Require(Thumbprint.Length == 0 || CaFile.Length == 0, nameof(Thumbprint), Thumbprint, "Only one of CaFile and Thumbprint is allowed.");
        Require(ConnectTimeoutSeconds is >= 1 and <= 300, nameof(ConnectTimeoutSeconds), ConnectTimeoutSeconds, "Allowed are 1 to 300 seconds.");
        Require(!OAuth.IsUsed || User.Length > 0, nameof(User), User, "Signing in with OAuth needs the address of the mailbox, such as finance@example.com.");
        OAuth.Check((right, key, value, allowed) => Require(right, "OAuth:" + key, value, allowed));
        CheckOwn(Require);
        return faults;
    }

    /// <summary>The settings with their files named from this folder; what is empty stays empty.</summary>
    internal MailServerSettings In(string folder) => this with { CaFile = PathIn(folder, CaFile), OAuth = OAuth with { CertificateFile = PathIn(folder, OAuth.CertificateFile) } };

    private protected abstract void CheckOwn(Action<bool, string, object, string> require);

    private static string PathIn(string folder, string path) => path.Length == 0 ? path : Path.GetFullPath(Path.Combine(folder, path));

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

    [GeneratedRegex(@"\A[0-9A-F]{64}\z", RegexOptions.None, 10_000)]
    private static partial Regex Sha256Digits();
}
