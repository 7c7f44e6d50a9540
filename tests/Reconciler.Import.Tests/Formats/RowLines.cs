using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>What the rows of a wallet's file became, a readable line each.</summary>
internal static class RowLines
{
    /// <summary>The lines of a seed, in the file's order. It must be found to be of this layout without help.</summary>
    public static string[] OfSeed(string file, string layout)
    {
        var path = Path.Combine(Places.Seeds, "formats", file);
        Assert.Equal(layout, Given.Known(path).Name);
        return Of(Given.Read(path));
    }

    public static string[] Of(IEnumerable<RowOutcome> outcomes) => [.. outcomes.Select(Line)];

    private static string Line(RowOutcome outcome) => outcome switch
    {
        RowOutcome.ReadEntry { Entry: var e } => string.Join(", ", Words(e)),
        RowOutcome.Rejected { Row: var r } => string.Create(CultureInfo.InvariantCulture, $"line {r.Line} rejected at {r.Column}: {r.Text}: {r.Why}"),
        _ => throw new InvalidOperationException($"{outcome} is no statement row."),
    };

    private static IEnumerable<string> Words(Entry e)
    {
        yield return $"{Given.Utc(e.BookedAtUtc)} {e.Id} {e.Type} {e.Status} {e.Amount}";
        foreach (var (name, text) in new[]
        {
            ("fee", e.Fee?.ToString()), ("original", e.OriginalAmount?.ToString()), ("rate", e.ExchangeRate?.ToString(CultureInfo.InvariantCulture)), ("by", e.Counterparty),
            ("for", e.OrderReference), ("of", e.RelatedTransactionId), ("then", e.BalanceAfter?.ToString()), ("text", e.Description),
        })
        {
            if (!string.IsNullOrEmpty(text))
            {
                yield return $"{name} {text}";
            }
        }
    }
}
