using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using Reconciler.Import.Files;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>The verifier that README prints proves an export by itself.</summary>
public sealed partial class ReadmeVerifierTests
{
    private static readonly string Script = Block().Match(File.ReadAllText(Path.Combine(Places.Root, "README.md")).ReplaceLineEndings("\n")).Groups["script"].Value;

    [Fact]
    public void It_runs_in_Windows_PowerShell_5_1_and_in_PowerShell_7() => Assert.Empty(BothPowerShells.Problems(Script));

    [Fact]
    public async Task It_proves_an_export_and_finds_what_the_program_finds()
    {
        using var project = await ReconcilerProcess.CopyAfterSampleRun();
        await ReconcilerProcess.Run(project.Path, "decide", "dismiss", "f-8d7f472737ed", "--reason", "\"Paid\" for C:\\office,\n naïve 付款 😀\t.");
        var export = project["audit.jsonl"];
        await ReconcilerProcess.Run(project.Path, "audit", "export", "--out", export);
        var whole = File.ReadAllText(export);
        var last = AuditFile.Read(export).Last();

        Assert.Equal($"{last.Seq} records, last hash {last.Hash}", Run($"{last.Seq}:{last.Hash}"));
        Assert.Equal($"{last.Seq} records, last hash {last.Hash}", Run(string.Empty));

        File.WriteAllText(export, whole.Replace("disputes@marketplace.example", "someone@else.example", StringComparison.Ordinal));
        Assert.Contains("was changed, or does not follow from the one before.", Run(string.Empty), StringComparison.Ordinal);

        File.WriteAllText(export, whole[..(whole.TrimEnd().LastIndexOf('\n') + 1)]);
        Assert.Equal($"The chain was cut off or written anew: it does not bear the head {last.Seq}:{last.Hash}.", Run($"{last.Seq}:{last.Hash}"));

        string Run(string head)
        {
            using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            runspace.Open();
            using var shell = PowerShell.Create(runspace);
            try
            {
                return Assert.Single(shell.AddScript(Script).AddArgument(export).AddArgument(head).Invoke()).BaseObject as string ?? string.Empty;
            }
            catch (RuntimeException e)
            {
                return e.Message;
            }
        }
    }

    [GeneratedRegex("```powershell\n(?<script>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();
}
