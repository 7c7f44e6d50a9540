using Reconciler.Core.Records;

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
    public void Add(IEnumerable<RejectedRow> rows) =>
        session.AddMany("RejectedRow_Add", "rejected_rows", rows.Select(r =>
            new Fields().Number("file_no", files.NumberOf(r.FileSha256, r.FileName)).Number("line", r.Line).Text("column_name", r.Column)
                .Text("column_text", r.Text).Text("why", r.Why)).ToList());

    /// <summary>Forgets the rejected rows of a file that is about to be read again.</summary>
    public void Clear(string fileSha256) => session.Execute("RejectedRow_DeleteByFile", new Fields().Text("sha256", fileSha256));

    /// <summary>Every rejected row: by file in the order in which they came, then by line.</summary>
    public IEnumerable<RejectedRow> LoadAll() =>
        session.Stream("RejectedRow_LoadAll", null, row => new RejectedRow(row.RepeatedText(), row.RepeatedText(), row.Integer(), row.RepeatedText(), row.Text(), row.Text()));
}
