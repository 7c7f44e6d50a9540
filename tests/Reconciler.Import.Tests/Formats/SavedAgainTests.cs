namespace Reconciler.Import.Tests.Formats;

/// <summary>Files that somebody opened and saved as a workbook before they were imported: numbers, dates and ids are then what the program took them for.</summary>
public sealed class SavedAgainTests
{
    /// <summary>The workbooks in Files/saved were made of the seeds by LibreOffice 7.4, under the language of each file's country.</summary>
    [Theory]
    [InlineData("mercadopago-account", 20)]
    [InlineData("mercadopago-released", 16)]
    [InlineData("mercadopago-settlement", 12)]
    [InlineData("nubank-account", 13)]
    [InlineData("nubank-card", 11)]
    [InlineData("skrill-history", 12)]
    [InlineData("jd-bill", 11)]
    [InlineData("meituan-bill", 7)]
    public void A_statement_that_was_saved_as_a_workbook_gives_the_same_entries(string name, int count)
    {
        static string[] Told(string path) => [.. Given.Entries(path).Select(e => $"{e.Id} {e.Type} {e.Status} {Given.Utc(e.BookedAtUtc)} {e.Amount} {e.OriginalAmount} {e.Fee} {e.RelatedTransactionId} {e.BalanceAfter}")];
        var saved = Told(Given.Fixture($"saved/{name}.xlsx"));
        Assert.Equal(Told(WalletLines.Seed($"{name}.csv")), saved);
        Assert.Equal(count, saved.Length);
    }

    [Theory]
    [InlineData("tiendanube-orders", 6)]
    [InlineData("tiendanube-orders-pt", 3)]
    public void Orders_that_were_saved_as_a_workbook_are_the_same(string name, int count)
    {
        var saved = ShopRows.Of(Given.Fixture($"saved/{name}.xlsx")).FindAll(line => !line.StartsWith("rejected", StringComparison.Ordinal));
        Assert.Equal(ShopRows.Of(ShopRows.Seed($"{name}.csv")).FindAll(line => !line.StartsWith("rejected", StringComparison.Ordinal)), saved);
        Assert.Equal(count, saved.Count);
    }
}
