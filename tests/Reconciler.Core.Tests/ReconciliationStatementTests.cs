using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>A wallet's statement: opening balance, what moved it, closing balance, and what the orders say beside it.</summary>
public class ReconciliationStatementTests
{
    [Fact]
    public void A_statement_tells_each_kind_of_movement_and_closes_with_the_balance_that_the_wallet_tells() =>
        Assert.Equal(
            ["opening 100.00 USD", "payments-out 2 -30.00", "refunds 1 5.00", "fees 2 -1.50", "top-ups 1 50.00", "withdrawals 1 -20.00", "closing 103.50 USD"],
            Told(
                Row("A", "-20.00 USD", "79.00") with { Fee = Money("1.00 USD"), OpeningBalance = Money("100.00 USD") },
                Row("B", "5.00 USD", "84.00", EntryType.Refund),
                Row("C", "-0.50 USD", "83.50", EntryType.Fee),
                Row("D", "50.00 USD", "133.50", EntryType.Topup),
                Row("E", "-10.00 USD", "123.50"),
                Row("F", "-20.00 USD", "103.50", EntryType.Withdrawal)));

    [Fact]
    public void What_was_booked_before_the_period_is_told_by_the_opening_balance_alone()
    {
        StatementRow[] rows = [Of(Row("A", "-20.00 USD", "80.00"), isOfPeriod: false), Of(Row("B", "-5.00 USD", "75.00"), isOfPeriod: false), Of(Row("C", "-10.00 USD", "65.00"))];
        Assert.Equal(["opening 75.00 USD", "payments-out 1 -10.00", "closing 65.00 USD"], Told(rows));
    }

    [Fact]
    public void The_first_balance_told_tells_what_stood_before_the_rows_that_tell_none() =>
        Assert.Equal(["opening 100.00 USD", "payments-out 2 -30.00", "closing 70.00 USD"], Told(Row("A", "-20.00 USD"), Row("B", "-10.00 USD", "70.00")));

    [Fact]
    public void A_wallet_that_tells_no_balances_gets_movements_alone_and_no_invented_balance() =>
        Assert.Equal(["opening unknown", "payments-out 1 -20.00", "fees 1 -1.00", "not-counted 1 0.00", "closing unknown"], Told(Row("A", "-20.00 USD") with { Fee = Money("1.00 USD") }, Row("H", "-7.00 USD", type: EntryType.Hold)));

    public static TheoryData<string, EntryStatus> NothingMoved => new() { { "pending", EntryStatus.Pending }, { "failed", EntryStatus.Failed }, { "reversed", EntryStatus.Reversed } };

    [Theory]
    [MemberData(nameof(NothingMoved))]
    public void What_has_not_succeeded_counts_as_nothing(string status, EntryStatus told)
    {
        Assert.Equal(told.ToName(), status);
        Assert.Equal(["opening 100.00 USD", "payments-out 2 -30.00", "closing 70.00 USD"], Told(Row("A", "-20.00 USD", "80.00"), Row("B", "-5.00 USD") with { Status = told }, Row("C", "-10.00 USD", "70.00")));
    }

    [Theory]
    [MemberData(nameof(NothingMoved))]
    public void Also_where_the_wallet_tells_no_balances(string status, EntryStatus told)
    {
        Assert.Equal(told.ToName(), status);
        Assert.Equal(["opening unknown", "payments-out 1 -20.00", "closing unknown"], Told(Row("A", "-20.00 USD"), Row("B", "-5.00 USD") with { Status = told, Fee = Money("1.00 USD") }));
    }

    [Fact]
    public void Unless_the_balance_counts_it_already_then_it_has_a_line_of_its_own() =>
        Assert.Equal(["opening 100.00 USD", "payments-out 1 -20.00", "not-final 1 -50.00", "closing 30.00 USD"], Told(Row("A", "-20.00 USD", "80.00"), Row("B", "-50.00 USD", "30.00", EntryType.Withdrawal) with { Status = EntryStatus.Pending }));

