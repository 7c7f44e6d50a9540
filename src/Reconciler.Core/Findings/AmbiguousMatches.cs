using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;

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
            Why = Reason.Of(Because.FitsSeveral, ambiguity.Entry.Id.Id, ambiguity.Entry.Amount.Abs()) + ambiguity.Why
                + (ambiguity.CandidateCount > ambiguity.Candidates.Count ? Reason.Of(Because.CandidatesListed, ambiguity.Candidates.Count, ambiguity.CandidateCount) : Reason.None),
        };
}
