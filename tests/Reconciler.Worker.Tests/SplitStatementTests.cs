using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>Law 5 over banks' files: one statement, cut into overlapping downloads of whole days that come in any order, is always the same entries under the same ids.</summary>
public sealed class SplitStatementTests
{
    private static readonly string[] Names = ["LAMPEN NORD", "CAFE AMSEL", "FEE"];
    private static readonly string[] References = ["101", "102", "20260501777"];

    [Theory]
    [InlineData("ofx")]
    [InlineData("sta")]
    [InlineData("xml")]
    [InlineData("qif")]
    public void Downloads_of_any_days_in_any_order_give_the_entries_of_the_whole_statement(string format)
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var random = new Random(seed);
            var days = Enumerable.Range(0, 10).Select(i => new DateOnly(2026, 5, 1).AddDays(i * 7).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)).ToList();

            // Few references, sums and names: all of them come again, on one day too, and some rows say the same.
            var statement = days.SelectMany(day => Enumerable.Range(0, random.Next(4)).Select(_ =>
                new Movement(day, random.Next(2) == 0 ? -9.9m : 20m, References[random.Next(References.Length)], Names[random.Next(Names.Length)]))).ToList();
            var cuts = new List<List<Movement>>();
            for (var first = 0; first < days.Count;)
            {
                var last = Math.Min(days.Count - 1, first + random.Next(4));
                cuts.Add(statement.FindAll(m => string.CompareOrdinal(m.Day, days[first]) >= 0 && string.CompareOrdinal(m.Day, days[last]) <= 0));
                first = last == days.Count - 1 ? days.Count : last + random.Next(2); // an overlap of a day, or none
            }

            var whole = EntriesOf(format, [statement]);
            Assert.Equal(statement.Count, whole.Count);
            var files = cuts.ToArray();
            random.Shuffle(files);
            Assert.Equal(whole, EntriesOf(format, files));
            Assert.Equal(whole, EntriesOf(format, [.. files, statement]));
            Assert.Equal(whole, EntriesOf(format, [statement, .. files]));
        }
    }

    private static IReadOnlyList<string> EntriesOf(string format, List<Movement>[] files)
    {
        using var books = new Books(format == "qif" ? Qif : null);
        for (var i = 0; i < files.Length; i++)
        {
            if (files[i].Count > 0)
            {
                books.Read($"{i}.{format}", format switch
                {
                    "ofx" => BankFiles.Ofx(files[i]),
                    "sta" => BankFiles.Mt940(files[i]),
                    "xml" => BankFiles.Camt(files[i]),
                    _ => BankFiles.Qif(files[i]),
                });
            }
        }

        return [.. books.All().Select(e => $"{e.Id.Id} {e.BookedAtUtc:yyyyMMdd} {e.Amount} {e.Counterparty}{e.Description}").Order(StringComparer.Ordinal)];
    }

    private static string Qif { get; } = File.ReadAllText(Path.Combine(Places.Config, "layouts", "bank-qif.json"))
        .Replace("\"wallet\":", "\"currency\": { \"text\": \"USD\" }, \"wallet\":", StringComparison.Ordinal).Replace("\"decimalMark\": \"file\"", "\"decimalMark\": \".\"", StringComparison.Ordinal);
}
