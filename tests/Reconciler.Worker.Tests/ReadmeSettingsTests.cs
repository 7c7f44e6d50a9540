using System.Text.RegularExpressions;
using Reconciler.Mail;
using Reconciler.TestSupport;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>The configurations that README shows are read as they stand.</summary>
public sealed partial class ReadmeSettingsTests
{
    [Fact]
    public void Both_mail_servers_of_README_are_read()
    {
        var shown = Block().Matches(File.ReadAllText(Path.Combine(Places.Root, "README.md"))).Select(m => Load(m.Groups["json"].Value)).ToList();
        Assert.Equal(2, shown.Count);
        Assert.All(shown, mail => Assert.Equal(("smtp", 587, "StartTls", 993, "Tls"), (mail.Transport, mail.Smtp.Port, mail.Smtp.Security, mail.Imap.Port, mail.Imap.Security)));
        Assert.Equal(["", "APP"], shown.Select(m => m.Smtp.OAuth.ClientId));
        Assert.Equal(["", "APP"], shown.Select(m => m.Imap.OAuth.ClientId));
    }

    private static MailSettings Load(string json)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[SettingsFile.Name], json);
        return SettingsFile.Load(folder.Path).Mail;
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Block();
}
