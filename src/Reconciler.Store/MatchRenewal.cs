using System.Collections;
using Reconciler.Core.Matching;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>Makes others the matches that hold, some at a time. What is the same as before stays as it is, with its number.</summary>
public sealed class MatchRenewal
{
    private readonly Session session;
    private readonly long lastBefore;

    /// <summary>By number, those of before that hold again.</summary>
    private readonly BitArray again;

    /// <summary>What holds under an id of before, and is not the same: written at the end, for it may yet become so.</summary>
    private readonly Dictionary<string, Match> changed = new(StringComparer.Ordinal);

    internal MatchRenewal(Session session, long lastBefore)
    {
        this.session = session;
        this.lastBefore = lastBefore;
        again = new BitArray(checked((int)lastBefore + 1));
    }

    /// <summary>The new matches of entries, so far, in no order.</summary>
    public IReadOnlyList<Match> Of(IReadOnlyCollection<TransactionId> entries) =>
        [.. MatchStore.LoadNumberedOf(session, entries).Select(stored => IsNewOrAgain(stored.Number) ? stored.Match : changed.GetValueOrDefault(stored.Match.Id)).OfType<Match>()];

    /// <summary>Drops some of the new matches and adds others.</summary>
    public void Exchange(IEnumerable<Match> dropped, IEnumerable<Match> added)
    {
        foreach (var match in dropped)
        {
            if (!changed.Remove(match.Id) && MatchStore.FindNumbered(session, match.Id) is var (number, _))
            {
                Drop(number);
            }
        }

        MatchStore.Add(session, lastBefore == 0 ? added : added.Where(IsUnknown));
    }

    /// <summary>Drops what does not hold again. True where anything is other than before.</summary>
    public bool Finish()
    {
        List<long> gone = lastBefore == 0 ? [] : session.List("Match_LoadNumbers", null, row => row.Number()).FindAll(n => !IsNewOrAgain(n));
        session.Seals.TouchNumbers(SealedTable.Matches, gone);
        gone.ForEach(Delete);
        MatchStore.Add(session, changed.Values.OrderBy(m => m.Id, StringComparer.Ordinal));
        return gone.Count > 0 || session.List("Match_FindLastNumber", null, row => row.Number())[0] > lastBefore;
    }

    /// <summary>Takes all back that was added.</summary>
    public void Undo()
    {
        changed.Clear();
        again.SetAll(false);
        session.List("Match_LoadNumbers", null, row => row.Number()).FindAll(n => n > lastBefore).ForEach(Delete);
    }

    private bool IsNewOrAgain(long number) => number > lastBefore || again[(int)number];

    /// <summary>Whether no match of before has this one's id; else it is remembered whether it is the same.</summary>
    private bool IsUnknown(Match match)
    {
        if (MatchStore.FindNumbered(session, match.Id) is not var (number, before))
        {
            return true;
        }

        if (before == match)
        {
            again[(int)number] = true;
        }
        else
        {
            changed.Add(match.Id, match);
        }

        return false;
    }

    private void Drop(long number)
    {
        if (number > lastBefore)
        {
            Delete(number);
        }
        else
        {
            again[(int)number] = false;
        }
    }

    private void Delete(long number) => session.Execute("Match_DeleteByNumber", new Fields().Number("match_no", number));
}
