using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>
/// Holds the entries and orders of a store against those that the very files give when they are read once more: the chain vouches for the files by their SHA-256, not for each of millions of rows. What a record says is compared,
/// and whether it counts; which of two contradicting versions stands is decided later, by decisions and orders, and is not.
/// </summary>
public static partial class RecordProof
{
    private const int FieldsTold = 5;

    /// <summary>The records that differ, sorted by id: entries, then orders.</summary>
    /// <param name="again">A store into which the files at hand were read in the order in which they came, and nothing else.</param>
    /// <param name="filesAtHand">The SHA-256 of the files that were read again. Where files are missing, only what is told differently can be named: what seems to be missing may stand in them.</param>
    public static IEnumerable<RowFault> Compare(Work stored, Work again, IReadOnlySet<string> filesAtHand)
    {
        var areAllAtHand = stored.InputFiles.LoadAll().All(f => filesAtHand.Contains(f.Sha256));
        return new Comparer<Entry>("entries", e => e.Source, (e, source) => e with { Source = source }, filesAtHand, areAllAtHand).Compare(stored.Entries.Table, again.Entries.Table)
            .Concat(new Comparer<Order>("orders", o => o.Source, (o, source) => o with { Source = source }, filesAtHand, areAllAtHand).Compare(stored.Orders.Table, again.Orders.Table));
    }

    private static string NameOf(PropertyInfo property) => Humps().Replace(property.Name.Replace("Utc", string.Empty, StringComparison.Ordinal), "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.None, 1_000)]
    private static partial Regex Humps();

    private sealed class Comparer<T>(string table, Func<T, SourceLine> sourceOf, Func<T, SourceLine, T> withSource, IReadOnlySet<string> filesAtHand, bool areAllAtHand)
        where T : class
    {
        private static readonly PropertyInfo[] Told = [.. typeof(T).GetProperties().Where(p => p.CanWrite && p.Name != nameof(Entry.Source))];

        public IEnumerable<RowFault> Compare(VersionTable<T> stored, VersionTable<T> again)
        {
            using var kept = stored.LoadEveryVersion().GetEnumerator();
            using var read = again.LoadEveryVersion().GetEnumerator();
            var (hasKept, hasRead) = (kept.MoveNext(), read.MoveNext());
            while (hasKept || hasRead)
            {
                var order = !hasKept ? 1 : !hasRead ? -1 : VersionTable<T>.Compare(kept.Current.Key, read.Current.Key);
                var key = order <= 0 ? kept.Current.Key : read.Current.Key;
                foreach (var what in OfOne(order <= 0 ? kept.Current.Versions : [], order >= 0 ? read.Current.Versions : []))
                {
                    yield return new RowFault(table, $"{key.Owner}/{key.Id}", what);
                }

                hasKept = order <= 0 ? kept.MoveNext() : hasKept;
                hasRead = order >= 0 ? read.MoveNext() : hasRead;
            }
        }

        private IEnumerable<string> OfOne(List<StoredVersion<T>> kept, List<StoredVersion<T>> read)
        {
            List<StoredVersion<T>> left = [.. read];
            foreach (var version in kept.Where(v => filesAtHand.Contains(sourceOf(v.Record).FileSha256)))
            {
                var at = left.FindIndex(r => IsOneLine(sourceOf(r.Record), sourceOf(version.Record)));
                if (at < 0)
                {
                    if (areAllAtHand)
                    {
                        yield return $"stands in no such line of its file: {Place(version)} says nothing of it";
                    }

                    continue;
                }

                if (Difference(version, left[at]) is { } difference)
                {
                    yield return $"is not what {Place(version)} says: {difference}";
                }

                left.RemoveAt(at);
            }

            foreach (var missing in left.Where(_ => areAllAtHand))
            {
                yield return $"is missing: {Place(missing)} tells of it";
            }
        }

        private string? Difference(StoredVersion<T> kept, StoredVersion<T> read)
        {
            var (one, other) = (sourceOf(kept.Record), sourceOf(read.Record));
            var text = one.Place is not null == other.Place is not null && (one.Place != other.Place || one.RawText != other.RawText) ? new[] { "the place of its text" } : [];
            var fields = withSource(kept.Record, other).Equals(read.Record) ? [] : Told.Where(p => !Equals(p.GetValue(kept.Record), p.GetValue(read.Record))).Select(NameOf);
            var counts = kept.Standing == Standing.Superseded != (read.Standing == Standing.Superseded) ? new[] { "whether it counts" } : [];
            List<string> all = [.. fields, .. text, .. counts];
            return all.Count == 0 ? null : string.Join(", ", all.Take(FieldsTold)) + (all.Count > FieldsTold ? ", …" : string.Empty);
        }

        private string Place(StoredVersion<T> version) => sourceOf(version.Record) is var source ? string.Create(CultureInfo.InvariantCulture, $"{source.FileName}, line {source.Line}") : string.Empty;

        private static bool IsOneLine(SourceLine one, SourceLine other) => one.Line == other.Line && one.FileSha256 == other.FileSha256;
    }
}
