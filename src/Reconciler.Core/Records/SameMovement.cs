using Reconciler.Core.Values;

namespace Reconciler.Core.Records;

/// <summary>Whether two rows tell of one movement of money, by what they say.</summary>
public static class SameMovement
{
    /// <summary>How long after an announcement a movement is booked at the latest: a card reservation or a direct debit that is announced.</summary>
    private const int AnnouncedDays = 10;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Whether a row says the same as a version, in values: what one of them leaves out (a balance, further columns, the seconds of the time) contradicts nothing.</summary>
    public static bool SaysTheSame(Entry told, Entry known) =>
        told.Type == known.Type && told.Status == known.Status && IsSameTime(told.BookedAtUtc, known.BookedAtUtc)
        && told.Amount == known.Amount && told.OriginalAmount == known.OriginalAmount && told.ExchangeRate == known.ExchangeRate && told.Fee == known.Fee
        && (told.BalanceAfter is null || known.BalanceAfter is null || told.BalanceAfter == known.BalanceAfter)
        && told.Counterparty == known.Counterparty && told.OrderReference == known.OrderReference && told.Description == known.Description
        && told.RelatedTransactionId == known.RelatedTransactionId;

    /// <inheritdoc cref="SaysTheSame(Entry, Entry)"/>
    public static bool SaysTheSame(Order told, Order known) =>
        told with { Extra = known.Extra, Source = known.Source } == known;

    /// <summary>Whether a row tells more than a version that says the same: a balance, a further column, the seconds.</summary>
    public static bool TellsMore(Entry told, Entry known) =>
        (told.BalanceAfter is not null && known.BalanceAfter is null) || (told.OpeningBalance is not null && known.OpeningBalance is null) || Versions.TellsSeconds(told) && !Versions.TellsSeconds(known) || NamesMore(told.Extra, known.Extra);

    /// <inheritdoc cref="TellsMore(Entry, Entry)"/>
    public static bool TellsMore(Order told, Order known) => NamesMore(told.Extra, known.Extra);

    /// <summary>Whether both move the same sum, fee included, on the same day, in whichever zone each tells it.</summary>
    public static bool AgreeInDayAndSum(Entry told, Entry known) => Moved(told) == Moved(known) && (told.BookedAtUtc - known.BookedAtUtc).Duration() < Day;

    /// <summary>Whether one row announces what the other books, under one reference of the source, perhaps on another day.</summary>
    public static bool IsAnnouncedIn(Entry told, IReadOnlyList<Entry> versions) =>
        (told.Status == EntryStatus.Pending || versions.All(v => v.Status == EntryStatus.Pending))
        && versions.Any(v => Moved(told) == Moved(v) && (told.BookedAtUtc - v.BookedAtUtc).Duration().TotalDays <= AnnouncedDays);

    /// <summary>Whether two rows without ids tell the same values: a file in another form, or saved again by a spreadsheet.</summary>
    public static bool HaveSameValues(Entry told, Entry known) =>
        told.Amount == known.Amount && IsSameTime(told.BookedAtUtc, known.BookedAtUtc)
        && told.Counterparty.Trim() == known.Counterparty.Trim() && told.Description.Trim() == known.Description.Trim();

    /// <summary>
    /// Whether a row cannot be another version of what is known under its id: a fee beside a payment, or money that goes back, of another sum. A source may give these the
    /// id of their payment.
    /// </summary>
    public static bool AreTwo(Entry told, IReadOnlyList<Entry> versions) => versions.All(v => Kind(v.Type) != Kind(told.Type) && v.Amount != told.Amount);

    /// <summary>Of rows with one id in one file the payment keeps it.</summary>
    public static int Kind(EntryType type) => type switch
    {
        EntryType.Fee => 2,
        EntryType.Refund or EntryType.Chargeback or EntryType.Release => 1,
        _ => 0,
    };

    /// <summary>A spreadsheet drops the seconds.</summary>
    private static bool IsSameTime(DateTime one, DateTime other) =>
        one == other || (Minute(one) == Minute(other) && (Minute(one) == one.Ticks || Minute(other) == other.Ticks));

    private static long Minute(DateTime time) => time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute);

    private static Money Moved(Entry entry) => entry.Fee is { } fee && fee.Currency == entry.Amount.Currency ? entry.Amount - fee : entry.Amount;

    private static bool NamesMore(string told, string known) => told.Length > 0 && told != known && !Versions.NamesIn(told).IsSubsetOf(Versions.NamesIn(known));
}