    [Fact]
    public void A_fee_column_that_repeats_the_fees_own_row_is_not_counted_twice() =>
        Assert.Equal(
            ["opening 100.00 USD", "payments-out 3 -40.00", "fees 2 -2.00", "closing 58.00 USD"],
            Told(Row("A", "-20.00 USD", "80.00"), Row("B", "-10.00 USD", "70.00") with { Fee = Money("1.00 USD") }, Row("C", "-1.00 USD", "69.00", EntryType.Fee), Row("D", "-10.00 USD") with { Fee = Money("1.00 USD") }, Row("E", "-1.00 USD", type: EntryType.Fee)));

    [Fact]
    public void Where_a_balance_does_not_follow_the_missing_rows_are_a_line_of_their_own()
    {
        Entry[] rows = [Row("A", "-20.00 USD", "80.00"), Row("C", "-10.00 USD", "65.00"), Row("D", "-5.00 USD", "60.00")];
        Assert.Equal(["opening 100.00 USD", "payments-out 3 -35.00", "rows-missing 1 -5.00", "closing 60.00 USD"], Told(rows));
        Assert.Equal("C -5.00 USD", string.Join(' ', ReconciliationStatements.Of(rows.Select(r => Of(r))).Entries.Where(e => !e.RowsMissing.IsZero).Select(e => $"{e.Row.Entry.Id.Id} {e.RowsMissing}")));
    }

    [Fact]
    public void What_is_new_and_stands_in_time_before_known_rows_is_told_and_the_known_rows_between_are_not_told_again()
    {
        StatementRow[] rows = [Of(Row("A", "-20.00 USD", "80.00"), isOfPeriod: false), Of(Row("B", "-5.00 USD", "75.00")), Of(Row("C", "-10.00 USD", "65.00"), isOfPeriod: false), Of(Row("D", "-15.00 USD", "50.00"))];
        Assert.Equal(["opening 80.00 USD", "payments-out 2 -20.00", "told-before 1 -10.00", "closing 50.00 USD"], Told(rows));
    }

    [Fact]
    public void Charges_stand_beside_what_the_orders_say_and_the_difference_is_told_to_the_minor_unit()
    {
        StatementRow[] rows =
        [
            Of(Row("A", "-20.00 USD"), settles: [Pays("O1", "20.00 USD", "20.00 USD")]),
            Of(Row("B", "-12.00 USD"), settles: [Pays("O2", "12.00 USD", "10.00 USD")]),
            Of(Row("C", "-7.00 USD")),
            Of(Row("D", "-9.30 USD"), settles: [Pays("O3", "9.30 USD", "850.00 RUB")]),
            Of(Row("E", "-6.00 USD"), settles: [Pays("O4", "6.00 USD", "10.00 USD")]),
            Of(Row("F", "-4.00 USD"), settles: [Pays("O4", "4.00 USD", "10.00 USD")]), // an order that two charges pay is asked once
            Of(Row("G", "20.00 USD", type: EntryType.Refund), settles: [Pays("O1", "20.00 USD", "20.00 USD") with { Role = MatchRole.Refund }]),
        ];
        var lines = Assert.Single(ReconciliationStatements.Of(rows).All).Lines;

        Assert.Equal("5 matched -51.30 USD, orders -40.00 USD, difference -2.00 USD, not matched -7.00 USD, elsewhere -9.30 USD for -850.00 RUB", Beside(lines[0]));
        Assert.Equal("1 matched 20.00 USD, orders 20.00 USD, difference 0.00 USD, not matched 0.00 USD, elsewhere 0.00 USD for ", Beside(lines[1]));

        static string Beside(StatementLine line) =>
            $"{line.Orders!.Count} matched {line.Orders.Matched}, orders {line.Orders.OrdersSay}, difference {line.Orders.Difference}, not matched {line.NotMatched}, elsewhere {line.Orders.MatchedElsewhere} for {string.Join(' ', line.Orders.OrdersSayElsewhere)}";
    }

    [Fact]
    public void Each_wallet_and_currency_has_a_statement_of_its_own()
    {
        var statements = ReconciliationStatements.Of([Of(Row("A", "-20.00 EUR", "80.00")), Of(Row("B", "-1.00 USD", "9.00")), Of(Row("C", "-2.00 USD", "8.00") with { Id = new TransactionId("wise", "C") })]).All;
        Assert.Equal(["qiwi EUR 80.00 EUR", "qiwi USD 9.00 USD", "wise USD 8.00 USD"], statements.Select(s => $"{s.Wallet} {s.Currency} {s.Closing}"));
    }

