using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Xunit;

namespace Reconciler.TestSupport;

/// <summary>How a test's mailbox server behaves.</summary>
/// <param name="Tls"><c>implicit</c>, or empty for none.</param>
/// <param name="TokenCheck">Where the server asks whether an access token is good (<c>http://…?token=</c>), for signing in with XOAUTH2; empty for signing in with the password.</param>
/// <param name="MarksSent">Whether it tells which folder is the one of sent mails (RFC 6154).</param>
public sealed record ImapServerPlan(ServerCertificate? Certificate = null, string Tls = "implicit", string Password = "right horse", string TokenCheck = "", bool MarksSent = true);

/// <summary>A real mailbox (Debian's dovecot-imapd) on a port of this machine, for one test. Ends with it.</summary>
public sealed class ImapServer : IDisposable
{
    private const string Program = "/usr/sbin/dovecot";
    private const string ImapProgram = "/usr/lib/dovecot/imap";

    private readonly TempFolder folder = new();
    private readonly Process process;
    private int delivered;

    /// <summary>Starts it; skips the test aloud where the machine has no dovecot.</summary>
    public ImapServer(ImapServerPlan plan)
    {
        if (!IsInstalled)
        {
            folder.Dispose();
            Assert.Skip("This machine has no dovecot (Debian: apt-get install dovecot-imapd).");
        }

        // Dovecot opens no mailbox as root: there, all of it runs as nobody.
        var (user, group) = Environment.IsPrivilegedProcess ? ("nobody", "nogroup") : (Ask("id", "-un"), Ask("id", "-gn"));
        Port = FreePort.Find();
        File.WriteAllText(folder["dovecot.conf"], Configuration(plan, user, group));
        File.WriteAllText(folder["oauth2.conf"], $"tokeninfo_url = {plan.TokenCheck}\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n");
        File.WriteAllText(folder["users"], $"finance:{{PLAIN}}{plan.Password}::::::\n");
        if (plan.Certificate is { } certificate)
        {
            File.Copy(certificate.CertificateFile, folder["server.pem"]);
            File.Copy(certificate.KeyFile, folder["server.key"]);
        }

        string[] start = [Program, "-F", "-c", folder["dovecot.conf"]];
        if (Environment.IsPrivilegedProcess)
        {
            Ask("chown", "-R", $"{user}:{group}", folder.Path);
            start = ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", .. start];
        }

        process = Process.Start(new ProcessStartInfo(start[0], start[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        WaitUntilItListens();
    }

    /// <summary>Whether this machine has the server's programs.</summary>
    public static bool IsInstalled => File.Exists(Program) && File.Exists(ImapProgram);

    public int Port { get; }

    /// <summary>What the server wrote about its work.</summary>
    public string Log => File.Exists(folder["log"]) ? File.ReadAllText(folder["log"]) : string.Empty;

    /// <summary>Puts a mail into a folder as a delivery does: <c>INBOX</c> or one below it.</summary>
    public void Deliver(byte[] eml, string into = "INBOX")
    {
        var place = Maildir(into);
        foreach (var part in new[] { "tmp", "new", "cur" })
        {
            Directory.CreateDirectory(Path.Combine(place, part));
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + ++delivered}.M{delivered}.test");
        File.WriteAllBytes(Path.Combine(place, "tmp", name), eml);
        File.Move(Path.Combine(place, "tmp", name), Path.Combine(place, "new", name));
        Own(place);
    }

    /// <summary>Whether a mail of the inbox bears a mark, such as having been seen.</summary>
    public bool HasMarkedMails => Directory.GetFiles(Path.Combine(Maildir("INBOX"), "cur")).Any(f => !f.EndsWith(":2,", StringComparison.Ordinal));

    /// <summary>As after a restored backup: the mails stay, and their numbers count for nothing any more.</summary>
    public void Renumber()
    {
        foreach (var file in Directory.GetFiles(Maildir("INBOX"), "dovecot*"))
        {
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        // Asked to end, it would wait for helpers that are just starting.
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }

    private string Maildir(string name) => name == "INBOX" ? folder["Maildir"] : folder["Maildir", "." + name];

    private static void Own(string place)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Ask("chown", "-R", "nobody:nogroup", place);
        }
    }

    private string Configuration(ImapServerPlan plan, string user, string group)
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var (plain, secure) = plan.Tls == "implicit" ? ("0", port) : (port, "0");
        var signIn = plan.TokenCheck.Length == 0
            ? $"auth_mechanisms = plain\npassdb {{\n  driver = passwd-file\n  args = {folder["users"]}\n}}"
            : $"auth_mechanisms = xoauth2\npassdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {folder["oauth2.conf"]}\n}}";
        return $$"""
            protocols = imap
            listen = 127.0.0.1
            base_dir = {{folder["run"]}}
            state_dir = {{folder["run"]}}
            log_path = {{folder["log"]}}
            default_internal_user = {{user}}
            default_internal_group = {{group}}
            default_login_user = {{user}}
            disable_plaintext_auth = no
            ssl = {{(plan.Tls == "implicit" ? "yes" : "no")}}
            {{(plan.Certificate is null ? "" : $"ssl_cert = <{folder["server.pem"]}\nssl_key = <{folder["server.key"]}")}}
            mail_location = maildir:{{folder["Maildir"]}}
            # A wrong password is answered at once, not after growing waits.
            auth_failure_delay = 0
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{plain}}
              }
              inet_listener imaps {
                port = {{secure}}
              }
            }
            {{signIn}}
            userdb {
              driver = static
              args = uid={{user}} gid={{group}} home={{folder.Path}}
            }
            namespace inbox {
              inbox = yes
              separator = /
              mailbox Sent {
                auto = create
                {{(plan.MarksSent ? "special_use = \\Sent" : "")}}
              }
            }

            """;
    }

    private void WaitUntilItListens()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var probe = new TcpClient("127.0.0.1", Port);
                return;
            }
            catch (SocketException) when (!process.HasExited && clock.Elapsed < TimeSpan.FromSeconds(10))
            {
                Thread.Sleep(10);
            }
            catch (SocketException e)
            {
                var why = Log + (process.HasExited ? process.StandardError.ReadToEnd() : string.Empty);
                throw new InvalidOperationException("The mailbox server did not start: " + why, e);
            }
        }
    }

    private static string Ask(string program, params string[] arguments)
    {
        using var asked = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = asked.StandardOutput.ReadToEnd().Trim();
        asked.WaitForExit();
        return said;
    }
}
