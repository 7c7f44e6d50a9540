using Reconciler.Core.Disputes;

namespace Reconciler.Store;

/// <summary>One change of a dispute's state.</summary>
public sealed record DisputeMove(DisputeState From, DisputeState To, DateTime AtUtc, string Note);

/// <summary>The disputes with their mails and attachments.</summary>
public sealed class DisputeStore
{
    private readonly Session session;

    internal DisputeStore(Session session) => this.session = session;

    /// <summary>Keeps a dispute whole, before any server hears of it.</summary>
    /// <param name="evidence">The attached files, in order.</param>
    /// <param name="message">The mail as it will go out, byte by byte; empty while there is none.</param>
    /// <exception cref="ArgumentException">The attachments named are not those given, or there is a mail without a Message-Id or the other way round.</exception>
    public void Add(Dispute dispute, IReadOnlyList<EvidenceFile> evidence, byte[] message)
    {
        CheckMail(dispute, evidence, message);
        session.Execute("Dispute_Add", ToFields(dispute));
        AddMail(dispute, evidence, message);
    }

    /// <summary>Gives a dispute that waited for a person its mail, and queues it. False where it no longer waits: nothing is changed then.</summary>
    /// <param name="approvedBy">The operating system's user.</param>
    /// <exception cref="ArgumentException">As with <see cref="Add"/>.</exception>
    public bool Approve(Dispute dispute, IReadOnlyList<EvidenceFile> evidence, byte[] message, DateTime utcNow, string approvedBy, string note)
    {
        CheckMail(dispute, evidence, message);
        if (!Move(dispute.Id, DisputeState.AwaitingApproval, DisputeState.Queued, utcNow, note, approvedBy: approvedBy))
        {
            return false;
        }

        AddMail(dispute, evidence, message);
        return true;
    }

    /// <summary>Moves a dispute on, if it still stands where the caller believes. False where it does not, or there is none: nothing is changed then.</summary>
    /// <param name="note">Null keeps the note; so with the others.</param>
    public bool Move(string id, DisputeState from, DisputeState to, DateTime utcNow, string? note = null, DateTime? sentAtUtc = null, string? approvedBy = null)
    {
        var fields = new Fields().Text("dispute_id", id).Name("from_state", from).Name("to_state", to).Text("note", note).Time("sent_at", sentAtUtc).Text("approved_by", approvedBy);
        if (session.Execute("Dispute_Move", fields) == 0)
        {
            return false;
        }

        AddMove(id, from, to, utcNow, note);
        return true;
    }

    /// <summary>Moves the oldest queued disputes to sending and returns them, the oldest first. Commit before the first is handed to a server: a crash then finds it as sending, not as queued.</summary>
    /// <param name="max">How many at the most; above 0.</param>
    public IReadOnlyList<Dispute> ClaimQueued(int max, DateTime utcNow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var claim = new Fields().Number("max", max).Name("queued", DisputeState.Queued).Name("sending", DisputeState.Sending);
        var ids = session.List("Dispute_ClaimQueued", claim, row => row.Text()).ToHashSet(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            AddMove(id, DisputeState.Queued, DisputeState.Sending, utcNow, note: null);
        }

        return ids.Count == 0 ? [] : [.. LoadAll().Where(d => ids.Contains(d.Id))];
    }

    /// <summary>Every dispute in the order of making.</summary>
    public IReadOnlyList<Dispute> LoadAll()
    {
        var attachments = session.List("DisputeAttachment_LoadNames", null, row => (DisputeId: row.Text(), Name: row.Text())).ToLookup(a => a.DisputeId, a => a.Name, StringComparer.Ordinal);
        return session.List("Dispute_LoadAll", null, row => Read(row, attachments));
    }

    /// <summary>The mail of one dispute as it went or will go out, or null.</summary>
    public byte[]? LoadMessage(string id) => session.List("DisputeMessage_Load", new Fields().Text("dispute_id", id), row => row.Bytes()).SingleOrDefault();

    /// <summary>The attached files of one dispute, in order.</summary>
    public IReadOnlyList<EvidenceFile> LoadAttachments(string id) =>
        session.List("DisputeAttachment_LoadByDispute", new Fields().Text("dispute_id", id), row => new EvidenceFile(row.Text(), row.Text(), row.Bytes(), row.Text()));

    /// <summary>Every change of one dispute's state, in order.</summary>
    public IReadOnlyList<DisputeMove> LoadMoves(string id) =>
        session.List("DisputeMove_LoadByDispute", new Fields().Text("dispute_id", id), row =>
            new DisputeMove(row.Name<DisputeState>(), row.Name<DisputeState>(), row.Time(), row.Text()));

    private static void CheckMail(Dispute dispute, IReadOnlyList<EvidenceFile> evidence, byte[] message)
    {
        if (!dispute.Attachments.SequenceEqual(evidence.Select(e => e.Name)))
        {
            throw new ArgumentException($"{dispute.Id} names the attachments [{string.Join(", ", dispute.Attachments)}], given are [{string.Join(", ", evidence.Select(e => e.Name))}].", nameof(evidence));
        }

        if ((dispute.MessageId.Length == 0) != (message.Length == 0))
        {
            throw new ArgumentException($"{dispute.Id} has the Message-Id '{dispute.MessageId}' and a mail of {message.Length} bytes; a mail is kept with its Message-Id.", nameof(message));
        }
    }

    private void AddMail(Dispute dispute, IReadOnlyList<EvidenceFile> evidence, byte[] message)
    {
        session.AddMany("DisputeAttachment_Add", "dispute_attachments", evidence.Select((e, i) =>
            new Fields().Text("dispute_id", dispute.Id).Number("position", i).Text("name", e.Name).Text("media_type", e.MediaType).Text("sha256", e.Sha256)
                .Bytes("content", e.Content).Text("source", e.Source)));
        if (message.Length > 0)
        {
            session.Execute("DisputeMessage_Add", new Fields().Text("dispute_id", dispute.Id).Text("message_id", dispute.MessageId).Bytes("content", message));
        }
    }

    private void AddMove(string id, DisputeState from, DisputeState to, DateTime utcNow, string? note) =>
        session.Execute("DisputeMove_Add", new Fields().Text("dispute_id", id).Name("from_state", from).Name("to_state", to).Time("moved_at", utcNow).Text("note", note ?? string.Empty));

    private static Fields ToFields(Dispute d) =>
        new Fields().Text("dispute_id", d.Id).Text("finding_id", d.FindingId).Text("letter", d.Letter).Name("channel", d.Channel).Text("recipient", d.Recipient)
            .Name("state", d.State).Text("approved_by", d.ApprovedBy).Time("sent_at", d.SentAtUtc).Money("amount", "currency", d.Amount)
            .Time("created_at", d.CreatedAtUtc).Text("note", d.Note);

    private static Dispute Read(Row row, ILookup<string, string> attachments)
    {
        var id = row.Text();
        return new Dispute
        {
            Id = id,
            Attachments = [.. attachments[id]],
            FindingId = row.Text(),
            Letter = row.Text(),
            Channel = row.Name<DisputeChannel>(),
            Recipient = row.Text(),
            State = row.Name<DisputeState>(),
            ApprovedBy = row.Text(),
            SentAtUtc = row.TimeOrNull(),
            Amount = row.Money(),
            CreatedAtUtc = row.Time(),
            Note = row.Text(),
            MessageId = row.TextOrNull() ?? string.Empty,
        };
    }
}
