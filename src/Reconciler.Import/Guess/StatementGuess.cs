using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reconciler.Import.Guess;

/// <summary>The rules of an entry.</summary>
internal static class StatementGuess
{
    private static readonly string[] AmountRoles = ["debit", "credit", "amount", "net"];
    private static readonly string[] HashRoles = ["direction", "currency", "counterparty", "description", "reference"];

    public static JsonObject Entry(Draft draft, ColumnFacts date)
    {
        if (draft.Of("description") is null && Longest(draft, 0) is { } longest)
        {
            draft.Play("description", longest);
        }

        var amount = AmountGuess.Of(draft, out var feeIsInside) ?? throw new InvalidDataException("No column of the file holds sums.");
        foreach (var role in AmountRoles.Where(r => draft.Has(r) && amount.Rule.ToJsonString(LayoutText.Options).Contains(JsonSerializer.Serialize(draft.Name(r), LayoutText.Options), StringComparison.Ordinal)))
        {
            draft.Need(role);
        }

        if (feeIsInside && amount.Rule is JsonObject withFee)
        {
            // The amount that is wanted is without the fee: -105.00 with a fee of 5.00 inside is -100.00.
            withFee["minus"] = new JsonObject { ["of"] = draft.Name("fee"), ["sign"] = "out" };
        }

        var entry = new JsonObject
        {
            ["id"] = Id(draft, date, amount),
            ["bookedAt"] = draft.Time(date, isMain: true),
            ["type"] = WordGuess.Type(draft),
            ["status"] = WordGuess.Status(draft, "status", GuessWords.All.EntryStatus, "succeeded"),
            ["amount"] = amount.Rule,
        };
        Original(draft, entry, amount);
        if (draft.Of("fee") is { } fee)
        {
            entry["fee"] = new JsonObject
            {
                ["money"] = draft.Money(fee),
                ["taken"] = fee.HasMinus && !fee.HasPlus || feeIsInside && fee.HasMinus ? "negative" : "positive",
                ["givenBack"] = "extra",
            };
        }

        if (draft.Of("balance") is { } balance)
        {
            var money = draft.Money(balance);

            // An overdraft has a mark of its own: "Balance, Dr / Cr".
            if (Array.IndexOf(draft.Columns, balance) + 1 is var next && next < draft.Columns.Length && draft.Columns[next] is { IsDirection: true } mark && mark != draft.Of("direction"))
            {
                money["sign"] = AmountGuess.SignBy(draft, mark);
            }

            entry["balance"] = money;
        }

        Counterparty(draft, entry);
        Text(draft, entry, "orderReference", "reference");
        Text(draft, entry, "related", "related");
        Description(draft, entry);
        return entry;
    }

    internal static void Text(Draft draft, JsonObject into, string key, string role)
    {
        if (draft.Has(role))
        {
            into[key] = draft.Name(role);
        }
    }

    /// <summary>Payer and payee may stand in two columns of which a row fills one.</summary>
    private static void Counterparty(Draft draft, JsonObject entry)
    {
        if (draft.Of("counterparty") is not { } main)
        {
            return;
        }

        var others = Free(draft, "counterparty", 90).Where(c => c.FilledShare > 0 && !c.Cells.Where((cell, i) => cell.Length > 0 && main.Cells[i].Length > 0).Any()).ToList();
        entry["counterparty"] = others.Count == 0 ? main.Name.Written : Draft.Texts([main.Name.Written, .. others.Select(c => c.Name.Written)]);
    }

    private static void Description(Draft draft, JsonObject entry)
    {
        if (draft.Of("description") is not { } main)
        {
            if (!draft.Has("counterparty"))
            {
                Text(draft, entry, "description", "type");
            }

            return;
        }

        var others = Descriptions(draft);
        entry["description"] = others.Count == 0 ? main.Name.Written
            : new JsonObject { ["join"] = Draft.Texts([main.Name.Written, .. others.Select(c => c.Name.Written)]), ["with"] = " · " };
    }

    /// <summary>Further columns of text beside the description.</summary>
    private static List<ColumnFacts> Descriptions(Draft draft)
    {
        var named = Free(draft, "description", 30).Where(c => c.SumShare < 0.5 && c.FilledShare > 0).Take(3).ToList();
        return Longest(draft, draft.Of("description") is { } main ? Length(main) : 0) is { } longest && !named.Contains(longest) ? [.. named, longest] : named;
    }

