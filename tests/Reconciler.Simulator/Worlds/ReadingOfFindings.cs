using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Worlds;

/// <summary>What is said of it all.</summary>
internal sealed partial class ContractReading
{
    private static readonly IReadOnlyList<Confidence> Possible = [Confidence.Possible];

    private void Say()
    {
        foreach (var order in world.Orders)
        {
            SayMatches(order);
        }

        duplicates.ForEach(SayDuplicate);
        foreach (var order in world.Orders)
        {
            SayDue(order);
            SayDifference(order);
            SayUnpaid(order);
        }

        SayCharges();
        SayRefunds();
        SayHolds();
        SayRates();
    }

    private void SayMatches(Order order)
    {
        if (payments.TryGetValue(order.Id, out var payment))
        {
            Matches.AddRange(payment.Parts.Where(p => !p.Part.IsZero).Select(p => new ExpectedMatch(MatchRole.Payment, order.Id, p.Charge.Id, p.Part, p.Slack, payment.Rule, byTimeAlone.Contains(p.Charge) ? null : payment.Confidence)));
        }

        Matches.AddRange(Returned(order).Concat(IsSettled(order) ? Beyond(order) : []).GroupBy(r => r.Refund).Select(r => new ExpectedMatch(
            MatchRole.Refund, order.Id, r.Key.Id, new Money(r.Sum(x => x.Part), r.Key.Amount.Currency), r.Key.Amount.Currency == order.Total.Currency ? 0 : 1, null,
            fromAnotherWallet.Contains((r.Key, order.Id)) ? Confidence.Probable : null)));
    }

    /// <summary>"What was paid and not given back is compared with the total that now stands: where they are equal the order is settled."</summary>
    private bool IsSettled(Order order) =>
        payments.TryGetValue(order.Id, out var payment) && WorthOf([.. Returned(order), .. Beyond(order)], order) is { } back && back > 0 && payment.Worth.MinorUnits - back == order.Total.MinorUnits;

    /// <summary>Whether an ambiguous refund may be for this, or one that cannot be valued: "claimed from nobody: their findings are possible and name it".</summary>
    private bool IsInDoubt(Order order) => ambiguousRefunds.Values.Any(homes => homes.Any(h => h.Duplicate is null && h.Orders.Contains(order))) || unvalued.ContainsValue(order);

    private bool IsInDoubt(Duplicate duplicate) => ambiguousRefunds.Values.Any(homes => homes.Any(h => h.Duplicate == duplicate)) || unvalued.Values.Any(duplicate.Orders.Contains);

    private void SayDuplicate(Duplicate duplicate)
    {
        var isBack = duplicate.Left == 0;
        Findings.Add(new ExpectedFinding([FindingKind.DuplicateCharge])
        {
            Anchor = duplicate.Charge.Id.ToString(),
            State = isBack ? FindingState.Resolved : FindingState.Open,
            Orders = duplicate.OrRepeats.Count > 0 ? null : [.. duplicate.Orders.Select(o => o.Id)],
            Transactions = IsInDoubt(duplicate) ? null : [duplicate.Charge.Id, .. duplicate.Returned.Select(r => r.Refund.Id)],
            Amounts = [duplicate.Charge.Amount.Abs(), .. isBack ? Array.Empty<Money>() : [new Money(duplicate.Left, duplicate.Charge.Amount.Currency)]], // S34
            Confidences = IsInDoubt(duplicate) && !isBack ? Possible : [duplicate.Confidence],
        });
    }

