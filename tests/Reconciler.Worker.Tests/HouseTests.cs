using System.ComponentModel;
using System.Diagnostics;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>The house keeps its borders. After each rule a table of what breaks it, so that a rule that has gone blind is seen.</summary>
public sealed class HouseTests
{
    private const string Rooms = "Core Import Store Documents Mail Worker";

    [Fact]
    public void Rooms_reference_only_what_they_may() => Assert.Empty(HouseRules.ProjectReferences(Places.Root));

    [Theory]
    [InlineData("Core", "Import", "Reconciler.Core may not reference Reconciler.Import")]
    [InlineData("Import", "Store", "Reconciler.Import may not reference Reconciler.Store")]
    [InlineData("Documents", "Mail", "Reconciler.Documents may not reference Reconciler.Mail")]
    [InlineData("Store", "Worker", "Reconciler.Store may not reference Reconciler.Worker")]
    [InlineData("Worker", "TestSupport", "Reconciler.Worker may not reference Reconciler.TestSupport")]
    // A seventh room is not built without a thought.
    [InlineData("Common", "Core", "Reconciler.Common is not a room of the house")]
    public void A_reference_across_a_border_is_seen(string room, string other, string problem)
    {
        using var house = new TempFolder();
        InstallRig.Write(house.Path, $"src/Reconciler.{room}/Reconciler.{room}.csproj", $"""<Project><ItemGroup><ProjectReference Include="..\Reconciler.{other}\Reconciler.{other}.csproj" /></ItemGroup></Project>""");

        Assert.Equal([problem], HouseRules.ProjectReferences(house.Path));
    }

    [Fact]
    public void Packages_are_used_only_in_their_room() => Assert.Empty(HouseRules.Packages(Places.Root));

    [Theory]
    [InlineData("Core", "NodaTime")]
    [InlineData("Core", "Anything.At.All")]
    [InlineData("Mail", "CsvHelper")]
    [InlineData("Worker", "Dapper")]
    [InlineData("Worker", "Microsoft.Data.Sqlite")]
    [InlineData("Import", "Microsoft.Data.SqlClient")]
    [InlineData("Import", "dbup-sqlite")]
    [InlineData("Mail", "SkiaSharp")]
    [InlineData("Import", "MiniExcel")]
    [InlineData("Worker", "DocumentFormat.OpenXml")]
    [InlineData("Worker", "MailKit")]
    [InlineData("Documents", "MimeKit")]
    [InlineData("Documents", "DotLiquid")]
    [InlineData("Store", "Quartz.Extensions.Hosting")]
    public void A_package_in_the_wrong_room_is_seen(string room, string package)
    {
        using var house = new TempFolder();
        InstallRig.Write(house.Path, $"src/Reconciler.{room}/Reconciler.{room}.csproj", $"""<Project><ItemGroup><PackageReference Include="{package}" /></ItemGroup></Project>""");

        Assert.Equal([$"Reconciler.{room} may not use the package {package}"], HouseRules.Packages(house.Path));
    }

    [Fact]
    public void The_code_of_a_room_uses_no_package_of_another_room() =>
        Assert.Empty(Rooms.Split(' ').SelectMany(room => HouseRules.AssemblyReferences("Reconciler." + room, AssemblyOf(room))));

    [Fact]
    public void Code_that_uses_the_package_of_another_room_is_seen()
    {
        // MailKit itself, which uses MimeKit, stands for the compiled code of a room.
        var compiled = Path.Combine(AppContext.BaseDirectory, "MailKit.dll");

        Assert.Equal(["the code of Reconciler.Worker may not use MimeKit"], HouseRules.AssemblyReferences("Reconciler.Worker", compiled));
        Assert.Empty(HouseRules.AssemblyReferences("Reconciler.Mail", compiled));
    }

    [Theory]
    [InlineData("Core")]
    [InlineData("Import")]
    [InlineData("Store")]
    [InlineData("Documents")]
    [InlineData("Mail")]
    [InlineData("Worker")]
    public void Inside_a_room_each_folder_uses_only_those_before_it_and_rules_and_commands_are_leaves(string room) => Assert.Empty(HouseRules.Order(Places.Root, "Reconciler." + room));

