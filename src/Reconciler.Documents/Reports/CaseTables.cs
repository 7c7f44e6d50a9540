using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Documents.Tables;

namespace Reconciler.Documents.Reports;

/// <summary>The cases, and what came in answer to their letters, as sheets of the workbook.</summary>
internal static class CaseTables
{
    /// <summary>What waits for a person first; then the oldest.</summary>
    public static IEnumerable<CaseStanding> InOrder(IEnumerable<CaseStanding> cases) =>
        cases.OrderByDescending(c => c.NeedsPerson).ThenBy(c => c.File.Letters[0].CreatedAtUtc).ThenBy(c => c.File.Finding.Id, StringComparer.Ordinal);

    /// <summary>The letter that says last what is claimed.</summary>
    public static Dispute Claim(CaseFile file) => file.Letters.Last(l => l.Part == 1);

    /// <param name="language">Of the reader.</param>
    public static Table Cases(IEnumerable<CaseStanding> cases, string language) => new(
        "Cases",
        [
            new("case", 18), new("finding_id", 18), new("kind", 20), new("amount", 16, Numeric: true), new("currency", 11), new("letters_sent", 14, Numeric: true), new("last_letter", 22),
            new("last_sent_at", 20), new("answers", 11, Numeric: true), new("next", 56, Wrap: true), new("needs_person", 15),
        ],
        InOrder(cases).Select(c => (c.File, Claim: Claim(c.File), c.Next, c.NeedsPerson)).Select(c => new[]
        {
            Cell.Of(c.Claim.CaseNumber), Cell.Of(c.File.Finding.Id), Cell.Of(c.File.Finding.Kind.ToName()), Cell.Of(c.Claim.Amount), Cell.Of(c.Claim.Amount.Currency.Code),
            Cell.Of(c.File.Letters.Count(l => l is { Part: 1, SentAtUtc: not null })), Cell.Of(c.Claim.Letter), Cell.Of(c.File.Letters.Max(l => l.SentAtUtc)), Cell.Of(c.File.Answers.Count),
            Cell.Of(c.Next.In(language)), Cell.Of(c.NeedsPerson ? "yes" : "no"),
        }));

    /// <summary>Case by case.</summary>
    public static Table Answers(RunReport report) => new(
        "Answers",
        [
            new("dispute_id", 18), new("case", 18), new("kind", 12), new("from", 30, Wrap: true), new("subject", 40, Wrap: true), new("received_at", 20), new("filed_by", 24, Wrap: true), new("files", 30, Wrap: true),
            new("note", 40, Wrap: true), new("from_stranger", 15),
        ],
        InOrder(report.Cases).SelectMany(c => c.File.Answers.Select(a => (Answer: a, Case: Claim(c.File).CaseNumber)))
            .Select(r => new[]
            {
                Cell.Of(r.Answer.DisputeId), Cell.Of(r.Case), Cell.Of(r.Answer.Kind.ToName()), Cell.Of(r.Answer.From), Cell.Of(r.Answer.Subject), Cell.Of(r.Answer.ReceivedAtUtc),
                Cell.Of(r.Answer.FiledBy), Cell.Of(string.Join(';', r.Answer.Files)), Cell.Of(r.Answer.Note), Cell.Of(r.Answer.FromStranger ? "yes" : "no"),
            }));
}
