using System.Text.Json;

namespace Reconciler.Worker.Tests;

public sealed class ConfigurationAuditTests
{
    [Fact]
    public async Task A_changed_setting_letter_or_layout_is_told_with_its_old_and_new_value_and_no_secret()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        Write(50);
        await Run();
        await Run();
        var told = Assert.Single(await Told());
        Assert.Empty(told.GetProperty("changed").EnumerateObject());
        Assert.Equal("50", told.GetProperty("values").GetProperty("Disputes:MaxLettersPerRun").GetString());

        Write(60);
        File.AppendAllText(project["config", "letters", "en", "reminder.liquid"], "\n");
        await Run();

        var changed = (await Told())[^1].GetProperty("changed");
        Assert.Equal("""{"old":"50","new":"60"}""", changed.GetProperty("Disputes:MaxLettersPerRun").GetRawText());
        Assert.NotEqual(changed.GetProperty("letters/en/reminder.liquid").GetProperty("old").GetString(), changed.GetProperty("letters/en/reminder.liquid").GetProperty("new").GetString());
        Assert.Equal(2, changed.EnumerateObject().Count());

        void Write(int letters) => File.WriteAllText(project["config", "reconciler.json"], $$"""
            { "Disputes": { "MaxLettersPerRun": {{letters}} }, "Mail": { "From": "books@example.org", "CompanyName": "Lamp Room" } }
            """);

        async Task Run()
        {
            var ended = await ReconcilerProcess.Run(project.Path, "match", "--data", project["data"]);
            Assert.True(ended.ExitCode == 0, $"{ended.ExitCode}: {ended.Messages}");
        }

        async Task<List<JsonElement>> Told() =>
        [
            .. (await ReconcilerProcess.Run(project.Path, "audit", "export", "--data", project["data"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).Where(line => line.GetProperty("action").GetString() == "configuration changed")
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line.GetProperty("details").GetString()!)),
        ];
    }

    [Theory]
    [InlineData("Server=db;Database=books;User Id=app;Password=right horse", "right horse")]
    [InlineData("Server=db;Database=books;UID=app;PWD=right horse", "right horse")]
    [InlineData("not a connection string right horse", "right horse")]
    public void A_password_is_never_told(string connection, string secret) =>
        Assert.DoesNotContain(secret, Jobs.ConfigurationAudit.WithoutSecrets(connection), StringComparison.Ordinal);
}
