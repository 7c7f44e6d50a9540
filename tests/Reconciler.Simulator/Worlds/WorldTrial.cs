using System.Globalization;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;

namespace Reconciler.Simulator.Worlds;

/// <summary>Holds the engine against the reading of the contract, world by world.</summary>
internal static class WorldTrial
{
    /// <summary>Compares so many worlds, and prints each class of difference with its smallest world.</summary>
    /// <returns>True where nothing differs.</returns>
    public static bool Run(int count, int seed, int listed, TextWriter output)
    {
        var classes = new SortedDictionary<string, (int Count, SmallWorld Smallest, int Seed)>(StringComparer.Ordinal);
        var silences = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = seed; i < seed + count; i++)
        {
            var world = WorldMaker.Make(i);
            var (differences, silence) = Compare(world);
            if (silence is not null)
            {
                silences[silence] = silences.GetValueOrDefault(silence) + 1;
            }

            if (differences.Count == 0)
            {
                continue;
            }

            var small = Shrink(world, differences[0].Kind);
            var shape = string.Join(" + ", Compare(small).Differences.Select(d => d.Kind).Distinct().Order(StringComparer.Ordinal));
            if (!classes.TryGetValue(shape, out var known))
            {
                classes[shape] = (1, small, i);
            }
            else
            {
                classes[shape] = Weight(small) < Weight(known.Smallest) ? (known.Count + 1, small, i) : (known.Count + 1, known.Smallest, known.Seed);
            }
        }

