using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Findings;

/// <summary>
/// transfer-missing: money left one of our own accounts for another one and did not arrive there in time. Claimed only where the other account is known, its statements are read, and they go beyond the
/// last day in time. One arrival settles one departure: by its id, its exact sum, its original sum, or a rate of the wallets; what came back to where it left settles it too. Of equal departures of
/// which one did not arrive the one stands that time tells by far; else it is only possible, and all are named.
/// </summary>
internal static class TransfersMissing
{
    public static IEnumerable<Finding> Find(OwnTransfers transfers, RateTable rates, MatchingRules rules, DateTime asOfUtc)
    {
        var today = DateOnly.FromDateTime(asOfUtc);
        return Departures(transfers, rules).SelectMany(d => FindTo(d.To, d.Entries));

        IEnumerable<Finding> FindTo(string wallet, List<Entry> departures)
        {
            if (transfers.LastBooked(wallet) is not { } toldUntil || !departures.Exists(IsOverdue))
            {
                return [];
            }

            return Pair(transfers, wallet, departures, rates, rules).Lost.Where(lost => IsOverdue(lost.Departure)).Select(lost => ToFinding(lost, wallet));

            bool IsOverdue(Entry departure) => DueOn(departure, rules) is var due && today > due && DateOnly.FromDateTime(toldUntil) > due;
        }

        Finding ToFinding(LostTransfer lost, string wallet)
        {
            var (departure, alike, near) = lost;
            var due = DueOn(departure, rules);
            return new Finding
            {
                Id = Finding.IdOf(FindingKind.TransferMissing, departure.Id),
                Kind = FindingKind.TransferMissing,
                Transactions = [departure.Id, .. alike.Select(e => e.Id).Order(), .. near is null ? Array.Empty<TransactionId>() : [near.Id]],
                Amount = departure.Amount.Abs(),
                DueOn = due,
                Confidence = alike.Count > 0 || near is not null ? Confidence.Possible : Confidence.Certain,
                Why = Reason.Of(Because.TransferLost, departure.Type, departure.Id.Id, departure.Amount.Abs(), departure.BookedOn, departure.Id.Wallet, wallet, due)
                    + MayAsWellBe(alike)
                    + (near is not null ? Reason.Of(Because.NearArrival, near.Id.Id, near.Amount, near.BookedOn) : Reason.None),
            };
        }
    }

    private static Reason MayAsWellBe(IReadOnlyList<Entry> alike)
    {
        var why = Reason.None;
        foreach (var entry in alike.OrderBy(e => $"{e.Id.Id} of {Told.Day(e)}", StringComparer.Ordinal))
        {
            why += Reason.Of(why.IsNone ? Because.MayAsWellBe : Because.OrTransfer, entry.Id.Id, entry.BookedOn);
        }

        return why.IsNone ? why : why + Reason.Of(Because.WhichUntold);
    }

    /// <summary>By departure: to which of our own accounts it goes, and where it arrived there, as far as that is told.</summary>
    public static IReadOnlyDictionary<TransactionId, TransferEnd> Ends(OwnTransfers transfers, RateTable rates, MatchingRules rules) =>
        Departures(transfers, rules).SelectMany(d =>
        {
            var pairs = Pair(transfers, d.To, d.Entries, rates, rules);
            return d.Entries.Select(e => (e.Id, End: new TransferEnd(d.To, pairs.ArrivalOf(e))));
        }).ToDictionary(e => e.Id, e => e.End);

