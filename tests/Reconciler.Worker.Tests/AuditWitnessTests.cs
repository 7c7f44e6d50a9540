using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MimeKit;
using Reconciler.Core.Reports;
using Reconciler.Import.Files;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>Heads of the audit, signed with a certificate and stamped by an authority, kept where the store's owner cannot write.</summary>
public sealed class AuditWitnessTests : IDisposable
{
    private const string SecretName = "RECONCILER_AUDIT_CERTIFICATE_SECRET";

    private readonly TempFolder outside = new();
    private readonly TimeStamper authority;
    private readonly (string File, X509Certificate2 Certificate) signer;

    public AuditWitnessTests()
    {
        authority = new TimeStamper(outside.Path);
        signer = new TestAuthority(outside.Path).IssueClient("pfx", "opens it");
        Environment.SetEnvironmentVariable(SecretName, "opens it");
    }

    private string Thumbprint => signer.Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(SecretName, null);
        authority.Dispose();
        signer.Certificate.Dispose();
        outside.Dispose();
    }

    [Fact]
    public async Task A_signed_and_stamped_head_finds_a_cut_tail_and_a_chain_written_anew()
    {
        using var project = await Project();
        Assert.Equal(0, (await ReconcilerProcess.Run(project.Path, "once")).ExitCode);
        var head = TakenOut(project);
        await ReconcilerProcess.Run(project.Path, "once");
        var export = project["audit.jsonl"];
        await ReconcilerProcess.Run(project.Path, "audit", "export", "--out", export);

        var whole = await Verify();
        Assert.True(whole.ExitCode == 0, whole.Output + whole.Messages);
        Assert.Contains($"is signed by CN=reconciler, SHA-256 {Thumbprint.ToLowerInvariant()}\n", whole.Output, StringComparison.Ordinal);
        Assert.Matches(@"is stamped at 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC by CN=Stamp Room\n", whole.Output);
        Assert.Contains("1 head is on the chain", whole.Output, StringComparison.Ordinal);

        var lines = AuditFile.Read(export).ToList();
        var witnessed = AuditHead.FindAll(File.ReadAllText(head)).Single();
        Write(lines[..(int)(witnessed.Seq - 1)]);
        Assert.Contains($"its tail was cut off: the head {witnessed} tells of {witnessed.Seq} records", (await Verify()).Output, StringComparison.Ordinal);

        Write(Anew(lines));
        var anew = await Verify();
        Assert.Equal(1, anew.ExitCode);
        Assert.Contains($"it was written anew up to record {witnessed.Seq}", anew.Output, StringComparison.Ordinal);

        Task<Ended> Verify() => ReconcilerProcess.Run(project.Path, "audit", "verify", export, "--head", head);
        void Write(IEnumerable<AuditRecord> some) => File.WriteAllText(export, string.Concat(some.Select(l => AuditJson.Write(l) + "\n")));
    }

    [Fact]
    public async Task A_head_that_was_changed_or_is_signed_or_stamped_by_others_is_not_to_be_trusted()
    {
        using var project = await Project();
        await ReconcilerProcess.Run(project.Path, "once");
        var head = TakenOut(project);
        var (text, signature) = (File.ReadAllText(head), File.ReadAllBytes(head + ".p7s"));

        File.WriteAllText(head, text.Replace("audit-head ", "audit-head  ", StringComparison.Ordinal) + "audit-head " + text[11..]);
        var changed = await ReconcilerProcess.Run(project.Path, "audit", "verify", "--head", head);
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains(": its signature does not hold", changed.Output, StringComparison.Ordinal);
        Assert.Contains(": its time stamp is not of these bytes, or does not hold", changed.Output, StringComparison.Ordinal);

        File.WriteAllText(head, text);
        using var others = new TempFolder();
        using var other = new TimeStamper(others.Path, "Other Room");
        var forged = new TestAuthority(others.Path).IssueClient("pfx", "opens it");
        await Configure(project, forged.File, other);
        await ReconcilerProcess.Run(project.Path, "once");
        await Configure(project, signer.File, authority);
        var theirs = Directory.GetFiles(project[".sample", "heads"], "*.txt").Order(StringComparer.Ordinal).Last();
        var untrusted = await ReconcilerProcess.Run(project.Path, "audit", "verify", "--head", theirs + ".p7s");
        Assert.Equal(1, untrusted.ExitCode);
        Assert.Contains($"and should be by the certificate {Thumbprint.ToLowerInvariant()}", untrusted.Output, StringComparison.Ordinal);
        Assert.Contains("its time stamp is by CN=Other Room, whom nobody vouches for here", untrusted.Output, StringComparison.Ordinal);

        // Without configuration the signature is told, for the auditor to compare.
        await Configure(project, string.Empty, null);
        Assert.Contains("compare it with that of the certificate that should sign", (await ReconcilerProcess.Run(project.Path, "audit", "verify", "--head", head)).Output, StringComparison.Ordinal);
        Assert.NotEmpty(signature);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_stops_no_run_and_is_asked_again_for_all_that_is_missing()
    {
        using var project = await Project();
        await Configure(project, signer.File, authority, "http://127.0.0.1:1/tsr");
        var once = await ReconcilerProcess.Run(project.Path, "once");
        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Contains("is not signed or stamped; the next run tries again: http://127.0.0.1:1/tsr gives no time stamp: ", once.Messages, StringComparison.Ordinal);
        Assert.Empty(Heads(project, "*.tst"));
        Assert.Single(Heads(project, "*.p7s"));
        Assert.Contains("MEND  audit          http://127.0.0.1:1/tsr gives no time stamp", (await ReconcilerProcess.Run(project.Path, "check")).Output, StringComparison.Ordinal);

        await Configure(project, signer.File, authority);
        await ReconcilerProcess.Run(project.Path, "once");
        Assert.Equal((2, 2), (Heads(project, "*.tst").Length, authority.Given));
        Assert.Contains("ok    audit          a test was signed by CN=reconciler", (await ReconcilerProcess.Run(project.Path, "check")).Output, StringComparison.Ordinal);

        Environment.SetEnvironmentVariable(SecretName, "wrong");
        var locked = await ReconcilerProcess.Run(project.Path, "once");
        Assert.Equal(0, locked.ExitCode);
        Assert.Contains($"cannot be opened: ", locked.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong\"", locked.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_mail_bears_the_signed_head()
    {
        using var project = await Project();
        var config = File.ReadAllText(project["config", "reconciler.json"]);
        File.WriteAllText(project["config", "reconciler.json"], config.Replace("\"Schedule\": {", "\"Reports\": [ { \"Name\": \"daily\", \"Recipients\": [ \"ann@example.com\" ] } ], \"Schedule\": {", StringComparison.Ordinal));
        await ReconcilerProcess.Run(project.Path, "once");

        using var mail = MimeMessage.Load(Directory.GetFiles(project[".sample", "outbox"], "daily-*.eml").Single(), TestContext.Current.CancellationToken);
        var told = AuditHead.FindAll(mail.TextBody!).Single();
        var files = mail.Attachments.OfType<MimePart>().Where(a => a.FileName!.StartsWith("audit-head-", StringComparison.Ordinal)).ToDictionary(a => Path.GetExtension(a.FileName!), Content);

        Assert.Equal([".p7s", ".tst", ".txt"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"audit-head {told}\n", System.Text.Encoding.UTF8.GetString(files[".txt"]));
        foreach (var (ending, content) in files)
        {
            File.WriteAllBytes(outside["received.txt" + (ending == ".txt" ? "" : ending)], content);
        }

        var verify = await ReconcilerProcess.Run(project.Path, "audit", "verify", "--head", outside["received.txt"]);
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Messages);
        Assert.Contains("received.txt is signed by CN=reconciler", verify.Output, StringComparison.Ordinal);

        static byte[] Content(MimePart part)
        {
            using var bytes = new MemoryStream();
            part.Content!.DecodeTo(bytes);
            return bytes.ToArray();
        }
    }

    [Fact]
    public async Task An_auditor_checks_signature_and_stamp_with_openssl_alone()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not here (Debian: openssl).");
        using var project = await Project();
        await ReconcilerProcess.Run(project.Path, "once");
        var head = TakenOut(project);
        File.WriteAllText(outside["signer.pem"], signer.Certificate.ExportCertificatePem());

        Assert.Contains("successful", OpenSsl("cms", "-verify", "-binary", "-inform", "DER", "-in", head + ".p7s", "-content", head, "-CAfile", outside["signer.pem"], "-purpose", "any", "-out", outside["out.txt"]), StringComparison.Ordinal);
        Assert.Contains("Verification: OK", OpenSsl("ts", "-verify", "-data", head, "-in", head + ".tst", "-token_in", "-CAfile", authority.CaFile), StringComparison.Ordinal);

        File.AppendAllText(head, "x");
        Assert.Contains("failure", OpenSsl("cms", "-verify", "-binary", "-inform", "DER", "-in", head + ".p7s", "-content", head, "-CAfile", outside["signer.pem"], "-purpose", "any", "-out", outside["out.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_of_README_tells_who_signed_a_head_and_refuses_one_that_was_changed()
    {
        using var project = await Project();
        await ReconcilerProcess.Run(project.Path, "once");
        var head = TakenOut(project);
        var script = Regex.Match(File.ReadAllText(Path.Combine(Places.Root, "README.md")).ReplaceLineEndings("\n"), @"```powershell\n(?<script>param\(\[string\] \$File\)\n.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)).Groups["script"].Value;

        Assert.Equal($"CN=reconciler, SHA-256 {Thumbprint.ToLowerInvariant()}", Run());
        File.AppendAllText(head, "x");
        Assert.NotEqual($"CN=reconciler, SHA-256 {Thumbprint.ToLowerInvariant()}", Run());

        string Run()
        {
            using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            runspace.Open();
            using var shell = PowerShell.Create(runspace);
            try
            {
                return Assert.Single(shell.AddScript(script).AddArgument(head).Invoke()).BaseObject as string ?? string.Empty;
            }
            catch (RuntimeException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>The sample after its first run, with a witness configured since.</summary>
    private async Task<TempFolder> Project()
    {
        var project = await ReconcilerProcess.CopyAfterSampleRun();
        await Configure(project, signer.File, authority);
        return project;
    }

    private static async Task Configure(TempFolder project, string certificate, TimeStamper? authority, string? url = null)
    {
        var path = project["config", "reconciler.json"];
        var shipped = await File.ReadAllTextAsync(Path.Combine(Places.Root, "config", "reconciler.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, shipped.Replace("\"Store\": {", $$"""
            "Audit": { "CertificateFile": "{{certificate}}", "TimeStampUrl": "{{url ?? authority?.Address}}", "TimeStampCaFile": "{{authority?.CaFile}}", "TimeStampTimeoutSeconds": 5 }, "Store": {
            """, StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }

    private static string[] Heads(TempFolder project, string pattern) => Directory.GetFiles(project[".sample", "heads"], pattern);

    /// <summary>The first head with its signature and stamp, as somebody else keeps it.</summary>
    private string TakenOut(TempFolder project)
    {
        var head = Heads(project, "*.txt").Order(StringComparer.Ordinal).First();
        foreach (var ending in (string[])["", ".p7s", ".tst"])
        {
            File.Copy(head + ending, outside["kept.txt" + ending], overwrite: true);
        }

        return outside["kept.txt"];
    }

    private static IEnumerable<AuditRecord> Anew(IEnumerable<AuditRecord> lines)
    {
        var previous = AuditChain.FirstPreviousHash;
        foreach (var line in lines)
        {
            var next = AuditChain.Next(line.Seq - 1, previous, line.AtUtc, line.Seq == 2 ? "eve" : line.Actor, line.Action, line.Subject, line.Details);
            previous = next.Hash;
            yield return next;
        }
    }

    private static string OpenSsl(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return output.Result + messages.Result;
    }
}
