using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reconciler.Worker.Tests;

/// <summary>Who names whose types within a project, read by the compiler: a <c>using</c> is no use, and none hides behind an alias, a static import or an extension method.</summary>
internal sealed record HouseUses(IReadOnlyList<HouseUses.SourceFile> Files)
{
    /// <param name="Name">Path from the project's folder, with <c>/</c>.</param>
    /// <param name="Namespace">Empty where the file has none.</param>
    /// <param name="Uses">The other files of the project whose types it names.</param>
    internal sealed record SourceFile(string Name, string Namespace, HashSet<string> Uses);

    /// <summary>What the SDK adds to each file (<c>ImplicitUsings</c>), and the Worker's project file.</summary>
    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks; global using Microsoft.Extensions.Logging;
        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> All = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <param name="project">Its own assembly is none of the references; its sources stand for it.</param>
    /// <param name="sources">Its files by their paths from its folder.</param>
    public static HouseUses Of(string project, IEnumerable<(string Name, string Text)> sources)
    {
        var (trees, compilation) = Compiled(project, sources);
        var names = trees.SelectMany(t => Bearing(t.GetRoot())).ToHashSet(StringComparer.Ordinal);
        return new([.. trees.AsParallel().Select(t => new SourceFile(
            t.FilePath, t.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? string.Empty, Named(compilation.GetSemanticModel(t), names)))]);
    }

    /// <summary>Calls that log past the source-generated messages, whose numbers README lists: by whichever name, alias or static import. Each as <c>FILE: METHOD</c>.</summary>
    /// <param name="project">As for <see cref="Of"/>.</param>
    /// <param name="sources">As for <see cref="Of"/>.</param>
    public static IEnumerable<string> LogCalls(string project, IEnumerable<(string Name, string Text)> sources)
    {
        var (trees, compilation) = Compiled(project, sources);
        return trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => compilation.GetSemanticModel(tree).GetSymbolInfo(call)).Where(Logs)
            .Select(info => $"{tree.FilePath}: {(info.Symbol ?? info.CandidateSymbols[0]).Name}"));
    }

    /// <summary>The types through which a line is logged without a number of its own.</summary>
    private static bool Logs(SymbolInfo info) => (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol { ContainingType: { } type } method && (type.ToDisplayString(), method.Name) switch
    {
        ("Microsoft.Extensions.Logging.LoggerExtensions", var name) => name != "BeginScope",
        ("Microsoft.Extensions.Logging.ILogger", "Log") or ("Microsoft.Extensions.Logging.LoggerMessage", _) => true,
        ("Serilog.Log" or "Serilog.ILogger" or "Serilog.Core.Logger", "Write" or "Verbose" or "Debug" or "Information" or "Warning" or "Error" or "Fatal") => true,
        _ => false,
    };

    private static (List<SyntaxTree> Trees, CSharpCompilation Compilation) Compiled(string project, IEnumerable<(string Name, string Text)> sources)
    {
        var trees = sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, path: s.Name)).ToList();
        return (trees, CSharpCompilation.Create(
            project, [.. trees, CSharpSyntaxTree.ParseText(GlobalUsings)], All.Value.Where(r => !IsOf(project, r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));
    }

    /// <summary>Files that use each other, in a circle: each set once, sorted.</summary>
    public IEnumerable<IReadOnlyList<string>> Circles(Func<string, bool> within)
    {
        var used = Files.Where(f => within(f.Name)).ToDictionary(f => f.Name, f => f.Uses.Where(within).ToList(), StringComparer.Ordinal);
        var reached = used.Keys.ToDictionary(f => f, f => Reached(f, used), StringComparer.Ordinal);
        return reached.Keys.Where(f => reached[f].Contains(f)).Order(StringComparer.Ordinal)
            .Select(f => reached[f].Where(other => reached[other].Contains(f)).Order(StringComparer.Ordinal).ToList())
            .DistinctBy(circle => circle[0]);
    }

    private static HashSet<string> Reached(string file, Dictionary<string, List<string>> used)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([file]);
        while (open.TryPop(out var next))
        {
            foreach (var other in used[next].Where(reached.Add))
            {
                open.Push(other);
            }
        }

        return reached;
    }

    private static bool IsOf(string project, MetadataReference reference) =>
        Path.GetFileNameWithoutExtension(reference.Display) is var name && (name == project || (name == "reconciler" && project == "Reconciler.Worker"));

    /// <summary>The names that a type or an extension bears, also by alias or without the end of an attribute's: no other names need to be bound, which takes most of the time.</summary>
    private static IEnumerable<string> Bearing(SyntaxNode root) => root.DescendantNodes().SelectMany(node => node switch
    {
        BaseTypeDeclarationSyntax type => (string[])[type.Identifier.ValueText, type.Identifier.ValueText.Replace("Attribute", "", StringComparison.Ordinal)],
        DelegateDeclarationSyntax type => [type.Identifier.ValueText],
        UsingDirectiveSyntax { Alias: { } alias } => [alias.Name.Identifier.ValueText],
        MethodDeclarationSyntax method when method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true => [method.Identifier.ValueText],
        _ => [],
    });

    private static HashSet<string> Named(SemanticModel model, HashSet<string> names)
    {
        // A static import reaches its members by their bare names.
        var root = (CompilationUnitSyntax)model.SyntaxTree.GetRoot();
        var imports = root.DescendantNodes().OfType<UsingDirectiveSyntax>().Any(u => u.StaticKeyword.IsKind(SyntaxKind.StaticKeyword));
        var named = root.DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<SimpleNameSyntax>().Where(name => imports || names.Contains(name.Identifier.ValueText))
            .Select(name => TypeOf(model.GetSymbolInfo(name))).OfType<INamedTypeSymbol>().Select(FilesOf).Where(files => !files.Contains(model.SyntaxTree.FilePath)).SelectMany(files => files);
        return [.. named];
    }

    /// <summary>The type that a name names; of a member that stands without its type (an extension, a static import) the type that has it.</summary>
    private static INamedTypeSymbol? TypeOf(SymbolInfo info) => (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
    {
        INamedTypeSymbol type => type,
        IAliasSymbol { Target: INamedTypeSymbol type } => type,
        IMethodSymbol { MethodKind: MethodKind.Constructor } made => made.ContainingType,
        IMethodSymbol { MethodKind: MethodKind.ReducedExtension } extension => extension.ContainingType,
        { IsStatic: true, ContainingType: { } type } => type,
        _ => null,
    };

    private static HashSet<string> FilesOf(INamedTypeSymbol type) =>
        [.. type.OriginalDefinition.DeclaringSyntaxReferences.Select(r => r.SyntaxTree.FilePath).Where(path => path.Length > 0)];
}
