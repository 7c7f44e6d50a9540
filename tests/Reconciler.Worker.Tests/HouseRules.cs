using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Reconciler.Worker.Tests;

/// <summary>The borders between the rooms. Each rule gives what breaks it, a line each; none when the house is in order.</summary>
internal static partial class HouseRules
{
    /// <summary>Which room may reference which; the Worker may reference all.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Reconciler.Core"] = [],
        ["Reconciler.Import"] = ["Reconciler.Core"],
        ["Reconciler.Store"] = ["Reconciler.Core"],
        ["Reconciler.Documents"] = ["Reconciler.Core"],
        ["Reconciler.Mail"] = ["Reconciler.Core"],
        ["Reconciler.Worker"] = ["Reconciler.Core", "Reconciler.Import", "Reconciler.Store", "Reconciler.Documents", "Reconciler.Mail"],
    };

    /// <summary>Beginnings of package and assembly names, and the rooms in which alone they may be used.</summary>
    private static readonly (string Begins, string[] Rooms)[] Homes =
    [
        ("CsvHelper", ["Reconciler.Import", "Reconciler.Documents"]),
        ("Dapper", ["Reconciler.Store"]),
        ("Microsoft.Data.", ["Reconciler.Store"]),
        ("dbup", ["Reconciler.Store"]),
        ("SkiaSharp", ["Reconciler.Documents"]),
        ("MiniExcel", ["Reconciler.Documents"]),
        ("DocumentFormat.OpenXml", ["Reconciler.Documents"]),
        ("MailKit", ["Reconciler.Mail"]),
        ("MimeKit", ["Reconciler.Mail"]),
        ("DotLiquid", ["Reconciler.Mail"]),
        ("Quartz", ["Reconciler.Worker"]),
    ];

    /// <summary>The folders of each project in their order: a folder uses itself and those before it. A dot is the project's own folder.</summary>
    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["Reconciler.Core"] = ["Values", "Records", "Reasons", "Matching", "Findings", "Disputes", "Reports", "Regions"],
        ["Reconciler.Store"] = ["."],
        ["Reconciler.Documents"] = [".", "Drawing", "Tables", "Evidence", "Reports"],
        ["Reconciler.Mail"] = [".", "Writing", "Drafting", "Connecting", "Sending", "Reading"],
        ["Reconciler.Worker"] = ["Screen", "Settings", "Jobs", "Commands", "."],
        ["Reconciler.Import"] = [".", "Bytes", "Spelling", "Tables", "Layouts", "Reading", "Files", "Guess"],
    };

    /// <summary>The project whose folders share its namespace: its callers see one room.</summary>
    private const string OneNamespace = "Reconciler.Import";

    /// <summary>Folders of rules or commands that one file lists: it knows each of them, and they neither know it nor stand in any other circle.</summary>
    private static readonly (string Project, string Folder)[] Leaves = [("Reconciler.Core", "Findings"), ("Reconciler.Worker", "Commands")];

    private static readonly HashSet<string> TopLevelNames = ["src", "tests", "config", "seeds", "findings", "Reconciler.sln", "README.md", "install.ps1"];

    /// <summary>Clocks, disks, networks and processes, by the beginning of the type's full name. A calculation needs none of them.</summary>
    private static readonly string[] ImpureTypes =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.Drive", "System.IO.Path", "System.Net.", "System.Data.", "Microsoft.Win32.", "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch", "System.TimeProvider", "System.Console", "System.Random", "System.Threading.Thread", "System.Threading.Timer", "System.Threading.Tasks.Task",
    ];

    /// <summary>The same by member, where the type has harmless ones too: every iterator asks System.Environment for its thread.</summary>
    private static readonly HashSet<string> ImpureMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.TimeZoneInfo.get_Local", "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.Environment.get_MachineName",
        "System.Environment.get_UserName", "System.Environment.get_CurrentDirectory", "System.Environment.GetEnvironmentVariable", "System.Environment.get_NewLine",
    ];

    public static IEnumerable<string> ProjectReferences(string root) =>
        from project in Projects(Path.Combine(root, "src"))
        let room = Path.GetFileNameWithoutExtension(project)
        from problem in Rooms.TryGetValue(room, out var allowed)
            ? Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
                .Except(allowed).Select(reference => $"{room} may not reference {reference}")
            : [$"{room} is not a room of the house"]
        select problem;

    public static IEnumerable<string> Packages(string root) =>
        from project in Projects(Path.Combine(root, "src"))
        let room = Path.GetFileNameWithoutExtension(project)
        from package in Included(project, "PackageReference")
        where room == "Reconciler.Core" || !MayUse(room, package)
        select $"{room} may not use the package {package}";

    /// <summary>Packages reach the Worker through the rooms; this sees whether its compiled code uses what belongs to them.</summary>
    public static IEnumerable<string> AssemblyReferences(string room, string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(assembly => !MayUse(room, assembly)).Order(StringComparer.Ordinal).Select(assembly => $"the code of {room} may not use {assembly}").ToList();
    }

    /// <summary>Inside a project each folder is a namespace and uses only those before it in the line, and no rule or command forms a circle with others. Read by meaning: see <see cref="HouseUses"/>.</summary>
    public static IEnumerable<string> Order(string root, string project)
    {
        if (Folders[project] is not { Length: > 0 } order)
        {
            yield break;
        }

        var folder = Path.Combine(root, "src", project);
        var uses = HouseUses.Of(project, Sources(folder).Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path))));
        foreach (var file in uses.Files.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var place = Array.IndexOf(order, FolderOf(file.Name));
            if (place < 0)
            {
                yield return $"{file.Name} lies in no folder of {project}";
                continue;
            }

            var home = order[place] == "." ? project : $"{project}.{order[place]}";
            if (file.Namespace.Length > 0 && file.Namespace != home && project != OneNamespace)
            {
                yield return $"{file.Name} has the namespace {file.Namespace}, not that of its folder";
            }

            foreach (var other in file.Uses.Select(FolderOf).Distinct().Where(other => Array.IndexOf(order, other) > place).Order(StringComparer.Ordinal))
            {
                yield return $"{file.Name} may not use {other}";
            }
        }

        foreach (var (_, leaves) in Leaves.Where(l => l.Project == project))
        {
            foreach (var circle in uses.Circles(file => FolderOf(file) == leaves))
            {
                yield return $"{string.Join(", ", circle)} use each other";
            }
        }
    }

    private static string FolderOf(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : ".";

    /// <summary>Types and members of the world outside that an assembly's code uses. Read from the compiled code, so that nothing hides behind a using.</summary>
    public static IEnumerable<string> Impure(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences.Select(handle => FullNameOf(metadata, handle))
            .Where(type => Array.Exists(ImpureTypes, impure => type.StartsWith(impure, StringComparison.Ordinal)));
        var members = metadata.MemberReferences.Select(handle => metadata.GetMemberReference(handle))
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => FullNameOf(metadata, (TypeReferenceHandle)member.Parent) + "." + metadata.GetString(member.Name))
            .Where(ImpureMembers.Contains);
        return types.Concat(members).Distinct().Order(StringComparer.Ordinal).ToList();
    }

    public static IEnumerable<string> Solution(string root)
    {
        var listed = ProjectPath().Matches(File.ReadAllText(Path.Combine(root, "Reconciler.sln"))).Select(match => match.Groups["path"].Value.Replace('\\', '/')).ToHashSet();
        var there = Projects(root).Select(path => Path.GetRelativePath(root, path).Replace('\\', '/')).ToHashSet();
        return there.Except(listed).Select(path => $"{path} is not in Reconciler.sln")
            .Concat(listed.Except(there).Select(path => $"{path} is in Reconciler.sln and not on disk"));
    }

    /// <param name="tracked">Paths from the top folder, with <c>/</c>, as <c>git ls-files</c> gives them.</param>
    public static IEnumerable<string> TopLevelStrangers(IEnumerable<string> tracked) =>
        tracked.Select(path => path.Split('/')[0]).Distinct().Where(name => name[0] != '.' && !TopLevelNames.Contains(name))
            .Select(name => $"{name} does not belong on the top level");

    /// <param name="tracked">As for <see cref="TopLevelStrangers"/>.</param>
    public static IEnumerable<string> TopLevelGaps(IEnumerable<string> tracked) =>
        TopLevelNames.Except(tracked.Select(path => path.Split('/')[0])).Select(name => $"{name} is missing on the top level");

    /// <summary>Each script of <c>findings/</c> can be run by somebody else: it states its pins, stops at the first error, and the list tells what it shows.</summary>
    public static IEnumerable<string> Findings(string root)
    {
        var folder = Path.Combine(root, "findings");
        var list = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (var path in Directory.GetFiles(folder).Where(path => Path.GetFileName(path) != "README.md").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var lines = File.ReadAllLines(path);
            if (!name.EndsWith(".sh", StringComparison.Ordinal) || lines.Length < 2 || lines[0] != "#!/bin/bash")
            {
                yield return $"findings/{name} is no script of bash";
                continue;
            }

            if (!lines[1].StartsWith("# Pins: ", StringComparison.Ordinal))
            {
                yield return $"findings/{name} does not state its pins in its second line";
            }

            if (!lines.Any(line => line.StartsWith("set -e", StringComparison.Ordinal)))
            {
                yield return $"findings/{name} goes on after an error";
            }

            if (!list.Contains($"]({name})", StringComparison.Ordinal))
            {
                yield return $"findings/README.md does not tell of {name}";
            }
        }
    }

    private static bool MayUse(string room, string package) =>
        !Homes.Any(home => package.StartsWith(home.Begins, StringComparison.OrdinalIgnoreCase) && !home.Rooms.Contains(room));

    private static IEnumerable<string> Projects(string folder) => Below(folder, "*.csproj");

    private static IEnumerable<string> Sources(string folder) => Below(folder, "*.cs");

    private static IEnumerable<string> Below(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "publish" || part[0] == '.'))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Included(string project, string element) =>
        XDocument.Load(project).Descendants(element).Select(reference => reference.Attribute("Include")?.Value).OfType<string>();

    private static string FullNameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? FullNameOf(metadata, (TypeReferenceHandle)type.ResolutionScope) + "." + name
            : metadata.GetString(type.Namespace) + "." + name;
    }

    [GeneratedRegex("""= "[^"]+", "(?<path>[^"]+\.csproj)",""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ProjectPath();
}
