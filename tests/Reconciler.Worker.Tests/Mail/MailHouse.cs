using System.Text.Json.Nodes;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Simulator.Kills;
using Reconciler.Store;
using Reconciler.TestSupport;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests.Mail;

/// <summary>A data folder with its configuration, for one test with mail servers.</summary>
internal sealed class MailHouse : IDisposable
{
    /// <summary>When the first letters go out: a Friday.</summary>
    public const string Day1 = "2026-07-10T08:00:00Z";

    /// <summary>When reminders are long due.</summary>
    public const string Later = "2026-08-10T08:00:00Z";

    public const string Us = "finance@example.com";
    public const string Bazaar = "claims@bazaar.example";
    public const string Password = "right horse";

    private const string PasswordName = "RECONCILER_IMAP_PASSWORD";

    private readonly TempFolder folder = new();

    public MailHouse(int smtpPort, int? imapPort)
    {
        Settings = new JsonObject
        {
            ["Folders"] = new JsonObject { ["Layouts"] = Path.Combine(Places.Config, "layouts"), ["Letters"] = Path.Combine(Places.Config, "letters") },
            [nameof(Disputes)] = new JsonObject { ["Recipients"] = new JsonArray(Marketplace("bazaar", Bazaar)) },
            [nameof(Mail)] = new JsonObject
            {
                ["Transport"] = "smtp",
                ["From"] = Us,
                ["CompanyName"] = "Example Company",
                ["Smtp"] = new JsonObject { ["Host"] = "localhost", ["Port"] = smtpPort, ["Security"] = "None" },
            },
        };
        if (imapPort is { } port)
        {
            Mail["Imap"] = new JsonObject { ["Host"] = "localhost", ["Port"] = port, ["Security"] = "None", ["User"] = "finance", ["SentFolder"] = "Sent" };
        }
    }

    public string Data => folder["data"];

    /// <summary>Written before each run.</summary>
    public JsonObject Settings { get; }

    public JsonObject Mail => (JsonObject)Settings[nameof(Mail)]!;

    public JsonObject Disputes => (JsonObject)Settings[nameof(Disputes)]!;

    /// <summary>What the program finds in its environment.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal) { [PasswordName] = Password };

    public static JsonObject Marketplace(string name, string address) => new() { ["Marketplace"] = name, ["Address"] = address };

    public void Dispose() => folder.Dispose();

    /// <summary>Runs the program, which must end well.</summary>
    public async Task<ProgramEnd> Run(params string[] arguments)
    {
        var end = await Try(arguments);
        Assert.True(end.ExitCode == 0, $"reconciler {string.Join(' ', arguments)} ended with {end.ExitCode}: {end.Messages}");
        return end;
    }

    /// <summary>Runs the program, which must say no.</summary>
    /// <returns>Why.</returns>
    public async Task<string> Refused(params string[] arguments)
    {
        var end = await Try(arguments);
        Assert.Equal(1, end.ExitCode);
        return end.Messages;
    }

    /// <summary>Runs the program, however it ends.</summary>
    public Task<ProgramEnd> Try(params string[] arguments)
    {
        WriteSettings();
        return Secrets.Count == 1 && Secrets.TryGetValue(PasswordName, out var password) && password == Password
            ? RunHere(arguments)
            : KilledProgram.Run(folder.Path, Secrets, arguments);
    }

    /// <summary>Runs <c>dispute</c>.</summary>
    /// <returns>What it logged.</returns>
    public async Task<string> Dispute(string asOf) => (await Run("dispute", "--as-of", asOf)).Messages;

    /// <summary>What <c>disputes list</c> shows.</summary>
    public async Task<string> List(string asOf = Later) => (await Run("disputes", "list", "--as-of", asOf)).Output;

    /// <summary>The folder as the program itself sees it.</summary>
    public Workplace Place()
    {
        WriteSettings();
        return Workplace.Open(Data, folder["config"], Day1);
    }

    public T Read<T>(Func<Work, T> what)
    {
        using var work = Place().OpenStore().BeginReading();
        return what(work);
    }

    /// <summary>The letters in the order of making.</summary>
    public IReadOnlyList<Dispute> Letters() => Read(work => work.Disputes.LoadAll());

    /// <summary>The last letter.</summary>
    public Dispute Letter() => Letters()[^1];

    public FindingState StateOf(Dispute letter) => Read(work => work.Findings.Find(letter.FindingId)!.State);

    /// <summary>Names of the files kept beside a letter's evidence, without time and number of the mail that brought them.</summary>
    public IReadOnlyList<string> KeptAnswers(Dispute letter)
    {
        var kept = Path.Combine(Data, "evidence", letter.Id, "answers");
        return Directory.Exists(kept) ? [.. Directory.GetFiles(kept).Select(Path.GetFileName).Order(StringComparer.Ordinal)!] : [];
    }

    private async Task<ProgramEnd> RunHere(string[] arguments)
    {
        // The environment is that of all tests: what is otherwise in it runs in a process of its own.
        Environment.SetEnvironmentVariable(PasswordName, Password);
        var end = await ReconcilerHere.Run([.. arguments, "--data", Data, "--config", folder["config"]]);
        return new ProgramEnd(end.ExitCode, end.Output, end.Messages);
    }

    private void WriteSettings() => KillStores.Write(folder["config", "reconciler.json"], Settings.ToJsonString());
}
