using System.Globalization;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>
/// A record as its values: each text that the layout reads as a sum or a time is spelt in one way, whatever the file's. A spreadsheet writes 49.90 as 49.9, turns dates
/// round and drops the seconds, and what it keeps as a cell of its own kind is handed on otherwise again; so a time counts to the minute.
/// </summary>
internal sealed class ValuesRecord(SourceRecord row, Layout layout) : SourceRecord
{
    public override int Line => row.Line;

    public override string RawText => row.RawText;

    public override string Above => row.Above;

    public override ReadOnlySpan<char> Text(int field) => Value(field, row.Text(field));

    public override IEnumerable<string> Each(int field) => row.Each(field).Select(text => Value(field, text).ToString());

    public override bool HasColumn(int field) => row.HasColumn(field);

    public override string ColumnName(int field) => row.ColumnName(field);

    public override string Extra() => row.Extra();

    private ReadOnlySpan<char> Value(int field, ReadOnlySpan<char> text) =>
        text.Length == 0 ? text
        : layout.SumFields.Contains(field) ? Sum(text)
        : layout.TimeFields.TryGetValue(field, out var time) ? Time(text, time)
        : layout.TimesOfDay.TryGetValue(field, out var ofDay) ? (DateText.TryTimeOfDay(text, ofDay.TimeFormats, out var at) ? at.ToString("hh\\:mm", CultureInfo.InvariantCulture) : text)
        : WithSingleSpaces(text);

    private static ReadOnlySpan<char> WithSingleSpaces(ReadOnlySpan<char> text)
    {
        // A text that ends or begins with space was trimmed where it was read.
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) && (text[i] != ' ' || i == 0 || text[i - 1] == ' ' || i == text.Length - 1))
            {
                return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return text;
    }

    private ReadOnlySpan<char> Sum(ReadOnlySpan<char> text)
    {
        var decimals = Currency.TryParse(layout.Currency.Read(row).ToString(), out var currency) ? currency.Decimals : 3;
        var isComma = layout.DecimalMark == DecimalMark.Comma || (layout.DecimalMark == DecimalMark.PerValue && AmountText.MarkOf(text, decimals) == AmountText.Evidence.Comma);
        return AmountText.TryRead(text, isComma ? ',' : '.', out var number, out _) || decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? BankNumber.Text(number)
            : text;
    }

    private ReadOnlySpan<char> Time(ReadOnlySpan<char> text, TimeRule rule)
    {
        if (!DateText.TryRead(text, layout.IsWorkbook ? [.. rule.Formats, DateText.Iso] : rule.Formats, layout.DateOrder, out var local, out var offset, out var hasTime))
        {
            return text;
        }

        if (!hasTime || (offset is null && local.TimeOfDay == TimeSpan.Zero))
        {
            return local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        var utc = offset is { } stated ? ZoneText.ToUtc(local, stated)
            : rule.Zone is not (TimeRule.OffsetInText or TimeRule.UnknownZone) && ZoneText.TryToUtc(local, rule.Zone, out var inZone) ? inZone
            : local;
        return utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
