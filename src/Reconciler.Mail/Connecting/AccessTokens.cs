using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Reconciler.Mail.Connecting;

/// <summary>No token could be had; the message says why and what to do, without any secret.</summary>
internal sealed class TokenException(string message) : Exception(message);

/// <summary>
/// Access tokens by client credentials (OAuth 2.0, RFC 6749, section 4.4), with the client's secret in the body (section 2.3.1) or with a signed assertion (<c>private_key_jwt</c>: RFC 7521 and 7523,
/// signed as RFC 7515 with RS256). A token is kept until five minutes before its end.
/// </summary>
/// <remarks>Written here since Microsoft.Identity.Client takes an authority with discovery over HTTPS only: neither a plain token endpoint nor one of this machine itself.</remarks>
internal sealed class AccessTokens(OAuthSettings settings, string? secret, TimeProvider clock, ServerWords words)
{
    private const int MostAnswerBytes = 100_000;

    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AssertionLife = TimeSpan.FromMinutes(10);

    private Kept? kept;

    /// <summary>A token that is good for five minutes more, unless the endpoint gives shorter ones.</summary>
    /// <exception cref="TokenException">The endpoint cannot be reached or refuses, or the certificate cannot be read.</exception>
    public async Task<string> Get(CancellationToken cancellation)
    {
        if (kept is { } known && clock.GetUtcNow() < known.UseUntil)
        {
            return known.Token;
        }

        var (token, lifeSeconds) = await Fetch(cancellation);
        words.Hide(token);
        kept = new Kept(token, clock.GetUtcNow().AddSeconds(lifeSeconds) - RenewBefore);
        return token;
    }

    /// <summary>The mail server refused the token: the next one is a fresh one.</summary>
    public void Forget() => kept = null;

    private async Task<(string Token, double LifeSeconds)> Fetch(CancellationToken cancellation)
    {
        var endpoint = new Uri(settings.TokenEndpoint);
        // The request carries the secret: it goes to the configured address and nowhere else.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !endpoint.IsLoopback };
        using var http = new HttpClient(handler) { MaxResponseContentBufferSize = MostAnswerBytes };
        using var form = new FormUrlEncodedContent(Form());
        try
        {
            using var answer = await http.PostAsync(endpoint, form, cancellation);
            var body = await answer.Content.ReadAsStringAsync(cancellation);
            return answer.IsSuccessStatusCode ? TokenOf(body) : throw new TokenException(Refusal((int)answer.StatusCode, body));
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
        {
            // Invalid is also an answer whose text cannot be read: in an unknown character set, or with half a character.
            throw new TokenException($"{endpoint} gives no access token: {Clean(e.InnerException?.Message ?? e.Message)}");
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new TokenException($"{endpoint} gives no access token in time.");
        }
    }

    private Dictionary<string, string> Form()
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = settings.ClientId };
        if (settings.Scope.Length > 0)
        {
            form["scope"] = settings.Scope;
        }

        if (settings.CertificateFile.Length > 0)
        {
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = Assertion();
            words.Hide(form["client_assertion"]);
        }
        else
        {
            form["client_secret"] = secret ?? throw new TokenException("There is no client secret for OAuth, and no CertificateFile. Give the secret to the program, or set CertificateFile.");
        }

        return form;
    }

    /// <summary>RFC 7523, section 3. The certificate is named by both thumbprints of RFC 7515, sections 4.1.7 and 4.1.8, since endpoints look at either.</summary>
    private string Assertion()
    {
        using var certificate = Certificate();
        using var key = certificate.GetRSAPrivateKey() ?? throw new TokenException($"{settings.CertificateFile} holds no RSA key.");
        var now = clock.GetUtcNow();
        var signed = Part(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["alg"] = "RS256",
            ["typ"] = "JWT",
            ["x5t"] = Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA1)),
            ["x5t#S256"] = Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256)),
        }) + "." + Part(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = settings.ClientId,
            ["sub"] = settings.ClientId,
            ["aud"] = settings.TokenEndpoint,
            ["jti"] = RandomNumberGenerator.GetHexString(32),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + AssertionLife).ToUnixTimeSeconds(),
        });
        var signature = key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return signed + "." + Base64Url.EncodeToString(signature);
    }

    private static string Part(Dictionary<string, object> claims) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));

    private X509Certificate2 Certificate()
    {
        var path = settings.CertificateFile;
        try
        {
            return Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12" ? X509CertificateLoader.LoadPkcs12FromFile(path, secret, X509KeyStorageFlags.EphemeralKeySet)
                : File.ReadAllText(path).Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal) ? X509Certificate2.CreateFromEncryptedPemFile(path, secret)
                : X509Certificate2.CreateFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new TokenException($"{path} cannot be read as certificate with key: {Clean(e.Message)} Check OAuth:CertificateFile and the secret that opens its key.");
        }
    }

    /// <summary>RFC 6749, section 5.1. Without <c>expires_in</c> the token is used once.</summary>
    private (string Token, double LifeSeconds) TokenOf(string body)
    {
        var answer = JsonOf(body);
        return Text(answer, "access_token") is { Length: > 0 } token && string.Equals(Text(answer, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase)
            ? (token, double.TryParse(Text(answer, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, 86_400) : 0)
            : throw new TokenException($"{settings.TokenEndpoint} answers without a bearer token. Check that OAuth:TokenEndpoint is the address that gives tokens.");
    }

    /// <summary>RFC 6749, section 5.2.</summary>
    private string Refusal(int status, string body)
    {
        var answer = JsonOf(body);
        var why = string.Join(": ", new[] { Text(answer, "error"), Text(answer, "error_description") }.Where(t => t.Length > 0).Select(Clean));
        return string.Create(CultureInfo.InvariantCulture, $"{settings.TokenEndpoint} gives no access token ({status}{(why.Length > 0 ? " " + why : "")}). Check OAuth:ClientId, OAuth:Scope, and the client's secret or certificate.");
    }

    private static JsonElement JsonOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) ? value.ToString() : string.Empty;

    private string Clean(string text) => words.Clean(text);

    private sealed record Kept(string Token, DateTimeOffset UseUntil);
}
