using System.Globalization;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>Reads sums of money, and rates.</summary>
internal sealed class MoneyReader(Layout layout, Refusals refusals, ChoiceReader choices)
{
    /// <summary>To how many decimals a rate is turned round.</summary>
    private const int InverseDecimals = 8;

    private readonly char mark = layout.DecimalMark == DecimalMark.Comma ? ',' : '.';
    private readonly CurrencyReader currencies = new(layout, refusals);

    /// <summary>The fee of the record that is read stands on a row of its own: its sum is without it.</summary>
    public bool FeeIsApart { get; set; }

    public Money? Optional(MoneyRule? rule, SourceRecord record, out Field field)
    {
        field = default;
        return rule is null ? null : Read(rule, record, needed: false, out field);
    }

    public Money? Read(MoneyRule rule, SourceRecord record, bool needed, out Field field)
    {
        foreach (var part in rule.Cases)
        {
            if (Condition.AllHold(part.When, record))
            {
                return Read(part, record, needed, out field);
            }
        }

        field = needed ? rule.Cases[0].Of.Read(record) : default;
        return needed ? refusals.Refuse<Money?>(field, $"is a sum on a row that no case of the layout meets. Add one without \"when\" in {layout.SettingsFile}.", null) : null;
    }

    /// <summary>An order's sum: not negative.</summary>
    public Money? NotNegative(Money? money, Field field) =>
        money is { MinorUnits: < 0 } ? refusals.Refuse<Money?>(field, "is negative; an order's sums are written as positive.", null) : money;

    public decimal? Rate(RateRule? rule, SourceRecord record)
    {
        if (rule is null || rule.Of.Read(record) is not { IsEmpty: false } field)
        {
            return null;
        }

        var decimalMark = layout.DecimalMark == DecimalMark.PerValue && AmountText.MarkOf(field.Text, 28) == AmountText.Evidence.Comma ? ',' : mark;
        return AmountText.TryRead(field.Text, decimalMark, out var rate, out var word) && word.Length == 0 && rate > 0
            ? rule.Inverse ? Math.Round(1 / rate, InverseDecimals) : rate
            : refusals.Refuse<decimal?>(field, "is not a rate above zero: wallet units for one unit of the original currency, such as 92.5130.", null);
    }

    /// <summary>Positive for a fee that was taken, negative for one that came back.</summary>
    public Money? Fee(FeeRule? rule, SourceRecord record)
    {
        if (rule is null || FeeIsApart || Read(rule.Money, record, needed: false, out var field) is not { IsZero: false } written)
        {
            return null;
        }

        var taken = rule.TakenIsNegative ? -written : written;
        return taken.MinorUnits > 0 || rule.GivenBack != GivenBackRule.Reject ? taken
            : refusals.Refuse<Money?>(field, $"has the wrong sign: a fee is written as a {(rule.TakenIsNegative ? "negative" : "positive")} sum.", null);
    }

    private Money? Read(MoneyCase part, SourceRecord record, bool needed, out Field field)
    {
        field = part.Of.Read(record);
        var written = field.IsEmpty ? null : part.OverLines ? SumOverLines(part, record) : Sum(field, part, record);
        var minusField = default(Field);
        var less = FeeIsApart || part.Minus is null || (written is null && part.Added.Length == 0) ? null : Read(part.Minus, record, needed: false, out minusField);

        // Of several sums that are added up none may be there, of a record's lines none may count.
        if ((written ?? less - less) is not { } sum)
        {
            return needed ? refusals.Refuse<Money?>(field, "is empty; a sum is needed.", null) : null;
        }

        if (less is { } taken)
        {
            if (taken.Currency != sum.Currency)
            {
                return refusals.Refuse<Money?>(minusField, $"is in {taken.Currency}, the sum that it is taken from in {sum.Currency}.", null);
            }

            sum -= taken;
        }

        return part.Sign is null ? sum : choices.Read(part.Sign, record, "sign") switch
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
        foreach (var (one, text, column) in Prices(part, record))
        {
            var price = new Field(text, column);
            refusals.Line = one.Line;
            if (price.IsEmpty)
            {
                return refusals.Refuse<Money?>(price, "is empty; each line of an order needs its price.", null);
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
                    return refusals.Refuse<Money?>(times, "is not a count of pieces, a whole number from 1.", null);
                }

                money = money with { MinorUnits = money.MinorUnits * count };
            }

            if (sum is { } so && so.Currency != money.Currency)
            {
                return refusals.Refuse<Money?>(price, $"is in {money.Currency}, the order's lines above in {so.Currency}.", null);
            }

            sum = sum is null ? money : sum.Value + money;
        }

