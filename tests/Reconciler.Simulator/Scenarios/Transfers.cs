using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Simulator.Scenarios;

/// <summary>Money between our own accounts: a purse that pays out to a giro account, and a reserve whose transfers name that account's number.</summary>
internal static class Transfers
{
    private const string Purse = "purse", Reserve = "reserve", Giro = "giro", Number = "DE44 5001 0517 5407 3249 31";
    private static readonly Currency Euro = Currency.Of("EUR"), Dollar = Currency.Of("USD");

    /// <summary>What the configuration tells of them.</summary>
    public static readonly IReadOnlyList<OwnAccount> OwnAccounts = [new(Purse, [], Giro), new(Giro, [Number])];

    public static readonly IReadOnlyList<Scenario> All =
    [
        new("transfer-arrives", 0.4, Arrives),
        new("transfer-late", 0.2, Late),
        new("transfer-lost", 0.3, Lost),
        new("transfer-named-lost", 0.2, NamedLost),
        new("transfer-of-two-equal-lost", 0.2, OneOfTwoEqual),
        new("transfer-converted", 0.2, Converted),
        new("transfer-returned", 0.2, Returned),
    ];

    private static Entry Leave(World world, Money sum, DateTime? at = null) => world.Add(world.NewEntry(Purse, EntryType.Withdrawal, -sum, at ?? world.DaysAgo(50, 150), string.Empty));

    private static Entry Arrive(World world, Entry left, TimeSpan after, Money? sum = null) =>
        world.NewEntry(Giro, world.Chance(0.5) ? EntryType.Transfer : EntryType.Topup, sum ?? left.Amount.Abs(), left.BookedAtUtc + after, "Purse Ltd");

    /// <summary>The giro account's statements go on.</summary>
    private static void GoOn(World world) => world.Add(world.NewEntry(Giro, EntryType.Fee, new Money(-1, Euro), world.AsOf.AddMinutes(-world.Random.Next(1, 600)), "Bank"));

    private static void Arrives(World world)
    {
        GoOn(world);
        var left = Leave(world, world.Price(Euro));
        world.Add(Arrive(world, left, world.Hours(1, 90)));
    }

    private static void Late(World world)
    {
        GoOn(world);
        var left = Leave(world, world.Price(Euro));
        world.Add(Arrive(world, left, world.Days(9, 25)));
    }

    private static void Lost(World world)
    {
        GoOn(world);
        var left = Leave(world, world.Price(Euro));
        world.Finds(FindingKind.TransferMissing, left, left.Amount.Abs());
        world.FindingIs(Confidence.Certain);
    }

    private static void NamedLost(World world)
    {
        GoOn(world);
        var left = world.Add(world.NewEntry(Reserve, EntryType.Transfer, -world.Price(Euro), world.DaysAgo(50, 150), "Own account") with { Description = world.Pick([$"SEPA to {Number}", $"to {Number.Replace(" ", "", StringComparison.Ordinal)}, month"]) });
        world.Finds(FindingKind.TransferMissing, left, left.Amount.Abs());
        world.FindingIs(Confidence.Certain);
    }

    /// <summary>Within the hour, and one arrives: the nearer one stands as arrived, and it is only possible that it is the other.</summary>
    private static void OneOfTwoEqual(World world)
    {
        GoOn(world);
        var left = Leave(world, world.Price(Euro));
        var again = Leave(world, left.Amount.Abs(), left.BookedAtUtc + world.Minutes(2, 50));
        world.Add(Arrive(world, again, world.Hours(3, 70)));
        world.Finds(FindingKind.TransferMissing, left, left.Amount.Abs());
        world.FindingIs(Confidence.Possible);
    }

    private static void Converted(World world)
    {
        GoOn(world);
        var left = Leave(world, world.Price(Dollar));
        var came = world.Price(Euro);
        var rate = Math.Round(came.Amount / left.Amount.Abs().Amount, 6);
        var arrival = Arrive(world, left, world.Hours(3, 70), came) with { Type = EntryType.Transfer };
        world.Add(world.Chance(0.5) ? arrival with { OriginalAmount = left.Amount.Abs(), ExchangeRate = rate } : arrival with { ExchangeRate = rate });
    }

    private static void Returned(World world)
    {
        GoOn(world);
        var left = Leave(world, world.Price(Euro));
        world.Add(world.NewEntry(Purse, EntryType.Withdrawal, left.Amount.Abs(), left.BookedAtUtc + world.Hours(10, 90), string.Empty));
    }
}
