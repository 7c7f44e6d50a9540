using System.Globalization;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;

namespace Reconciler.Core.Findings;

/// <summary>
/// Tells why: for an entry, order, match or finding what was decided, by which rule, on which file and line; for what stayed open the nearest
/// candidate and the one condition that it failed.
/// </summary>
public static class Explanation
{
    private const int ShortestPart = 4;

    /// <summary>The explanation as lines, or null where no record, match or finding has this id.</summary>
    /// <param name="id">An id, or the reference of which a bank's ids are made; <c>wallet/id</c> or <c>marketplace/id</c> where it is not unique: all that bear it are explained.</param>
    /// <param name="asOfUtc">The clock by which refunds are late; without it only their dates are told.</param>
    public static IReadOnlyList<string>? Of(MatchResult result, IReadOnlyList<Finding> findings, string id, DateTime? asOfUtc = null)
    {
        var lines = new List<string>();
        foreach (var entry in result.Ledger.Entries.Where(e => e.Id.Id == id || e.Id.ToString() == id || e.Id.Reference == id))
        {
            Explain(lines, result, findings, entry);
        }

        foreach (var slot in result.Ledger.Orders.Where(o => IdsOf(o.Order).Contains(id)))
        {
            Explain(lines, result, findings, slot);
            AddRefund(lines, result.Ledger, slot, asOfUtc);
        }

        foreach (var match in result.Matches.Where(m => m.Id == id))
        {
            Add(lines, match);
            AddSource(lines, result.Ledger.Entries.First(e => e.Id == match.Transaction));
            AddSource(lines, result.Ledger.Orders.First(o => o.Order.Id == match.Order).Order);
        }

        foreach (var finding in findings.Where(f => f.Id == id))
        {
            Add(lines, finding);
            foreach (var entry in result.Ledger.Entries.Where(e => finding.Transactions.Contains(e.Id)))
            {
                AddSource(lines, entry);
            }

            AddSettling(lines, result, finding);

            foreach (var slot in result.Ledger.Orders.Where(o => finding.Orders.Contains(o.Order.Id)))
            {
                AddSource(lines, slot.Order);
                if (finding.DueOn is not null)
                {
                    AddRefund(lines, result.Ledger, slot, asOfUtc);
                }
            }

            AddNearest(lines, result, finding);
        }

        return lines.Count == 0 ? null : lines;
    }

    /// <summary>Ids that are written almost like one that is unknown: in other capitals, with or without <c>#</c>, spaces, hyphens and leading zeros, or of which it is a part. The nearest first.</summary>
    public static IReadOnlyList<string> IdsLike(MatchResult result, IReadOnlyList<Finding> findings, string id, int most)
    {
        var wanted = Bare(id);
        return wanted.Length < ShortestPart ? [] :
        [
            .. result.Ledger.Entries.Select(e => e.Id.Id).Concat(result.Ledger.Orders.SelectMany(o => o.Order.OtherIdsApart.Prepend(o.Order.Id.Id))).Concat(result.Matches.Select(m => m.Id)).Concat(findings.Select(f => f.Id))
                .Distinct(StringComparer.Ordinal).Where(known => Bare(known).Contains(wanted, StringComparison.Ordinal)).OrderBy(known => known.Length).ThenBy(known => known, StringComparer.Ordinal).Take(most),
        ];
    }

    private static string Bare(string id) => string.Concat(id.Where(char.IsLetterOrDigit)).TrimStart('0').ToUpperInvariant();

    /// <summary>All by which an order is known.</summary>
    private static IEnumerable<string> IdsOf(Order order) =>
        order.OtherIdsApart.Prepend(order.Id.Id).SelectMany(id => new[] { id, $"{order.Id.Marketplace}/{id}" });

    private static void Explain(List<string> lines, MatchResult result, IReadOnlyList<Finding> findings, Entry entry)
    {
        AddSource(lines, entry);
        var matches = result.Matches.Where(m => m.Transaction == entry.Id).ToList();
        matches.ForEach(m => Add(lines, m));
        var concerning = findings.Where(f => f.Transactions.Contains(entry.Id)).ToList();
        concerning.ForEach(f => Add(lines, f));
        foreach (var candidate in result.Ledger.Orders.Where(o => concerning.Exists(f => f.Kind == FindingKind.AmbiguousMatch && f.Orders.Contains(o.Order.Id))))
        {
            lines.Add($"  candidate {candidate.Order.Id} of {candidate.Order.Total}, placed {Told.Day(candidate.Order)}");
        }

        if (matches.Count > 0)
        {
            return;
        }

        if (result.Ledger.TakenBack.TryGetValue(entry.Id, out var other))
        {
            lines.Add($"  {(other.BookedAtUtc >= entry.BookedAtUtc ? "taken back by" : "takes back")} {other.Id}, the same sum the other way: neither settles anything");
        }
        else if (result.Ledger.Charges.Find(c => c.Entry.Id == entry.Id) is { } charge)
        {
            if (charge.State == ChargeState.Open)
            {
                lines.Add(Nearest(result.Ledger, charge));
            }
        }
        else if (concerning.Count == 0)
        {
            lines.Add($"  no charge: only a succeeded payment in the direction of trade is one; this is a {entry.Status.ToName()} {entry.Type.ToName()} of {entry.Amount}");
        }
    }

