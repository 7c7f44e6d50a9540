using System.IO.Compression;
using System.Text.Json.Nodes;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>What a closed period said stands; what changes in it afterwards is told.</summary>
public sealed class ClosedPeriodTests
{
    private const string Late = """
        transaction_id,wallet,booked_at,type,status,amount,currency,counterparty
        L1,qiwi,2026-06-15T10:00:00Z,payment,succeeded,-10.00,RUB,Late Shop
        """;

    [Fact]
    public async Task A_closed_period_prints_the_same_bytes_whatever_comes_later_and_the_next_one_lists_what_changed()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        await Run(project, "period", "close", "2026-06", "--reason", "June is done.");
        var first = await Printed(project);
        var bytes = first.Select(File.ReadAllBytes).ToList();
        Assert.Equal([".html", ".xlsx"], first.Select(Path.GetExtension));
        Assert.Empty(await Run(project, "period", "changes", "2026-06"));

        File.WriteAllText(project[".sample", "inbox", "statements", "late.csv"], Late);
        await Run(project, "once");

        Assert.Equal(bytes, (await Printed(project)).Select(File.ReadAllBytes));
        var changes = await Run(project, "period", "changes", "2026-06");
        Assert.Contains("entry-late  qiwi/L1: nothing -> succeeded -10.00 RUB", changes);
        Assert.Contains(changes, line => line.StartsWith("finding-new  f-", StringComparison.Ordinal) && line.EndsWith("nothing -> open 10.00 RUB", StringComparison.Ordinal));
        Assert.Contains(changes, line => line.StartsWith("statement-changed  qiwi payments-out: -", StringComparison.Ordinal));

