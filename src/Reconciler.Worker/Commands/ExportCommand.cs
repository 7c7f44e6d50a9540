
using Reconciler.Documents.Tables;
using Reconciler.Store;

namespace Reconciler.Worker.Commands;

/// <summary><c>export</c>: a table of what the store holds, to standard output or a file.</summary>
internal static class ExportCommand
{
    public static Task<int> Run(CommandContext context, string what, string format, string? path)
    {
        using var work = context.Place.OpenStore().BeginReading();
        var table = TableOf(work, what);
        var tableFormat = Enum.Parse<TableFormat>(format, ignoreCase: true);
        if (path is null)
        {
            using var output = context.OpenOutput();
            TableWriter.Write(table, tableFormat, output);
        }
        else
        {
            using var file = File.Create(path);
            TableWriter.Write(table, tableFormat, file);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static Table TableOf(Work work, string what) => what switch
    {
        "entries" => ExportTables.Entries(work.Entries.LoadAll().Select(v => v.Standing)),
        "orders" => ExportTables.Orders(work.Orders.LoadAll().Select(v => v.Standing)),
        "matches" => ExportTables.Matches(work.Matches.LoadAll()),
        "findings" => ExportTables.Findings(work.Findings.LoadAll()),
        "disputes" => ExportTables.Disputes(work.Disputes.LoadAll()),
        "rejected" => ExportTables.Rejected(work.Rejected.LoadAll()),
        "audit" => ExportTables.Audit(work.Audit.LoadAll()),
        "runs" => ExportTables.Runs(work.Runs.LoadAll()),
        _ => throw new UnknownNameException($"There is no table {what}."),
    };
}
