using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>An entry as a reconciliation statement takes it.</summary>
/// <param name="Entry">The version that stands.</param>
/// <param name="IsOfPeriod">False for what was booked before the period, and for what an earlier statement has told.</param>
/// <param name="Settles">What its matches say.</param>
public sealed record StatementRow(Entry Entry, bool IsOfPeriod, IReadOnlyList<SettledPart> Settles);

/// <summary>An order that an entry settles, or a part of it.</summary>
/// <param name="Part">What of the entry settles it; positive, in the wallet's currency.</param>
/// <param name="OrderSays">Of a payment what the marketplace says it took, else the total; of a refund what it says it gives back, else the total. Positive; of the whole order.</param>
public sealed record SettledPart(OrderId Order, MatchRole Role, Money Part, Money OrderSays);

/// <summary>The lines of a reconciliation statement, in their order.</summary>
public enum StatementLineKind
{
    PaymentsOut,
    PaymentsIn,
    Refunds,
    Chargebacks,

    /// <summary>Fees in rows of their own and fees that went with their rows.</summary>
    Fees,
    TopUps,

    /// <summary>Withdrawals and payouts.</summary>
    Withdrawals,
    Transfers,
    Conversions,

    /// <summary>Money held and released, where balances count it.</summary>
    Holds,
    Adjustments,

    /// <summary>What is pending, failed or reversed, and yet moved the balance.</summary>
    NotFinal,

    /// <summary>What succeeded, and yet did not move the balance: reservations, notes, rows told twice.</summary>
    NotCounted,

    /// <summary>What stands in time behind what is new, and an earlier statement has told.</summary>
    ToldBefore,

    /// <summary>Where a balance does not follow from the rows before it: rows are missing or too many.</summary>
    RowsMissing,
}

/// <summary>What the orders say of the matched entries of a line, signed as the line.</summary>
/// <param name="Count">The entries that are matched.</param>
/// <param name="Matched">What of them settles orders.</param>
/// <param name="OrdersSay">What those orders say that speak the wallet's currency; each order once.</param>
/// <param name="MatchedElsewhere">What of <paramref name="Matched"/> settles orders in other currencies.</param>
/// <param name="OrdersSayElsewhere">What those orders say, one sum a currency, by code.</param>
public sealed record OrdersSide(long Count, Money Matched, Money OrdersSay, Money MatchedElsewhere, IReadOnlyList<Money> OrdersSayElsewhere)
{
    /// <summary>Whether no order of them speaks the wallet's currency: then nothing can be compared to the minor unit.</summary>
    public bool IsAllElsewhere => Matched == MatchedElsewhere && OrdersSay.IsZero;

    /// <summary>What was paid, or came back, beyond what the orders say; those in other currencies left aside.</summary>
    public Money Difference => Matched - MatchedElsewhere - OrdersSay;
}

/// <summary>One line: how many entries, and by how much they moved the balance.</summary>
/// <param name="Orders">Null where no order has a say.</param>
public sealed record StatementLine(StatementLineKind Kind, long Count, Money Sum, OrdersSide? Orders)
{
    /// <summary>What the entries tell that did not move the balance; null on all other lines.</summary>
    public Money? NotMoved { get; init; }

    /// <summary>What no order explains; null where no order has a say.</summary>
    public Money? NotMatched => Orders is { } orders ? Sum - orders.Matched : null;
}

/// <summary>
/// The reconciliation statement of one wallet in one currency over a period: the opening balance, what moved it line by line, and the closing balance, beside what the orders say.
/// The lines always sum to the difference of the balances: what no row explains is a line of its own.
/// </summary>
/// <param name="Opening">Before the first entry of the period; null where the statements tell no balances: then this tells movements alone.</param>
/// <param name="FirstUtc">When the first entry of the period was booked; null where there is none.</param>
/// <param name="LastUtc">When the last one was.</param>
/// <param name="Lines">Those in which there are entries, in their order.</param>
public sealed record ReconciliationStatement(string Wallet, Currency Currency, Money? Opening, DateTime? FirstUtc, DateTime? LastUtc, IReadOnlyList<StatementLine> Lines)
{
    /// <summary>The payouts of the period, in time order.</summary>
    public IReadOnlyList<Payout> Payouts { get; init; } = [];

    /// <summary>By how much the balance moved.</summary>
    public Money Movement => Money.Sum(Lines.Select(l => l.Sum), Currency);

    public Money? Closing => Opening is { } opening ? opening + Movement : null;
}

/// <summary>One entry behind the lines of a statement.</summary>
/// <param name="Line">The line in which it counts; its fee counts among the fees.</param>
/// <param name="Amount">What counts in the line, signed.</param>
/// <param name="Fee">What counts among the fees; zero or signed as it moved the balance, mostly negative.</param>
/// <param name="RowsMissing">By how much the balance that it tells does not follow from the rows before it; zero where it does.</param>
/// <param name="Balance">Behind it; null where none is told.</param>
public sealed record StatementEntry(StatementRow Row, StatementLineKind Line, Money Amount, Money Fee, Money RowsMissing, Money? Balance);

