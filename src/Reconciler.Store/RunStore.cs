using Reconciler.Core.Reports;

namespace Reconciler.Store;

/// <summary>The runs with their control totals.</summary>
public sealed class RunStore
{
    private readonly Session session;

    internal RunStore(Session session) => this.session = session;

    /// <summary>Keeps a run.</summary>
    public void Add(Run run)
    {
        session.Seals.Touch(SealedTable.Runs, run.Id);
        session.Execute("Run_Add", new Fields().Text("run_id", run.Id).Time("started_at", run.StartedAtUtc).Time("as_of", run.AsOfUtc)
            .Text("result_hash", run.ResultHash).Text("program_version", run.Version).Text("totals", StoredJson.Write(run.Totals)));
    }

    /// <summary>When the latest run was started; null before the first.</summary>
    public DateTime? LastStartedAtUtc() => session.List("Run_FindLast", null, row => row.TimeOrNull()).Single();

    /// <summary>Every run in time order.</summary>
    public IReadOnlyList<Run> LoadAll() =>
        session.List("Run_LoadAll", null, row =>
            new Run(row.Text(), row.Time(), row.Time(), row.Text(), row.Text(), StoredJson.Read<ControlTotals>(row.Text())));
}
