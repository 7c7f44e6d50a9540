using System.Globalization;
using System.Text;
using Reconciler.Import.Bytes;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Tables;

/// <summary>
/// 1CClientBankExchange as a table: a row for each document that moved money on one of the file's own accounts. A document tells no direction: it went out of the own
/// account that paid and into the one that received; between two own accounts it is a row on each. One with neither a day of debit nor of credit was only sent to the bank.
/// Source: 1C's standard of exchange with client-bank systems, versions 1.01 to 1.03, and what banks make of it: purposes that go on in the next line, several sections of an account.
/// </summary>
internal static class ClientBankTable
{
    /// <summary>What every file of the format begins with, in ASCII.</summary>
    public const string FirstLine = "1CClientBankExchange";

    private const string NoAccount = "is a document on none of the file's own accounts (РасчСчет), so that its direction is not told. Export the statement of the account that it moved.";

    private const string LastLine = "КонецФайла";

    private const string CutOff = "is where the file ends, without its last line КонецФайла: documents may be missing. Export it again.";

    /// <summary>A word that stands near the beginning of every file.</summary>
    private const string EarlyWord = "ВерсияФормата";

    /// <summary>The encoding of a file that is not UTF-8: DOS or Windows, whichever spells its words. What the file itself says of it is not always so.</summary>
    public static Encoding EncodingOf(InputFile file)
    {
        using var stream = file.Open();
        var start = new byte[1024];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var dos = TextEncoding.Named("cp866");
        return dos.GetString(start, 0, count).Contains(EarlyWord, StringComparison.Ordinal) ? dos : TextEncoding.Named("windows-1251");
    }

    public static IEnumerable<TableRow> Rows(TextReader text) => BankRow.Table(text, () => Read(text));

    private static List<BankRow> Read(TextReader text)
    {
        var accounts = new List<Account>();
        var documents = new List<Section>();
        var end = new Section(string.Empty, string.Empty, 1);
        foreach (var section in Sections(text))
        {
            end = section;
            if (section.Name is "" or "СекцияРасчСчет")
            {
                foreach (var number in section.All("РасчСчет").Where(n => n.Length > 0))
                {
                    Account.Of(accounts, number).Add(section);
                }
            }
            else if (section.Name == "СекцияДокумент")
            {
                documents.Add(section);
            }
        }

        var rows = documents.SelectMany(document => Movements(document, accounts)).ToList();
        foreach (var account in accounts)
        {
            BankRow.RunBalance(rows.Where(r => r.Account == account.Name && r.Why is null).OrderBy(r => r.Booked, StringComparer.Ordinal), account.Opening, account.Closing);
        }

        if (!end.IsLast)
        {
            rows.Add(new BankRow { Line = end.Line, RawText = end.RawText, Why = CutOff });
        }

        return rows;
    }

    private static IEnumerable<BankRow> Movements(Section document, List<Account> accounts)
    {
        var payer = accounts.Find(a => document.Is("ПлательщикСчет", a.Number) || document.Is("ПлательщикРасчСчет", a.Number));
        var payee = accounts.Find(a => document.Is("ПолучательСчет", a.Number) || document.Is("ПолучательРасчСчет", a.Number));
        if (payer is null && payee is null)
        {
            // The file may leave out its own account where it tells the day on which it moved.
            var only = accounts is [var one] ? one : null;
            payer = document["ДатаСписано"].Length > 0 && document["ДатаПоступило"].Length == 0 ? only : null;
            payee = document["ДатаПоступило"].Length > 0 && document["ДатаСписано"].Length == 0 ? only : null;
        }

        if (payer is null && payee is null)
        {
            yield return new BankRow { Line = document.Line, RawText = document.RawText, Why = NoAccount };
        }

        // Of two own accounts one may have been moved by the bank already and the other not yet.
        if (payer is not null)
        {
            yield return Row(document, payer, isOut: true, isOwn: payee is not null);
        }

        if (payee is not null && payee != payer)
        {
            yield return Row(document, payee, isOut: false, isOwn: payer is not null);
        }
    }