/// <summary>
/// The reconciliation statements of a report and the entries behind their lines. The rows are read once, whichever is asked for first: who wants both takes the entries, and then the statements. Memory does not
/// grow with the entries.
/// </summary>
/// <param name="read">Reads the rows, sorted by wallet, then currency, then time, then id, from some time before the period on, so that the opening balance is known.</param>
public sealed class ReconciliationStatements(Func<IEnumerable<StatementRow>> read)
{
    private IReadOnlyList<ReconciliationStatement>? all;

    /// <summary>By wallet, then currency.</summary>
    public IReadOnlyList<ReconciliationStatement> All
    {
        get
        {
            using var entries = Told().GetEnumerator();
            while (all is null && entries.MoveNext())
            {
            }

            return all!;
        }
    }

    /// <summary>In the order in which they moved the balances; read anew each time.</summary>
    public IEnumerable<StatementEntry> Entries => Told();

    public static ReconciliationStatements Of(IEnumerable<StatementRow> rows) => new(() => rows);

    /// <summary>Those of some wallets.</summary>
    public ReconciliationStatements OfWallets(Func<string, bool> isAsked) => new(() => read().Where(row => isAsked(row.Entry.Id.Wallet)));

    private IEnumerable<StatementEntry> Told()
    {
        var statements = new List<ReconciliationStatement>();
        StatementSums? sums = null;
        foreach (var step in Steps(read()))
        {
            var account = (step.Row.Entry.Id.Wallet, step.Row.Entry.Amount.Currency);
            if (sums is null || sums.Account != account)
            {
                Close();
                sums = new StatementSums(account);
            }

            if (sums.Add(step) is { } entry)
            {
                yield return entry;
            }
        }

        Close();
        all = statements;

        void Close()
        {
            if (sums?.ToStatement() is { } statement)
            {
                statements.Add(statement);
            }
        }
    }

    internal static StatementEntry Told(BalanceStep step)
    {
        var currency = step.Row.Entry.Amount.Currency;
        var line = LineOf(step);
        var fee = !CountsFees(line) ? 0 : step.Moved - step.Row.Entry.Amount.MinorUnits;
        return new StatementEntry(step.Row, line, Sum(step.Moved - fee), Sum(fee), Sum(step.Gap), step.Balance is { } balance ? Sum(balance) : null);

        Money Sum(Int128 minorUnits) => new(Money.Within(minorUnits), currency);
    }

    /// <summary>Whether an entry of the period succeeded and moved nothing.</summary>
    internal static bool IsNotCounted(BalanceStep step) => step is { Moved: var moved, Row: { IsOfPeriod: true, Entry: { Status: EntryStatus.Succeeded, Amount.IsZero: false } } } && moved == 0;

    private static bool CountsFees(StatementLineKind line) => line is not (StatementLineKind.Fees or StatementLineKind.NotFinal or StatementLineKind.NotCounted or StatementLineKind.ToldBefore or StatementLineKind.RowsMissing);

    private static StatementLineKind LineOf(BalanceStep step) =>
        step.Moved == 0 ? IsNotCounted(step) ? StatementLineKind.NotCounted : StatementLineKind.RowsMissing
        : !step.Row.IsOfPeriod ? StatementLineKind.ToldBefore
        : step.Row.Entry.Status != EntryStatus.Succeeded ? StatementLineKind.NotFinal
        : step.Row.Entry.Type switch
        {
            EntryType.Payment => step.Row.Entry.Amount.MinorUnits < 0 ? StatementLineKind.PaymentsOut : StatementLineKind.PaymentsIn,
            EntryType.Refund => StatementLineKind.Refunds,
            EntryType.Chargeback => StatementLineKind.Chargebacks,
            EntryType.Fee => StatementLineKind.Fees,
            EntryType.Topup => StatementLineKind.TopUps,
            EntryType.Withdrawal => StatementLineKind.Withdrawals,
            EntryType.Transfer => StatementLineKind.Transfers,
            EntryType.Conversion => StatementLineKind.Conversions,
            EntryType.Hold or EntryType.Release => StatementLineKind.Holds,
            _ => StatementLineKind.Adjustments,
        };

    private static IEnumerable<BalanceStep> Steps(IEnumerable<StatementRow> rows)
    {
        BalanceWalk? walk = null;
        (string, Currency)? account = null;
        foreach (var row in rows)
        {
            var its = (row.Entry.Id.Wallet, row.Entry.Amount.Currency);
            if (account != its)
            {
                foreach (var step in walk?.End() ?? [])
                {
                    yield return step;
                }

                (account, walk) = (its, new BalanceWalk());
            }

            foreach (var step in walk!.Add(row))
            {
                yield return step;
            }
        }

        foreach (var step in walk?.End() ?? [])
        {
            yield return step;
        }
    }
}
