using System.Globalization;
using System.Text.RegularExpressions;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>A run looks at what is new and at what that may concern, and leaves what matching everything would.</summary>
public sealed partial class PartialRunTests : IDisposable
{
    private const string Entries = "transaction_id,wallet,booked_at,type,status,amount,currency,counterparty,order_reference\n";
    private const string Orders = "order_id,marketplace,placed_at,paid_at,status,status_at,total,currency,seller\n";

    private readonly TempFolder data = new();
    private int files;
    private string messagesOfYear = "";

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task A_day_s_records_are_matched_and_not_the_year_before_them()
    {
        await Year();

        Put("statements", Entries, "TX-9001,qiwi,2026-06-02T10:05:00Z,payment,succeeded,-77.00,EUR,Lampenladen,OR-9001\n");
        Put("orders", Orders, "OR-9001,kontor,2026-06-02T10:00:00Z,2026-06-02T10:04:00Z,paid,,77.00,EUR,Lampenladen\n");
        Assert.Equal(2, await Matched("2026-06-03"));

        await EqualsMatchingAll("2026-06-03");
    }

    [Fact]
    public async Task A_status_a_decision_and_time_bring_in_what_they_concern()
    {
        await Year();

        // The order of long ago is cancelled: it is due back, and its charge comes with it.
        Put("orders", Orders, "OR-1007,kontor,2026-01-08T10:00:00Z,2026-01-08T10:04:00Z,cancelled,2026-06-02T10:00:00Z,107.00,EUR,Seller 7\n");
        Assert.Equal(2, await Matched("2026-06-03"));
        Assert.DoesNotContain("missing-refund", await Export("findings"), StringComparison.Ordinal);
        Assert.Equal(2, await Matched("2026-06-20"));
        Assert.Contains("missing-refund,open,OR-1007", await Export("findings"), StringComparison.Ordinal);

        await Done("decide", "unmatch", MatchOf("OR-1011", await Export("matches")), "--reason", "it is another's", "--as-of", "2026-06-20");
        Assert.Equal("", MatchOf("OR-1011", await Export("matches")));
        Assert.Contains("charge-without-order,open,,,TX-1011", await Export("findings"), StringComparison.Ordinal);

        await EqualsMatchingAll("2026-06-20");
    }

    [Fact]
    public async Task All_in_shares_is_the_same_as_all_at_once_and_a_part_goes_on_from_it()
    {
        await Year(SharesOf(20));
        Assert.Contains("All 300 records are matched in 15 shares", messagesOfYear, StringComparison.Ordinal);
        await EqualsMatchingAll("2026-06-01");

        // Two of the year are charged again, one order is cancelled; what was matched in shares is what a part is matched against.
        Put("statements", Entries, "TX-9001,qiwi,2026-05-28T10:05:00Z,payment,succeeded,-247.00,EUR,Seller 147,\nTX-9002,qiwi,2026-02-01T10:05:00Z,payment,succeeded,-131.00,EUR,Seller 31,OR-1031\n");
        Put("orders", Orders, "OR-1007,kontor,2026-01-08T10:00:00Z,2026-01-08T10:04:00Z,cancelled,2026-05-02T10:00:00Z,107.00,EUR,Seller 7\n");
        Assert.InRange(await Matched("2026-06-20"), 4, 12);
        Assert.Equal(2, (await Export("findings")).Split("duplicate-charge,open").Length - 1);
        var before = (await Export("matches"), await Export("findings"));

        var again = await Done("match", "--all", "--as-of", "2026-06-20", "--config", SharesOf(7));
        Assert.Contains("All 302 records are matched in 44 shares", again.Messages, StringComparison.Ordinal);
        Assert.Contains(" 0 findings changed", again.Messages, StringComparison.Ordinal);
        Assert.Equal(before, (await Export("matches"), await Export("findings")));
        await EqualsMatchingAll("2026-06-20");
    }

    [Fact]
    public async Task Where_files_contradict_one_another_all_are_matched_at_once()
    {
        Put("statements", Entries, "TX-1003,qiwi,2026-01-04T10:05:00Z,payment,succeeded,-999.00,EUR,Seller 3,OR-1003\n");
        await Year(SharesOf(20));
        Assert.Contains("contradict", messagesOfYear, StringComparison.Ordinal);
        Assert.Contains("conflicting-record", await Export("findings"), StringComparison.Ordinal);
        await EqualsMatchingAll("2026-06-01");
    }

