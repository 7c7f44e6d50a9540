using System.Collections.Concurrent;
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
/// <c>550 5.1.1 no such user</c>, <c>drop</c>, <c>hang</c>, or <c>pause</c> until <see cref="MailServer.GoOn"/>; with <c>once </c> before it, the first time only, with
/// <c>at 3 </c> the third time only.
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
    private readonly ConcurrentDictionary<string, TaskCompletionSource> told = new(StringComparer.Ordinal);
    private readonly Process process;
    private readonly Task listening;

    /// <summary>Starts it; skips the test aloud where the machine has no aiosmtpd.</summary>
    public MailServer(MailServerPlan plan)
    {
        if (!IsInstalled)
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
        listening = Task.Run(Listen);
    }

    /// <summary>Whether this machine has the server's program.</summary>
    public static bool IsInstalled => IsThere.Value;

    public int Port { get; }

    /// <summary>Ends when the server has said a line: <c>paused STAGE</c>, or <c>answered 2</c> once the answer to the second mail that it kept is on its way.</summary>
    public Task Told(string line) => Said(line).Task;

    /// <summary>Ends a pause, and all that would come after it.</summary>
    public void GoOn() => process.StandardInput.WriteLine();

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
        listening.Wait();
        process.Dispose();
        folder.Dispose();
    }

    private async Task Listen()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Said(line).TrySetResult();
        }
    }

    private TaskCompletionSource Said(string line) => told.GetOrAdd(line, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

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
