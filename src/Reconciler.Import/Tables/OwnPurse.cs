namespace Reconciler.Import.Tables;

/// <summary>Which columns name the purse that money left and the purse that it reached, for files that say no direction.</summary>
/// <param name="Purses">The owner's own purses, for files that do not tell; in any case.</param>
internal sealed record PurseRule(string From, string To, HashSet<string> Purses);

/// <summary>
/// Adds the column <see cref="Direction"/> to a purse's history: <c>out</c> or <c>in</c>. The purse that stands in every operation of a file is the file's own.
/// Where two do, such as in a file of one operation, only the layout can say which; without that each row is refused.
/// </summary>
internal static class OwnPurse
{
    public const string Direction = "direction";

    /// <param name="settingsFile">Where the owner's purses can be named, for messages.</param>
    public static IEnumerable<TableRow> Told(Func<IEnumerable<TableRow>> rows, PurseRule rule, string settingsFile)
    {
        (int From, int To)? columns = null;
        HashSet<string>? own = null;
        foreach (var row in rows())
        {
            if (columns is not { } at)
            {
                columns = (Array.IndexOf(row.Cells, rule.From), Array.IndexOf(row.Cells, rule.To));
                own = columns is { From: < 0 } or { To: < 0 } ? null : PursesInAll(rows(), columns.Value);
                if (own is { Count: > 1 })
                {
                    own.IntersectWith(rule.Purses.Count > 0 ? rule.Purses : own);
                }

                yield return row with { Cells = own is null ? row.Cells : [.. row.Cells, Direction] };
            }
            else if (own is null || row.Why is not null)
            {
                yield return row;
            }
            else
            {
                yield return One(row, row.Cells[at.From], row.Cells[at.To], own, rule, settingsFile);
            }
        }
    }

    private static HashSet<string> PursesInAll(IEnumerable<TableRow> rows, (int From, int To) at)
    {
        HashSet<string>? all = null;
        foreach (var row in rows.Skip(1).Where(row => row.Why is null))
        {
            var both = new[] { row.Cells[at.From], row.Cells[at.To] };
            if (all is null)
            {
                all = new HashSet<string>(both, StringComparer.OrdinalIgnoreCase);
            }
            else
            {
                all.IntersectWith(both);
            }
        }

        return all ?? [];
    }

    private static TableRow One(TableRow row, string from, string to, HashSet<string> own, PurseRule rule, string settingsFile)
    {
        var mine = own.Count > 0 ? own : rule.Purses;
        return mine.Contains(from) != mine.Contains(to) ? row with { Cells = [.. row.Cells, mine.Contains(from) ? "out" : "in"] }
            : from == to ? row with { Why = $"has {from} as {rule.From} and as {rule.To}, so that it does not tell whether money came or went. Save the answer again with the purses as they are." }
            : row with { Why = $"does not tell whether money came or went: {rule.From} is {from}, {rule.To} is {to}, and nothing says which is the file's own. Name it under xml.own.purses in {settingsFile}." };
    }
}
