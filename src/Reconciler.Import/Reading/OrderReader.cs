using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>Makes the order of a record.</summary>
internal sealed class OrderReader(OrderRules rules, NameReader names, ChoiceReader choices, TimeReader times, MoneyReader moneys, Refusals refusals)
{
    private readonly RepeatedTexts checkouts = new();
    private readonly RepeatedTexts references = new();
    private readonly RepeatedTexts sellers = new();
    private readonly RepeatedTexts descriptions = new();
    private readonly RepeatedTexts extras = new();

    public void Read(SourceRecord record, string sha256, string fileName, List<RowOutcome> read)
    {
        var id = names.Id(rules.Id, record, "an order id");
        var marketplace = names.Owner(record, "the marketplace's name");
        var placedAt = times.Read(rules.PlacedAt, record, needed: true);
        var paidAt = Optional(rules.PaidAt, record);
        var status = choices.Read(rules.Status, record, "status");
        var statusAt = Optional(rules.StatusAt, record);
        var total = moneys.NotNegative(moneys.Read(rules.Total, record, needed: true, out var totalField), totalField);
        var charged = moneys.NotNegative(moneys.Optional(rules.Charged, record, out var chargedField), chargedField);
        var refunded = moneys.NotNegative(moneys.Optional(rules.Refunded, record, out var refundedField), refundedField);
        if (refusals.Any)
        {
            return;
        }

        var order = new Order
        {
            Id = new OrderId(marketplace, id),
            PlacedAtUtc = placedAt!.Value.Utc,
            PlacedDay = placedAt.Value.Day,
            PaidAtUtc = paidAt?.Utc,
            PaidDay = paidAt?.Day,
            Status = status!.Value,
            StatusAtUtc = (statusAt ?? paidAt ?? placedAt).Value.Utc,
            Total = total!.Value,
            Charged = charged,
            Refunded = refunded,
            CheckoutId = Reference(rules.Checkout, record, checkouts),
            PaymentReference = Reference(rules.PaymentReference, record, references),
            Seller = Text(rules.Seller, record, sellers),
            Description = Text(rules.Description, record, descriptions),
            PaidOtherwise = rules.PaidOtherwise?.Read(record).ToString() ?? string.Empty,
            OtherIds = OtherIds(record),
            Extra = extras.Of(record.Extra()),
            Source = record.Source(sha256, fileName),
        };
        read.Add(new RowOutcome.ReadOrder(order, record.Rows));
    }

    private ToldTime? Optional(TimeRule? rule, SourceRecord record) => rule is null ? null : times.Read(rule, record, needed: false);

    private static string Text(TextRule? rule, SourceRecord record, RepeatedTexts known) => rule is null ? string.Empty : known.Of(rule.Read(record));

    private static string Reference(TextRule? rule, SourceRecord record, RepeatedTexts known) => rule is null ? string.Empty : known.Of(IdText.Clean(rule.Read(record).Text));

    private string OtherIds(SourceRecord record) => rules.OtherIds is { } rule && rule.Read(record) is { IsEmpty: false } ids
        ? string.Join(' ', ids.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => IdText.Clean(id).ToString()))
        : string.Empty;
}
