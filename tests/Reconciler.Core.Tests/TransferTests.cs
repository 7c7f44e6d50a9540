using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>Money that leaves one of our own accounts: what arrives in another, and what does not.</summary>
public class TransferTests
{
    private static readonly MatchingRules Rules = MatchingRules.Default with
    {
        OwnAccounts = [new("paypal", ["PayPal Europe"], PaysOutTo: "bank"), new("bank", ["DE02 1203 0000 0000 2020 51", "Sparbank"]), new("card", ["Card 4711"])],
    };

    public static TheoryData<string, Entry[], string[]> Transfers => new()
    {
        { "it arrived", [Left("D1", "-500.00 EUR"), Came("A1", "500.00 EUR", "05-07"), LaterRow()], [] },
        { "it did not", [Left("D1", "-500.00 EUR"), LaterRow()], ["D1 500.00 EUR due 2026-05-13 certain"] },
        { "the bank tells it as a plain payment", [Left("D1", "-500.00 EUR"), Came("A1", "500.00 EUR", "05-07", EntryType.Payment), LaterRow()], [] },
        { "it arrived late, and is settled", [Left("D1", "-500.00 EUR"), Came("A1", "500.00 EUR", "05-20"), LaterRow()], [] },
        { "it came less its fee", [Left("D1", "-500.00 EUR") with { Fee = Money("2.50 EUR") }, Came("A1", "497.50 EUR", "05-07"), LaterRow()], [] },
        { "another sum is no arrival", [Left("D1", "-500.00 EUR"), Came("A1", "300.00 EUR", "05-07"), LaterRow()], ["D1 500.00 EUR due 2026-05-13 certain"] },
        { "a little less may be it, less a fee that nobody tells", [Left("D1", "-500.00 EUR"), Came("A1", "488.00 EUR", "05-07"), LaterRow()], ["D1+A1 500.00 EUR due 2026-05-13 possible"] },
        { "one arrival settles one departure", [Left("D1", "-500.00 EUR"), Left("D2", "-500.00 EUR", "05-20"), Came("A1", "500.00 EUR", "05-21"), LaterRow()], ["D1 500.00 EUR due 2026-05-13 certain"] }, // nearest in time by far
        { "of two equal ones of one hour nothing tells which is lost", [Left("D1", "-500.00 EUR"), Left("D2", "-500.00 EUR"), Came("A1", "500.00 EUR", "05-07"), LaterRow()], ["D2+D1 500.00 EUR due 2026-05-13 possible"] },
        { "unless the arrival names the one that it is", [Left("D1", "-500.00 EUR"), Left("PAY-778899", "-500.00 EUR"), Came("A1", "500.00 EUR", "05-07") with { OrderReference = "payout PAY-778899" }, LaterRow()], ["D1 500.00 EUR due 2026-05-13 certain"] },
        { "as many arrivals as departures pair off", [Left("D1", "-500.00 EUR"), Left("D2", "-500.00 EUR"), Came("A1", "500.00 EUR", "05-07"), Came("A2", "500.00 EUR", "05-11"), LaterRow()], [] },
        { "it came in the currency for which it was exchanged", [Left("D1", "-500.00 USD") with { OriginalAmount = Money("-460.00 EUR") }, Came("A1", "460.00 EUR", "05-07"), LaterRow()], [] },
        { "or as the other account tells what it was", [Left("D1", "-500.00 USD"), Came("A1", "461.20 EUR", "05-07") with { OriginalAmount = Money("500.00 USD") }, LaterRow()], [] },
        { "by the rate that an account tells", [Left("D1", "-500.00 USD"), Came("A1", "455.00 EUR", "05-07") with { ExchangeRate = 0.92m }, LaterRow()], [] },
        { "a sum in another currency of which nobody tells the rate may be it", [Left("D1", "-500.00 USD"), Came("A1", "455.00 EUR", "05-07"), LaterRow()], ["D1+A1 500.00 USD due 2026-05-13 possible"] },
        { "it came back to where it left", [Left("D1", "-500.00 EUR"), Left("B1", "500.00 EUR", "05-08"), LaterRow()], [] },
        { "what is pending or failed has not left", [Left("D1", "-500.00 EUR") with { Status = EntryStatus.Pending }, Left("D2", "-70.00 EUR") with { Status = EntryStatus.Failed }, LaterRow()], [] },
        { "the other account is not told so far yet", [Left("D1", "-500.00 EUR"), Came("A9", "1.00 EUR", "05-13")], [] },
        { "nor at all", [Left("D1", "-500.00 EUR")], [] },
        { "where it goes nobody knows", [Left("D1", "-500.00 EUR") with { Id = new TransactionId("wise", "D1") }, LaterRow()], [] },
        { "its text names the account", [Left("D1", "-500.00 EUR") with { Id = new TransactionId("card", "D1"), Type = EntryType.Transfer, Description = "to DE02120300000000202051, May" }, LaterRow()], ["D1 500.00 EUR due 2026-05-13 certain"] },
        { "a longer number is another account", [Left("D1", "-500.00 EUR") with { Id = new TransactionId("card", "D1"), Type = EntryType.Transfer, Description = "to DE021203000000002020519" }, LaterRow()], [] },
        { "two of ours are named: which is meant nobody knows", [Left("D1", "-500.00 EUR") with { Id = new TransactionId("wise", "D1"), Description = "PayPal Europe, Sparbank" }, LaterRow()], [] },
        { "an ordinary payment is no transfer", [Left("D1", "-500.00 EUR") with { Type = EntryType.Payment, Counterparty = "Sparbank" }, LaterRow()], [] },
        { "a top-up that a bank paid and the card never got", [Left("D1", "-80.00 EUR") with { Id = new TransactionId("bank", "D1"), Type = EntryType.Transfer, Counterparty = "Card 4711" }, LaterRow("card")], ["D1 80.00 EUR due 2026-05-13 certain"] },
    };

