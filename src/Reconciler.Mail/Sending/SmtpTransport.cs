using System.Globalization;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;
using Reconciler.Mail.Connecting;

namespace Reconciler.Mail.Sending;

/// <summary>
/// Hands mails to a mail server by SMTP (RFC 5321), encrypted (RFC 3207 or RFC 8314), signing in where a user is set (RFC 4954), with a password or an access token. One connection a mail; a
/// token lives as long as this object.
/// </summary>
public sealed class SmtpTransport(SmtpSettings settings, MailSecrets secrets, TimeProvider clock) : IMailTransport
{
    private readonly ServerSignIn signIn = new(settings, secrets, clock);

    public async Task<SendResult> Send(string messageId, ReadOnlyMemory<byte> eml, Func<bool> begin, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(eml.ToArray(), writable: false);
        using var message = await MimeMessage.LoadAsync(stream, cancellation);
        using var client = new AskingClient(begin);

        return await signIn.Connect(client, cancellation) is { } fault ? new SendResult.NotReached(fault) : await HandOver(client, message, cancellation);
    }

    /// <summary>What keeps mails of this sender from going out, for a person; null where nothing does. The server hears of the sender alone, and of no mail.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<string?> FindFault(string from, CancellationToken cancellation)
    {
        using var client = new NamingClient();
        if (await signIn.Connect(client, cancellation) is { } fault)
        {
            return fault;
        }

        using var limit = cancellation.Within(settings.ConnectTimeoutSeconds);
        try
        {
            var answer = await client.NameSender(from, limit.Token);
            await client.SayGoodbye(limit.Token);
            var mend = settings.User.Length == 0 ? "Set Mail:Smtp:User and its password, or check Mail:From." : $"Check Mail:From, and that {settings.User} may send for it.";
            return (int)answer.StatusCode < 300 ? null : string.Create(CultureInfo.InvariantCulture, $"{settings.Host} takes no mails from {from}: {(int)answer.StatusCode} {signIn.Words.Clean(answer.Response)} {mend}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{settings.Host} did not answer within {settings.ConnectTimeoutSeconds} seconds (Mail:Smtp:ConnectTimeoutSeconds).");
        }
        catch (Exception e) when (e.IsConnectionLost())
        {
            return $"{settings.Host} broke the connection: {signIn.Words.Of(e)}";
        }
    }

    private async Task<SendResult> HandOver(SmtpClient client, MimeMessage message, CancellationToken cancellation)
    {
        using var limit = cancellation.Within(settings.SendTimeoutSeconds);
        var handed = new FirstBytes();
        string answer;
        try
        {
            var sender = message.From.Mailboxes.Single();
            answer = await client.SendAsync(FormatOptions.Default, message, sender, message.To.Mailboxes, limit.Token, handed);
        }
        catch (LeftAloneException)
        {
            return new SendResult.LeftAlone();
        }
        catch (SmtpCommandException e)
        {
            return (int)e.StatusCode >= 500 ? new SendResult.Refused(signIn.Words.Of(e)) : new SendResult.PutOff(signIn.Words.Of(e));
        }
        catch (ServiceNotAuthenticatedException e)
        {
            return new SendResult.NotReached($"{settings.Host} wants a sign-in: {signIn.Words.Of(e)} Set Mail:Smtp:User and its password.");
        }
        catch (Exception e) when (handed.Seen && (e is OperationCanceledException || e.IsConnectionLost()))
        {
            // The whole message may have arrived before the line broke: only the answer is missing.
            return new SendResult.Uncertain($"{settings.Host} was given the message, and its answer did not come: {signIn.Words.Of(e)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult.PutOff(string.Create(CultureInfo.InvariantCulture, $"{settings.Host} did not take the message within {settings.SendTimeoutSeconds} seconds (Mail:Smtp:SendTimeoutSeconds)."));
        }
        catch (Exception e) when (e.IsConnectionLost())
        {
            return new SendResult.PutOff($"{settings.Host} closed the connection before the message was sent: {signIn.Words.Of(e)}");
        }

        await client.SayGoodbye(limit.Token);
        return new SendResult.Accepted(signIn.Words.Clean(answer, 1_000));
    }

    /// <summary>Asks once the server has taken the recipients and before it hears of the message.</summary>
    private sealed class AskingClient(Func<bool> begin) : SmtpClient
    {
        private bool asked;

        protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            base.OnRecipientAccepted(message, mailbox, response);
            if (!asked && !begin())
            {
                throw new LeftAloneException();
            }

            asked = true;
        }
    }

    /// <summary>Names a sender, as a server must allow before it hears of any mail; the goodbye takes it back (RFC 5321, section 4.1.1.10).</summary>
    private sealed class NamingClient : SmtpClient
    {
        public Task<SmtpResponse> NameSender(string from, CancellationToken cancellation) => SendCommandAsync($"MAIL FROM:<{from}>", cancellation);
    }

    private sealed class LeftAloneException : Exception;

    /// <summary>Notes that bytes of the message itself went out: from then on a broken line leaves its fate unknown.</summary>
    private sealed class FirstBytes : ITransferProgress
    {
        public bool Seen { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Seen = true;

        public void Report(long bytesTransferred) => Seen = true;
    }
}