    /// <summary>"Due 10 business days after status_at, nothing is reported before; overdue from the day after."</summary>
    private void SayDue(Order order)
    {
        var due = new BusinessCalendar().AddBusinessDays(DateOnly.FromDateTime(order.StatusAtUtc), 10);
        if (Due(order) == 0 || Remaining(order) < 0.5m || /* less than a minor unit is rounding */ DateOnly.FromDateTime(world.AsOfUtc) <= due)
        {
            return;
        }

        var payment = payments[order.Id];
        Findings.Add(new ExpectedFinding([Returned(order).Count == 0 ? FindingKind.MissingRefund : FindingKind.ShortRefund])
        {
            Anchor = order.Id.ToString(),
            Orders = [order.Id],
            Transactions = IsInDoubt(order) ? null : Transactions(order),
            Amounts = payment.IsUnvalued ? null : [new Money((long)Remaining(order), order.Total.Currency), .. Returned(order).Count == 0 && Due(order) == payment.Worth.MinorUnits ? [payment.WorthWithFee] : Array.Empty<Money>()],
            Slack = payment.WorthSlack,
            DueOn = due,
            Confidences = IsInDoubt(order) || order.PaidOtherwise.Length > 0 ? Possible
                : payment.IsUnvalued || payment.Confidence == Confidence.Probable ? [Confidence.Probable, Confidence.Possible] // S35: no surer than the payment
                : payment.Parts.Any(p => byTimeAlone.Contains(p.Charge)) || Returned(order).Exists(r => fromAnotherWallet.Contains((r.Refund, order.Id))) ? null : [Confidence.Certain],
        });
    }

    private IReadOnlyList<TransactionId> Transactions(Order order) =>
        [.. (payments.TryGetValue(order.Id, out var payment) ? payment.Parts.Select(p => p.Charge.Id) : []).Concat(Returned(order).Select(r => r.Refund.Id)).Concat(Beyond(order).Select(r => r.Refund.Id)).Distinct()];

