using Reconciler.Core.Reasons;
using Reconciler.Core.Records;

namespace Reconciler.Core.Matching;

/// <summary>When an entry was booked, seen from its order.</summary>
internal static class BookingTime
{
    /// <summary><c>booked 5 minutes after it was placed</c>; where one of them tells only a day, in days.</summary>
    public static Reason Of(Entry entry, Order order)
    {
        if (entry.BookedDay is null && order.PlacedDay is null)
        {
            var distance = entry.BookedAtUtc - order.PlacedAtUtc;
            return Reason.Of(distance < TimeSpan.Zero ? Because.BookedBefore : Because.BookedAfter, TimeApart.Of(distance));
        }

        return entry.Booked.Apart(order.Placed) is var apart && apart == TimeSpan.Zero
            ? Reason.Of(Because.BookedOnItsDay, entry.BookedOn)
            : Reason.Of(entry.Booked.LastUtc < order.Placed.FirstUtc ? Because.BookedDaysBefore : Because.BookedDaysAfter, entry.BookedOn, TimeApart.Of(apart), order.PlacedOn);
    }

    /// <summary>The same with the limit that it fails: <c>booked 25.2 hours before it was placed, at most 24 hours allowed</c>; null where it fails none.</summary>
    public static Reason? OutsideWindow(Entry entry, Order order, TimeSpan before, TimeSpan after) =>
        entry.Booked.IsWithin(order.Placed, before, after) ? null
        : Of(entry, order) + Reason.Of(Because.AtMostAllowed, TimeApart.Limit(entry.Booked.LastUtc < order.Placed.FirstUtc ? before : after));
}
