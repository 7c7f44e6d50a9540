using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Reconciler.TestSupport;

namespace Reconciler.Simulator.Kills;

/// <summary>How one point ended.</summary>
/// <param name="Killed">False where the run ended by itself before its point came.</param>
/// <param name="Sent">Disputes that ended sent.</param>
/// <param name="Uncertain">Those held for a person.</param>
/// <param name="Unheard">Those among them that the server never took: a person looks for them in vain.</param>
/// <param name="Faults">What is wrong; empty where nothing is.</param>
/// <param name="Told">What the store says and what the server counted, a line each.</param>
internal sealed record KillOutcome(KillPoint Point, bool Killed, int Sent, int Uncertain, int Unheard, IReadOnlyList<string> Faults, IReadOnlyList<string> Told);

/// <summary>One point: starts the program, kills it there, starts it again and once more, and judges. Uses the folder, the mail server and the mailbox once.</summary>
internal sealed partial class KillTrial : IDisposable
{
    private const string ImapPassword = "right horse";
    private static readonly Dictionary<string, string> Secrets = new() { ["RECONCILER_IMAP_PASSWORD"] = ImapPassword };
    private static readonly TimeSpan WritingALetter = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan TellingTheStore = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan HearingTheAnswer = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // The server may still have to read what lay on the line when the program died.
    private static readonly TimeSpan ServerSettles = TimeSpan.FromMilliseconds(150);

    private readonly KillPoint point;
    private readonly KillStores stores;
    private readonly string folder;
    private readonly MailServer server;
    private readonly ImapServer? mailbox;
    private readonly List<string> faults = [];
    private int copied;

    /// <param name="folder">Empty; left with <c>data</c> and <c>config</c> as the point leaves them.</param>
    private KillTrial(KillPoint point, KillStores stores, string folder)
    {
        (this.point, this.stores, this.folder) = (point, stores, folder);
        server = new MailServer(new MailServerPlan(Tls: "", Stages: StagesOf(point)));
        mailbox = point.SentFolder ? new ImapServer(new ImapServerPlan(Tls: "", Password: ImapPassword)) : null;
        stores.CopyTo(folder, point.LettersWritten, server, mailbox);
    }

    public static async Task<KillOutcome> Run(KillPoint point, KillStores stores, string folder)
    {
        using var trial = new KillTrial(point, stores, folder);
        var killed = await trial.Kill(trial.Reached);
        if (point.Stage == KillStage.Twice)
        {
            await trial.Kill(stop => Task.Delay(stores.WholeRun * point.Share, stop));
        }

        await trial.RunUndisturbed(KillStores.RestartedAt);
        await trial.RunUndisturbed(KillStores.SettledAt);
        return await trial.Judge(killed);
    }

    public void Dispose()
    {
        mailbox?.Dispose();
        server.Dispose();
    }

    private static Dictionary<string, string> StagesOf(KillPoint point) =>
        point.PausesAt is { } stage ? new(StringComparer.Ordinal) { [stage] = FormattableString.Invariant($"at {point.Mail} pause") } : [];

    /// <returns>False where the program ended by itself first.</returns>
    private async Task<bool> Kill(Func<CancellationToken, Task> reached)
    {
        using var over = new CancellationTokenSource(Longest);
        using var program = KilledProgram.Start(folder, Secrets, "dispute", "--as-of", KillStores.KilledAt);
        await Task.WhenAny(reached(over.Token), program.End);
        if (over.IsCancellationRequested)
        {
            faults.Add($"within {Longest.TotalSeconds} seconds neither was the point reached nor did the run end");
        }

        program.Kill();
        var end = await program.End;
        await over.CancelAsync();
        if (!end.WasKilled && end.ExitCode != 0)
        {
            faults.Add($"the run that was to be killed ended by itself with {end.ExitCode}: {end.Messages.Trim()}");
        }

        server.GoOn();
        await FileCopies();
        return end.WasKilled;
    }

