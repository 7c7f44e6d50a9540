using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Rows and statements that did not come. Each plays in an account of its own.</summary>
internal static class Statements
{
    private static readonly Currency Euro = Currency.Of("EUR");

    public static readonly IReadOnlyList<Scenario> All =
    [
        new("balances-join-up", 0.2, JoinUp),
        new("statement-gap", 0.3, Gap),
        new("statement-gap-prepaid", 0.3, GapOfPrepaid),
        new("statement-missing", 0.2, Missing, TryOnly: true),
    ];

    private static string NewAccount(World world) => world.NewId("account-");

    /// <summary>Rows of an account with the balance behind each, some moments apart. Transfers and top-ups: they settle nothing.</summary>
    private static List<Entry> Rows(World world, IEnumerable<Money> moves)
    {
        var wallet = NewAccount(world);
        var at = world.DaysAgo(100, 150);
        var balance = Money.Zero(Euro);
        return [.. moves.Select(move =>
        {
            at += world.Hours(0.5, 40);
            balance += move;
            return world.NewEntry(wallet, move.MinorUnits > 0 ? EntryType.Topup : EntryType.Transfer, move, at, "Own account") with { BalanceAfter = balance };
        })];
    }

    private static List<Entry> AnyRows(World world) =>
        Rows(world, [world.Price(Euro), .. Enumerable.Range(0, world.Random.Next(4, 12)).Select(_ => world.Chance(0.5) ? world.Price(Euro) : -world.Price(Euro))]);

    private static void JoinUp(World world) => AnyRows(world).ForEach(row => world.Add(row));

    private static void Gap(World world) => WithoutOne(world, AnyRows(world), rows => world.Random.Next(1, rows.Count - 1));

    /// <summary>Filled for each purchase and empty after it; one purchase is not told.</summary>
    private static void GapOfPrepaid(World world) =>
        WithoutOne(world, Rows(world, Enumerable.Range(0, world.Random.Next(3, 7)).Select(_ => world.Price(Euro)).SelectMany(sum => (Money[])[sum, -sum])), rows => (world.Random.Next((rows.Count / 2) - 1) * 2) + 1);

    private static void WithoutOne(World world, List<Entry> rows, Func<List<Entry>, int> choose)
    {
        var at = choose(rows);
        var left = rows[at];
        rows.RemoveAt(at);
        rows.ForEach(row => world.Add(row));
        world.Finds(FindingKind.StatementGap, rows[at], left.Amount.Abs());
    }

    /// <summary>A statement a week, now and then an hour late, and now and then none: each missing one is told by itself.</summary>
    private static void Missing(World world)
    {
        var schedule = new StatementSchedule(NewAccount(world), StatementCadence.Weekly, (int)DayOfWeek.Monday, new TimeOnly(9, 0));
        var deadline = world.AsOf.Date.AddDays(-1 - (7 * world.Random.Next(4, 15)));
        while (deadline.DayOfWeek != DayOfWeek.Monday)
        {
            deadline = deadline.AddDays(-1);
        }

        var came = new List<StatementArrival>();
        for (deadline = deadline.AddHours(9); deadline < world.AsOf; deadline = deadline.AddDays(7))
        {
            if (came.Count == 0 || world.Chance(0.7))
            {
                came.Add(new StatementArrival(world.Soonest(deadline + world.Hours(-20, 2))));
            }
            else
            {
                world.FindsNoStatement(DateOnly.FromDateTime(deadline));
            }
        }

        world.Expects(schedule, came);
    }
}
