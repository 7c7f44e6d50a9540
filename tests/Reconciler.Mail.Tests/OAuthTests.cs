using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Sending;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

/// <summary>Signing in with an access token, against a token endpoint and a mail server.</summary>
public sealed class OAuthTests : IDisposable
{
    private static readonly DraftMail Draft = Cases.Draft(Cases.Missing());

    private readonly TempFolder folder = new();
    private readonly TestAuthority authority;
    private readonly ServerCertificate certificate;
    private readonly TestClock clock = new();

    public OAuthTests()
    {
        authority = new TestAuthority(folder.Path);
        certificate = authority.Issue();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_token_for_the_secret_signs_in_and_is_used_again()
    {
        using var endpoint = new TokenEndpoint(n => TokenAnswer.Token($"token-{n}"));
        using var server = Server("token-1");
        var transport = Transport(server, endpoint);

        Assert.IsType<SendResult.Accepted>(await Send(transport));
        Assert.IsType<SendResult.Accepted>(await Send(transport));

        Assert.Equal(["finance@example.com", "finance@example.com"], server.Received.Select(m => m.User));
        Assert.DoesNotContain("plain AUTH", server.Commands);
        var request = Assert.Single(endpoint.Requests);
        Assert.Equal(
            [("client_id", "reconciler"), ("client_secret", "a secret & more"), ("grant_type", "client_credentials"), ("scope", "https://mail.example.com/.default")],
            request.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, f.Value)));
    }

    [Theory]
    [InlineData(54, 1)]
    [InlineData(56, 2)] // five minutes before its end it is no longer used
    public async Task A_token_is_renewed_five_minutes_before_its_end(int minutes, int fetched)
    {
        using var endpoint = new TokenEndpoint(n => TokenAnswer.Token($"token-{n}", lifeSeconds: 3600));
        using var server = Server("token-1", "token-2");
        var transport = Transport(server, endpoint);

        await Send(transport);
        clock.Now += TimeSpan.FromMinutes(minutes);
        await Send(transport);

        Assert.Equal(2, server.Received.Count);
        Assert.Equal(fetched, endpoint.Requests.Count);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once()
    {
        using var endpoint = new TokenEndpoint(n => TokenAnswer.Token($"token-{n}"));
        using var server = Server("token-2");

        Assert.IsType<SendResult.Accepted>(await Send(Transport(server, endpoint)));

        Assert.Equal(["token-1", "token-2"], server.Tokens);
    }

    [Fact]
    public async Task A_mailbox_that_refuses_every_token_is_asked_twice()
    {
        using var endpoint = new TokenEndpoint(n => TokenAnswer.Token($"token-{n}"));
        using var server = Server();

        var answer = Assert.IsType<SendResult.NotReached>(await Send(Transport(server, endpoint))).Why;

        Assert.Contains("does not let 'finance@example.com' sign in", answer, StringComparison.Ordinal);
        Assert.Contains("that reconciler may use this mailbox", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("token-", answer, StringComparison.Ordinal);
        Assert.Equal(["token-1", "token-2"], server.Tokens);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"The secret has expired."}""", "401 invalid_client: The secret has expired.")]
    [InlineData(400, """{"error":"invalid_client","error_description":"'a secret & more' is not the secret"}""", "400 invalid_client: '[secret]' is not the secret")]
    [InlineData(400, """{"error":"invalid_request","error_description":"client_secret=a+secret+%26+more"}""", "client_secret=[secret]")]
    [InlineData(503, "<html>busy</html>", "(503)")]
    [InlineData(200, """{"token_type":"mac","access_token":"token-1"}""", "without a bearer token")]
    [InlineData(200, "[]", "without a bearer token")]
    [InlineData(307, "http://192.0.2.1/", "(307)")] // the secret is never carried elsewhere
    public async Task An_endpoint_that_gives_no_token_keeps_the_mails_back_and_says_why(int status, string body, string why)
    {
        using var endpoint = new TokenEndpoint(_ => new TokenAnswer(status, body));
        using var server = Server("token-1");

        var answer = Assert.IsType<SendResult.NotReached>(await Send(Transport(server, endpoint))).Why;

        Assert.Contains(why, answer, StringComparison.Ordinal);
        Assert.Contains("Mail:Smtp:OAuth", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret & more", answer, StringComparison.Ordinal);
        Assert.Empty(server.Tokens);
    }

    // The text cannot be read as text, or a value of it not as a value.
    [Theory]
    [InlineData(200, """{"token_type":"Bearer","access_token":"token-1"}""", "application/json; charset=x-unheard-of")]
    [InlineData(401, """{"error":"invalid_client"}""", "application/json; charset=x-unheard-of")]
    [InlineData(200, """{"token_type":"Bearer","access_token":"\ud800"}""", "application/json")]
    public async Task An_endpoint_whose_answer_cannot_be_read_is_told(int status, string body, string contentType)
    {
        using var endpoint = new TokenEndpoint(_ => new TokenAnswer(status, body) { ContentType = contentType });
        using var server = Server("token-1");

        Assert.Contains("gives no access token", Assert.IsType<SendResult.NotReached>(await Send(Transport(server, endpoint))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_down_keeps_the_mails_back()
    {
        var endpoint = new TokenEndpoint(_ => TokenAnswer.Token("token-1"));
        endpoint.Dispose();
        using var server = Server("token-1");

        Assert.Contains("gives no access token", Assert.IsType<SendResult.NotReached>(await Send(Transport(server, endpoint))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_asked()
    {
        using var endpoint = new TokenEndpoint(_ => TokenAnswer.Token("token-1"));
        using var server = Server("token-1");

        var answer = Assert.IsType<SendResult.NotReached>(await Send(Transport(server, endpoint, secret: null))).Why;

        Assert.Contains("no client secret", answer, StringComparison.Ordinal);
        Assert.Empty(endpoint.Requests);
    }

    [Theory]
    [InlineData("pem", null)]
    [InlineData("encrypted.pem", "opens the key")]
    [InlineData("pfx", "opens the key")]
    public async Task A_certificate_signs_an_assertion_instead_of_the_secret(string form, string? secret)
    {
        var (file, client) = authority.IssueClient(form, "opens the key");
        using var endpoint = new TokenEndpoint(n => TokenAnswer.Token($"token-{n}", lifeSeconds: 60));
        using var server = Server("token-1", "token-2");
        var transport = Transport(server, endpoint, secret, file);

        Assert.IsType<SendResult.Accepted>(await Send(transport));
        Assert.IsType<SendResult.Accepted>(await Send(transport));

        Assert.Equal(2, endpoint.Requests.Count);
        Assert.All(endpoint.Requests, r => Assert.False(r.ContainsKey("client_secret")));
        Assert.All(endpoint.Requests, r => Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", r["client_assertion_type"]));
        var (header, claims) = Verified(endpoint.Requests[0]["client_assertion"], client);
        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        Assert.Equal(Base64Url.EncodeToString(client.GetCertHash(HashAlgorithmName.SHA256)), header.GetProperty("x5t#S256").GetString());
        Assert.Equal(("reconciler", "reconciler", endpoint.Address), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString()));
        Assert.Equal(clock.Now.AddMinutes(10).ToUnixTimeSeconds(), claims.GetProperty("exp").GetInt64());
        Assert.NotEqual(claims.GetProperty("jti").GetString(), Verified(endpoint.Requests[1]["client_assertion"], client).Claims.GetProperty("jti").GetString());
    }

    [Fact]
    public async Task A_certificate_whose_key_does_not_open_is_told()
    {
        var (file, _) = authority.IssueClient("pfx", "opens the key");
        using var endpoint = new TokenEndpoint(_ => TokenAnswer.Token("token-1"));
        using var server = Server("token-1");

        var answer = Assert.IsType<SendResult.NotReached>(await Send(Transport(server, endpoint, "opens nothing", file))).Why;

        Assert.Contains("client.pfx cannot be read as certificate with key", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("opens nothing", answer, StringComparison.Ordinal);
    }

    private static (JsonElement Header, JsonElement Claims) Verified(string assertion, X509Certificate2 client)
    {
        var parts = assertion.Split('.');
        using var key = client.GetRSAPublicKey()!;
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return (JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[0])), JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1])));
    }

    private static Task<SendResult> Send(SmtpTransport transport) => transport.Send(Draft.MessageId, Draft.Eml, () => true, Cancellation);

    private MailServer Server(params string[] tokens) => new(new MailServerPlan(Certificate: certificate, User: "finance@example.com", Tokens: tokens));

    private SmtpTransport Transport(MailServer server, TokenEndpoint endpoint, string? secret = "a secret & more", string certificateFile = "") =>
        new(
            new SmtpSettings
            {
                Host = "localhost",
                Port = server.Port,
                CaFile = authority.CaFile,
                User = "finance@example.com",
                OAuth = new OAuthSettings { TokenEndpoint = endpoint.Address, ClientId = "reconciler", Scope = "https://mail.example.com/.default", CertificateFile = certificateFile },
            },
            new MailSecrets("never sent", secret),
            clock);
}
