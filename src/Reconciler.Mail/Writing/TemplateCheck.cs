using System.Text.RegularExpressions;

namespace Reconciler.Mail.Writing;

/// <summary>Reads a template without running it and tells, with its line, everything that would fail or print nothing: also in branches that a test letter never takes.</summary>
/// <remarks>
/// The template engine itself names no lines and prints nothing for a word that it does not know. Letters use a small part of Liquid, so that this check can know all of
/// it: output with <c>default</c> and <c>size</c>, if, unless, case, for, comment and include. Filters that decode are not among them: they could bring markup back.
/// </remarks>
internal static partial class TemplateCheck
{
    private const string Path = @"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d{1,4}\])*";
    private const string Operand = @"(?:'[^']*'|""[^""]*""|-?\d{1,9}(?:\.\d{1,9})?(?!\d)|" + Path + ")";
    private const string Condition = "(?<left>" + Operand + @")(?:\s*(?<operator>==|!=|<>|<=|>=|<|>|\bcontains\b)\s*(?<right>" + Operand + "))?";

    /// <summary>Tags within tags, at most: the engine reads them by calling itself.</summary>
    private const int MostNested = 30;

    private const string Outside = "";

    private static readonly HashSet<string> Joints = ["and", "or", "contains"];

    private static readonly HashSet<string> Constants = ["nil", "null", "true", "false", "empty", "blank", .. Joints];

    /// <summary>What a name or a literal is, as far as filters and comparisons care.</summary>
    private enum Kind
    {
        Text,
        Number,
        Flag,
        List,

        /// <summary>Several words, such as an order.</summary>
        Words,

        /// <summary>nil, empty, blank.</summary>
        Nothing,

        /// <summary>Of a name whose fault is told already.</summary>
        Unknown,
    }

    private sealed record Open(string Tag, int Line, string? LoopName = null, Type? LoopType = null);

    /// <param name="pieces">What can be included; each is checked at each place where it is, with the words that are known there.</param>
    public static IEnumerable<LetterFault> Faults(string file, LetterSection section, Type model, IReadOnlyDictionary<string, LetterPiece> pieces) =>
        Faults(file, section, model, pieces, [], 0);

    private static IEnumerable<LetterFault> Faults(string file, LetterSection section, Type model, IReadOnlyDictionary<string, LetterPiece> pieces, IEnumerable<Open> around, int depth)
    {
        // The loops around a piece lend it their words, and are not its own to close.
        var open = new Stack<Open>(around.Select(o => o with { Tag = Outside }).Reverse());
        foreach (Match token in Token().Matches(section.Template))
        {
            var line = section.FirstLine + section.Template.AsSpan(0, token.Index).Count('\n');
            if (!InComment(open) && LetterPiece.IncludedBy(token.Value) is { } name && pieces.TryGetValue(name, out var piece) && depth < LetterPiece.MostDeep)
            {
                foreach (var fault in Faults(piece.Path, piece.Section, model, pieces, open, depth + 1))
                {
                    yield return fault;
                }

                continue;
            }

            var why = token.Value switch
            {
                "{{" or "{%" => "is not closed. Output ends in }}, a tag in %}.",
                ['{', '{', ..] => OutputFault(token.Value, open, model),
                _ => TagFault(TagPattern().Match(token.Value), line, open, model, pieces),
            };
            if (why is not null)
            {
                yield return new LetterFault(file, line, token.Value, why);
            }
        }

        foreach (var left in open.Where(o => o.Tag != Outside))
        {
            yield return new LetterFault(file, left.Line, $"{{% {left.Tag} %}}", $"is not closed by {{% end{left.Tag} %}} within its part.");
        }
    }

    private static string? OutputFault(string token, Stack<Open> open, Type model) =>
        InComment(open) ? null
        : OutputPattern().Match(token) is { Success: true } output ? ValueFault(output.Groups["name"].Value, output.Groups["filters"].Value, open, model)
        : "is not written like {{ order.number }} or {{ order.seller | default: '-' }}. The filters here are default and size.";

