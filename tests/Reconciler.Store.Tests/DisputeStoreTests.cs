using System.Text;
using Microsoft.Data.Sqlite;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
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
        Why = Reason.Of("why"),
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
            Number = 3,
            CaseNumber = "D-1",
            Step = 2,
            Part = 4,
            Channel = DisputeChannel.Wallet,
            Delivery = DisputeDelivery.Portal,
            State = DisputeState.Sent,
            WaitBusinessDays = 10,
            ApprovalsNeeded = 2,
            ApprovedBy = "Анна",
            AskedAtUtc = Some.Time.AddHours(-2),
            Tries = 5,
            TriedAtUtc = Some.Time.AddHours(-1),
            SentAtUtc = Some.Time.AddTicks(123),
            Attachments = ["zz.pdf", "aa.png"],
            Note = "note\n😀",
        };
        var bare = SomeDispute("D-2", number: 4) with { CaseNumber = "D-1", MessageId = "", State = DisputeState.AwaitingApproval };
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
                AskedAtUtc = given.AskedAtUtc?.Came(back.AskedAtUtc!.Value),
                TriedAtUtc = given.TriedAtUtc?.Came(back.TriedAtUtc!.Value),
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
    public void A_queued_dispute_is_claimed_by_one_and_each_try_is_counted(StoreProvider provider)
    {
        using var store = WithDisputes(provider, "D-1", "D-2");

        Assert.True(store.Commit(w => w.Disputes.Claim("D-1", Some.Time, Some.Time.AddDays(1), "one")));
        Assert.False(store.Commit(w => w.Disputes.Claim("D-1", Some.Time, Some.Time.AddDays(2), "two"))); // somebody else has it
        Assert.False(store.Commit(w => w.Disputes.Claim("D-9", Some.Time, Some.Time, "two")));
        Assert.Equal((DisputeState.Sending, 1, Some.Time.AddDays(1)), TryOf("D-1"));
        Assert.Equal((DisputeState.Queued, 0, (DateTime?)null), TryOf("D-2"));

        store.Commit(w => w.Disputes.Move("D-1", DisputeState.Sending, DisputeState.Queued, Some.Time, "451 later"));
        Assert.True(store.Commit(w => w.Disputes.Claim("D-1", Some.Time, Some.Time.AddDays(3), "two")));
        Assert.Equal((DisputeState.Sending, 2, Some.Time.AddDays(3)), TryOf("D-1"));
        Assert.Equal(
            [(DisputeState.Sending, "one"), (DisputeState.Queued, "451 later"), (DisputeState.Sending, "two")],
            store.Read(w => w.Disputes.LoadMoves("D-1")).Select(m => (m.To, m.Note)));

        (DisputeState, int, DateTime?) TryOf(string id)
        {
            var dispute = store.Read(w => w.Disputes.LoadAll()).Single(d => d.Id == id);
            return (dispute.State, dispute.Tries, dispute.TriedAtUtc);
        }
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_letter_that_waited_gets_its_mail_when_it_is_released(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var waiting = SomeDispute("D-1") with { MessageId = "", State = DisputeState.AwaitingApproval };
        var released = SomeDispute("D-1") with { Attachments = ["a.pdf"] };
        EvidenceFile[] evidence = [new("a.pdf", "application/pdf", [1], "made")];
        store.Commit(w =>
        {
            w.Findings.Apply([Finding], "run");
            w.Disputes.Add(waiting, [], []);
        });

        Assert.True(store.Commit(w => w.Disputes.Release(released, evidence, Mail, DisputeState.Queued, Some.Time, "yes")));
        Assert.False(store.Commit(w => w.Disputes.Release(released with { MessageId = "<other@example.org>" }, evidence, Mail, DisputeState.Queued, Some.Time, "again")));

        var back = Assert.Single(store.Read(w => w.Disputes.LoadAll()));
        Assert.Equal((DisputeState.Queued, "yes", released.MessageId), (back.State, back.Note, back.MessageId));
        Assert.Equal(["a.pdf"], back.Attachments);
        Assert.Equal(Mail, store.Read(w => w.Disputes.LoadMessage("D-1")));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Approvals_are_kept_in_order_and_named_by_the_letter(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Commit(w =>
        {
            w.Findings.Apply([Finding], "run");
            w.Disputes.Add(SomeDispute("D-1") with { MessageId = "", State = DisputeState.AwaitingApproval, ApprovalsNeeded = 2 }, [], []);
        });
        Approval[] given = [new("zoe", Some.Time, "seen"), new("Анна", Some.Time.AddHours(-1), "")];
        foreach (var approval in given)
        {
            store.Commit(w => w.Disputes.AddApproval("D-1", approval));
        }

        Assert.Equal(given, store.Read(w => w.Disputes.LoadApprovals("D-1")));
        Assert.Empty(store.Read(w => w.Disputes.LoadApprovals("D-2")));
        var letter = Assert.Single(store.Read(w => w.Disputes.LoadAll()));
        Assert.Equal((DisputeState.AwaitingApproval, "zoe;Анна"), (letter.State, letter.ApprovedBy));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Only_what_waits_for_approvers_is_marked_as_asked(StoreProvider provider)
    {
        using var store = WithDisputes(provider, "D-1", "D-2");
        store.Commit(w => w.Disputes.Move("D-2", DisputeState.Queued, DisputeState.AwaitingApproval, Some.Time));

        store.Commit(w => w.Disputes.MarkAsked(Some.Time));
        Assert.Equal([null, Some.Time], Asked());
        store.Commit(w => w.Disputes.MarkAsked(null)); // the mail to them failed
        Assert.Equal([null, null], Asked());

        IEnumerable<DateTime?> Asked() => store.Read(w => w.Disputes.LoadAll()).Select(d => d.AskedAtUtc);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Letters_made_at_once_come_in_the_order_of_their_numbers(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Commit(w =>
        {
            w.Findings.Apply([Finding], "run");
            foreach (var (id, number) in new[] { ("D-a", 2), ("D-b", 10), ("D-c", 1) })
            {
                w.Disputes.Add(SomeDispute(id, number), [], Mail);
            }
        });

        Assert.Equal(["D-c", "D-a", "D-b"], store.Read(w => w.Disputes.LoadAll()).Select(d => d.Id));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void What_people_told_is_kept_in_order(StoreProvider provider)
    {
        using var store = WithDisputes(provider, "D-1", "D-2");
        Instruction[] told =
        [
            new("D-2", InstructionKind.RefundReported, Some.Time, "Анна", "says 😀", new DateOnly(2026, 5, 4), "RF-1"),
            new("D-1", InstructionKind.Answered, Some.Time.AddHours(-1), "bob", "", null, ""),
            new("D-1", InstructionKind.Resumed, Some.Time, "bob", "no", null, ""),
        ];
        foreach (var one in told)
        {
            store.Commit(w => w.Disputes.AddInstruction(one));
        }

        Assert.Equal(told, store.Read(w => w.Disputes.LoadInstructions()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Of_cases_the_findings_are_read_that_are_at_risk_or_were_written_about(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Commit(w =>
        {
            w.Findings.Apply([Finding with { State = FindingState.Resolved }, Finding with { Id = "f-2", State = FindingState.Dismissed }, Finding with { Id = "f-3" }, Finding with { Id = "f-4", State = FindingState.Disputed }], "run");
            w.Disputes.Add(SomeDispute("D-1"), [], Mail); // about f-1
        });

        Assert.Equal(["f-1", "f-3", "f-4"], store.Read(w => w.Findings.LoadOfCases()).Select(f => f.Id));
        Assert.Equal(["f-3", "f-4"], store.Read(w => w.Findings.LoadAtRisk()).Select(f => f.Id));
        Assert.Equal(4, store.Read(w => w.Findings.Count()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void The_latest_moment_of_all_cases_is_that_of_a_finding_a_letter_its_sending_an_answer_or_a_word_of_a_person(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        Assert.Null(store.Read(w => w.Disputes.LastMomentUtc()));
        var later = 0;
        DateTime Next() => Some.Time.AddDays(++later);
        Action<Work>[] steps =
        [
            w => w.Findings.Apply([Finding with { FoundAtUtc = Next() }], "run"),
            w => w.Disputes.Add(SomeDispute("D-1") with { CreatedAtUtc = Next(), SentAtUtc = null }, [], Mail),
            w => w.Disputes.Move("D-1", DisputeState.Queued, DisputeState.Sent, Some.Time, sentAtUtc: Next()),
            w => w.Disputes.AddInstruction(new("D-1", InstructionKind.Answered, Next(), "bob", "", null, "")),
            w => w.Answers.Add(new Answer("D-1", AnswerKind.Reply, "shop@example.com", "Re", Some.Time, Next(), "In-Reply-To", [], "Hello", ""), [], "a@example.com", [], Mail),
            w => w.Findings.Apply([Finding with { Id = "f-2", FoundAtUtc = Some.Time }], "run"), // long before
        ];
        foreach (var step in steps)
        {
            store.Commit(step);

            var cases = store.Read(w => CaseFile.Of([.. w.Findings.LoadAll()], w.Disputes.LoadAll(), w.Answers.LoadAll(), w.Disputes.LoadInstructions()));
            Assert.Equal(Some.Time.AddDays(later), store.Read(w => w.Disputes.LastMomentUtc()));
            Assert.Equal(Some.Time.AddDays(later), cases.Max(c => c.LastMomentUtc));
        }
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void One_finding_is_found_by_its_id(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Commit(w => w.Findings.Apply([Finding, Finding with { Id = "f-2", State = FindingState.Disputed }], "run"));

        Assert.Equal(("f-2", FindingState.Disputed), store.Read(w => w.Findings.Find("f-2")) is { } found ? (found.Id, found.State) : default);
        Assert.Null(store.Read(w => w.Findings.Find("f")));
    }

    [Fact]
    public void No_two_disputes_share_a_Message_Id_an_id_or_a_number()
    {
        using var store = WithDisputes(StoreProvider.Sqlite, "D-1");

        Assert.Throws<SqliteException>(() => store.Commit(w => w.Disputes.Add(SomeDispute("D-1"), [], Mail)));
        Assert.Throws<SqliteException>(() => store.Commit(w => w.Disputes.Add(SomeDispute("D-2", number: 2) with { MessageId = SomeDispute("D-1").MessageId }, [], Mail)));
        Assert.Throws<SqliteException>(() => store.Commit(w => w.Disputes.Add(SomeDispute("D-3"), [], Mail))); // two first letters of one case
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

    internal static TestStore WithDisputes(StoreProvider provider, params string[] ids)
    {
        var store = new TestStore(provider);
        store.Commit(w =>
        {
            w.Findings.Apply([Finding], "run");
            foreach (var (index, id) in ids.Index())
            {
                w.Disputes.Add(SomeDispute(id, index + 1) with { CreatedAtUtc = Some.Time.AddSeconds(index) }, [], Mail);
            }
        });
        return store;
    }

    private static Dispute SomeDispute(string id, int number = 1) => new()
    {
        Id = id,
        FindingId = Finding.Id,
        Number = number,
        Letter = "duplicate-charge",
        Channel = DisputeChannel.Marketplace,
        Recipient = "disputes@example.com",
        State = DisputeState.Queued,
        MessageId = $"<{id}@example.org>",
        Amount = new Money(-2000, Currency.Of("USD")),
        CreatedAtUtc = Some.Time,
    };
}
