using System.Text.Json.Nodes;

namespace Reconciler.Import.Guess;

/// <summary>How the signed amount of a statement's rows is told, and whether the fee stands in it.</summary>
/// <param name="Rule">For the layout.</param>
/// <param name="Signed">What it makes of the rows, in their order.</param>
/// <param name="Sign">The rule that tells the direction of another sum of the row; null where the number's own sign tells.</param>
internal sealed record AmountGuess(JsonNode Rule, decimal?[] Signed, JsonNode? Sign)
{
    /// <summary>Whether names, signs or words prove it, so that nobody needs to be asked.</summary>
    public bool IsProven { get; init; }

    private static readonly string[] TextRoles = ["type", "description", "counterparty", "reference"];
    private static readonly string[] NotMoney = ["fee", "balance", "rate", "originalAmount", "quantity"];
    private static readonly string[] PairRoles = ["debit", "credit"];
    private const string AnyDigit = "[1-9]";
    private const double Proven = 0.75;

    /// <summary>The likeliest way to the amount: one that makes the balances join where there are any, else one that names, signs or words prove, else one that is asked about. Null where the file has no sums.</summary>
    public static AmountGuess? Of(Draft draft, out bool feeIsInside)
    {
        feeIsInside = false;
        var ways = Ways(draft);
        if (ways.Count == 0)
        {
            return null;
        }

        var fees = draft.Of("fee")?.Cells.Select(c => Math.Abs(ColumnFacts.Number(c) ?? 0)).ToArray();
        if (draft.Of("balance") is null && draft.Columns.Where(c => c.IsSums && draft.IsFree(c) && ways[0].Signed.Length >= 2).FirstOrDefault(c => ways.Exists(w => Joins(draft, w.Signed, null, c) >= 1 && !BeginsAtNothing(w.Signed, c))) is { } column)
        {
            draft.Play("balance", column);
        }

        if (draft.Of("balance") is { } balance)
        {
            var tried = ways.SelectMany(way => new[] { (Way: way, Inside: false, Joins: Joins(draft, way.Signed, fees, balance)), (Way: way, Inside: true, Joins: Joins(draft, way.Signed, null, balance)) })
                .Where(t => fees is not null || !t.Inside).OrderByDescending(t => Math.Round(t.Joins, 3)).ToList();
            if (tried[0].Joins >= Proven)
            {
                feeIsInside = tried[0].Inside && fees!.Any(f => f != 0) && tried[0].Joins > tried.Where(t => !t.Inside).Max(t => t.Joins);
                if (tried[0].Joins < 1)
                {
                    draft.Notes.Add(FormattableString.Invariant($"Only {tried[0].Joins:P0} of the balances follow from the row before and the amount."));
                }

                return tried[0].Way;
            }

            if (draft.Columns.Where(c => c.IsSums && c.HasMinus && draft.IsFree(c)).FirstOrDefault(c => Joins(draft, Numbers(c), null, balance) >= 0.95) is { } better)
            {
                draft.Play("amount", better);
                return Written(draft, better);
            }

            draft.Notes.Add("The balances do not follow from the amounts: look whether the signs are right.");
        }

        var chosen = ways.Find(w => w.IsProven) ?? ways[0];
        if (!chosen.IsProven)
        {
            draft.Asks.Add($"sign: nothing proves which sums of {string.Join(" and ", Sums(draft).Select(c => $"\"{c.Name.Written}\""))} are money out. Check \"sign\" under \"amount\": \"out\" or \"in\" for all, \"written\" or \"flipped\" where the minus tells, or a choice by a column.");
        }

        return chosen;
    }

    /// <summary>All ways to read the amount that the columns allow, the likeliest first.</summary>
    private static List<AmountGuess> Ways(Draft draft)
    {
        var amount = draft.Of("amount") ?? draft.Of("net") ?? draft.Of("originalAmount");
        var ways = new List<AmountGuess>();
        if (amount is null || !amount.HasMinus)
        {
            if (draft.Of("debit") is { } debit && draft.Of("credit") is { } credit)
            {
                ways.Add(OfPair(draft, debit, credit) with { IsProven = true });
                ways.Add(OfPair(draft, credit, debit));
            }
            else if (Exclusive(draft) is var (one, other))
            {
                ways.Add(OfPair(draft, one, other));
                ways.Add(OfPair(draft, other, one));
            }
        }

        if (amount is not null)
        {
            if (!amount.HasMinus && draft.Of("direction") is { } direction)
            {
                ways.Add(ByDirection(draft, amount, direction));
            }

            if (!amount.HasMinus && ways.Count == 0)
            {
                ways.AddRange(draft.Columns.Where(c => c == draft.Of("type") || (draft.IsFree(c) && !c.IsSums)).Select(c => ByWords(draft, amount, c)).OfType<AmountGuess>());
            }

            ways.AddRange(BySign(draft, amount));
        }

        if (ways.Count == 0 && (draft.Of("debit") ?? draft.Of("credit")) is { } single)
        {
            ways.Add(Fixed(draft, single, draft.Has("debit") ? "out" : "in") with { IsProven = true });
        }

        return ways;
    }

    /// <summary>By the number's own sign, or all one way: what the signs, the words of the rows and the fees prove comes first.</summary>
    private static IEnumerable<AmountGuess> BySign(Draft draft, ColumnFacts amount)
    {
        var numbers = Numbers(amount);
        var (written, flipped) = (Written(draft, amount), Flipped(draft, amount));
        var rows = Enumerable.Range(0, numbers.Length).Where(i => numbers[i] is not (null or 0)).ToList();
        var negative = rows.Count(i => numbers[i] < 0);
        var plus = rows.Count(i => amount.Cells[i].StartsWith('+'));
        var back = rows.Where(i => TextRoles.Select(draft.Of).OfType<ColumnFacts>().Any(c => GuessWords.All.IsGivenBack(c.Cells[i]))).ToList();
        var flows = rows.Select(i => (Row: i, Flow: Flow(draft, i))).Where(f => f.Flow is not null).ToList();
        var (straight, turned) = (flows.Count(f => (numbers[f.Row] > 0) == (f.Flow == "in")), flows.Count(f => (numbers[f.Row] > 0) != (f.Flow == "in")));
        if (negative > 0 && draft.Of("debit") is { } debit && draft.Of("credit") is { } credit)
        {
            // The columns beside it tell the direction again.
            var pair = OfPair(draft, debit, credit).Signed;
            var told = rows.Where(i => pair[i] is not (null or 0)).ToList();
            var agree = told.Count(i => Math.Sign(pair[i]!.Value) == Math.Sign(numbers[i]!.Value));
            if (told.Count > 0 && (agree == 0 || agree == told.Count))
            {
                yield return (agree == 0 ? flipped : written) with { IsProven = true };
                yield break;
            }
        }

        if (negative > 0)
        {
            // A card's list of purchases: what is paid or comes back is negative there, and nothing speaks against it.
            var isCard = back.Count > 0 && back.TrueForAll(i => numbers[i] < 0) && negative * 2 <= rows.Count && straight == 0;
            if (IsMerchants(draft, amount))
            {
                yield return written with { IsProven = true };
                yield break;
            }

            if (isCard || turned > straight)
            {
                yield return flipped with { IsProven = isCard };
                yield return written;
                yield break;
            }

            // A plus beside the others, words, or as many minuses as pluses: else it may be a card's list with something given back.
            yield return written with { IsProven = plus > 0 || straight > turned || negative * 3 >= rows.Count };
            yield return flipped;
            yield break;
        }

        if (plus > 0 && plus < rows.Count)
        {
            // Money in bears a plus, money out nothing.
            var rule = draft.Money(amount);
            var sign = new JsonObject { ["of"] = amount.Name.Written, ["rules"] = new JsonArray(new JsonObject { ["is"] = "in", ["matches"] = "^\\s*\\+" }, new JsonObject { ["is"] = "out" }) };
            rule["sign"] = sign;
            yield return new AmountGuess(rule, [.. numbers.Select((n, i) => amount.Cells[i].StartsWith('+') ? n : -n)], sign) { IsProven = back.Count > 0 && back.TrueForAll(i => amount.Cells[i].StartsWith('+')) };
        }

        if (IsMerchants(draft, amount))
        {
            yield return written with { IsProven = true };
        }

        var takesIn = draft.Has("fee") || (straight > turned && flows.Count > 0);
        yield return takesIn ? Fixed(draft, amount, "in") : Fixed(draft, amount, "out");
        yield return takesIn ? Fixed(draft, amount, "out") : Fixed(draft, amount, "in");
    }

    /// <summary>Two columns of sums of which each row fills one.</summary>
    private static (ColumnFacts One, ColumnFacts Other)? Exclusive(Draft draft)
    {
        var sums = draft.Columns.Where(c => c.IsSums && !NotMoney.Any(role => draft.Of(role) == c)).ToList();
        foreach (var one in sums)
        {
            foreach (var other in sums.SkipWhile(c => c != one).Skip(1))
            {
                var rows = Enumerable.Range(0, one.Cells.Count).Select(i => (One: ColumnFacts.Number(one.Cells[i]) ?? 0, Other: ColumnFacts.Number(other.Cells[i]) ?? 0)).ToList();
                if (rows.TrueForAll(r => r.One == 0 != (r.Other == 0)) && rows.Exists(r => r.One != 0) && rows.Exists(r => r.Other != 0))
                {
                    return (one, other);
                }
            }
        }

        return null;
    }

    private static IEnumerable<ColumnFacts> Sums(Draft draft) =>
        (draft.Of("amount") ?? draft.Of("net")) is { } amount ? [amount] : PairRoles.Select(draft.Of).Append(draft.Of("originalAmount")).OfType<ColumnFacts>();

    /// <summary>A sum that only adds up the rows from the first one on is no balance, and proves no sign.</summary>
    private static bool BeginsAtNothing(decimal?[] signed, ColumnFacts column) =>
        new[] { 0, signed.Length - 1 }.Any(i => signed[i] is { } sum && ColumnFacts.Number(column.Cells[i]) is { } total && Math.Abs(total) == Math.Abs(sum));

    /// <summary>The part of the balances that are an earlier one (or, newest first, the one behind) plus the amounts between. A row that failed moves none.</summary>
    private static double Joins(Draft draft, decimal?[] signed, decimal[]? fees, ColumnFacts balance)
    {
        var currency = draft.Of("currency");
        var status = draft.Of("status");
        var rows = Enumerable.Range(0, signed.Length)
            .Where(i => status is null || WordClass.Of(GuessWords.All.EntryStatus, status.Cells[i]) is not ("failed" or "pending"))
            .Select(i => (Currency: currency?.Cells[i] ?? "", Amount: (signed[i] ?? 0) - (fees?[i] ?? 0), Balance: ColumnFacts.Number(balance.Cells[i])))
            .GroupBy(r => r.Currency, StringComparer.Ordinal).Select(g => g.ToList()).ToList();
        var (pairs, down, up) = (0, 0, 0);
        foreach (var group in rows)
        {
            var last = -1;
            for (var i = 0; i < group.Count; i++)
            {
                if (group[i].Balance is not { } here)
                {
                    continue;
                }

                if (last >= 0)
                {
                    pairs++;
                    down += here == group[last].Balance + group[(last + 1)..(i + 1)].Sum(r => r.Amount) ? 1 : 0;
                    up += group[last].Balance == here + group[last..i].Sum(r => r.Amount) ? 1 : 0;
                }

                last = i;
            }
        }

        return pairs == 0 ? 0 : Math.Max(down, up) / (double)pairs;
    }

    /// <summary>Fees that are written against their sums, 100.00 and -3.00, or amount less fee is net: an account that takes payments in, whose signs are as written.</summary>
    private static bool IsMerchants(Draft draft, ColumnFacts amount)
    {
        var numbers = Numbers(amount);
        return draft.Columns.Any(c => c != amount && c.IsSums && RoleFinder.NameFit("fee", c) > 55
                && Numbers(c).Zip(numbers, (fee, sum) => fee is { } f && sum is { } s ? Math.Sign(f) * Math.Sign(s) : 0).Where(sign => sign != 0).ToList() is { Count: > 0 } signs && signs.TrueForAll(sign => sign < 0))
            || (draft.Of("fee") is { } fee && draft.Of("net") is { } net && net != amount
                && numbers.Select((sum, i) => sum - Math.Abs(ColumnFacts.Number(fee.Cells[i]) ?? 0) == ColumnFacts.Number(net.Cells[i])).Count(same => same) > numbers.Length / 2);
    }

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
        var rule = draft.Money(amount);
        var sign = SignBy(draft, direction);
        rule["sign"] = sign;
        return new AmountGuess(rule, [.. amount.Cells.Select((c, i) => GuessWords.All.Direction(direction.Cells[i]) == "out" ? -Abs(ColumnFacts.Number(c)) : Abs(ColumnFacts.Number(c)))], sign)
        {
            IsProven = RoleFinder.NameFit("direction", direction) >= 24 || direction.TellsBothDirections,
        };
    }

    /// <summary>The sign by the words of a column: those of the file, and their opposites, since a short file may hold one only.</summary>
    internal static JsonObject SignBy(Draft draft, ColumnFacts direction)
    {
        var words = direction.Cells.Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var outs = Both("out");
        var ins = Both("in");
        outs.RemoveAll(w => ins.Contains(w, StringComparer.OrdinalIgnoreCase) && !words.Contains(w, StringComparer.OrdinalIgnoreCase));
        ins.RemoveAll(w => outs.Contains(w, StringComparer.OrdinalIgnoreCase) && !words.Contains(w, StringComparer.OrdinalIgnoreCase));
        return Choice(draft.Need(direction), ("out", outs), ("in", ins));

        List<string> Both(string way) =>
        [
            .. words.Where(w => GuessWords.All.Direction(w) == way)
                .Concat(words.Where(w => GuessWords.All.Direction(w) is { } other && other != way).SelectMany(w => GuessWords.All.Opposites(w, way == "out" ? "in" : "out")))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The direction by the words of a column, as the balances prove them, else as the words mostly mean; null where neither tells.</summary>
    private static AmountGuess? ByWords(Draft draft, ColumnFacts amount, ColumnFacts column)
    {
        var isType = column == draft.Of("type");
        if (column.FilledShare < 0.95 || column.Distinct.Count > (isType ? 40 : 6) || (!isType && !draft.Has("balance")))
        {
            return null;
        }

        var numbers = Numbers(amount);
        var ways = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in column.Distinct)
        {
            var proven = ByBalance(draft, numbers, Enumerable.Range(0, column.Cells.Count).Where(i => column.Cells[i].Equals(word, StringComparison.OrdinalIgnoreCase)));
            if ((proven ?? (isType ? WordClass.Beginning(GuessWords.All.Flows, word)?.Name ?? WordClass.Of(GuessWords.All.Flows, word) : null)) is not { } way)
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
        var sign = Choice(draft.Need(column), [.. ways.GroupBy(w => w.Value, w => w.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToList()))]);
        rule["sign"] = sign;
        draft.Notes.Add($"\"{amount.Name.Written}\" has no sign: \"{column.Name.Written}\" is taken to tell the direction ({string.Join(", ", ways.Select(w => $"{w.Key} {w.Value}"))}).");
        return new AmountGuess(rule, [.. numbers.Select((n, i) => ways.GetValueOrDefault(column.Cells[i]) == "out" ? -Abs(n) : Abs(n))], sign);
    }

    private static string? ByBalance(Draft draft, decimal?[] numbers, IEnumerable<int> rows)
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