    /// <summary>The engine's filters take what they are made for, and throw at anything else; a list or several words would be printed run together.</summary>
    private static string? ValueFault(string name, string filters, Stack<Open> open, Type model)
    {
        if (Constants.Contains(name))
        {
            return $"'{name}' is no word that can be printed.";
        }

        if (NameFault(name + " " + filters, open, model) is { } unknown)
        {
            return unknown;
        }

        var kind = KindOf(name, open, model);
        foreach (Match filter in Filter().Matches(filters))
        {
            if (!filter.Groups["default"].Success)
            {
                if (kind is not (Kind.Text or Kind.List or Kind.Unknown))
                {
                    return "has size where there is nothing to count: it is for a list or a text.";
                }

                kind = Kind.Number;
            }
            else if (kind is not (Kind.Text or Kind.Number or Kind.Unknown))
            {
                return $"has default behind what is neither a text nor a number. Ask for it with {{% if {name}{(kind == Kind.List ? ".size > 0" : "")} %}}.";
            }
            else if (KindOf(filter.Groups["default"].Value, open, model) is not (Kind.Text or Kind.Number or Kind.Unknown))
            {
                return $"has a default, {filter.Groups["default"].Value}, that is neither a text nor a number.";
            }
        }

        return kind switch
        {
            Kind.List => $"'{name}' is a list. Name its size or one of its items ({name}.first), or go through it with {{% for %}}.",
            Kind.Words => $"'{name}' stands for several words. Known are {string.Join(", ", KnownBeside(name + ".", open, model))}.",
            _ => null,
        };
    }

    private static string? TagFault(Match tag, int line, Stack<Open> open, Type model, IReadOnlyDictionary<string, LetterPiece> pieces)
    {
        var (name, rest) = (tag.Groups["tag"].Value, tag.Groups["rest"].Value.Trim());
        if (InComment(open) && name != "endcomment")
        {
            return null;
        }

        if (name is "if" or "unless" or "case" or "for" && open.Count >= MostNested)
        {
            return FormattableString.Invariant($"lies within more than {MostNested} other tags.");
        }

        switch (name)
        {
            case "if" or "unless":
                open.Push(new Open(name, line));
                return ConditionFault(rest, open, model);
            case "elsif" when Inside(open, "if"):
                return ConditionFault(rest, open, model);
            case "else" when rest.Length == 0 && Inside(open, "if", "unless", "case", "for"):
                return null;
            case "case":
                open.Push(new Open(name, line));
                return ConditionFault(rest, open, model);
            case "when" when Inside(open, "case"):
                return WhenPattern().IsMatch(rest) ? NameFault(rest, open, model) : "is not written like {% when 'pdf' %} or {% when 'pdf', 'csv' %}.";
            case "for":
                return ForFault(ForPattern().Match(rest), line, open, model);
            case "comment":
                open.Push(new Open(name, line));
                return null;
            case "endif" or "endunless" or "endcase" or "endfor" or "endcomment" when rest.Length == 0 && Inside(open, name[3..]):
                open.Pop();
                return null;
            case "elsif" or "else" or "when" or "endif" or "endunless" or "endcase" or "endfor" or "endcomment":
                return open.TryPeek(out var last) && last.Tag != Outside
                    ? FormattableString.Invariant($"has no place here, within {{% {last.Tag} %}} of line {last.Line}.")
                    : "has no place here: nothing is open.";
            case "include" when LetterPiece.IncludedBy(tag.Value) is { } piece:
                return pieces.ContainsKey(piece) ? FormattableString.Invariant($"is included within itself, or more than {LetterPiece.MostDeep} deep.")
                    : $"is not there: write _{piece}.liquid beside this file, or include one of {string.Join(", ", pieces.Keys.Order(StringComparer.Ordinal))}.";
            case "include":
                return "is not written like {% include 'facts' %}.";
            default:
                return "is not used in letters. The tags are if, elsif, else, unless, case, when, for, comment and their ends, and include.";
        }
    }

