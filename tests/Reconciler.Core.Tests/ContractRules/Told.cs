using System.Globalization;
using System.Text.RegularExpressions;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests.ContractRules;

/// <summary>
/// Reads a case as a clerk would tell it: records parted by semicolons, each with its details in any order, quotes around texts with spaces.
/// <code>order A 20.00 USD cancelled on 05-07; charge T1 20.00 USD at 05-06 09:05 names A; refund R 15.00 USD of T1; today 05-30</code>
/// </summary>
/// <remarks>
/// Unless told otherwise everything stands at 05-06 09:00 UTC of 2026 (a Wednesday), charges go from wallet qiwi to AliExpress, orders are paid when they
/// are placed, and today is 1 August. A single capital letter is an order with an id of 16 digits; in texts it is written <c>{A}</c>. A record told twice
/// under one id is two versions of it. Details: see <see cref="ReadEntry"/> and <see cref="ReadOrder"/>.
/// </remarks>
internal static partial class Told
{
    /// <summary>Checks what comes out, matches first, in whichever order the records are told.</summary>
    /// <param name="expected">Lines as <see cref="Case"/> writes them, parted by semicolons, without the word <c>open</c>; empty for nothing.</param>
    public static void Gives(string told, string expected)
    {
        var records = told.Split(';');
        Assert.Equal(expected, Outcome(records));
        Assert.Equal(expected, Outcome(records.Reverse()));
    }

    public static string Outcome(IEnumerable<string> records)
    {
        var read = Read(records);
        return OrderIdPattern().Replace(string.Join("; ", [.. read.Matches(), .. read.FindingLines()]).Replace(" open ", " ", StringComparison.Ordinal), id => Letter(id.Value));
    }

    public static Case Read(IEnumerable<string> records)
    {
        var (entries, orders, rates, pairs) = (new List<Entry>(), new List<Order>(), new List<PublishedRate>(), new List<PairRule>());
        var (today, holidays) = ("2026-08-01", new List<DateOnly>());
        foreach (var record in records)
        {
            var words = new Queue<string>(WordPattern().Matches(record).Select(m => m.Groups["text"].Success ? m.Groups["text"].Value : m.Value));
            switch (words.Dequeue())
            {
                case "order":
                    orders.Add(ReadOrder(words));
                    break;
                case "today":
                    today = Time(words);
                    break;
                case "published": // published 80.5 RUB for USD on 05-06
                    var (rate, walletCurrency, _, original, _) = (decimal.Parse(words.Dequeue(), CultureInfo.InvariantCulture), words.Dequeue(), words.Dequeue(), words.Dequeue(), words.Dequeue());
                    rates.Add(new PublishedRate("qiwi", DateOnly.FromDateTime(Some.Utc(Time(words))), Currency.Of(original), Currency.Of(walletCurrency), rate));
                    break;
                case "holiday":
                    holidays.Add(DateOnly.FromDateTime(Some.Utc(Time(words))));
                    break;
                case "sales": // sales paypal shop: there we sell
                    pairs.Add(new PairRule(words.Dequeue(), words.Dequeue(), Direction.Sales));
                    break;
                case var kind:
                    entries.Add(ReadEntry(kind, words));
                    break;
            }
        }

        return new Case(entries, orders) { AsOf = today, Rates = new RateTable(rates), Rules = new MatchingRules { Pairs = new Pairs(pairs), Calendar = new BusinessCalendar(holidays) } };
    }

