using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>Makes the entries of a statement's record: nearly always one.</summary>
internal sealed class EntryReader(Layout layout, NameReader names, ChoiceReader choices, TimeReader times, MoneyReader moneys, Refusals refusals)
{
    private const string GivenBackEnd = "-fee";

    private readonly EntryIds ids = new(layout);
    private readonly RepeatedTexts counterparties = new();
    private readonly RepeatedTexts references = new();
    private readonly RepeatedTexts descriptions = new();
    private readonly RepeatedTexts extras = new();

    public void Read(SourceRecord record, string sha256, string fileName, List<RowOutcome> read)
    {
        foreach (var rules in layout.Entries)
        {
            if (Condition.AllHold(rules.When, record))
            {
                Read(record, rules, sha256, fileName, read);
            }
        }

        if (read.Count == 0)
        {
            refusals.Refuse(new Field(string.Empty, string.Empty), $"is of a kind that the layout does not know. Add a rule for it to entry, or a condition to skip, in {layout.SettingsFile}.");
        }
    }

    private void Read(SourceRecord record, EntryRules rules, string sha256, string fileName, List<RowOutcome> read)
    {
        var id = names.Id(rules.Id, record, "a transaction id");
        var wallet = names.Owner(record, "the wallet's name");
        var bookedAt = times.Read(rules.BookedAt, record, needed: true);
        moneys.FeeIsApart = layout.FeesApart.Count > 0 && layout.FeesApart.Contains(layout.FeeRows!.Id.Read(record).ToString());
        var type = choices.Read(rules.Type, record, "type");
        var status = choices.Read(rules.Status, record, "status");
        var amount = moneys.Read(rules.Amount, record, needed: true, out _);
        var original = moneys.Optional(rules.Original, record, out var originalField);
        if (original is { } sum && amount is { } paid && Math.Sign(sum.MinorUnits) * Math.Sign(paid.MinorUnits) < 0)
        {
            refusals.Refuse(originalField, "has another sign than the amount; both are negative for money out.");
        }

        var rate = moneys.Rate(rules.ExchangeRate, record);
        var fee = moneys.Fee(rules.Fee, record);
        var balance = moneys.Optional(rules.Balance, record, out _);
        var opening = moneys.Optional(rules.OpeningBalance, record, out _);
        if (refusals.Any)
        {
            return;
        }

        var entry = new Entry
        {
            Id = new TransactionId(wallet, id),
            BookedAtUtc = bookedAt!.Value.Utc,
            BookedDay = bookedAt.Value.Day,
            BookedAtText = TimeReader.TextOf(bookedAt.Value, rules.BookedAt, record),
            Type = type!.Value,
            Status = status!.Value,
            Amount = amount!.Value,
            OriginalAmount = original,
            ExchangeRate = rate,
            Fee = fee is { MinorUnits: > 0 } ? fee : null,
            Counterparty = Text(rules.Counterparty, record, counterparties),
            OrderReference = Reference(rules.OrderReference, record),
            RelatedTransactionId = Reference(rules.Related, record),
            Description = Text(rules.Description, record, descriptions),
            BalanceAfter = balance,
            OpeningBalance = opening,
            Extra = extras.Of(record.Extra()),
            Source = record.Source(sha256, fileName),
        };
        var rows = read.Count == 0 ? record.Rows : 0;
        (entry, var source) = ids.Give(entry, rules.Id, record, bookedAt.Value.On);
        if (fee is { MinorUnits: < 0 } givenBack && rules.Fee!.GivenBack == GivenBackRule.Entry)
        {
            read.Add(new RowOutcome.ReadEntry(entry with { BalanceAfter = balance is { } behind && behind.Currency == givenBack.Currency ? behind + givenBack : balance }, rows) { IdSource = source });
            entry = GivenBack(entry, -givenBack);
            read.Add(new RowOutcome.ReadEntry(entry, 0) { IdSource = EntryIds.Beside(source, entry.Id.Id, GivenBackEnd) });
        }
        else
        {
            read.Add(new RowOutcome.ReadEntry(entry, rows) { IdSource = source });
        }
    }

    private static string Text(TextRule? rule, SourceRecord record, RepeatedTexts known) => rule is null ? string.Empty : known.Of(rule.Read(record));

    private string Reference(TextRule? rule, SourceRecord record) => rule is null ? string.Empty : references.Of(IdText.Clean(rule.Read(record).Text));

    /// <summary>The fee that came back with this entry, as an entry of its own; the balance of the row stands behind it.</summary>
    private static Entry GivenBack(Entry with, Money fee) => with with
    {
        Id = new TransactionId(with.Id.Wallet, with.Id.Id + GivenBackEnd),
        Type = EntryType.Fee,
        Amount = fee,
        OriginalAmount = null,
        ExchangeRate = null,
        Fee = null,
        RelatedTransactionId = with.Id.Id,
    };
}