        refusals.Line = record.Line;
        return sum;
    }

    /// <summary>What is added up: the sum of each line that counts; of a JSON item, each element that the path meets; of several texts, those that are filled.</summary>
    private static IEnumerable<(SourceRecord Line, string Text, string Column)> Prices(MoneyCase part, SourceRecord record)
    {
        foreach (var one in record.Parts.Where(one => Condition.AllHold(part.Lines, one)))
        {
            if (part.Added.Length > 0)
            {
                foreach (var rule in part.Added)
                {
                    if (Told(one, rule) is { Text.Length: > 0 } price)
                    {
                        yield return price;
                    }
                }
            }
            else if (part.Of is TextRule.Column { Fields: [var only] })
            {
                foreach (var text in one.Each(only))
                {
                    yield return (one, text, one.ColumnName(only));
                }
            }
            else
            {
                yield return Told(one, part.Of);
            }
        }

        static (SourceRecord Line, string Text, string Column) Told(SourceRecord one, TextRule rule) => rule.Read(one) is var field ? (one, field.ToString(), field.Column) : default;
    }

    private Money? Sum(Field field, MoneyCase part, SourceRecord record)
    {
        // JSON writers may spell a large number 1.0E7; in other files this is a spreadsheet's rounding.
        if (layout.Format == LayoutFormat.Json && field.Text.ContainsAny('e', 'E')
            && decimal.TryParse(field.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var spelt))
        {
            return InUnits(field, spelt, currencies.Of(field, part, record, string.Empty), part);
        }

        var decimalMark = mark;
        if (layout.DecimalMark == DecimalMark.PerValue)
        {
            // Any mark finds the currency word; with the currency, a sum mostly tells its own mark.
            var inOneWay = AmountText.TryRead(field.Text, '.', out _, out var hint) || AmountText.TryRead(field.Text, ',', out _, out hint);
            var known = inOneWay ? currencies.Of(field, part, record, hint) : null;
            if (refusals.Any)
            {
                return null;
            }

            switch (AmountText.MarkOf(field.Text, known?.Decimals ?? 3))
            {
                case AmountText.Evidence.Comma:
                    decimalMark = ',';
                    break;
                case AmountText.Evidence.Unclear:
                    return refusals.Refuse<Money?>(field, $"can be read with a decimal point or a decimal comma. Set decimalMark in {layout.SettingsFile}.", null);
            }
        }

        if (!AmountText.TryRead(field.Text, decimalMark, out var number, out var word))
        {
            return refusals.Refuse<Money?>(field, $"is not a sum written like {(decimalMark == ',' ? "1.234,50" : "1,234.50")}. {FormatCure()}", null);
        }

        return InUnits(field, number, currencies.Of(field, part, record, word), part);
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

        return Money.TryFromDecimal(number, known, out var money)
            ? money
            : refusals.Refuse<Money?>(field, number.Scale > known.Decimals
                ? $"has more decimals than {known} has ({known.Decimals.ToString(CultureInfo.InvariantCulture)}). {FormatCure()}"
                : "is larger than any sum that can be kept (90,000,000,000,000).", null);
    }
}
