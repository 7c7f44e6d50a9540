namespace Reconciler.Worker.Tests;

/// <summary>A run matches again when anything that decides a result has changed, and only then.</summary>
public sealed class NothingNewTests
{
    private const string Held = "Nothing new to match";
    private const string Statement = "transaction_id,wallet,booked_at,type,status,amount,currency\nT1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-20.00,USD\n";

    [Fact]
    public async Task What_holds_is_not_matched_again_and_the_workbook_of_the_run_before_stands()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var first = await ReconcilerProcess.Run(project.Path, "once");
        var second = await ReconcilerProcess.Run(project.Path, "once");

        Assert.Contains(Held, second.Messages, StringComparison.Ordinal);
        Assert.Equal(Body(first.Output), Body(second.Output));
        Assert.Equal(Workbook(first.Output), Workbook(second.Output));
        Assert.Equal(3, Directory.GetFiles(project[".sample", "reports"], "*.html").Length);

        File.Delete(Workbook(second.Output));
        var third = await ReconcilerProcess.Run(project.Path, "once");
        Assert.True(File.Exists(Workbook(third.Output)));
        Assert.NotEqual(Workbook(second.Output), Workbook(third.Output));
    }

    [Fact]
    public async Task New_rows_another_rule_rates_a_decision_and_time_are_each_a_reason_to_match_again()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var data = project["data"];
        Write(project["data", "inbox", "statements", "may.csv"], Statement);
        Assert.Equal("", await Once("2026-05-07T10:00:00Z"));
        Assert.Equal(Held, await Once("2026-05-07T11:00:00Z"));

        Write(project["data", "inbox", "statements", "more.csv"], Statement.Replace("T1", "T2", StringComparison.Ordinal));
        Assert.Equal("", await Once("2026-05-07T11:00:00Z"));
        Assert.Equal(Held, await Once("2026-05-07T11:00:00Z"));
        Assert.Equal("", await Once("2026-05-07T10:59:59Z")); // a clock set back
        Assert.Equal("", await Once("2026-05-09T09:00:01Z")); // three days have passed
        Assert.Equal(Held, await Once("2026-05-09T23:59:59Z"));

        Write(project["config", "rates", "kassa.csv"], "wallet,day,original,wallet_currency,rate\nkassa,2026-05-06,EUR,USD,1.10\n");
        Assert.Equal("", await Once("2026-05-09T23:59:59Z"));

        var finding = (await ReconcilerProcess.Run(project.Path, "export", "findings", "--data", data)).Output.Split('\n')[1].Split(',')[0];
        await ReconcilerProcess.Run(project.Path, "decide", "dismiss", finding, "--reason", "known", "--data", data, "--as-of", "2026-05-09T23:59:59Z");
        Assert.Equal(Held, await Once("2026-05-09T23:59:59Z")); // the decision matched again at once

        var settings = project["config", "reconciler.json"];
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("\"Matching\": {", "\"Matching\": { \"WaitingDays\": 9,", StringComparison.Ordinal));
        Assert.Equal("", await Once("2026-05-09T23:59:59Z"));
        Assert.Single((await ReconcilerProcess.Run(project.Path, "export", "findings", "--data", data)).Output.Split('\n'), line => line.Contains("resolved", StringComparison.Ordinal));

        async Task<string> Once(string asOf)
        {
            var run = await ReconcilerProcess.Run(project.Path, "once", "--data", data, "--as-of", asOf);
            Assert.True(run.ExitCode == 0, run.Messages);
            return run.Messages.Contains(Held, StringComparison.Ordinal) ? Held : "";
        }
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Findings, disputes and totals: all but the first lines with the run's id and the last with its paths and time.</summary>
    private static string Body(string output) => output[output.IndexOf("\nFindings", StringComparison.Ordinal)..output.IndexOf("\nWritten", StringComparison.Ordinal)];

    private static string Workbook(string output) => output.Split('\n').Single(line => line.EndsWith(".xlsx", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
}