    private static string? ForFault(Match loop, int line, Stack<Open> open, Type model)
    {
        if (!loop.Success)
        {
            open.Push(new Open("for", line));
            return "is not written like {% for order in orders %}.";
        }

        var fault = NameFault(loop.Groups["list"].Value, open, model);
        var list = Resolve(loop.Groups["list"].Value, open, model);
        var item = list is null ? null : LetterWords.ItemOf(list);
        open.Push(new Open("for", line, loop.Groups["item"].Value, item ?? typeof(object)));
        return fault ?? (item is null ? $"'{loop.Groups["list"].Value}' is no list." : null);
    }

    private static string? ConditionFault(string condition, Stack<Open> open, Type model) =>
        !ConditionPattern().IsMatch(condition) ? "is not a condition written like order.seller, refunds.size > 0 or order.status == 'cancelled', joined by and, or."
        : NameFault(condition, open, model) ?? Comparison().Matches(condition).Select(c => ComparisonFault(c, open, model)).FirstOrDefault(f => f is not null);

    private static string? ComparisonFault(Match comparison, Stack<Open> open, Type model)
    {
        var (left, right) = (comparison.Groups["left"].Value, comparison.Groups["right"].Value);
        var (leftKind, rightKind) = (KindOf(left, open, model), right.Length == 0 ? Kind.Unknown : KindOf(right, open, model));
        return new[] { left, right }.FirstOrDefault(Joints.Contains) is { } joint ? $"has {joint} where a word is wanted."
            : comparison.Groups["operator"].Value switch
            {
                "" or "==" or "!=" or "<>" => null,
                "contains" when leftKind is not (Kind.Text or Kind.Unknown) && Resolve(left, open, model) != typeof(IReadOnlyList<string>) => $"looks into '{left}', which is no text and no list of texts.",
                "contains" => rightKind is Kind.Text or Kind.Unknown ? null : $"looks for {right}, which is no text.",
                _ when leftKind is not (Kind.Number or Kind.Unknown) => $"'{left}' is no number: only numbers are larger or smaller. Amounts and dates are texts, as their readers write them.",
                _ when rightKind is not (Kind.Number or Kind.Unknown) => $"'{right}' is no number: only numbers are larger or smaller. Amounts and dates are texts, as their readers write them.",
                _ => null,
            };
    }

    private static Kind KindOf(string operand, Stack<Open> open, Type model) => operand[0] is '\'' or '"' ? Kind.Text
        : operand[0] == '-' || char.IsAsciiDigit(operand[0]) ? Kind.Number
        : operand is "true" or "false" ? Kind.Flag
        : Constants.Contains(operand) ? Kind.Nothing
        : Resolve(operand, open, model) switch
        {
            null => Kind.Unknown,
            var type when type == typeof(object) => Kind.Unknown,
            var type when type == typeof(string) => Kind.Text,
            var type when type == typeof(int) => Kind.Number,
            var type when type == typeof(bool) => Kind.Flag,
            var type => LetterWords.ItemOf(type) is null ? Kind.Words : Kind.List,
        };

    private static string? NameFault(string expression, Stack<Open> open, Type model) =>
        NamePattern().Matches(Quoted().Replace(expression, "''"))
            .Select(m => m.Value)
            .Where(name => !Constants.Contains(name) && Resolve(name, open, model) is null)
            .Select(name => $"'{name}' is not known {PlaceOf(model)}. Known are {string.Join(", ", KnownBeside(name, open, model))}.")
            .FirstOrDefault();

    /// <summary>A piece may be right for the letters that include it and wrong for the mail to the approvers: then the fault says so.</summary>
    private static string PlaceOf(Type model) => model == typeof(DigestModel) ? "in " + DigestModel.Template : "here";