    /// <summary>"What was paid and not given back is compared with the total that now stands: where they are equal the order is settled; else one finding tells the difference once."</summary>
    private void SayDifference(Order order)
    {
        var isPaid = payments.TryGetValue(order.Id, out var payment);
        if (Returned(order).Count + Beyond(order).Count > 0 && order.Charged is { } took && (took.Currency == order.Total.Currency ? took != order.Total : isPaid && payment!.Differences.Count > 0 && payment.Parts.Any(p => p.Charge.OriginalAmount is not null)))
        {
            throw new SilenceException("S71 whether what came back is compared with the total or with what the marketplace took");
        }

        var worth = isPaid ? payment!.Worth.MinorUnits : 0;
        var back = WorthOf([.. Returned(order), .. Beyond(order)], order)!.Value;
        var more = WorthOf([.. Returned(order), .. Beyond(order)], order)!.Value - WorthOf(Returned(order), order)!.Value;
        if (IsSettled(order))
        {
            return;
        }

        var mismatches = isPaid ? payment!.Differences : [];
        var isDue = MayBeDue(order);
        if (isPaid && !isDue && more > 0 && worth > order.Total.MinorUnits)
        {
            // What was paid beyond the total and came back is settled.
            var settles = worth - order.Total.MinorUnits;
            foreach (var (refund, part) in Beyond(order))
            {
                var value = WorthOf([(refund, part)], order)!.Value;
                var taken = Math.Min(settles, value);
                if (taken > 0)
                {
                    Matches.Add(new ExpectedMatch(MatchRole.Refund, order.Id, refund.Id, new Money((long)Math.Round(part * taken / value), refund.Amount.Currency), 1, null, null));
                    settles -= (long)taken;
                }
            }
        }

        if (more > 0 && !isPaid)
        {
            // S45: whether a refund that names an order which no wallet paid is left over, or has no home
            foreach (var refund in Beyond(order).Select(b => b.Refund))
            {
                Findings.Add(new ExpectedFinding([FindingKind.RefundWithoutOrder, FindingKind.ExcessRefund]) { Anchor = $"{refund.Id}|{order.Id}", Amounts = [refund.Amount.Abs(), new Money((long)more, order.Total.Currency)] });
            }

            return;
        }

        if (more > 0)
        {
            IReadOnlyList<Money> amounts = [new Money((long)Math.Round(more), order.Total.Currency), .. isPaid && !isDue && mismatches.Count > 0 ? [new Money((long)Math.Abs(worth - back - order.Total.MinorUnits), order.Total.Currency), new Money((long)Math.Abs(payment!.WorthWithFee.MinorUnits - back - order.Total.MinorUnits), order.Total.Currency)] : Array.Empty<Money>()];
            Findings.Add(new ExpectedFinding(isPaid && !isDue && mismatches.Count > 0 ? [FindingKind.ExcessRefund, FindingKind.AmountMismatch] : [FindingKind.ExcessRefund])
            {
                Anchor = order.Id.ToString(),
                Orders = [order.Id],
                Transactions = Transactions(order),
                Amounts = isPaid && !isDue && mismatches.Count > 0 ? amounts.Skip(1).ToList() : amounts,
                Slack = isPaid ? payment!.WorthSlack : 0,
                Confidences = isPaid && !isDue && worth - back > order.Total.MinorUnits ? null : OtherwiseAtMost(order), // more than the total is kept from us, whatever else paid
                Optional = isPaid && mismatches.Count > 0 && worth < order.Total.MinorUnits && world.AsOfUtc <= payment!.Parts.Max(p => p.Charge.BookedAtUtc) + ThreeDays, // S37
            });
            if (!isDue)
            {
                return;
            }
        }

        if (!isPaid || mismatches.Count == 0 || order != payment!.Together[0])
        {
            return;
        }

        if (payment.IsUnvalued)
        {
            Findings.Add(new ExpectedFinding([FindingKind.AmountMismatch])
            {
                Anchor = string.Join('|', payment.Together.Select(o => o.Id)),
                Transactions = payment.Together.Count == 1 ? Transactions(order) : null,
                Amounts = [payment.Parts[0].Charge.Amount.Abs()],
            });
            return;
        }

        // S36: whether a mismatch is said beside what is due back; S37: of which moment an incomplete set waits.
        var least = payment.Parts.Max(p => p.Charge.BookedAtUtc);
        var starts = new[] { least, payment.Parts.Min(p => p.Charge.BookedAtUtc), order.PaidAtUtc ?? order.PlacedAtUtc, order.PlacedAtUtc };
        var isLess = mismatches.All(d => d < 0);
        if (isLess && world.AsOfUtc <= starts.Min() + ThreeDays)
        {
            return;
        }

        Findings.Add(new ExpectedFinding([FindingKind.AmountMismatch])
        {
            Anchor = string.Join('|', payment.Together.Select(o => o.Id)),
            Orders = payment.Together.Count == 1 ? [order.Id] : null,
            Transactions = payment.Together.Count == 1 ? Transactions(order) : null,
            Amounts = [.. mismatches.Select(d => new Money(Math.Abs(d), order.Total.Currency))],
            Slack = payment.WorthSlack,
            Confidences = isLess ? OtherwiseAtMost(order) : null, // more than the total is too much, whatever else paid
            Optional = payment.Together.Any(MayBeDue) || mismatches.Contains(0) || (mismatches.Any(d => d < 0) && world.AsOfUtc <= starts.Max() + ThreeDays),
        });
    }

    /// <summary>"Where the order's own export says that a part was paid otherwise, a finding that depends on it is at most possible."</summary>
    private static IReadOnlyList<Confidence>? OtherwiseAtMost(Order order) => order.PaidOtherwise.Length > 0 ? Possible : null;

    /// <summary>"An order without a charge (paid_at set, or any status but awaiting-payment and cancelled; from paid_at, else placed_at)."</summary>
    private void SayUnpaid(Order order)
    {
        var isExpected = order.PaidAtUtc is not null || IsLive(order);
        var isCandidate = ambiguous.Values.Any(orders => orders.Contains(order)); // S38
        if (!payments.ContainsKey(order.Id) && order.Total.MinorUnits > 0 && isExpected && !isCandidate && world.AsOfUtc > (order.PaidAtUtc ?? order.PlacedAtUtc) + ThreeDays)
        {
            Findings.Add(new ExpectedFinding([FindingKind.OrderWithoutCharge])
            {
                Anchor = order.Id.ToString(),
                Orders = [order.Id],
                Amounts = [order.Total],
                Confidences = OtherwiseAtMost(order),
                Optional = MayBeDue(order) && (takenBack.Exists(e => e.Type == EntryType.Payment) || world.Entries.Any(e => e.Type == EntryType.Payment && e.Status == EntryStatus.Reversed)), // S55: whether a payment that went back excuses an order that is over
            });
        }
    }

