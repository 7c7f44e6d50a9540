using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class MailSettingsTests
{
    private static readonly SmtpSettings Server = new() { Host = "mail.example.com" };

    [Fact]
    public void Settings_with_a_sender_and_a_name_are_enough_for_the_outbox() => Assert.Empty(Cases.Sender.Check());

    [Fact]
    public void Wrong_settings_are_all_told_with_their_keys_and_what_is_allowed()
    {
        var wrong = new MailSettings
        {
            Transport = "pigeon",
            From = "finance",
            ReplyTo = "a@example.com, b@example.com",
            Language = "../en",
            AnswerWithinBusinessDays = 0,
            MaxMegabytes = 101,
            Signature = [.. Enumerable.Repeat("line", 11)],
        };

        Assert.Equal(
            ["Transport", "From", "ReplyTo", "CompanyName", "Signature", "Language", "AnswerWithinBusinessDays", "MaxMegabytes"],
            wrong.Check().Select(f => f["Mail:".Length..f.IndexOf(" is ", StringComparison.Ordinal)]));
        Assert.Equal("Mail:Transport is 'pigeon'. Allowed are pickup and smtp.", wrong.Check()[0]);
    }

    [Fact]
    public void The_mail_server_is_checked_only_where_it_is_used()
    {
        Assert.Empty(Cases.Sender.Check());
        Assert.StartsWith("Mail:Smtp:Host is ''", (Cases.Sender with { Smtp = new SmtpSettings { Port = 0 } }).Check()[0], StringComparison.Ordinal); // said, and not said whose
        Assert.Equal(["Mail:Smtp:Host is ''. Write the mail server's name, such as mail.example.com."], (Cases.Sender with { Transport = "smtp" }).Check());
    }

    [Fact]
    public void A_server_by_its_name_alone_is_enough() => Assert.Empty(Server.Check());

    [Theory]
    [InlineData("mail.example.com", false)]
    [InlineData("10.0.0.5", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("127.0.0.1.example.com", false)]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    public void Plain_text_is_allowed_to_this_machine_only(string host, bool allowed)
    {
        var faults = (Server with { Host = host, Security = "None" }).Check();

        Assert.Equal(allowed, faults.Count == 0);
        Assert.All(faults, f => Assert.StartsWith("Mail:Smtp:Security is 'None'. Plain text is allowed to localhost only", f, StringComparison.Ordinal));
    }

    [Fact]
    public void Trust_is_a_file_that_holds_a_certificate_or_a_whole_thumbprint_but_not_both()
    {
        using var folder = new TempFolder();
        var authority = new TestAuthority(folder.Path);
        File.WriteAllText(folder["empty.pem"], "no certificate");
        var thumbprint = new string('a', 64);

        Assert.Empty((Server with { CaFile = authority.CaFile }).Check());
        Assert.Empty((Server with { Thumbprint = thumbprint }).Check());
        Assert.Single((Server with { CaFile = folder["nowhere.pem"] }).Check());
        Assert.Single((Server with { CaFile = folder["empty.pem"] }).Check());
        Assert.Single((Server with { Thumbprint = thumbprint[..40] }).Check()); // SHA-1 is not enough
        Assert.Single((Server with { Thumbprint = thumbprint, CaFile = authority.CaFile }).Check());
    }

    // A service is started in a folder of the system's.
    [Fact]
    public void Files_are_named_from_the_configurations_folder()
    {
        using var folder = new TempFolder();
        var authority = new TestAuthority(folder.Path);
        var oauth = new OAuthSettings { TokenEndpoint = "https://login.example.com/token", ClientId = "reconciler", CertificateFile = Path.GetFileName(authority.CaFile) };
        var relative = Cases.Sender with
        {
            Transport = "smtp",
            Smtp = Server with { User = "finance@example.com", CaFile = Path.GetFileName(authority.CaFile), OAuth = oauth },
            Imap = new ImapSettings { Host = "mail.example.com", User = "finance@example.com", CaFile = Path.Combine("..", Path.GetFileName(folder.Path), Path.GetFileName(authority.CaFile)), OAuth = oauth },
        };

        var here = relative.In(folder.Path);

        Assert.Equal(4, relative.Check().Count);
        Assert.Empty(here.Check());
        Assert.Equal(
            [authority.CaFile, authority.CaFile, authority.CaFile, authority.CaFile],
            (string[])[here.Smtp.CaFile, here.Smtp.OAuth.CertificateFile, here.Imap.CaFile, here.Imap.OAuth.CertificateFile]);
        Assert.Equal(here, here.In("elsewhere"));
        Assert.Equal(("", ""), (Cases.Sender.In(folder.Path).Smtp.CaFile, Cases.Sender.In(folder.Path).Imap.OAuth.CertificateFile));
    }

    [Theory]
    [InlineData("", 587, "StartTls", 30, 600, "Host")]
    [InlineData("mail example com", 587, "StartTls", 30, 600, "Host")]
    [InlineData("mail.example.com", 65536, "StartTls", 30, 600, "Port")]
    [InlineData("mail.example.com", 587, "starttls-if-offered", 30, 600, "Security")]
    [InlineData("mail.example.com", 587, "StartTls", 0, 600, "ConnectTimeoutSeconds")]
    [InlineData("mail.example.com", 587, "StartTls", 30, 1801, "SendTimeoutSeconds")]
    public void A_wrong_server_setting_names_its_key(string host, int port, string security, int connect, int send, string key)
    {
        var settings = new SmtpSettings { Host = host, Port = port, Security = security, ConnectTimeoutSeconds = connect, SendTimeoutSeconds = send };

        Assert.StartsWith($"Mail:Smtp:{key} is '", Assert.Single(settings.Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void Retries_and_rates_are_checked()
    {
        Assert.Equal((60, 200), (Cases.Sender.MostPerDomainAnHour, Cases.Sender.MostPerDomainADay));
        Assert.Equal([5, 15, 60, 240, 720], Cases.Sender.RetryAfterMinutes);
        Assert.Empty((Cases.Sender with { RetryAfterMinutes = [] }).Check());
        Assert.StartsWith("Mail:RetryAfterMinutes is '5, 0'", Assert.Single((Cases.Sender with { RetryAfterMinutes = [5, 0] }).Check()), StringComparison.Ordinal);
        Assert.StartsWith("Mail:MostPerDomainAnHour is '0'", Assert.Single((Cases.Sender with { MostPerDomainAnHour = 0 }).Check()), StringComparison.Ordinal);
        Assert.StartsWith("Mail:MostPerDomainADay is '0'", Assert.Single((Cases.Sender with { MostPerDomainADay = 0 }).Check()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mailbox_is_checked_only_where_it_is_used()
    {
        Assert.StartsWith("Mail:Imap:Host is ''", (Cases.Sender with { Imap = new ImapSettings { Folder = "" } }).Check()[0], StringComparison.Ordinal);
        Assert.Empty((Cases.Sender with { Imap = new ImapSettings { Host = "mail.example.com", User = "finance" } }).Check());
        Assert.Equal(
            ["Security", "Folder", "User", "ReadTimeoutSeconds", "MaxMails", "MaxMegabytes", "MaxAttachments"],
            (Cases.Sender with { Imap = new ImapSettings { Host = "mail.example.com", Security = "None", Folder = "", ReadTimeoutSeconds = 0, MaxMails = 0, MaxMegabytes = 101, MaxAttachments = 201 } })
                .Check().Select(f => f["Mail:Imap:".Length..f.IndexOf(" is ", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("https://login.example.com/token", "finance@example.com", "reconciler", "", "")]
    [InlineData("http://127.0.0.1:8080/token", "finance@example.com", "reconciler", "", "")]
    [InlineData("http://localhost/token", "finance@example.com", "reconciler", "", "")]
    [InlineData("http://login.example.com/token", "finance@example.com", "reconciler", "", "OAuth:TokenEndpoint")] // the secret would go in clear
    [InlineData("http://localhost.example.com/token", "finance@example.com", "reconciler", "", "OAuth:TokenEndpoint")]
    [InlineData("login.example.com", "finance@example.com", "reconciler", "", "OAuth:TokenEndpoint")]
    [InlineData("", "finance@example.com", "reconciler", "", "OAuth:TokenEndpoint")]
    [InlineData("https://login.example.com/token", "", "reconciler", "", "User")]
    [InlineData("https://login.example.com/token", "finance@example.com", "", "", "OAuth:ClientId")]
    [InlineData("https://login.example.com/token", "finance@example.com", "reconciler", "nowhere.pfx", "OAuth:CertificateFile")]
    public void Tokens_come_from_a_named_client_over_HTTPS(string endpoint, string user, string client, string file, string fault)
    {
        var faults = (Server with { User = user, OAuth = new OAuthSettings { TokenEndpoint = endpoint, ClientId = client, CertificateFile = file } }).Check();

        Assert.Equal(fault.Length == 0 ? [] : [fault], faults.Select(f => f["Mail:Smtp:".Length..f.IndexOf(" is ", StringComparison.Ordinal)]));
    }
}
