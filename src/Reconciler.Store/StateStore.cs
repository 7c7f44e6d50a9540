using Reconciler.Core.Matching;
using Reconciler.Core.Regions;
using Reconciler.Core.Reports;

namespace Reconciler.Store;

/// <summary>How records stood after the last matching, where they are not plainly settled.</summary>
internal sealed class StateStore(Session session)
{
    public IReadOnlyDictionary<long, RecordState> Load(IReadOnlyCollection<long> numbers) =>
        numbers.Count == 0 ? new Dictionary<long, RecordState>()
            : session.List("RecordState_LoadByNumbers", new Fields().Text("numbers", JsonIds.Of(numbers)), row => (Number: row.Number(), State: Read(row))).ToDictionary(s => s.Number, s => s.State);

    public void Replace(IEnumerable<(long Number, RecordState State)> states)
    {
        session.Execute("RecordState_Clear");
        Add(states);
    }

    public void Change(IReadOnlyDictionary<long, RecordState> states)
    {
        foreach (var number in states.Keys)
        {
            session.Execute("RecordState_Delete", new Fields().Number("record_no", number));
        }

        Add(states.Select(s => (s.Key, s.Value)));
    }

    public IReadOnlyList<AwaitedRefunds> LoadAwaited() =>
        AwaitedRefunds.Together(session.List("RecordState_LoadRefunds", null, row => new AwaitedRefund(row.Code<Direction>(), row.RepeatedText(), row.DayOrNull()!.Value, row.Money())));

    /// <summary>The records whose findings were what they were up to a moment from the first time on and before the second.</summary>
    public IReadOnlyList<long> FindDue(DateTime fromUtc, DateTime toUtc) =>
        session.List("RecordState_FindDue", new Fields().Instant("from_time", fromUtc).Instant("to_time", toUtc), row => row.Number());

    /// <summary>The next such moment from a time on.</summary>
    public DateTime? FindNext(DateTime fromUtc) => session.List("RecordState_FindNext", new Fields().Instant("from_time", fromUtc), row => row.InstantOrNull())[0];

    private void Add(IEnumerable<(long Number, RecordState State)> states) =>
        session.AddMany("RecordState_Add", "record_states", states.Where(s => !s.State.IsPlain).OrderBy(s => s.Number), static (fields, one) =>
        {
            var (number, state) = one;
            fields.Number("record_no", number).Code("place", state.Place).Instant("until_at", state.UntilUtc);
            if (state.Awaited is { } refund)
            {
                fields.Code("refund_direction", refund.Direction).Text("refund_marketplace", refund.Marketplace).Day("refund_due_on", refund.DueOn);
            }
            else
            {
                fields.Number("refund_direction", null).Text("refund_marketplace", null).Day("refund_due_on", null);
            }

            return fields.Money("refund_missing", "refund_currency", state.Awaited?.Missing).Bytes("registered", KeyPage.WriteKeys(state.Registered)).Bytes("sought", KeyPage.WriteKeys(state.Sought));
        });

    private static RecordState Read(Row row)
    {
        var (place, until) = (row.Code<Place>(), row.InstantOrNull());
        var refund = row.CodeOrNull<Direction>() is { } direction
            ? new AwaitedRefund(direction, row.RepeatedText(), row.DayOrNull()!.Value, row.Money())
            : row.Skip<AwaitedRefund>(4);
        return new RecordState(place, until, refund, KeyPage.ReadKeys(row.Bytes()), KeyPage.ReadKeys(row.Bytes()));
    }
}
