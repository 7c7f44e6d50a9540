using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>The orders, with every version of each.</summary>
public sealed class OrderStore
{
    private static readonly VersionShape<Order> Shape = new(
        "Order",
        "order_versions",
        "marketplace",
        "order_id",
        o => new RecordKey(o.Id.Marketplace, o.Id.Id),
        Versions.ContentHash,
        (one, other) => (one with { Source = other.Source }) == other,
        Versions.Choose,
        SameMovement.SaysTheSame,
        SameMovement.TellsMore,
        o => o.Source,
        AddFields,
        Read);

    private readonly VersionTable<Order> table;

    internal OrderStore(Session session, InputFileStore files) => table = new VersionTable<Order>(session, files, Shape);

    internal VersionTable<Order> Table => table;

    /// <summary>Saves orders in their order: new ones, new versions of known ones; a row that says what some version says already adds nothing.</summary>
    /// <exception cref="ArgumentException">An id cannot be kept, see <see cref="Ids"/>.</exception>
    public SaveResult Save(IEnumerable<Order> orders) => table.Save(orders);

    /// <summary>Every order, sorted by id as the database sorts: the standing version, and those that tell another total.</summary>
    public IEnumerable<Versioned<Order>> LoadAll() => table.LoadAll();

    /// <summary>The same as it stood when a version was the last: what came later counts for nothing, and of versions that tell other money none is chosen yet.</summary>
    public IEnumerable<Versioned<Order>> LoadUntil(long versionNo) => table.LoadUntil(versionNo);

    /// <summary>The number of the version that was added last, of all orders together; 0: there is none. It grows whenever something new is saved, and never shrinks.</summary>
    public long LastVersionNo() => table.LastVersionNo();

    /// <summary>One order, or null.</summary>
    public Versioned<Order>? Load(OrderId id) => table.Load(new RecordKey(id.Marketplace, id.Id));

    /// <summary>Lets the version stand that was told on that line, where those of its id tell other money; until something new is saved under that id.</summary>
    public void LetStand(OrderId id, SourceLine line) => table.LetStand(new RecordKey(id.Marketplace, id.Id), line);

    /// <summary>Every version of one order in the order in which they came; empty where it is not known.</summary>
    public IReadOnlyList<Order> LoadVersions(OrderId id) => table.LoadVersions(new RecordKey(id.Marketplace, id.Id));

    /// <summary>The orders placed on some days of which a version came after that number, sorted by id, each with how it stood then; null: it was not known. Also those that were placed on these days then, and are on others now.</summary>
    public IReadOnlyList<(Order Now, (OrderStatus Status, Money Total)? Then)> LoadChangedAfter(long versionNo, ReportPeriod.Days days) =>
        [.. table.StreamStanding("Order_LoadChangedAfter", new Fields().Number("after", versionNo).Instant("from_time", days.FromUtc).Instant("to_time", days.UntilUtc), (_, order, row) => (order, row.CodeOrNull<OrderStatus>() is { } status ? ((OrderStatus, Money)?)(status, row.Money()) : null))];

    /// <summary>The orders that a person may mean by <c>8001</c> or <c>marketplace/8001</c>, sorted.</summary>
    public IReadOnlyList<OrderId> FindIds(string text) => [.. table.FindIds(text).Select(k => new OrderId(k.Owner, k.Id)).Order()];

    /// <summary>The orders one by one, in no order, each behind the number of its first version; without the texts as they stand in the file, and without the versions that tell nothing any more.</summary>
    /// <param name="fromFirst">The first number that is wanted; they count from 1, see <see cref="LastVersionNo"/>.</param>
    /// <param name="toFirst">The last one.</param>
    public IEnumerable<(long First, Versioned<Order> Versions, IReadOnlyList<Order> Earlier)> LoadNumbered(long fromFirst, long toFirst) => table.LoadNumbered(fromFirst, toFirst);

    internal IEnumerable<(long First, Versioned<Order> Versions, IReadOnlyList<Order> Earlier)> LoadNumbered(IReadOnlyCollection<long> firsts) => table.LoadNumbered(firsts);

    internal IReadOnlyList<long> FindNumbers(IReadOnlyCollection<OrderId> ids) => table.FindNumbers([.. ids.Select(id => new RecordKey(id.Marketplace, id.Id))]);

    internal IReadOnlyList<long> FindNumbersChangedSince(long versionNo) => table.FindNumbersChangedSince(versionNo);

    private static Fields AddFields(Fields fields, Order o) =>
        fields.Instant("placed_at", o.PlacedAtUtc).Moments("placed_first", "placed_last", o.PlacedDay).Instant("paid_at", o.PaidAtUtc).Moments("paid_first", "paid_last", o.PaidDay)
            .Code("status", o.Status).Instant("status_at", o.StatusAtUtc)
            .Money("total", "currency", o.Total).Money("charged", "charged_currency", o.Charged).Money("refunded", "refunded_currency", o.Refunded)
            .Text("checkout_id", o.CheckoutId).Text("payment_reference", o.PaymentReference).Text("seller", o.Seller).Text("description", o.Description)
            .Text("other_ids", o.OtherIds).Text("paid_otherwise", o.PaidOtherwise).Text("extra", o.Extra);

    // The columns as the statements list them.
    private static Order Read(Row row, SourceLine source) =>
        new()
        {
            Source = source,
            Id = new OrderId(row.RepeatedText(), row.Text()),
            PlacedAtUtc = row.Instant(),
            PlacedDay = row.MomentsOrNull(),
            PaidAtUtc = row.InstantOrNull(),
            PaidDay = row.MomentsOrNull(),
            Status = row.Code<OrderStatus>(),
            StatusAtUtc = row.Instant(),
            Total = row.Money(),
            Charged = row.MoneyOrNull(),
            Refunded = row.MoneyOrNull(),
            CheckoutId = row.Text(),
            PaymentReference = row.Text(),
            Seller = row.RepeatedText(),
            Description = row.Text(),
            OtherIds = row.Text(),
            PaidOtherwise = row.RepeatedText(),
            Extra = row.Text(),
        };
}
