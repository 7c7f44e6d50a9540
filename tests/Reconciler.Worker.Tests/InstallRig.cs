using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>
/// Runs the real install.ps1 in this process against folders of its own. Only Windows is replaced: the service, and the native commands, whose
/// arguments still go through PowerShell's own quoting to a recorder. Skips on Windows, where the recorder, a shell script, does not run.
/// </summary>
/// <remarks>
/// PowerShell's library comes without the cmdlets of its Management and Utility modules; the few that the script uses are stubs here.
/// Outside Windows <c>#Requires -RunAsAdministrator</c> asks for nothing, so the file is run as it is.
/// </remarks>
internal sealed class InstallRig : IDisposable
{
    private const string Stubs = """
        function global:sc.exe { & $Recorder 'sc.exe' @args; $global:LASTEXITCODE = $Windows.Act() }
        function global:icacls.exe { & $Recorder 'icacls.exe' @args; $global:LASTEXITCODE = $Windows.Act() }
        function global:reg.exe { & $Recorder 'reg.exe' @args; $global:LASTEXITCODE = $Windows.Act() }
        function global:dotnet { & $Recorder 'dotnet' @args; $global:LASTEXITCODE = $Windows.Act() }
        function global:Get-Service($Name, $ErrorAction) { if ($Windows.Service -and $Windows.Service.Name -eq $Name) { $Windows.Service } }
        function global:Get-CimInstance($ClassName, $Filter) { [pscustomobject] @{ PathName = $Windows.Service.Command } }
        function global:ConvertTo-Json($InputObject) { $Windows::ToJson($InputObject) }
        function global:ConvertFrom-Json($InputObject) { $Windows::FromJson($InputObject) }
        function global:Start-Sleep($Seconds, $Milliseconds) { }
        function global:Write-Host($Object) { $Host.UI.WriteLine($Object) }
        function global:Write-Warning($Message) { $Host.UI.WriteWarningLine($Message) }
        function global:Write-Verbose($Message) { }
        """;

    private readonly TempFolder temp = new();
    private readonly string calls;

    public InstallRig()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands that the installer calls are shell scripts here.");
        calls = temp["calls.txt"];
        Windows = new StubWindows(calls) { Published = Source };
        Directory.CreateDirectory(Project);
        File.Copy(Path.Combine(Places.Root, "install.ps1"), Path.Combine(Project, "install.ps1"));
        WriteScript(Recorder, $"IFS='|'; printf '%s\\n' \"$*\" >> '{calls}'");
        Publish("1");
    }

    public StubWindows Windows { get; }

    /// <summary>Stands for the folder of the project: install.ps1 lies in it.</summary>
    public string Project => temp["project"];

    public string Source => temp["published program"];

    // With spaces, as Program Files has them.
    public string InstallFolder => temp["Program Files", "Reconciler"];

    public string DataFolder => temp["ProgramData", "Reconciler"];

    private string Recorder => temp["record"];

    public string Command(string? dataFolder = null) =>
        $"\"{InstallFolder}/reconciler.exe\" run --data \"{dataFolder ?? DataFolder}\" --config \"{dataFolder ?? DataFolder}/config\"";

    /// <summary>Replaces the published folder: a program that says its version, seeds, and the configuration files given beside reconciler.json.</summary>
    public void Publish(string version, params (string Name, string Text)[] configuration)
    {
        if (Directory.Exists(Source))
        {
            Directory.Delete(Source, recursive: true);
        }

        Program(version);
        Write(Source, "seeds/paypal.csv", "a seed");
        Write(Source, "runtimes/native.dll", "a library");
        foreach (var (name, text) in configuration.Prepend(("reconciler.json", "{}")))
        {
            Write(Source, "config/" + name, text);
            Write(Project, "config/" + name, text);
        }
    }

    /// <summary>The published program: records that it ran, says its version, and ends with these exit codes.</summary>
    public void Program(string version, int migrate = 0, int check = 0)
    {
        Directory.CreateDirectory(Source);
        WriteScript(
            Path.Combine(Source, "reconciler.exe"),
            $"IFS='|'; printf 'reconciler.exe|%s\\n' \"$*\" >> '{calls}'\n"
            + $"if [ \"$1\" = migrate ]; then echo 'Store: version {version}'; exit {migrate}; fi\n"
            + $"echo 'Prüfung {version}' >&2; exit {check}");
    }

    public string Config(string name) => Path.Combine(DataFolder, "config", name);

    public static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    /// <summary>Every file of the machine, with its text, and the service: the same before and after when nothing was changed.</summary>
    public string Snapshot() => string.Join('\n', Directory.GetFiles(temp.Path, "*", SearchOption.AllDirectories)
        .Where(file => file != calls).Order(StringComparer.Ordinal).Select(file => file + ": " + File.ReadAllText(file))
        .Concat(Directory.GetDirectories(temp.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))) + Windows.Service;

    public void ForgetCalls() => File.Delete(calls);

    /// <summary>Runs the script with the rig's folders and what else is given: switches by name, other parameters as <c>Name=value</c>.</summary>
    public Ran Install(params string[] parameters) =>
        Run([$"Source={Source}", $"InstallFolder={InstallFolder}", $"DataFolder={DataFolder}", .. parameters]);

    public Ran Uninstall(params string[] parameters) =>
        Run(["Uninstall", $"InstallFolder={InstallFolder}", $"DataFolder={DataFolder}", .. parameters]);

    /// <param name="parameters">As for <see cref="Install"/>; nothing is added.</param>
    public Ran Run(params string[] parameters)
    {
        const int No = 2;
        var host = new ListeningHost(No);
        using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.Open();
        runspace.SessionStateProxy.SetVariable("Windows", Windows);
        runspace.SessionStateProxy.SetVariable("Recorder", Recorder);
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(Stubs).Invoke();
        shell.Commands.Clear();
        shell.AddCommand(Path.Combine(Project, "install.ps1"));
        // A parameter that is given twice counts as it was given last.
        foreach (var (name, values) in parameters.Select(parameter => parameter.Split('=', 2)).GroupBy(parts => parts[0]).Select(group => (group.Key, group.Last())))
        {
            shell.AddParameter(name, values is [_, var value] ? value : true);
        }

        try
        {
            var output = shell.Invoke();
            Assert.Empty(output);
            Assert.Empty(shell.Streams.Error);
            return new Ran(host.Lines, null);
        }
        catch (RuntimeException failure)
        {
            return new Ran(host.Lines, failure.Message);
        }
    }

    public void Dispose() => temp.Dispose();

    private static void WriteScript(string path, string text)
    {
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <param name="Said">The lines that a person would see.</param>
    /// <param name="Failure">The message with which the script stopped, or null.</param>
    public sealed record Ran(List<string> Said, string? Failure)
    {
        public string Text => string.Join('\n', Said);
    }
}
