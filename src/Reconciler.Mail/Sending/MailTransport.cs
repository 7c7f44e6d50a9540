
namespace Reconciler.Mail.Sending;

/// <summary>What became of a mail that was handed over. Nothing else can come of it but cancellation before anything was sent. What servers say is one line without control characters.</summary>
public abstract record SendResult
{
    private const int MaxToldLength = 1_000;

    private SendResult()
    {
    }

    /// <summary>It is out; the server, or the outbox folder, has it.</summary>
    public sealed record Accepted(string ServerAnswer) : SendResult
    {
        public string ServerAnswer { get; } = Clean(ServerAnswer);
    }

    /// <summary>It will never be taken as it is (SMTP 5xx); a person must look.</summary>
    public sealed record Refused(string Answer) : SendResult
    {
        public string Answer { get; } = Clean(Answer);
    }

    /// <summary>It did not go out, and may later (SMTP 4xx, or the line broke once it was named).</summary>
    public sealed record PutOff(string Answer) : SendResult
    {
        public string Answer { get; } = Clean(Answer);
    }

    /// <summary>It was not even named: no connection, none that is trusted, no sign-in, no folder to write to. That says nothing about this mail, and any other would fare alike.</summary>
    public sealed record NotReached(string Why) : SendResult
    {
        public string Why { get; } = Clean(Why);
    }

    /// <summary>It was not begun, as the sender found at the last moment.</summary>
    public sealed record LeftAlone : SendResult;

    /// <summary>It may have gone out or not; sending it again by itself could send it twice.</summary>
    public sealed record Uncertain(string Why) : SendResult
    {
        public string Why { get; } = Clean(Why);
    }

    private static string Clean(string told) => PlainValue.Clean(told, MaxToldLength);
}

/// <summary>The way by which mails leave: <see cref="PickupFolder"/> or <see cref="SmtpTransport"/>.</summary>
public interface IMailTransport
{
    /// <summary>Hands over one mail exactly as it was saved.</summary>
    /// <param name="messageId">Its Message-Id without angle brackets.</param>
    /// <param name="eml">The whole message, as <see cref="Drafting.DisputeMail"/> built it.</param>
    /// <param name="begin">Asked at most once, after all that can fail without doubt and before anything that might be taken for the message: the place to note that its fate is open. False leaves it alone.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the message was handed over: it did not go out.</exception>
    Task<SendResult> Send(string messageId, ReadOnlyMemory<byte> eml, Func<bool> begin, CancellationToken cancellation);
}
