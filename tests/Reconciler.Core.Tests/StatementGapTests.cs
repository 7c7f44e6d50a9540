using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>Running balances: what joins up, and what tells of missing rows.</summary>
public class StatementGapTests
{
    public static TheoryData<string, Entry[], string[]> Statements => new()
    {
        { "each balance follows", [Row("A", -20, 80), Row("B", 5, 85), Row("C", -85, 0)], [] },
        { "a row is missing", [Row("A", -20, 80), Row("C", -10, 65)], ["C+A 5.00 USD"] },
        { "a fee goes with its row", [Row("A", -20, 80), Row("B", -10, 69) with { Fee = Money("1.00 USD") }], [] },
        { "a fee is a row of its own", [Row("A", -20, 80), Row("B", -10, 70) with { Fee = Money("1.00 USD") }, Row("F", -1, 69) with { Type = EntryType.Fee }], [] },
        { "what failed moves nothing", [Row("A", -20, 80), Row("B", -10, 80) with { Status = EntryStatus.Failed }, Row("C", -5, 75)], [] },
        { "what is pending may have moved the balance", [Row("A", -20, 80), Row("B", -10, 70) with { Status = EntryStatus.Pending }, Row("C", -5, 65)], [] },
        { "rows without a balance are counted on", [Row("A", -20, 80), Row("B", -10, null), Row("C", -5, 65)], [] },
        { "and missed", [Row("A", -20, 80), Row("B", -10, null), Row("C", -5, 60)], ["C+A 5.00 USD"] },
        { "the first row follows from nothing", [Row("A", -20, 80)], [] },
        { "the first statement opens with a balance of its own", [Row("A", -20, 80) with { OpeningBalance = Money("100.00 USD") }], [] },
        { "from which its only row does not follow", [Row("A", -20, 120) with { OpeningBalance = Money("100.00 USD") }], ["A 40.00 USD"] },
        { "a later one goes on from what stood before", [Row("A", -20, 80), Row("B", -10, 60) with { OpeningBalance = Money("70.00 USD") }], ["B+A 10.00 USD"] },
        { "of two statements of one day the one counts that opens the day", [Day("A", -5, 65) with { OpeningBalance = Money("70.00 USD") }, Day("B", -20, 80) with { OpeningBalance = Money("100.00 USD") }, Day("C", -10, 70)], [] },
        { "a gap before more rows of one moment than are put in order", [Row("A", -20, 80), Row("B", -10, 60), .. Enumerable.Range(0, 1001).Select(i => Row("C", -1, i) with { Id = new TransactionId("qiwi", $"C{i}") })], ["B+A 10.00 USD"] },
        { "other wallets and currencies are other chains", [Row("A", -20, 80), Row("B", -20, 1000) with { Id = new TransactionId("wise", "B") }, Row("C", -5, 75)], [] },
        { "each gap is a finding of its own", [Row("A", -20, 80), Row("B", -10, 71), Row("C", -10, 60), Row("D", -1, 60)], ["B+A 1.00 USD", "C+B 1.00 USD", "D+C 1.00 USD"] },
        // Rows of a day without a time: their order is found by their balances. Here two of them start at 80.00.
        { "rows of one instant are put in the order that joins up", [Row("Z", -20, 80), Day("B", 5, 85), Day("C", -5, 80), Day("A", -10, 70)], [] },
        { "unless none does: then by their ids", [Row("Z", -20, 80), Day("B", 5, 85), Day("A", -10, 70)], ["B+A 10.00 USD"] },
        { "a bank may count by another day than it tells", [Row("Z", -20, 80), Row("D", 5, 85), Row("A", -5, 80), Row("B", -10, 70)], [] }, // D came first
        { "a wallet that stands at zero after each purchase", [Row("A", -10, 0), Row("B", 30, 30), Row("C", -30, 0), Row("D", 20, 20), Row("F", 40, 40), Row("G", -40, 0)], ["F+D 20.00 USD"] },
        { "one that comes back to where it was explains nothing", [Row("A", -20, 80), Row("B", 10, 100), Row("C", -10, 90)], ["B+A 10.00 USD"] },
        { "but not far from it", [Row("Z", -20, 80), Row("A", -5, 80), Row("B", -10, 70), Row("D", 5, 85) with { BookedAtUtc = Time.AddDays(30) }], ["A+Z 5.00 USD", "D+B 10.00 USD"] },
        { "also where nothing comes before them", [Day("C", -5, 80), Day("A", -10, 70), Day("B", 5, 85)], [] },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_gap_is_found_where_a_balance_does_not_follow(string what, Entry[] rows, string[] gaps)
    {
        var found = Gaps(rows).Select(f => $"{string.Join('+', f.Transactions.Select(t => t.Id))} {f.Amount}");
        Assert.True(gaps.SequenceEqual(found.Order(StringComparer.Ordinal)), $"{what}: {string.Join(", ", found)}");
    }

    [Fact]
    public void The_order_of_the_rows_and_the_files_they_came_in_make_no_difference()
    {
        var rows = Enumerable.Range(0, 200).Select(i => Row($"T{i:D3}", (i * 37 % 101) - 50, 0) with { BookedAtUtc = Time.AddHours(i / 3) }).ToList();
        var balance = 1000L;
        rows = [.. rows.Select(r => r with { BalanceAfter = new Money(balance += r.Amount.MinorUnits, r.Amount.Currency) })];
        rows.RemoveAt(77);
        rows.RemoveAt(120);
        var expected = Told(rows);
        Assert.Equal(2, expected.Count);

        var random = new Random(7);
        for (var i = 0; i < 20; i++)
        {
            var cut = random.Next(rows.Count);
            var split = rows.Select((r, at) => at < cut ? r : r with { Source = r.Source with { FileSha256 = new string('b', 64), FileName = "b.csv" } }).ToArray();
            random.Shuffle(split);
            Assert.Equal(expected, Told(split));
        }

        static List<string> Told(IEnumerable<Entry> rows) => [.. Gaps(rows).Select(f => $"{f.Id} {f.Amount} {f.Why.English}")];
    }

    [Fact]
    public void Files_that_overlap_are_one_chain()
    {
        var other = Line(file: "other.csv");
        Entry[] rows = [Row("A", 100, 100), Row("B", -30, 70), Row("C", 50, 115), Row("D", -15, 100), Row("E", 10, 110)];
        var gap = "C of 2026-05-06 it should be 120.00 USD, the statement says 115.00 USD: rows worth -5.00 USD are missing";
        Assert.Contains(gap, Assert.Single(Gaps(rows)).Why.English, StringComparison.Ordinal);
        Assert.Contains(gap, Assert.Single(Gaps(rows.Select(r => r.Amount.MinorUnits < 0 ? r with { Source = other } : r))).Why.English, StringComparison.Ordinal); // money in, money out
    }

    [Fact]
    public void The_missing_row_closes_the_gap_and_money_in_a_gap_is_still_matched()
    {
        Entry[] rows = [Row("A", -20, 80), Row("C", -10, 65)];
        Assert.Contains("C of 2026-05-06 it should be 70.00 USD, the statement says 65.00 USD: rows worth -5.00 USD are missing", Assert.Single(Gaps(rows)).Why.English, StringComparison.Ordinal);
        Assert.Empty(Gaps([.. rows, Row("B", -5, 75)]));
        Assert.Equal(["A pays 8001234567890123 20.00 USD exact-amount probable"], Case.Of([.. rows, Order(at: "2026-05-06 08:00")]).Matches());
    }

    private static IEnumerable<Finding> Gaps(IEnumerable<Entry> rows) => Case.Of([.. rows]).Findings().Where(f => f.Kind == FindingKind.StatementGap);

    /// <summary>A row an hour after the one with the letter before it.</summary>
    private static Entry Row(string id, long dollars, long? balance) => Entry(id, $"{dollars}.00 USD") with
    {
        BookedAtUtc = id == "Z" ? Time.AddDays(-1) : Time.AddHours(id[0] - 'A'),
        BalanceAfter = balance is { } told ? Money($"{told}.00 USD") : null,
    };

    private static Entry Day(string id, long dollars, long balance) => Row(id, dollars, balance) with { BookedAtUtc = Time };
}
