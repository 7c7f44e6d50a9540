using System.Globalization;
using System.Text;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Entries as lines that a clerk reads, and whether their balances join up.</summary>
internal static class WalletLines
{
    /// <summary>A seed of a format.</summary>
    public static string Seed(string name) => Path.Combine(Places.Seeds, "formats", name);

    public static string[] Of(IEnumerable<Entry> entries) => [.. entries.Select(Of)];

    public static string Of(Entry e)
    {
        var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{e.Id} {Given.Utc(e.BookedAtUtc)} {e.Type} {e.Status} {e.Amount}"));
        Add(" fee ", e.Fee?.ToString());
        Add(" of ", e.OriginalAmount?.ToString());
        Add(" at ", e.ExchangeRate?.ToString(CultureInfo.InvariantCulture));
        Add(" by ", e.Counterparty);
        Add(" for ", e.OrderReference);
        Add(" after ", e.RelatedTransactionId);
        Add(" leaves ", e.BalanceAfter?.ToString());
        return line.ToString();

        void Add(string word, string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                line.Append(word).Append(text);
            }
        }
    }

    /// <summary>Of each wallet and currency: every balance is the one before, moved by the sum and the fee. Returns how many were held against another.</summary>
    /// <param name="entries">Oldest first. One without a balance did not move it.</param>
    public static int JoinUp(IEnumerable<Entry> entries)
    {
        var joints = 0;
        foreach (var wallet in entries.GroupBy(e => (e.Id.Wallet, e.Amount.Currency)))
        {
            long? balance = null;
            foreach (var entry in wallet.Where(e => e.BalanceAfter is not null))
            {
                if (balance is { } before)
                {
                    Assert.True(before + entry.Amount.MinorUnits - (entry.Fee?.MinorUnits ?? 0) == entry.BalanceAfter!.Value.MinorUnits, $"{Of(entry)}: the balance before was {before}.");
                    joints++;
                }

                balance = entry.BalanceAfter!.Value.MinorUnits;
            }
        }

        return joints;
    }
}
