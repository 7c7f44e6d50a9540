using System.Buffers.Binary;
using System.Security.Cryptography;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>Adds up the statement of one account, step by step.</summary>
internal sealed class StatementSums((string Wallet, Currency Currency) account)
{
    private readonly SortedDictionary<StatementLineKind, LineSums> lines = [];
    private readonly HashSet<UInt128> ordersHeard = []; // hashes: there may be very many
    private readonly List<Payout> payouts = [];
    private readonly Dictionary<PayoutPart, Int128> sincePayout = [];
    private Int128? opening;
    private Int128 moved;
    private bool isBegun;
    private DateTime? firstUtc, lastUtc;

    public (string Wallet, Currency Currency) Account => account;

    /// <returns>The entry as it stands behind the lines; null where it comes before the period, or did nothing.</returns>
    public StatementEntry? Add(BalanceStep step)
    {
        isBegun |= step.Row.IsOfPeriod;
        if (!isBegun)
        {
            opening = step.Balance;
            return null;
        }

        moved += step.Moved; // no gap before the first balance told
        opening ??= step.Balance - moved; // the first balance told tells what stood before
        var told = ReconciliationStatements.Told(step);
        if (step.Row.IsOfPeriod)
        {
            firstUtc ??= step.Row.Entry.BookedAtUtc;
            lastUtc = step.Row.Entry.BookedAtUtc;
        }

        var counts = step.Moved != 0 || ReconciliationStatements.IsNotCounted(step);
        if (counts)
        {
            var line = LineOf(told.Line);
            line.Add(told.Amount);
            line.NotMoved += told.Line == StatementLineKind.NotCounted ? step.Row.Entry.Amount.MinorUnits : 0;
            if (told.Line is not (StatementLineKind.NotFinal or StatementLineKind.NotCounted or StatementLineKind.ToldBefore))
            {
                AddOrders(line, step.Row);
            }
        }

        if (!told.Fee.IsZero)
        {
            LineOf(StatementLineKind.Fees).Add(told.Fee);
        }

        if (step.Gap != 0)
        {
            LineOf(StatementLineKind.RowsMissing).Add(told.RowsMissing);
        }

        AddToPayout(told);
        return counts || step.Gap != 0 ? told : null;
    }

    private enum PayoutPart
    {
        Gross,
        Fees,
        Refunds,
        Disputes,
        Reserves,
        Other,
    }

    private void AddToPayout(StatementEntry told)
    {
        Count(PayoutPart.Fees, told.Fee);
        Count(PayoutPart.Other, told.RowsMissing);
        if (told is { Row.Entry.Type: EntryType.Withdrawal, Amount.MinorUnits: < 0, Line: not StatementLineKind.ToldBefore })
        {
            payouts.Add(new Payout(
                told.Row.Entry, Of(PayoutPart.Gross), Of(PayoutPart.Fees), Of(PayoutPart.Refunds), Of(PayoutPart.Disputes), Of(PayoutPart.Reserves), Of(PayoutPart.Other), told.Amount));
            sincePayout.Clear();
            return;
        }

        Count(
            told.Line switch
            {
                StatementLineKind.PaymentsIn or StatementLineKind.PaymentsOut => PayoutPart.Gross,
                StatementLineKind.Fees => PayoutPart.Fees,
                StatementLineKind.Refunds => PayoutPart.Refunds,
                StatementLineKind.Chargebacks => PayoutPart.Disputes,
                StatementLineKind.Holds => PayoutPart.Reserves,
                _ => PayoutPart.Other,
            },
            told.Amount);

        // A source that tells no balances tells what it keeps back all the same.
        if (told is { Line: StatementLineKind.NotCounted, Balance: null, Row.Entry: { Type: EntryType.Hold or EntryType.Release } entry })
        {
            Count(PayoutPart.Reserves, entry.Amount);
        }

        void Count(PayoutPart part, Money sum) => sincePayout[part] = sincePayout.GetValueOrDefault(part) + sum.MinorUnits;

        Money Of(PayoutPart part) => Sum(sincePayout.GetValueOrDefault(part));
    }

    /// <summary>Null where the account has neither entries of the period nor a balance.</summary>
    public ReconciliationStatement? ToStatement() =>
        !isBegun && opening is null ? null
        : new(account.Wallet, account.Currency, opening is { } sum ? Sum(sum) : null, firstUtc, lastUtc, [.. lines.Select(l => l.Value.ToLine(l.Key, account.Currency))]) { Payouts = payouts };

    private LineSums LineOf(StatementLineKind kind)
    {
        if (!lines.TryGetValue(kind, out var line))
        {
            lines.Add(kind, line = new LineSums());
        }

        return line;
    }

    private void AddOrders(LineSums line, StatementRow row)
    {
        line.Matched += row.Settles.Count > 0 ? 1 : 0;
        var sign = row.Entry.Amount.MinorUnits < 0 ? -1 : 1;
        foreach (var part in row.Settles)
        {
            var isSame = part.OrderSays.Currency == account.Currency;
            line.MatchedSum += sign * (Int128)part.Part.MinorUnits;
            line.MatchedElsewhere += isSame ? 0 : sign * (Int128)part.Part.MinorUnits;
            if (ordersHeard.Add(HashOf(part)))
            {
                line.Says[part.OrderSays.Currency] = line.Says.GetValueOrDefault(part.OrderSays.Currency) + (sign * (Int128)part.OrderSays.MinorUnits);
            }
        }
    }

    private static UInt128 HashOf(SettledPart part)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ShortHash.Sha256([Enum.GetName(part.Role)!, part.Order.Marketplace, part.Order.Id], hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private Money Sum(Int128 minorUnits) => new(Money.Within(minorUnits), account.Currency);

    private sealed class LineSums
    {
        private long count;
        private Int128 sum;

        public long Matched { get; set; }

        public Int128 NotMoved { get; set; }

        public Int128 MatchedSum { get; set; }

        public Int128 MatchedElsewhere { get; set; }

        public Dictionary<Currency, Int128> Says { get; } = [];

        public void Add(Money money)
        {
            count++;
            sum += money.MinorUnits;
        }

        public StatementLine ToLine(StatementLineKind kind, Currency currency)
        {
            Money Of(Int128 minorUnits) => new(Money.Within(minorUnits), currency);
            var hasOrders = kind is StatementLineKind.PaymentsOut or StatementLineKind.PaymentsIn or StatementLineKind.Refunds or StatementLineKind.Chargebacks;
            return new StatementLine(kind, count, Of(sum), !hasOrders ? null : new OrdersSide(
                Matched, Of(MatchedSum), Of(Says.GetValueOrDefault(currency)), Of(MatchedElsewhere),
                [.. Says.Where(s => s.Key != currency).OrderBy(s => s.Key).Select(s => new Money(Money.Within(s.Value), s.Key))]))
            {
                NotMoved = kind == StatementLineKind.NotCounted ? Of(NotMoved) : null,
            };
        }
    }
}
