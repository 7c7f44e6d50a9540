using Reconciler.Core.Disputes;

namespace Reconciler.Store;

/// <summary>One change of a dispute's state.</summary>
public sealed record DisputeMove(DisputeState From, DisputeState To, DateTime AtUtc, string Note);

/// <summary>One person's yes to a letter.</summary>
/// <param name="By">The operating system's user.</param>
public sealed record Approval(string By, DateTime AtUtc, string Reason);

/// <summary>The disputes with their mails and attachments, who approved them, and what people told about them.</summary>
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
        session.Seals.Touch(SealedTable.Disputes, dispute.Id);
        session.Execute("Dispute_Add", ToFields(dispute));
        AddMail(dispute, evidence, message);
    }

    /// <summary>Gives a dispute that waited for people its mail, and moves it on. False where it no longer waits: nothing is changed then.</summary>
    /// <param name="to">Where it moves: queued, or to be handed in.</param>
    /// <exception cref="ArgumentException">As with <see cref="Add"/>.</exception>
    public bool Release(Dispute dispute, IReadOnlyList<EvidenceFile> evidence, byte[] message, DisputeState to, DateTime utcNow, string note)
    {
        CheckMail(dispute, evidence, message);
        if (!Move(dispute.Id, DisputeState.AwaitingApproval, to, utcNow, note))
        {
            return false;
        }

        AddMail(dispute, evidence, message);
        return true;
    }

    /// <summary>Keeps one person's approval.</summary>
    public void AddApproval(string id, Approval approval)
    {
        var before = LoadApprovals(id);
        session.Seals.Touch(SealedTable.Approvals, id);
        session.Execute("DisputeApproval_Add", new Fields().Text("dispute_id", id).Number("position", before.Count + 1).Text("os_user", approval.By).Time("approved_at", approval.AtUtc).Text("reason", approval.Reason));
        var names = string.Join(';', before.Append(approval).Select(a => a.By));
        Move(id, DisputeState.AwaitingApproval, DisputeState.AwaitingApproval, approval.AtUtc, approvedBy: names);
    }

    /// <summary>Who approved a dispute, in order.</summary>
    public IReadOnlyList<Approval> LoadApprovals(string id) =>
        session.List("DisputeApproval_LoadByDispute", new Fields().Text("dispute_id", id), row => new Approval(row.Text(), row.Time(), row.Text()));

    /// <summary>Notes when the approvers were told of all that waits for them; null: they were not.</summary>
    public void MarkAsked(DateTime? toldAtUtc)
    {
        session.Seals.Touch(SealedTable.Disputes, LoadAll().Where(d => d.State == DisputeState.AwaitingApproval).Select(d => d.Id));
        session.Execute("Dispute_MarkAsked", new Fields().Time("asked_at", toldAtUtc).Name("waiting", DisputeState.AwaitingApproval));
    }

    /// <summary>Moves a dispute on, if it still stands where the caller believes. False where it does not, or there is none: nothing is changed then.</summary>
    /// <param name="note">Null keeps the note; so with the others.</param>
    public bool Move(string id, DisputeState from, DisputeState to, DateTime utcNow, string? note = null, DateTime? sentAtUtc = null, string? approvedBy = null)
    {
        var fields = new Fields().Text("dispute_id", id).Name("from_state", from).Name("to_state", to).Text("note", note).Time("sent_at", sentAtUtc).Text("approved_by", approvedBy);
        session.Seals.Touch(SealedTable.Disputes, id);
        if (session.Execute("Dispute_Move", fields) != 1)
        {
            return false;
        }

        AddMove(id, from, to, utcNow, note);
        return true;
    }

    /// <summary>Moves a queued dispute to sending, as one more try. Commit before a server hears of it: a crash then finds it as sending, not as queued. False where it is not queued.</summary>
    /// <param name="triedAtUtc">By the machine's clock.</param>
    /// <param name="by">Who tries, and by which way; kept with the move.</param>
    public bool Claim(string id, DateTime utcNow, DateTime triedAtUtc, string by)
    {
        var fields = new Fields().Text("dispute_id", id).Name("queued", DisputeState.Queued).Name("sending", DisputeState.Sending).Time("tried_at", triedAtUtc);
        session.Seals.Touch(SealedTable.Disputes, id);
        if (session.Execute("Dispute_Claim", fields) != 1)
        {
            return false;
        }

        AddMove(id, DisputeState.Queued, DisputeState.Sending, utcNow, by);
        return true;
    }

    /// <summary>The latest moment that any case knows of, as each case tells its own (<see cref="CaseFile.LastMomentUtc"/>); null where there is no finding.</summary>
    public DateTime? LastMomentUtc() => session.List("Dispute_FindLastMoment", null, row => row.TimeOrNull())[0];

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

    /// <summary>Keeps what a person told about a case.</summary>
    public void AddInstruction(Instruction told)
    {
        session.Seals.Extend(SealedTable.Instructions);
        session.Execute("Instruction_Add", new Fields().Text("dispute_id", told.DisputeId).Name("kind", told.Kind).Time("given_at", told.AtUtc).Text("os_user", told.By)
            .Text("reason", told.Reason).Day("refunded_on", told.RefundedOn).Text("refund_reference", told.RefundReference));
    }

    /// <summary>What people told about all cases, in order.</summary>
    public IReadOnlyList<Instruction> LoadInstructions() =>
        session.List("Instruction_LoadAll", null, row =>
            new Instruction(row.Text(), row.Name<InstructionKind>(), row.Time(), row.Text(), row.Text(), row.DayOrNull(), row.Text()));

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
        session.Seals.Touch(SealedTable.Attachments, dispute.Id);
        session.Seals.Touch(SealedTable.Messages, dispute.Id);
        session.AddMany("DisputeAttachment_Add", "dispute_attachments", evidence.Select((e, i) =>
            new Fields().Text("dispute_id", dispute.Id).Number("position", i).Text("name", e.Name).Text("media_type", e.MediaType).Text("sha256", e.Sha256)
                .Bytes("content", e.Content).Text("source", e.Source)));
        if (message.Length > 0)
        {
            session.Execute("DisputeMessage_Add", new Fields().Text("dispute_id", dispute.Id).Text("message_id", dispute.MessageId).Bytes("content", message));
        }
    }

    private void AddMove(string id, DisputeState from, DisputeState to, DateTime utcNow, string? note)
    {
        session.Seals.Extend(SealedTable.Moves);
        session.Execute("DisputeMove_Add", new Fields().Text("dispute_id", id).Name("from_state", from).Name("to_state", to).Time("moved_at", utcNow).Text("note", note ?? string.Empty));
    }

    private static Fields ToFields(Dispute d) =>
        new Fields().Text("dispute_id", d.Id).Text("finding_id", d.FindingId).Number("number", d.Number).Number("step", d.Step).Number("part", d.Part).Text("letter", d.Letter)
            .Name("channel", d.Channel).Name("delivery", d.Delivery).Text("recipient", d.Recipient).Name("state", d.State)
            .Number("wait_business_days", d.WaitBusinessDays).Number("approvals_needed", d.ApprovalsNeeded).Text("approved_by", d.ApprovedBy).Time("asked_at", d.AskedAtUtc)
            .Number("tries", d.Tries).Time("tried_at", d.TriedAtUtc).Time("sent_at", d.SentAtUtc).Money("amount", "currency", d.Amount)
            .Time("created_at", d.CreatedAtUtc).Text("note", d.Note);

    private static Dispute Read(Row row, ILookup<string, string> attachments)
    {
        var id = row.Text();
        return new Dispute
        {
            Id = id,
            Attachments = [.. attachments[id]],
            FindingId = row.Text(),
            Number = row.Integer(),
            Step = row.Integer(),
            Part = row.Integer(),
            Letter = row.Text(),
            Channel = row.Name<DisputeChannel>(),
            Delivery = row.Name<DisputeDelivery>(),
            Recipient = row.Text(),
            State = row.Name<DisputeState>(),
            WaitBusinessDays = row.Integer(),
            ApprovalsNeeded = row.Integer(),
            ApprovedBy = row.Text(),
            AskedAtUtc = row.TimeOrNull(),
            Tries = row.Integer(),
            TriedAtUtc = row.TimeOrNull(),
            SentAtUtc = row.TimeOrNull(),
            Amount = row.Money(),
            CreatedAtUtc = row.Time(),
            Note = row.Text(),
            MessageId = row.TextOrNull() ?? string.Empty,
            CaseNumber = row.Text(),
        };
    }
}
