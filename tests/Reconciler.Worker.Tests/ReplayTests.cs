using System.Globalization;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>A recorded run can be repeated from what is stored.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Each_run_is_repeated_as_it_was_whatever_came_after_it()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var finding = (await Lines(project, "export", "findings")).First(line => line.Contains("charge-without-order", StringComparison.Ordinal)).Split(',')[0];
        await Lines(project, "decide", "dismiss", finding, "--reason", "Paid for the office.");
        File.WriteAllText(project[".sample", "inbox", "orders", "late.csv"], """
            order_id,marketplace,placed_at,paid_at,status,total,currency,seller
            8193999999994417,aliexpress,2026-06-30T10:00:00Z,2026-06-30T10:05:00Z,shipped,12.40,USD,Late Shop
            """);
        await Lines(project, "once");
        await Lines(project, "once");

        var runs = (await Lines(project, "export", "runs")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(3, runs.Count);
        Assert.NotEqual(runs[0][3], runs[1][3]);
        foreach (var run in runs)
        {
            Assert.Contains($"The result is the same: {run[3]}", await Lines(project, "replay", run[0]));
        }

        Assert.Contains("121 orders and 0 decisions were known", (await Lines(project, "replay", runs[0][0]))[0], StringComparison.Ordinal);
        Assert.Contains("122 orders and 1 decision were known", (await Lines(project, "replay", runs[1][0]))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("pt-BR")]
    [InlineData("ar-SA")]
    [InlineData("zh-CN")]
    public async Task A_run_is_repeated_under_any_culture(string culture)
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var run = (await Lines(project, "export", "runs"))[1].Split(',');
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Assert.Contains($"The result is the same: {run[3]}", await Lines(project, "replay", run[0]));
    }

    [Fact]
    public async Task What_is_other_than_then_is_told()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var run = (await Lines(project, "export", "runs"))[1].Split(',')[0];
        File.Delete(Directory.GetFiles(project[".sample", "archive"], "*kassa-cards-2026-q2.csv", SearchOption.AllDirectories).Single());
        Assert.Contains("kassa-cards-2026-q2.csv is no longer in the archive as it was: its rows were taken from the store alone.", await Lines(project, "replay", run));

        var settings = project["config", "reconciler.json"];
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("\"Matching\": {", "\"Matching\": { \"WaitingDays\": 60,", StringComparison.Ordinal));
        var other = await ReconcilerProcess.Run(project.Path, "replay", run);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("Since then the settings under Matching are others.", other.Output, StringComparison.Ordinal);
        Assert.Contains("THE RESULT IS ANOTHER: ", other.Output, StringComparison.Ordinal);

        var unknown = await ReconcilerProcess.Run(project.Path, "replay", "r-20260101T000000.000000");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("r-20260101T000000.000000 is no run that is recorded here; reconciler export runs lists them.", unknown.Messages, StringComparison.Ordinal);
    }

    private static async Task<string[]> Lines(TempFolder project, params string[] command)
    {
        var ended = await ReconcilerProcess.Run(project.Path, command);
        Assert.True(ended.ExitCode == 0, string.Join(' ', command) + ": " + ended.Output + ended.Messages);
        return ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