    private void SayCharges()
    {
        foreach (var (charge, orders) in ambiguous)
        {
            Findings.Add(new ExpectedFinding([FindingKind.AmbiguousMatch])
            {
                Anchor = charge.Id.ToString(),
                Orders = [.. orders.Select(o => o.Id)],
                Transactions = backForNothing.Exists(b => b.Charge == charge) ? null : [charge.Id],
                Amounts = [charge.Amount.Abs()],
                Confidences = Possible,
                State = backForNothing.Exists(b => b.Charge == charge) ? null : FindingState.Open,
            });
        }

        foreach (var charge in OpenCharges.Concat(outOfTime).Where(c => world.AsOfUtc > c.BookedAtUtc + ThreeDays))
        {
            var isBack = backForNothing.Exists(b => b.Charge == charge) || homeless.Exists(r => IsLikeOf(r, charge));
            Findings.Add(new ExpectedFinding([FindingKind.ChargeWithoutOrder])
            {
                Anchor = charge.Id.ToString(),
                Transactions = isBack ? null : [charge.Id],
                Amounts = isBack ? null : [charge.Amount.Abs()],
                State = isBack ? null : FindingState.Open,
                Optional = isBack,
            });
        }
    }

    /// <summary>S74: whether a refund without a home settles an equal charge without an order.</summary>
    private static bool IsLikeOf(Entry refund, Entry charge) =>
        refund.Id.Wallet == charge.Id.Wallet && refund.Amount == -charge.Amount && Same(refund.Counterparty, charge.Counterparty) && charge.Booked.FirstUtc <= refund.Booked.LastUtc;

    private void SayRefunds()
    {
        foreach (var (refund, homes) in ambiguousRefunds)
        {
            Findings.Add(new ExpectedFinding([FindingKind.AmbiguousMatch])
            {
                Anchor = refund.Id.ToString(),
                Orders = [.. homes.SelectMany(h => h.Orders).Select(o => o.Id).Distinct()],
                Amounts = [refund.Amount.Abs()],
                Confidences = Possible,
            });
        }

        foreach (var refund in homeless)
        {
            Findings.Add(new ExpectedFinding([FindingKind.RefundWithoutOrder]) { Anchor = refund.Id.ToString(), Orders = [], Transactions = [refund.Id], Amounts = [refund.Amount.Abs()], Optional = OpenCharges.Concat(outOfTime).Any(c => IsLikeOf(refund, c)) });
        }

        foreach (var (refund, order) in unvalued)
        {
            // S39: of which kind the finding is that tells a refund "with its own money"
            Findings.Add(new ExpectedFinding([FindingKind.AmbiguousMatch, FindingKind.RefundWithoutOrder, FindingKind.ExcessRefund, FindingKind.AmountMismatch])
            {
                Anchor = $"{refund.Id}|{order.Id}",
                Amounts = [refund.Amount.Abs()],
            });
        }

        foreach (var (refund, charge) in backForNothing)
        {
            Findings.Add(new ExpectedFinding([FindingKind.RefundWithoutOrder, FindingKind.ExcessRefund]) { Anchor = $"{refund.Id}|{charge.Id}", State = null, Optional = true });
        }

        foreach (var refund in leftAlone)
        {
            Findings.Add(new ExpectedFinding([FindingKind.RefundWithoutOrder, FindingKind.ExcessRefund, FindingKind.AmbiguousMatch, FindingKind.ChargeWithoutOrder]) { Anchor = refund.Id.ToString(), State = null, Optional = true });
        }
    }

