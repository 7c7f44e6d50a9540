using System.Globalization;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Reconciler.Mail.Connecting;

namespace Reconciler.Mail.Reading;

/// <summary>Up to where a folder has been read.</summary>
/// <param name="UidValidity">While the server shows the same, its numbers mean the same mails (RFC 9051, section 2.3.1.1).</param>
/// <param name="LastUid">The number of the last mail that was read.</param>
public sealed record MailboxPosition(uint UidValidity, uint LastUid)
{
    /// <summary>Nothing has been read.</summary>
    public static MailboxPosition Start { get; } = new(0, 0);
}

/// <summary>Whether a mail stands among those that were sent.</summary>
public abstract record SentLookup
{
    private SentLookup()
    {
    }

    /// <summary>It went out.</summary>
    public sealed record Found : SentLookup;

    /// <summary>The folder does not hold it. That is no proof that it did not go out: many servers keep no copy of what a program sends.</summary>
    public sealed record NotThere : SentLookup;

    public sealed record CannotTell(string Why) : SentLookup;
}

/// <summary>What one round of reading brought.</summary>
public abstract record MailboxReading
{
    private MailboxReading()
    {
    }

    /// <param name="Mails">In the folder's order. Where the server has numbered the folder anew since the given position, reading begins at its start again, with mails that may be known: see <see cref="IncomingMail.Key"/>.</param>
    /// <param name="Position">To be saved together with the mails, and given next time.</param>
    /// <param name="HasMore">There were more than one round takes.</param>
    public sealed record Read(IReadOnlyList<IncomingMail> Mails, MailboxPosition Position, bool HasMore) : MailboxReading;

    /// <summary>Nothing was read; later it may.</summary>
    public sealed record Failed(string Why) : MailboxReading;
}

/// <summary>A mailbox on a mail server by IMAP (RFC 9051, RFC 3501). Folders are opened for reading only: nothing in them is marked, moved or deleted. One connection a call; a token lives as long as this object.</summary>
public sealed class Mailbox(ImapSettings settings, MailSecrets secrets, TimeProvider clock)
{
    private const int MostHeadBytes = 256 * 1024;
    private const int MostHits = 20;

    /// <summary>A round ends with the mail that reaches it, so that no round fills the memory.</summary>
    private const long MostRoundBytes = 50_000_000;

    private readonly ServerSignIn signIn = new(settings, secrets, clock);

    /// <summary>Looks a Message-Id (without angle brackets) up in the folder of sent mails.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<SentLookup> FindSent(string messageId, CancellationToken cancellation)
    {
        var (found, fault) = await Ask<SentLookup>((client, limit) => FindSent(client, messageId, limit), cancellation);
        return found ?? new SentLookup.CannotTell(fault);
    }

    /// <summary>The mails behind a position, oldest first.</summary>
    /// <param name="deliveredSince">Older mails are passed by, for a mailbox that was in use before; null for all.</param>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<MailboxReading> ReadNew(MailboxPosition after, DateOnly? deliveredSince, CancellationToken cancellation)
    {
        var (read, fault) = await Ask<MailboxReading>((client, limit) => ReadNew(client, after, deliveredSince, limit), cancellation);
        return read ?? new MailboxReading.Failed(fault);
    }

    /// <summary>What keeps answers from being read and sent mails from being looked up, for a person; null where nothing does. The folders are opened, and no mail is read.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<string?> FindFault(CancellationToken cancellation)
    {
        var (opened, fault) = await Ask(OpenFolders, cancellation);
        return opened is null ? fault : null;
    }

    private async Task<IMailFolder> OpenFolders(ImapClient client, CancellationToken cancellation)
    {
        if (await SentFolder(client, cancellation) is { } sent)
        {
            await sent.OpenAsync(FolderAccess.ReadOnly, cancellation);
        }

        var folder = await client.GetFolderAsync(settings.Folder, cancellation);
        await folder.OpenAsync(FolderAccess.ReadOnly, cancellation);
        return folder;
    }

    private async Task<SentLookup> FindSent(ImapClient client, string messageId, CancellationToken cancellation)
    {
        if (await SentFolder(client, cancellation) is not { } folder)
        {
            return new SentLookup.CannotTell($"{settings.Host} marks no folder as the one of sent mails. Set Mail:Imap:SentFolder.");
        }

        await folder.OpenAsync(FolderAccess.ReadOnly, cancellation);
        // The search finds parts of values too, so each hit is read.
        foreach (var uid in (await folder.SearchAsync(SearchQuery.HeaderContains("Message-Id", messageId), cancellation)).Take(MostHits))
        {
            await using var head = await folder.GetStreamAsync(uid, "HEADER", 0, MostHeadBytes, cancellation);
            if (MailReader.MessageIdOf(head) == messageId)
            {
                return new SentLookup.Found();
            }
        }

        return new SentLookup.NotThere();
    }

    private async Task<IMailFolder?> SentFolder(ImapClient client, CancellationToken cancellation) =>
        settings.SentFolder.Length > 0 ? await client.GetFolderAsync(settings.SentFolder, cancellation)
        : (client.Capabilities & (ImapCapabilities.SpecialUse | ImapCapabilities.XList)) != ImapCapabilities.None ? client.GetFolder(SpecialFolder.Sent)
        : null;

