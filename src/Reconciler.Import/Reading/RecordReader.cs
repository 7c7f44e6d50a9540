using Reconciler.Core.Records;
using Reconciler.Import.Layouts;

namespace Reconciler.Import.Reading;

/// <summary>Makes entries and orders of one file's records by its layout. The first thing that is wrong with a record rejects it.</summary>
internal sealed class RecordReader
{
    /// <summary>How long a refused text may be to be shown, in characters.</summary>
    private const int LongestShown = 200;

    private readonly Layout layout;
    private readonly string sha256;
    private readonly string fileName;
    private readonly Refusals refusals = new();
    private readonly EntryReader? entries;
    private readonly OrderReader? orders;
    private readonly List<RowOutcome> read = [];
    private readonly string leftOut;

    public RecordReader(Layout layout, string account, string sha256, string fileName)
    {
        (this.layout, this.sha256, this.fileName) = (layout, sha256, fileName);
        leftOut = $"left out by the layout {layout.Name}";
        var names = new NameReader(layout, account, refusals);
        var choices = new ChoiceReader(layout, refusals);
        var times = new TimeReader(layout, refusals);
        var moneys = new MoneyReader(layout, refusals, choices);
        if (layout.Order is { } order)
        {
            orders = new OrderReader(order, names, choices, times, moneys, refusals);
        }
        else
        {
            entries = new EntryReader(layout, names, choices, times, moneys, refusals);
        }
    }

    /// <summary>What a record makes: an order, or nearly always one entry. The first outcome counts the record's rows. The list is used again for the next record.</summary>
    public IReadOnlyList<RowOutcome> Read(SourceRecord record)
    {
        read.Clear();
        if (Array.Exists(layout.Skips, conditions => Condition.AllHold(conditions, record)))
        {
            read.Add(new RowOutcome.PassedOver(leftOut, record.Rows));
            return read;
        }

        refusals.Begin(record.Line, record.Problem ?? Disagreement(record));
        if (!refusals.Any)
        {
            orders?.Read(record, sha256, fileName, read);
            entries?.Read(record, sha256, fileName, read);
        }

        if (refusals.First is { } problem)
        {
            read.Clear();
            read.Add(new RowOutcome.Rejected(new RejectedRow(sha256, fileName, problem.Line, problem.Column, Shown(problem), problem.Why), record.Rows));
        }

        return read;
    }

    /// <summary>What is shown of a text that was refused: nothing of a whole row, and nothing so long that it may be one, for rows hold personal data. The line tells where it stands.</summary>
    private static string Shown(Problem problem) => problem.Column.Length == 0 ? string.Empty : problem.Text.Length > LongestShown ? "…" : problem.Text;

    private Problem? Disagreement(SourceRecord record)
    {
        if (layout.GroupAgrees.Length == 0 || record.Parts.Count == 1)
        {
            return null;
        }

        foreach (var field in layout.GroupAgrees)
        {
            var first = record.Text(field);
            foreach (var part in record.Parts)
            {
                var text = part.Text(field);
                if (text.Length > 0 && !text.SequenceEqual(first))
                {
                    return new Problem(part.Line, record.ColumnName(field), text.ToString(), $"differs from \"{first}\" on an earlier line of the same order.");
                }
            }
        }

        return null;
    }
}
