using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class AnswerStoreTests
{
    private const string Mailbox = "imap.example.com/finance/INBOX";

    private static readonly byte[] Mail = [.. Encoding.UTF8.GetBytes("Subject: Re: Привет 😀\r\n\r\n"), 0, 255];

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void An_answer_is_kept_with_its_files(StoreProvider provider)
    {
        using var store = DisputeStoreTests.WithDisputes(provider, "D-1", "D-2");
        var full = Reply("D-1") with { Files = ["zz.pdf", "aa.png"], Text = "paid\n😀", Note = "2 files left out" };
        var bounce = Reply("D-2") with { Kind = AnswerKind.Bounce };

        Assert.True(store.Commit(w => w.Answers.Add(full, [], "a@example.com", [new("zz.pdf", "application/pdf", [1, 0, 255]), new("aa.png", "image/png", [])], Mail)));
        Assert.True(store.Commit(w => w.Answers.Add(bounce, [], "b@example.com", [], Mail)));

        var all = store.Read(w => w.Answers.LoadAll());
        Assert.Equal(full.Files, all[0].Files);
        Assert.Empty(all[1].Files);
        Assert.Equal([full, bounce], all.Zip([full, bounce], (back, given) => back with { Files = given.Files }));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_mail_about_several_cases_answers_a_letter_of_each(StoreProvider provider)
    {
        using var store = DisputeStoreTests.WithDisputes(provider, "D-1", "D-2", "D-3");

        Assert.True(store.Commit(w => w.Answers.Add(Reply("D-3"), [("D-1", true)], "a@example.com", [new("a.txt", "text/plain", [1])], Mail)));

        var all = store.Read(w => w.Answers.LoadAll());
        Assert.Equal([("D-1", true), ("D-3", false)], all.Select(a => (a.DisputeId, a.FromStranger)));
        Assert.All(all, a => Assert.Equal(("Re: claim", "a.txt"), (a.Subject, Assert.Single(a.Files))));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Strangers_are_counted_apart_and_are_none_once_accepted(StoreProvider provider)
    {
        using var store = DisputeStoreTests.WithDisputes(provider, "D-1", "D-2");
        store.Commit(w => w.Answers.Add(Reply("D-1") with { FromStranger = true }, [], "a@example.com", [], Mail));
        store.Commit(w => w.Answers.Add(Reply("D-2") with { FromStranger = true }, [], "b@example.com", [], Mail));
        store.Commit(w => w.Answers.Add(Reply("D-2"), [], "c@example.com", [], Mail));
        var day = DateOnly.FromDateTime(Some.Time);
        Assert.Equal((2L, 1L), store.Read(w => (w.Answers.SumOfDay(day, ofStrangers: true).Mails, w.Answers.SumOfDay(day, ofStrangers: false).Mails)));

        store.Commit(w => w.Answers.Accept("D-1"));

        Assert.Equal([false, true, false], store.Read(w => w.Answers.LoadAll()).Select(a => a.FromStranger));
        Assert.Equal((1L, 2L), store.Read(w => (w.Answers.SumOfDay(day, ofStrangers: true).Mails, w.Answers.SumOfDay(day, ofStrangers: false).Mails)));
        Assert.Empty(store.Read(w => w.Audit.VerifyRows().ToList()));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Each_mail_is_kept_once(StoreProvider provider)
    {
        using var store = DisputeStoreTests.WithDisputes(provider, "D-1", "D-2");
        var told = 0;

        Assert.True(Add("a", Mail));
        Assert.False(Add("a", [1])); // with other headers of the way
        Assert.True(Add("A", Mail));

        Assert.Equal(["1", "3"], store.Read(w => w.Answers.LoadAll()).Select(a => a.Subject));
        Assert.All(store.Read(w => w.Answers.LoadAll()), a => Assert.Equal(["a.txt"], a.Files));

        bool Add(string key, byte[] mail) =>
            store.Commit(w => w.Answers.Add(Reply("D-1") with { Subject = $"{++told}", Files = ["a.txt"] }, [], key, [new("a.txt", "text/plain", [1])], mail));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void How_far_a_mailbox_was_read_is_kept_for_each(StoreProvider provider)
    {
        using var store = new TestStore(provider);

        Assert.Null(store.Read(w => w.Answers.FindPosition(Mailbox)));
        store.Commit(w => w.Answers.SavePosition(Mailbox, 7, 41));
        store.Commit(w => w.Answers.SavePosition("other", 1, 2));
        store.Commit(w => w.Answers.SavePosition(Mailbox, uint.MaxValue, uint.MaxValue)); // both have 32 bits without a sign

        Assert.Equal((uint.MaxValue, uint.MaxValue), store.Read(w => w.Answers.FindPosition(Mailbox)));
        Assert.Equal((1u, 2u), store.Read(w => w.Answers.FindPosition("other")));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_work_that_is_not_kept_leaves_neither_answer_nor_position(StoreProvider provider)
    {
        using var store = DisputeStoreTests.WithDisputes(provider, "D-1", "D-2");
        store.Commit(w => w.Answers.SavePosition(Mailbox, 7, 41));
        using (var work = store.Database.Begin())
        {
            work.Answers.Add(Reply("D-1"), [], "a@example.com", [], Mail);
            work.Answers.SavePosition(Mailbox, 7, 42);
        }

        Assert.Empty(store.Read(w => w.Answers.LoadAll()));
        Assert.Equal((7u, 41u), store.Read(w => w.Answers.FindPosition(Mailbox)));
    }

    private static Answer Reply(string disputeId) =>
        new(disputeId, AnswerKind.Reply, "Shop <shop@example.com>", "Re: claim", Some.Time.AddHours(-1), Some.Time, "In-Reply-To", [], "text", "");
}
