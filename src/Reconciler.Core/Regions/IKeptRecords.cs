using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Regions;

/// <summary>A record as it is kept: an entry or an order, never both.</summary>
/// <param name="Number">Its own for ever: of entries even, of orders odd.</param>
/// <param name="Earlier">Its versions that no longer stand, if there are any: what they named ties it still.</param>
/// <param name="IsNew">It came after the last matching.</param>
public sealed record KeptRecord(long Number, Versioned<Entry>? Entry, Versioned<Order>? Order, IReadOnlyList<object> Earlier, bool IsNew)
{
    internal bool IsContradicted => Entry?.Conflicting.Count > 0 || Order?.Conflicting.Count > 0;
}

/// <summary>A finding as it is kept.</summary>
/// <param name="FoundAs">The state in which the last matching found it; null: it found it no more.</param>
public sealed record KeptFinding(Finding Finding, FindingState? FoundAs);

/// <summary>Where records are, and what was matched of them. Numbers may be given in any order.</summary>
public interface IRecords
{
    /// <summary>When the earliest entry was booked (UTC); any moment where there is none.</summary>
    DateTime FirstBookedUtc { get; }

    IReadOnlyList<KeptRecord> Load(IReadOnlyCollection<long> numbers);

    /// <summary>The numbers of those that are known.</summary>
    IReadOnlyList<long> NumbersOf(IReadOnlyCollection<TransactionId> entries, IReadOnlyCollection<OrderId> orders);

    IReadOnlyList<Match> MatchesOf(IReadOnlyCollection<TransactionId> entries);
}

/// <summary>Records with all that was decided of them: what matching a part of them asks for. Numbers and keys may be given in any order.</summary>
public interface IKeptRecords : IRecords
{
    /// <summary>The records that are registered under each of these keys. Where a key was registered for what was decided then, the record may have dropped it since.</summary>
    IEnumerable<RegisteredKey> Find(IReadOnlyCollection<ulong> keys);

    /// <summary>The states of those that have one; of all others it is <see cref="RecordState.Plain"/>.</summary>
    IReadOnlyDictionary<long, RecordState> StatesOf(IReadOnlyCollection<long> numbers);

    IReadOnlyList<KeptFinding> Findings(IEnumerable<string> ids);
}

/// <summary>One record under one key.</summary>
/// <param name="IsLive">Registered for what was decided; else for what the record says.</param>
public readonly record struct RegisteredKey(ulong Key, long Number, bool IsLive);
