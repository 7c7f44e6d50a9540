using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>The cases as they stand, each with its route and what comes next.</summary>
internal sealed class CaseBook(Workplace place, DateTime asOfUtc)
{
    private readonly DisputeSettings settings = place.Settings.Disputes;
    private readonly Core.Matching.MatchingRules rules = place.Settings.Matching.ToRules();

    public DateOnly Today { get; } = DateOnly.FromDateTime(asOfUtc);

    /// <summary>Every finding that is disputed or was written about, in the order of ids.</summary>
    public IReadOnlyList<CaseFile> Load(Work work)
    {
        var pairs = place.Settings.Matching.ToPairs();
        var disputes = work.Disputes.LoadAll();
        var writtenAbout = disputes.Select(d => d.FindingId).ToHashSet(StringComparer.Ordinal);
        var findings = work.Findings.LoadAll().Where(f => writtenAbout.Contains(f.Id) || DisputePolicy.IsDisputable(f, pairs)).ToList();
        return CaseFile.Of(findings, disputes, work.Answers.LoadAll(), work.Disputes.LoadInstructions());
    }

    /// <summary>One case, or null where the finding is not known.</summary>
    public static CaseFile? Load(Work work, string findingId) => work.Findings.Find(findingId) is not { } finding
        ? null
        : CaseFile.Of([finding], work.Disputes.LoadAll(), work.Answers.LoadAll(), work.Disputes.LoadInstructions())[0];

    /// <summary>The cases in which something was written, what waits for a person first.</summary>
    public IReadOnlyList<CaseStanding> Standing(Work work) =>
        [.. Load(work).Where(f => f.Letters.Count > 0).Select(f => (File: f, Next: Next(f))).Select(c => new CaseStanding(c.File, c.Next.Says, c.Next is NextMove.AskPerson))
            .OrderByDescending(c => c.NeedsPerson).ThenBy(c => c.File.Letters[0].CreatedAtUtc).ThenBy(c => c.File.Finding.Id, StringComparer.Ordinal)];

    public NextMove Next(CaseFile file) => NextMove.Of(file, settings.RouteFor(file.Finding), Today, CalendarOf(file.Finding));

    /// <summary>The last letter of the steps that count now: those of the claim, or, when a refund was reported, those that trace it.</summary>
    public Dispute? LastOnTrack(CaseFile file)
    {
        var route = settings.RouteFor(file.Finding);
        var track = file.RefundReport is null ? route.Steps : route.WhenRefundReported;
        return file.Standing.LastOrDefault(l => route.StepOf(l) is { } step && track.Contains(step));
    }

    /// <summary>Why a letter that has not gone out must not go as it is; null: it may.</summary>
    public string? WithdrawnFor(CaseFile file, Dispute letter) =>
        Withdrawal.Of(file, letter, settings.RouteFor(file.Finding).StepOf(letter) is { } step ? settings.RecipientFor(file.Finding, step.To)?.AddressOf(step) : null, settings.Approval.ToPolicy());

    /// <summary>Business days where the finding's marketplace is.</summary>
    public BusinessCalendar CalendarOf(Finding finding) =>
        finding.Orders.Count > 0 && rules.CalendarByMarketplace.TryGetValue(finding.Orders[0].Marketplace, out var own) ? own : rules.Calendar;

    /// <summary>The last day on which an answer to a letter is in time; null where it did not go out or asks for none.</summary>
    public DateOnly? AnswerDueOn(Finding finding, Dispute letter) => letter is { SentAtUtc: { } sent, WaitBusinessDays: > 0 }
        ? CalendarOf(finding).AddBusinessDays(DateOnly.FromDateTime(sent), letter.WaitBusinessDays)
        : null;
}
