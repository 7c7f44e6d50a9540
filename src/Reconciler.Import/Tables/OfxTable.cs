using System.Globalization;
using System.Net;
using System.Text;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>
/// OFX and QFX as a table: a row for each transaction of a bank, credit card or loan account, or of an investment account's cash; those that are pending have no id. What
/// else moves money is told as not read. Source: Open Financial Exchange 1.6 (SGML) and 2.x (XML), chapters 3 and 11. Both are read alike, tag by tag: real files leave out end tags in either.
/// </summary>
internal static class OfxTable
{
    private const int MostNested = 16;

    private const string CutOff = "is where the file ends in the middle of a transaction. Download it again.";

    public static IEnumerable<TableRow> Rows(TextReader text) => BankRow.Table(text, () => Read(text));

    private static List<BankRow> Read(TextReader text)
    {
        var reader = new Reader();
        foreach (var (line, name, value) in Tags(text))
        {
            reader.Take(line, name, value);
        }

        return reader.End();
    }

    /// <summary>The tags in order with the text behind each, decoded: an end tag begins with a slash.</summary>
    private static IEnumerable<(int Line, string Name, string Value)> Tags(TextReader text)
    {
        var all = text.ReadToEnd();
        var line = 1;
        var counted = 0;
        for (var at = all.IndexOf('<'); at >= 0;)
        {
            line += all.AsSpan(counted, at - counted).Count('\n');
            counted = at;
            if (all.AsSpan(at).StartsWith("<!--"))
            {
                at = Next(all, all.IndexOf("-->", at, StringComparison.Ordinal));
                continue;
            }

            var end = all.IndexOf('>', at);
            if (end < 0)
            {
                yield break;
            }

            var name = all.AsSpan(at + 1, end - at - 1).Trim().ToString().ToUpperInvariant();
            var next = Next(all, end);
            var value = all[(end + 1)..(next < 0 ? all.Length : next)];
            if (next >= 0 && all.AsSpan(next).StartsWith("<![CDATA[") && all.IndexOf("]]>", next, StringComparison.Ordinal) is > 0 and var close)
            {
                value += WebUtility.HtmlEncode(all[(next + 9)..close]);
                next = Next(all, close);
            }

            yield return (line, name, string.Join(' ', WebUtility.HtmlDecode(value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            at = next;
        }
    }

    private static int Next(string all, int from) => from < 0 ? -1 : all.IndexOf('<', from);

    private sealed class Reader
    {
        private readonly List<BankRow> rows = [];
        private readonly List<BankRow> statement = [];
        private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);
        private readonly StringBuilder raw = new();
        private string account = string.Empty;
        private string accountKind = string.Empty;
        private string currency = string.Empty;
        private string until = string.Empty;
        private string balance = string.Empty;
        private string balanceOn = string.Empty;
        private string part = string.Empty;
        private string security = string.Empty;
        private string status = string.Empty;
        private int transactionLine;
        private int securityLine;
        private readonly List<string> open = [];
        private bool isPending;
        private bool inOtherAccount;
        private bool inLedger;

        public void Take(int line, string name, string value)
        {
            if (transactionLine > 0 && name is "STMTTRN" or "STMTTRNP" or "LOANSTMTTRN" or "/STMTTRN" or "/STMTTRNP" or "/LOANSTMTTRN" or "/BANKTRANLIST" or "/BANKTRANLISTP" or "/LOANTRANLIST"
                or "LEDGERBAL" or "/STMTRS" or "/CCSTMTRS" or "/LOANSTMTRS" or "/INVBANKTRAN")
            {
                Transaction();
            }

            if (transactionLine > 0)
            {
                InTransaction(name, value);
                return;
            }

            switch (name)
            {
                case "STMTRS" or "CCSTMTRS" or "LOANSTMTRS" or "INVSTMTRS" or "/STMTRS" or "/CCSTMTRS" or "/LOANSTMTRS" or "/INVSTMTRS":
                    Statement();
                    accountKind = name switch { "CCSTMTRS" => "CREDITCARD", "LOANSTMTRS" => "LOAN", "INVSTMTRS" => "INVESTMENT", _ => string.Empty };
                    break;
                case "STMTTRN" or "STMTTRNP" or "LOANSTMTTRN":
                    transactionLine = line;
                    isPending = name == "STMTTRNP";
                    break;
                case "SEVERITY":
                    Status(line, value);
                    break;
                case "CODE":
                    status = value;
                    break;
                case "CURDEF":
                    currency = value;
                    break;
                case "ACCTID" or "LOANACCTID":
                    account = BankNumber.Account(value);
                    break;
                case "ACCTTYPE" when value.Length > 0:
                    accountKind = value;
                    break;
                case "DTEND":
                    until = value;
                    break;
                case "LEDGERBAL" or "/LEDGERBAL" or "AVAILBAL":
                    inLedger = name == "LEDGERBAL";
                    break;
                case "BALAMT" when inLedger:
                    balance = value;
                    break;
                case "DTASOF" when inLedger:
                    balanceOn = value;
                    break;
                case "INVTRAN":
                    statement.Add(new BankRow { Line = line, RawText = $"<{security}>", Why = $"is a movement of securities ({security}), which is not read: only the cash of the account is." });
                    securityLine = 0;
                    break;
                case "FITID" or "TRNAMT" when securityLine > 0 && open.Count > 0 && !open[^1].EndsWith("CLOSING", StringComparison.Ordinal):
                    statement.Add(new BankRow { Line = securityLine, RawText = $"<{open[^1]}>", Why = $"is a transaction of a kind that is not read ({open[^1]}). Only those of bank, credit card and loan accounts are, and the cash of investment accounts." });
                    securityLine = 0;
                    break;
                case "INVTRANLIST" or "INVBUY" or "INVSELL":
                    break;
                default:
                    // The kind of securities transaction is the element that holds INVTRAN, perhaps within INVBUY or INVSELL.
                    Nest(name, value);
                    (security, securityLine) = value.Length == 0 && !name.StartsWith('/') ? (name, line) : (security, securityLine);
                    break;
            }
        }

        /// <summary>Keeps in mind which elements are open: the innermost few.</summary>
        private void Nest(string name, string value)
        {
            if (!name.StartsWith('/'))
            {
                if (value.Length == 0)
                {
                    open.Add(name);
                    open.RemoveRange(0, Math.Max(0, open.Count - MostNested));
                }
            }
            else if (open.LastIndexOf(name[1..]) is >= 0 and var at)
            {
                open.RemoveRange(at, open.Count - at);
            }
        }

        public List<BankRow> End()
        {
            if (transactionLine > 0)
            {
                statement.Add(new BankRow { Line = transactionLine, RawText = raw.ToString(), Why = CutOff });
                transactionLine = 0;
            }

            Statement();
            return rows;
        }

        /// <summary>A bank that has nothing to give says why.</summary>
        private void Status(int line, string severity)
        {
            if (severity == "ERROR" && status != "0")
            {
                rows.Add(new BankRow { Line = line, RawText = $"<CODE>{status}<SEVERITY>{severity}", Why = $"is the bank's answer that something failed (code {status}), in place of a statement. Download the file again." });
            }
        }

        private void InTransaction(string name, string value)
        {
            raw.Append('<').Append(name).Append('>').Append(value);
            if (name is "CURRENCY" or "ORIGCURRENCY" or "PAYEE")
            {
                part = name + ".";
            }
            else if (name is "/CURRENCY" or "/ORIGCURRENCY" or "/PAYEE")
            {
                part = string.Empty;
            }
            else if (name is "BANKACCTTO" or "CCACCTTO" or "/BANKACCTTO" or "/CCACCTTO")
            {
                inOtherAccount = !name.StartsWith('/');
            }
            else if (!name.StartsWith('/') && value.Length > 0)
            {
                var inPart = (part == "PAYEE." && name == "NAME") || name is "CURSYM" or "CURRATE" ? part : string.Empty;
                told.TryAdd(inOtherAccount ? "TO." + name : inPart + name, value);
            }
        }

        private string Of(string name) => told.GetValueOrDefault(name, string.Empty);

        private void Transaction()
        {
            var isNumber = BankNumber.TryRead(Of("TRNAMT"), out var sum);

            // CURRENCY: the sum is in another currency than the account's. ORIGCURRENCY: it is in the account's, and was another one's.
            var own = Of("CURRENCY.CURSYM") is { Length: > 0 } other ? other : currency;
            var payee = Of("NAME") is { Length: > 0 } name ? name : Of("PAYEE.NAME");
            var more = new[] { Of("EXTDNAME"), Of("MEMO"), Of("MEMO2") }.Where(t => t.Length > 0 && t != payee).Distinct();
            var rate = Of("ORIGCURRENCY.CURSYM") is { Length: > 0 } original && original != currency ? Of("ORIGCURRENCY.CURRATE") : string.Empty;
            statement.Add(new BankRow
            {
                Line = transactionLine,
                RawText = raw.ToString(),
                Account = account,
                AccountKind = accountKind,
                Currency = own,
                Booked = OfxDate.Iso(Of(isPending && Of("DTPOSTED").Length == 0 ? "DTTRAN" : "DTPOSTED")),
                ValueDate = OfxDate.Iso(Of("DTUSER")),
                Amount = isNumber ? BankNumber.Text(sum) : Of("TRNAMT"),
                Movement = isNumber && own == currency ? sum : null,
                IsBooked = !isPending,
                Status = isPending ? "pending" : "booked",
                Code = (Of("TRNTYPE") + Of("LOANTRNTYPE")).ToUpperInvariant(),
                Counterparty = payee,
                CounterpartyAccount = Of("TO.ACCTID"),
                CustomerReference = Of("CHECKNUM"),
                Reference = Of("REFNUM"),
                BankReference = Of("FITID"),
                OwnId = Of("FITID"),
                Related = Of("CORRECTFITID"),
                Mark = Of("CORRECTFITID").Length > 0 ? Of("CORRECTACTION").ToUpperInvariant() : string.Empty,
                Text = string.Join(" · ", more),
                Rate = BankNumber.TryRead(rate, out var stated) && stated is > 0 and not 1 ? BankNumber.Text(stated) : string.Empty,
                Other = string.Join(' ', new[] { Of("ORIGCURRENCY.CURSYM"), Of("SRVRTID"), Of("SIC") }.Where(t => t.Length > 0)),
            });
            told.Clear();
            raw.Clear();
            part = string.Empty;
            inOtherAccount = false;
            transactionLine = 0;
        }

        /// <summary>The ledger balance stands behind the latest transaction, where the list goes up to the day of that balance.</summary>
        private void Statement()
        {
            var reaches = until.Length < 8 || balanceOn.Length < 8 || OfxDate.DaysBetween(until, balanceOn) <= 1;
            if (reaches && BankNumber.TryRead(balance, out var sum) && Latest() is { } latest)
            {
                BankRow.RunBalance([latest], null, sum);
            }

            rows.AddRange(statement);
            statement.Clear();
            (account, currency, until, balance, balanceOn, security) = (string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, string.Empty);
        }

        private BankRow? Latest()
        {
            var booked = statement.FindAll(r => r.Why is null && r.IsBooked);

            // Lists run either way; within a day, and where all is of one day, downwards.
            return booked.Count == 0 ? null : string.CompareOrdinal(booked[0].Booked, booked[^1].Booked) > 0 ? booked[0] : booked[^1];
        }
    }
}

/// <summary>OFX dates, 3.2.8: <c>YYYYMMDDHHMMSS.XXX[gmt offset:tz name]</c>, of which all but the day may be missing. Without an offset the time is in GMT.</summary>
internal static class OfxDate
{
    /// <summary>As ISO 8601; as written where it is no date.</summary>
    public static string Iso(string text)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        var time = (bracket < 0 ? text : text[..bracket]).Trim();
        var digits = time.Split('.', ',')[0];
        if (digits.Length is not (8 or 12 or 14) || !DateTime.TryParseExact(digits, "yyyyMMddHHmmss"[..digits.Length], CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return text;
        }

        var day = $"{digits[..4]}-{digits[4..6]}-{digits[6..8]}";
        if (digits.Length == 8)
        {
            return day;
        }

        var seconds = digits.Length == 14 ? digits[12..14] : "00";
        return $"{day}T{digits[8..10]}:{digits[10..12]}:{seconds}{(bracket < 0 ? "Z" : Offset(text[(bracket + 1)..]))}";
    }

    public static int DaysBetween(string from, string to) =>
        DateTime.TryParseExact(from[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && DateTime.TryParseExact(to[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var second)
            ? (second - first).Days
            : int.MaxValue;

    /// <summary>Hours, perhaps with a fraction: <c>-5:EST]</c>, <c>+5.5:IST]</c>, <c>-3.30:NST]</c>.</summary>
    private static string Offset(string text)
    {
        var number = text.TrimEnd(']').Split(':')[0].Trim();
        if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) || Math.Abs(hours) > 14)
        {
            return number.Length == 0 ? "Z" : $"[{text}";
        }

        var size = Math.Abs(hours);
        var fraction = size - decimal.Truncate(size);

        // .5 is half an hour; .30 and .45 are written as minutes by some.
        var minutes = fraction is 0.30m or 0.45m && number.Length >= 3 && number[^3] == '.' ? fraction * 100 : fraction * 60;
        return string.Create(CultureInfo.InvariantCulture, $"{(hours < 0 ? '-' : '+')}{(int)size:D2}:{(int)minutes:D2}");
    }
}
