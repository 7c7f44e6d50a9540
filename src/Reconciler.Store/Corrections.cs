using Reconciler.Core.Records;

namespace Reconciler.Store;

/// <summary>
/// Movements that their source corrected afterwards: an entry <c>corrected-R</c> says that what stood under the source's reference R is no movement, in whichever file it came,
/// before or behind its correction. It gets a version that is reversed. Banks that give the corrected movement the reference of the first one name it with its own: that one stands.
/// </summary>
/// <remarks>Source: Open Financial Exchange 2.2, 11.4.3, CORRECTFITID and CORRECTACTION.</remarks>
internal sealed class Corrections(Session session, VersionTable<Entry> table)
{
    /// <summary>What the ids of corrections begin with; the reference follows.</summary>
    private const string Prefix = "corrected-";

    /// <summary>How far apart a movement and its correction may lie: a reference that stands again later is another movement's.</summary>
    private const int MostDaysApart = 92;

    private readonly Dictionary<string, HashSet<string>> corrected = new(StringComparer.Ordinal);

    /// <summary>Takes back what is corrected of the entries just saved, and what they correct.</summary>
    public void TakeBack(IReadOnlyCollection<ToldEntry> saved)
    {
        if (!saved.Any(IsCorrection) && !saved.Select(t => t.Entry.Id.Wallet).Distinct(StringComparer.Ordinal).Any(wallet => Corrected(wallet).Count > 0))
        {
            return;
        }

        foreach (var wallet in saved.GroupBy(t => t.Entry.Id.Wallet, StringComparer.Ordinal))
        {
            var known = Corrected(wallet.Key);
            var own = wallet.Where(IsCorrection).Select(t => t.Entry.Id.Id[Prefix.Length..]).ToList();
            known.UnionWith(own);
            if (known.Count > 0)
            {
                var references = own.Concat(wallet.Select(t => t.Source.Reference).Where(known.Contains)).Distinct(StringComparer.Ordinal).ToList();
                references.ForEach(reference => TakeBack(wallet.Key, reference));
            }
        }
    }

    private static bool IsCorrection(ToldEntry told) => told.Entry.Id.Id.StartsWith(Prefix, StringComparison.Ordinal);

    private void TakeBack(string wallet, string reference)
    {
        var correction = table.Load(new RecordKey(wallet, Prefix + reference))!.Standing;
        var taken = session.List("Entry_FindIdsBetween", Between(wallet, reference + "_"), row => row.Text()).Append(reference)
            .Select(id => table.Load(new RecordKey(wallet, id))?.Standing).OfType<Entry>()
            .Where(e => e.Status != EntryStatus.Reversed && e.RelatedTransactionId != reference && Math.Abs((e.BookedAtUtc - correction.BookedAtUtc).TotalDays) <= MostDaysApart)
            .Select(e => e with { Status = EntryStatus.Reversed, Source = correction.Source }).ToList();
        table.Save(taken);
    }

    private HashSet<string> Corrected(string wallet)
    {
        if (!corrected.TryGetValue(wallet, out var references))
        {
            corrected.Add(wallet, references = [.. session.List("Entry_FindIdsBetween", Between(wallet, Prefix), row => row.Text()[Prefix.Length..])]);
        }

        return references;
    }

    /// <summary>The ids that begin with a text that ends in a mark.</summary>
    private static Fields Between(string wallet, string start) =>
        new Fields().Text("owner", wallet).Text("from", start).Text("to", start[..^1] + (char)(start[^1] + 1));
}