    /// <summary>The column of the longest free texts that plays no role yet, where they are longer than this on average.</summary>
    private static ColumnFacts? Longest(Draft draft, double least) =>
        draft.Columns.Where(c => draft.IsFree(c) && c.IsFreeText && Length(c) > least && (c.Distinct.Count > 1 || c.Cells.Count == 1)).MaxBy(Length);

    private static double Length(ColumnFacts column) => column.Filled.Count == 0 ? 0 : column.Filled.Sum(f => (double)f.Length) / column.Cells.Count;

    /// <summary>Further columns whose names fit a role that one column plays already.</summary>
    private static IEnumerable<ColumnFacts> Free(Draft draft, string role, double least) =>
        draft.Columns.Where(c => draft.IsFree(c) && c.Name.Written.Length > 0 && RoleFinder.NameFit(role, c) >= least);

    private static void Original(Draft draft, JsonObject entry, AmountGuess amount)
    {
        if (draft.Of("originalAmount") is not { } original || !draft.Has("amount") || (draft.Of("originalCurrency")?.Name.Written ?? original.Name.Currency) is not { } currency)
        {
            return;
        }

        var when = new JsonArray(new JsonObject { ["of"] = original.Name.Written, ["matches"] = "[1-9]" });
        var money = draft.Money(original);
        if (draft.Has("originalCurrency"))
        {
            money["currency"] = currency;
            when.Add(new JsonObject { ["of"] = currency, ["empty"] = false });
            when.Add(draft.Has("currency") ? new JsonObject { ["of"] = currency, ["sameAs"] = draft.Name("currency"), ["not"] = true }
                : new JsonObject { ["of"] = currency, ["is"] = new JsonArray(draft.Currency.Code ?? ""), ["not"] = true });
        }

        if (amount.Sign is JsonObject sign)
        {
            money["sign"] = sign.DeepClone();
        }
        else if (!original.HasMinus && draft.Of("amount") is { HasMinus: true } signed)
        {
            money["sign"] = new JsonObject
            {
                ["of"] = signed.Name.Written,
                ["rules"] = new JsonArray(new JsonObject { ["is"] = "out", ["matches"] = "^\\D*[-−–(]" }, new JsonObject { ["is"] = "in" }),
            };
        }

        money.Insert(0, "when", when);
        entry["original"] = new JsonArray(money);
    }

    private static JsonNode Id(Draft draft, ColumnFacts date, AmountGuess amount)
    {
        var named = draft.Of("id");
        var hash = Hash(draft, date, amount, named);
        if (named is null)
        {
            draft.Notes.Add("No column is named as an id of the source: the id is a hash of each row's values. Rows that say the same are told apart by their count.");
            return hash;
        }

        // That each row of one file has its own proves nothing for the next file.
        var own = draft.Need(named);
        if (named.IsUnique && GuessWords.All.NamesOwnId(GuessWords.Plain(named.Name.Bare)))
        {
            return named.FilledShare >= 1 ? own : new JsonArray(own, hash);
        }

        draft.Notes.Add($"\"{own}\" may come again for another movement: the id is made of it, the day and the sum. Name it alone under \"id\" if each transaction has its own.");
        var reference = new JsonObject { ["reference"] = own };
        return named.FilledShare >= 1 ? reference : new JsonArray(reference, hash);
    }

    /// <summary>A hash of what never changes: the day, the sum and the texts; with the balance where rows are alike without it.</summary>
    private static JsonObject Hash(Draft draft, ColumnFacts date, AmountGuess amount, ColumnFacts? named)
    {
        var rule = amount.Rule.ToJsonString(LayoutText.Options);
        var columns = new List<ColumnFacts> { date };
        columns.AddRange(new[] { named, draft.Of("time") }.OfType<ColumnFacts>());
        columns.AddRange(draft.Columns.Where(c => c.Name.Written.Length > 0 && c.IsSums && rule.Contains(JsonSerializer.Serialize(c.Name.Written, LayoutText.Options), StringComparison.Ordinal)));
        columns.AddRange(HashRoles.Select(draft.Of).OfType<ColumnFacts>());
        columns.AddRange(Descriptions(draft));
        columns = [.. columns.Distinct()];
        if (draft.Of("balance") is { } balance && Enumerable.Range(0, date.Cells.Count).Select(i => string.Join('\n', columns.Select(c => c.Cells[i]))).Distinct(StringComparer.Ordinal).Count() < date.Cells.Count)
        {
            columns.Add(balance);
        }

        return new JsonObject { ["hash"] = Draft.Texts(columns.Select(c => c.Name.Written)) };
    }
}
