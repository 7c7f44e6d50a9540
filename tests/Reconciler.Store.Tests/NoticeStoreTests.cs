using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Reports;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

/// <summary>Mails to our own people are kept whole, and handed over by one program at a time.</summary>
public class NoticeStoreTests
{
    private static readonly byte[] Mail = [77, 0, 255];

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void A_notice_is_kept_with_its_mail_and_claimed_once(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var notice = new Notice
        {
            Id = "finance-1",
            Kind = NoticeKind.Report,
            About = "finance",
            Recipients = ["a@example.com", "b@example.com"],
            MessageId = "finance-1.0123456789ab@example.com",
            CreatedAtUtc = Some.Utc("2026-05-06 09:00"),
        };
        store.Commit(work => work.Notices.Add(notice, Mail));

        var kept = store.Read(work => Assert.Single(work.Notices.LoadSince(Some.Utc("2026-06-01 00:00")))); // queued: whenever it was made
        Assert.Equal(notice with { Recipients = kept.Recipients }, kept);
        Assert.Equal(notice.Recipients, kept.Recipients);
        Assert.Equal(Mail, store.Read(work => work.Notices.LoadMessage("finance-1")));
        Assert.Equal(notice.CreatedAtUtc, store.Read(work => work.Notices.LastMadeAtUtc(NoticeKind.Report, "finance")));
        Assert.Null(store.Read(work => work.Notices.LastMadeAtUtc(NoticeKind.Alert, "finance")));

        Assert.True(store.Commit(work => work.Notices.Claim("finance-1", Some.Utc("2026-05-06 09:01"), "me")));
        Assert.False(store.Commit(work => work.Notices.Claim("finance-1", Some.Utc("2026-05-06 09:01"), "another")));
        Assert.True(store.Commit(work => work.Notices.Move("finance-1", DisputeState.Sending, DisputeState.Sent, "250 kept", Some.Utc("2026-05-06 09:02"))));
        Assert.False(store.Commit(work => work.Notices.Move("finance-1", DisputeState.Sending, DisputeState.Uncertain, "late")));

        var sent = store.Read(work => Assert.Single(work.Notices.LoadSince(Some.Utc("2026-05-06 00:00"))));
        Assert.Equal((DisputeState.Sent, 1, "250 kept", Some.Utc("2026-05-06 09:02")), (sent.State, sent.Tries, sent.Note, sent.SentAtUtc!.Value));
        Assert.Empty(store.Read(work => work.Notices.LoadSince(Some.Utc("2026-05-07 00:00"))));
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void How_findings_stood_is_told_by_the_clocks_of_runs_and_decisions(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var finding = new Finding { Id = "f-1", Kind = FindingKind.StaleHold, Amount = Some.Money("20.00 USD"), Confidence = Confidence.Certain, Why = Reason.Of("why"), FoundAtUtc = Some.Utc("2026-05-01 06:00") };
        store.Commit(work => work.Findings.Apply([finding], "r-unknown"));
        store.Commit(work => work.Findings.Apply([finding with { State = FindingState.Dismissed }], "r-now"));

        var moments = store.Read(work => work.Findings.LoadMoments(0, "r-now", Some.Utc("2026-05-09 06:00")));

        Assert.Equal(
            [new FindingMoment("f-1", finding.FoundAtUtc, FindingState.Open, finding.Amount), new FindingMoment("f-1", Some.Utc("2026-05-09 06:00"), FindingState.Dismissed, finding.Amount)],
            moments);
        Assert.Empty(store.Read(work => work.Findings.LoadMoments(2, "r-now", Some.Utc("2026-05-09 06:00"))));
    }
}
