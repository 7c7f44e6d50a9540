using Microsoft.Data.Sqlite;
using Reconciler.Worker.Screen;

namespace Reconciler.Worker.Tests;

/// <summary>What was approved is what goes out: the store may be written past the program, the audit says what was prepared and by whom it was approved.</summary>
public class ApprovedGoesOutTests
{
    private const string OneMustApprove = """
        "Recipients": [ { "Marketplace": "bazaar", "Address": "claims@bazaar.example" } ], "Approval": { "Rules": [ { "Approvals": 1 } ] }
        """;

    private const string TwoMustApprove = """
        "Recipients": [ { "Marketplace": "bazaar", "Address": "claims@bazaar.example" } ], "Approval": { "Rules": [ { "Approvals": 2 } ] }
        """;

    [Theory]
    [InlineData("UPDATE disputes SET recipient = 'mallory@example.net'", "its recipient in the store is mallory@example.net, and it was prepared for claims@bazaar.example")]
    [InlineData("UPDATE dispute_messages SET content = CAST(replace(CAST(content AS TEXT), 'claims@bazaar.example', 'mallory@example.net') AS BLOB)", "its text was changed after it was prepared")]
    [InlineData("UPDATE dispute_attachments SET content = CAST('other' AS BLOB) WHERE name = 'receipt.pdf'", "the attachment receipt.pdf is not what it was when the letter was prepared")]
    [InlineData("DELETE FROM dispute_attachments WHERE name = 'receipt.pdf'", "the attachment receipt.pdf is not what it was when the letter was prepared")]
    [InlineData("DELETE FROM dispute_messages", "its mail is no longer there")]
    public async Task A_letter_that_was_changed_after_its_approval_is_held_and_said_loudly(string past, string why)
    {
        using var shop = new DisputeShop(OneMustApprove);
        shop.Cancelled("LARGE-01", 500);
        await shop.Once();
        var id = (await shop.Letters("LARGE-01"))[0]["dispute_id"];
        await shop.Do("disputes", "approve", id);
        Do(shop, past);

        var run = await shop.Try("once");

        Assert.Equal(0, shop.Mails);
        Assert.Contains($"Dispute {id} is held and does not go out: {LogMask.Apply(why)}", run.Messages, StringComparison.Ordinal);
        Assert.Contains($"refused            ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"held, for {why}", run.Output, StringComparison.Ordinal);
        Assert.Contains("dispute held", await shop.Do("audit", "export"), StringComparison.Ordinal);
        Assert.Equal(1, (await shop.Try("audit", "verify")).ExitCode);

        await shop.Do("disputes", "retry", id, "--reason", "The store was written into; the letter is right as it is written anew.");
        await shop.Do("dispute");
        Assert.Equal(1, shop.Mails);
    }

    [Fact]
    public async Task An_approval_that_somebody_wrote_into_the_store_does_not_count()
    {
        using var shop = new DisputeShop(TwoMustApprove);
        shop.Cancelled("LARGE-01", 500);
        await shop.Once();
        var id = (await shop.Letters("LARGE-01"))[0]["dispute_id"];
        Do(shop, $"INSERT INTO dispute_approvals VALUES ('{id}', 1, 'boss', '2026-03-20T09:00:00.0000000Z', 'seen'); UPDATE disputes SET approved_by = 'boss'");

        Assert.Contains("1 of 2: a second person must approve it too", await shop.Do("disputes", "approve", id), StringComparison.Ordinal);
        await shop.Do("dispute");

        Assert.Equal(0, shop.Mails);
        var verify = await shop.Try("audit", "verify");
        Assert.Contains($"dispute_approvals {id}/1 ", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_somebody_let_out_in_the_store_is_held()
    {
        using var shop = new DisputeShop(OneMustApprove);
        shop.Cancelled("LARGE-01", 500);
        await shop.Once();
        Do(shop, "UPDATE disputes SET state = 'queued', approvals_needed = 0; INSERT INTO dispute_messages SELECT dispute_id, '<x@example.org>', CAST('To: mallory@example.net' AS BLOB) FROM disputes");

        var run = await shop.Try("dispute");

        Assert.Equal(0, shop.Mails);
        Assert.Contains("is held and does not go out: the audit does not tell that it was prepared", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_somebody_wrote_into_the_store_does_not_count_and_one_that_he_deleted_does()
    {
        using var shop = new DisputeShop(OneMustApprove);
        shop.Cancelled("LARGE-01", 500);
        shop.Cancelled("LARGE-02", 600);
        await shop.Once();
        var findings = DisputeShop.Table(await shop.Do("export", "findings")).ToDictionary(f => f["order_ids"], f => f["finding_id"], StringComparer.Ordinal);
        await shop.Do("decide", "dismiss", findings["LARGE-02"], "--reason", "Settled by voucher.");
        Do(shop, $"DELETE FROM decisions; INSERT INTO decisions VALUES ('d-000000000000', 'dismiss', '{findings["LARGE-01"]}', '', 'no reason', 'boss', '2026-03-20T09:00:00.0000000Z', NULL, '')");

        var match = await shop.Try("match", "--all");

        Assert.Contains("Decision d-000000000000: the store says other than the audit, and the audit counts", match.Messages, StringComparison.Ordinal);
        var states = DisputeShop.Table(await shop.Do("export", "findings")).ToDictionary(f => f["order_ids"], f => f["state"], StringComparer.Ordinal);
        Assert.Equal(("open", "dismissed"), (states["LARGE-01"], states["LARGE-02"]));
        var verify = await shop.Try("audit", "verify");
        Assert.Contains("decisions d-000000000000 was inserted past the program", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_a_name_is_refused_and_the_environment_names_nobody()
    {
        using var shop = new DisputeShop(TwoMustApprove);
        shop.Cancelled("LARGE-01", 500);
        await shop.Once();
        var id = (await shop.Letters("LARGE-01"))[0]["dispute_id"];
        var nameless = await shop.TryAs(4711, "disputes", "approve", id);
        if (nameless is null)
        {
            Assert.Skip("Only root can become another user.");
        }

        Assert.Equal(2, nameless.ExitCode);
        Assert.Contains("The account uid 4711 that this program runs under has no name: the audit could not say who acts.", nameless.Messages, StringComparison.Ordinal);
        var nobody = (await shop.TryAs(65534, "disputes", "approve", id))!;
        Assert.True(nobody.ExitCode == 0, nobody.Messages);
        Assert.Contains($"{id} is approved by nobody, 1 of 2", nobody.Output, StringComparison.Ordinal);
        Assert.Contains("\"actor\":\"nobody (uid 65534)\",\"action\":\"dispute approved\"", await shop.Do("audit", "export"), StringComparison.Ordinal);
    }

    private static void Do(DisputeShop shop, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={shop["reconciler.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
