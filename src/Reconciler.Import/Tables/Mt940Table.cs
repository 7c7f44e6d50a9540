using System.Globalization;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>
/// SWIFT MT940 and MT942 as a table: a row for each statement line (:61:) with what tells of it (:86:).
/// Source: SWIFT user handbook, category 9, MT940 and MT942 (fields 20, 21, 25, 28C, 60, 61, 86, 62, 64, 65, 90, 34F), and what banks make of it: lines of their own above
/// and between the messages, messages without an end, a balance that is missing, further lines of any length.
/// </summary>
internal static class Mt940Table
{
    private const string NotALine = "is no statement line written like :61:2605310531C1234,50NTRF…: value date, perhaps the entry date, a mark of C, D, RC or RD, the sum. Export the file again, or mend this line.";

    /// <summary>The reference of a German bank's message of movements that are announced (disponiert, vorgemerkt), not booked: STARTDISPE. Booked ones come under STARTUMSE.</summary>
    private const string Announcements = "STARTDISP";

    /// <summary>Whether a text begins like one, perhaps below lines of the bank's own: two of its tags, each at the start of a line.</summary>
    public static bool IsOne(ReadOnlySpan<char> start)
    {
        var first = string.Empty;
        foreach (var line in start.EnumerateLines())
        {
            var tag = Mt940Field.TagOf(line);
            if (first.Length > 0 && tag is "25" or "25P" or "28" or "28C" or "60F" or "60M" or "60" or "61" && tag != first)
            {
                return true;
            }

            first = tag is "20" or "25" ? tag : first;
        }

        return false;
    }

    private static readonly LinearPattern Expected = new("vorgemerkt|vormerk");

    public static IEnumerable<TableRow> Rows(TextReader text) => BankRow.Table(text, () => Read(text));

    private static List<BankRow> Read(TextReader text)
    {
        var rows = new List<BankRow>();
        foreach (var message in Mt940Field.Messages(text))
        {
            var statement = new Statement();
            foreach (var field in message)
            {
                // Some banks put several statements under one :20:.
                if (statement.IsOverBefore(field))
                {
                    statement.End(rows);
                    statement = statement.Next();
                }

                statement.Add(field);
            }

            statement.End(rows);
        }

        return rows;
    }

    /// <summary>From an opening balance to the closing one, on one account.</summary>
    private sealed class Statement
    {
        private readonly List<Mt940Field> lines = [];
        private readonly List<(int Behind, Mt940Field Field)> details = [];
        private string account = string.Empty;
        private string number = string.Empty;
        private string currency = string.Empty;
        private (decimal Sum, string Currency)? opening;
        private (decimal Sum, string Currency)? closing;
        private bool closed;
        private bool isAnnounced;
        private bool isInterim;

        public Statement Next() => new() { account = account, number = number, isAnnounced = isAnnounced };

        /// <summary>MT942, and what German banks send as the day's announcements, tells of movements before they are booked; the statement tells them again.</summary>
        private bool IsAnnounced => isAnnounced || (isInterim && opening is null && closing is null);

        public bool IsOverBefore(Mt940Field field) => field.Tag switch
        {
            "25" or "25P" => account.Length > 0 && (closed || lines.Count > 0),
            "60" or "60F" or "60M" => closed || lines.Count > 0,
            _ => false,
        };

        public void Add(Mt940Field field)
        {
            switch (field.Tag)
            {
                case "20":
                    isAnnounced = field.Lines[0].Trim().StartsWith(Announcements, StringComparison.OrdinalIgnoreCase);
                    break;
                case "13" or "13C" or "13D":
                    isInterim = true;
                    break;
                case "25" or "25P":
                    account = BankNumber.Account(field.Lines[0]);
                    break;
                case "28" or "28C":
                    number = field.Lines[0].Trim();
                    break;
                case "60" or "60F" or "60M":
                    opening = Balance(field.Lines[0]);
                    break;
                case "61":
                    lines.Add(field);
                    break;
                case "86" or "NS" or "NSF" when !closed:
                    details.Add((lines.Count - 1, field));
                    break;
                case "62" or "62F" or "62M":
                    closing = Balance(field.Lines[0]);
                    closed = true;
                    break;
                case "64" or "65":
                    currency = currency.Length > 0 ? currency : Balance(field.Lines[0])?.Currency ?? string.Empty;
                    break;
                case "34F":
                    isInterim = true;
                    currency = field.Lines[0].Length >= 3 ? field.Lines[0][..3] : currency;
                    break;
                case "90C" or "90D":
                    isInterim = true;
                    var sum = field.Lines[0].TrimStart("0123456789".ToCharArray());
                    currency = currency.Length == 0 && sum.Length >= 3 ? sum[..3] : currency;
                    break;
            }
        }

