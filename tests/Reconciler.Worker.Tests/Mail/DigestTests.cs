using System.Text.Json.Nodes;
using MimeKit;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>The approvers hear by mail what waits for them.</summary>
public sealed class DigestTests(MailHouses houses)
{
    [Fact]
    public async Task Approvers_are_told_once_a_day_and_again_where_the_server_put_it_off()
    {
        using var server = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["mail"] = "once 451 4.3.0 later" }));
        using var house = await houses.Open(server);
        house.Disputes["MaxLettersPerRun"] = 0;
        house.Disputes["Approval"] = new JsonObject { ["Digest"] = new JsonArray("chief@example.com", "deputy@example.com") };

        Assert.Contains("The mail approval-20260710 is put off", await house.Dispute(MailHouse.Day1), StringComparison.Ordinal);
        Assert.Empty(server.Received);

        await house.Dispute(MailHouse.Day1);
        var told = Assert.Single(server.Received);
        Assert.Equal(["chief@example.com", "deputy@example.com"], told.To);
        using var mail = await MimeMessage.LoadAsync(new MemoryStream(told.Content), TestContext.Current.CancellationToken);
        Assert.Contains(house.Letter().Id, mail.TextBody, StringComparison.Ordinal);

        await house.Dispute("2026-07-10T23:00:00Z");
        Assert.Single(server.Received);
        await house.Dispute("2026-07-11T08:00:00Z");
        Assert.Equal(2, server.Received.Count);
        Assert.Single(house.Letters());
    }
}
