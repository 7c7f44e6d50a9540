using Reconciler.Core.Reports;

namespace Reconciler.Core.Regions;

/// <summary>What is kept of a record between two runs, so that the next one need not match it again to know where it stands.</summary>
/// <param name="Place">Where the control totals count it.</param>
/// <param name="UntilUtc">The last moment at which its findings are what they are; null: no moment changes them.</param>
/// <param name="Awaited">The refund that it awaits, or null.</param>
/// <param name="Registered">The keys under which others find it because of what was decided, sorted.</param>
/// <param name="Sought">The keys by which it finds others, sorted.</param>
public sealed record RecordState(Place Place, DateTime? UntilUtc, AwaitedRefund? Awaited, IReadOnlyList<ulong> Registered, IReadOnlyList<ulong> Sought)
{
    /// <summary>A payment, or the order that it pays, of which nothing is open: of most records nothing else is kept.</summary>
    public static RecordState Plain { get; } = new(Place.PaymentsMatched, null, null, [], []);

    /// <summary>Whether nothing need be kept.</summary>
    public bool IsPlain => Place == Place.PaymentsMatched && UntilUtc is null && Awaited is null && Registered.Count == 0 && Sought.Count == 0;

    public bool Equals(RecordState? other) =>
        other is not null && Place == other.Place && UntilUtc == other.UntilUtc && Awaited == other.Awaited && Registered.SequenceEqual(other.Registered) && Sought.SequenceEqual(other.Sought);

    public override int GetHashCode() => HashCode.Combine(Place, UntilUtc, Awaited, Registered.Count, Sought.Count);
}