    private static Entry ReadEntry(string kind, Queue<string> words)
    {
        var type = kind == "charge" ? EntryType.Payment : RecordNames.Parse<EntryType>(kind);
        var id = words.Dequeue();
        var amount = Sum(words);
        var sign = amount.MinorUnits > 0 && type is not (EntryType.Refund or EntryType.Chargeback or EntryType.Release) ? -1 : 1;
        var entry = Some.Entry(id, type: type) with { Amount = amount with { MinorUnits = sign * amount.MinorUnits } };
        while (words.TryDequeue(out var word))
        {
            entry = word switch
            {
                "at" => entry with { BookedAtUtc = Some.Utc(Time(words)) },
                "day" => OnDay(entry, Some.Utc(Time(words)), words.Dequeue()), // day 05-06 UTC, or anywhere
                "names" => entry with { OrderReference = Text(words) }, // in the reference column
                "text" => entry with { Description = Text(words) },
                "extra" => entry with { Extra = Text(words) },
                "to" or "from" => entry with { Counterparty = Text(words) },
                "in" => entry with { Id = new TransactionId(words.Dequeue(), id) }, // the wallet
                "of" => entry with { RelatedTransactionId = words.Dequeue() },
                "fee" => entry with { Fee = Sum(words) },
                "originally" => entry with { OriginalAmount = Sum(words) is var original && entry.Amount.MinorUnits < 0 ? -original : original },
                "rate" => entry with { ExchangeRate = decimal.Parse(words.Dequeue(), CultureInfo.InvariantCulture) },
                "coming-in" => entry with { Amount = entry.Amount.Abs() },
                "going-out" => entry with { Amount = -entry.Amount.Abs() },
                _ => entry with { Status = RecordNames.Parse<EntryStatus>(word) },
            };
        }

        return entry;
    }

    private static Order ReadOrder(Queue<string> words)
    {
        var id = Id(words.Dequeue());
        var order = Some.Order(id) with { Total = Sum(words) };
        var (paidAt, statusAt, isPaid) = ((DateTime?)null, (DateTime?)null, true);
        while (words.TryDequeue(out var word))
        {
            order = word switch
            {
                "at" => order with { PlacedAtUtc = Some.Utc(Time(words)) },
                "day" => OnDay(order, Some.Utc(Time(words)), words.Dequeue()),
                "in" => order with { Id = new OrderId(words.Dequeue(), id) }, // the marketplace
                "of" => order with { Seller = Text(words) },
                "checkout" => order with { CheckoutId = words.Dequeue() },
                "names" => order with { PaymentReference = Text(words) },
                "parts" => order with { OtherIds = Text(words) },
                "took" => order with { Charged = Sum(words) },
                "returns" => order with { Refunded = Sum(words) }, // what the marketplace says it gives back
                "otherwise" => order with { PaidOtherwise = Text(words) }, // paid with a gift card and the like
                "unpaid" => Keep(order, isPaid = false),
                "paid-at" => Keep(order, (paidAt = Some.Utc(Time(words))) is not null),
                "on" => Keep(order, (statusAt = Some.Utc(Time(words))) is not null),
                _ => order with { Status = RecordNames.Parse<OrderStatus>(word) },
            };
        }

        paidAt = !isPaid || order.Status == OrderStatus.AwaitingPayment ? null : paidAt ?? order.PlacedAtUtc;
        return order with { PaidAtUtc = paidAt, StatusAtUtc = statusAt ?? paidAt ?? order.PlacedAtUtc };
    }

    private static Entry OnDay(Entry entry, DateTime day, string zone) => entry with { BookedAtUtc = day, BookedDay = Day(day, zone) };

    private static Order OnDay(Order order, DateTime day, string zone) => order with { PlacedAtUtc = day, PlacedDay = Day(day, zone), PaidDay = Day(day, zone) };

    private static Moments Day(DateTime day, string zone) => zone == "anywhere" ? Moments.OfDayAnywhere(DateOnly.FromDateTime(day)) : Moments.OfDay(day, day.AddDays(1));

    private static Order Keep(Order order, bool _) => order;

    private static Money Sum(Queue<string> words) => Some.Money($"{words.Dequeue()} {words.Dequeue()}");

    private static string Time(Queue<string> words) =>
        $"2026-{words.Dequeue()}" + (words.TryPeek(out var clock) && clock.Contains(':', StringComparison.Ordinal) ? $" {words.Dequeue()}" : "");

    private static string Text(Queue<string> words) => LetterPattern().Replace(Id(words.Dequeue()), match => Id(match.Groups["letter"].Value));

    private static string Id(string word) => word is [>= 'A' and <= 'J'] ? $"80012345678901{word[0] - 'A' + 10}" : word;

    private static string Letter(string id) => ((char)('A' + id[^1] - '0')).ToString();

    [GeneratedRegex("'(?<text>[^']*)'|[^ ']+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\{(?<letter>[A-J])\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LetterPattern();

    [GeneratedRegex(@"\b800123456789011\d\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderIdPattern();
}
