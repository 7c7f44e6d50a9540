using System.Text.Json;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>A row that is not what the audit vouches for.</summary>
/// <param name="Key">The columns that name it, joined with <c>/</c>.</param>
/// <param name="What">Such as <c>was changed after line 17 of the audit told of it</c>.</param>
public sealed record RowFault(string Table, string Key, string What);

/// <summary>Holds the rows of the store against what the audit's lines say became of them.</summary>
internal sealed class RowProof(Session session)
{
    private readonly Dictionary<string, Dictionary<string, (UInt128 Hash, long Seq)>> told = SealedTable.All.ToDictionary(t => t.Name, _ => new Dictionary<string, (UInt128, long)>(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The rows that differ, as they are found.</summary>
    /// <param name="lines">The whole audit.</param>
    public IEnumerable<RowFault> Faults(IEnumerable<AuditRecord> lines)
    {
        var seals = lines.Select(line => (line.Seq, Seal: RowSeal.Of(line))).Where(l => l.Seal is not null).ToDictionary(l => l.Seq, l => l.Seal!);
        foreach (var fault in Follow(seals).Concat(SealedTable.All.SelectMany(Compare)))
        {
            yield return fault;
        }
    }

    /// <summary>Goes through the pages and keeps how each row should stand.</summary>
    private IEnumerable<RowFault> Follow(Dictionary<long, RowSeal> seals)
    {
        foreach (var (seq, pages) in BySeq(session.Stream("SealedRows_LoadAll", null, row => (Seq: row.Number(), Page: row.Number(), Content: row.Bytes()))))
        {
            var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seq}");
            if (!seals.Remove(seq, out var seal))
            {
                yield return new RowFault("sealed_rows", place, "belongs to no line of the audit");
                continue;
            }

            if (ShortHash.Sha256([.. pages.SelectMany(p => p)]) != seal.Sha256)
            {
                yield return new RowFault("sealed_rows", place, $"was changed: line {place} of the audit holds another hash of it");
            }

            List<RowChange>? changes = null;
            try
            {
                changes = [.. pages.SelectMany(SealPages.Read)];
            }
            catch (InvalidDataException)
            {
                // Its hash says so already.
            }

            foreach (var change in changes ?? [])
            {
                if (Follow(change, seq) is { } fault)
                {
                    yield return fault;
                }
            }
        }

        foreach (var seq in seals.Keys.Order())
        {
            yield return new RowFault("sealed_rows", seq.ToString(System.Globalization.CultureInfo.InvariantCulture), "is missing: the line of the audit is there");
        }
    }

    private RowFault? Follow(RowChange change, long seq)
    {
        if (!told.TryGetValue(change.Table, out var rows))
        {
            return null;
        }

        var isKnown = rows.TryGetValue(change.Key, out var known);
        var fits = isKnown ? change.Before == known.Hash : change.Before is null;
        if (change.After is { } after)
        {
            rows[change.Key] = (after, seq);
        }
        else
        {
            rows.Remove(change.Key);
        }

        return fits ? null
            : new RowFault(change.Table, change.Key, isKnown ? Invariant($"was changed past the program between lines {known.Seq} and {seq} of the audit") : Invariant($"came past the program before line {seq} of the audit"));
    }

    private IEnumerable<RowFault> Compare(SealedTable table)
    {
        var rows = told[table.Name];
        using var hash = new RowHash();
        foreach (var (key, now) in session.Stream(table.LoadAll, null, row => row.Sealed(hash, table)))
        {
            if (!rows.Remove(key, out var known))
            {
                yield return new RowFault(table.Name, key, "was inserted past the program: no line of the audit tells of it");
            }
            else if (known.Hash != now)
            {
                yield return new RowFault(table.Name, key, Invariant($"was changed past the program after line {known.Seq} of the audit"));
            }
        }

        foreach (var (key, (_, seq)) in rows.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            yield return new RowFault(table.Name, key, Invariant($"was deleted past the program after line {seq} of the audit"));
        }
    }

    private static IEnumerable<(long Seq, List<byte[]> Pages)> BySeq(IEnumerable<(long Seq, long Page, byte[] Content)> pages)
    {
        var (seq, some) = (0L, new List<byte[]>());
        foreach (var page in pages)
        {
            if (page.Seq != seq && some.Count > 0)
            {
                yield return (seq, some);
                some = [];
            }

            seq = page.Seq;
            some.Add(page.Content);
        }

        if (some.Count > 0)
        {
            yield return (seq, some);
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>What a line of the audit says of the rows that its transaction changed.</summary>
/// <param name="Sha256">Over the pages that tell which, one after the other.</param>
internal sealed record RowSeal(long Count, string Sha256)
{
    private const string Member = "sealed";

    public static RowSeal? Of(AuditRecord line)
    {
        if (!line.Details.Contains($"\"{Member}\":", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(line.Details);
            return json.RootElement.TryGetProperty(Member, out var seal) ? new RowSeal(seal.GetProperty("count").GetInt64(), seal.GetProperty("sha256").GetString()!) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // It was written past the program; the chain is broken there.
            return null;
        }
    }

    /// <summary>A line's details with this in it; null where they are no JSON object.</summary>
    public string? In(string details) => details.EndsWith('}')
        ? FormattableString.Invariant($"{details[..^1]}{(details.Length > 2 ? "," : "")}\"{Member}\":{{\"count\":{Count},\"sha256\":\"{Sha256}\"}}}}")
        : null;
}
