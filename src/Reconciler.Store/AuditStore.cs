using Reconciler.Core.Reports;

namespace Reconciler.Store;

/// <summary>The audit: lines are appended in the transaction of what they tell, and never changed; the database's triggers refuse it.</summary>
public sealed class AuditStore
{
    private readonly Session session;

    internal AuditStore(Session session) => this.session = session;

    /// <summary>Appends one line to the chain and returns it. As there is one writer at a time, two never follow the same line.</summary>
    /// <param name="actor">The operating system's user, or the service.</param>
    /// <param name="action">Up to 100 characters, such as <c>import</c>.</param>
    public AuditRecord Append(DateTime utcNow, string actor, string action, string subject, string detailsJson)
    {
        var last = FindLast();
        var line = AuditChain.Next(last?.Seq ?? 0, last?.Hash ?? AuditChain.FirstPreviousHash, utcNow, actor, action, subject, detailsJson);
        session.Execute("Audit_Add", new Fields().Number("seq", line.Seq).Time("at_utc", line.AtUtc).Text("actor", line.Actor).Text("action", line.Action)
            .Text("subject", line.Subject).Text("details", line.Details).Text("previous_hash", line.PreviousHash).Text("hash", line.Hash));
        return line;
    }

    /// <summary>Every line from the first to the last.</summary>
    public IEnumerable<AuditRecord> LoadAll() => session.Stream("Audit_LoadAll", null, Read);

    /// <summary>The last line, or null.</summary>
    public AuditRecord? FindLast() => session.List("Audit_FindLast", null, Read).SingleOrDefault();

    /// <summary>The lines of one action from the last to the first, read as they are asked for.</summary>
    public IEnumerable<AuditRecord> LoadLatest(string action) => session.Stream("Audit_LoadLatest", new Fields().Text("action", action), Read);

    /// <summary>Walks the whole chain.</summary>
    public AuditVerdict Verify() => AuditChain.Verify(LoadAll());

    private static AuditRecord Read(Row row) =>
        new(row.Number(), row.Time(), row.RepeatedText(), row.RepeatedText(), row.Text(), row.Text(), row.Text(), row.Text());
}