    [Theory]
    [InlineData("Values", "using Reconciler.Core.Records; namespace Reconciler.Core.Values; class C { Entry e; }", "may not use Records")]
    [InlineData("Records", "namespace Reconciler.Core.Records; class C : Reconciler.Core.Matching.Match;", "may not use Matching")]
    // An alias, a static import, an extension and the last parts of a name reach a type as well.
    [InlineData("Matching", "using F = Reconciler.Core.Findings.Finding; namespace Reconciler.Core.Matching; class C { F f; }", "may not use Findings")]
    [InlineData("Matching", "using static Reconciler.Core.Findings.Kinds; namespace Reconciler.Core.Matching; class C { int n = Count; }", "may not use Findings")]
    [InlineData("Matching", "using Reconciler.Core.Findings; namespace Reconciler.Core.Matching; class C { int n = 3.Doubled(); }", "may not use Findings")]
    [InlineData("Matching", "namespace Reconciler.Core.Matching; class C { Findings.Finding f; }", "may not use Findings")]
    [InlineData("Matching", "namespace Reconciler.Core.Records;", "has the namespace Reconciler.Core.Records, not that of its folder")]
    [InlineData("Helpers", "namespace Reconciler.Core.Helpers;", "lies in no folder of Reconciler.Core")]
    public void A_use_against_the_order_is_seen(string folder, string source, string problem)
    {
        using var house = CoreWith(folder, source);

        Assert.Equal([$"{folder}/Sample.cs {problem}"], HouseRules.Order(house.Path, "Reconciler.Core"));
    }

    [Theory]
    [InlineData("Reports", "using Reconciler.Core.Findings; namespace Reconciler.Core.Reports; class C { Finding f; }")]
    [InlineData("Findings", "namespace Reconciler.Core.Findings; class C { Records.Entry e; }")]
    // Neither a using alone, nor a property that is named like a folder, nor what comments and texts say, is a use.
    [InlineData("Matching", "using Reconciler.Core.Findings; namespace Reconciler.Core.Matching; class C { int Findings => 1; int N => Findings; }")]
    [InlineData("Matching", "// see Reconciler.Core.Findings\nnamespace Reconciler.Core.Matching; /* Findings.Finding */ class C { string s = \"Core.Findings.Finding\"; }")]
    public void A_use_in_the_order_is_let_through(string folder, string source)
    {
        using var house = CoreWith(folder, source);

        Assert.Empty(HouseRules.Order(house.Path, "Reconciler.Core"));
    }

    [Fact]
    public void Rules_that_know_their_registry_are_seen()
    {
        using var house = CoreWith("Findings", "namespace Reconciler.Core.Findings; static class Finder { static int All => First.Find + Second.Find; public const int Days = 3; }");
        InstallRig.Write(house.Path, "src/Reconciler.Core/Findings/First.cs", "namespace Reconciler.Core.Findings; static class First { public static int Find => Finder.Days; }");
        InstallRig.Write(house.Path, "src/Reconciler.Core/Findings/Second.cs", "namespace Reconciler.Core.Findings; static class Second { public static int Find => 1; }");

        Assert.Equal(["Findings/First.cs, Findings/Sample.cs use each other"], HouseRules.Order(house.Path, "Reconciler.Core"));
    }

    [Fact]
    public void Core_knows_no_clock_no_disk_no_network_and_no_database() => Assert.Empty(HouseRules.Impure(AssemblyOf("Core")));

    [Fact]
    public void Code_that_looks_at_the_clock_or_the_disk_is_seen()
    {
        // This assembly does both, below and elsewhere.
        var impure = HouseRules.Impure(typeof(HouseTests).Assembly.Location).ToList();

        Assert.True(ReadTheClock() > DateTime.MinValue);
        Assert.Contains("System.DateTime.get_UtcNow", impure);
        Assert.Contains("System.IO.File", impure);
        Assert.Contains("System.Diagnostics.Process", impure);
    }

    [Fact]
    public void Every_project_is_in_the_solution() => Assert.Empty(HouseRules.Solution(Places.Root));

    [Fact]
    public void A_project_outside_the_solution_is_seen()
    {
        using var house = new TempFolder();
        InstallRig.Write(house.Path, "Reconciler.sln", """Project("{FAE0}") = "Reconciler.Core", "src\Reconciler.Core\Reconciler.Core.csproj", "{4167}" """);
        InstallRig.Write(house.Path, "tools/Extra/Extra.csproj", "<Project />");
        InstallRig.Write(house.Path, "tools/Extra/obj/Made.csproj", "<Project />");

        Assert.Equal(
            ["tools/Extra/Extra.csproj is not in Reconciler.sln", "src/Reconciler.Core/Reconciler.Core.csproj is in Reconciler.sln and not on disk"],
            HouseRules.Solution(house.Path));
    }

