using System.Globalization;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

/// <summary>Invented cases in the scripts, currencies and sizes that documents must bear.</summary>
internal static class Samples
{
    public static readonly DateTime AsOf = Some.Utc("2026-06-30 23:59:59");

    /// <summary>A wallet in roubles charged twice for one order in dollars; Cyrillic texts.</summary>
    public static DisputeCase Duplicate()
    {
        var order = Some.Order("8001234567890123", "41.97 USD", "2026-05-06 08:55", OrderStatus.Shipped, seller: "Магазин «Тёплый дом»", description: "Плед шерстяной, 2 шт.");
        var first = Roubles("18234567890", "2026-05-06 09:01:12", "06.05.2026 12:01:12");
        var second = Roubles("18234567977", "2026-05-06 09:05:24", "06.05.2026 12:05:24");
        return Case(
            FindingKind.DuplicateCharge,
            "3314.42 RUB",
            "The order 8001234567890123 was paid by 18234567890; 18234567977 names the same order, with the same amount and counterparty, 4 min 12 s later.",
            orders: [order],
            payments: [first],
            disputed: [second]);
    }

    /// <summary>An order in reais that was cancelled; nothing came back. Portuguese texts.</summary>
    public static DisputeCase MissingRefund() => Case(
        FindingKind.MissingRefund,
        "1234.56 BRL",
        "The order 7000111222333 was cancelled on 2026-05-20; 1234.56 BRL were due by 2026-06-03, and nothing has come.",
        due: new DateOnly(2026, 6, 3),
        orders:
        [
            Some.Order("7000111222333", "1234.56 BRL", "2026-05-18 10:00", OrderStatus.Cancelled, "2026-05-20 16:30", seller: "Loja São João – Informática & Áudio", description: "Caixa de som portátil; não entregue, cancelação pelo comprador"),
        ],
        payments: [Some.Entry("7AB12345CD678901E", "-1234.56 BRL", "2026-05-18 10:02", wallet: "paypal", counterparty: "Loja São João", reference: "7000111222333", fee: "0.00 BRL")]);

    /// <summary>An order in yuan of which a part came back. Chinese texts.</summary>
    public static DisputeCase ShortRefund() => Case(
        FindingKind.ShortRefund,
        "88.80 CNY",
        "To be given back were 288.80 CNY; 200.00 CNY came on 2026-05-25, 88.80 CNY are missing.",
        due: new DateOnly(2026, 6, 4),
        orders:
        [
            Some.Order("1234567890123456789", "388.80 CNY", "2026-05-15 02:11", OrderStatus.PartlyRefunded, "2026-05-21 05:00", seller: "温暖家居旗舰店", refunded: "288.80 CNY", description: "羊毛毯 150×200厘米 灰色；加厚保暖，四季可用，退货一件"),
        ],
        payments:
        [
            Some.Entry("2026051522001412345678901234", "-388.80 CNY", "2026-05-15 02:12:40", wallet: "alipay", counterparty: "温暖家居旗舰店", reference: "T200P1234567890123456789", description: "羊毛毯 150×200厘米 灰色"),
        ],
        refunds:
        [
            Some.Entry("2026051522001412345678901234_1", "200.00 CNY", "2026-05-25 07:30:00", EntryType.Refund, wallet: "alipay", counterparty: "温暖家居旗舰店", related: "2026051522001412345678901234", description: "退款-羊毛毯"),
        ]);

    /// <summary>Sums of twelve digits, ids longer than a line, many payments, a long story: must flow over pages.</summary>
    public static DisputeCase Vast()
    {
        var endless = string.Concat(Enumerable.Repeat("0123456789ABCDEF", 8));
        var story = string.Join(' ', Enumerable.Repeat("A description that goes on and on, as some statements do,", 30));
        var payments = Enumerable.Range(1, 5)
            .Select(i => Some.Entry(endless + i.ToString(CultureInfo.InvariantCulture), "-123456789012 JPY", "2026-05-06 09:0" + i.ToString(CultureInfo.InvariantCulture), counterparty: "A_counterparty_without_a_single_blank_in_its_name_" + endless, description: story))
            .ToArray();
        return Case(
            FindingKind.DuplicateCharge,
            "123456789012 JPY",
            story,
            orders: [Some.Order(endless, "123456789012 JPY", description: story)],
            payments: payments[..4],
            disputed: payments[4..]);
    }