        /// <summary>Makes the rows, now that the closing balance and the currency are known.</summary>
        public void End(List<BankRow> rows)
        {
            var own = (opening?.Currency ?? closing?.Currency ?? currency).ToUpperInvariant();

            // The currency behind the account number is no part of it.
            var bare = own.Length == 3 && account.Length > 8 && account.EndsWith(own, StringComparison.OrdinalIgnoreCase) ? account[..^3].TrimEnd('-') : account;

            // What tells of a line stands behind it; in the files of some banks before it, for every line.
            var before = details.Count == lines.Count && details.Select(d => d.Behind).SequenceEqual(Enumerable.Range(-1, lines.Count)) ? 1 : 0;
            var detailsOf = details.ToLookup(d => d.Behind + before, d => d.Field);
            var movements = lines.Select((line, i) => Row(line, [.. detailsOf[i]], bare, own)).ToList();
            decimal? end = closing is { } stated && stated.Currency.Equals(own, StringComparison.OrdinalIgnoreCase) ? stated.Sum : null;
            BankRow.TurnReversals(movements, opening?.Sum, end, own);
            BankRow.RunBalance(movements, opening?.Sum, end);
            rows.AddRange(movements);
        }

        private BankRow Row(Mt940Field field, List<Mt940Field> told, string bareAccount, string own, bool turned = false)
        {
            var raw = string.Join('\n', told.Prepend(field).Select(f => f.RawText));
            if (Mt940Line.Read(field.Lines) is not { } line)
            {
                return new BankRow { Line = field.Line, RawText = raw, Why = NotALine };
            }

            line = turned ? line with { Sum = -line.Sum } : line;
            var said = Mt940Details.Of([.. told.Where(f => f.Tag == "86").SelectMany(f => f.Lines)]);
            var isExpected = IsAnnounced || line.Mark is "EC" or "ED" || Expected.IsMatch(said.PostingText);
            var row = new BankRow
            {
                Line = field.Line,
                RawText = raw,
                Account = bareAccount,
                Statement = number,
                Currency = own,
                Booked = line.Booked,
                ValueDate = line.ValueDate,
                Amount = line.Sum is { } sum ? BankNumber.Text(sum) : line.SumText,
                Movement = line.Sum,
                IsBooked = !isExpected,
                Status = isExpected ? "expected" : "booked",
                TurnedRound = line.Mark is "RC" or "RD" && !turned ? () => Row(field, told, bareAccount, own, turned: true) : null,
                Mark = line.Mark,
                Code = line.Code,
                CustomerReference = line.CustomerReference,
                BankReference = line.BankReference,
                OwnId = Mt940Line.IsReference(line.BankReference) ? line.BankReference : string.Empty,
                BusinessCode = said.BusinessCode,
                PostingText = said.PostingText,
                Counterparty = said.Name.Length > 0 ? said.Name : line.Name,
                CounterpartyAccount = said.Account.Length > 0 ? said.Account : line.Account,
                Reference = said.Reference.Length > 0 ? said.Reference : Mt940Line.IsReference(line.CustomerReference) ? line.CustomerReference : string.Empty,
                Related = said.Returned,
                Text = said.Text.Length > 0 ? said.Text : line.Supplement,
                Other = string.Join(' ', told.Where(f => f.Tag != "86").SelectMany(f => f.Lines).Prepend(said.Text.Length > 0 ? line.Supplement : string.Empty).Where(t => t.Length > 0)),
            };
            Original(row, line, line.Supplement, said.Original);
            return row;
        }

        /// <summary>/OCMT/USD49,00 is the original sum, /EXCH/ its rate; OAMT+ is the same in a German text.</summary>
        private static void Original(BankRow row, Mt940Line line, string supplement, string inDetails)
        {
            var text = Behind(supplement, "/OCMT/") is { Length: > 0 } told ? told : inDetails;
            if (line.Sum is not { } sum || text.Length < 4 || !BankNumber.TryRead(text[3..], out var original) || original == 0)
            {
                return;
            }

            row.OriginalCurrency = text[..3];
            row.OriginalAmount = BankNumber.Text(Math.Sign(sum) * original);
            row.Rate = BankNumber.TryRead(Behind(supplement, "/EXCH/"), out var rate) ? BankNumber.RateBetween(sum, original, rate) : string.Empty;
        }

        private static string Behind(string text, string code)
        {
            var at = text.IndexOf(code, StringComparison.Ordinal);
            return at < 0 ? string.Empty : text[(at + code.Length)..].Split('/')[0].Trim();
        }

        /// <summary><c>C160101EUR10,00</c>. What is not written like that is no balance: banks leave it out as well.</summary>
        private static (decimal Sum, string Currency)? Balance(string text)
        {
            var body = text.Trim();
            return body.Length > 10 && body[0] is 'C' or 'D' && body.AsSpan(7, 3).ToString() is var code && code.All(char.IsAsciiLetter) && BankNumber.TryRead(body[10..], out var sum)
                ? (body[0] == 'D' ? -sum : sum, code.ToUpper(CultureInfo.InvariantCulture))
                : null;
        }
    }
}
