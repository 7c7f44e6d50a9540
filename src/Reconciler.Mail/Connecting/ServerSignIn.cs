using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Security;

namespace Reconciler.Mail.Connecting;

/// <summary>Connects to a mail server, turns to TLS and signs in: the same for sending and for reading.</summary>
internal sealed class ServerSignIn(MailServerSettings settings, MailSecrets secrets, TimeProvider clock)
{
    private readonly ServerWords words = new(secrets.Password, secrets.OAuthSecret);

    private AccessTokens? tokens;

    /// <summary>For whatever this server says.</summary>
    public ServerWords Words => words;

    /// <summary>Null where all of it went well, else what went wrong, for a person.</summary>
    /// <exception cref="InvalidOperationException">The settings are wrong.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<string?> Connect(MailService client, CancellationToken cancellation)
    {
        if (settings.Check() is [var fault, ..])
        {
            throw new InvalidOperationException(fault);
        }

        tokens ??= settings.OAuth.IsUsed ? new AccessTokens(settings.OAuth, secrets.OAuthSecret, clock, words) : null;
        var trust = new CertificateTrust(settings);
        client.ServerCertificateValidationCallback = trust.Accept;
        client.CheckCertificateRevocation = settings.CheckRevocation;
        using var limit = cancellation.Within(settings.ConnectTimeoutSeconds);
        var server = string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}");
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, Security, limit.Token);
            if (settings.User.Length > 0)
            {
                await SignIn(client, limit.Token);
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{server} did not answer within {settings.ConnectTimeoutSeconds} seconds ({settings.Section}:ConnectTimeoutSeconds). {CheckPort}.");
        }
        catch (TokenException e)
        {
            return $"{server} was not asked, since {e.Message} ({settings.Section}:OAuth)";
        }
        catch (SslHandshakeException e)
        {
            return $"{server}: nothing was sent, {(trust.Fault.Length > 0 ? words.Clean(trust.Fault, 1_000) : $"no secure connection came about: {words.Of(e)} {CheckPort}")}.";
        }
        catch (AuthenticationException e)
        {
            var mend = tokens is null ? $"Check {settings.Section}:User and the secret with its password." : $"Check {settings.Section}:User, and that {settings.OAuth.ClientId} may use this mailbox.";
            return $"{server} does not let '{settings.User}' sign in: {words.Of(e)} {mend}";
        }
        catch (NotSupportedException e)
        {
            var mend = client.IsSecure || settings.IsPlain ? $"Check {settings.Section}:User." : "It does not offer STARTTLS, and nothing is sent in clear. Use a port that does, or Tls.";
            return $"{server}: {words.Of(e)} {mend}";
        }
        catch (CommandException e)
        {
            return $"{server} serves nobody now: {words.Of(e)}";
        }
        catch (Exception e) when (e.IsConnectionLost())
        {
            return $"{server} cannot be reached: {words.Of(e).TrimEnd('.')}. Check {settings.Section}:Host and Port, and whether a firewall stands between.";
        }
    }

    private string CheckPort => $"Check {settings.Section}:Port and Security; usual are 587 with StartTls and 465 with Tls for SMTP, 993 with Tls for IMAP";

    private async Task SignIn(MailService client, CancellationToken cancellation)
    {
        if (tokens is null)
        {
            await client.AuthenticateAsync(settings.User, secrets.Password ?? string.Empty, cancellation);
            return;
        }

        try
        {
            await Show(client, tokens, cancellation);
        }
        catch (AuthenticationException)
        {
            // A token may end early, when somebody changed the rights behind it. A second refusal counts. Some servers hang up after the first.
            tokens.Forget();
            await client.DisconnectAsync(quit: true, cancellation);
            await client.ConnectAsync(settings.Host, settings.Port, Security, cancellation);
            await Show(client, tokens, cancellation);
        }
    }

    private async Task Show(MailService client, AccessTokens from, CancellationToken cancellation) =>
        await client.AuthenticateAsync(new SaslMechanismOAuth2(settings.User, await from.Get(cancellation)), cancellation);

    private SecureSocketOptions Security => settings.Security switch
    {
        "StartTls" => SecureSocketOptions.StartTls,
        "Tls" => SecureSocketOptions.SslOnConnect,
        "None" => SecureSocketOptions.None,
        var other => throw new InvalidOperationException($"'{other}' is no security."),
    };
}

/// <summary>What sending and reading tell alike.</summary>
internal static class Troubles
{
    /// <summary>Cancelled by the caller, or after that time.</summary>
    public static CancellationTokenSource Within(this CancellationToken cancellation, int seconds)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        return limit;
    }

    public static bool IsConnectionLost(this Exception e) => e is IOException or SocketException or ProtocolException or ServiceNotConnectedException or TimeoutException;

    /// <summary>All is done by now; a server that hangs up without a goodbye changes nothing about that.</summary>
    public static async Task SayGoodbye(this MailService client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException || e.IsConnectionLost())
        {
        }
    }
}
