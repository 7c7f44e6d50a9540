using Reconciler.Core.Matching;
using Reconciler.Documents.Drawing;
using Reconciler.Import.Files;
using Reconciler.Import.Layouts;
using Reconciler.Mail;
using Reconciler.Mail.Reading;
using Reconciler.Mail.Sending;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>check</c>: what an admin wants to know on the first day, a line each with the mend.</summary>
internal static class CheckCommand
{
    private const long LeastFreeBytes = 1L << 30;

    private const string Any = "*";

    public static async Task<int> Run(CommandContext context, bool deep, CancellationToken stop)
    {
        var place = context.Place;
        var failed = 0;
        Check("configuration", () => (true, Path.Combine(place.ConfigFolder, SettingsFile.Name)));
        Check("layouts", () => (true, Count(LayoutCatalog.Load(place.Folder(place.Settings.Folders.Layouts)).Layouts.Count, "layout")));
        Check("rates", () =>
        {
            RateFiles.Load(place.RatesFolder);
            return (true, place.RatesFolder);
        });
        Check("letters", () => Letters.Load(place.Folder(place.Settings.Folders.Letters)) is var letters && letters.Check().Union(letters.Check(place.Settings.LettersNeeded())).ToList() is { Count: > 0 } faults
            ? (false, string.Join("; ", faults.Take(3)) + (faults.Count > 3 ? $"; and {faults.Count - 3} more" : ""))
            : (true, "all templates read"));
        Check("data folder", () =>
        {
            place.Data.Create();
            place.Data.TryWriting();
            var free = new DriveInfo(place.Data.Root).AvailableFreeSpace;
            return free >= LeastFreeBytes ? (true, place.Data.Root) : (false, $"{place.Data.Root}: only {free >> 20} MiB free; a gigabyte is wanted");
        });
        Check("store", () => place.OpenStore().PendingMigrations() is { Count: > 0 } pending
            ? (true, $"{place.Settings.Store.Provider}, brought up to date by the next run or by reconciler migrate ({string.Join(", ", pending)})")
            : (true, $"{place.Settings.Store.Provider}, up to date"));
        if (deep)
        {
            Check("matches", () => DeepCheck.Of(place));
        }

        Check("schedule", () => new RunSchedule(place.Settings.Schedule).NextAfter(context.Time.GetUtcNow().UtcDateTime) is { } next
            ? (true, FormattableString.Invariant($"next run {next:yyyy-MM-dd HH:mm:ss} UTC"))
            : (false, $"Schedule:Cron '{place.Settings.Schedule.Cron}' never fires again"));
        var disputes = place.Settings.Disputes;
        var gaps = new DisputeGaps(disputes, KnownPairs(place));
        Check("disputes", () => disputes.Recipients.Count == 0 ? (false, "nobody in Disputes:Recipients: findings are reported, but nobody is written to")
            : !disputes.Routes.Any(r => r.Steps.Count > 0) ? (false, "no steps in Disputes:Routes: findings are reported, but nobody is written to; leave Routes out for the usual ones")
            : gaps.Slips().ToList() is { Count: > 0 } slips ? (false, string.Join("; ", slips))
            : (true, $"{Count(disputes.Recipients.Count, "recipient")}, {Count(disputes.Routes.Count, "route")}"));
        foreach (var silence in gaps.Silences())
        {
            Say("NOTE", "disputes", silence);
        }

        var mail = place.Settings.Mail;
        await Ask("mail", async () => mail.Transport == "pickup" ? (true, $"pickup, from {mail.From}")
            : (MissingSecret(mail.Smtp, "Mail:Smtp", Secrets.SmtpPassword, Secrets.SmtpPasswordName, Secrets.SmtpOAuthSecret, Secrets.SmtpOAuthSecretName)
                ?? await new SmtpTransport(mail.Smtp, Secrets.Smtp, context.Time).FindFault(mail.From, stop)) is { } fault ? (false, fault)
            : (true, FormattableString.Invariant($"{mail.Smtp.Host}:{mail.Smtp.Port} takes mails from {mail.From}; nothing was sent")));
        await Ask("answers", async () => !mail.Imap.IsUsed ? (true, "Mail:Imap is not set: answers are not read, and reminders wait for a person")
            : (MissingSecret(mail.Imap, "Mail:Imap", Secrets.ImapPassword, Secrets.ImapPasswordName, Secrets.ImapOAuthSecret, Secrets.ImapOAuthSecretName)
                ?? await new Mailbox(mail.Imap, Secrets.Imap, context.Time).FindFault(stop)) is { } fault ? (false, fault)
            : (true, $"{mail.Imap.User} on {mail.Imap.Host}, folder {mail.Imap.Folder}"));
        Check("audit", () => (true, Witness.Tried(place.Settings.Audit, context.Time.GetUtcNow().UtcDateTime, stop)));
        Check("fonts", () => Fonts.OfThisMachine.Missing("中文日本語") is { Count: > 0 } missing
            ? (true, "Latin and Cyrillic; " + Fonts.Explain(missing))
            : (true, "Latin, Cyrillic and Chinese"));
        return failed == 0 ? ExitCode.Done : ExitCode.Failed;

        void Check(string name, Func<(bool Good, string Says)> look)
        {
            (bool Good, string Says) answer;
            try
            {
                answer = look();
            }
            catch (Exception e) when (e is SettingsException or LayoutException or RateFileException or LetterException or StoreException or SealException or IOException or UnauthorizedAccessException)
            {
                answer = (false, e.Message);
            }

            Tell(name, answer);
        }

        // What can go wrong on the way to a server is an answer already.
        async Task Ask(string name, Func<Task<(bool Good, string Says)>> look) => Tell(name, await look());

        void Tell(string name, (bool Good, string Says) answer)
        {
            failed += answer.Good ? 0 : 1;
            Say(answer.Good ? "ok  " : "MEND", name, answer.Says);
        }

        void Say(string sign, string name, string what) => context.Output.WriteLine($"{sign}  {name,-14} {what}");
    }

    /// <summary>The purchases that the store has matched and the configuration names; of a store that cannot be read, its own line tells.</summary>
    private static HashSet<KnownPair> KnownPairs(Workplace place)
    {
        var pairs = place.Settings.Matching.Pairs.Where(p => p.Wallet != Any && p.Marketplace != Any).Select(p => new KnownPair(p.Wallet, p.Marketplace)).ToHashSet();
        try
        {
            var store = place.OpenStore();
            if (store.PendingMigrations().Count == 0)
            {
                using var work = store.BeginReading();
                pairs.UnionWith(work.Matches.FindTraders().Select(t => new KnownPair(t.Wallet, t.Marketplace)));
            }
        }
        catch (StoreException)
        {
        }

        var directions = place.Settings.Matching.ToPairs();
        pairs.RemoveWhere(p => directions.Of(p.Wallet, p.Marketplace) == Direction.Sales);
        return pairs;
    }

    private static string Count(int count, string thing) => FormattableString.Invariant($"{count} {thing}{(count == 1 ? "" : "s")}");

    private static string? MissingSecret(MailServerSettings server, string section, string? password, string passwordName, string? secret, string secretName) =>
        server is { User.Length: > 0, OAuth.TokenEndpoint.Length: 0 } && password is null ? $"{section}:User is set, but there is no password in the environment variable {passwordName}"
        : server is { OAuth: { TokenEndpoint.Length: > 0, CertificateFile.Length: 0 } } && secret is null ? $"{section}:OAuth has no CertificateFile, and there is no secret in the environment variable {secretName}"
        : null;
}