    public static RunReport Report(int matches = 8)
    {
        Finding[] findings =
        [
            Duplicate().Finding, MissingRefund().Finding, ShortRefund().Finding,
            Finding(FindingKind.ChargeWithoutOrder, "12.345 KWD", "No order of any marketplace fits; the nearest, 8001234567890777, is 1.000 KWD larger.", transaction: "T-KWD-1"),
            Finding(FindingKind.ChargeWithoutOrder, "123456789012 JPY", "No order fits.", transaction: "T-JPY-1"),
            Finding(FindingKind.OrderWithoutCharge, "999999999.99 USD", "Paid on 2026-05-01 as the marketplace says; no charge within the window.", order: "8009999999999999"),
            Finding(FindingKind.AmountMismatch, "0.01 USD", "<script>alert('x')</script> was charged & the order says \"more\".", order: "8001111"),
            Finding(FindingKind.StaleHold, "55.00 EUR", "=HYPERLINK(\"http://example.com\")", transaction: "H1") with { State = FindingState.Dismissed },
        ];
        return new RunReport(
            new Run("run-2026-06-30-0001", Some.Utc("2026-07-01 06:00"), AsOf, ShortHash.Sha256("result"u8), "0.1.0", Totals()),
            [
                new FileSummary("qiwi-2026-05.json", ShortHash.Sha256("q"u8), "qiwi-history", new RowTotals(120, 100, 5, 13, 2), "read"),
                new FileSummary("выписка май 2026.csv", ShortHash.Sha256("v"u8), "yoomoney-csv", new RowTotals(80, 79, 0, 0, 1), "read"),
            ],
            findings,
            [.. Enumerable.Range(1, matches).Select(Match)],
            [Duplicate().Dispute, MissingRefund().Dispute with { State = DisputeState.Sent, SentAtUtc = AsOf, MessageId = "<d-1@example.com>" }],
            [
                new RejectedRow(ShortHash.Sha256("q"u8), "qiwi-2026-05.json", 118, "sum.amount", "12,50.00", "is not a sum written like 1234.50. If this wallet changed its format, set decimalMark in config/layouts/qiwi-history.json."),
                new RejectedRow(ShortHash.Sha256("q"u8), "qiwi-2026-05.json", 119, "date", "30.02.2026", "is not a date: February has no day 30."),
                new RejectedRow(ShortHash.Sha256("v"u8), "выписка май 2026.csv", 7, "сумма", "=2+3", "is not a sum written like 1 234,50."),
            ])
        {
            Refunds = new RefundAgeing(
                [
                    new BucketTotal("not yet due", 3, Sums("1250.00 BRL", "40.00 CNY")),
                    new BucketTotal("overdue 1 to 5 business days", 0, []),
                    new BucketTotal("overdue 6 to 20 business days", 1, Sums("1234.56 BRL")),
                    new BucketTotal("overdue more than 20 business days", 1, Sums("88.80 CNY")),
                ],
                [new BucketTotal("not yet due", 2, Sums("77.10 EUR"))],
                new Dictionary<string, int> { [MissingRefund().Finding.Id] = 19, [ShortRefund().Finding.Id] = 1 }),
        };
    }

    public static Money[] Sums(params string[] sums) => [.. sums.Select(Some.Money)];

