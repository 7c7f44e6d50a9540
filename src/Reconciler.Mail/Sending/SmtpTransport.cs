using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Reconciler.Mail.Sending;

/// <summary>Hands mails to a mail server by SMTP (RFC 5321), encrypted (RFC 3207 or RFC 8314), signing in where a user is set (RFC 4954). One connection a mail.</summary>
/// <param name="password">The user's password; null without a user.</param>
public sealed class SmtpTransport(SmtpSettings settings, string? password) : IMailTransport
{
    public async Task<SendResult> Send(string messageId, ReadOnlyMemory<byte> eml, CancellationToken cancellation)
    {
        if (settings.Check() is [var fault, ..])
        {
            throw new InvalidOperationException(fault);
        }

        using var stream = new MemoryStream(eml.ToArray(), writable: false);
        using var message = await MimeMessage.LoadAsync(stream, cancellation);
        using var client = new SmtpClient { CheckCertificateRevocation = settings.CheckRevocation };
        var trust = new CertificateTrust(settings);
        client.ServerCertificateValidationCallback = trust.Accept;

        return await Connect(client, trust, cancellation) is { } notConnected ? notConnected : await HandOver(client, message, cancellation);
    }

    /// <summary>Connects, turns to TLS and signs in. Null where all of it went well; the mail has not been named yet, so any failure puts it off.</summary>
    private async Task<SendResult?> Connect(SmtpClient client, CertificateTrust trust, CancellationToken cancellation)
    {
        using var limit = Limit(settings.ConnectTimeoutSeconds, cancellation);
        var server = string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}");
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, Security, limit.Token);
            if (settings.User.Length > 0)
            {
                await client.AuthenticateAsync(settings.User, password ?? string.Empty, limit.Token);
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult.PutOff(string.Create(CultureInfo.InvariantCulture, $"{server} did not answer within {settings.ConnectTimeoutSeconds} seconds (Mail:Smtp:ConnectTimeoutSeconds)."));
        }
        catch (SslHandshakeException e)
        {
            return new SendResult.PutOff($"{server}: nothing was sent, {(trust.Fault.Length > 0 ? trust.Fault : "no secure connection came about: " + FirstLine(e))}.");
        }
        catch (AuthenticationException e)
        {
            return new SendResult.PutOff($"{server} does not let '{settings.User}' sign in: {FirstLine(e)} Check Mail:Smtp:User and the secret with its password.");
        }
        catch (NotSupportedException e)
        {
            var mend = client.IsSecure || settings.IsPlain ? "Check Mail:Smtp:User." : "It does not offer STARTTLS, and nothing is sent in clear. Use a port that does, or Tls.";
            return new SendResult.PutOff($"{server}: {FirstLine(e)} {mend}");
        }
        catch (SmtpCommandException e)
        {
            return new SendResult.PutOff($"{server} takes no mail now: {AnswerOf(e)}");
        }
        catch (Exception e) when (IsConnectionLost(e))
        {
            return new SendResult.PutOff($"{server} cannot be reached: {FirstLine(e)}");
        }
    }

    private async Task<SendResult> HandOver(SmtpClient client, MimeMessage message, CancellationToken cancellation)
    {
        using var limit = Limit(settings.SendTimeoutSeconds, cancellation);
        var handed = new FirstBytes();
        string answer;
        try
        {
            var sender = message.From.Mailboxes.Single();
            answer = await client.SendAsync(FormatOptions.Default, message, sender, message.To.Mailboxes, limit.Token, handed);
        }
        catch (SmtpCommandException e)
        {
            return (int)e.StatusCode >= 500 ? new SendResult.Refused(AnswerOf(e)) : new SendResult.PutOff(AnswerOf(e));
        }
        catch (ServiceNotAuthenticatedException e)
        {
            return new SendResult.PutOff($"{settings.Host} wants a sign-in: {FirstLine(e)} Set Mail:Smtp:User and its password.");
        }
        catch (Exception e) when (handed.Seen && (e is OperationCanceledException || IsConnectionLost(e)))
        {
            // The whole message may have arrived before the line broke: only the answer is missing.
            return new SendResult.Uncertain($"{settings.Host} was given the message, and its answer did not come: {FirstLine(e)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult.PutOff(string.Create(CultureInfo.InvariantCulture, $"{settings.Host} did not take the message within {settings.SendTimeoutSeconds} seconds (Mail:Smtp:SendTimeoutSeconds)."));
        }
        catch (Exception e) when (IsConnectionLost(e))
        {
            return new SendResult.PutOff($"{settings.Host} closed the connection before the message was sent: {FirstLine(e)}");
        }

        await SayGoodbye(client, limit.Token);
        return new SendResult.Accepted(answer.Trim());
    }

    /// <summary>The mail is accepted by now; a server that hangs up without a goodbye changes nothing about that.</summary>
    private static async Task SayGoodbye(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException || IsConnectionLost(e))
        {
        }
    }

    private SecureSocketOptions Security => settings.Security switch
    {
        "StartTls" => SecureSocketOptions.StartTls,
        "Tls" => SecureSocketOptions.SslOnConnect,
        "None" => SecureSocketOptions.None,
        var other => throw new InvalidOperationException($"'{other}' is no security."),
    };

    private static CancellationTokenSource Limit(int seconds, CancellationToken cancellation)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        return limit;
    }

    private static bool IsConnectionLost(Exception e) => e is IOException or SocketException or ProtocolException or ServiceNotConnectedException or TimeoutException;

    private static string AnswerOf(SmtpCommandException e) => string.Create(CultureInfo.InvariantCulture, $"{(int)e.StatusCode} {FirstLine(e)}");

    private static string FirstLine(Exception e) => Writing.PlainValue.Clean(e.Message);

    /// <summary>Notes that bytes of the message itself went out: from then on a broken line leaves its fate unknown.</summary>
    private sealed class FirstBytes : ITransferProgress
    {
        public bool Seen { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Seen = true;

        public void Report(long bytesTransferred) => Seen = true;
    }
}
