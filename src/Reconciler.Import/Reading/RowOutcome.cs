using Reconciler.Core.Records;

namespace Reconciler.Import.Reading;

/// <summary>What became of one record of a file, or of a part of it. Over a file the sum of <see cref="Rows"/> is the number of its data rows: nothing is lost silently.</summary>
public abstract record RowOutcome
{
    private RowOutcome()
    {
    }

    /// <summary>How many data rows (CSV) or items (JSON) the record stands for. An order spread over several lines counts each. 0 only where the file itself is at fault and no row of it.</summary>
    public abstract int Rows { get; init; }

    /// <summary>A statement row that was read.</summary>
    public sealed record ReadEntry(Entry Entry, int Rows) : RowOutcome
    {
        public override int Rows { get; init; } = Rows;

        /// <summary>What its id was made of.</summary>
        public IdSource IdSource { get; init; } = IdSource.Own;
    }

    /// <summary>An order that was read.</summary>
    public sealed record ReadOrder(Order Order, int Rows) : RowOutcome
    {
        public override int Rows { get; init; } = Rows;
    }

    /// <summary>What is no record of the layout and so is not counted among the rows read: a total, a sheet that is hidden, another table.</summary>
    /// <param name="What">What it is and why it is not read, such as <c>sheet Old is hidden</c>.</param>
    public sealed record PassedOver(string What, int Rows) : RowOutcome
    {
        public override int Rows { get; init; } = Rows;
    }

    /// <summary>A record that could not be read, with the reason. The file goes on.</summary>
    public sealed record Rejected(RejectedRow Row, int Rows) : RowOutcome
    {
        public override int Rows { get; init; } = Rows;
    }
}
