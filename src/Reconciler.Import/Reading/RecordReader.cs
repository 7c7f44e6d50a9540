using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Import;

/// <summary>Makes entries and orders of one file's records by its layout. The first thing that is wrong with a record rejects it.</summary>
internal sealed class RecordReader(Layout layout, string account, string sha256, string fileName)
{
    /// <summary>To how many decimals a rate is turned round.</summary>
    private const int InverseDecimals = 8;
    private const string GivenBackEnd = "-fee";

    /// <summary>How long a refused text may be to be shown, in characters.</summary>
    private const int LongestShown = 200;

    private readonly Dictionary<string, Currency?> currencies = new(StringComparer.Ordinal);
    private readonly char mark = layout.DecimalMark == DecimalMark.Comma ? ',' : '.';
    private readonly string owner = layout.OwnerOf(account);
    private readonly EntryIds ids = new(layout);
    private Problem? problem;
    private bool feeIsApart;
    private int line;

    /// <summary>What a record makes: an order, or nearly always one entry. The first outcome counts the record's rows.</summary>
    public IReadOnlyList<RowOutcome> Read(SourceRecord record)
    {
        if (Array.Exists(layout.Skips, conditions => Condition.AllHold(conditions, record)))
        {
            return [new RowOutcome.PassedOver($"left out by the layout {layout.Name}", record.Rows)];
        }

        line = record.Line;
        problem = record.Problem ?? Disagreement(record);
        if (problem is null)
        {
            List<RowOutcome> read = layout.Order is { } order ? [Order(record, order)!] : Entries(record);
            if (problem is null)
            {
                return read;
            }
        }

        return [new RowOutcome.Rejected(new RejectedRow(sha256, fileName, problem!.Line, problem.Column, Shown(problem), problem.Why), record.Rows)];
    }

    /// <summary>What is shown of a text that was refused: nothing of a whole row, and nothing so long that it may be one, for rows hold personal data. The line tells where it stands.</summary>
    private static string Shown(Problem problem) => problem.Column.Length == 0 ? string.Empty : problem.Text.Length > LongestShown ? "…" : problem.Text;

    private List<RowOutcome> Entries(SourceRecord record)
    {
        var read = new List<RowOutcome>(1);
        foreach (var rules in layout.Entries)
        {
            if (Condition.AllHold(rules.When, record))
            {
                Entry(record, rules, read);
            }
        }

        if (read.Count == 0 && problem is null)
        {
            problem = new Problem(record.Line, string.Empty, record.RawText, $"is of a kind that the layout does not know. Add a rule for it to entry, or a condition to skip, in {layout.SettingsFile}.");
        }

        return read;
    }