    [Theory]
    [MemberData(nameof(Transfers))]
    public void What_left_one_of_our_accounts_must_arrive_in_another(string what, Entry[] rows, string[] missing)
    {
        var found = Missing("2026-06-30", rows);
        Assert.True(missing.SequenceEqual(found), $"{what}: {string.Join("; ", found)}");
        Assert.Equal(found, Missing("2026-06-30", [.. rows.Reverse()]));
    }

    [Fact]
    public void Nothing_is_said_before_the_day_after_the_last_one_in_time()
    {
        Entry[] rows = [Left("D1", "-500.00 EUR"), LaterRow()];
        Assert.Empty(Missing("2026-05-13 23:59", rows));
        Assert.Single(Missing("2026-05-14 00:00", rows));
        Assert.Empty(Missing("2026-05-20", rows, Rules with { TransferBusinessDays = 15 }));
    }

    [Fact]
    public void A_bank_account_is_known_by_the_number_that_its_wallet_bears() =>
        Assert.Equal(
            ["D1 500.00 EUR due 2026-05-13 certain"],
            Missing("2026-06-30", [Left("D1", "-500.00 EUR") with { Extra = "Counterparty account: DE02120300000000202051" }, LaterRow("bank-DE02120300000000202051")], MatchingRules.Default));

    [Fact]
    public void The_reason_tells_where_it_left_where_it_was_to_go_and_by_when() =>
        Assert.Equal(
            "withdrawal D1 of 500.00 EUR of 2026-05-06 from paypal to our own bank did not arrive there by 2026-05-13, and that account's statements go on beyond",
            Assert.Single(Found("2026-06-30", [Left("D1", "-500.00 EUR"), LaterRow()], Rules)).Why.English);

    [Fact]
    public void A_finding_that_a_person_dismissed_changes_no_control_total()
    {
        Entry[] rows = [Left("D1", "-500.00 EUR"), LaterRow()];
        var open = Case.Of([.. rows]) with { Rules = Rules };
        var id = open.Findings().Single(f => f.Kind == FindingKind.TransferMissing).Id;
        var dismissed = open with { Decided = [new Decision.Dismiss(id)] };
        Assert.Equal(FindingState.Dismissed, dismissed.Findings().Single(f => f.Id == id).State);
        Assert.Equal(Totals(open), Totals(dismissed));

        static IEnumerable<string> Totals(Case of) => Reports.Totals.Of(of.Match(), of.Findings(), new Reports.RowTotals(0, 0, 0, 0, 0)).Entries.Buckets.Select(b => $"{b.Name} {b.Count} {string.Join(' ', b.Sums)}");
    }

    private static IEnumerable<Finding> Found(string asOf, Entry[] rows, MatchingRules rules) =>
        (Case.Of([.. rows]) with { Rules = rules, AsOf = asOf }).Findings().Where(f => f.Kind == FindingKind.TransferMissing);

    private static List<string> Missing(string asOf, Entry[] rows, MatchingRules? rules = null) =>
        [.. Found(asOf, rows, rules ?? Rules).Select(f => $"{string.Join('+', f.Transactions.Select(t => t.Id))} {f.Amount} due {f.DueOn:yyyy-MM-dd} {f.Confidence.ToName()}")];

    private static Entry Left(string id, string amount, string day = "05-06") => Entry(id, amount, $"2026-{day} 09:00", EntryType.Withdrawal, wallet: "paypal", counterparty: "");

    private static Entry Came(string id, string amount, string day, EntryType type = EntryType.Transfer) => Entry(id, amount, $"2026-{day} 12:00", type, wallet: "bank", counterparty: "PayPal");

    /// <summary>A row that tells that the account's statements go on.</summary>
    private static Entry LaterRow(string wallet = "bank") => Entry("Z", "-1.00 EUR", "2026-06-25 12:00", EntryType.Fee, wallet: wallet, counterparty: "");
}
