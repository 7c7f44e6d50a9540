using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Reasons;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>The cases as they stand, each with its route and what comes next.</summary>
internal sealed class CaseBook(Workplace place, DateTime asOfUtc)
{
    private readonly DisputeSettings settings = place.Settings.Disputes;
    private readonly ApprovalPolicy approval = place.Settings.Disputes.Approval.ToPolicy();
    private readonly Core.Matching.MatchingRules rules = place.Settings.Matching.ToRules();

    public DateOnly Today { get; } = DateOnly.FromDateTime(asOfUtc);

    /// <summary>Every finding that is disputed or was written about, in the order of ids.</summary>
    public IReadOnlyList<CaseFile> Load(Work work)
    {
        var pairs = place.Settings.Matching.ToPairs();
        var disputes = LetterAudit.WithToldApprovers(work, work.Disputes.LoadAll());
        var writtenAbout = disputes.Select(d => d.FindingId).ToHashSet(StringComparer.Ordinal);
        var findings = work.Findings.LoadOfCases().Where(f => writtenAbout.Contains(f.Id) || DisputePolicy.IsDisputable(f, pairs)).ToList();
        return CaseFile.Of(findings, disputes, work.Answers.LoadAll(), work.Disputes.LoadInstructions());
    }

    /// <summary>One case, or null where the finding is not known.</summary>
    public static CaseFile? Load(Work work, string findingId) => work.Findings.Find(findingId) is not { } finding
        ? null
        : CaseFile.Of([finding], LetterAudit.WithToldApprovers(work, [.. work.Disputes.LoadAll().Where(d => d.FindingId == findingId)]), work.Answers.LoadAll(), work.Disputes.LoadInstructions())[0];

    /// <summary>The cases in which something was written, what waits for a person first.</summary>
    /// <param name="findings">Those that wait for a person and those of these findings; null: all.</param>
    public IReadOnlyList<CaseStanding> Standing(Work work, IReadOnlySet<string>? findings = null)
    {
        var files = Load(work).Where(f => f.Letters.Count > 0 && (findings is null || findings.Contains(f.Finding.Id) || Next(f) is NextMove.AskPerson)).ToList();
        var settled = Settlements.Of(work, [.. files.Select(f => f.Finding).Where(f => f.State == FindingState.Resolved)]);
        return
        [
            .. files.Select(f => Standing(work, f, settled))
                .OrderByDescending(c => c.NeedsPerson).ThenBy(c => c.File.Letters[0].CreatedAtUtc).ThenBy(c => c.File.Finding.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>By finding: why no letter is written about what is open.</summary>
    /// <param name="writtenAbout">The findings about which one was.</param>
    public IReadOnlyDictionary<string, string> NoLetterBecause(Work work, IEnumerable<Finding> findings, IReadOnlySet<string> writtenAbout)
    {
        var pairs = place.Settings.Matching.ToPairs();
        return findings.Where(f => f.IsAtRisk && DisputePolicy.Kinds.Contains(f.Kind) && !writtenAbout.Contains(f.Id))
            .Select(f => (f.Id, Why: WhyNoLetter(work, f, pairs))).Where(f => f.Why is not null).ToDictionary(f => f.Id, f => f.Why!, StringComparer.Ordinal);
    }

    /// <summary>The day of the fault: the last one on which a refund was in time, or that of the duplicate charge.</summary>
    public static DateOnly HappenedOn(Work work, Finding finding) =>
        finding.DueOn ?? DateOnly.FromDateTime(work.Entries.Load(finding.Transactions[0])!.Standing.BookedAtUtc);

    public NextMove Next(CaseFile file) => NextMove.Of(file, settings.RouteFor(file.Finding), Today, CalendarOf(file.Finding));

    /// <summary>The last letter of the steps that count now: those of the claim, or, when a refund was reported, those that trace it.</summary>
    public Dispute? LastOnTrack(CaseFile file)
    {
        var route = settings.RouteFor(file.Finding);
        var track = file.RefundReport is null ? route.Steps : route.WhenRefundReported;
        return file.Standing.LastOrDefault(l => route.StepOf(l) is { } step && track.Contains(step));
    }

    /// <summary>Why a letter no longer stands; null: it does.</summary>
    public string? WithdrawnFor(CaseFile file, Dispute letter) =>
        Withdrawal.Of(file, letter, settings.RouteFor(file.Finding).StepOf(letter) is { } step ? settings.RecipientFor(file.Finding, step.To)?.AddressOf(step) : null, approval);

    /// <summary>Business days where the finding's marketplace is.</summary>
    public BusinessCalendar CalendarOf(Finding finding) =>
        finding.Orders.Count > 0 && rules.CalendarByMarketplace.TryGetValue(finding.Orders[0].Marketplace, out var own) ? own : rules.Calendar;

    /// <summary>The last day on which an answer to a letter is in time; null where it did not go out or asks for none.</summary>
    public DateOnly? AnswerDueOn(Finding finding, Dispute letter) => letter is { SentAtUtc: { } sent, WaitBusinessDays: > 0 }
        ? CalendarOf(finding).AddBusinessDays(DateOnly.FromDateTime(sent), letter.WaitBusinessDays)
        : null;

    private CaseStanding Standing(Work work, CaseFile file, Settlements settled)
    {
        var next = Next(file);
        var waiting = file.Standing.LastOrDefault(l => l is { State: DisputeState.Queued, Note.Length: > 0 });
        return new CaseStanding(
            file,
            next switch
            {
                NextMove.Over when settled.WhyOf(file.Finding) is { } money => next.Says + Reason.Of(Because.Colon) + money,
                NextMove.Wait when waiting is not null => Reason.Of(Because.LetterNotHandedOver, ReasonValue.Name(waiting.Letter), waiting.Note),
                _ => next.Says,
            },
            next is NextMove.AskPerson)
        {
            IsLetterDue = next is NextMove.Write,
            SilentSince = LastOnTrack(file) is { State: DisputeState.Sent } last && AnswerDueOn(file.Finding, last) is { } due && due < Today ? due.AddDays(1) : null,
            MovedAtUtc = file.Letters.Select(l => (l.Id, Move: work.Disputes.LoadMoves(l.Id).LastOrDefault(m => m.From != m.To))).Where(l => l.Move is not null)
                .ToDictionary(l => l.Id, l => l.Move!.AtUtc, StringComparer.Ordinal),
            KeptHere = EvidenceFolders.KeptHere(place.Data, file.Letters),
        };
    }

    private string? WhyNoLetter(Work work, Finding finding, Core.Matching.Pairs pairs) =>
        finding.Confidence == Core.Matching.Confidence.Possible ? "it is only possible"
        : !DisputePolicy.IsDisputable(finding, pairs) ? "it is no purchase of ours"
        : settings.RouteFor(finding).Steps.Count == 0
            ? settings.RecipientFor(finding, DisputeChannel.Marketplace) is null ? $"Disputes:Recipients names nobody for {finding.Orders[0].Marketplace}" : "Disputes:Routes has no step that can be written"
        : settings.ToGuards().WhyNot(finding, HappenedOn(work, finding), asOfUtc);
}