    private static BankRow Row(Section document, Account account, bool isOut, bool isOwn)
    {
        var (day, otherDay) = isOut ? (document["ДатаСписано"], document["ДатаПоступило"]) : (document["ДатаПоступило"], document["ДатаСписано"]);
        var isBooked = day.Length > 0 || (otherDay.Length > 0 && !isOwn);
        var told = day.Length > 0 ? day : isBooked ? otherDay : document["Дата"];
        var isRead = BankNumber.TryRead(document["Сумма"], out var sum);
        var other = isOut ? "Получатель" : "Плательщик";
        return new BankRow
        {
            Line = document.Line,
            RawText = document.RawText,
            Account = account.Name,
            Currency = account.Currency,
            Booked = Iso(told),
            ValueDate = Iso(document["Дата"]),
            Amount = !isRead ? document["Сумма"] : BankNumber.Text(isOut ? -sum : sum),
            Movement = !isRead ? null : isOut ? -sum : sum,
            IsBooked = isBooked,
            Status = isBooked ? "booked" : "pending",
            Code = document["ВидОплаты"],
            Mark = isOwn ? "own" : string.Empty,
            PostingText = document.Value,
            CustomerReference = document["Номер"],
            Counterparty = document.First($"{other}1", other),
            CounterpartyAccount = document.First($"{other}Счет", $"{other}РасчСчет"),
            Text = string.Join(' ', new[] { document["НазначениеПлатежа"] }.Concat(Enumerable.Range(1, 6).Select(i => document[$"НазначениеПлатежа{i}"])).Where(t => t.Length > 0).Distinct()),
        };
    }

    private static string Iso(string day) => DateTime.TryParseExact(day, "d.M.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : day;

    /// <summary>The file's own fields, then each section in its order.</summary>
    private static IEnumerable<Section> Sections(TextReader text)
    {
        var section = new Section(string.Empty, string.Empty, 1);
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            var at = line.IndexOf('=', StringComparison.Ordinal);
            var key = (at < 0 ? line : line[..at]).Trim();
            if (key.StartsWith("Секция", StringComparison.Ordinal))
            {
                // What lacks its end ends here.
                yield return section;
                section = new Section(key, at < 0 ? string.Empty : line[(at + 1)..].Trim(), number);
            }

            section.Add(line, key, at);
            if (key is "КонецРасчСчет" or "КонецДокумента")
            {
                yield return section;
                section = new Section(key, string.Empty, number);
            }
        }

        yield return section;
    }

    /// <summary>One of the file's own accounts, with the balances of its sections: some banks write one section for each day.</summary>
    private sealed class Account(string number)
    {
        private string from = string.Empty;
        private string to = string.Empty;

        public string Number => number;

        public string Name { get; } = BankNumber.Account(number);

        /// <summary>Digits 6 to 8 of an account of 20 digits, as Russia's chart of accounts has them: 810 is the rouble; empty for others.</summary>
        public string Currency { get; } = number.Length == 20 && number.All(char.IsAsciiDigit) ? number[5..8] : string.Empty;

        public decimal? Opening { get; private set; }

        public decimal? Closing { get; private set; }

        public static Account Of(List<Account> accounts, string number)
        {
            if (accounts.Find(a => a.Number == number) is { } known)
            {
                return known;
            }

            accounts.Add(new Account(number));
            return accounts[^1];
        }

        public void Add(Section section)
        {
            var (first, last) = (Iso(section["ДатаНачала"]), Iso(section.First("ДатаКонца", "ДатаНачала")));
            if (BankNumber.TryRead(section["НачальныйОстаток"], out var opening) && (from.Length == 0 || string.CompareOrdinal(first, from) < 0))
            {
                (Opening, from) = (opening, first);
            }

            if (BankNumber.TryRead(section["КонечныйОстаток"], out var closing) && (to.Length == 0 || string.CompareOrdinal(last, to) >= 0))
            {
                (Closing, to) = (closing, last);
            }
        }
    }

    /// <param name="Value">What stands behind the name: of a document its kind, such as <c>Платежное поручение</c>.</param>
    private sealed record Section(string Name, string Value, int Line)
    {
        private readonly List<(string Key, string Text)> fields = [];
        private readonly StringBuilder raw = new();

        /// <summary>Whether the file's end stands in it.</summary>
        public bool IsLast { get; private set; }

        public string RawText => raw.ToString();

        /// <summary>The first text of that name, empty where there is none.</summary>
        public string this[string key] => fields.Find(f => f.Key == key).Text ?? string.Empty;

        public IEnumerable<string> All(string key) => fields.Where(f => f.Key == key).Select(f => f.Text);

        public bool Is(string key, string text) => All(key).Contains(text);

        public string First(string key, string otherwise) => this[key] is { Length: > 0 } text ? text : this[otherwise];

        public void Add(string line, string key, int at)
        {
            IsLast |= key == LastLine;
            raw.Append(raw.Length == 0 ? string.Empty : "\n").Append(line);
            if (at > 0 && key.All(char.IsLetterOrDigit))
            {
                fields.Add((key, line[(at + 1)..].Trim()));
            }
            else if (fields.Count > 0 && line.Trim() is { Length: > 0 } more && !key.StartsWith("Конец", StringComparison.Ordinal))
            {
                fields[^1] = (fields[^1].Key, $"{fields[^1].Text} {more}");
            }
        }
    }
}
