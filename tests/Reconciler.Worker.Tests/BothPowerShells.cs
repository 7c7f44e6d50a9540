using System.Collections.Frozen;
using System.Management.Automation.Language;

namespace Reconciler.Worker.Tests;

/// <summary>
/// Says what in a script would fail in Windows PowerShell 5.1 or in PowerShell 7. Cmdlets, their parameters and static .NET members are
/// checked against short lists of what both have, so that something unknown is refused until a person has looked it up.
/// </summary>
internal static class BothPowerShells
{
    private const string CommonParameters = "ErrorAction WarningAction Verbose ErrorVariable OutVariable";

    /// <summary>Cmdlets that both editions have on Windows, with those of their parameters that both know. Source: the reference of 5.1 and of 7.</summary>
    private static readonly FrozenDictionary<string, string[]> Cmdlets = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ConvertFrom-Json"] = "InputObject",
        ["ConvertTo-Json"] = "InputObject Depth Compress",
        ["ForEach-Object"] = "Process Begin End",
        ["Get-CimInstance"] = "ClassName Filter",
        ["Get-Command"] = "Name",
        ["Get-Content"] = "LiteralPath Path Raw",
        ["Get-Service"] = "Name",
        ["Join-Path"] = "Path ChildPath",
        ["Set-StrictMode"] = "Version",
        ["Start-Sleep"] = "Seconds Milliseconds",
        ["Where-Object"] = "FilterScript",
        ["Write-Host"] = "Object",
        ["Write-Verbose"] = "Message",
        ["Write-Warning"] = "Message",
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Split(' '), StringComparer.OrdinalIgnoreCase);

    /// <summary>How many arguments without a name a cmdlet takes in 5.1, where that differs from what 7 takes.</summary>
    private static readonly FrozenDictionary<string, int> Positions =
        new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Join-Path"] = 2 }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Static members that .NET Framework 4.7.2, under 5.1, and .NET share; each was compiled against the reference assemblies of 4.7.2.</summary>
    private static readonly FrozenSet<string> StaticMembers = (
        "Array.Sort BitConverter.ToString Console.OutputEncoding Environment.Is64BitOperatingSystem Environment.Is64BitProcess "
        + "IO.Directory.CreateDirectory IO.Directory.Delete IO.Directory.Exists IO.Directory.GetDirectories IO.Directory.GetFileSystemEntries "
        + "IO.Directory.GetFiles IO.Directory.Move IO.File.Copy IO.File.Delete IO.File.Exists IO.File.ReadAllBytes IO.File.ReadAllLines IO.File.ReadAllText IO.File.WriteAllText "
        + "IO.Path.Combine IO.Path.DirectorySeparatorChar IO.Path.GetDirectoryName IO.Path.GetFileName IO.Path.GetPathRoot IO.Path.GetRandomFileName "
        + "IO.Path.GetTempPath IO.SearchOption.AllDirectories Security.Cryptography.SHA256.Create StringComparer.Ordinal StringComparison.OrdinalIgnoreCase "
        + "Text.Encoding.UTF8 Text.RegularExpressions.Regex.Unescape Text.UTF8Encoding.new").Split(' ').Select(name => "System." + name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Variables that 7 sets and 5.1 does not: with StrictMode, reading one ends the script there.</summary>
    private static readonly FrozenSet<string> NewVariables =
        "IsWindows IsLinux IsMacOS IsCoreCLR PSStyle EnabledExperimentalFeatures PSNativeCommandArgumentPassing PSNativeCommandUseErrorActionPreference"
            .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each problem with its line; none when the script runs in both.</summary>
    public static List<string> Problems(string script)
    {
        var tree = Parser.ParseInput(script, out var tokens, out var errors);
        var functions = tree.FindAll(node => node is FunctionDefinitionAst, searchNestedScriptBlocks: true)
            .Select(node => ((FunctionDefinitionAst)node).Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var problems = errors.Select(error => Say(error.Extent, error.Message)).ToList();
        problems.AddRange(tokens.SelectMany(Problems));
        if (tree.ScriptRequirements?.RequiredPSVersion is { } version && version > new Version(5, 1))
        {
            problems.Add($"#Requires asks for version {version}");
        }

        foreach (var node in tree.FindAll(_ => true, searchNestedScriptBlocks: true))
        {
            if (Syntax(node) is { } what)
            {
                problems.Add(Say(node.Extent, $"5.1 does not know {what}"));
            }

            problems.AddRange(node switch
            {
                CommandAst command => Problems(command, functions),
                MemberExpressionAst { Static: true, Expression: TypeExpressionAst type, Member: StringConstantExpressionAst member } =>
                    Problems(node, type.TypeName.FullName + "." + member.Value),
                _ => [],
            });
        }

        return problems;
    }

    private static string? Syntax(Ast node) => node switch
    {
        TernaryExpressionAst => "a ternary",
        PipelineChainAst => "a chain with && or ||",
        BinaryExpressionAst { Operator: TokenKind.QuestionQuestion } => "null-coalescing",
        BinaryExpressionAst { Operator: TokenKind.Ireplace or TokenKind.Creplace, Right: ArrayLiteralAst { Elements: [_, ScriptBlockExpressionAst] } } => "-replace with a script block",
        AssignmentStatementAst { Operator: TokenKind.QuestionQuestionEquals } => "null-coalescing assignment",
        MemberExpressionAst { NullConditional: true } => "null-conditional access",
        IndexExpressionAst { NullConditional: true } => "null-conditional access",
        InvokeMemberExpressionAst { GenericTypeArguments.Count: > 0 } => "type arguments of a method",
        ScriptBlockAst { CleanBlock: not null } => "a clean block",
        PipelineAst { Background: true } => "a pipeline in the background",
        // 5.1 knows classes, but their features differ and they cannot be loaded in parts. An installer needs none.
        TypeDefinitionAst => "all features of classes",
        VariableExpressionAst variable when NewVariables.Contains(variable.VariablePath.UserPath) && !IsSet(variable) => $"the variable ${variable.VariablePath.UserPath}",
        _ => null,
    };

    /// <summary>Setting such a variable is harmless in 5.1; reading it is not.</summary>
    private static bool IsSet(VariableExpressionAst variable) => variable.Parent is AssignmentStatementAst assignment && assignment.Left == variable;

    private static IEnumerable<string> Problems(Token token) => token switch
    {
        StringToken text when text.Kind is TokenKind.StringExpandable or TokenKind.HereStringExpandable
            && (text.Text.Contains("`e", StringComparison.Ordinal) || text.Text.Contains("`u{", StringComparison.Ordinal)) =>
            [Say(text.Extent, "5.1 does not know the escapes `e and `u{}")],
        NumberToken number when number.Text.StartsWith("0b", StringComparison.OrdinalIgnoreCase) || number.Text.TrimStart('-')[^1] is 'u' or 'U' or 'n' or 'N' or 'y' or 'Y' or 's' or 'S' =>
            [Say(number.Extent, "5.1 does not know binary numbers and the suffixes u, n, y and s")],
        _ => [],
    };

    private static IEnumerable<string> Problems(CommandAst command, HashSet<string> functions)
    {
        // & $Command and & 'name' with a variable are seen where the name is written: as an argument.
        if (command.GetCommandName() is not { } name || functions.Contains(name))
        {
            yield break;
        }

        if (!Cmdlets.TryGetValue(name, out var parameters))
        {
            yield return Say(command.Extent, $"{name} is not on the list of cmdlets that 5.1 and 7 share");
            yield break;
        }

        foreach (var parameter in command.CommandElements.OfType<CommandParameterAst>())
        {
            if (!parameters.Concat(CommonParameters.Split(' ')).Contains(parameter.ParameterName, StringComparer.OrdinalIgnoreCase))
            {
                yield return Say(parameter.Extent, $"{name} -{parameter.ParameterName} is not on the list of parameters that 5.1 and 7 share");
            }
        }

        if (Positions.TryGetValue(name, out var most) && !command.CommandElements.OfType<CommandParameterAst>().Any() && command.CommandElements.Count - 1 > most)
        {
            yield return Say(command.Extent, $"{name} takes {most} arguments in 5.1");
        }
    }

    private static IEnumerable<string> Problems(Ast node, string member)
    {
        var full = member.StartsWith("System.", StringComparison.OrdinalIgnoreCase) ? member : "System." + member;
        return StaticMembers.Contains(full) ? [] : [Say(node.Extent, $"{full} is not on the list of members that .NET Framework and .NET share")];
    }

    private static string Say(IScriptExtent where, string what) => FormattableString.Invariant($"line {where.StartLineNumber}: {what}: {where.Text.Split('\n')[0].Trim()}");
}