    /// <summary>
    /// "Captured by a payment (each captures one hold, the nearest) that relates to it or has the same wallet, counterparty and amount (or the same original
    /// amount) within 30 days; stale-hold after 30 days without release or capture."
    /// </summary>
    private void SayHolds()
    {
        var holds = world.Entries.Where(e => e.Type == EntryType.Hold && e.Status == EntryStatus.Succeeded && InDirection(e)).ToList();
        if (holds.Count == 0)
        {
            return;
        }

        if (world.Entries.Any(e => e.Type == EntryType.Payment && !InDirection(e)))
        {
            throw new SilenceException("S40 whether a payment that bounced captures its hold");
        }

        var pairings = (from payment in charges
                        from hold in holds
                        where payment.Id.Wallet == hold.Id.Wallet && Same(payment.Counterparty, hold.Counterparty)
                        where payment.Amount == hold.Amount || (hold.OriginalAmount ?? hold.Amount) is var original && Alone(payment, original.Currency) == Math.Abs(original.MinorUnits)
                        where Apart(payment.Booked, hold.Booked) <= ThirtyDays
                        select new Pairing<Entry>(payment, hold, [hold.Id.ToString()], Apart(payment.Booked, hold.Booked), (hold.BookedAtUtc, hold.Id.ToString()))).ToList();
        if (pairings.Count > 1)
        {
            NeedTimes(pairings.SelectMany(p => new[] { p.Entry, p.Target }), []);
        }

        if (pairings.Exists(p => p.Entry.Booked.LastUtc < p.Target.Booked.FirstUtc))
        {
            throw new SilenceException("S41 whether a payment captures a hold that came after it");
        }

        var captured = new HashSet<Entry>();
        foreach (var ofPayment in pairings.GroupBy(p => p.Entry)) // in time order
        {
            captured.UnionWith(ofPayment.Where(p => !captured.Contains(p.Target)).OrderBy(p => p.Distance).ThenByDescending(p => p.Target.BookedAtUtc).ThenBy(p => p.Target.Id).Take(1).Select(p => p.Target).ToList());
        }

        foreach (var hold in holds.Where(h => !captured.Contains(h) && world.AsOfUtc > h.BookedAtUtc + ThirtyDays))
        {
            Findings.Add(new ExpectedFinding([FindingKind.StaleHold]) { Anchor = hold.Id.ToString(), Transactions = [hold.Id], Amounts = [hold.Amount.Abs()] });
        }
    }

    /// <summary>"Applied rate, told by the entry or following from its original amount, more than 1 % off the wallet's published one; none published, no finding."</summary>
    private void SayRates()
    {
        foreach (var entry in world.Entries.Where(e => e.Status == EntryStatus.Succeeded && e.Type is EntryType.Payment or EntryType.Refund or EntryType.Chargeback))
        {
            var paid = payments.Where(p => p.Value.Parts.Any(part => part.Charge == entry)).Select(p => OrderOf(p.Key)).FirstOrDefault();
            var currency = entry.OriginalAmount?.Currency ?? (entry.ExchangeRate is not null ? paid?.Total.Currency : null);
            if (currency is not { } original || original == entry.Amount.Currency || rates.Find(entry.Id.Wallet, DateOnly.FromDateTime(entry.BookedAtUtc), original, entry.Amount.Currency) is not { } published)
            {
                continue;
            }

            var applied = entry.ExchangeRate ?? Math.Abs(entry.Amount.Amount) / Math.Abs(entry.OriginalAmount!.Value.Amount);
            if (Math.Abs(applied - published) > 0.01m * published)
            {
                var origin = entry.OriginalAmount?.Amount ?? entry.Amount.Amount / applied;
                Findings.Add(new ExpectedFinding([FindingKind.FxDeviation])
                {
                    Anchor = entry.Id.ToString(),
                    Transactions = [entry.Id],
                    Amounts = [Money.Round(Math.Abs(Math.Abs(entry.Amount.Amount) - (Math.Abs(origin) * published)), entry.Amount.Currency)],
                    Slack = 1,
                    Optional = paid is null || (entry.ExchangeRate is not null && entry.OriginalAmount is not null), // S42: which entries are looked at
                });
            }
        }
    }
}
