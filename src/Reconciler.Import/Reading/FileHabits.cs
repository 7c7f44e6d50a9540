using System.Globalization;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>What a file's own rows tell about its decimal mark and the order of its dates, where the layout cannot know. Reads the whole file, keeps nothing of it.</summary>
internal sealed class FileHabits(Layout layout)
{
    /// <summary>How many texts of currencies are remembered; a file has a few.</summary>
    private const int MostCurrencies = 1_000;

    private readonly First dot = new();
    private readonly First comma = new();
    private readonly First unclearSum = new();
    private readonly First dayFirst = new();
    private readonly First monthFirst = new();
    private readonly First unclearDate = new();
    private readonly HashSet<string> feesApart = new(StringComparer.Ordinal);
    private readonly MoneyCase[] moneys = [.. layout.Moneys];
    private readonly TimeRule[] times = [.. layout.Times];
    private readonly bool lacksCurrency = LacksCurrency(layout);
    private readonly Dictionary<string, int> decimalsOf = new(StringComparer.Ordinal);
    private DateOrder orderElse;
    private readonly First withoutCurrency = new();
    private readonly First withCurrency = new();
    private readonly HashSet<string> currenciesElse = new(StringComparer.Ordinal);

    public static bool AreOpen(Layout layout) => layout.DecimalMark == DecimalMark.PerFile || layout.DateOrder == DateOrder.PerFile || LacksCurrency(layout) || layout.CurrencyElse is not null || layout.FeeRows is not null;

    /// <summary>The layout with its open settings decided, or null and why they cannot be.</summary>
    public static Layout? Decide(Layout layout, IEnumerable<SourceRecord> records, out string why)
    {
        var habits = new FileHabits(layout);
        foreach (var record in records)
        {
            if (record.Problem is null)
            {
                habits.Look(record);
            }
        }

        return habits.Decided(out why);
    }

    private void Look(SourceRecord record)
    {
        if (layout.FeeRows is { } fees && fees.Names.Read(record) is { IsEmpty: false } whose)
        {
            feesApart.Add(whose.ToString());
        }

        if (layout.DecimalMark == DecimalMark.PerFile)
        {
            foreach (var money in moneys)
            {
                LookAtSum(money, record);
            }
        }

        if (lacksCurrency)
        {
            foreach (var money in moneys)
            {
                LookAtCurrency(money, record);
            }
        }

        if (layout.CurrencyElse is { } rule && rule.Read(record) is { IsEmpty: false } told)
        {
            currenciesElse.GetAlternateLookup<ReadOnlySpan<char>>().Add(told.Text);
        }

        if (layout.DateOrder == DateOrder.PerFile)
        {
            foreach (var time in times)
            {
                LookAtDate(time, record);
            }

            if (orderElse == DateOrder.AsFormats && layout.DateOrderElse is { } hints)
            {
                var text = hints.Of.Read(record).ToString();
                orderElse = Array.Find(hints.Choices ?? [], hint => hint.Fits(text, record))?.Value ?? DateOrder.AsFormats;
            }
        }
    }

    /// <summary>No column tells the currency: the words beside the sums must.</summary>
    private static bool LacksCurrency(Layout layout) => layout.Currency is TextRule.Constant { Value.Length: 0 } && layout.Moneys.All(m => m.Currency is null);

    private void LookAtCurrency(MoneyCase money, SourceRecord record)
    {
        foreach (var sum in money.Sums)
        {
            var text = sum.Read(record).Text;
            if (AmountText.TryRead(text, '.', out _, out var word) || AmountText.TryRead(text, ',', out _, out word))
            {
                (word.Length == 0 ? withoutCurrency : withCurrency).Note(text, record);
            }
        }
    }