    private static ControlTotals Totals() => new(
        new RowTotals(200, 179, 5, 13, 3),
        new LedgerTotals(
            new BucketTotal("all entries", 184, Sums("-1500.00 BRL", "-12.345 KWD", "-250000.42 RUB")),
            [
                new BucketTotal("payments matched", 150, Sums("-1500.00 BRL", "-243371.58 RUB")),
                new BucketTotal("refunds matched", 10, Sums("0.00 RUB")),
                new BucketTotal("settled in a finding", 2, Sums("0.00 RUB")),
                new BucketTotal("open with a finding", 3, Sums("-12.345 KWD", "-6628.84 RUB")),
                new BucketTotal("waiting", 4, []),
                new BucketTotal("not charges", 15, []),
            ]),
        new LedgerTotals(
            new BucketTotal("all orders", 155, Sums("7654.32 USD")),
            [new BucketTotal("settled", 150, Sums("7000.00 USD")), new BucketTotal("open with a finding", 3, Sums("654.32 USD")), new BucketTotal("waiting", 2, [])]));

    private static Entry Roubles(string id, string at, string atText) =>
        Some.Entry(id, "-3314.42 RUB", at, counterparty: "AliExpress, г. Москва", reference: "заказ №8001234567890123", description: "Оплата заказа на сайте", original: "-41.97 USD", rate: 78.9713m, fee: "33.14 RUB") with
        {
            BookedAtText = atText,
            BalanceAfter = Some.Money("12345.67 RUB"),
            Source = Some.Line($"{id};{atText};-3314,42;RUB;заказ №8001234567890123", file: "выписка май 2026.csv"),
        };

    private static DisputeCase Case(FindingKind kind, string amount, string why, DateOnly? due = null, Order[]? orders = null, Entry[]? payments = null, Entry[]? disputed = null, Entry[]? refunds = null)
    {
        var finding = new Finding
        {
            Id = Core.Findings.Finding.IdOf(kind, orders![0].Id),
            Kind = kind,
            Orders = [.. orders.Select(o => o.Id)],
            Transactions = [.. (payments ?? []).Concat(disputed ?? []).Concat(refunds ?? []).Select(e => e.Id)],
            Amount = Some.Money(amount),
            DueOn = due,
            FoundAtUtc = AsOf,
            Confidence = Confidence.Certain,
            Why = Reason.Of(why),
        };
        var dispute = new Dispute
        {
            Id = Some.Key.LetterId(finding.Id, 1),
            CaseNumber = Some.Key.LetterId(finding.Id, 1),
            FindingId = finding.Id,
            Letter = kind.ToName(),
            Channel = DisputeChannel.Marketplace,
            Recipient = "disputes@example.com",
            State = DisputeState.AwaitingApproval,
            Amount = finding.Amount,
            Attachments = ["payment-record.pdf", "statement-lines.csv"],
            CreatedAtUtc = AsOf,
        };
        return new DisputeCase(dispute, finding, orders, payments ?? [], disputed ?? [], refunds ?? []);
    }

    private static Finding Finding(FindingKind kind, string amount, string why, string? order = null, string? transaction = null) => new()
    {
        Id = transaction is null ? Core.Findings.Finding.IdOf(kind, new OrderId("aliexpress", order!)) : Core.Findings.Finding.IdOf(kind, new TransactionId("qiwi", transaction)),
        Kind = kind,
        Orders = order is null ? [] : [new OrderId("aliexpress", order)],
        Transactions = transaction is null ? [] : [new TransactionId("qiwi", transaction)],
        Amount = Some.Money(amount),
        FoundAtUtc = AsOf,
        Confidence = Confidence.Certain,
        Why = Reason.Of(why),
    };

    private static Match Match(int i)
    {
        var order = new OrderId("aliexpress", "80012345678" + i.ToString("D5", CultureInfo.InvariantCulture));
        var transaction = new TransactionId("qiwi", "182345" + i.ToString("D5", CultureInfo.InvariantCulture));
        return new Match(
            Core.Matching.Match.IdOf(MatchRole.Payment, order, transaction),
            MatchRole.Payment,
            order,
            transaction,
            new Money(100 * i, Currency.Of("RUB")),
            "named",
            Confidence.Certain,
            Reason.Of($"The reference names {order.Id}; amounts are equal, booked 6 min after the order."));
    }
}
