using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Reconciler.Core.Records;
using Reconciler.Import.Guess;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>The layout that is proposed for an unknown file reads it right with no edit. The files are invented, in the shapes of banks, wallets and shops that have no layout here.</summary>
public sealed class GuessTests
{
    public static TheoryData<string> Trials() => [.. Directory.GetFiles(Folder()).Where(f => !f.EndsWith(".expected", StringComparison.Ordinal)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

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

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Guess");

    /// <summary>Reads the file by the layout as it stands in its text, like any file of the inbox, a line for each record.</summary>
    private static string Told(string path, GuessedLayout guess)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[guess.Name + ".json"], guess.Json);
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        if (reader.Identify(path) is not Identification.Known(var layout))
        {
            return $"unknown: {reader.Identify(path)}\n";
        }

        var lines = new StringBuilder();
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

    private static string Line(Entry e) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(e.Id.Id.StartsWith("row-", StringComparison.Ordinal) ? "row" : e.Id.Id)} {Given.Utc(e.BookedAtUtc)} {e.Type} {e.Status} {e.Amount}{(e.Fee is { } fee ? $" fee {fee}" : "")}{(e.OriginalAmount is { } original ? $" of {original}" : "")}{(e.BalanceAfter is { } balance ? $" leaves {balance}" : "")} | {e.Counterparty} | {e.OrderReference} | {e.Description}");

    private static string Line(Order o) => string.Create(
        CultureInfo.InvariantCulture,
        $"{o.Id.Id} {Given.Utc(o.PlacedAtUtc)} paid {Given.Utc(o.PaidAtUtc)} {o.Status} {o.Total}{(o.Refunded is { } back ? $" back {back}" : "")} | {o.Seller} | {o.PaymentReference} | {o.Description}");
}
