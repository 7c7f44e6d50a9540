using System.Text.Json.Nodes;

namespace Reconciler.Import.Guess;

/// <summary>How the signed amount of a statement's rows is told, and whether the fee stands in it.</summary>
/// <param name="Rule">For the layout.</param>
/// <param name="Signed">What it makes of the rows, in their order.</param>
/// <param name="Sign">The rule that tells the direction of another sum of the row; null where the number's own sign tells.</param>
internal sealed record AmountGuess(JsonNode Rule, decimal?[] Signed, JsonNode? Sign)
{
    private static readonly string[] TextRoles = ["type", "description", "counterparty"];
    private const string AnyDigit = "[1-9]";

    /// <summary>The likeliest way to the amount; one that makes the balances join where there are any. Null where the file has no sums.</summary>
    public static AmountGuess? Of(Draft draft, out bool feeIsInside)
    {
        feeIsInside = false;
        var amount = draft.Of("amount") ?? draft.Of("net") ?? draft.Of("originalAmount");
        var ways = new List<AmountGuess>();
        if (draft.Of("debit") is { } debit && draft.Of("credit") is { } credit && (amount is null || !amount.HasMinus))
        {
            ways.Add(OfPair(draft, debit, credit));
        }

        if (amount is not null)
        {
            if (!amount.HasMinus && draft.Of("direction") is { } direction)
            {
                ways.Add(ByDirection(draft, amount, direction));
            }

            if (!amount.HasMinus && ways.Count == 0 && ByWords(draft, amount) is { } byWords)
            {
                ways.Add(byWords);
            }

            ways.Add(Written(draft, amount));
            ways.Add(Flipped(draft, amount));
        }

        if (ways.Count == 0)
        {
            var single = draft.Of("debit") ?? draft.Of("credit");
            return single is null ? null : Fixed(draft, single, draft.Has("debit") ? "out" : "in");
        }

        if (draft.Of("balance") is { } balance)
        {
            var fees = draft.Of("fee")?.Cells.Select(c => Math.Abs(ColumnFacts.Number(c) ?? 0)).ToArray();
            var tried = ways.SelectMany(way => new[] { (Way: way, Inside: false, Joins: Joins(draft, way.Signed, fees, balance)), (Way: way, Inside: true, Joins: Joins(draft, way.Signed, null, balance)) })
                .Where(t => fees is not null || !t.Inside).OrderByDescending(t => Math.Round(t.Joins, 3)).ToList();
            if (tried[0].Joins >= 0.5)
            {
                feeIsInside = tried[0].Inside && fees!.Any(f => f != 0) && tried[0].Joins > tried.Where(t => !t.Inside).Max(t => t.Joins);
                if (tried[0].Joins < 0.95)
                {
                    draft.Notes.Add(FormattableString.Invariant($"Only {tried[0].Joins:P0} of the balances follow from the row before and the amount."));
                }

                return tried[0].Way;
            }

            draft.Notes.Add("The balances do not follow from the amounts: look whether the signs are right.");
        }

        if (ways[0].Sign is null && amount is not null)
        {
            return WithoutBalance(draft, amount, ways);
        }

        return ways[0];
    }

    /// <summary>The part of the rows whose balance is the one before (or, newest first, the one behind) plus their amount.</summary>
    private static double Joins(Draft draft, decimal?[] signed, decimal[]? fees, ColumnFacts balance)
    {
        var currency = draft.Of("currency");
        var rows = Enumerable.Range(0, signed.Length)
            .Select(i => (Currency: currency?.Cells[i] ?? "", Amount: signed[i] - (fees?[i] ?? 0), Balance: ColumnFacts.Number(balance.Cells[i])))
            .Where(r => r is { Amount: not null, Balance: not null }).GroupBy(r => r.Currency, StringComparer.Ordinal).Select(g => g.ToList()).ToList();
        var pairs = rows.Sum(g => g.Count - 1);
        var down = rows.Sum(g => Enumerable.Range(1, g.Count - 1).Count(i => g[i].Balance == g[i - 1].Balance + g[i].Amount));
        var up = rows.Sum(g => Enumerable.Range(1, g.Count - 1).Count(i => g[i - 1].Balance == g[i].Balance + g[i - 1].Amount));
        return pairs == 0 ? 0 : Math.Max(down, up) / (double)pairs;
    }

