using Reconciler.Core.Records;

namespace Reconciler.Core.Matching;

/// <summary>One of our own accounts, as other statements tell of it.</summary>
/// <param name="Wallet">As its own entries name it.</param>
/// <param name="Names">Account numbers and names by which other statements mean it; compared by letters and digits, as whole words.</param>
/// <param name="PaysOutTo">The wallet to which its withdrawals go where they name none; empty: nobody knows.</param>
public sealed record OwnAccount(string Wallet, IReadOnlyList<string> Names, string PaysOutTo = "");

/// <summary>Tells to which of our own accounts a movement goes.</summary>
internal sealed class OwnAccounts
{
    // A bank account's wallet ends with its number, such as bank-DE02120300000000202051.
    private const int ShortestNumber = 8, LeastDigits = 4;

    private readonly List<(string Wallet, string Key)> keys;
    private readonly Dictionary<string, string> paysOutTo;

    /// <param name="wallets">All of which we read statements.</param>
    public OwnAccounts(IReadOnlyList<OwnAccount> told, IEnumerable<string> wallets)
    {
        keys = [.. told.SelectMany(a => a.Names.Append(a.Wallet).Select(name => (a.Wallet, Key: Matching.Names.Party(name))))
            .Concat(wallets.Select(w => (Wallet: w, Key: Matching.Names.Party(w[(w.IndexOf('-', StringComparison.Ordinal) + 1)..]))).Where(a => IsNumber(a.Key)))
            .Where(a => a.Key.Length > 0).Distinct()];
        paysOutTo = told.Where(a => a.PaysOutTo.Length > 0).GroupBy(a => a.Wallet, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().PaysOutTo, StringComparer.Ordinal);
    }

    /// <summary>The wallet to which it goes: the only one of ours that its texts name, else where its own wallet pays out to; null where nothing tells.</summary>
    public string? TargetOf(Entry departure)
    {
        var named = keys.Where(k => k.Wallet != departure.Id.Wallet && Texts(departure).Any(text => Mentions(text, k.Key))).Select(k => k.Wallet).Distinct(StringComparer.Ordinal).ToList();
        return named.Count == 1 ? named[0] : named.Count == 0 && departure.Type == EntryType.Withdrawal ? paysOutTo.GetValueOrDefault(departure.Id.Wallet) : null;
    }

    /// <summary>Whether a text holds a key as whole words, whatever separates its letters and digits.</summary>
    public static bool Mentions(string text, string key)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsLetterOrDigit(text[start]) || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
            {
                continue;
            }

            var (at, found) = (start, 0);
            for (; at < text.Length && found < key.Length && text[at] != '\n'; at++)
            {
                if (char.IsLetterOrDigit(text[at]) && char.ToUpperInvariant(text[at]) != key[found++])
                {
                    found = -1;
                    break;
                }
            }

            if (found == key.Length && (at == text.Length || !char.IsLetterOrDigit(text[at])))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Texts(Entry entry) => [entry.Counterparty, entry.OrderReference, entry.Description, entry.Extra];

    private static bool IsNumber(string key) => key.Length >= ShortestNumber && key.Count(char.IsAsciiDigit) >= LeastDigits;
}
