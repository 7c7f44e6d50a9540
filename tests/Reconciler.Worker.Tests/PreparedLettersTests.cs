using Microsoft.Extensions.Logging.Abstractions;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Values;
using Reconciler.Store;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Tests;

/// <summary>Many letters of one run are kept together, each whole.</summary>
public sealed class PreparedLettersTests
{
    [Fact]
    public void Letters_are_kept_a_hundred_in_a_commit_and_the_rest_at_the_end()
    {
        using var folder = new TempFolder();
        var store = StoreWithFindings(folder, 250);
        var prepared = new PreparedLetters(store, new DisputeBook(new RunClock("R-1", Some.Time, Some.Time), NullLogger.Instance), _ => { });
        var kept = new List<int>();
        for (var i = 0; i < 250; i++)
        {
            prepared.Add(Letter(i));
            kept.Add(Kept(store));
        }

        Assert.Equal(Enumerable.Range(1, 250).Select(i => i / PreparedLetters.MostLetters * PreparedLetters.MostLetters), kept);
        prepared.Keep();
        Assert.Equal(250, Kept(store));
    }

    [Fact]
    public void Letters_whose_mails_are_large_do_not_wait_for_a_hundred()
    {
        using var folder = new TempFolder();
        var store = StoreWithFindings(folder, 3);
        var prepared = new PreparedLetters(store, new DisputeBook(new RunClock("R-1", Some.Time, Some.Time), NullLogger.Instance), _ => { });
        var mail = new byte[PreparedLetters.MostBytes / 2];
        prepared.Add(new WrittenDispute([new WrittenPart(Letter(0) with { MessageId = "0@shop.example" }, [], mail)], [], []));
        Assert.Equal(0, Kept(store));
        prepared.Add(new WrittenDispute([new WrittenPart(Letter(1) with { MessageId = "1@shop.example" }, [], mail)], [], []));
        Assert.Equal(2, Kept(store));
    }

    private static int Kept(Database store)
    {
        using var reading = store.BeginReading();
        return reading.Disputes.LoadAll().Count;
    }

    private static Database StoreWithFindings(TempFolder folder, int count)
    {
        var store = Database.Open(new StoreSettings(StoreProvider.Sqlite, Database.ForFile(folder["reconciler.db"])));
        store.Migrate();
        using var work = store.Begin();
        work.Findings.Apply([.. Enumerable.Range(0, count).Select(Finding)], "R-1");
        work.Commit();
        return store;
    }

    private static Finding Finding(int i) => new()
    {
        Id = $"f-{i:000000000000}",
        Kind = FindingKind.MissingRefund,
        Orders = [new OrderId("bazaar", $"O-{i}")],
        Amount = Some.Money("20.00 USD"),
        FoundAtUtc = Some.Time,
        Confidence = Confidence.Certain,
        Why = Reason.Of("nothing has come back"),
    };

    private static Dispute Letter(int i) => new()
    {
        Id = Some.Key.LetterId(Finding(i).Id, 1),
        FindingId = Finding(i).Id,
        Number = 1,
        Step = 1,
        Letter = "missing-refund",
        Channel = DisputeChannel.Marketplace,
        Delivery = DisputeDelivery.Mail,
        Recipient = "claims@bazaar.example",
        State = DisputeState.AwaitingApproval,
        ApprovalsNeeded = 1,
        Amount = Some.Money("20.00 USD"),
        CreatedAtUtc = Some.Time,
    };
}
