namespace Reconciler.Worker.Tests;

/// <summary>What is easily typed wrong: told in a sentence, never in a stack trace, and nothing is made of it.</summary>
public sealed class CarelessCommandTests
{
    [Fact]
    public async Task A_data_or_configuration_folder_that_can_be_none_is_told()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        File.WriteAllText(project["file"], "x");
        File.CreateSymbolicLink(project["link"], project["nowhere"]);
        foreach (var (option, value, told) in new[]
        {
            ("--data", "", "--data is empty. Name the data folder, or leave it out for the sample."),
            ("--data", "  ", "--data is empty."),
            ("--data", "file", $"--data {project["file"]} is a file. Name a folder."),
            ("--data", "link", $"--data {project["link"]} is a link to {project["nowhere"]}, which is no folder."),
            ("--data", "file/below", $"--data {project["file", "below"]} cannot be made: "),
            ("--data", "config", "the configuration lies in "),
            ("--config", "", "--config is empty. Name the folder of reconciler.json, or leave it out."),
            ("--config", "file", "No reconciler.json in "),
        })
        {
            await Refused(project, told, "once", option, value);
        }

        Directory.CreateDirectory(project["own", "inbox"]);
        Directory.Move(project["config"], project["own", "inbox", "config"]);
        await Refused(project, "where this program moves files about", "once", "--data", "own", "--config", "own/inbox/config");
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2200-12-31T23:00:00-02:00")] // in 2201 in UTC
    [InlineData("")]
    [InlineData("10/07/2026T10:00")]
    [InlineData("Tuesday")]
    [InlineData("2026-02-30")]
    public async Task A_clock_that_can_be_none_is_told(string asOf)
    {
        using var project = ReconcilerProcess.CopyOfProject();
        await Refused(project, $"--as-of '{asOf}' is no time like 2026-07-10T08:00:00Z and no date like 2026-07-10, from 1970 to 2200.", "once", "--data", "data", "--as-of", asOf);
        Assert.False(Directory.Exists(project["data"]));
    }

    [Theory]
    [InlineData("1970-01-01", "1970-01-01 23:59:59")]
    [InlineData("2200-12-31", "2200-12-31 23:59:59")]
    [InlineData("2026-07-10t10:00+02:00", "2026-07-10 08:00:00")]
    public async Task The_first_and_the_last_clock_work_on_all_the_seeds(string asOf, string told)
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var once = await ReconcilerProcess.Run(project.Path, "once", "--as-of", asOf);
        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Contains($"as of {told} UTC", once.Output, StringComparison.Ordinal);
        Assert.Contains("Control totals (in balance)", once.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_of_a_store_with_charges_or_orders_only_says_so_and_an_unknown_id_has_its_own_status()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        File.WriteAllText(project["e.csv"], "transaction_id,wallet,booked_at,type,status,amount,currency\nT-1,kassa,2026-05-01T09:00:00Z,payment,succeeded,-10.00,EUR\n");
        Assert.Equal(0, (await ReconcilerProcess.RunApart(project.Path, "import", "e.csv", "--data", "data")).ExitCode);
        var told = await ReconcilerProcess.RunApart(project.Path, "explain", "T-1", "--data", "data");
        Assert.Equal((0, ""), (told.ExitCode, told.Messages));
        Assert.Contains("there is no order at all that it could pay", told.Output, StringComparison.Ordinal);

        var unknown = await ReconcilerProcess.RunApart(project.Path, "explain", "@T-9", "--data", "data"); // no file of arguments
        Assert.Equal((1, "@T-9 is no entry, order, match or finding known here.\n"), (unknown.ExitCode, unknown.Messages));
    }

    [Fact]
    public async Task An_empty_name_of_a_file_to_write_is_told()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        await Refused(project, "--out is empty.", "export", "entries", "--out", "");
    }

    private static async Task Refused(TestSupport.TempFolder project, string told, params string[] arguments)
    {
        var ended = await ReconcilerProcess.RunApart(project.Path, arguments);
        Assert.True(ended.ExitCode == 2, $"{string.Join(' ', arguments)}: {ended.ExitCode} {ended.Messages}");
        Assert.Contains(told, ended.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Messages, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }
}
