using System.Diagnostics;
using System.Text.Json;
using Reconciler.TestSupport;

namespace Reconciler.Simulator.Kills;

/// <summary>Data folders made once and copied for each point: findings without letters, and the same with the letters written and put off.</summary>
internal sealed class KillStores : IDisposable
{
    // A Friday; the letters of the second folder were put off an hour before.
    public const string PutOffAt = "2026-07-10T07:00:00Z";
    public const string KilledAt = "2026-07-10T08:00:00Z";
    public const string RestartedAt = "2026-07-10T09:00:00Z";
    public const string SettledAt = "2026-07-10T16:00:00Z";

    private const string Orders = """
        order_id,marketplace,placed_at,paid_at,status,status_at,total,currency,refunded_amount,seller,description
        71000000000100,bazaar,2026-05-04T07:00:00Z,2026-05-04T07:01:00Z,completed,2026-05-20T09:00:00Z,31.10,USD,,Lumen Lamps,"Desk lamp, in order"
        71000000000101,bazaar,2026-05-04T09:00:00Z,2026-05-04T09:01:00Z,completed,2026-05-20T09:00:00Z,41.10,USD,,Lumen Lamps,Desk lamp paid twice
        71000000000102,bazaar,2026-05-05T09:00:00Z,2026-05-05T09:01:00Z,completed,2026-05-20T09:00:00Z,52.20,USD,,Corde & Co,Cord paid twice
        71000000000103,bazaar,2026-05-06T09:00:00Z,2026-05-06T09:01:00Z,cancelled,2026-05-09T09:00:00Z,63.30,USD,,Lumen Lamps,Shade never sent
        71000000000104,bazaar,2026-05-07T09:00:00Z,2026-05-07T09:01:00Z,cancelled,2026-05-10T09:00:00Z,74.40,USD,,Corde & Co,Rope never sent
        71000000000105,bazaar,2026-05-08T09:00:00Z,2026-05-08T09:01:00Z,cancelled,2026-05-11T09:00:00Z,85.50,USD,,Lumen Lamps,Bulbs half refunded
        71000000000106,bazaar,2026-05-11T09:00:00Z,2026-05-11T09:01:00Z,cancelled,2026-05-14T09:00:00Z,96.60,USD,,Corde & Co,Thread half refunded

        """;

    private const string Statement = """
        transaction_id,wallet,booked_at,type,status,amount,currency,counterparty,order_reference
        K-100,kassa,2026-05-04T07:01:00Z,payment,succeeded,-31.10,USD,Bazaar,71000000000100
        K-101,kassa,2026-05-04T09:01:00Z,payment,succeeded,-41.10,USD,Bazaar,71000000000101
        K-201,kassa,2026-05-04T09:03:00Z,payment,succeeded,-41.10,USD,Bazaar,71000000000101
        K-102,kassa,2026-05-05T09:01:00Z,payment,succeeded,-52.20,USD,Bazaar,71000000000102
        K-202,kassa,2026-05-05T09:04:00Z,payment,succeeded,-52.20,USD,Bazaar,71000000000102
        K-103,kassa,2026-05-06T09:01:00Z,payment,succeeded,-63.30,USD,Bazaar,71000000000103
        K-104,kassa,2026-05-07T09:01:00Z,payment,succeeded,-74.40,USD,Bazaar,71000000000104
        K-105,kassa,2026-05-08T09:01:00Z,payment,succeeded,-85.50,USD,Bazaar,71000000000105
        K-305,kassa,2026-05-18T09:01:00Z,refund,succeeded,40.00,USD,Bazaar,71000000000105
        K-106,kassa,2026-05-11T09:01:00Z,payment,succeeded,-96.60,USD,Bazaar,71000000000106
        K-306,kassa,2026-05-21T09:01:00Z,refund,succeeded,40.00,USD,Bazaar,71000000000106

        """;

    private readonly TempFolder folder = new();

    private KillStores()
    {
    }

    /// <summary>The findings that are worth a letter.</summary>
    public IReadOnlyList<string> Findings { get; private set; } = [];

    /// <summary>How long a run takes until its first letter, on this machine as it is now.</summary>
    public TimeSpan ToFirstLetter { get; private set; }