        var next = (await Run(project, "report", "--from", "2026-07-01", "--to", "2026-07-09"))[^2..];
        Assert.Contains("Changes in closed periods", File.ReadAllText(next[0]), StringComparison.Ordinal);
        Assert.Contains("qiwi/L1", File.ReadAllText(next[0]), StringComparison.Ordinal);
        Assert.Contains("Changes in closed periods", SheetsOf(next[1]), StringComparison.Ordinal);
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "audit", "verify")).ExitCode);
    }

    [Fact]
    public async Task What_the_report_of_a_later_closing_told_is_not_told_again()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        await Run(project, "period", "close", "2026-06", "--reason", "June is done.");
        File.WriteAllText(project[".sample", "inbox", "statements", "late.csv"], Late);
        await Run(project, "once");
        await Run(project, "period", "close", "2026-07", "--reason", "July is done.", "--as-of", "2026-08-05T08:00:00Z");
        var july = (await Run(project, "report", "--from", "2026-07-01", "--to", "2026-07-31"))[1];
        var august = (await Run(project, "report", "--from", "2026-08-01", "--to", "2026-08-04", "--as-of", "2026-08-06T08:00:00Z"))[^2];

        Assert.Contains("qiwi/L1", File.ReadAllText(july), StringComparison.Ordinal);
        Assert.DoesNotContain("qiwi/L1", File.ReadAllText(august), StringComparison.Ordinal);
        Assert.Contains("entry-late  qiwi/L1: nothing -> succeeded -10.00 RUB", await Run(project, "period", "changes", "2026-06"));
    }

    [Fact]
    public async Task Its_documents_are_those_that_were_kept_for_each_reader_and_wallet_or_it_is_said_that_there_are_none()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var settings = project["config", "reconciler.json"];
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("\"Matching\": {", "\"Reports\": [{ \"Name\": \"controller\", \"Recipients\": [\"c@example.org\"], \"Language\": \"ru\" }], \"Matching\": {", StringComparison.Ordinal));
        await Run(project, "period", "close", "2026-06", "--reason", "June is done.");

        Assert.Equal([".pdf", ".xlsx"], (await Printed(project, "--for", "qiwi", "--language", "ru")).Select(Path.GetExtension));
        var controller = await Printed(project, "--for", "Controller");
        Assert.Contains("-controller-", controller[0], StringComparison.Ordinal);
        var none = await ReconcilerProcess.Run(project.Path, "report", "--from", "2026-06-01", "--to", "2026-06-30", "--for", "qiwi", "--language", "zh");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("2026-06 is closed, and nothing was kept then for qiwi in zh. Kept are: controller (ru), ", none.Messages, StringComparison.Ordinal);

        File.AppendAllText(controller[0], "x");
        var changed = await ReconcilerProcess.Run(project.Path, "report", "--from", "2026-06-01", "--to", "2026-06-30", "--for", "controller");
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("is not what it was: 2026-06 was closed with the document that has the SHA-256 ", changed.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_period_that_is_not_over_closed_already_or_shares_days_is_refused_and_one_is_opened_again_with_a_reason()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        await Run(project, "period", "close", "2026-06", "--reason", "June is done.");

        Assert.Contains("2026-06 is closed already", await Refused(project, "2026-06"), StringComparison.Ordinal);
        Assert.Contains("2026-06 is closed, and has days of 2026-06-20..2026-07-05", await Refused(project, "2026-06-20..2026-07-05"), StringComparison.Ordinal);
        Assert.Contains("2026-07 is not over: it ends with 2026-07-31 in UTC", await Refused(project, "2026-07"), StringComparison.Ordinal);
        Assert.Contains("'June' is no period: write a month such as 2026-06", await Refused(project, "June"), StringComparison.Ordinal);

        await Run(project, "period", "reopen", "2026-06", "--reason", "A late row.");
        Assert.Empty(await Run(project, "period", "list"));
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "period", "reopen", "2026-06", "--reason", "x")).ExitCode);
        Assert.Contains("\"reason\":\"A late row.\"", string.Join('\n', await Run(project, "export", "audit")).Replace("\"\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        await Run(project, "period", "close", "2026-06", "--reason", "Now it is.");
        Assert.Contains("Now it is.", Assert.Single(await Run(project, "period", "list")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calendar_closes_the_last_month_once_where_it_is_told_to_and_not_one_that_a_person_opened()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var settings = project["config", "reconciler.json"];
        var json = JsonNode.Parse(File.ReadAllText(settings), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        json["Closing"] = new JsonObject { ["AfterDays"] = 5 };
        File.WriteAllText(settings, json.ToJsonString());

        await Run(project, "once", "--as-of", "2026-08-05T08:00:00Z");
        Assert.Empty(await Run(project, "period", "list"));
        await Run(project, "once", "--as-of", "2026-08-06T08:00:00Z");
        Assert.StartsWith("2026-07  closed", Assert.Single(await Run(project, "period", "list")), StringComparison.Ordinal);
        await Run(project, "period", "reopen", "2026-07", "--reason", "A late row.");
        await Run(project, "once", "--as-of", "2026-08-07T08:00:00Z");
        Assert.Empty(await Run(project, "period", "list"));
    }

    [Fact]
    public async Task A_refund_that_its_wallet_tells_of_too_late_changes_the_finding_that_the_closed_month_knew_as_open()
    {
        using var shop = new DisputeShop("");
        shop.Cancelled("700300", 25m);
        shop.Today = "2026-04-03";
        await shop.Once();
        await shop.Do("period", "close", "2026-03", "--reason", "March is done.");

        shop.Booked("R-9", "2026-03-30T10:00:00Z,refund,succeeded,25.00,USD,bazaar,700300");
        shop.Today = "2026-05-02";
        await shop.Once();
        var next = (await shop.Do("report", "--from", "2026-04-01", "--to", "2026-04-30")).Split('\n')[0];
        var told = System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(next, TestContext.Current.CancellationToken)).Replace('\u00A0', ' ');
        Assert.Matches(@"finding changed</td><td><span class=""id"">f-[0-9a-f]+</span>.*
.*25\.00 USD.*open.*25\.00 USD.*resolved", told);

        var before = (await shop.Do("report", "--from", "2026-02-01", "--to", "2026-02-28")).Split('\n')[0];
        Assert.DoesNotContain("Changes in closed periods", await File.ReadAllTextAsync(before, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string SheetsOf(string workbook)
    {
        using var zip = ZipFile.OpenRead(workbook);
        using var reader = new StreamReader(zip.GetEntry("xl/workbook.xml")!.Open());
        return reader.ReadToEnd();
    }

    private static async Task<string[]> Printed(TempFolder project, params string[] more)
    {
        var lines = await Run(project, ["report", "--from", "2026-06-01", "--to", "2026-06-30", .. more]);
        Assert.Contains("2026-06 was closed on ", lines[0], StringComparison.Ordinal);
        return lines[1..];
    }

    private static async Task<string> Refused(TempFolder project, string period)
    {
        var ended = await ReconcilerProcess.Run(project.Path, "period", "close", period, "--reason", "x");
        Assert.NotEqual(0, ended.ExitCode);
        return ended.Messages;
    }

    private static async Task<string[]> Run(TempFolder project, params string[] command)
    {
        var ended = await ReconcilerProcess.Run(project.Path, command);
        Assert.True(ended.ExitCode == 0, string.Join(' ', command) + ": " + ended.Output + ended.Messages);
        return ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
