namespace Reconciler.Store;

/// <summary>What a person may decide.</summary>
public enum DecisionKind
{
    /// <summary>This entry settles this order: targets are the transaction and the order.</summary>
    Pair,

    /// <summary>This match is wrong: the target is the match.</summary>
    Unmatch,

    /// <summary>This finding is none: the target is the finding.</summary>
    Dismiss,

    /// <summary>This money is given up: the target is the finding.</summary>
    WriteOff,
}

/// <summary>A person's decision, kept until a person takes it back.</summary>
/// <param name="TargetA">The transaction, match or finding as the person's words resolved to: <c>wallet/id</c> or an id.</param>
/// <param name="TargetB">The order of a pair, <c>marketplace/id</c>; else empty.</param>
/// <param name="OsUser">The operating system's name of the person.</param>
/// <param name="UndoneAtUtc">Null while it holds.</param>
/// <param name="UndoneBy">Empty while it holds.</param>
public sealed record StoredDecision(
    string Id,
    DecisionKind Kind,
    string TargetA,
    string TargetB,
    string Reason,
    string OsUser,
    DateTime DecidedAtUtc,
    DateTime? UndoneAtUtc = null,
    string UndoneBy = "");

/// <summary>The decisions of people, also those taken back.</summary>
public sealed class DecisionStore
{
    private readonly Session session;

    internal DecisionStore(Session session) => this.session = session;

    /// <summary>Keeps a decision.</summary>
    public void Add(StoredDecision d)
    {
        session.Seals.Touch(SealedTable.Decisions, d.Id);
        session.Execute("Decision_Add", new Fields().Text("decision_id", d.Id).Name("kind", d.Kind).Text("target_a", d.TargetA).Text("target_b", d.TargetB)
            .Text("reason", d.Reason).Text("os_user", d.OsUser).Time("decided_at", d.DecidedAtUtc).Time("undone_at", d.UndoneAtUtc).Text("undone_by", d.UndoneBy));
    }

    /// <summary>Takes a decision back. False where there is none with this id that holds.</summary>
    public bool Undo(string id, DateTime utcNow, string osUser)
    {
        session.Seals.Touch(SealedTable.Decisions, id);
        return session.Execute("Decision_Undo", new Fields().Text("decision_id", id).Time("undone_at", utcNow).Text("undone_by", osUser)) == 1;
    }

    /// <summary>Every decision in time order, also those taken back.</summary>
    public IReadOnlyList<StoredDecision> LoadAll() =>
        session.List("Decision_LoadAll", null, row =>
            new StoredDecision(row.Text(), row.Name<DecisionKind>(), row.Text(), row.Text(), row.Text(), row.Text(), row.Time(), row.TimeOrNull(), row.Text()));
}
