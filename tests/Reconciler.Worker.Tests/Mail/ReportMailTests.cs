using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Reconciler.Core.Disputes;
using Reconciler.Core.Reports;
using Reconciler.TestSupport;
using Reconciler.Worker.Jobs;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>Reports reach their readers by mail, each once; and somebody hears of what did not happen.</summary>
public sealed class ReportMailTests(MailHouses houses)
{
    private const string Reader = "finance@example.org";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_reaches_its_readers_once_with_workbook_and_PDF_and_the_next_one_tells_what_is_new()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);
        await house.Run("once", "--as-of", MailHouse.Day1);

        var first = await Mail(Assert.Single(Reports(server)));
        Assert.Equal("Отчёт о сверке daily, 10.07.2026: открыто: 7, 409,70 USD", first.Subject);
        Assert.Equal(["daily-2026-07-10.xlsx", "daily-2026-07-10.pdf"], first.Attachments.OfType<MimePart>().Select(a => a.FileName));
        Assert.Contains("Первый отчёт", first.TextBody, StringComparison.Ordinal);
        Assert.Contains("409,70", first.HtmlBody!, StringComparison.Ordinal);
        Assert.Contains(house.Read(work => work.Audit.LoadAll().ToList()), line => line.Action == "report written" && line.Subject == "daily");
        Assert.Contains(house.Read(work => work.Audit.LoadAll().ToList()), line => line.Action == "report sent" && line.Details.Contains(Reader, StringComparison.Ordinal));

        // The same day it is not due again; on Monday it is, and says that nothing is new.
        await house.Run("once", "--as-of", "2026-07-10T20:00:00Z");
        Assert.Single(Reports(server));
        await house.Run("once", "--as-of", "2026-07-13T08:00:00Z");
        var second = await Mail(Reports(server)[^1]);
        Assert.Equal(2, Reports(server).Count);
        Assert.Contains("Новое и закрытое с 10.07.2026, 08:00:00 UTC", second.TextBody, StringComparison.Ordinal);
        Assert.Contains("Нового нет.", second.TextBody, StringComparison.Ordinal);
        Assert.Contains(second.BodyParts.OfType<MimePart>(), p => p.ContentId == "trend" && p.ContentType.MimeType == "image/png");
    }

    [Fact]
    public async Task A_report_bears_the_head_of_the_audit_as_it_then_stood()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);
        await house.Run("once", "--as-of", MailHouse.Day1);

        var lines = house.Read(work => work.Audit.LoadAll().ToList());
        var head = lines[lines.FindIndex(l => l.Action == "report kept") - 1];
        Assert.Contains($"\naudit-head {head.Seq}:{head.Hash}\n", (await Mail(Reports(server)[0])).TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(0, (await house.Try("audit", "verify", "--head", $"{head.Seq}:{head.Hash}")).ExitCode);
    }

    [Fact]
    public async Task A_workbook_that_no_mail_takes_stays_in_the_reports_folder_and_the_mail_says_where()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);
        house.Mail["MaxMegabytes"] = 1;
        var inbox = Directory.CreateDirectory(Path.Combine(house.Place().Data.Root, "inbox", "statements"));
        File.WriteAllLines(Path.Combine(inbox.FullName, "many.csv"), Enumerable.Range(0, 20_000).Select(i => FormattableString.Invariant(
            $"M{i * 7919 % 1_000_003:D9},kassa,2026-06-{1 + (i % 28):D2}T10:00:{i % 60:D2}Z,payment,succeeded,-{1 + (i * 31 % 977)}.{i % 90 + 10},EUR,Shop {i * 13 % 3571}")).Prepend("transaction_id,wallet,booked_at,type,status,amount,currency,counterparty"));
        await house.Run("once", "--as-of", MailHouse.Day1);

        var mail = await Mail(Assert.Single(Reports(server)));
        Assert.Equal(["daily-2026-07-10.pdf"], mail.Attachments.OfType<MimePart>().Select(a => a.FileName));
        var workbook = Assert.Single(Directory.GetFiles(house.Place().Data.Reports, "report-daily-*.xlsx"));
        Assert.True(new FileInfo(workbook).Length > 600_000);
        Assert.Contains($"она лежит на сервере: reports/{Path.GetFileName(workbook)}", mail.TextBody, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(house.Place().Data.Reports, "*.part"));
    }

    [Fact]
    public async Task A_report_that_the_server_puts_off_waits_and_goes_out_whole()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["rcpt"] = "at 2 451 4.3.0 later" }));
        using var house = await WithReport(server);
        await house.Run("once", "--as-of", MailHouse.Day1);
        Assert.Empty(Reports(server));
        Assert.Equal((DisputeState.Queued, 1), (Notice(house).State, Notice(house).Tries));

        await house.Dispute("2026-07-10T09:00:00Z");
        Assert.Single(Reports(server));
        Assert.Equal(DisputeState.Sent, Notice(house).State);
    }

    [Fact]
    public async Task A_report_whose_fate_a_crash_left_open_is_held_and_not_sent_again()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["rcpt"] = "at 2 451 4.3.0 later" }));
        using var house = await WithReport(server);
        await house.Run("once", "--as-of", MailHouse.Day1);
        var id = Notice(house).Id;
        using (var work = house.Place().OpenStore().Begin())
        {
            Assert.True(work.Notices.Claim(id, TimeProvider.System.GetUtcNow().UtcDateTime, CutOffTests.Killed(Attempt.Smtp)));
            work.Commit();
        }

        await house.Dispute("2026-07-10T09:00:00Z");

        Assert.Empty(Reports(server));
        Assert.Equal(DisputeState.Uncertain, Notice(house).State);
        Assert.Contains("ask for it once more with `report --for`", Notice(house).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_was_changed_in_the_store_is_held()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["rcpt"] = "at 2 451 4.3.0 later" }));
        using var house = await WithReport(server);
        await house.Run("once", "--as-of", MailHouse.Day1);
        using (var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(house.Data, "reconciler.db")};Pooling=False"))
        {
            file.Open();
            using var change = file.CreateCommand();
            change.CommandText = "UPDATE notices SET recipients = 'stranger@example.net'";
            Assert.Equal(1, change.ExecuteNonQuery());
        }

        await house.Dispute("2026-07-10T09:00:00Z");

        Assert.Empty(Reports(server));
        Assert.Equal(DisputeState.Refused, Notice(house).State);
        Assert.Contains("its mail or its recipients are not those that the audit knows of", Notice(house).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_sends_a_report_at_its_time_and_of_times_that_it_missed_one()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);
        var clock = new HandClock { Now = new DateTimeOffset(2026, 7, 10, 6, 59, 0, TimeSpan.Zero) };
        var life = new ServiceLife(new DateTime(2026, 7, 9, 12, 0, 0, DateTimeKind.Utc));
        using var host = new Host();
        var turn = new MailRun(house.Place() with { PinnedAsOfUtc = null }, life, clock, NullLoggerFactory.Instance, host);

        await turn.Execute(null!, Cancellation);
        Assert.Empty(Reports(server));

        clock.Now += TimeSpan.FromMinutes(2);
        await turn.Execute(null!, Cancellation);
        await turn.Execute(null!, Cancellation);
        Assert.Single(Reports(server));

        // Until Tuesday evening: Monday's and Tuesday's times have passed.
        clock.Now = new DateTimeOffset(2026, 7, 14, 18, 0, 0, TimeSpan.Zero);
        await turn.Execute(null!, Cancellation);
        await turn.Execute(null!, Cancellation);
        Assert.Equal(2, Reports(server).Count);
    }

    [Fact]
    public async Task A_report_that_is_asked_for_by_name_is_sent_now_in_the_language_that_is_asked_for()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);

        var said = (await house.Run("report", "--for", "daily", "--language", "pt", "--from", "2026-06-01", "--to", "2026-06-30", "--as-of", MailHouse.Day1)).Output;

        Assert.Contains($"sent to {Reader}", said, StringComparison.Ordinal);
        Assert.Contains("Novidades e encerramentos de 01/06/2026 a 30/06/2026", (await Mail(Assert.Single(Reports(server)))).TextBody, StringComparison.Ordinal);
        await house.Run("report", "--for", "DAILY", "--as-of", MailHouse.Day1);
        Assert.Equal(2, Reports(server).Count);
    }

    [Fact]
    public async Task A_report_about_a_wallet_is_written_and_sent_to_nobody()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);

        var paths = (await house.Run("report", "--for", "kassa", "--language", "zh", "--as-of", MailHouse.Day1)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([".pdf", ".xlsx"], paths.Select(Path.GetExtension));
        Assert.All(paths, path => Assert.True(new FileInfo(path).Length > 5_000, path));
        Assert.Empty(server.Received);
        Assert.Contains("no report of Reports is called so, and no entry is of such a wallet. There are the reports daily.", await house.Refused("report", "--for", "kasa"), StringComparison.Ordinal);
        Assert.Equal(2, (await house.Try("report", "--language", "zh")).ExitCode);
    }

    [Fact]
    public async Task A_report_about_some_marketplaces_tells_of_no_other()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);
        ((JsonObject)house.Settings["Reports"]![0]!)["Marketplaces"] = new JsonArray("baz*");
        await house.Run("once", "--as-of", MailHouse.Day1);

        var told = await Mail(Reports(server)[0]);
        Assert.Contains("открыто: 1, 31,10 USD", told.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("souk", told.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_did_not_come_is_told_once()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Settings["Matching"] = new JsonObject { ["ExpectedStatements"] = new JsonObject { ["kassa"] = "daily by 09:00" } };
        house.Settings["Alerts"] = new JsonObject { ["Recipients"] = new JsonArray(Reader) };
        await house.Run("once", "--as-of", "2026-07-10T12:00:00Z");
        await house.Run("once", "--as-of", "2026-07-10T13:00:00Z");

        var alert = await Mail(Assert.Single(Reports(server)));
        Assert.Equal("Reconciler: A statement that was expected did not come", alert.Subject);
        Assert.Contains("kassa", alert.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_failed_is_told_with_its_cause_once_a_day()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await WithReport(server);
        house.Settings["Alerts"] = new JsonObject { ["Recipients"] = new JsonArray(Reader) };
        house.Mail["Language"] = "pt";
        house.Disputes["Recipients"]![0]!["Language"] = "de"; // in which there are no letters

        Assert.NotEqual(0, (await house.Try("once", "--as-of", MailHouse.Day1)).ExitCode);
        Assert.NotEqual(0, (await house.Try("once", "--as-of", MailHouse.Day1)).ExitCode);

        var alert = await Mail(Assert.Single(Reports(server)));
        Assert.Matches("^Reconciler: A execução de [0-9/]{10}, [0-9:]{8} UTC falhou$", alert.Subject);
        Assert.Contains("missing-refund", alert.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_machines_own_scheduler_hears_what_is_late_and_so_do_people()
    {
        using var server = new MailServer(new MailServerPlan(Tls: ""));
        using var house = await houses.Open(server);
        house.Settings["Alerts"] = new JsonObject { ["Recipients"] = new JsonArray(Reader) };

        var late = await house.Try("check", "--alive");
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("LATE  run: ", late.Output, StringComparison.Ordinal);
        Assert.Contains("there was no run yet", late.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await house.Try("check", "--alive")).ExitCode);
        Assert.Single(Reports(server));

        await house.Run("once", "--as-of", MailHouse.Day1);
        Assert.Equal(0, (await house.Try("check", "--alive", "--within", "1")).ExitCode);
        Assert.Equal(1, (await house.Try("check", "--alive", "--within", "0.0000001")).ExitCode);
        Assert.Equal(2, (await house.Try("check", "--alive", "--within", "0")).ExitCode);
        Assert.Equal(2, (await house.Try("check", "--within", "1")).ExitCode);
    }

    private async Task<MailHouse> WithReport(MailServer server)
    {
        var house = await houses.Open(server);
        house.Settings["Reports"] = new JsonArray(new JsonObject { ["Name"] = "daily", ["Recipients"] = new JsonArray(Reader), ["Language"] = "ru" });
        return house;
    }

    private static IReadOnlyList<ReceivedMail> Reports(MailServer server) => [.. server.Received.Where(m => m.To.Contains(Reader))];

    private static Notice Notice(MailHouse house) => house.Read(work => work.Notices.LoadSince(DateTime.UnixEpoch))[0];

    private static async Task<MimeMessage> Mail(ReceivedMail mail) => await MimeMessage.LoadAsync(new MemoryStream(mail.Content), Cancellation);

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Host : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
