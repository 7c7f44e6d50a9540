using System.Globalization;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>A buyer's books with invented orders that were cancelled and never refunded, paid from the wallet kassa; the clock goes on from call to call.</summary>
internal sealed class DisputeShop : IDisposable
{
    private readonly TempFolder project = ReconcilerProcess.CopyOfProject();
    private readonly List<string> statement = [], orders = [];
    private readonly Dictionary<string, string> findingOf = new(StringComparer.Ordinal);
    private int files;

    private const string Secret = "lamp room";

    /// <param name="disputes">What stands in the configuration under Disputes.</param>
    public DisputeShop(string disputes) => Configure($"\"CaseSecret\": \"{Secret}\", {disputes}");

    /// <param name="disputes">All that stands in the configuration under Disputes.</param>
    public void Configure(string disputes) =>
        File.WriteAllText(project["config", "reconciler.json"], $$"""
            { "Disputes": { {{disputes}} }, "Mail": { "Transport": "pickup", "From": "books@example.org", "CompanyName": "Lamp Room", "Signature": [ "Accounts" ] } }
            """);

    /// <summary>The day of the run, as <c>2026-03-20</c>.</summary>
    public string Today { get; set; } = "2026-03-20";

    public string this[params string[] parts] => project[["data", .. parts]];

    /// <summary>Ordered and paid on 2 March, cancelled on the 4th: its refund is overdue from 19 March on.</summary>
    public void Cancelled(string order, decimal total, string marketplace = "bazaar", string currency = "USD")
    {
        var sum = total.ToString("0.00", CultureInfo.InvariantCulture);
        orders.Add($"{order},{marketplace},2026-03-02T09:00:00Z,2026-03-02T09:05:00Z,cancelled,2026-03-04T09:00:00Z,{sum},{currency}");
        Booked("T-" + order, $"2026-03-02T09:05:00Z,payment,succeeded,-{sum},{currency},{marketplace},{order}");
    }

    /// <summary>A line of the wallet's statement, from its time on.</summary>
    public void Booked(string id, string rest) => statement.Add($"{id},kassa,{rest},777.77");

    /// <summary>An order that was delivered.</summary>
    public void Completed(string order, decimal total) =>
        orders.Add(string.Create(CultureInfo.InvariantCulture, $"{order},bazaar,2026-03-18T09:00:00Z,2026-03-18T09:05:00Z,completed,2026-03-19T09:00:00Z,{total:0.00},USD"));

    public async Task<string> Once()
    {
        LayDown();
        return await Do("once");
    }

    /// <summary>Puts what was ordered and booked since the last files into the inbox.</summary>
    public void LayDown()
    {
        Lay("statements", "transaction_id,wallet,booked_at,type,status,amount,currency,counterparty,order_reference,balance_after", statement);
        Lay("orders", "order_id,marketplace,placed_at,paid_at,status,status_at,total,currency", orders);
    }

    /// <summary>What a command prints, which must end well.</summary>
    public async Task<string> Do(params string[] command)
    {
        var ended = await Try(command);
        Assert.True(ended.ExitCode == 0, $"{string.Join(' ', command)}: {ended.ExitCode} {ended.Messages}");
        return ended.Output;
    }

    public Task<Ended> Try(params string[] command) =>
        ReconcilerProcess.Run(project.Path, command[0] is "export" or "audit" ? [.. command, "--data", this[[]]] : [.. command, "--data", this[[]], "--as-of", Today]);

    /// <summary>The lines of <c>disputes list</c>.</summary>
    public async Task<string[]> List() => (await Do("disputes", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The letters about an order, oldest first: by column of the export.</summary>
    public async Task<List<Dictionary<string, string>>> Letters(string order)
    {
        if (!findingOf.TryGetValue(order, out var finding))
        {
            finding = findingOf[order] = Table(await Do("export", "findings")).Single(f => f["order_ids"] == order)["finding_id"];
        }

        var letters = Table(await Do("export", "disputes")).ToDictionary(d => d["dispute_id"], StringComparer.Ordinal);
        return [.. Enumerable.Range(1, 30).Select(n => letters.GetValueOrDefault(CaseKey.Of(Secret).LetterId(finding, n))).OfType<Dictionary<string, string>>()];
    }

    public MimeMessage Mail(string dispute) => MimeMessage.Load(this["outbox", dispute + ".eml"]);

    public int Mails => Directory.GetFiles(this["outbox"], "*.eml").Length;

    /// <summary>The same program, as another user of this machine; null where this user may not become another.</summary>
    public Task<Ended?> TryAsNobody(params string[] command) => ReconcilerProcess.TryRunAsNobody(project.Path, [.. command, "--data", this[[]], "--as-of", Today]);

    /// <summary>The same as the account with this number.</summary>
    public Task<Ended?> TryAs(int uid, params string[] command) => ReconcilerProcess.TryRunAs(uid, project.Path, [.. command, "--data", this[[]], "--as-of", Today]);

    public static List<Dictionary<string, string>> Table(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = lines[0].Split(',');
        return [.. lines[1..].Select(line => names.Zip(line.Split(',')).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal))];
    }

    public void Dispose() => project.Dispose();

    private void Lay(string kind, string header, List<string> rows)
    {
        if (rows.Count > 0)
        {
            Directory.CreateDirectory(this["inbox", kind]);
            File.WriteAllText(this["inbox", kind, $"{++files}.csv"], header + "\n" + string.Join('\n', rows) + "\n");
            rows.Clear();
        }
    }
}
