using System.Globalization;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>
/// QIF (Quicken Interchange Format) as a table: a row for each transaction of a bank, cash, credit card or other account. Lists (categories, classes, memorised transactions,
/// securities, prices) are passed over, investment accounts are refused. Source: Intuit's description of the QIF file format. A QIF file names no currency.
/// </summary>
internal static class QifTable
{
    private const string Investment = "is a transaction of an investment account, which is not read. Export the bank, cash and credit card accounts only.";

    public static IEnumerable<TableRow> Rows(TextReader text) => BankRow.Table(text, () => Read(text));

    private static readonly string[] WithMonthName = ["d MMM yyyy", "d MMM yy", "d-MMM-yyyy", "d-MMM-yy", "dMMMyyyy", "MMM d, yyyy", "MMM d yyyy"];

    private static List<BankRow> Read(TextReader text)
    {
        var rows = new List<BankRow>();
        var section = string.Empty;
        var account = string.Empty;
        var record = new List<string>();
        var first = 0;
        for (var number = 1; text.ReadLine() is { } raw; number++)
        {
            var line = raw.TrimEnd();
            if (line.StartsWith('!'))
            {
                section = line[1..].Trim();
                record.Clear();
            }
            else if (line == "^")
            {
                account = IsSection(section, "Account") ? record.Find(l => l.StartsWith('N'))?[1..].Trim() ?? account : account;
                Add(rows, section, account, record, first);
                record.Clear();
            }
            else if (line.Length > 0 && section.Length > 0)
            {
                first = record.Count == 0 ? number : first;
                record.Add(line);
            }
        }

        // The last record of a file often lacks its end.
        Add(rows, section, account, record, first);
        return rows;
    }

    private static bool IsSection(string section, string name) => section.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static void Add(List<BankRow> rows, string section, string account, List<string> record, int line)
    {
        if (record.Count == 0)
        {
            return;
        }

        if (IsSection(section, "Type:Invst"))
        {
            rows.Add(new BankRow { Line = line, RawText = string.Join('\n', record), Why = Investment });
        }
        else if (IsSection(section, "Type:Bank") || IsSection(section, "Type:Cash") || IsSection(section, "Type:CCard") || IsSection(section, "Type:Oth"))
        {
            rows.Add(Row(section[5..], account, record, line));
        }
    }

    private static BankRow Row(string kind, string account, List<string> record, int line)
    {
        // Splits repeat S, E and $; a transaction's own fields stand before the first of them.
        var splits = record.FindIndex(l => l[0] == 'S');
        string Field(char letter) => record.Take(splits < 0 ? record.Count : splits).FirstOrDefault(l => l[0] == letter)?[1..].Trim() ?? string.Empty;
        return new BankRow
        {
            Line = line,
            RawText = string.Join('\n', record),
            Account = BankNumber.Account(account),
            AccountKind = kind,
            Booked = Date(Field('D')),
            Amount = Field('T') is { Length: > 0 } sum ? sum : Field('U'),
            Status = "booked",
            Mark = Field('C'),
            CustomerReference = Field('N'),
            Counterparty = Field('P'),
            PostingText = Field('L'),
            Text = Field('M'),
            Other = splits < 0 ? string.Empty : string.Join(' ', record.Skip(splits)),
        };
    }

    /// <summary>
    /// Quicken's dates made plain: <c>1/31'26</c> and <c>1/31' 6</c> are of this century, <c>1/31/98</c> of the last one; spaces fill up single digits. Which of the first two
    /// numbers is the month, the file does not say; where its name stands there (American Express writes <c>26 Jan 2026</c>), the date is ISO 8601.
    /// </summary>
    private static string Date(string text)
    {
        if (text.Any(char.IsLetter) && DateText.TryRead(text.Trim(), WithMonthName, default, out var named, out _, out _))
        {
            return named.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        var date = text.Replace(" ", string.Empty, StringComparison.Ordinal);
        var last = date.LastIndexOfAny(['\'', '/', '.', '-']);
        var first = date.IndexOfAny(['/', '.', '-']);
        if (first is < 1 or > 2 || last <= first || !int.TryParse(date.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            return date;
        }

        year += date.Length - last > 3 ? 0 : date[last] == '\'' || year < 70 ? 2000 : 1900;
        var mark = date[first] == '.' ? '.' : '/';
        return string.Create(CultureInfo.InvariantCulture, $"{date[..first]}{mark}{date[(first + 1)..last]}{mark}{year}");
    }
}
