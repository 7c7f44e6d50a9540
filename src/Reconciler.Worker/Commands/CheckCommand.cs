using Reconciler.Documents.Drawing;
using Reconciler.Import;
using Reconciler.Mail;
using Reconciler.Mail.Writing;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>check</c>: what an admin wants to know on the first day, a line each with the mend.</summary>
internal static class CheckCommand
{
    private const long LeastFreeBytes = 1L << 30;

    public static Task<int> Run(CommandContext context, CancellationToken stop)
    {
        var place = context.Place;
        var failed = 0;
        Check("configuration", () => (true, Path.Combine(place.ConfigFolder, SettingsFile.Name)));
        Check("layouts", () => (true, $"{LayoutCatalog.Load(place.Folder(place.Settings.Folders.Layouts)).Layouts.Count} layouts"));
        Check("rates", () =>
        {
            RateFiles.Load(place.RatesFolder);
            return (true, place.RatesFolder);
        });
        Check("letters", () => Letters.Load(place.Folder(place.Settings.Folders.Letters)) is var letters && letters.Check() is { Count: > 0 } faults
            ? (false, string.Join("; ", faults.Take(3)) + (faults.Count > 3 ? $"; and {faults.Count - 3} more" : ""))
            : place.Settings.MissingLetter(letters) is { } missing
                ? (false, $"no letter {missing}; add letters/{missing}.liquid")
                : (true, "all templates read"));
        Check("data folder", () =>
        {
            place.Data.Create();
            var probe = Path.Combine(place.Data.Root, ".check");
            File.WriteAllText(probe, "check");
            File.Delete(probe);
            var free = new DriveInfo(place.Data.Root).AvailableFreeSpace;
            return free >= LeastFreeBytes ? (true, place.Data.Root) : (false, $"{place.Data.Root}: only {free >> 20} MiB free; a gigabyte is wanted");
        });
        Check("store", () => place.OpenStore().PendingMigrations() is { Count: > 0 } pending
            ? (true, $"{place.Settings.Store.Provider}, brought up to date by the next run or by reconciler migrate ({string.Join(", ", pending)})")
            : (true, $"{place.Settings.Store.Provider}, up to date"));
        Check("schedule", () => ScheduleZone.NextAfter(place.Settings.Schedule, context.Time.GetUtcNow().UtcDateTime) is { } next
            ? (true, FormattableString.Invariant($"next run {next:yyyy-MM-dd HH:mm:ss} UTC"))
            : (false, $"Schedule:Cron '{place.Settings.Schedule.Cron}' never fires again"));
        Check("mail", () => place.Settings.Disputes.Recipients.Count == 0
            ? (false, "no address in Disputes:Recipients: findings are reported, but nobody is written to")
            : place.Settings.Mail.Transport == "pickup" ? (true, $"pickup, from {place.Settings.Mail.From}, {place.Settings.Disputes.Recipients.Count} recipients")
            : MissingSecret(place.Settings.Mail.Smtp, "Mail:Smtp", Secrets.SmtpPassword, Secrets.SmtpPasswordName, Secrets.SmtpOAuthSecret, Secrets.SmtpOAuthSecretName) is { } missing ? (false, missing)
            : (true, $"{place.Settings.Mail.Transport}, from {place.Settings.Mail.From}, {place.Settings.Disputes.Recipients.Count} recipients"));
        Check("answers", () => !place.Settings.Mail.Imap.IsUsed
            ? (true, "Mail:Imap is not set: answers are not read, and reminders wait for a person")
            : MissingSecret(place.Settings.Mail.Imap, "Mail:Imap", Secrets.ImapPassword, Secrets.ImapPasswordName, Secrets.ImapOAuthSecret, Secrets.ImapOAuthSecretName) is { } missing ? (false, missing)
            : (true, $"{place.Settings.Mail.Imap.User} on {place.Settings.Mail.Imap.Host}, folder {place.Settings.Mail.Imap.Folder}"));
        Check("fonts", () => Fonts.OfThisMachine.Missing("中文日本語") is { Count: > 0 } missing
            ? (true, "Latin and Cyrillic; " + Fonts.Explain(missing))
            : (true, "Latin, Cyrillic and Chinese"));
        return Task.FromResult(failed == 0 ? ExitCode.Done : ExitCode.Failed);

        void Check(string name, Func<(bool Good, string Says)> look)
        {
            (bool Good, string Says) answer;
            try
            {
                answer = look();
            }
            catch (Exception e) when (e is LayoutException or RateFileException or LetterException or StoreException or IOException or UnauthorizedAccessException)
            {
                answer = (false, e.Message);
            }

            failed += answer.Good ? 0 : 1;
            context.Output.WriteLine($"{(answer.Good ? "ok  " : "MEND")}  {name,-14} {answer.Says}");
        }
    }

    private static string? MissingSecret(MailServerSettings server, string section, string? password, string passwordName, string? secret, string secretName) =>
        server is { User.Length: > 0, OAuth.TokenEndpoint.Length: 0 } && password is null ? $"{section}:User is set, but there is no password in the environment variable {passwordName}"
        : server is { OAuth: { TokenEndpoint.Length: > 0, CertificateFile.Length: 0 } } && secret is null ? $"{section}:OAuth has no CertificateFile, and there is no secret in the environment variable {secretName}"
        : null;
}
