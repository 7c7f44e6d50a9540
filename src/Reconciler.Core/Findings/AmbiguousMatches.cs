using Reconciler.Core.Matching;

namespace Reconciler.Core.Findings;

/// <summary>ambiguous-match: an entry fits several orders equally well. Nothing is guessed; the candidates are proposed to a person.</summary>
internal static class AmbiguousMatches
{
    public static IEnumerable<Finding> Find(Ledger ledger) =>
        from ambiguity in ledger.Ambiguities
        select new Finding
        {
            Id = Finding.IdOf(FindingKind.AmbiguousMatch, ambiguity.Entry.Id),
            Kind = FindingKind.AmbiguousMatch,
            Orders = ambiguity.Candidates,
            Transactions = [ambiguity.Entry.Id],
            Amount = ambiguity.Entry.Amount.Abs(),
            Confidence = Confidence.Possible,
            Why = $"{ambiguity.Entry.Id.Id} of {ambiguity.Entry.Amount.Abs()}: {ambiguity.Why}"
                + (ambiguity.CandidateCount > ambiguity.Candidates.Count ? $" ({ambiguity.Candidates.Count} of {ambiguity.CandidateCount} candidates listed)" : ""),
        };
}
