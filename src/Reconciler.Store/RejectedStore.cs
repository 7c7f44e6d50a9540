using Reconciler.Core.Records;
using Reconciler.Core.Reports;

namespace Reconciler.Store;

/// <summary>The rows that could not be read.</summary>
public sealed class RejectedStore
{
    private readonly Session session;
    private readonly InputFileStore files;

    internal RejectedStore(Session session, InputFileStore files)
    {
        this.session = session;
        this.files = files;
    }

    /// <summary>Keeps rejected rows.</summary>
    public void Add(IEnumerable<RejectedRow> rows)
    {
        session.Seals.Extend(SealedTable.RejectedRows);
        session.AddMany("RejectedRow_Add", "rejected_rows", rows.Select(r =>
            new Fields().Number("file_no", files.NumberOf(r.FileSha256, r.FileName)).Number("line", r.Line).Text("column_name", r.Column)
                .Text("column_text", r.Text).Text("why", r.Why)).ToList());
    }

    /// <summary>Forgets the rejected rows of a file that is about to be read again.</summary>
    public void Clear(string fileSha256)
    {
        session.Seals.TouchNumbers(SealedTable.RejectedRows, session.List("RejectedRow_FindNumbersOf", new Fields().Text("sha256", fileSha256), row => row.Number()));
        session.Execute("RejectedRow_DeleteByFile", new Fields().Text("sha256", fileSha256));
    }

    /// <summary>Every rejected row: by file in the order in which they came, then by line.</summary>
    public IEnumerable<RejectedRow> LoadAll() => session.Stream("RejectedRow_LoadAll", null, Read);

    /// <summary>The rejected rows of a report, in the same order.</summary>
    public IReadOnlyList<RejectedRow> LoadOf(ReportPeriod period) => period switch
    {
        ReportPeriod.SinceReport since => session.List("RejectedRow_LoadSince", new Fields().Number("row_no", since.LastRejected), Read),
        ReportPeriod.Days days => session.List("RejectedRow_LoadImported", new Fields().Time("from_time", days.FromUtc).Time("to_time", days.UntilUtc), Read),
        _ => [.. LoadAll()],
    };

    /// <summary>The number of the last rejected row; 0 before the first.</summary>
    public long Last() => session.List("RejectedRow_Last", null, row => row.Number())[0];

    private static RejectedRow Read(Row row) => new(row.RepeatedText(), row.RepeatedText(), row.Integer(), row.RepeatedText(), row.Text(), row.Text());
}