    /// <summary>What left for each of our own accounts and did not come back, in time order.</summary>
    private static IEnumerable<(string To, List<Entry> Entries)> Departures(OwnTransfers transfers, MatchingRules rules)
    {
        var accounts = new OwnAccounts(rules.OwnAccounts, transfers.Wallets);
        var returned = Returned(transfers.Moves, rules);
        return transfers.Moves.Where(e => e.Amount.MinorUnits < 0 && !returned.Contains(e.Id))
            .Select(e => (Entry: e, To: accounts.TargetOf(e))).Where(d => d.To is not null)
            .GroupBy(d => d.To!, d => d.Entry, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id).ToList()));
    }

    private static TransferPairs Pair(OwnTransfers transfers, string wallet, List<Entry> departures, RateTable rates, MatchingRules rules)
    {
        // Of what a bank tells as plain payments only those of a sum that left are looked at: there may be very many.
        var sums = departures.SelectMany(TransferPairs.Sums).ToHashSet();
        var arrivals = transfers.Arrivals(wallet, departures[0].Booked.FirstUtc - rules.NamedBefore - TransferPairs.LongestDay)
            .Where(a => OwnTransfers.IsMove(a) || sums.Contains(a.Amount) || (a.OriginalAmount is { } original && sums.Contains(original.Abs())));
        return new TransferPairs(departures, [.. arrivals.OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id)], rates, rules);
    }

    /// <summary>The last day on which it is in time.</summary>
    private static DateOnly DueOn(Entry departure, MatchingRules rules) => rules.Calendar.AddBusinessDays(departure.BookedOn, rules.TransferBusinessDays);

    /// <summary>What came back to where it left: each return takes the latest departure before it of its wallet and sum.</summary>
    private static HashSet<TransactionId> Returned(IReadOnlyList<Entry> moves, MatchingRules rules)
    {
        var returned = new HashSet<TransactionId>();
        foreach (var group in moves.Where(e => e.Type != EntryType.Topup).GroupBy(e => (e.Id.Wallet, e.Type, Sum: e.Amount.Abs())))
        {
            var left = group.Where(e => e.Amount.MinorUnits < 0).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id).ToList();
            foreach (var back in group.Where(e => e.Amount.MinorUnits > 0).OrderBy(e => e.BookedAtUtc).ThenBy(e => e.Id))
            {
                var related = left.FindLastIndex(d => IsBefore(d) && Names(back, d));
                var at = related >= 0 ? related : group.Key.Type == EntryType.Withdrawal ? left.FindLastIndex(IsBefore) : -1;
                if (at >= 0)
                {
                    returned.Add(left[at].Id);
                    left.RemoveAt(at);
                }

                bool IsBefore(Entry departure) => back.Booked.IsWithin(departure.Booked, TimeSpan.Zero, rules.NamedAfter);
            }
        }

        return returned;
    }

    internal static bool Names(Entry one, Entry other) =>
        one.RelatedTransactionId == other.Id.Id || other.RelatedTransactionId == one.Id.Id || (Matching.Names.Party(other.Id.Reference) is { Length: >= 6 } key && (OwnAccounts.Mentions(one.OrderReference, key) || OwnAccounts.Mentions(one.Description, key)));
}

/// <summary>A departure that no arrival settles.</summary>
/// <param name="Alike">Others that may be meant as well, and of which the arrival would be this one's then.</param>
/// <param name="Near">What may be a part of it, or its worth in another currency that nobody can tell; or null.</param>
internal sealed record LostTransfer(Entry Departure, IReadOnlyList<Entry> Alike, Entry? Near);

/// <summary>Pairs off what left for one account with what arrived there, each once.</summary>
internal sealed class TransferPairs
{
    /// <summary>Of a day in an unknown zone.</summary>
    public static readonly TimeSpan LongestDay = TimeSpan.FromHours(50);

    // Banks on the way keep fees that nobody tells: what is as near as this may be the transfer.
    private const decimal MostKeptOnTheWay = 0.05m;

    private readonly MatchingRules rules;
    private readonly RateTable rates;
    private readonly Entry[] arrivals;
    private readonly DateTime[] times;
    private readonly HashSet<TransactionId> taken = [];
    private readonly Dictionary<TransactionId, Entry> arrivalOf = [];

