using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Reconciler.TestSupport;

/// <summary>A mail as it arrived.</summary>
/// <param name="From">The envelope's sender, which is not the header's.</param>
/// <param name="Tls">Whether it came over an encrypted line.</param>
/// <param name="User">Who had signed in, or empty.</param>
public sealed record ReceivedMail(string From, IReadOnlyList<string> To, bool Tls, string User, byte[] Content);

/// <summary>How a test's mail server behaves.</summary>
/// <param name="Tls"><c>starttls</c>, <c>implicit</c>, or empty for none.</param>
/// <param name="Stages">
/// What happens at connect, ehlo, starttls, auth, mail, rcpt, data, part (a kilobyte of the message has arrived) or content (all of it has): an answer such as
/// <c>550 5.1.1 no such user</c>, <c>drop</c> or <c>hang</c>; with <c>once </c> before it, the first time only.
/// </param>
/// <param name="Tokens">The access tokens with which <paramref name="User"/> may sign in.</param>
public sealed record MailServerPlan(
    string Tls = "starttls",
    ServerCertificate? Certificate = null,
    string User = "",
    string Password = "",
    IReadOnlyDictionary<string, string>? Stages = null,
    IReadOnlyList<string>? Tokens = null);

/// <summary>A real mail server (Debian's python3-aiosmtpd) on a free port of this machine, for one test. Ends with it.</summary>
public sealed class MailServer : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> IsThere = new(() => File.Exists(Python) && Run("-c", "import aiosmtpd") is var probe && Ended(probe));

    private readonly TempFolder folder = new();
    private readonly Process process;

    /// <summary>Starts it; skips the test aloud where the machine has no aiosmtpd.</summary>
    public MailServer(MailServerPlan plan)
    {
        if (!IsThere.Value)
        {
            folder.Dispose();
            Assert.Skip("This machine has no /usr/bin/python3 with aiosmtpd (Debian: apt-get install python3-aiosmtpd).");
        }

        var options = JsonSerializer.Serialize(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["folder"] = folder.Path,
            ["cert"] = plan.Certificate?.CertificateFile,
            ["key"] = plan.Certificate?.KeyFile,
            ["tls"] = plan.Tls,
            ["user"] = plan.User,
            ["password"] = plan.Password,
            ["stages"] = plan.Stages,
            ["tokens"] = plan.Tokens,
        });
        process = Run(Path.Combine(Places.Root, "tests", "Reconciler.TestSupport", "mail_server.py"), options);
        var line = process.StandardOutput.ReadLine();
        Port = int.TryParse(line, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new InvalidOperationException("The mail server did not start: " + process.StandardError.ReadToEnd());
    }

    public int Port { get; }

    /// <summary>The mails that arrived whole, in order, also those whose sender was never told so.</summary>
    public IReadOnlyList<ReceivedMail> Received =>
        [.. Directory.GetFiles(folder.Path, "*.json").Order(StringComparer.Ordinal)
            .Select(path => JsonSerializer.Deserialize<ReceivedMail>(File.ReadAllText(path))! with { Content = File.ReadAllBytes(Path.ChangeExtension(path, ".eml")) })];

    /// <summary>The access tokens that were shown, in order.</summary>
    public IReadOnlyList<string> Tokens => File.Exists(folder["tokens.log"]) ? File.ReadAllLines(folder["tokens.log"]) : [];

    /// <summary>The commands that were heard, such as <c>plain EHLO</c>, <c>tls MAIL</c>.</summary>
    public IReadOnlyList<string> Commands => File.Exists(folder["commands.log"]) ? File.ReadAllLines(folder["commands.log"]) : [];

    public void Dispose()
    {
        process.StandardInput.Close();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }

    private static Process Run(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Python, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static bool Ended(Process probe)
    {
        using (probe)
        {
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
    }
}
