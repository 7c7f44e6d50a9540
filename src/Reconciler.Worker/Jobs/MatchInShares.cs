using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// Matches all that the store holds share by share, so that memory does not grow with it: while one share is matched, the next is read, and the matches of the one before are written.
/// </summary>
internal sealed class MatchInShares : IRecords
{
    private readonly Work reading;
    private readonly MatchRenewal renewal;
    private readonly ResultHash sum = new();
    private Task writing = Task.CompletedTask;
    private long matches;

    private MatchInShares(Work reading, MatchRenewal renewal, DateTime firstBookedUtc)
    {
        this.reading = reading;
        this.renewal = renewal;
        FirstBookedUtc = firstBookedUtc;
    }

    /// <summary>What all records gave, of which the matches are written already.</summary>
    /// <param name="Accounts">Those that tell balances.</param>
    public sealed record Outcome(FoundInShares Found, long Matches, bool IsAnyMatchNew, DateTime FirstBookedUtc, IReadOnlyList<Account> Accounts);

    public DateTime FirstBookedUtc { get; }

    /// <param name="work">In which the matches are written, and what stands of records is kept.</param>
    /// <param name="known">All findings of before.</param>
    /// <param name="settings">They say how many records are matched at one time by their names, and how many more that names did not settle.</param>
    /// <returns>Null where all must be matched at once; nothing is written then.</returns>
    public static Outcome? Run(Database store, Work work, MatchInputs inputs, IReadOnlyCollection<Finding> known, DateTime asOfUtc, MatchingSettings settings, ILogger log)
    {
        using var ahead = store.BeginReading();
        using var beside = store.BeginReading();
        var numbers = ahead.Kept.InTimeOrder(out var firstBookedUtc);
        var share = settings.ShareRecords;
        log.MatchingInShares(numbers.Length, (numbers.Length + share - 1) / share);
        var run = new MatchInShares(beside, work.Matches.Renew(), firstBookedUtc);
        var shares = new Shares(run, inputs.Rates, inputs.Rules, inputs.Decisions, asOfUtc);
        var outcome = run.Match(shares, Ahead.Of(numbers.Chunk(share).Select(ahead.Kept.LoadShare), 1), Math.Max(share, settings.PartRecordsMax), work, inputs, known, asOfUtc);
        if (outcome is null)
        {
            log.MatchingAtOnce(shares.WholeBecause!);
            run.renewal.Undo();
        }

        return outcome;
    }

    public IReadOnlyList<KeptRecord> Load(IReadOnlyCollection<long> numbers) => reading.Kept.Load(numbers);

    public IReadOnlyList<long> NumbersOf(IReadOnlyCollection<TransactionId> entries, IReadOnlyCollection<OrderId> orders) => reading.Kept.NumbersOf(entries, orders);

    public IReadOnlyList<Match> MatchesOf(IReadOnlyCollection<TransactionId> entries)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        writing.GetAwaiter().GetResult();
        return renewal.Of(entries);
    }

    private Outcome? Match(Shares shares, IEnumerable<IReadOnlyList<KeptRecord>> all, int count, Work work, MatchInputs inputs, IReadOnlyCollection<Finding> known, DateTime asOfUtc)
    {
        var accounts = new HashSet<Account>();
        try
        {
            foreach (var changes in all.Select(Matched).Concat(shares.Settle(count)))
            {
                reading.Kept.Forget();
                if (shares.WholeBecause is not null)
                {
                    return null;
                }

                Write(changes);
            }

            writing.GetAwaiter().GetResult();
            var found = shares.Finish(sum, known, OfAccounts(work, inputs, accounts, asOfUtc));
            work.Kept.Replace(shares.States, shares.Keys);
            return new Outcome(found, matches, renewal.Finish(), FirstBookedUtc, [.. accounts.OrderBy(a => a.Wallet, StringComparer.Ordinal).ThenBy(a => a.Currency, StringComparer.Ordinal)]);

            MatchChanges Matched(IReadOnlyList<KeptRecord> share)
            {
                accounts.UnionWith(share.Select(r => r.Entry?.Standing).OfType<Entry>().Where(e => e.BalanceAfter is not null).Select(MatchJob.AccountOf));
                return shares.Add(share);
            }
        }
        finally
        {
            Task.WaitAny([writing], CancellationToken.None);
        }
    }

    /// <summary>Writes on another thread, behind what is being written.</summary>
    private void Write(MatchChanges changes)
    {
        writing.GetAwaiter().GetResult();
        var (dropped, added) = changes;
        writing = Task.Run(() =>
        {
            matches += added.Count - dropped.Count;
            renewal.Exchange(dropped, added);
            foreach (var match in dropped)
            {
                sum.TakeOff(match);
            }

            foreach (var match in added)
            {
                sum.Add(match);
            }
        });
    }

    /// <summary>What is wrong with the statements of accounts, one account at a time.</summary>
    private static IReadOnlyList<Finding> OfAccounts(Work work, MatchInputs inputs, IEnumerable<Account> accounts, DateTime asOfUtc) =>
    [
        .. accounts.SelectMany(account => Finder.OfAccounts(work.Kept.LoadAccount(account), inputs.Rules, work.Kept.LastCurrencyOf, asOfUtc, null)),
        .. Finder.OfAccounts([], inputs.Rules, work.Kept.LastCurrencyOf, asOfUtc, inputs.Arrivals),
        .. MatchJob.OfTransfers(work, inputs, asOfUtc),
    ];
}
