using Reconciler.Core.Reports;

namespace Reconciler.Store;

/// <summary>The audit: lines are appended in the transaction of what they tell, and never changed; the database's triggers refuse it.</summary>
public sealed class AuditStore
{
    private readonly Session session;

    /// <summary>The last line, while it is not yet written: what its transaction does to rows is told in it.</summary>
    private AuditRecord? pending;

    internal AuditStore(Session session) => this.session = session;

    /// <summary>Appends one line to the chain and returns it. As there is one writer at a time, two never follow the same line.</summary>
    /// <param name="actor">The account, as <see cref="AuditActor"/> writes it.</param>
    /// <param name="action">Up to 100 characters, such as <c>import</c>.</param>
    public AuditRecord Append(DateTime utcNow, string actor, string action, string subject, string detailsJson)
    {
        var last = FindLast();
        return pending = AuditChain.Next(last?.Seq ?? 0, last?.Hash ?? AuditChain.FirstPreviousHash, utcNow, actor, action, subject, detailsJson);
    }

    /// <summary>Every line from the first to the last.</summary>
    public IEnumerable<AuditRecord> LoadAll()
    {
        Write();
        return session.Stream("Audit_LoadAll", null, Read);
    }

    /// <summary>The last line, or null.</summary>
    public AuditRecord? FindLast()
    {
        Write();
        return session.List("Audit_FindLast", null, Read).SingleOrDefault();
    }

    /// <summary>The number and the hash of the last line.</summary>
    public AuditHead Head() => FindLast() is { } last ? new AuditHead(last.Seq, last.Hash) : AuditHead.None;

    /// <summary>The lines of one action from the last to the first, read as they are asked for.</summary>
    public IEnumerable<AuditRecord> LoadLatest(string action)
    {
        Write();
        return session.Stream("Audit_LoadLatest", new Fields().Text("action", action), Read);
    }

    /// <summary>The lines about some things, from the first to the last.</summary>
    public IReadOnlyList<AuditRecord> LoadOf(IReadOnlyCollection<string> subjects)
    {
        Write();
        return subjects.Count == 0 ? [] : session.List("Audit_LoadBySubjects", new Fields().Text("ids", JsonIds.Of(subjects)), Read);
    }

    /// <summary>The lines that tell of people's decisions, from the first to the last.</summary>
    public IReadOnlyList<AuditRecord> LoadDecisions()
    {
        Write();
        return session.List("Audit_LoadDecisions", null, Read);
    }

    /// <summary>Walks the whole chain.</summary>
    public AuditVerdict Verify() => AuditChain.Verify(LoadAll());

    /// <summary>Every row that is not what the chain vouches for: changed, deleted or inserted past the program. Of a chain that is broken it tells what can be told.</summary>
    public IEnumerable<RowFault> VerifyRows() => new RowProof(session).Faults(LoadAll());

    /// <summary>The names of the triggers that should refuse to change the audit and do not, sorted.</summary>
    public IReadOnlyList<string> MissingGuards() => Guards.Missing(session.Provider, session.List("Guards_Load", null, row => KeyValuePair.Create(row.Text(), row.TextOrNull() ?? string.Empty)).ToDictionary(StringComparer.Ordinal));

    /// <summary>Makes those triggers anew; their names.</summary>
    internal IReadOnlyList<string> RestoreGuards()
    {
        var missing = MissingGuards();
        foreach (var name in missing)
        {
            session.ExecuteText($"DROP TRIGGER IF EXISTS {name}");
            session.ExecuteText(Guards.Of(session.Provider)[name]);
        }

        return missing;
    }

    /// <summary>Tells in the transaction's last line what it does to rows.</summary>
    internal void Seal() => SealAs("reconciler", "rows changed");

    /// <param name="actor">Who does, where no line tells it yet.</param>
    internal void SealAs(string actor, string action)
    {
        if (session.Seals.IsEmpty)
        {
            Write();
            return;
        }

        if (pending?.Details.EndsWith('}') == false)
        {
            Write();
        }

        var before = pending is null ? Head() : null;
        var seq = pending?.Seq ?? before!.Seq + 1;
        var kept = new List<byte[]>();
        using var pages = new SealPages(kept.Add);
        foreach (var change in session.Seals.Take())
        {
            pages.Add(change);
        }

        var seal = new RowSeal(pages.Count, pages.Finish());
        if (seal.Count > 0)
        {
            session.AddMany("SealedRows_Add", "sealed_rows", kept.Select((content, i) => new Fields().Number("seq", seq).Number("page", i).Bytes("content", content)));
            pending ??= AuditChain.Next(before!.Seq, before.Hash, TimeProvider.System.GetUtcNow().UtcDateTime, actor, action, string.Empty, "{}");
            pending = AuditChain.Next(pending.Seq - 1, pending.PreviousHash, pending.AtUtc, pending.Actor, pending.Action, pending.Subject, seal.In(pending.Details)!);
        }

        Write();
    }

    private void Write()
    {
        if (pending is { } line)
        {
            pending = null;
            session.Execute("Audit_Add", new Fields().Number("seq", line.Seq).Time("at_utc", line.AtUtc).Text("actor", line.Actor).Text("action", line.Action)
                .Text("subject", line.Subject).Text("details", line.Details).Text("previous_hash", line.PreviousHash).Text("hash", line.Hash));
        }
    }

    private static AuditRecord Read(Row row) =>
        new(row.Number(), row.Time(), row.RepeatedText(), row.RepeatedText(), row.Text(), row.Text(), row.Text(), row.Text());
}
