using System.Text;
using System.Text.Json;
using Reconciler.TestSupport;
using Reconciler.Worker.Screen;

namespace Reconciler.Worker.Tests;

/// <summary>Names and texts of others reach screen, log and exports as what they are, and do nothing there.</summary>
public sealed class HostileTextTests
{
    private const string Escape = "\u001b[31m";
    private const string TurnedRound = "\u202Efdp";

    [Fact]
    public async Task Nothing_that_is_printed_or_logged_moves_the_cursor_or_begins_a_line_of_its_own()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Lay(project, "statements", $"kassa{Escape}\nINF all is well{TurnedRound}.csv", $"T-1,kassa,2026-05-01T09:00:00Z,payment,succeeded,-10.00,EUR,Lamp{TurnedRound},,Lamp\u009b2J\n");
        File.WriteAllText(project["data", "inbox", "orders", $"unknown{Escape}\r\nDone.csv"], $"a{Escape},b\n1,2\n");
        var once = await ReconcilerProcess.RunApart(project.Path, "once", "--data", "data");
        Assert.Equal(0, once.ExitCode);
        Assert.Contains("kassa_[31m_INF all is well_fdp.csv", once.Output, StringComparison.Ordinal); // names of files are made printable where they come in
        Assert.Contains("unknown_[31m__Done.csv", once.Messages, StringComparison.Ordinal);

        var explain = await ReconcilerProcess.RunApart(project.Path, "explain", "T-1", "--data", "data");
        Assert.Contains("to 'Lamp\\u202efdp' on", explain.Output, StringComparison.Ordinal);
        var unknown = await ReconcilerProcess.RunApart(project.Path, "explain", $"T-2{Escape}\nINF", "--data", "data");
        Assert.StartsWith("T-2\\u001b[31m\\u000aINF is no entry", unknown.Messages, StringComparison.Ordinal);

        var log = await File.ReadAllTextAsync(Directory.GetFiles(project["data", "logs"]).Single(), TestContext.Current.CancellationToken);
        foreach (var text in new[] { once.Output, once.Messages, explain.Output, unknown.Messages, log })
        {
            Assert.DoesNotContain(text, c => (char.IsControl(c) && c != '\n') || c is '\u202E');
            Assert.DoesNotContain(text.Split('\n'), line => line.StartsWith("INF", StringComparison.Ordinal) || line.StartsWith("Done.csv", StringComparison.Ordinal));
        }

        Assert.All(log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line));
    }

    [Fact]
    public async Task An_export_that_a_spreadsheet_opens_runs_nothing_and_is_read_back_as_it_was()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Lay(project, "statements", "kassa.csv", """
            -5,kassa,2026-05-01T09:00:00Z,payment,succeeded,-10.00,EUR,"=HYPERLINK(""http://x.example"";""y"")",-A1,"Lamp;=1+1"
            =T,kassa,2026-05-01T09:00:00Z,payment,succeeded,-11.00,EUR,@SUM(A1),,＝1+1
            T-3,kassa,2026-05-01T09:00:00Z,payment,succeeded,-12.00,EUR,'t Hooft,,+7 912 345

            """);
        Assert.Equal(0, (await ReconcilerProcess.RunApart(project.Path, "import", "--data", "data")).ExitCode);
        var entries = await Export(project, "data");
        Assert.Contains("\n-5,kassa,", entries, StringComparison.Ordinal);
        Assert.Contains(",-10.00,EUR,,,,,\"'=HYPERLINK(\"\"http://x.example\"\";\"\"y\"\")\",'-A1,,Lamp;'=1+1,", entries, StringComparison.Ordinal);
        Assert.Contains("\n'=T,kassa,", entries, StringComparison.Ordinal);
        Assert.Contains(",'@SUM(A1),,,'＝1+1,", entries, StringComparison.Ordinal);
        Assert.Contains(",'t Hooft,,,+7 912 345,", entries, StringComparison.Ordinal);
        Assert.Contains("\"=T\"", (await ReconcilerProcess.RunApart(project.Path, "export", "entries", "--format", "json", "--data", "data")).Output, StringComparison.Ordinal);

        File.WriteAllText(project["kassa.csv"], entries);
        Assert.Equal(0, (await ReconcilerProcess.RunApart(project.Path, "import", "kassa.csv", "--data", "again")).ExitCode);
        Assert.Equal(entries, await Export(project, "again"));

        // The audit is guarded as well, and verified all the same.
        Assert.Equal(0, (await ReconcilerProcess.RunApart(project.Path, "match", "--data", "data", "--as-of", "2026-06-01")).ExitCode);
        await ReconcilerProcess.RunApart(project.Path, "audit", "export", "--out", "audit.csv", "--data", "data");
        Assert.StartsWith("The audit chain is whole", (await ReconcilerProcess.RunApart(project.Path, "audit", "verify", "audit.csv")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_on_a_screen_is_shown_and_acts_on_nothing()
    {
        using var screen = new StringWriter();
        using (var stream = new ScreenStream(new LineWriter(screen)))
        {
            var bytes = Encoding.UTF8.GetBytes($"id,text\nT-1,\"Лампа{Escape}\r\n{TurnedRound}\"\n");
            foreach (var b in bytes)
            {
                stream.Write([b], 0, 1); // also where a character comes in parts
            }
        }

        Assert.Equal("id,text\nT-1,\"Лампа\\u001b[31m\\u000d\n\\u202efdp\"\n", screen.ToString());
    }

    private static void Lay(TempFolder project, string kind, string name, string rows)
    {
        foreach (var folder in new[] { "statements", "orders" })
        {
            Directory.CreateDirectory(project["data", "inbox", folder]);
        }

        File.WriteAllText(project["data", "inbox", kind, name], "transaction_id,wallet,booked_at,type,status,amount,currency,counterparty,order_reference,description\n" + rows);
    }

    private static async Task<string> Export(TempFolder project, string data) => (await ReconcilerProcess.RunApart(project.Path, "export", "entries", "--data", data)).Output;
}
