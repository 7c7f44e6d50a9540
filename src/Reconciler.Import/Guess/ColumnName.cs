using System.Text.RegularExpressions;

namespace Reconciler.Import.Guess;

/// <summary>What a column's name tells beside its word: <c>Amount (EUR)</c>, <c>Kwota PLN</c>, <c>Created (UTC)</c>, <c>amount_cents</c>.</summary>
internal sealed partial record ColumnName
{
    /// <param name="label">What stands in the header, where the layout names the column by its place: it is empty or stands there twice.</param>
    public ColumnName(string name, string? label = null)
    {
        var written = label ?? name;
        Written = name;
        IsPlace = label is not null && label != name;
        Bare = written;
        if (InBrackets().Match(written) is { Success: true } match)
        {
            Bare = written.Remove(match.Index, match.Length).Trim();
            Currency = GuessWords.All.Currency(match.Groups["what"].Value);

            // "Sum (income)" beside "Sum (expense)": what stands in brackets tells them apart.
            Bare = Currency is null && GuessWords.All.Direction(match.Groups["what"].Value) is not null && match.Groups["what"].Value.Length > 1 ? match.Groups["what"].Value : Bare;
        }
        else if (LastWord().Match(written) is { Success: true } last && GuessWords.All.Currency(last.Groups["what"].Value) is { } currency)
        {
            Bare = written[..last.Index].Trim();
            Currency = currency;
        }

        Bare = Bare is "[-]" or "-" ? "debit" : Bare is "[+]" or "+" ? "credit" : Bare.Length == 0 ? written : Bare;
        Zone = ZoneWord().Match(written) is { Success: true } zone ? ZoneOf(zone.Value) : null;
        IsMinor = MinorWord().IsMatch(GuessWords.Plain(written));
    }

    /// <summary>As a layout names it.</summary>
    public string Written { get; }

    /// <summary>Whether the layout names it by its place, <c>#7</c>.</summary>
    public bool IsPlace { get; }

    /// <summary>Without currency or zone.</summary>
    public string Bare { get; }

    public string? Currency { get; }

    /// <summary>A zone of the tz database, or null.</summary>
    public string? Zone { get; }

    /// <summary>Whether the name says that cents are counted.</summary>
    public bool IsMinor { get; }

    /// <summary>A zone of the tz database for an abbreviation; null where it is none that is certain.</summary>
    internal static string? ZoneOf(string word) => word.ToUpperInvariant() switch
    {
        "UTC" or "GMT" => "UTC",
        "CET" or "CEST" or "MEZ" => "Europe/Berlin",
        "MSK" or "МСК" => "Europe/Moscow",
        "EST" or "EDT" or "ET" => "America/New_York",
        "PST" or "PDT" or "PT" => "America/Los_Angeles",
        "BRT" => "America/Sao_Paulo",
        _ => null,
    };

    [GeneratedRegex(@"\s*[\(\[（](?<what>[^\)\]）]*)[\)\]）]\s*$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"[\s_\-/,]+(?:(?:in|em|en|v)\s+)?(?<what>[A-Z]{3}|EUROA|TL|Kč|Ft|€|£|₺|₹|₩|₴|zł|₽|руб\.?|грн)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LastWord();

    [GeneratedRegex(@"\b(UTC|GMT|CET|CEST|MEZ|MSK|МСК|EST|EDT|PST|PDT|BRT)\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ZoneWord();

    [GeneratedRegex(@"\b(cents?|minor|minor units?|kopeks?|копе[ий]ках|pence|centavos|grosze)\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex MinorWord();
}