    private static void Explain(List<string> lines, MatchResult result, IReadOnlyList<Finding> findings, OrderSlot slot)
    {
        AddSource(lines, slot.Order);
        result.Matches.Where(m => m.Order == slot.Order.Id).ToList().ForEach(m => Add(lines, m));
        findings.Where(f => f.Orders.Contains(slot.Order.Id)).ToList().ForEach(f => Add(lines, f));
        if (slot.ReversedPayment is { } reversed)
        {
            lines.Add($"  its payment {reversed.Id.Id} was taken back by the wallet itself: nothing was charged");
        }
        else if (slot.IsOpen)
        {
            lines.Add(NearestFor(result.Ledger, slot));
        }
    }

    /// <summary>The money that came since for a finding that is resolved, and that the finding therefore does not name.</summary>
    private static void AddSettling(List<string> lines, MatchResult result, Finding finding)
    {
        if (finding.State != FindingState.Resolved)
        {
            return;
        }

        foreach (var match in result.Matches.Where(m => finding.Orders.Contains(m.Order) && !finding.Transactions.Contains(m.Transaction)))
        {
            Add(lines, match);
            AddSource(lines, result.Ledger.Entries.First(e => e.Id == match.Transaction));
        }
    }

    /// <summary>What an order still awaits, and how many business days are left or over.</summary>
    private static void AddRefund(List<string> lines, Ledger ledger, OrderSlot slot, DateTime? asOfUtc)
    {
        if (asOfUtc is not { } clock || RefundsDue.OpenFor(ledger, slot) is not { Small: null } open)
        {
            return;
        }

        var today = DateOnly.FromDateTime(clock);
        var late = ledger.Rules.BusinessDaysLate(slot.Order.Id.Marketplace, open.DueOn, today);
        var left = ledger.Rules.CalendarOf(slot.Order.Id.Marketplace).BusinessDaysAfter(today, open.DueOn);
        lines.Add($"  {open.Missing} is to come back by {Told.Day(open.DueOn)}: as of {Told.Day(today)} {(late > 0 ? $"overdue by {RefundClock.Count(late)}" : $"not yet due, {RefundClock.Count(left)} left")}");
    }

    private static void AddNearest(List<string> lines, MatchResult result, Finding finding)
    {
        if (finding.Kind == FindingKind.ChargeWithoutOrder && result.Ledger.Charges.Find(c => c.Entry.Id == finding.Transactions[0]) is { State: ChargeState.Open } charge)
        {
            lines.Add(Nearest(result.Ledger, charge));
        }
        else if (finding.Kind == FindingKind.OrderWithoutCharge && result.Ledger.Orders.FirstOrDefault(o => o.Order.Id == finding.Orders[0]) is { IsOpen: true } slot)
        {
            lines.Add(NearestFor(result.Ledger, slot));
        }
    }

    private static string Nearest(Ledger ledger, Charge charge)
    {
        if (new NearIds(ledger).For(charge) is { } near)
        {
            return $"  nearest order {near.Order.Id} of {near.Order.Total}, placed {Told.Day(near.Order)}: the text gives its number otherwise than it is, and a damaged id names nothing";
        }

        var best = ledger.Orders.Select(slot => new { slot, Failed = Failures(ledger, charge, slot) }).MinBy(p => (p.Failed.Count, (charge.At - p.slot.Order.PlacedAtUtc).Duration(), p.slot.Order.Id));
        return best is null ? "  there is no order at all that it could pay"
            : $"  nearest order {best.slot.Order.Id} of {best.slot.Order.Total}, placed {Told.Day(best.slot.Order)}: {best.Failed[0]}";
    }

    private static string NearestFor(Ledger ledger, OrderSlot slot)
    {
        var best = ledger.Charges.Select(charge => new { charge, Failed = Failures(ledger, charge, slot) }).MinBy(p => (p.Failed.Count, (p.charge.At - slot.Order.PlacedAtUtc).Duration(), p.charge.Entry.Id));
        return best is null ? "  there is no charge at all that could pay it"
            : $"  nearest charge {best.charge.Entry.Id} of {best.charge.Sum}, booked {Told.Day(best.charge.At)}: {best.Failed[0]}";
    }