    /// <param name="departures">In time order.</param>
    /// <param name="arrivals">In time order.</param>
    public TransferPairs(IReadOnlyList<Entry> departures, IReadOnlyList<Entry> arrivals, RateTable rates, MatchingRules rules)
    {
        (this.rules, this.rates, this.arrivals) = (rules, rates, [.. arrivals]);
        times = [.. arrivals.Select(a => a.BookedAtUtc)];
        Pair(departures, (d, a) => (IsExact(d, a) || IsOriginal(d, a) || IsNearByRate(d, a)) && TransfersMissing.Names(a, d));
        foreach (var equal in departures.GroupBy(d => d.Amount))
        {
            PairEqual([.. equal]);
        }

        Pair(departures, IsOriginal);
        Pair(departures, IsNearByRate);
        Lost = [.. departures.Where(d => !arrivalOf.ContainsKey(d.Id)).Select(d => new LostTransfer(d, EqualTo(d, departures), NearTo(d)))];
    }

    public IReadOnlyList<LostTransfer> Lost { get; }

    public Entry? ArrivalOf(Entry departure) => arrivalOf.GetValueOrDefault(departure.Id);

    /// <summary>The sums as which a departure may arrive, to the minor unit: as it left, less its fee, or in the currency for which it was exchanged.</summary>
    public static IEnumerable<Money> Sums(Entry departure)
    {
        yield return departure.Amount.Abs();
        if (departure.Fee is { } fee && fee.Currency == departure.Amount.Currency)
        {
            yield return departure.Amount.Abs() - fee.Abs();
        }

        if (departure.OriginalAmount is { } original)
        {
            yield return original.Abs();
        }
    }

    private bool IsInTime(Entry departure, Entry arrival) => arrival.Booked.IsWithin(departure.Booked, rules.NamedBefore, rules.NamedAfter);

    /// <summary>The arrivals in time for a departure that no other one has, in time order.</summary>
    private IEnumerable<Entry> InTime(Entry departure)
    {
        var (low, high) = (0, times.Length);
        var from = departure.Booked.FirstUtc - rules.NamedBefore - LongestDay;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = times[middle] < from ? (middle + 1, high) : (low, middle);
        }