    private async Task<MailboxReading> ReadNew(ImapClient client, MailboxPosition after, DateOnly? deliveredSince, CancellationToken cancellation)
    {
        var folder = await client.GetFolderAsync(settings.Folder, cancellation);
        await folder.OpenAsync(FolderAccess.ReadOnly, cancellation);
        var last = after.UidValidity == folder.UidValidity ? after.LastUid : 0;
        var found = await New(folder, last, deliveredSince, cancellation);

        var mails = new List<IncomingMail>();
        var bytes = 0L;
        foreach (var summary in await Summaries(folder, [.. found.Take(settings.MaxMails)], cancellation))
        {
            if (await ReadOne(folder, summary, cancellation) is { } mail)
            {
                mails.Add(mail);
                bytes += mail.Eml.Length;
            }

            last = summary.UniqueId.Id;
            if (bytes >= MostRoundBytes)
            {
                break;
            }
        }

        return new MailboxReading.Read(mails, new MailboxPosition(folder.UidValidity, last), found.Exists(uid => uid.Id > last));
    }

    private static async Task<List<UniqueId>> New(IMailFolder folder, uint last, DateOnly? deliveredSince, CancellationToken cancellation)
    {
        if (last == uint.MaxValue)
        {
            return [];
        }

        SearchQuery query = SearchQuery.Uids(new UniqueIdRange(new UniqueId(last + 1), UniqueId.MaxValue));
        if (deliveredSince is { } since)
        {
            query = query.And(SearchQuery.DeliveredAfter(since.ToDateTime(TimeOnly.MinValue)));
        }

        // A server answers "n:*" with the last mail also where its number is below n (RFC 9051, section 9, seq-range).
        return [.. (await folder.SearchAsync(query, cancellation)).Where(uid => uid.Id > last).OrderBy(uid => uid.Id)];
    }

    private static async Task<IEnumerable<IMessageSummary>> Summaries(IMailFolder folder, List<UniqueId> uids, CancellationToken cancellation) =>
        uids.Count == 0 ? [] : (await folder.FetchAsync(uids, MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate, cancellation)).OrderBy(s => s.UniqueId.Id);

    /// <summary>Null where somebody has taken the mail away meanwhile.</summary>
    private async Task<IncomingMail?> ReadOne(IMailFolder folder, IMessageSummary summary, CancellationToken cancellation)
    {
        var most = settings.MaxMegabytes * 1_000_000;
        var received = summary.InternalDate?.UtcDateTime ?? clock.GetUtcNow().UtcDateTime;
        try
        {
            var eml = summary.Size > most ? null : await Bytes(await folder.GetStreamAsync(summary.UniqueId, 0, most + 1, cancellation), cancellation);
            if (eml?.Length <= most)
            {
                return MailReader.Read(summary.UniqueId.Id, received, eml, settings.MaxAttachments);
            }

            var head = await Bytes(await folder.GetStreamAsync(summary.UniqueId, "HEADER", 0, MostHeadBytes, cancellation), cancellation);
            var size = summary.Size is { } told ? string.Create(CultureInfo.InvariantCulture, $"of {told} bytes ") : string.Empty;
            var leftOut = string.Create(CultureInfo.InvariantCulture, $"The mail {size}is larger than {settings.MaxMegabytes} megabytes (Mail:Imap:MaxMegabytes): only its head was read.");
            return MailReader.Read(summary.UniqueId.Id, received, head, settings.MaxAttachments, leftOut);
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    }

    private static async Task<byte[]> Bytes(Stream stream, CancellationToken cancellation)
    {
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellation);
            return bytes.ToArray();
        }
    }

    /// <summary>Signs in, asks, and says goodbye; a fault where the server does not let it come to an answer.</summary>
    private async Task<(T? Answer, string Fault)> Ask<T>(Func<ImapClient, CancellationToken, Task<T>> question, CancellationToken cancellation)
        where T : class
    {
        using var client = new ImapClient();
        if (await signIn.Connect(client, cancellation) is { } notConnected)
        {
            return (null, notConnected);
        }

        using var limit = cancellation.Within(settings.ReadTimeoutSeconds);
        try
        {
            var answer = await question(client, limit.Token);
            await client.SayGoodbye(limit.Token);
            return (answer, string.Empty);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"{settings.Host} did not answer within {settings.ReadTimeoutSeconds} seconds (Mail:Imap:ReadTimeoutSeconds)."));
        }
        catch (FolderNotFoundException e)
        {
            return (null, $"{settings.Host} has no folder '{e.FolderName}'. Check Mail:Imap:Folder and Mail:Imap:SentFolder.");
        }
        catch (CommandException e)
        {
            return (null, $"{settings.Host} refuses: {signIn.Words.Of(e)}");
        }
        catch (Exception e) when (e.IsConnectionLost())
        {
            return (null, $"{settings.Host} broke the connection: {signIn.Words.Of(e)}");
        }
    }
}