    private static AmountGuess WithoutBalance(Draft draft, ColumnFacts amount, List<AmountGuess> ways)
    {
        var written = ways.Find(w => w.Rule is JsonObject rule && !rule.ContainsKey("sign"))!;
        var flows = Enumerable.Range(0, amount.Cells.Count).Select(i => Flow(draft, i)).ToList();
        int Agree(int sign) => flows.Where((flow, i) => flow is not null && written.Signed[i] is { } n && n != 0 && (Math.Sign(n) * sign > 0) == (flow == "in")).Count();
        var (straight, turned) = (Agree(1), Agree(-1));
        if (amount.HasMinus && amount.HasPlus)
        {
            if (turned >= 2 && turned > 2 * straight)
            {
                draft.Notes.Add($"\"{amount.Name.Written}\" is taken to write money out as positive, as card statements do: its words say so. Change \"sign\" if that is wrong.");
                return ways.Find(w => w.Rule is JsonObject rule && rule["sign"]?.ToString() == "flipped")!;
            }

            return written;
        }

        if (amount.HasMinus || straight > turned || IsMerchants(draft, amount))
        {
            return written;
        }

        draft.Notes.Add($"\"{amount.Name.Written}\" has no minus and nothing tells the direction: all is taken for money out. Change \"sign\" if that is wrong.");
        return Fixed(draft, amount, "out");
    }

    /// <summary>Amount less fee is net: an account that takes payments in.</summary>
    private static bool IsMerchants(Draft draft, ColumnFacts amount) =>
        draft.Of("fee") is { } fee && draft.Of("net") is { } net && net != amount
        && amount.Cells.Select((cell, i) => ColumnFacts.Number(cell) - Math.Abs(ColumnFacts.Number(fee.Cells[i]) ?? 0) == ColumnFacts.Number(net.Cells[i])).Count(same => same) > amount.Cells.Count / 2;

    private static string? Flow(Draft draft, int row)
    {
        foreach (var role in TextRoles)
        {
            if (draft.Of(role) is { } column && WordClass.Beginning(GuessWords.All.Flows, column.Cells[row]) is var (flow, _))
            {
                return flow;
            }
        }

        return null;
    }

    private static AmountGuess Written(Draft draft, ColumnFacts amount) => new(draft.Money(amount), Numbers(amount), null);

    private static AmountGuess Flipped(Draft draft, ColumnFacts amount)
    {
        var rule = draft.Money(amount);
        rule["sign"] = "flipped";
        return new AmountGuess(rule, Array.ConvertAll(Numbers(amount), n => -n), "flipped");
    }

    private static AmountGuess Fixed(Draft draft, ColumnFacts amount, string sign)
    {
        var rule = draft.Money(amount);
        rule["sign"] = sign;
        return new AmountGuess(rule, Array.ConvertAll(Numbers(amount), n => sign == "out" ? -Abs(n) : Abs(n)), sign);
    }

    private static AmountGuess OfPair(Draft draft, ColumnFacts debit, ColumnFacts credit)
    {
        var (outRule, inRule) = (draft.Money(debit), draft.Money(credit));
        outRule["sign"] = debit.HasMinus && debit.HasPlus ? "flipped" : "out";
        if (!credit.HasMinus || !credit.HasPlus)
        {
            inRule["sign"] = "in";
        }

        outRule.Insert(0, "when", new JsonObject { ["of"] = debit.Name.Written, ["matches"] = AnyDigit });
        inRule.Insert(0, "when", new JsonObject { ["of"] = credit.Name.Written, ["matches"] = "[0-9]" });
        var zero = draft.Money(debit);
        var signed = debit.Cells.Select((cell, i) => ColumnFacts.Number(cell) is { } d && d != 0 ? (debit.HasMinus && debit.HasPlus ? -d : -Math.Abs(d)) : ColumnFacts.Number(credit.Cells[i]) ?? ColumnFacts.Number(cell)).ToArray();
        return new AmountGuess(new JsonArray(outRule, inRule, zero), signed, "pair");
    }

