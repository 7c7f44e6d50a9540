using System.Globalization;
using System.Text;
using Reconciler.Core.Values;

namespace Reconciler.Mail.Reading;

/// <summary>What a mail from outside is.</summary>
public enum IncomingKind
{
    /// <summary>Written by a person, or by a machine that does not say so.</summary>
    Reply,

    /// <summary>Sent by a machine in answer (RFC 3834): out of office, a ticket was opened, a receipt for reading.</summary>
    AutoReply,

    /// <summary>A mail system tells about the delivery of a mail of ours, or the recipient's rules refuse it.</summary>
    Bounce,
}

/// <summary>A file that came with a mail.</summary>
/// <param name="Name">Made safe for any disk: see <see cref="ReceivedNames"/>.</param>
/// <param name="MediaType">As the sender says, lower case, at most 100 characters; not checked, and <c>application/octet-stream</c> where it is longer.</param>
public sealed record ReceivedFile(string Name, string MediaType, byte[] Content);

/// <summary>What a mail system, or a rule of the recipient's, says about a mail of ours.</summary>
/// <param name="Recipient">Whom it could not be given to; empty where not told.</param>
/// <param name="Status">RFC 3463, such as <c>5.1.1</c>; <c>5.0.0</c> or <c>4.0.0</c> where not told.</param>
/// <param name="Diagnostic">The server's own words, one line; may be empty.</param>
/// <param name="IsFinal">The mail will not arrive. False for a delay, and for news that it did arrive.</param>
/// <param name="OriginalMessageId">Of the mail of ours, without angle brackets; empty where not told.</param>
public sealed record Bounce(string Recipient, string Status, string Diagnostic, bool IsFinal, string OriginalMessageId);

/// <summary>A mail from outside. Everything in it was written by others: nothing is trusted, all is bounded.</summary>
public sealed record IncomingMail
{
    /// <summary>Its number in the folder, while the folder's UID validity lasts.</summary>
    public required uint Uid { get; init; }

    public required IncomingKind Kind { get; init; }

    /// <summary>Without angle brackets; empty where it has none. Some ticket systems give all mails of a ticket the same.</summary>
    public required string MessageId { get; init; }

    /// <summary>The Message-Ids that it answers, without angle brackets; mostly one.</summary>
    public required IReadOnlyList<string> InReplyTo { get; init; }

    /// <summary>The Message-Ids of its conversation, oldest first, without angle brackets; the last 100.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The address, one line, at most 500 characters; empty where there is none. Anybody can write any.</summary>
    public required string From { get; init; }

    /// <summary>One line, at most 500 characters.</summary>
    public required string Subject { get; init; }

    /// <summary>When the server took it in.</summary>
    public required DateTime ReceivedAtUtc { get; init; }

    /// <summary>As the sender dates it; null where not at all.</summary>
    public required DateTime? DatedAtUtc { get; init; }

    /// <summary>Plain text, else the text of its HTML; at most 100,000 characters.</summary>
    public required string Text { get; init; }

    public required IReadOnlyList<ReceivedFile> Attachments { get; init; }

    /// <summary>Set exactly where it is a bounce.</summary>
    public required Bounce? Bounce { get; init; }

    /// <summary>Of a receipt for reading (RFC 8098): the Message-Id of the mail of ours, without angle brackets; empty of all other mails and where it is not told.</summary>
    public string ReceiptFor { get; init; } = string.Empty;

    /// <summary>Of a report: subject and case number of the mail of ours that came back, for reports from behind servers that gave it another Message-Id; empty where none did.</summary>
    public string Returned { get; init; } = string.Empty;

    /// <summary>What a limit left out, for a person; empty where nothing.</summary>
    public required string LeftOut { get; init; }

    /// <summary>The whole mail as it came; of one that is too large its head.</summary>
    public required byte[] Eml { get; init; }

    /// <summary>
    /// Tells this mail from all others, and stays the same whichever way it came: a SHA-256 of its Message-Id and of what a person reads in it; of its bytes where it has no Message-Id.
    /// </summary>
    public string Key => ShortHash.Sha256(MessageId.Length == 0 ? Eml : Encoding.UTF8.GetBytes(string.Join(
        '\0', [MessageId, DatedAtUtc?.ToString("O", CultureInfo.InvariantCulture), Subject, .. Attachments.Select(a => ShortHash.Sha256(a.Content)), Text])));
}
