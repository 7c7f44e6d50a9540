using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Reconciler.Import.Guess;

/// <summary>Rules for statuses and types by the words that a file uses.</summary>
internal static class WordGuess
{
    /// <summary>From how many letters on a word tells what a row is wherever it stands; shorter ones (return) are looked for at the beginning only, but for those that tell nothing else (refund, storno).</summary>
    private const int LongWord = 7;

    private static readonly string[] TextRoles = ["type", "description", "counterparty"];

    /// <summary>A status for every word that the file uses and is known; the rest is rejected when the file is read, and named.</summary>
    public static JsonObject Status(Draft draft, string role, WordClass[] classes, string always)
    {
        if (draft.Of(role) is not { } column)
        {
            // Where the value date stands, a word may say that a row is not booked yet.
            if (classes == GuessWords.All.EntryStatus && Array.Find(draft.Columns, c => c.Dates is { Share: > 0.5 } && c.Distinct.Exists(IsPending)) is { } dated)
            {
                return new JsonObject
                {
                    ["of"] = dated.Name.Written,
                    ["rules"] = new JsonArray(new JsonObject { ["is"] = "pending", ["values"] = Draft.Texts(dated.Distinct.Where(IsPending)) }, new JsonObject { ["is"] = always }),
                };
            }

            draft.Notes.Add($"No column of statuses was found: all is {always}.");
            return new JsonObject { ["of"] = new JsonObject { ["text"] = "" }, ["rules"] = new JsonArray(new JsonObject { ["is"] = always }) };
        }

        var known = column.Distinct.Select(word => (Word: word, Class: WordClass.Of(classes, word))).ToList();
        var unknown = known.Where(k => k.Class is null).Select(k => k.Word).ToList();
        if (unknown.Count > 0)
        {
            draft.Asks.Add($"status: \"{column.Name.Written}\" has words whose meaning is not known: {string.Join(", ", unknown)}. Add them to the rules of \"status\".");
        }

        var rules = new JsonArray([.. classes.Where(c => known.Exists(k => k.Class == c.Name))
            .Select(c => (JsonNode)new JsonObject { ["is"] = c.Name, ["values"] = Draft.Texts(known.Where(k => k.Class == c.Name).Select(k => k.Word)) })]);
        if (column.FilledShare < 1)
        {
            draft.Notes.Add($"Rows without a text in \"{column.Name.Written}\" are taken for {always}.");
            rules.Add(new JsonObject { ["is"] = always, ["values"] = new JsonArray(["", .. column.Blanks]) });
        }

        return new JsonObject { ["of"] = draft.Need(column), ["rules"] = rules };
    }

    private static bool IsPending(string text) => WordClass.Of(GuessWords.All.EntryStatus, text) == "pending";

    /// <summary>What the rows are: by the words of a type column, else by how the texts begin, and by words of money that comes back.</summary>
    public static JsonObject Type(Draft draft)
    {
        if (draft.Of("type") is { } column && column.Distinct.Count <= 25 && column.KnownShare(GuessWords.All.EntryType) > 0.3)
        {
            return ByColumn(draft, column);
        }

        var texts = TextRoles.Select(draft.Of).OfType<ColumnFacts>().ToList();
        var rules = new JsonArray();
        foreach (var one in GuessWords.All.EntryType.Where(c => c.Name is not ("payment" or "hold" or "release")))
        {
            // That money comes back may be told anywhere in a text: "Pix - Envio devolvido".
            var anywhere = one.Name is not ("chargeback" or "refund") ? []
                : Written(texts, text => one.Words.Where(w => (w.Length >= LongWord || GuessWords.All.IsGivenBack(w)) && GuessWords.Holds(GuessWords.Plain(text), w)).MaxBy(w => w.Length));
            if (anywhere.Count > 0)
            {
                rules.Add(new JsonObject { ["is"] = one.Name, ["matches"] = string.Join('|', anywhere) });
            }

            var words = Written(texts, text => WordClass.Beginning(GuessWords.All.EntryType, text) is var (name, word) && name == one.Name && word.Length > 2 ? word : null).Except(anywhere).ToList();
            if (words.Count > 0)
            {
                rules.Add(new JsonObject { ["is"] = one.Name, ["matches"] = $"(^| · )({string.Join('|', words)})" });
            }
        }

        if (rules.Count > 0)
        {
            draft.Notes.Add($"Types are told by words of the texts ({string.Join(", ", rules.Select(r => r!["is"]))}); the rest is payment.");
        }
        else
        {
            draft.Notes.Add("Nothing tells what kind of entry a row is: all are taken for payments.");
        }

        rules.Add(new JsonObject { ["is"] = "payment" });
        var of = texts.Count switch
        {
            0 => new JsonObject { ["text"] = "" },
            1 => JsonValue.Create(texts[0].Name.Written),
            _ => (JsonNode)new JsonObject { ["join"] = Draft.Texts(texts.Select(t => t.Name.Written)), ["with"] = " · " },
        };
        return new JsonObject { ["of"] = of, ["rules"] = rules };
    }

    private static JsonObject ByColumn(Draft draft, ColumnFacts column)
    {
        var known = column.Distinct.Select(word => (Word: word, Class: WordClass.Of(GuessWords.All.EntryType, word) ?? "payment", Known: WordClass.Of(GuessWords.All.EntryType, word) is not null)).ToList();
        var unknown = known.Where(k => !k.Known).Select(k => k.Word).ToList();
        if (unknown.Count > 0)
        {
            draft.Notes.Add($"\"{column.Name.Written}\" has words whose meaning is not known, taken for payment: {string.Join(", ", unknown)}.");
        }

        var rules = new JsonArray([.. known.GroupBy(k => k.Class, k => k.Word, StringComparer.Ordinal)
            .Select(g => (JsonNode)new JsonObject { ["is"] = g.Key, ["values"] = Draft.Texts(g) })]);
        if (column.FilledShare < 1)
        {
            rules.Add(new JsonObject { ["is"] = "payment", ["values"] = new JsonArray(["", .. column.Blanks]) });
        }

        return new JsonObject { ["of"] = draft.Need(column), ["rules"] = rules };
    }

    /// <summary>The words found in the texts of these columns, as patterns, each once.</summary>
    private static List<string> Written(List<ColumnFacts> columns, Func<string, string?> wordIn) =>
        [.. columns.SelectMany(c => c.Distinct).Select(text => (Text: text, Word: wordIn(text))).Where(t => t.Word is not null)
            .Select(t => AsWritten(t.Text, t.Word!)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The place of a text that is a word's, as it is written there.</summary>
    private static string AsWritten(string text, string plainWord)
    {
        for (var from = 0; from < text.Length; from++)
        {
            // Only there, where a word begins, can it stand.
            var starts = from == 0 || !char.IsLetterOrDigit(text[from - 1]) || GuessWords.IsHan(text[from - 1]);
            for (var to = from + 1; starts && char.IsLetterOrDigit(text[from]) && to <= text.Length && to - from <= 2 * plainWord.Length; to++)
            {
                if (GuessWords.Plain(text[from..to]) == plainWord)
                {
                    return Regex.Escape(text[from..to].ToLowerInvariant()) + (GuessWords.IsHan(plainWord[^1]) ? "" : "\\b");
                }
            }
        }

        return Regex.Escape(text.ToLowerInvariant());
    }
}