    /// <summary>The conditions that keep a charge from paying an order, each with the values compared.</summary>
    private static List<string> Failures(Ledger ledger, Charge charge, OrderSlot slot)
    {
        var failed = new List<string>();
        if (!ledger.MayPay(charge, slot))
        {
            failed.Add($"money flows the other way: {charge.Entry.Id.Wallet} and {slot.Order.Id.Marketplace} trade in {ledger.DirectionOf(charge.Entry.Id.Wallet, slot.Order.Id.Marketplace)}");
        }

        var named = charge.Named.Contains(slot);
        if (!Fit.IsEqual(charge, slot) && AmountOff(ledger, charge, slot, named) is { } off)
        {
            failed.Add(off);
        }

        var (before, after) = named ? (ledger.Rules.NamedBefore, ledger.Rules.NamedAfter) : (ledger.Rules.UnnamedBefore, ledger.Rules.UnnamedAfter);
        if (BookingTime.OutsideWindow(charge.Entry, slot.Order, before, after) is { } outside)
        {
            failed.Add(outside.English + (named ? "" : " without its number"));
        }

        if (!slot.IsOpen)
        {
            failed.Add(slot.Order.Total.IsZero ? "the order costs nothing" : $"the order is already paid by {slot.Payments[0].Charge.Entry.Id.Id}");
        }
        else if (charge.State is ChargeState.Paid or ChargeState.Duplicate)
        {
            failed.Add(charge.State == ChargeState.Paid ? $"the charge already pays {charge.Pays[0].Order.Id.Id}" : "the charge repeats another payment");
        }
        else if (failed.Count == 0)
        {
            failed.Add(charge.State == ChargeState.Ambiguous ? "it fits others equally well" : charge.Named.Count > 0 && !named ? $"the charge names {charge.Named[0].Order.Id.Id}" : "another pairing was better as a whole");
        }

        return failed;
    }

    private static string? AmountOff(Ledger ledger, Charge charge, OrderSlot slot, bool named)
    {
        var total = slot.Order.Total;
        if (charge.Sum.Currency == total.Currency || charge.Original?.Currency == total.Currency)
        {
            var off = ((charge.Sum.Currency == total.Currency ? charge.Sum : charge.Original!.Value) - total).Abs();
            return $"amount off by {off}{(charge.Entry.Fee is { } fee && fee.Abs() == off ? $", the wallet's fee is {fee.Abs()}" : "")}";
        }

        if (Fit.Value(charge, total.Currency, ledger.Rates, out _) is not { } value)
        {
            return $"amount in {charge.Sum.Currency}, the order in {total.Currency}, with neither an original amount nor a rate of the wallet";
        }

        var limit = FormattableString.Invariant($"{ledger.Rules.RateTolerance:P0}");
        return !Fit.NearByRate(charge, total, slot.Order.Charged, ledger.Rates, ledger.Rules.RateTolerance) ? $"about {value} at the wallet's rate, off by {(value - total).Abs()}; at most {limit} allowed"
            : named ? null
            : charge.Payee != slot.Seller ? $"about {value} at the wallet's rate, which needs the same seller: '{charge.Entry.Counterparty}' is not '{slot.Order.Seller}'"
            : $"about {value} at the wallet's rate, which needs a single candidate each way: there are others within {limit}";
    }

    private static void Add(List<string> lines, Match match) =>
        lines.Add($"  match {match.Id}: {match.Transaction} {(match.Role == MatchRole.Payment ? "pays" : "refunds")} {match.Order} with {match.Amount}, rule {match.Rule}, {match.Confidence.ToName()}: {match.Why}");

    private static void Add(List<string> lines, Finding finding) =>
        lines.Add($"  finding {finding.Id}: {finding.Kind.ToName()}, {finding.State.ToName()}, {finding.Amount}{(finding.DueOn is { } due ? $", due {Told.Day(due)}" : "")}, {finding.Confidence.ToName()}: {finding.Why}");

    private static void AddSource(List<string> lines, Entry entry) =>
        lines.Add(FormattableString.Invariant($"entry {entry.Id}: {entry.Status.ToName()} {entry.Type.ToName()} of {entry.Amount}, booked {(entry.BookedDay is null ? entry.BookedAtUtc.ToString("yyyy-MM-dd HH:mm:ss' UTC'", CultureInfo.InvariantCulture) : Told.Day(entry))}, from {entry.Source.FileName}, line {entry.Source.Line}"));

    private static void AddSource(List<string> lines, Order order) =>
        lines.Add(FormattableString.Invariant($"order {order.Id}: {order.Status.ToName()}, {order.Total}, placed {order.PlacedAtUtc:yyyy-MM-dd HH:mm:ss} UTC, from {order.Source.FileName}, line {order.Source.Line}"));
}