    private static AmountGuess ByDirection(Draft draft, ColumnFacts amount, ColumnFacts direction)
    {
        var words = direction.Cells.Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var outs = Both("out");
        var ins = Both("in");
        outs.RemoveAll(w => ins.Contains(w, StringComparer.OrdinalIgnoreCase) && !words.Contains(w, StringComparer.OrdinalIgnoreCase));
        ins.RemoveAll(w => outs.Contains(w, StringComparer.OrdinalIgnoreCase) && !words.Contains(w, StringComparer.OrdinalIgnoreCase));
        var rule = draft.Money(amount);
        var sign = Choice(draft.Need(direction), ("out", outs), ("in", ins));
        rule["sign"] = sign;
        return new AmountGuess(rule, [.. amount.Cells.Select((c, i) => GuessWords.All.Direction(direction.Cells[i]) == "out" ? -Abs(ColumnFacts.Number(c)) : Abs(ColumnFacts.Number(c)))], sign);

        // Those of the file, and their opposites: a short file may hold one only.
        List<string> Both(string way) =>
        [
            .. words.Where(w => GuessWords.All.Direction(w) == way)
                .Concat(words.Where(w => GuessWords.All.Direction(w) != way).SelectMany(w => GuessWords.All.Opposites(w, way == "out" ? "in" : "out")))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The direction by the words of the type column, as the balances prove them, else as the words mostly mean; null where neither tells.</summary>
    private static AmountGuess? ByWords(Draft draft, ColumnFacts amount)
    {
        if (draft.Of("type") is not { } type || type.FilledShare < 0.95 || type.Distinct.Count > 40)
        {
            return null;
        }

        var numbers = Numbers(amount);
        var ways = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in type.Distinct)
        {
            var proven = Proven(draft, numbers, Enumerable.Range(0, type.Cells.Count).Where(i => type.Cells[i].Equals(word, StringComparison.OrdinalIgnoreCase)));
            if ((proven ?? WordClass.Beginning(GuessWords.All.Flows, word)?.Name ?? WordClass.Of(GuessWords.All.Flows, word)) is not { } way)
            {
                return null;
            }

            ways[word] = way;
        }

        if (ways.Values.Distinct(StringComparer.Ordinal).Count() == 1 && !draft.Has("balance"))
        {
            return null;
        }

        var rule = draft.Money(amount);
        var sign = Choice(draft.Need(type), [.. ways.GroupBy(w => w.Value, w => w.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToList()))]);
        rule["sign"] = sign;
        draft.Notes.Add($"\"{amount.Name.Written}\" has no sign: \"{type.Name.Written}\" is taken to tell the direction ({string.Join(", ", ways.Select(w => $"{w.Key} {w.Value}"))}).");
        return new AmountGuess(rule, [.. numbers.Select((n, i) => ways.GetValueOrDefault(type.Cells[i]) == "out" ? -Abs(n) : Abs(n))], sign);
    }

    private static string? Proven(Draft draft, decimal?[] numbers, IEnumerable<int> rows)
    {
        if (draft.Of("balance") is not { } balance)
        {
            return null;
        }

        var (ins, outs) = (0, 0);
        foreach (var row in rows)
        {
            foreach (var before in new[] { row - 1, row + 1 }.Where(r => r >= 0 && r < numbers.Length))
            {
                var step = ColumnFacts.Number(balance.Cells[row]) - ColumnFacts.Number(balance.Cells[before]);
                ins += step is { } up && up == numbers[row] ? 1 : 0;
                outs += step is { } down && down == -numbers[row] ? 1 : 0;
            }
        }

        return ins > outs ? "in" : outs > ins ? "out" : null;
    }

    private static JsonObject Choice(string column, params (string Is, List<string> Words)[] rules) => new()
    {
        ["of"] = column,
        ["rules"] = new JsonArray([.. rules.Where(r => r.Words.Count > 0).Select(r => (JsonNode)new JsonObject { ["is"] = r.Is, ["values"] = Draft.Texts(r.Words) })]),
    };

    private static decimal?[] Numbers(ColumnFacts column) => [.. column.Cells.Select(ColumnFacts.Number)];

    private static decimal? Abs(decimal? number) => number is { } n ? Math.Abs(n) : null;
}