    private void LookAtSum(MoneyCase money, SourceRecord record)
    {
        var decimals = money.Units == Units.Rounded ? int.MaxValue : Decimals((money.Currency ?? layout.Currency).Read(record).Text);
        foreach (var sum in money.Sums)
        {
            var text = sum.Read(record).Text;
            switch (AmountText.MarkOf(text, decimals))
            {
                case AmountText.Evidence.Dot:
                    dot.Note(text, record);
                    break;
                case AmountText.Evidence.Comma:
                    comma.Note(text, record);
                    break;
                case AmountText.Evidence.Unclear:
                    unclearSum.Note(text, record);
                    break;
            }
        }
    }

    /// <summary>Of a currency by the text in its column; 3 where that is none.</summary>
    private int Decimals(ReadOnlySpan<char> currency)
    {
        var known = decimalsOf.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(currency, out var decimals))
        {
            decimals = Currency.TryParse(currency.ToString(), out var read) ? read.Decimals : 3;
            if (decimalsOf.Count < MostCurrencies)
            {
                known[currency] = decimals;
            }
        }

        return decimals;
    }

    private void LookAtDate(TimeRule time, SourceRecord record)
    {
        var text = time.Of.Read(record).Text;
        var asDayFirst = DateText.TryRead(text, time.Formats, DateOrder.DayFirst, out var byDay, out _, out _);
        var asMonthFirst = DateText.TryRead(text, time.Formats, DateOrder.MonthFirst, out var byMonth, out _, out _);
        if (asDayFirst && asMonthFirst)
        {
            if (byDay != byMonth)
            {
                unclearDate.Note(text, record);
            }
        }
        else if (asDayFirst)
        {
            dayFirst.Note(text, record);
        }
        else if (asMonthFirst)
        {
            monthFirst.Note(text, record);
        }
    }

    private Layout? Decided(out string why)
    {
        var currencyElse = currenciesElse.Count == 1 ? currenciesElse.First() : string.Empty;
        why = (dot.Seen && comma.Seen) ? $"Its sums are written with a decimal point ({dot}) and with a decimal comma ({comma}). {Cure("decimalMark", "\".\" or \",\"")}"
            : unclearSum.Seen && !dot.Seen && !comma.Seen ? $"Its sums can be read with a decimal point or a decimal comma alike ({unclearSum}). {Cure("decimalMark", "\".\" or \",\"")}"
            : (dayFirst.Seen && monthFirst.Seen) ? $"Its dates are written with the day first ({dayFirst}) and with the month first ({monthFirst}). {Cure("dateOrder", "\"day-first\" or \"month-first\"")}"
            : unclearDate.Seen && !dayFirst.Seen && !monthFirst.Seen && orderElse == DateOrder.AsFormats ? $"Its dates can be read with the day first or with the month first alike ({unclearDate}). {Cure("dateOrder", "\"day-first\" or \"month-first\"")}"
            : withoutCurrency.Seen && !withCurrency.Seen && currencyElse.Length == 0 ? $"It does not say in which currency its sums are ({withoutCurrency}). Set currency in {layout.SettingsFile}, such as {{ \"text\": \"EUR\" }}."
            : string.Empty;
        return why.Length > 0 ? null : layout with
        {
            FeesApart = feesApart,
            Currency = currencyElse.Length == 0 ? layout.Currency : new TextRule.First([layout.Currency, new TextRule.Constant(currencyElse)]),
            DecimalMark = layout.DecimalMark != DecimalMark.PerFile ? layout.DecimalMark : comma.Seen ? DecimalMark.Comma : DecimalMark.Dot,
            DateOrder = layout.DateOrder != DateOrder.PerFile ? layout.DateOrder
                : monthFirst.Seen || (!dayFirst.Seen && orderElse == DateOrder.MonthFirst) ? DateOrder.MonthFirst
                : DateOrder.DayFirst,
        };
    }

    private string Cure(string key, string values) => $"Set {key} to {values} in {layout.SettingsFile}.";

    /// <summary>The first place where something was seen.</summary>
    private sealed class First
    {
        private string text = string.Empty;
        private int line;

        public bool Seen => line > 0;

        public void Note(ReadOnlySpan<char> seen, SourceRecord record)
        {
            if (!Seen)
            {
                (text, line) = (seen.ToString(), record.Line);
            }
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{text} on line {line}");
    }
}