        for (var until = departure.Booked.LastUtc + rules.NamedAfter + LongestDay; low < times.Length && times[low] <= until; low++)
        {
            if (!taken.Contains(arrivals[low].Id) && IsInTime(departure, arrivals[low]))
            {
                yield return arrivals[low];
            }
        }
    }

    private static bool IsExact(Entry departure, Entry arrival) => arrival.Amount.Currency == departure.Amount.Currency && Sums(departure).Contains(arrival.Amount);

    private static bool IsOriginal(Entry departure, Entry arrival) => departure.OriginalAmount?.Abs() == arrival.Amount || arrival.OriginalAmount?.Abs() == departure.Amount.Abs();

    private bool IsNearByRate(Entry departure, Entry arrival)
    {
        var (left, came) = (departure.Amount.Abs(), arrival.Amount);
        return left.Currency != came.Currency && Worths().OfType<Money>().Any(worth => Math.Abs(worth.Amount - came.Amount) <= came.Amount * rules.RateTolerance);

        IEnumerable<Money?> Worths()
        {
            var day = DateOnly.FromDateTime(departure.BookedAtUtc);
            yield return departure.ExchangeRate is > 0 and { } its ? left.At(its, came.Currency) : null;
            yield return arrival.ExchangeRate is > 0 and { } theirs ? left.Times(theirs, came.Currency) : null;
            yield return rates.Find(departure.Id.Wallet, day, came.Currency, left.Currency) is { } here ? left.At(here, came.Currency) : null;
            yield return rates.Find(arrival.Id.Wallet, day, left.Currency, came.Currency) is { } there ? left.Times(there, came.Currency) : null;
        }
    }

    /// <summary>Each in time order takes the first that fits; transfers before what a bank tells as a plain payment.</summary>
    private void Pair(IEnumerable<Entry> departures, Func<Entry, Entry, bool> fits)
    {
        foreach (var departure in departures.Where(d => !arrivalOf.ContainsKey(d.Id)))
        {
            if (InTime(departure).Where(a => fits(departure, a)).OrderBy(a => OwnTransfers.IsMove(a) ? 0 : 1).FirstOrDefault() is { } arrival)
            {
                Take(departure, arrival);
            }
        }
    }

    /// <summary>Equal departures: all in time order where all arrived, else those nearest in time.</summary>
    private void PairEqual(List<Entry> departures)
    {
        var open = departures.Where(d => !arrivalOf.ContainsKey(d.Id)).ToList();
        var fitting = open.SelectMany(d => InTime(d).Where(a => IsExact(d, a))).DistinctBy(a => a.Id).OrderBy(a => a.BookedAtUtc).ThenBy(a => a.Id).ToList();
        var inOrder = InOrder(open, fitting);
        if (inOrder.Count < open.Count && Nearest(open, fitting) is var nearest && nearest.Count == inOrder.Count)
        {
            inOrder = nearest;
        }

        inOrder.ForEach(p => Take(p.Departure, p.Arrival));
    }

    private List<(Entry Departure, Entry Arrival)> InOrder(List<Entry> departures, List<Entry> fitting)
    {
        var left = fitting.OrderBy(a => OwnTransfers.IsMove(a) ? 0 : 1).ToList();
        var pairs = new List<(Entry, Entry)>();
        foreach (var departure in departures)
        {
            if (left.Find(a => IsExact(departure, a) && IsInTime(departure, a)) is { } arrival)
            {
                left.Remove(arrival);
                pairs.Add((departure, arrival));
            }
        }

        return pairs;
    }

    private List<(Entry Departure, Entry Arrival)> Nearest(List<Entry> departures, List<Entry> fitting)
    {
        var left = departures.ToList();
        var pairs = new List<(Entry, Entry)>();
        foreach (var arrival in fitting)
        {
            if (left.Where(d => IsExact(d, arrival) && IsInTime(d, arrival)).MinBy(d => (Apart(d, arrival), d.BookedAtUtc, d.Id)) is { } departure)
            {
                left.Remove(departure);
                pairs.Add((departure, arrival));
            }
        }

        return pairs;
    }

    private static TimeSpan Apart(Entry departure, Entry arrival) => departure.Booked.Apart(arrival.Booked);

    private void Take(Entry departure, Entry arrival)
    {
        arrivalOf.Add(departure.Id, arrival);
        taken.Add(arrival.Id);
    }

    /// <summary>Departures whose arrival may as well be that of the lost one: not much farther from it in time.</summary>
    private List<Entry> EqualTo(Entry lost, IReadOnlyList<Entry> departures) =>
    [
        .. departures.Where(d => d.Id != lost.Id && arrivalOf.TryGetValue(d.Id, out var arrival) && !TransfersMissing.Names(arrival, d) && IsInTime(lost, arrival)
            && (IsExact(lost, arrival) || (!IsExact(d, arrival) && IsNearByRate(lost, arrival)))
            && Apart(lost, arrival) - Apart(d, arrival) <= rules.NearestBy),
    ];

    /// <summary>An arrival that nothing explains and that may be this one: a little less, or a sum in another currency of which nobody knows the rate.</summary>
    private Entry? NearTo(Entry lost) =>
        InTime(lost).Where(a => OwnTransfers.IsMove(a)
                && (a.Amount.Currency != lost.Amount.Currency || (a.Amount < lost.Amount.Abs() && a.Amount.Amount >= lost.Amount.Abs().Amount * (1 - MostKeptOnTheWay))))
            .MinBy(a => (a.Amount.Currency == lost.Amount.Currency ? 0 : 1, Apart(lost, a), a.Id));
}
