using Reconciler.Core.Disputes;
using Reconciler.Core.Reports;

namespace Reconciler.Store;

/// <summary>The mails to our own people.</summary>
public sealed class NoticeStore
{
    private readonly Session session;

    internal NoticeStore(Session session) => this.session = session;

    /// <summary>Keeps a notice with its whole mail, before any server hears of it.</summary>
    public void Add(Notice notice, byte[] message)
    {
        session.Seals.Touch(SealedTable.Notices, notice.Id);
        session.Execute("Notice_Add", new Fields().Text("notice_id", notice.Id).Name("kind", notice.Kind).Text("about", notice.About).Text("recipients", string.Join(';', notice.Recipients))
            .Text("message_id", notice.MessageId).Bytes("content", message).Name("state", notice.State).Number("tries", notice.Tries).Time("tried_at", notice.TriedAtUtc)
            .Time("sent_at", notice.SentAtUtc).Time("created_at", notice.CreatedAtUtc).Text("note", notice.Note));
    }

    /// <summary>Those that wait or are being handed over, and all that were made or tried since a time, in the order of making.</summary>
    public IReadOnlyList<Notice> LoadSince(DateTime sinceUtc) => session.List("Notice_LoadSince", new Fields().Time("from_time", sinceUtc), Read);

    /// <summary>When the last one of a kind about something was made; null before the first.</summary>
    public DateTime? LastMadeAtUtc(NoticeKind kind, string about) =>
        session.List("Notice_FindLast", new Fields().Name("kind", kind).Text("about", about), row => row.TimeOrNull()).Single();

    /// <summary>The mail of one notice as it went or will go out, or null.</summary>
    public byte[]? LoadMessage(string id) => session.List("Notice_Load", new Fields().Text("notice_id", id), row => row.Bytes()).SingleOrDefault();

    /// <summary>Moves a notice on, if it still stands where the caller believes. False where it does not: nothing is changed then.</summary>
    public bool Move(string id, DisputeState from, DisputeState to, string note, DateTime? sentAtUtc = null)
    {
        session.Seals.Touch(SealedTable.Notices, id);
        return session.Execute("Notice_Move", new Fields().Text("notice_id", id).Name("from_state", from).Name("to_state", to).Text("note", note).Time("sent_at", sentAtUtc)) == 1;
    }

    /// <summary>Moves a queued notice to sending, as one more try. Commit before a server hears of it. False where it is not queued.</summary>
    /// <param name="triedAtUtc">By the machine's clock.</param>
    /// <param name="by">Who tries, and by which way; kept as the note until its fate is known.</param>
    public bool Claim(string id, DateTime triedAtUtc, string by)
    {
        session.Seals.Touch(SealedTable.Notices, id);
        return session.Execute("Notice_Claim", new Fields().Text("notice_id", id).Name("queued", DisputeState.Queued).Name("sending", DisputeState.Sending).Time("tried_at", triedAtUtc).Text("note", by)) == 1;
    }

    private static Notice Read(Row row) =>
        new()
        {
            Id = row.Text(),
            Kind = row.Name<NoticeKind>(),
            About = row.Text(),
            Recipients = row.Text().Split(';'),
            MessageId = row.Text(),
            State = row.Name<DisputeState>(),
            Tries = row.Integer(),
            TriedAtUtc = row.TimeOrNull(),
            SentAtUtc = row.TimeOrNull(),
            CreatedAtUtc = row.Time(),
            Note = row.Text(),
        };
}
