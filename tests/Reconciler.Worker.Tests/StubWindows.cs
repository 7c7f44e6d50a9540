using System.Collections;
using System.Management.Automation;
using System.Text.Json;

namespace Reconciler.Worker.Tests;

/// <summary>What install.ps1 meets of Windows: one service, and native commands that may be told to fail. Members are called from <see cref="InstallRig"/>'s stub functions.</summary>
public sealed class StubWindows(string calls)
{
    private bool failsOnce;

    /// <summary>The service, or null while there is none.</summary>
    public StubService? Service { get; set; }

    /// <summary>What <c>dotnet publish</c> brings.</summary>
    public required string Published { get; init; }

    /// <summary>Beginnings of calls that fail, with their exit codes.</summary>
    public Dictionary<string, int> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>A started service is stopped again at once, as one whose program falls over.</summary>
    public bool FallsOver { get; set; }

    /// <summary>What the commands did so far, a line each, the arguments as a native command gets them, between bars.</summary>
    public string[] Calls => File.Exists(calls) ? File.ReadAllLines(calls) : [];

    /// <summary>Lets the next call that begins like this fail, and none after it.</summary>
    public void FailOnce(string call, int exitCode)
    {
        Failing[call] = exitCode;
        failsOnce = true;
    }

    /// <summary>Does what the last recorded call asks for and gives its exit code.</summary>
    public int Act()
    {
        var call = Calls[^1];
        foreach (var (beginning, exitCode) in Failing)
        {
            if (call.StartsWith(beginning, StringComparison.Ordinal))
            {
                if (failsOnce)
                {
                    Failing.Clear();
                }

                return exitCode;
            }
        }

        var words = call.Split('|');
        switch (words)
        {
            case ["sc.exe", "create", var name, "binPath=", var command, ..]:
                Service = new StubService(name, command, "Stopped");
                return 0;
            case ["sc.exe", "config", _, "binPath=", var command, ..]:
                Service = Service! with { Command = command };
                return 0;
            case ["sc.exe", "start", ..]:
                Service = Service! with { Status = FallsOver ? "Stopped" : "Running" };
                return 0;
            case ["sc.exe", "stop", ..] when Service!.Status == "Stopped":
                return 1062;
            case ["sc.exe", "stop", ..]:
                Service = Service with { Status = "Stopped" };
                return 0;
            case ["sc.exe", "delete", ..]:
                Service = null;
                return 0;
            case ["dotnet", "publish", ..]:
                InstallRig.CopyFolder(Published, words[^1]);
                return 0;
            default:
                return 0;
        }
    }

    public static string ToJson(IDictionary pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return JsonSerializer.Serialize(pairs.Keys.Cast<string>().ToDictionary(key => key, key => pairs[key]!.ToString()), Indented);
    }

    public static PSObject FromJson(string json)
    {
        var result = new PSObject();
        foreach (var pair in JsonSerializer.Deserialize<Dictionary<string, string>>(json)!)
        {
            result.Properties.Add(new PSNoteProperty(pair.Key, pair.Value));
        }

        return result;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}

/// <summary>A service as the installer sees it.</summary>
public sealed record StubService(string Name, string Command, string Status);
