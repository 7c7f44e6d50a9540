using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>The layout that is proposed for an unknown file reads it right with no edit. The files are invented, in the shapes of banks, wallets and shops that have no layout here.</summary>
public sealed class GuessTests
{
    public static TheoryData<string> Trials() => [.. Directory.GetFiles(Folder()).Where(f => Path.GetExtension(f) is not (".expected" or ".answers")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>What nothing in a file proves is asked, the keys in the first line of what is expected; the answers are laid over the proposal as a person would write them into it.</summary>
    [Theory]
    [MemberData(nameof(Trials))]
    public void The_proposed_layout_reads_the_file_right(string file)
    {
        var path = Path.Combine(Folder(), file);
        var guess = LayoutGuess.Of(path, "trial");
        var told = Told(path, guess);
        var expected = path + ".expected";
        Assert.True(File.Exists(expected), $"{file} has no .expected:\n{told}\n{string.Join('\n', guess.Notes)}\n{guess.Json}");
        Assert.True(File.ReadAllText(expected) == told, $"{file} reads\n{told}\nnot\n{File.ReadAllText(expected)}\n{string.Join('\n', guess.Notes)}\n{guess.Json}");
    }

    /// <summary>An id that is guessed from one month must tell the next month's movements apart from this one's.</summary>
    [Theory]
    [InlineData("Buchungstag;Verwendungszweck;Name;Kontonummer/IBAN;Betrag;Waehrung\n", "03.01.26;Abo;Kino Lux;DE12500105170648489890;-12,99;EUR\n05.01.26;Musik;Ton AB;SE4550000000058398257466;-9,99;EUR\n28.01.26;Gehalt;Bau GmbH;DE02120300000000202051;2.800,00;EUR\n",
        "03.02.26;Abo;Kino Lux;DE12500105170648489890;-12,99;EUR\n05.02.26;Musik;Ton AB;SE4550000000058398257466;-10,99;EUR\n")] // the other side's account
    [InlineData("Date,Partner,Details,Amount,Currency\n", "2026-01-03,DE12500105170648489890,Rent,-700.00,EUR\n2026-01-05,SE4550000000058398257466,Music,-9.99,EUR\n2026-01-06,DE02120300000000202051,Salary,2800.00,EUR\n",
        "2026-02-03,DE12500105170648489890,Rent,-700.00,EUR\n")] // an account by its check digits alone
    [InlineData("Date,Code,Details,Amount,Currency\n", "2026-01-03,KX-884412,Rent,-700.00,EUR\n2026-01-05,KX-884413,Music,-9.99,EUR\n2026-01-06,KX-884414,Salary,2800.00,EUR\n",
        "2026-02-03,KX-884412,Rent,-710.00,EUR\n")] // unique in this file only
    [InlineData("Дата операции;Валюта счета;Статус;Сумма операции;Валюта операции;Основание\n", "2026-07-06;RUB;Исполнено;-3,80;RUB;Карта *1234 магазин\n2026-07-06;RUB;Исполнено;-4,50;RUB;Карта *1234 магазин\n2026-07-07;RUB;Исполнено;-4,50;RUB;Карта *1234 кафе\n",
        "2026-07-06;RUB;Исполнено;-5,50;RUB;Карта *1234 магазин\n2026-07-06;RUB;Исполнено;-4,50;RUB;Карта *1234 аптека\n")] // another sum, another text
    public void A_guessed_id_is_no_account_and_holds_day_sum_and_text(string header, string month, string next)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["month.csv"], header + month);
        File.WriteAllText(folder["next.csv"], header + next);
        var guess = LayoutGuess.Of(folder["month.csv"], "trial");
        Directory.CreateDirectory(folder["layouts"]);
        File.WriteAllText(folder["layouts", "trial.json"], guess.Json);
        var reader = new FileReader(LayoutCatalog.Load(folder["layouts"]));
        var layout = Assert.IsType<Identification.Known>(reader.Identify(folder["next.csv"])).Layout;
        List<string> Ids(string file) => [.. reader.Read(folder[file], layout, null, Given.Sha, file, TestContext.Current.CancellationToken).Select(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry.Id.Id)];
        Assert.Empty(Ids("month.csv").Intersect(Ids("next.csv")));
        Assert.Equal(month.Count(c => c == '\n'), Ids("month.csv").Distinct().Count());
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Guess");

    /// <summary>Reads the file by the layout as it stands in its text, like any file of the inbox, a line for each record.</summary>
    private static string Told(string path, GuessedLayout guess)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[guess.Name + ".json"], guess.Json);
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var lines = new StringBuilder();
        if (guess.Asks.Count > 0)
        {
            lines.Append("asks ").AppendJoin(", ", guess.Asks.Select(a => a[..a.IndexOf(':', StringComparison.Ordinal)])).Append('\n');
            Assert.Contains(guess.Asks[0], Assert.IsType<Identification.Unknown>(reader.Identify(path)).Why, StringComparison.Ordinal);
            File.WriteAllText(folder[guess.Name + ".json"], Answered(guess.Json, File.Exists(path + ".answers") ? File.ReadAllText(path + ".answers") : "{}"));
            reader = new FileReader(LayoutCatalog.Load(folder.Path));
        }

        if (reader.Identify(path) is not Identification.Known(var layout))
        {
            return $"{lines}unknown: {reader.Identify(path)}\n";
        }

        foreach (var outcome in reader.Read(path, layout, null, Given.Sha, Path.GetFileName(path), TestContext.Current.CancellationToken).Where(o => o is not RowOutcome.PassedOver))
        {
            lines.Append(outcome switch
            {
                RowOutcome.ReadEntry(var e, _) => Line(e),
                RowOutcome.ReadOrder(var o, _) => Line(o),
                _ => Given.Told(outcome).Replace('\n', ' '),
            }).Append('\n');
        }

        return lines.ToString();
    }

    private static string Answered(string layout, string answers)
    {
        var answered = JsonNode.Parse(layout)!.AsObject();
        answered.Remove("ask");
        Lay(JsonNode.Parse(answers)!.AsObject(), answered);
        return answered.ToJsonString();

        static void Lay(JsonObject over, JsonObject into)
        {
            foreach (var (key, value) in over)
            {
                if (value is JsonObject inner && into[key] is JsonObject known)
                {
                    Lay(inner, known);
                }
                else
                {
                    _ = value is null ? into.Remove(key) : (into[key] = value.DeepClone()) is not null;
                }
            }
        }
    }

    private static string Line(Entry e) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(e.Id.Id.StartsWith("row-", StringComparison.Ordinal) ? "row" : e.Id.Id)} {Given.Utc(e.BookedAtUtc)} {e.Type} {e.Status} {e.Amount}{(e.Fee is { } fee ? $" fee {fee}" : "")}{(e.OriginalAmount is { } original ? $" of {original}" : "")}{(e.BalanceAfter is { } balance ? $" leaves {balance}" : "")} | {e.Counterparty} | {e.OrderReference} | {e.Description}");

    private static string Line(Order o) => string.Create(
        CultureInfo.InvariantCulture,
        $"{o.Id.Id} {Given.Utc(o.PlacedAtUtc)} paid {Given.Utc(o.PaidAtUtc)} {o.Status} {o.Total}{(o.Refunded is { } back ? $" back {back}" : "")} | {o.Seller} | {o.PaymentReference} | {o.Description}");
}
