using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Store.Tests;

public class OrderStoreTests
{
    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void The_later_status_stands_in_whichever_order_the_files_came(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        var refunded = Some.Order("8001", status: OrderStatus.Refunded, statusAt: "2026-05-09");
        var paid = Some.Order("8001", status: OrderStatus.Paid, statusAt: "2026-05-07");

        Assert.Equal([SaveOutcome.New], store.Save(refunded).Outcomes);
        Assert.Equal([SaveOutcome.NewVersion], store.Save(paid).Outcomes);
        Assert.Equal([SaveOutcome.KnownAlready], store.Save(paid).Outcomes);

        var all = Assert.Single(store.Read(w => w.Orders.LoadAll().ToList()));
        Assert.Equal(OrderStatus.Refunded, all.Standing.Status);
        Assert.Empty(all.Conflicting);
        Assert.Equal(2, store.Read(w => w.Orders.LoadVersions(paid.Id)).Count);
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Another_total_under_one_id_is_loaded_with_the_standing_version(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        store.Save(Some.Order("8001", "20.00 USD"));
        store.Save(Some.Order("8001", "22.00 USD", statusAt: "2026-05-09"));

        var loaded = store.Read(w => w.Orders.Load(new OrderId("aliexpress", "8001")))!;
        foreach (var order in new[] { loaded, Assert.Single(store.Read(w => w.Orders.LoadAll().ToList())) })
        {
            Assert.Equal(Some.Money("22.00 USD"), order.Standing.Total);
            Assert.Equal(Some.Money("20.00 USD"), Assert.Single(order.Conflicting).Total);
        }
    }

    [Theory]
    [MemberData(nameof(TestStore.Providers), MemberType = typeof(TestStore))]
    public void Every_field_comes_back_as_it_was_given(StoreProvider provider)
    {
        using var store = new TestStore(provider);
        Order[] given =
        [
            new()
            {
                Id = new OrderId("aliexpress", "8001-Ж"),
                PlacedAtUtc = Some.Time.AddTicks(1_000_009),
                PlacedDay = Moments.OfDay(Some.Time, Some.Time.AddHours(23)),
                PaidAtUtc = Some.Time.AddMinutes(3),
                PaidDay = Moments.OfDay(Some.Time.AddDays(1), Some.Time.AddDays(2)),
                Status = OrderStatus.PartlyRefunded,
                StatusAtUtc = Some.Time.AddDays(2).AddTicks(3),
                Total = Some.Money("120000 JPY"),
                Charged = Some.Money("0.001 KWD"),
                Refunded = Some.Money("0.00 EUR"),
                CheckoutId = "C1",
                PaymentReference = "T1",
                Seller = "深圳 Store 😀",
                Description = "two\nlines",
                OtherIds = "8001 8002",
                Extra = "Tags: a;b",
                Source = new SourceLine(new string('c', 64), "orders.json", 1, "{\n}"),
            },
            Some.Order("8002", status: OrderStatus.AwaitingPayment), // no paid_at, charged, refunded
        ];
        store.Save(given);

        var back = store.Read(w => w.Orders.LoadAll().ToList()).ConvertAll(v => v.Standing);

        Assert.Equal(2, back.Count);
        foreach (var order in given)
        {
            var same = back.Single(b => b.Id == order.Id);
            Assert.Equal(order.PaidAtUtc is null, same.PaidAtUtc is null);
            Assert.Equal(order, same with
            {
                PlacedAtUtc = order.PlacedAtUtc.Came(same.PlacedAtUtc),
                StatusAtUtc = order.StatusAtUtc.Came(same.StatusAtUtc),
                PaidAtUtc = order.PaidAtUtc?.Came(same.PaidAtUtc!.Value),
            });
        }

        Assert.Equal([given[0].Id], store.Read(w => w.Orders.FindIds("8001-Ж")));
    }
}
