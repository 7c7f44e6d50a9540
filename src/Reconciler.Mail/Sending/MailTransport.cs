namespace Reconciler.Mail.Sending;

/// <summary>What became of a mail that was handed over. Nothing else can come of it but cancellation before anything was sent.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>It is out; the server, or the outbox folder, has it.</summary>
    public sealed record Accepted(string ServerAnswer) : SendResult;

    /// <summary>It will never be taken as it is (SMTP 5xx); a person must look.</summary>
    public sealed record Refused(string Answer) : SendResult;

    /// <summary>It did not go out, and may later: busy (SMTP 4xx), not reachable, not trusted, not signed in.</summary>
    public sealed record PutOff(string Answer) : SendResult;

    /// <summary>It was not begun, as the sender found at the last moment.</summary>
    public sealed record LeftAlone : SendResult;

    /// <summary>It may have gone out or not; sending it again by itself could send it twice.</summary>
    public sealed record Uncertain(string Why) : SendResult;
}

/// <summary>The way by which mails leave: <see cref="PickupFolder"/> or <see cref="SmtpTransport"/>.</summary>
public interface IMailTransport
{
    /// <summary>Hands over one mail exactly as it was saved.</summary>
    /// <param name="messageId">Its Message-Id without angle brackets.</param>
    /// <param name="eml">The whole message, as <see cref="DisputeMail"/> built it.</param>
    /// <param name="begin">Asked at most once, after all that can fail without doubt and before anything that might be taken for the message: the place to note that its fate is open. False leaves it alone.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the message was handed over: it did not go out.</exception>
    Task<SendResult> Send(string messageId, ReadOnlyMemory<byte> eml, Func<bool> begin, CancellationToken cancellation);
}
