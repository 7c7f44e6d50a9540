using System.Text;
using Microsoft.Data.Sqlite;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class DisputeStoreTests
{
    private static readonly Finding Finding = new()
    {
        Id = "f-1",
        Kind = FindingKind.DuplicateCharge,
        Amount = Some.Money("20.00 USD"),
        Confidence = Confidence.Certain,
        Why = "why",
    };

    private static readonly byte[] Mail = [.. Encoding.UTF8.GetBytes("Subject: Привет 😀\r\n\r\n"), 0, 255];

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_dispute_is_kept_whole(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        EvidenceFile[] evidence = [new("zz.pdf", "application/pdf", [1, 0, 255], "made from a.csv:2"), new("aa.png", "image/png", [], "given by a person")];
        var full = SomeDispute("D-1") with
        {
            Channel = DisputeChannel.Wallet,
            State = DisputeState.Sent,
            ApprovedBy = "Анна",
            SentAtUtc = Some.Time.AddTicks(123),
            Attachments = ["zz.pdf", "aa.png"],
            Note = "note\n😀",
        };
        var bare = SomeDispute("D-2") with { MessageId = "", State = DisputeState.AwaitingApproval };
        store.Commit(w =>
        {
            w.Findings.Apply([Finding], "run");
            w.Disputes.Add(full, evidence, Mail);
            w.Disputes.Add(bare, [], []);
        });

        using var work = store.Database.BeginReading();
        var all = work.Disputes.LoadAll();
        Equal(full, all[0]);
        Equal(bare, all[1]);
        Assert.Equal(Mail, work.Disputes.LoadMessage("D-1"));
        Assert.Null(work.Disputes.LoadMessage("D-2"));
        var back = work.Disputes.LoadAttachments("D-1");
        Assert.Equal(evidence.Select(e => (e.Name, e.MediaType, e.Sha256, e.Source)), back.Select(e => (e.Name, e.MediaType, e.Sha256, e.Source)));
        Assert.Equal(evidence[0].Content, back[0].Content);

        static void Equal(Dispute given, Dispute back)
        {
            Assert.Equal(given.Attachments, back.Attachments);
            Assert.Equal(given, back with
            {
                Attachments = given.Attachments,
                SentAtUtc = given.SentAtUtc?.Came(back.SentAtUtc!.Value),
                CreatedAtUtc = given.CreatedAtUtc.Came(back.CreatedAtUtc),
            });
        }
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_dispute_moves_only_from_where_it_stands(StoreProvider provider)
    {
        using var store = WithDisputes(provider, "D-1");

        Assert.True(store.Commit(w => w.Disputes.Move("D-1", DisputeState.Queued, DisputeState.Sending, Some.Time)));
        Assert.False(store.Commit(w => w.Disputes.Move("D-1", DisputeState.Queued, DisputeState.Sending, Some.Time)));
        Assert.False(store.Commit(w => w.Disputes.Move("D-9", DisputeState.Queued, DisputeState.Sending, Some.Time)));
        Assert.True(store.Commit(w => w.Disputes.Move("D-1", DisputeState.Sending, DisputeState.Sent, Some.Time.AddHours(1), "250 ok", Some.Time.AddMinutes(1), "ann")));
        Assert.True(store.Commit(w => w.Disputes.Move("D-1", DisputeState.Sent, DisputeState.Closed, Some.Time.AddHours(2))));

        // What a later move does not tell stays.
        var dispute = Assert.Single(store.Read(w => w.Disputes.LoadAll()));
        Assert.Equal((DisputeState.Closed, "250 ok", Some.Time.AddMinutes(1), "ann"), (dispute.State, dispute.Note, dispute.SentAtUtc, dispute.ApprovedBy));
        Assert.Equal(
            [
                new DisputeMove(DisputeState.Queued, DisputeState.Sending, Some.Time, ""),
                new DisputeMove(DisputeState.Sending, DisputeState.Sent, Some.Time.AddHours(1), "250 ok"),
                new DisputeMove(DisputeState.Sent, DisputeState.Closed, Some.Time.AddHours(2), ""),
            ],
            store.Read(w => w.Disputes.LoadMoves("D-1")));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_queued_dispute_is_claimed_once_the_oldest_first(StoreProvider provider)
    {
        using var store = WithDisputes(provider, "D-3", "D-1", "D-2");
        store.Commit(w => w.Disputes.Move("D-1", DisputeState.Queued, DisputeState.Rejected, Some.Time));

        Assert.Equal([("D-3", DisputeState.Sending)], store.Commit(w => w.Disputes.ClaimQueued(1, Some.Time)).Select(d => (d.Id, d.State)));
        Assert.Equal(["D-2"], store.Commit(w => w.Disputes.ClaimQueued(5, Some.Time)).Select(d => d.Id));
        Assert.Empty(store.Commit(w => w.Disputes.ClaimQueued(5, Some.Time)));
        Assert.Single(store.Read(w => w.Disputes.LoadMoves("D-2")));
    }

    [Fact]
    public void No_two_disputes_share_a_Message_Id_or_an_id()
    {
        using var store = WithDisputes(StoreProvider.Sqlite, "D-1");

        Assert.Throws<SqliteException>(() => store.Commit(w => w.Disputes.Add(SomeDispute("D-1"), [], Mail)));
        Assert.Throws<SqliteException>(() => store.Commit(w => w.Disputes.Add(SomeDispute("D-2") with { MessageId = SomeDispute("D-1").MessageId }, [], Mail)));
        Assert.Single(store.Read(w => w.Disputes.LoadAll()));
    }

    [Fact]
    public void A_mail_without_a_Message_Id_or_an_attachment_without_a_file_is_our_own_mistake()
    {
        using var store = WithDisputes(StoreProvider.Sqlite);
        using var work = store.Database.Begin();

        Assert.Throws<ArgumentException>(() => work.Disputes.Add(SomeDispute("D-1") with { MessageId = "" }, [], Mail));
        Assert.Throws<ArgumentException>(() => work.Disputes.Add(SomeDispute("D-1"), [], []));
        Assert.Throws<ArgumentException>(() => work.Disputes.Add(SomeDispute("D-1") with { Attachments = ["a.pdf"] }, [], Mail));
        Assert.Empty(work.Disputes.LoadAll());
    }

    private static TestStore WithDisputes(StoreProvider provider, params string[] ids)
    {
        var store = new TestStore(provider);
        store.Commit(w =>
        {
            w.Findings.Apply([Finding], "run");
            foreach (var (index, id) in ids.Index())
            {
                w.Disputes.Add(SomeDispute(id) with { CreatedAtUtc = Some.Time.AddSeconds(index) }, [], Mail);
            }
        });
        return store;
    }

    private static Dispute SomeDispute(string id) => new()
    {
        Id = id,
        FindingId = Finding.Id,
        Letter = "duplicate-charge",
        Channel = DisputeChannel.Marketplace,
        Recipient = "disputes@example.com",
        State = DisputeState.Queued,
        MessageId = $"<{id}@example.org>",
        Amount = new Money(-2000, Currency.Of("USD")),
        CreatedAtUtc = Some.Time,
    };
}
