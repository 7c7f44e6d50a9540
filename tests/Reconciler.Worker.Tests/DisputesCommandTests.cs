using System.Text.RegularExpressions;

namespace Reconciler.Worker.Tests;

/// <summary>People and letters: what waits for approval, what a person lets out or stops, and what the guards hold back.</summary>
public sealed partial class DisputesCommandTests
{
    private static readonly string[] NoFindings = ["duplicate-charge", "missing-refund", "short-refund"];

    [Fact]
    public async Task A_person_sees_a_letter_before_it_goes_out_and_lets_it_out()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var waiting = Assert.Single(await List(project), line => line.Contains("awaiting-approval", StringComparison.Ordinal));
        var (dispute, finding) = (Id().Match(waiting).Value, FindingId().Match(waiting).Value);

        var preview = await ReconcilerProcess.Run(project.Path, "disputes", "preview", finding);
        Assert.Contains("wallet-confirmation", waiting, StringComparison.Ordinal);
        Assert.Contains("To: support@wallet.example", preview.Output, StringComparison.Ordinal);
        using (var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(preview.Output)))
        {
            var mail = await MimeKit.MimeMessage.LoadAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Contains(dispute, mail.Subject, StringComparison.Ordinal);
            Assert.Contains("Просим", mail.TextBody, StringComparison.Ordinal); // the wallet reads Russian
        }

        Assert.Contains("payment-2.png", preview.Output, StringComparison.Ordinal);
        Assert.Equal([waiting], (await List(project)).Where(line => line.Contains("awaiting-approval", StringComparison.Ordinal)));

        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "disputes", "approve", dispute, "--reason", "seen in the wallet")).ExitCode);
        Assert.Contains("queued", Of(await List(project), dispute), StringComparison.Ordinal);
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "disputes", "approve", dispute)).ExitCode);
        await ReconcilerProcess.Run(project.Path, "dispute");
        var sent = Of(await List(project), dispute);
        Assert.Contains("sent", sent, StringComparison.Ordinal);
        Assert.Contains($"approved by {Environment.UserName}", sent, StringComparison.Ordinal);
        Assert.Contains(Directory.GetFiles(project[".sample", "outbox"]), mail => mail.Contains(dispute, StringComparison.Ordinal));

        // The approval holds for the letter to the marketplace, which follows at once.
        var claim = Assert.Single(await List(project), line => line.Contains(finding, StringComparison.Ordinal) && line.Contains(" duplicate-charge ", StringComparison.Ordinal));
        Assert.Contains(" sent ", claim, StringComparison.Ordinal);
        Assert.Contains("seen in the wallet", (await ReconcilerProcess.Run(project.Path, "audit", "export")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_letter_never_goes_out_and_what_is_sent_cannot_be_rejected()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        var before = await List(project);
        var dispute = Id().Match(before.Single(line => line.Contains("awaiting-approval", StringComparison.Ordinal))).Value;
        Assert.Equal(2, (await ReconcilerProcess.Run(project.Path, "disputes", "reject", dispute)).ExitCode); // without a reason
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "disputes", "reject", dispute, "--reason", "a second lamp")).ExitCode);
        await ReconcilerProcess.Run(project.Path, "once");
        Assert.Contains("rejected", Of(await List(project), dispute), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(project[".sample", "outbox"]), mail => mail.Contains(dispute, StringComparison.Ordinal));

        var sent = Id().Match(before.First(line => line.Contains(" sent ", StringComparison.Ordinal))).Value;
        var late = await ReconcilerProcess.Run(project.Path, "disputes", "reject", sent, "--reason", "too late");
        Assert.Equal(1, late.ExitCode);
        Assert.Contains($"{sent} is sent", late.Messages, StringComparison.Ordinal);
        Assert.Equal(1, (await ReconcilerProcess.Run(project.Path, "disputes", "preview", "f-nosuch")).ExitCode);
    }

    [Fact]
    public async Task Nothing_older_than_the_first_day_is_written_about()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        var settings = project["config", "reconciler.json"];
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("\"Disputes\": {", "\"Disputes\": { \"DisputeFrom\": \"2026-07-01\",", StringComparison.Ordinal));
        var once = await ReconcilerProcess.Run(project.Path, "once");
        Assert.Empty(await List(project));
        Assert.All(NoFindings, kind => Assert.Contains(kind, once.Output, StringComparison.Ordinal)); // found and reported all the same
    }

    private static async Task<string[]> List(TestSupport.TempFolder project) =>
        (await ReconcilerProcess.Run(project.Path, "disputes", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Of(IEnumerable<string> list, string dispute) => list.Single(line => line.StartsWith(dispute, StringComparison.Ordinal));

    [GeneratedRegex("D-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("f-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex FindingId();
}
