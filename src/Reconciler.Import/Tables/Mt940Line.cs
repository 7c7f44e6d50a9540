using System.Buffers;
using System.Globalization;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>A statement line, field 61: <c>6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x]</c>.</summary>
internal sealed record Mt940Line
{
    /// <summary>The year in which two-digit years begin: 80 is 1980, 79 is 2079.</summary>
    private const int FirstYear = 80;

    /// <summary>How long the standard lets a customer's reference be.</summary>
    private const int ReferenceLength = 16;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");

    private static readonly HashSet<string> NoReference = new(StringComparer.OrdinalIgnoreCase)
    {
        // The words that banks put where a reference must stand and there is none; EREF and its kind say that it stands in :86:.
        "NONREF", "NOREF", "NONE", "NOTPROVIDED", "NOT PROVIDED", "UNKNOWN", "EREF", "PREF", "MARF", "KREF", "KREF+", "EREF+", "NONREFERENCE",
    };

    /// <summary>The entry date where there is one, else the value date.</summary>
    public required string Booked { get; init; }

    public required string ValueDate { get; init; }

    /// <summary>C, D, RC, RD, EC or ED: credit, debit, their reversals, and what is only expected.</summary>
    public required string Mark { get; init; }

    /// <summary>As written.</summary>
    public required string SumText { get; init; }

    /// <summary>Signed: money out is negative. Null where it cannot be read.</summary>
    public required decimal? Sum { get; init; }

    /// <summary>Such as NTRF: N for a movement with a code, S for a SWIFT message, F for the first advice.</summary>
    public required string Code { get; init; }

    public required string CustomerReference { get; init; }

    public required string BankReference { get; init; }

    public required string Supplement { get; init; }

    /// <summary>The other side's name, where a bank puts it here.</summary>
    public required string Name { get; init; }

    public required string Account { get; init; }

    /// <summary>Null: it is not written like that.</summary>
    public static Mt940Line? Read(List<string> lines) =>
        Read(lines[0], lines.Skip(1)) ?? (lines.Count > 1 ? Read(lines[0].TrimEnd() + lines[1].TrimStart(), lines.Skip(2)) : null);

    public static bool IsReference(string text) => text.Length > 1 && !NoReference.Contains(text) && text.AsSpan().ContainsAnyExcept('0', '-', ' ');

    private static Mt940Line? Read(string main, IEnumerable<string> further)
    {
        var text = main.AsSpan().Trim();
        if (text.Length < 8 || text[..6].ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var value = text[..6].ToString();
        text = text[6..];
        var entry = text.Length > 4 && !text[..4].ContainsAnyExceptInRange('0', '9') ? text[..4].ToString() : string.Empty;
        text = text[entry.Length..].TrimStart();
        var mark = text is ['R' or 'E' or 'r' or 'e', 'C' or 'D' or 'c' or 'd', ..] ? 2 : text is ['C' or 'D' or 'c' or 'd', ..] ? 1 : 0;
        if (mark == 0)
        {
            return null;
        }

        var marked = text[..mark].ToString().ToUpperInvariant();
        text = text[mark..].TrimStart();

        // The third letter of the currency may stand before the sum: CR3000, is a credit in EUR.
        text = text.Length > 0 && char.IsAsciiLetter(text[0]) ? text[1..].TrimStart() : text;
        var end = text.IndexOfAnyExcept(NumberCharacters);
        var sum = (end < 0 ? text : text[..end]).ToString();
        if (sum.Length == 0)
        {
            return null;
        }

        var rest = (end < 0 ? [] : text[end..]).TrimStart();
        var code = rest is ['N' or 'S' or 'F' or 'n' or 's' or 'f', ..] ? rest[..Math.Min(4, rest.Length)].ToString() : string.Empty;
        var references = rest[code.Length..].ToString();
        var slashes = references.IndexOf("//", StringComparison.Ordinal);
        var customer = (slashes < 0 ? references : references[..slashes]).Trim();
        var supplement = string.Join(' ', further.Select(l => l.Trim()).Where(l => l.Length > 0));
        var (name, account) = OtherSide(references, slashes, ref customer, ref supplement);
        var booked = EntryDate(entry, value);
        return new Mt940Line
        {
            ValueDate = Date(value),
            Booked = booked,
            Mark = marked,
            SumText = sum,
            Sum = BankNumber.TryRead(sum, out var number) ? marked is "D" or "RC" or "ED" ? -number : number : null,
            Code = code.ToUpperInvariant(),
            CustomerReference = customer,
            BankReference = slashes < 0 ? string.Empty : references[(slashes + 2)..].Trim(),
            Supplement = supplement,
            Name = name,
            Account = account,
        };
    }

    /// <summary>
    /// Dutch banks put the other side here: its IBAN as the reference and its name below it (ASN), or its account in 16 places and its name behind it (Rabobank).
    /// </summary>
    private static (string Name, string Account) OtherSide(string references, int slashes, ref string customer, ref string supplement)
    {
        if (slashes >= 0)
        {
            return (string.Empty, string.Empty);
        }

        if (customer.Length is >= 15 and <= 34 && !customer[..2].AsSpan().ContainsAnyExceptInRange('A', 'Z') && char.IsAsciiDigit(customer[2]) && char.IsAsciiDigit(customer[3]) && customer.All(char.IsAsciiLetterOrDigit))
        {
            var iban = customer;
            var holder = supplement;
            (customer, supplement) = (string.Empty, string.Empty);
            return (holder, iban);
        }

        if (references.Length > ReferenceLength && references[..ReferenceLength].Trim() is { Length: > 0 } place && place.All(c => char.IsAsciiDigit(c) || c is 'P' or ' '))
        {
            customer = string.Empty;
            return (references[ReferenceLength..].Trim(), place.TrimStart('0', 'P', ' '));
        }

        return (string.Empty, string.Empty);
    }

    /// <summary>The entry date has no year: the one that is nearest to the value date, so that 0102 behind 251231 is 2 January 2026.</summary>
    private static string EntryDate(string monthDay, string value)
    {
        if (monthDay.Length == 0 || !TryDate(value, out var around))
        {
            return Date(value);
        }

        var best = default(DateTime?);
        for (var year = around.Year - 1; year <= around.Year + 1; year++)
        {
            if (DateTime.TryParseExact(year.ToString("D4", CultureInfo.InvariantCulture) + monthDay, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && (best is null || (date - around).Duration() < (best.Value - around).Duration()))
            {
                best = date;
            }
        }

        return best?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Date(value);
    }

    /// <summary>ISO 8601, or the six digits where they are no day.</summary>
    private static string Date(string yearMonthDay) => TryDate(yearMonthDay, out var date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : yearMonthDay;

    private static bool TryDate(string yearMonthDay, out DateTime date)
    {
        var two = int.Parse(yearMonthDay[..2], CultureInfo.InvariantCulture);
        var year = two >= FirstYear ? 1900 + two : 2000 + two;
        var rest = yearMonthDay[2..];

        // Banks that count interest by months of 30 days write 29 and 30 February.
        if (rest is "0229" or "0230")
        {
            date = new DateTime(year, 2, DateTime.DaysInMonth(year, 2), 0, 0, 0, DateTimeKind.Unspecified);
            return true;
        }

        return DateTime.TryParseExact(year.ToString("D4", CultureInfo.InvariantCulture) + rest, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }
}
