using System.Globalization;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>The service on its schedule, as a service manager starts and stops it.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task The_service_works_at_its_time_and_a_stop_signal_ends_it()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var at = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(6);
        SetCron(project, at.ToString("s m H d M ? yyyy,2098", CultureInfo.InvariantCulture));
        using var service = ReconcilerProcess.Start(project.Path, "run", "--data", project["data"]);
        try
        {
            await WaitFor(() => Directory.Exists(project["data", "reports"]) && Directory.GetFiles(project["data", "reports"], "*.xlsx").Length == 1);
            ReconcilerProcess.AskToStop(service);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await service.WaitForExitAsync(limit.Token);
            Assert.Equal(0, service.ExitCode);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }

        var runs = await ReconcilerProcess.Run(project.Path, "export", "runs", "--data", project["data"]);
        var run = Assert.Single(runs.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);
        var started = DateTime.Parse(run.Split(',')[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        Assert.InRange(started, at.AddSeconds(-1), at.AddSeconds(60)); // late where the machine is at other work, but never early
    }

    [Fact]
    public async Task A_run_missed_while_stopped_happens_once_at_the_start()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        await ReconcilerProcess.Run(project.Path, "once", "--data", project["data"]);

        // Due once while the service is stopped, then not again in our time.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1);
        SetCron(project, now.ToString("s m H d M ? yyyy,2098", CultureInfo.InvariantCulture));
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        using var service = ReconcilerProcess.Start(project.Path, "run", "--data", project["data"]);
        try
        {
            await WaitFor(() => Directory.GetFiles(project["data", "reports"], "*.xlsx").Length == 2);
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            ReconcilerProcess.AskToStop(service);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await service.WaitForExitAsync(limit.Token);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }

        Assert.Contains("it happens now, once", await service.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(project["data", "reports"], "*.xlsx").Length);
    }

    [Fact]
    public async Task A_second_service_on_the_same_data_folder_is_refused()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        using var first = ReconcilerProcess.Start(project.Path, "run", "--data", project["data"]);
        try
        {
            await WaitFor(() => File.Exists(project["data", "reconciler.db"]));
            var second = await ReconcilerProcess.Run(project.Path, "run", "--data", project["data"]);
            Assert.Equal(3, second.ExitCode);
        }
        finally
        {
            first.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_first_run_that_was_missed_is_made_up_as_well()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        SetCron(project, "0 0 6 1 1 ? 2098");
        using (var first = ReconcilerProcess.Start(project.Path, "run", "--data", project["data"]))
        {
            await WaitFor(() => Directory.Exists(project["data", "logs"]) && Directory.GetFiles(project["data", "logs"]).Any(f => Shared(f).Contains("The service waits", StringComparison.Ordinal)));
            ReconcilerProcess.AskToStop(first);
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var due = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1);
        SetCron(project, due.ToString("s m H d M ? yyyy,2098", CultureInfo.InvariantCulture), "0 0 6 1 1 ? 2098");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        using var second = ReconcilerProcess.Start(project.Path, "run", "--data", project["data"]);
        try
        {
            await WaitFor(() => Directory.GetFiles(project["data", "reports"], "*.xlsx").Length == 1);
        }
        finally
        {
            second.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_schedule_that_never_fires_again_is_refused()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        SetCron(project, "0 0 6 1 1 ? 2001");
        var ended = await ReconcilerProcess.Run(project.Path, "run", "--data", project["data"]);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Schedule:Cron '0 0 6 1 1 ? 2001' never fires again", ended.Messages, StringComparison.Ordinal);
    }

    private static string Shared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static void SetCron(TempFolder project, string cron, string before = "0 0 6 ? * MON-FRI")
    {
        var path = project["config", "reconciler.json"];
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace(before, cron, StringComparison.Ordinal).Replace("Europe/Berlin", "UTC", StringComparison.Ordinal));
    }

    private static async Task WaitFor(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 600, "It did not happen within 60 s.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