    /// <summary>How long a run takes that writes and sends all letters.</summary>
    public TimeSpan WholeRun { get; private set; }

    public static async Task<KillStores> Prepare()
    {
        var made = new KillStores();
        try
        {
            await made.Make();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Fills a folder with <c>data</c> and <c>config</c>.</summary>
    /// <param name="mailbox">Where the copies of sent mails are looked up, or null.</param>
    public void CopyTo(string target, bool lettersWritten, MailServer server, ImapServer? mailbox)
    {
        Copy(folder[lettersWritten ? "written" : "matched", "data"], Path.Combine(target, "data"));
        Configure(target, server.Port, mailbox?.Port);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Evidence folders of the letters that have been begun.</summary>
    public static int LettersBegun(string of) => Path.Combine(of, "data", "evidence") is var place && Directory.Exists(place) ? Directory.GetDirectories(place, "D-*").Length : 0;

    private async Task Make()
    {
        // Greets nobody, so that every mail is put off.
        using var closed = new MailServer(new MailServerPlan(Tls: "", Stages: new Dictionary<string, string>(StringComparer.Ordinal) { ["connect"] = "421 4.3.2 closed" }));
        Configure(folder["matched"], closed.Port, imapPort: null);
        Write(folder["matched", "data", "inbox", "orders", "orders.csv"], Orders);
        Write(folder["matched", "data", "inbox", "statements", "kassa.csv"], Statement);
        await Done("matched", "import");
        await Done("matched", "match", "--as-of", PutOffAt);
        Findings = [.. CsvText.Parse((await Done("matched", "export", "findings")).Output).Select(row => row["finding_id"])];

        Copy(folder["matched"], folder["written"]);
        await Done("written", "dispute", "--as-of", PutOffAt);

        using var open = new MailServer(new MailServerPlan(Tls: ""));
        CopyTo(folder["timed"], lettersWritten: false, open, mailbox: null);
        var clock = Stopwatch.StartNew();
        using var run = KilledProgram.Start(folder["timed"], KilledProgram.NoSecrets, "dispute", "--as-of", KilledAt);
        while (LettersBegun(folder["timed"]) == 0 && !run.End.IsCompleted)
        {
            await Task.Delay(1);
        }

        ToFirstLetter = clock.Elapsed;
        await run.End;
        WholeRun = clock.Elapsed;
        if (Findings.Count < 3 || open.Received.Count != Findings.Count)
        {
            throw new InvalidOperationException($"The trial does not stand: of {Findings.Count} findings {open.Received.Count} letters went out undisturbed.\n{(await run.End).Messages}");
        }
    }

    private async Task<ProgramEnd> Done(string name, params string[] arguments)
    {
        var end = await KilledProgram.Run(folder[name], KilledProgram.NoSecrets, arguments);
        return end.ExitCode == 0 ? end : throw new InvalidOperationException($"reconciler {string.Join(' ', arguments)} ended with {end.ExitCode}.\n{end.Messages}");
    }

    private static void Configure(string target, int smtpPort, int? imapPort)
    {
        var smtp = new { Host = "127.0.0.1", Port = smtpPort, Security = "None" };
        var mail = new Dictionary<string, object>(StringComparer.Ordinal) { ["Transport"] = "smtp", ["From"] = "finance@example.com", ["CompanyName"] = "Example Company", ["Smtp"] = smtp };
        if (imapPort is { } port)
        {
            mail["Imap"] = new { Host = "127.0.0.1", Port = port, Security = "None", User = "finance", SentFolder = "Sent" };
        }

        Write(Path.Combine(target, "config", "reconciler.json"), JsonSerializer.Serialize(new
        {
            Folders = new { Layouts = Path.Combine(Places.Config, "layouts"), Letters = Path.Combine(Places.Config, "letters") },
            Disputes = new { Recipients = new[] { new { Marketplace = "bazaar", Address = "disputes@bazaar.example", Language = "en" } } },
            Mail = mail,
        }));
    }

    /// <summary>All files of a folder, into a new one.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>A text file, with the folders that it stands in.</summary>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
