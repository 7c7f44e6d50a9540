using System.Text.RegularExpressions;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>The main job on the seeds, as a newcomer runs it.</summary>
public sealed partial class OnceTests
{
    [Fact]
    public async Task The_first_run_finds_exactly_the_planted_faults()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var once = await ReconcilerProcess.RunApart(project.Path, "once");
        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Contains("with the clock pinned to that time", once.Output, StringComparison.Ordinal);
        Assert.Contains("Control totals (in balance)", once.Output, StringComparison.Ordinal);

        var findings = await Export(project, "findings");
        var expected = File.ReadAllLines(Path.Combine(Places.Root, "tests", "Reconciler.Worker.Tests", "Golden", "seeds-findings.csv"));
        Assert.Equal(expected, Narrow(findings));
    }

    [Fact]
    public async Task Every_mail_lies_in_the_outbox_with_its_evidence()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var disputes = (await Export(project, "disputes"))[1..];
        Assert.Equal(4, disputes.Count(d => d.Contains(",sent,", StringComparison.Ordinal)));
        Assert.Single(disputes, d => d.Contains(",wallet-confirmation,wallet,support@wallet.example,sent,", StringComparison.Ordinal)); // for the certain duplicate
        Assert.Single(disputes, d => d.Contains(",awaiting-approval,", StringComparison.Ordinal));
        Assert.Equal(4, Directory.GetFiles(project[".sample", "outbox"], "*.eml").Length);
        foreach (var folder in Directory.GetDirectories(project[".sample", "evidence"]))
        {
            var names = Directory.GetFiles(folder).Select(Path.GetFileName).ToList();
            Assert.Contains("receipt.pdf", names);
            Assert.Contains("payment-1.png", names);
            Assert.Contains("statement-lines.csv", names);
            Assert.Contains("order-lines.csv", names);
            Assert.Contains("manifest.json", names);

            // The wallet's phone number stands in each line of the history; what leaves the house shows its end.
            var lines = await File.ReadAllTextAsync(Path.Combine(folder, "statement-lines.csv"), TestContext.Current.CancellationToken);
            Assert.Contains("*******0017", lines, StringComparison.Ordinal);
            Assert.DoesNotContain("70000000017", lines, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_second_run_changes_nothing_but_its_own_run_log_and_report()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var before = await Everything(project);
        var second = await ReconcilerProcess.Run(project.Path, "once");
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(before, await Everything(project));

        var runs = await Export(project, "runs");
        Assert.Equal(3, runs.Length);
        Assert.Equal(ResultHash(runs[1]), ResultHash(runs[2]));
    }

    [Fact]
    public async Task The_same_files_once_more_are_known_already()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var before = await Everything(project);
        File.Copy(project["seeds", "statements", "kassa-cards-2026-q2.csv"], project[".sample", "inbox", "statements", "again.csv"]);
        var again = await ReconcilerProcess.Run(project.Path, "once");
        Assert.Contains("17 known already", again.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(project[".sample", "inbox", "statements"]));
        Assert.Equal(before, await Everything(project));
    }

    [Fact]
    public async Task What_the_program_prints_is_what_the_readme_shows()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var once = await ReconcilerProcess.RunApart(project.Path, "once");
        var readme = File.ReadAllText(Path.Combine(Places.Root, "README.md"));
        var shown = ReadmeOutput().Match(readme);
        Assert.True(shown.Success, "README.md has no block with the output of the first command.");
        Assert.Equal(Timeless(shown.Groups["output"].Value, "…/"), Timeless(once.Output, project.Path + "/"));
    }

    [Fact]
    public async Task With_data_of_its_own_the_program_sees_neither_seeds_nor_pinned_clock()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var once = await ReconcilerProcess.Run(project.Path, "once", "--data", project["own"], "--as-of", "2026-07-10");
        Assert.Equal(0, once.ExitCode);
        Assert.Contains("as of 2026-07-10 23:59:59 UTC", once.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Sample", once.Output, StringComparison.Ordinal);
        Assert.Contains("entries                          0", once.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project[".sample"]));
    }

    [Fact]
    public async Task The_samples_invented_rates_count_for_nobody_else()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Directory.CreateDirectory(project["own", "inbox", "statements"]);
        File.WriteAllText(
            project["own", "inbox", "statements", "qiwi.csv"],
            "transaction_id,wallet,booked_at,type,status,amount,currency,original_amount,original_currency,exchange_rate\nT1,qiwi,2026-05-06T09:00:00Z,payment,succeeded,-950.00,RUB,-10.00,USD,95\n");
        await ReconcilerProcess.Run(project.Path, "once", "--data", project["own"], "--as-of", "2026-07-10");
        var findings = await ReconcilerProcess.Run(project.Path, "export", "findings", "--data", project["own"]);
        Assert.Contains("charge-without-order", findings.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fx-deviation", findings.Output, StringComparison.Ordinal);
    }

    private static async Task<string[]> Export(TempFolder project, string what)
    {
        var ended = await ReconcilerProcess.Run(project.Path, "export", what);
        Assert.True(ended.ExitCode == 0, ended.Messages);
        return ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>All tables but the runs, and all that lies in inbox, outbox, evidence and rejected.</summary>
    private static async Task<string> Everything(TempFolder project)
    {
        var tables = new List<string>();
        foreach (var what in new[] { "entries", "orders", "matches", "findings", "disputes", "rejected" })
        {
            tables.AddRange(await Export(project, what));
        }

        var audit = (await Export(project, "audit")).Where(line => !line.Contains(",run,", StringComparison.Ordinal));
        var files = Directory.EnumerateFiles(project[".sample"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(project[".sample"], path))
            .Where(path => path.StartsWith("inbox", StringComparison.Ordinal) || path.StartsWith("outbox", StringComparison.Ordinal) || path.StartsWith("evidence", StringComparison.Ordinal) || path.StartsWith("rejected", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return string.Join('\n', [.. tables, .. audit, .. files]);
    }

    /// <summary>The columns that the seeds' truth tells, sorted as it is.</summary>
    private static IReadOnlyList<string> Narrow(string[] findings)
    {
        var header = findings[0].Split(',');
        string[] columns = ["kind", "state", "order_ids", "transaction_ids", "amount", "currency", "due_on", "confidence"];
        var at = columns.Select(c => Array.IndexOf(header, c)).ToList();
        return [string.Join(',', columns), .. findings[1..].Select(line => line.Split(',')).Select(cells => string.Join(',', at.Select(i => cells[i]))).Order(StringComparer.Ordinal)];
    }

    private static string ResultHash(string run) => run.Split(',')[3];

    /// <summary>The text without what differs from run to run: ids of runs, folders, seconds, memory.</summary>
    private static string Timeless(string text, string folder) =>
        Seconds().Replace(RunId().Replace(text.Replace(folder, "/", StringComparison.Ordinal), "RUN"), "DONE ").Trim();

    [GeneratedRegex(@"```text\n(?<output>Reconciler .*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex ReadmeOutput();

    [GeneratedRegex(@"r-\d{8}T\d{6}\.\d{6}", RegexOptions.None, 2000)]
    private static partial Regex RunId();

    [GeneratedRegex(@"Done in .*? MiB, ", RegexOptions.None, 2000)]
    private static partial Regex Seconds();
}