    [Fact]
    public void Nothing_else_lies_on_the_top_level() => Assert.Empty(HouseRules.TopLevelStrangers(TrackedFiles()));

    [Fact]
    public void All_that_was_agreed_lies_on_the_top_level()
    {
        var tracked = TrackedFiles();
        var worker = tracked.Count(path => path.StartsWith("src/Reconciler.Worker/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));
        Assert.SkipWhen(worker < 2, "The Worker is not built yet; with it comes the rest of the top level. Missing now: " + string.Join(", ", HouseRules.TopLevelGaps(tracked)));

        Assert.Empty(HouseRules.TopLevelGaps(tracked));
    }

    [Fact]
    public void Strangers_and_gaps_on_the_top_level_are_seen()
    {
        string[] tracked = [".ci/run", ".gitignore", "src/a.cs", "tests/b.cs", "config/c.json", "Reconciler.sln", "README.md", "install.ps1", "docs/d.md", "global.json"];

        Assert.Equal(["docs does not belong on the top level", "global.json does not belong on the top level"], HouseRules.TopLevelStrangers(tracked));
        Assert.Equal(["seeds is missing on the top level", "findings is missing on the top level"], HouseRules.TopLevelGaps(tracked));
    }

    [Fact]
    public void Every_finding_can_be_run_by_somebody_else() => Assert.Empty(HouseRules.Findings(Places.Root));

    [Theory]
    [InlineData("a.sh", "#!/bin/bash\n# Pins: Foo 1.2\nset -euo pipefail\n", "[a.sh](a.sh)", null)]
    [InlineData("a.sh", "#!/bin/bash\n# Foo\nset -euo pipefail\n", "[a.sh](a.sh)", "findings/a.sh does not state its pins in its second line")]
    [InlineData("a.sh", "#!/bin/bash\n# Pins: Foo 1.2\nfoo\n", "[a.sh](a.sh)", "findings/a.sh goes on after an error")]
    [InlineData("a.sh", "#!/bin/bash\n# Pins: Foo 1.2\nset -e\n", "[b.sh](b.sh)", "findings/README.md does not tell of a.sh")]
    [InlineData("a.txt", "Foo\n", "[a.txt](a.txt)", "findings/a.txt is no script of bash")]
    public void A_finding_that_nobody_else_could_run_is_seen(string name, string text, string list, string? problem)
    {
        using var house = new TempFolder();
        InstallRig.Write(house.Path, "findings/" + name, text);
        InstallRig.Write(house.Path, "findings/README.md", list);

        Assert.Equal(problem is null ? [] : [problem], HouseRules.Findings(house.Path));
    }

    private static TempFolder CoreWith(string folder, string source)
    {
        var house = new TempFolder();
        InstallRig.Write(house.Path, "src/Reconciler.Core/Records/Entry.cs", "namespace Reconciler.Core.Records; public sealed record Entry;");
        InstallRig.Write(house.Path, "src/Reconciler.Core/Matching/Match.cs", "namespace Reconciler.Core.Matching; public class Match;");
        InstallRig.Write(house.Path, "src/Reconciler.Core/Findings/Finding.cs", "namespace Reconciler.Core.Findings; public abstract record Finding; public static class Kinds { public const int Count = 2; public static int Doubled(this int n) => 2 * n; }");
        InstallRig.Write(house.Path, $"src/Reconciler.Core/{folder}/Sample.cs", source);
        return house;
    }

    private static string AssemblyOf(string room) => Path.Combine(AppContext.BaseDirectory, room == "Worker" ? "reconciler.dll" : $"Reconciler.{room}.dll");

#pragma warning disable RS0030 // The rule that forbids the clock needs a clock to be seen at work.
    private static DateTime ReadTheClock() => DateTime.UtcNow;
#pragma warning restore RS0030

    /// <summary>What git holds; skips aloud where the project is not a git checkout, as in an unpacked archive.</summary>
    private static string[] TrackedFiles()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files"])
            {
                WorkingDirectory = Places.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            // Git says little on standard error, so that it cannot block while standard output is read.
            var files = git.StandardOutput.ReadToEnd();
            var error = git.StandardError.ReadToEnd();
            git.WaitForExit();
            Assert.SkipWhen(git.ExitCode != 0, "git does not list the files: " + error.Trim());
            return files.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            Assert.Skip("git is not installed, so the files of the project cannot be told from others beside them.");
            return [];
        }
    }
}