    private async Task Reached(CancellationToken stop)
    {
        switch (point.Stage)
        {
            case KillStage.Start:
                await Task.Delay(stores.ToFirstLetter * point.Share, stop);
                break;
            case KillStage.AnyTime:
                await Task.Delay(stores.WholeRun * point.Share, stop);
                break;
            case KillStage.Letter:
                while (KillStores.LettersBegun(folder) < point.Mail)
                {
                    await Task.Delay(1, stop);
                }

                await Task.Delay(WritingALetter * point.Share, stop);
                break;
            case KillStage.After:
                await Answered().WaitAsync(stop);
                await Task.Delay(TellingTheStore * point.Share, stop);
                break;
            case KillStage.Answer:
                await Paused().WaitAsync(stop);
                await HearAnswerWithoutStore(stop);
                break;
            default:
                await Paused().WaitAsync(stop);
                break;
        }
    }

    private Task Paused() => server.Told("paused " + point.PausesAt);

    private Task Answered() => server.Told(FormattableString.Invariant($"answered {point.Mail}"));

    /// <summary>The program waits for the store, which another writer holds, while the answer comes; the writer lets go when the program is dead.</summary>
    private async Task HearAnswerWithoutStore(CancellationToken stop)
    {
        var store = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "reconciler.db")};Pooling=False");
        await store.OpenAsync(stop);
        using var begin = store.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(stop);
        stop.Register(store.Dispose);
        server.GoOn();
        await Answered().WaitAsync(stop);
        await Task.Delay(HearingTheAnswer, stop);
    }

    private async Task RunUndisturbed(string asOf)
    {
        await Done("dispute", "--as-of", asOf);
        await FileCopies();
    }

    private async Task<string> Done(params string[] arguments)
    {
        var end = await KilledProgram.Run(folder, Secrets, arguments);
        if (end.ExitCode != 0)
        {
            faults.Add($"reconciler {string.Join(' ', arguments)} ended with {end.ExitCode}: {end.Messages.Trim()}");
        }

        return end.Output;
    }

    /// <summary>As a server does that keeps what it sends: before the program is started again.</summary>
    private async Task FileCopies()
    {
        if (mailbox is null)
        {
            return;
        }

        await Task.Delay(ServerSettles);
        foreach (var mail in server.Received.Skip(copied))
        {
            mailbox.Deliver(mail.Content, "Sent");
            copied++;
        }
    }

    private async Task<KillOutcome> Judge(bool killed)
    {
        // None of them changes anything.
        var texts = await Task.WhenAll(Done("export", "disputes"), Done("export", "findings"), Done("audit", "verify"));
        var disputes = CsvText.Parse(texts[0]).Select(row => new ToldDispute(row["dispute_id"], row["finding_id"], row["state"], row["message_id"].Trim('<', '>'))).ToList();
        var states = CsvText.Parse(texts[1]).ToDictionary(row => row["finding_id"], row => row["state"], StringComparer.Ordinal);
        var counted = server.Received.Select(mail => MessageId().Match(Encoding.Latin1.GetString(mail.Content)).Groups["id"].Value).ToList();
        faults.AddRange(KillVerdict.Judge(stores.Findings.ToDictionary(id => id, id => states.GetValueOrDefault(id, "gone"), StringComparer.Ordinal), disputes, counted, point.SentFolder, point.BeforeContent));
        return new KillOutcome(
            point, killed,
            disputes.Count(d => d.State == "sent"),
            disputes.Count(d => d.State == "uncertain"),
            disputes.Count(d => d.State == "uncertain" && !counted.Contains(d.MessageId)),
            faults,
            [.. disputes.Select(d => $"the store says: {d.Id} {d.State} {d.MessageId}"), .. counted.Select(id => $"the server took: {id}")]);
    }

    [GeneratedRegex(@"^message-id:\s*<(?<id>[^>]+)>", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MessageId();
}