    [Fact]
    public void Rows_of_one_day_are_taken_in_the_order_in_which_their_balances_join_up()
    {
        Entry[] day = [.. new[] { Row("A", "-10.00 USD", "70.00"), Row("B", "5.00 USD", "105.00", EntryType.Topup), Row("C", "-25.00 USD", "80.00") }.Select(r => r with { BookedAtUtc = Time })];
        Assert.Equal(["opening 100.00 USD", "payments-out 2 -35.00", "top-ups 1 5.00", "closing 70.00 USD"], Told(day));
    }

    /// <summary>The law of every statement, over careless ones: the lines sum to closing − opening, and with all balances told the closing is the last one told.</summary>
    [Fact]
    public void The_lines_of_any_statement_sum_to_what_the_balance_moved()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 500; trial++)
        {
            var balance = random.Next(100_000);
            var rows = new List<StatementRow>();
            Entry? last = null;
            for (var i = 0; i < 30; i++)
            {
                var amount = Money($"{random.Next(-5_000, 5_000)}.00 USD");
                var fee = random.Next(3) == 0 ? Money("1.00 USD") : (Money?)null;
                var status = random.Next(6) == 0 ? EntryStatus.Pending : EntryStatus.Succeeded;
                balance += status == EntryStatus.Pending && random.Next(2) == 0 ? 0 : (int)(amount.MinorUnits - (random.Next(2) == 0 ? 0 : fee?.MinorUnits ?? 0)) / 100;
                balance += random.Next(15) == 0 ? 7 : 0;
                last = Entry($"T{i:D2}", type: (EntryType)random.Next(11), status: status) with
                {
                    Amount = amount,
                    Fee = fee,
                    BookedAtUtc = Time.AddHours(i / 2),
                    BalanceAfter = i == 29 || random.Next(3) > 0 ? Money($"{balance}.00 USD") : null,
                };
                rows.Add(Of(last, isOfPeriod: i >= 10 && random.Next(5) > 0));
            }

            var statement = Assert.Single(ReconciliationStatements.Of(rows).All);
            var entries = ReconciliationStatements.Of(rows).Entries.ToList();
            Assert.Equal(statement.Closing, statement.Opening + statement.Movement);
            Assert.Equal(statement.Movement, entries.Aggregate(Money("0.00 USD"), (sum, e) => sum + e.Amount + e.Fee + e.RowsMissing));
            Assert.Equal(entries[^1].Balance, statement.Closing);
            Assert.Contains(rows.TakeLast(2), r => r.Entry.BalanceAfter == statement.Closing);
        }
    }

    private static IReadOnlyList<string> Told(params Entry[] rows) => Told([.. rows.Select(r => Of(r))]);

    private static IReadOnlyList<string> Told(StatementRow[] rows)
    {
        var statement = Assert.Single(ReconciliationStatements.Of(rows).All);
        return
        [
            $"opening {statement.Opening?.ToString() ?? "unknown"}",
            .. statement.Lines.Select(l => $"{l.Kind.ToName()} {l.Count} {l.Sum.ToAmountText()}"),
            $"closing {statement.Closing?.ToString() ?? "unknown"}",
        ];
    }

    private static StatementRow Of(Entry entry, bool isOfPeriod = true, SettledPart[]? settles = null) => new(entry, isOfPeriod, settles ?? []);

    private static SettledPart Pays(string order, string part, string says) => new(new OrderId("aliexpress", order), MatchRole.Payment, Money(part), Money(says));

    /// <summary>A row an hour after the one with the letter before it.</summary>
    private static Entry Row(string id, string amount, string? balance = null, EntryType type = EntryType.Payment) => Entry(id, amount, type: type) with
    {
        BookedAtUtc = Time.AddHours(id[0] - 'A'),
        BalanceAfter = balance is null ? null : Money($"{balance} {amount.Split(' ')[1]}"),
    };
}