    [Fact]
    public async Task What_was_changed_in_the_store_by_another_hand_is_noticed()
    {
        await Year();
        using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={data["reconciler.db"]};Pooling=False"))
        {
            store.Open();
            using var command = store.CreateCommand();
            command.CommandText = "UPDATE matches SET why = 'because' WHERE order_id = 'OR-1003'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        var check = await Run("check", "--deep");
        Assert.Contains("is not what matching all gives", check.Output, StringComparison.Ordinal);
        Assert.Equal(1, check.ExitCode);
    }

    /// <summary>150 orders, a day apart, each with its charge.</summary>
    private async Task Year(string? config = null)
    {
        var days = Enumerable.Range(0, 150).Select(i => (Number: 1000 + i, At: new DateTime(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc).AddDays(i))).ToList();
        Put("statements", Entries, string.Concat(days.Select(d => string.Create(CultureInfo.InvariantCulture,
            $"TX-{d.Number},qiwi,{d.At.AddMinutes(5):yyyy-MM-ddTHH:mm:ssZ},payment,succeeded,-{d.Number - 900}.00,EUR,Seller {d.Number - 1000},OR-{d.Number}\n"))));
        Put("orders", Orders, string.Concat(days.Select(d => string.Create(CultureInfo.InvariantCulture,
            $"OR-{d.Number},kontor,{d.At:yyyy-MM-ddTHH:mm:ssZ},{d.At.AddMinutes(4):yyyy-MM-ddTHH:mm:ssZ},paid,,{d.Number - 900}.00,EUR,Seller {d.Number - 1000}\n"))));
        await Done("import");
        messagesOfYear = (await Done(["match", "--as-of", "2026-06-01", .. config is null ? [] : new[] { "--config", config }])).Messages;
    }

    /// <summary>The shipped configuration, but for how many records are matched at one time.</summary>
    private string SharesOf(int records)
    {
        var config = data[$"shares-of-{records}"];
        InstallRig.CopyFolder(Path.Combine(Places.Root, "config"), config);
        var settings = Path.Combine(config, "reconciler.json");
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("\"Matching\": {", $"\"Matching\": {{ \"ShareRecords\": {records},", StringComparison.Ordinal));
        return config;
    }

    private void Put(string kind, string head, string rows)
    {
        Directory.CreateDirectory(data["inbox", kind]);
        File.WriteAllText(data["inbox", kind, $"{++files}.csv"], head + rows);
    }

    /// <summary>Imports and matches. Returns how many records were looked at.</summary>
    private async Task<int> Matched(string asOf)
    {
        await Done("import");
        var messages = (await Done("match", "--as-of", asOf)).Messages;
        return int.Parse(Part().Match(messages).Groups["count"].Value, CultureInfo.InvariantCulture);
    }

    private async Task EqualsMatchingAll(string asOf)
    {
        Assert.Contains("are what matching all gives", (await Run("check", "--deep")).Output, StringComparison.Ordinal);
        var before = (await Export("matches"), await Export("findings"));
        await Done("match", "--all", "--as-of", asOf);
        Assert.Equal(before, (await Export("matches"), await Export("findings")));
    }

    private static string MatchOf(string order, string matches) => matches.Split('\n').FirstOrDefault(line => line.Contains(order, StringComparison.Ordinal))?.Split(',')[0] ?? "";

    private async Task<string> Export(string what) => (await Done("export", what)).Output;

    private async Task<Ended> Done(params string[] arguments)
    {
        var ended = await Run(arguments);
        Assert.True(ended.ExitCode == 0, ended.Messages);
        return ended;
    }

    private Task<Ended> Run(params string[] arguments) =>
        ReconcilerHere.Run([.. arguments, "--data", data.Path, .. arguments.Contains("--config") ? [] : new[] { "--config", Path.Combine(Places.Root, "config") }]);

    [GeneratedRegex("Matched (?<count>[0-9]+) records that may be concerned", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Part();
}
