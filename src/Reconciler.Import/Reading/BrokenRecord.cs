using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>A row that could not be taken apart at all.</summary>
internal sealed class BrokenRecord(int line, string why, int rows = 1) : SourceRecord
{
    public override int Line => line;

    public override string RawText => string.Empty;

    public override int Rows => rows;

    public override Problem Problem { get; } = new(line, string.Empty, string.Empty, why);

    public override ReadOnlySpan<char> Text(int field) => default;

    public override bool HasColumn(int field) => false;

    public override string ColumnName(int field) => string.Empty;

    public override string Extra() => string.Empty;
}