        foreach (var (shape, found) in classes.OrderByDescending(c => c.Value.Count).ThenBy(c => c.Key, StringComparer.Ordinal).Take(listed))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Count} x {shape} (seed {found.Seed})"));
            output.WriteLine(found.Smallest.ToString());
            foreach (var difference in Compare(found.Smallest).Differences)
            {
                output.WriteLine($"    {difference.Line}");
            }

            output.WriteLine();
        }

        foreach (var (silence, times) in silences)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"not compared: {times} x {silence}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} worlds from seed {seed}: {classes.Values.Sum(c => c.Count)} differ in {classes.Count} classes, {silences.Values.Sum()} not compared because the contract does not say"));
        return classes.Count == 0;
    }

    public static (IReadOnlyList<(string Kind, string Line)> Differences, string? Silence) Compare(SmallWorld world)
    {
        MatchResult result;
        IReadOnlyList<Finding> findings;
        try
        {
            result = Matcher.Run(world.Entries, world.Orders, world.RateTable, world.Rules);
            findings = Finder.Run(result, world.AsOfUtc);
        }
        catch (Exception crash) when (crash is OverflowException or InvalidOperationException or ArgumentException or KeyNotFoundException or NullReferenceException)
        {
            return ([($"engine throws {crash.GetType().Name}", crash.ToString())], null);
        }

        try
        {
            var reading = ContractReading.Of(world);
            return ([.. Matches(reading.Matches, result.Matches), .. Findings(reading.Findings, findings)], null);
        }
        catch (SilenceException silence)
        {
            return ([], silence.Message);
        }
    }

    private static IEnumerable<(string, string)> Matches(IReadOnlyList<ExpectedMatch> expected, IReadOnlyList<Match> told)
    {
        var left = told.ToList();
        foreach (var match in expected)
        {
            var found = left.Find(m => (m.Role, m.Order, m.Transaction) == (match.Role, match.Order, match.Transaction));
            var line = $"{match.Role.ToName()} {match.Order} <- {match.Transaction} {match.Amount} {match.Rule} {match.Confidence?.ToName()}";
            if (found is null)
            {
                yield return ($"missing {match.Role.ToName()} {match.Rule}", $"contract: {line}; engine: no match");
                continue;
            }

            left.Remove(found);
            if (found.Amount.Currency != match.Amount.Currency || Math.Abs(found.Amount.MinorUnits - match.Amount.MinorUnits) > match.Slack)
            {
                yield return ($"amount of {match.Role.ToName()} {match.Rule}", $"contract: {line}; engine: {found.Amount}");
            }

            if ((match.Rule is not null && found.Rule != match.Rule) || (match.Confidence is { } sure && found.Confidence != sure))
            {
                yield return ($"{match.Role.ToName()} {match.Rule} {match.Confidence?.ToName()} told as {found.Rule} {found.Confidence.ToName()}", $"contract: {line}; engine: {found.Rule} {found.Confidence.ToName()}");
            }
        }

        foreach (var match in left)
        {
            yield return ($"false {match.Role.ToName()} {match.Rule}", $"contract: no match; engine: {match.Role.ToName()} {match.Order} <- {match.Transaction} {match.Amount} {match.Rule} {match.Confidence.ToName()} ({match.Why})");
        }
    }

    private static IEnumerable<(string, string)> Findings(IReadOnlyList<ExpectedFinding> expected, IReadOnlyList<Finding> told)
    {
        var left = told.ToList();
        foreach (var finding in expected.OrderBy(f => f.Optional))
        {
            var anchors = finding.Anchor.Split('|');
            var found = left.Find(f => finding.Kinds.Contains(f.Kind) && anchors.Contains(AnchorOf(f)));
            var name = finding.Kinds[0].ToName();
            var line = $"{name} {finding.State?.ToName()} {finding.Anchor} orders [{Join(finding.Orders?.Select(o => o.Id))}] transactions [{Join(finding.Transactions?.Select(t => t.Id))}] {Join(finding.Amounts?.Select(m => m.ToString()))} due {finding.DueOn:yyyy-MM-dd} {Join(finding.Confidences?.Select(c => c.ToName()))}";
            if (found is null)
            {
                if (!finding.Optional)
                {
                    yield return ($"missing {name}", $"contract: {line}; engine: no such finding");
                }

                continue;
            }

            left.Remove(found);
            foreach (var (what, contract, engine) in Details(finding, found))
            {
                yield return ($"{what} of {name}", $"contract: {line}; engine: {what} {engine} instead of {contract}");
            }
        }

        foreach (var f in left)
        {
            yield return ($"false {f.Kind.ToName()}", $"contract: no such finding; engine: {f.Kind.ToName()} {f.State.ToName()} [{Join(f.Orders.Select(o => o.Id))}] [{Join(f.Transactions.Select(t => t.Id))}] {f.Amount} {f.Confidence.ToName()} ({f.Why})");
        }
    }

    private static IEnumerable<(string What, string Contract, string Engine)> Details(ExpectedFinding finding, Finding found)
    {
        if (finding.State is { } state && found.State != state)
        {
            yield return ("state", state.ToName(), found.State.ToName());
        }

        if (finding.Orders is { } orders && !orders.Order().SequenceEqual(found.Orders.Order()))
        {
            yield return ("orders", Join(orders.Select(o => o.ToString())), Join(found.Orders.Select(o => o.ToString())));
        }

        if (finding.Transactions is { } transactions && !transactions.Distinct().Order().SequenceEqual(found.Transactions.Distinct().Order()))
        {
            yield return ("transactions", Join(transactions.Select(t => t.ToString())), Join(found.Transactions.Select(t => t.ToString())));
        }

        if (finding.Amounts is { } amounts && !amounts.Any(a => a.Currency == found.Amount.Currency && Math.Abs(a.MinorUnits - found.Amount.MinorUnits) <= finding.Slack))
        {
            yield return ("amount", Join(amounts.Select(a => a.ToString())), found.Amount.ToString());
        }

        if (found.Amount.MinorUnits <= 0)
        {
            yield return ("sign", "positive", found.Amount.ToString());
        }

        if (finding.DueOn != found.DueOn)
        {
            yield return ("due", $"{finding.DueOn:yyyy-MM-dd}", $"{found.DueOn:yyyy-MM-dd}");
        }

        if (finding.Confidences is { } sure && !sure.Contains(found.Confidence))
        {
            yield return ("confidence", Join(sure.Select(c => c.ToName())), found.Confidence.ToName());
        }
    }

    /// <summary>Drops records, then details, while some difference of this kind stays.</summary>
    private static SmallWorld Shrink(SmallWorld world, string kind)
    {
        bool Stays(SmallWorld smaller) => Compare(smaller).Differences.Any(d => d.Kind == kind);

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var smaller in Smaller(world))
            {
                if (Stays(smaller))
                {
                    (world, changed) = (smaller, true);
                    break;
                }
            }
        }

        return world;
    }

    private static IEnumerable<SmallWorld> Smaller(SmallWorld world)
    {
        var late = new DateTime(2026, 7, 15, 12, 0, 0, DateTimeKind.Utc);
        foreach (var entry in world.Entries)
        {
            yield return world with { Entries = [.. world.Entries.Where(e => e != entry)] };
        }

        foreach (var order in world.Orders)
        {
            yield return world with { Orders = [.. world.Orders.Where(o => o != order)] };
        }

        if (world.Rates.Count > 0)
        {
            yield return world with { Rates = [] };
        }

        if (world.Sales)
        {
            yield return world with
            {
                Sales = false,
                Entries = [.. world.Entries.Select(e => e with { Amount = -e.Amount, OriginalAmount = e.OriginalAmount is { } original ? -original : null })],
            };
        }

        if (world.AsOfUtc != late)
        {
            yield return world with { AsOfUtc = late };
        }

        foreach (var entry in world.Entries)
        {
            foreach (var plain in (Entry[])[
                entry with { Fee = null }, entry with { Counterparty = "" }, entry with { OrderReference = "" }, entry with { Description = "" }, entry with { RelatedTransactionId = "" },
                entry with { OriginalAmount = null }, entry with { ExchangeRate = null }, entry with { BookedDay = null }, entry with { Id = entry.Id with { Wallet = "wise" } }])
            {
                if (plain != entry)
                {
                    yield return world with { Entries = [.. world.Entries.Select(e => e == entry ? plain : e)] };
                }
            }
        }

        foreach (var order in world.Orders)
        {
            foreach (var plain in (Order[])[
                order with { Charged = null }, order with { Refunded = null }, order with { CheckoutId = "" }, order with { PaymentReference = "" }, order with { Seller = "" }, order with { PaidOtherwise = "" }, order with { PlacedDay = null },
                order with { Status = order.Status is OrderStatus.Shipped or OrderStatus.Completed ? OrderStatus.Paid : order.Status }])
            {
                if (plain != order)
                {
                    yield return world with { Orders = [.. world.Orders.Select(o => o == order ? plain : o)] };
                }
            }
        }
    }

    private static int Weight(SmallWorld world) => ((world.Entries.Count + world.Orders.Count) * 1000) + world.ToString().Length;

    private static string AnchorOf(Finding finding) =>
        finding.Kind is FindingKind.MissingRefund or FindingKind.ShortRefund or FindingKind.ExcessRefund or FindingKind.AmountMismatch or FindingKind.OrderWithoutCharge && finding.Orders.Count > 0
            ? finding.Orders[0].ToString()
            : finding.Transactions.Count > 0 ? finding.Transactions[0].ToString() : finding.Orders[0].ToString();

    private static string Join(IEnumerable<string>? texts) => texts is null ? "any" : string.Join(';', texts);
}