    /// <summary>The type that a name such as <c>orders.first.number</c> stands for, null where it stands for nothing, object where that is not followed.</summary>
    private static Type? Resolve(string name, Stack<Open> open, Type model)
    {
        var steps = name.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        var found = open.FirstOrDefault(o => o.LoopName == steps[0])?.LoopType
            ?? (steps[0] == "forloop" && open.Any(o => o.LoopName is not null || o.Tag == "for") ? typeof(ForLoop) : null)
            ?? LetterWords.Of(model).GetValueOrDefault(steps[0]);
        foreach (var step in steps.Skip(1))
        {
            found = found switch
            {
                null => null,
                _ when found == typeof(object) => found,
                _ when LetterWords.ItemOf(found) is { } item => step switch { "size" => typeof(int), "first" or "last" => item, ['[', ..] => item, _ => null },
                _ when found.Namespace == model.Namespace => LetterWords.Of(found).GetValueOrDefault(step),
                _ => null,
            };
        }

        return found;
    }

    private static IEnumerable<string> KnownBeside(string name, Stack<Open> open, Type model)
    {
        var dot = name.LastIndexOf('.');
        if (dot > 0 && Resolve(name[..dot], open, model) is { } parent)
        {
            var before = name[..dot] + ".";
            return LetterWords.ItemOf(parent) is not null ? [before + "size", before + "first", before + "last"]
                : parent.Namespace == model.Namespace ? LetterWords.Of(parent).Keys.Order(StringComparer.Ordinal).Select(k => before + k)
                : [name[..dot]];
        }

        return open.Where(o => o.LoopName is not null).Select(o => o.LoopName!).Concat(LetterWords.Of(model).Keys.Order(StringComparer.Ordinal));
    }

    private static bool Inside(Stack<Open> open, params ReadOnlySpan<string> tags) => open.TryPeek(out var last) && tags.Contains(last.Tag);

    private static bool InComment(Stack<Open> open) => Inside(open, "comment");

    /// <summary>What Liquid tells about a loop while it runs.</summary>
    private sealed record ForLoop(int Index, bool First, bool Last, int Length);

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}|\{\{|\{%", RegexOptions.Singleline, 10_000)]
    private static partial Regex Token();

    [GeneratedRegex(@"^\{\{-?\s*(?<name>" + Path + @")(?<filters>(?:\s*\|\s*(?:size|default\s*:\s*" + Operand + @"))*)\s*-?\}\}$", RegexOptions.None, 10_000)]
    private static partial Regex OutputPattern();

    [GeneratedRegex(@"^\{%-?\s*(?<tag>\w*)(?<rest>.*?)-?%\}$", RegexOptions.Singleline, 10_000)]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"\|\s*(?:size|default\s*:\s*(?<default>" + Operand + "))", RegexOptions.None, 10_000)]
    private static partial Regex Filter();

    [GeneratedRegex(@"\G\s*(?:(?:and|or)\s+)?" + Condition, RegexOptions.None, 10_000)]
    private static partial Regex Comparison();

    [GeneratedRegex("^" + Condition + @"(?:\s+(?:and|or)\s+" + Condition + ")*$", RegexOptions.None, 10_000)]
    private static partial Regex ConditionPattern();

    [GeneratedRegex("^" + Operand + @"(?:\s*,\s*" + Operand + ")*$", RegexOptions.None, 10_000)]
    private static partial Regex WhenPattern();

    [GeneratedRegex(@"^(?<item>[A-Za-z_]\w*)\s+in\s+(?<list>" + Path + ")$", RegexOptions.None, 10_000)]
    private static partial Regex ForPattern();

    [GeneratedRegex(@"'[^']*'|""[^""]*""", RegexOptions.None, 10_000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<![\w.|])(?!(?:default|size)\b)" + Path, RegexOptions.None, 10_000)]
    private static partial Regex NamePattern();
}
