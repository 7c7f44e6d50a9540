using System.Text;
using Microsoft.Data.Sqlite;
using MimeKit;

namespace Reconciler.Worker.Tests;

/// <summary>Case numbers and Message-Ids are made with a secret of the store.</summary>
public sealed class CaseKeyTests
{
    private const string Bazaar = """ "Recipients": [ { "Marketplace": "bazaar", "Address": "claims@bazaar.example" } ], "Approval": { "Rules": [ { "Approvals": 0 } ] } """;

    [Fact]
    public async Task Two_stores_with_the_same_orders_give_other_numbers_unless_one_secret_is_named_for_both()
    {
        using var one = await Shop(""" "CaseSecret": "", """);
        using var other = await Shop(""" "CaseSecret": "", """);
        using var named = await Shop(""" "CaseSecret": "blue", """);
        using var alike = await Shop(""" "CaseSecret": "blue", """);
        var (a, b, c, d) = (MailOf(one), MailOf(other), MailOf(named), MailOf(alike));

        Assert.Equal(File.ReadAllBytes(c), File.ReadAllBytes(d));
        Assert.Equal(3, new[] { a, b, c }.Select(Path.GetFileName).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, new[] { a, b, c }.Select(m => Read(m).MessageId!.Split('.')[1]).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(await one.Do("export", "findings"), await other.Do("export", "findings"));
    }

    [Fact]
    public async Task The_secret_shows_in_no_export_log_audit_or_mail_and_the_chain_covers_it()
    {
        using var shop = await Shop(""" "CaseSecret": "", """);
        byte[] secret;
        using (var connection = Open(shop))
        {
            secret = (byte[])Ask(connection, "SELECT secret FROM case_keys")!;
        }

        Assert.Equal(32, secret.Length);
        string[] told = [await shop.Do("audit", "export"), await shop.Do("export", "disputes"), .. Directory.EnumerateFiles(shop[[]], "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith("reconciler.db", StringComparison.Ordinal)).Select(f => File.ReadAllText(f, Encoding.Latin1))];
        Assert.All(told, text => Assert.All([Convert.ToHexString(secret)[..16], Convert.ToBase64String(secret)[..12], Encoding.Latin1.GetString(secret)], form => Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase)));

        using (var connection = Open(shop))
        {
            Ask(connection, "UPDATE case_keys SET secret = x'00'");
        }

        var verify = await shop.Try("audit", "verify");
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("case_keys 1 was changed past the program", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_configuration_is_hidden_in_the_audit()
    {
        using var shop = await Shop(""" "CaseSecret": "blue house", """);

        Assert.DoesNotContain("blue house", await shop.Do("audit", "export"), StringComparison.Ordinal);
        Assert.Contains("\\\"Disputes:CaseSecret\\\":\\\"***\\\"", await shop.Do("audit", "export"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_that_were_given_stay_when_the_secret_is_another_one()
    {
        using var shop = await Shop(""" "CaseSecret": "blue", """);
        var first = MailOf(shop);
        var number = Path.GetFileNameWithoutExtension(first);
        shop.Configure(""" "CaseSecret": "", """ + Bazaar);
        shop.Today = "2026-04-04";
        await shop.Do("dispute");
        await shop.Do("disputes", "approve", (await shop.List()).Single(l => l.StartsWith("D-", StringComparison.Ordinal) && l.Contains(" reminder ", StringComparison.Ordinal))[..14]);
        await shop.Do("dispute");

        var second = Read(Directory.GetFiles(shop["outbox"], "*.eml").Single(f => f != first));

        Assert.Equal(number, second.Headers["X-Reconciler-Case"]);
        Assert.StartsWith($"Case {number}: reminder", second.Subject, StringComparison.Ordinal);
        Assert.Equal([Read(first).MessageId!], second.References);
        Assert.Contains($"<span class=\"key\">{number}</span>", await ReportOf(shop), StringComparison.Ordinal);
    }

    private static async Task<string> ReportOf(DisputeShop shop)
    {
        await shop.Do("report");
        return File.ReadAllText(Directory.GetFiles(shop["reports"], "*.html").Order(StringComparer.Ordinal).Last());
    }

    private static async Task<DisputeShop> Shop(string secret)
    {
        var shop = new DisputeShop(string.Empty);
        shop.Configure(secret + Bazaar);
        shop.Cancelled("LAMP-0001", 40);
        await shop.Once();
        return shop;
    }

    private static string MailOf(DisputeShop shop) => Assert.Single(Directory.GetFiles(shop["outbox"], "*.eml"));

    private static MimeMessage Read(string path) => MimeMessage.Load(path, TestContext.Current.CancellationToken);

    private static SqliteConnection Open(DisputeShop shop)
    {
        var connection = new SqliteConnection($"Data Source={shop["reconciler.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