    private void Entry(SourceRecord record, EntryRules rules, List<RowOutcome> read)
    {
        var id = Id(rules.Id, record, "a transaction id");
        var wallet = Owner(record, "the wallet's name");
        var bookedAt = Time(rules.BookedAt, record, needed: true, out var bookedAtText, out var bookedOn);
        feeIsApart = layout.FeesApart.Count > 0 && layout.FeesApart.Contains(layout.FeeRows!.Id.Read(record).Text);
        var type = Choose(rules.Type, record, "type");
        var status = Choose(rules.Status, record, "status");
        var amount = Money(rules.Amount, record, needed: true, out _);
        var original = Optional(rules.Original, record, out var originalField);
        if (original is { } sum && amount is { } paid && Math.Sign(sum.MinorUnits) * Math.Sign(paid.MinorUnits) < 0)
        {
            Refuse(originalField, "has another sign than the amount; both are negative for money out.");
        }

        var rate = Rate(rules.ExchangeRate, record);
        var fee = Fee(rules.Fee, record);
        var balance = Optional(rules.Balance, record, out _);
        var opening = Optional(rules.OpeningBalance, record, out _);
        if (problem is not null)
        {
            return;
        }

        var entry = new Entry
        {
            Id = new TransactionId(wallet, id),
            BookedAtUtc = bookedAt!.Value.Utc,
            BookedDay = bookedAt.Value.Day,
            BookedAtText = bookedAtText,
            Type = type!.Value,
            Status = status!.Value,
            Amount = amount!.Value,
            OriginalAmount = original,
            ExchangeRate = rate,
            Fee = fee is { MinorUnits: > 0 } ? fee : null,
            Counterparty = Text(rules.Counterparty, record),
            OrderReference = IdText.Clean(Text(rules.OrderReference, record)),
            RelatedTransactionId = IdText.Clean(Text(rules.Related, record)),
            Description = Text(rules.Description, record),
            BalanceAfter = balance,
            OpeningBalance = opening,
            Extra = record.Extra(),
            Source = new SourceLine(sha256, fileName, record.Line, record.RawText),
        };
        var rows = read.Count == 0 ? record.Rows : 0;
        (entry, var source) = ids.Give(entry, rules.Id, record, bookedOn);
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

    private RowOutcome.ReadOrder? Order(SourceRecord record, OrderRules rules)
    {
        var id = Id(rules.Id, record, "an order id");
        var marketplace = Owner(record, "the marketplace's name");
        var placedAt = Time(rules.PlacedAt, record, needed: true, out _, out _);
        var paidAt = rules.PaidAt is null ? null : Time(rules.PaidAt, record, needed: false, out _, out _);
        var status = Choose(rules.Status, record, "status");
        var statusAt = rules.StatusAt is null ? null : Time(rules.StatusAt, record, needed: false, out _, out _);
        var total = NotNegative(Money(rules.Total, record, needed: true, out var totalField), totalField);
        var charged = NotNegative(Optional(rules.Charged, record, out var chargedField), chargedField);
        var refunded = NotNegative(Optional(rules.Refunded, record, out var refundedField), refundedField);
        var otherIds = Text(rules.OtherIds, record);
        return problem is not null ? null : new RowOutcome.ReadOrder(
            new Order
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
                CheckoutId = IdText.Clean(Text(rules.Checkout, record)),
                PaymentReference = IdText.Clean(Text(rules.PaymentReference, record)),
                Seller = Text(rules.Seller, record),
                Description = Text(rules.Description, record),
                PaidOtherwise = Text(rules.PaidOtherwise, record),
                OtherIds = string.Join(' ', otherIds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IdText.Clean)),
                Extra = record.Extra(),
                Source = new SourceLine(sha256, fileName, record.Line, record.RawText),
            },
            record.Rows);
    }

    private static string Text(TextRule? rule, SourceRecord record) => rule is null ? string.Empty : rule.Read(record).Text;

    private string Id(TextRule rule, SourceRecord record, string what)
    {
        var field = rule.Read(record);
        var id = IdText.Clean(field.Text);
        if (id.Length == 0)
        {
            Refuse(field, $"is empty; {what} is needed.");
        }
        else if (IdText.IsDamaged(id))
        {
            Refuse(field, "is an id that a spreadsheet has rounded: its last digits are lost. Import the original export, or open it again with this column as text.");
        }
        else if (id.Length > IdText.Longest)
        {
            Refuse(field, string.Create(CultureInfo.InvariantCulture, $"is longer than {IdText.Longest} characters; {what} is expected."));
        }

        return id;
    }

    private string Owner(SourceRecord record, string what)
    {
        if (layout.OwnerColumn is null)
        {
            return owner;
        }

        var field = layout.OwnerColumn.Read(record);
        if (layout.Owner.Length > 0)
        {
            return field.IsEmpty ? owner : $"{layout.Owner}-{field.Text}";
        }

        return field.IsEmpty ? Refuse(field, $"is empty; {what} is needed.", string.Empty)
            : account.Length == 0 || layout.OwnerColumn is TextRule.Column ? field.Text // a column of names says whose account it is
            : $"{field.Text}-{account}";
    }

    private T? Choose<T>(ChoiceRule<T> rule, SourceRecord record, string key)
        where T : struct, Enum
    {
        var field = rule.Of.Read(record);
        if (rule.Choices is null)
        {
            return RecordNames.TryParse<T>(field.Text, out var value)
                ? value
                : Refuse<T?>(field, $"is none of {string.Join(", ", Enum.GetValues<T>().Select(v => v.ToName()))}.", null);
        }

        foreach (var choice in rule.Choices)
        {
            if (choice.Fits(field.Text, record))
            {
                return choice.Value;
            }
        }

        return Refuse<T?>(field, $"is a {key} that the layout does not know. Add it to the rules of {key} in {layout.SettingsFile}.", null);
    }

    private Money? Optional(MoneyRule? rule, SourceRecord record, out Field field)
    {
        field = default;
        return rule is null ? null : Money(rule, record, needed: false, out field);
    }

    private Money? Money(MoneyRule rule, SourceRecord record, bool needed, out Field field)
    {
        foreach (var part in rule.Cases)
        {
            if (Condition.AllHold(part.When, record))
            {
                return Money(part, record, needed, out field);
            }
        }

        field = needed ? rule.Cases[0].Of.Read(record) : default;
        return needed ? Refuse<Money?>(field, $"is a sum on a row that no case of the layout meets. Add one without \"when\" in {layout.SettingsFile}.", null) : null;
    }

    private Money? Money(MoneyCase part, SourceRecord record, bool needed, out Field field)
    {
        field = part.Of.Read(record);
        var written = field.IsEmpty ? null : part.OverLines ? SumOverLines(part, record) : Sum(field, part, record);
        var minusField = default(Field);
        var less = feeIsApart || part.Minus is null || (written is null && part.Added.Length == 0) ? null : Money(part.Minus, record, needed: false, out minusField);

        // Of several sums that are added up none may be there, of a record's lines none may count.
        if ((written ?? less - less) is not { } sum)
        {
            return needed ? Refuse<Money?>(field, "is empty; a sum is needed.", null) : null;
        }

        if (less is { } taken)
        {
            if (taken.Currency != sum.Currency)
            {
                return Refuse<Money?>(minusField, $"is in {taken.Currency}, the sum that it is taken from in {sum.Currency}.", null);
            }

            sum -= taken;
        }

        return part.Sign is null ? sum : Choose(part.Sign, record, "sign") switch
        {
            SignRule.Out => -sum.Abs(),
            SignRule.In => sum.Abs(),
            SignRule.Flipped => -sum,
            _ => sum,
        };
    }

    private Money? SumOverLines(MoneyCase part, SourceRecord record)
    {
        Money? sum = null;
        foreach (var (one, price) in Prices(part, record))
        {
            line = one.Line;
            if (price.IsEmpty)
            {
                return Refuse<Money?>(price, "is empty; each line of an order needs its price.", null);
            }

            if (Sum(price, part, one) is not { } money)
            {
                return null;
            }

            if (part.Times is not null)
            {
                var times = part.Times.Read(one);
                if (!int.TryParse(times.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 1_000_000)
                {
                    return Refuse<Money?>(times, "is not a count of pieces, a whole number from 1.", null);
                }

                money = money with { MinorUnits = money.MinorUnits * count };
            }

            if (sum is { } so && so.Currency != money.Currency)
            {
                return Refuse<Money?>(price, $"is in {money.Currency}, the order's lines above in {so.Currency}.", null);
            }

            sum = sum is null ? money : sum.Value + money;
        }

        line = record.Line;
        return sum;
    }

    /// <summary>What is added up: the sum of each line that counts; of a JSON item, each element that the path meets; of several texts, those that are filled.</summary>
    private static IEnumerable<(SourceRecord Line, Field Price)> Prices(MoneyCase part, SourceRecord record)
    {
        foreach (var one in record.Parts.Where(one => Condition.AllHold(part.Lines, one)))
        {
            if (part.Added.Length > 0)
            {
                foreach (var price in part.Added.Select(rule => rule.Read(one)).Where(price => !price.IsEmpty))
                {
                    yield return (one, price);
                }
            }
            else if (part.Of is TextRule.Column { Fields: [var only] })
            {
                foreach (var text in one.Each(only))
                {
                    yield return (one, new Field(text, one.ColumnName(only)));
                }
            }
            else
            {
                yield return (one, part.Of.Read(one));
            }
        }
    }

    private Money? Sum(Field field, MoneyCase part, SourceRecord record)
    {
        // JSON writers may spell a large number 1.0E7; in other files this is a spreadsheet's rounding.
        if (layout.Format == LayoutFormat.Json && field.Text.AsSpan().ContainsAny('e', 'E')
            && decimal.TryParse(field.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var spelt))
        {
            return InUnits(field, spelt, CurrencyOf(field, part, record, string.Empty), part);
        }

        var decimalMark = mark;
        if (layout.DecimalMark == DecimalMark.PerValue)
        {
            // Any mark finds the currency word; with the currency, a sum mostly tells its own mark.
            var inOneWay = AmountText.TryRead(field.Text, '.', out _, out var hint) || AmountText.TryRead(field.Text, ',', out _, out hint);
            var known = inOneWay ? CurrencyOf(field, part, record, hint) : null;
            if (problem is not null)
            {
                return null;
            }

            switch (AmountText.MarkOf(field.Text, known?.Decimals ?? 3))
            {
                case AmountText.Evidence.Comma:
                    decimalMark = ',';
                    break;
                case AmountText.Evidence.Unclear:
                    return Refuse<Money?>(field, $"can be read with a decimal point or a decimal comma. Set decimalMark in {layout.SettingsFile}.", null);
            }
        }

        if (!AmountText.TryRead(field.Text, decimalMark, out var number, out var word))
        {
            return Refuse<Money?>(field, $"is not a sum written like {(decimalMark == ',' ? "1.234,50" : "1,234.50")}. {FormatCure()}", null);
        }

        return InUnits(field, number, CurrencyOf(field, part, record, word), part);
    }

    private string FormatCure() => layout.OwnerColumn is null
        ? $"If this {(layout.Kind == LayoutKind.Statement ? "wallet" : "marketplace")} changed its format, set decimalMark in {layout.SettingsFile}."
        : "Write it with a decimal point and no currency, such as -1234.50.";

    private Money? InUnits(Field field, decimal written, Currency? currency, MoneyCase part)
    {
        if (currency is not { } known)
        {
            return null;
        }

        var number = part.Units switch
        {
            Units.Minor => written / known.MinorUnitsPerUnit,
            Units.Hundredths => written / 100,
            Units.Rounded => Math.Round(written, known.Decimals, MidpointRounding.ToEven),
            _ => written,
        };

        return Core.Values.Money.TryFromDecimal(number, known, out var money)
            ? money
            : Refuse<Money?>(field, number.Scale > known.Decimals
                ? $"has more decimals than {known} has ({known.Decimals.ToString(CultureInfo.InvariantCulture)}). {FormatCure()}"
                : "is larger than any sum that can be kept (90,000,000,000,000).", null);
    }

    private Currency? CurrencyOf(Field amount, MoneyCase part, SourceRecord record, string word)
    {
        var rule = part.Currency ?? layout.Currency;
        var field = rule.Read(record);
        if (field.IsEmpty)
        {
            var told = rule is TextRule.Column columns ? Array.Exists(columns.Fields, record.HasColumn) : field.Column.Length > 0;
            if (word.Length == 0 && !told)
            {
                return Refuse<Currency?>(amount, $"says no currency, nor does the file. Set currency to {{ \"text\": \"USD\" }}, or whichever it is, in {layout.SettingsFile}.", null);
            }

            if (word.Length == 0)
            {
                return Refuse<Currency?>(field, "is empty; a currency code of ISO 4217, such as USD, is needed.", null);
            }

            return AmountText.Meanings(word, layout.Symbols) switch
            {
                [var only] => Currency.Of(only),
                [] => Refuse<Currency?>(amount, $"has \"{word}\" beside the number, which is no currency that is known. Add it to symbols in {layout.SettingsFile}.", null),
                var several => Refuse<Currency?>(amount, $"has \"{word}\" beside the number, which can be {string.Join(", ", several)}. Say which under symbols in {layout.SettingsFile}.", null),
            };
        }

        if (!currencies.TryGetValue(field.Text, out var currency))
        {
            currency = Currency.TryParse(field.Text, out var known) ? known : null;
            currencies[field.Text] = currency;
        }

        if (currency is null)
        {
            return Refuse<Currency?>(field, Currency.WhyNot(field.Text), null);
        }

        return word.Length == 0 || AmountText.Meanings(word, layout.Symbols).Contains(currency.Value.Code)
            ? currency
            : Refuse<Currency?>(amount, $"has \"{word}\" beside the number, but the currency column says {currency.Value}. Correct one of the two.", null);
    }

    private decimal? Rate(RateRule? rule, SourceRecord record)
    {
        if (rule is null || rule.Of.Read(record) is not { IsEmpty: false } field)
        {
            return null;
        }

        var decimalMark = layout.DecimalMark == DecimalMark.PerValue && AmountText.MarkOf(field.Text, 28) == AmountText.Evidence.Comma ? ',' : mark;
        return AmountText.TryRead(field.Text, decimalMark, out var rate, out var word) && word.Length == 0 && rate > 0
            ? rule.Inverse ? Math.Round(1 / rate, InverseDecimals) : rate
            : Refuse<decimal?>(field, "is not a rate above zero: wallet units for one unit of the original currency, such as 92.5130.", null);
    }

    /// <summary>Positive for a fee that was taken, negative for one that came back.</summary>
    private Money? Fee(FeeRule? rule, SourceRecord record)
    {
        if (rule is null || feeIsApart || Money(rule.Money, record, needed: false, out var field) is not { IsZero: false } written)
        {
            return null;
        }

        var taken = rule.TakenIsNegative ? -written : written;
        return taken.MinorUnits > 0 || rule.GivenBack != GivenBackRule.Reject ? taken
            : Refuse<Money?>(field, $"has the wrong sign: a fee is written as a {(rule.TakenIsNegative ? "negative" : "positive")} sum.", null);
    }

    /// <summary>A time as it is told. Of a day alone: when it begins, and all its moments.</summary>
    private readonly record struct Told(DateTime Utc, Moments? Day);

    /// <param name="day">The day in the file's own zone.</param>
    private Told? Time(TimeRule rule, SourceRecord record, bool needed, out string text, out DateOnly day)
    {
        var field = rule.Of.Read(record);
        text = field.Text;
        day = default;
        if (field.IsEmpty)
        {
            return needed ? Refuse<Told?>(field, "is empty; a date is needed.", null) : null;
        }

        if (!DateText.TryRead(field.Text, layout.IsWorkbook ? [.. rule.Formats, TimeRule.Iso] : rule.Formats, layout.DateOrder, out var local, out var offset, out var hasTime))
        {
            return Refuse<Told?>(field, $"is not a date written like {Example(rule)}. {DateCure()}", null);
        }

        day = DateOnly.FromDateTime(local);
        if (!hasTime && rule.TimeOfDay?.Read(record) is { IsEmpty: false } time)
        {
            if (!DateText.TryTimeOfDay(time.Text, rule.TimeFormats, out var ofDay))
            {
                return Refuse<Told?>(time, "is not a time of day written like 20:32:01.", null);
            }

            local += ofDay;
            hasTime = true;
            text += " " + time.Text;
        }

        if (offset is { } stated)
        {
            return new Told(ZoneText.ToUtc(local, stated), null);
        }

        if (rule.ZoneOf?.Read(record) is { IsEmpty: false } zone)
        {
            text += " " + zone.Text;
            return InZone(local, hasTime, zone.Text) ?? Refuse<Told?>(zone, "is not a time zone that is known, such as PDT, CET, UTC+3 or Europe/Berlin.", null);
        }

        return rule.Zone switch
        {
            TimeRule.OffsetInText => Refuse<Told?>(field, "has no offset to UTC. Write it like 2026-05-06T09:00:00+03:00, or with Z for UTC.", null),
            TimeRule.UnknownZone => new Told(DateTime.SpecifyKind(local, DateTimeKind.Utc), hasTime ? null : Moments.OfDayAnywhere(DateOnly.FromDateTime(local))),
            var named => InZone(local, hasTime, named) ?? throw new InvalidOperationException($"{layout.Name}: zone {named}."),
        };
    }

    /// <summary>Null where there is no such zone.</summary>
    private static Told? InZone(DateTime local, bool hasTime, string zone) =>
        !ZoneText.TryToUtc(local, zone, out var utc) ? null
        : hasTime || !ZoneText.TryDay(local, zone, out var day) ? new Told(utc, null)
        : new Told(utc, day);

    private string Example(TimeRule rule)
    {
        var format = Array.Find(rule.Formats, f => f == TimeRule.Iso || DateText.OrderOf(f) == layout.DateOrder) ?? rule.Formats[0];
        return format != TimeRule.Iso ? new DateTime(2026, 5, 31, 9, 0, 0, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture)
            : rule.Zone == TimeRule.OffsetInText ? "2026-05-31T09:00:00+03:00" : "2026-05-31 09:00:00";
    }

    private string DateCure() => layout.OwnerColumn is null
        ? $"If the day exists and the format has changed, add it to formats in {layout.SettingsFile}."
        : "Check that the day exists.";

    private Problem? Disagreement(SourceRecord record)
    {
        foreach (var field in record.Parts.Count > 1 ? layout.GroupAgrees : [])
        {
            var first = record.Text(field);
            foreach (var part in record.Parts)
            {
                var text = part.Text(field);
                if (text.Length > 0 && text != first)
                {
                    return new Problem(part.Line, record.ColumnName(field), text, $"differs from \"{first}\" on an earlier line of the same order.");
                }
            }
        }

        return null;
    }

    private Money? NotNegative(Money? money, Field field) =>
        money is { MinorUnits: < 0 } ? Refuse<Money?>(field, "is negative; an order's sums are written as positive.", null) : money;

    private void Refuse(Field field, string why) => problem ??= new Problem(line, field.Column, field.Text, why);

    private T Refuse<T>(Field field, string why, T value)
    {
        Refuse(field, why);
        return value;
    }
}
