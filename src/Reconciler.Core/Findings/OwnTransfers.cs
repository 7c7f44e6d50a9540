using Reconciler.Core.Records;

namespace Reconciler.Core.Findings;

/// <summary>Where money that left for another of our own accounts came to.</summary>
/// <param name="Wallet">Where it goes.</param>
/// <param name="Arrival">The entry in which it arrived; null: it has not.</param>
public sealed record TransferEnd(string Wallet, Entry? Arrival);

/// <summary>What is known of money that moves between our own accounts.</summary>
/// <param name="Moves">All succeeded top-ups, withdrawals and transfers of all wallets, in any order.</param>
/// <param name="Wallets">All of which we read statements.</param>
/// <param name="Arrivals">What came in on a wallet from some moment on, in any order; see <see cref="IsArrival"/>.</param>
/// <param name="LastBooked">When the last entry of a wallet was booked; null where it has none.</param>
public sealed record OwnTransfers(IReadOnlyList<Entry> Moves, IReadOnlyCollection<string> Wallets, Func<string, DateTime, IEnumerable<Entry>> Arrivals, Func<string, DateTime?> LastBooked)
{
    public static OwnTransfers None { get; } = new([], [], (_, _) => [], _ => null);

    /// <summary>Of all entries that there are.</summary>
    public static OwnTransfers Of(IReadOnlyList<Entry> entries)
    {
        var ofWallet = new Lazy<ILookup<string, Entry>>(() => entries.ToLookup(e => e.Id.Wallet, StringComparer.Ordinal));
        return new OwnTransfers(
            [.. entries.Where(IsMove)],
            [.. entries.Select(e => e.Id.Wallet).Distinct(StringComparer.Ordinal)],
            (wallet, fromUtc) => ofWallet.Value[wallet].Where(e => IsArrival(e) && e.BookedAtUtc >= fromUtc),
            wallet => ofWallet.Value[wallet].Select(e => (DateTime?)e.BookedAtUtc).Max());
    }

    /// <summary>Whether an entry can be a leg of a transfer: a top-up, a withdrawal or a transfer that succeeded.</summary>
    public static bool IsMove(Entry entry) => entry is { Status: EntryStatus.Succeeded, Type: EntryType.Topup or EntryType.Withdrawal or EntryType.Transfer };

    /// <summary>Whether it can be the end of one: banks tell what comes in as a plain payment.</summary>
    public static bool IsArrival(Entry entry) => entry.Amount.MinorUnits > 0 && (IsMove(entry) || entry is { Status: EntryStatus.Succeeded, Type: EntryType.Payment });
}
