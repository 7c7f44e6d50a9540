namespace Reconciler.Mail;

/// <summary>
/// Signing in to a mail server with an access token (XOAUTH2), which a token endpoint gives to this program in its own name (client credentials, RFC 6749, section 4.4). Microsoft 365
/// wants it. The client's secret is no setting.
/// </summary>
public sealed record OAuthSettings
{
    /// <summary>The address that gives tokens, such as <c>https://login.microsoftonline.com/TENANT/oauth2/v2.0/token</c>. Empty (default): a password is used. HTTPS, or this machine itself.</summary>
    public string TokenEndpoint { get; init; } = string.Empty;

    /// <summary>The name under which this program is registered there. Required with <see cref="TokenEndpoint"/>.</summary>
    public string ClientId { get; init; } = string.Empty;

    /// <summary>What the token shall be good for, such as <c>https://outlook.office365.com/.default</c>. Empty (default): left to the endpoint.</summary>
    public string Scope { get; init; } = string.Empty;

    /// <summary>
    /// A file with the client's certificate and its RSA key, PEM (<c>.pem</c>) or PKCS #12 (<c>.pfx</c>, <c>.p12</c>): the program proves itself with it (RFC 7523), and the secret, where
    /// there is one, opens the key. Empty (default): it proves itself with the secret.
    /// </summary>
    public string CertificateFile { get; init; } = string.Empty;

    internal bool IsUsed => TokenEndpoint.Length > 0;

    internal void Check(Action<bool, string, object, string> require)
    {
        if (!IsUsed)
        {
            require(ClientId.Length == 0 && Scope.Length == 0 && CertificateFile.Length == 0, nameof(TokenEndpoint), TokenEndpoint, "Write the address that gives tokens, or leave all of OAuth empty.");
            return;
        }

        require(
            Uri.TryCreate(TokenEndpoint, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)),
            nameof(TokenEndpoint),
            TokenEndpoint,
            "Write an address that begins with https://; http:// is allowed to this machine itself only.");
        require(ClientId.Length > 0, nameof(ClientId), ClientId, "Write the name under which this program is registered at the token endpoint.");
        require(CertificateFile.Length == 0 || File.Exists(CertificateFile), nameof(CertificateFile), CertificateFile, "There is no such file. Write the path of a PEM or PKCS #12 file with certificate and key, or leave it empty.");
    }
}
