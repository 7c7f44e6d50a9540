using Reconciler.Core.Findings;
using Reconciler.Worker.Commands;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary><c>explain</c> matches only what may concern what it is asked about.</summary>
public class ExplainTests
{
    [Fact]
    public async Task Whatever_is_asked_about_the_part_tells_what_matching_all_tells()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var place = Workplace.Open(data: null, project["config"], asOf: null);
        var store = place.OpenStore();
        using var whole = store.BeginReading();
        var (all, findings) = (MatchJob.Match(place, whole), whole.Findings.LoadAll().ToList());
        var ids = all.Matches.SelectMany(m => new[] { m.Id, m.Transaction.Id, m.Order.Id, m.Transaction.ToString(), m.Order.ToString() })
            .Concat(findings.SelectMany(f => f.Transactions.Select(t => t.Id).Concat(f.Orders.Select(o => o.Id)).Prepend(f.Id)))
            .Concat(whole.Entries.LoadAll().Select(e => e.Standing.Id.Id)).ToHashSet(StringComparer.Ordinal);

        var byPart = 0;
        foreach (var id in ids)
        {
            using var work = store.BeginReading();
            if (ExplainCommand.Around(place, work, id) is { } part)
            {
                Assert.Equal(Explanation.Of(all, findings, id, place.PinnedAsOfUtc), Explanation.Of(part, findings, id, place.PinnedAsOfUtc));
                byPart++;
            }
        }

        // Of what is open the nearest of all is told.
        Assert.InRange(byPart, ids.Count * 9 / 10, ids.Count - 1);
    }
}
