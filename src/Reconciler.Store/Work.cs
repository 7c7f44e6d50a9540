namespace Reconciler.Store;

/// <summary>One connection with one transaction: what is done through it is kept together by <see cref="Commit"/>, or not at all.</summary>
/// <remarks>Streams (<c>LoadAll</c>, <c>Verify</c>) must be read to their end before anything else is asked of the same work.</remarks>
public sealed class Work : IDisposable
{
    private readonly Session session;

    internal Work(Session session)
    {
        this.session = session;
        InputFiles = new InputFileStore(session);
        Entries = new EntryStore(session, InputFiles);
        Orders = new OrderStore(session, InputFiles);
        Rejected = new RejectedStore(session, InputFiles);
        Matches = new MatchStore(session);
        Findings = new FindingStore(session);
        Decisions = new DecisionStore(session);
        Disputes = new DisputeStore(session);
        Answers = new AnswerStore(session);
        Kept = new KeptRecords(session, Entries, Orders, Matches, Findings);
        Notices = new NoticeStore(session);
        CaseKeys = new CaseKeyStore(session);
        Runs = new RunStore(session);
        Audit = new AuditStore(session);
    }

    public InputFileStore InputFiles { get; }

    public EntryStore Entries { get; }

    public OrderStore Orders { get; }

    public RejectedStore Rejected { get; }

    public MatchStore Matches { get; }

    public FindingStore Findings { get; }

    public DecisionStore Decisions { get; }

    public DisputeStore Disputes { get; }

    public AnswerStore Answers { get; }

    public KeptRecords Kept { get; }

    public NoticeStore Notices { get; }

    public CaseKeyStore CaseKeys { get; }

    public RunStore Runs { get; }

    public AuditStore Audit { get; }

    /// <summary>Keeps everything that was done. On return it is on the disk.</summary>
    /// <exception cref="StoreException">It could not be kept; nothing of it is.</exception>
    public void Commit()
    {
        Audit.Seal();
        session.Commit();
    }

    /// <summary>Vouches for all rows of tables as they stand, which nobody did before.</summary>
    internal void SealAll(IReadOnlyCollection<SealedTable> tables, string actor)
    {
        session.Seals.ExtendAll(tables);
        Audit.SealAs(actor, "rows taken over");
    }

    /// <summary>Ends the work; what was not committed never happened.</summary>
    public void Dispose() => session.Dispose();
}
