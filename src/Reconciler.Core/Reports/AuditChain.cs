using System.Globalization;
using Reconciler.Core.Values;

namespace Reconciler.Core.Reports;

/// <summary>One line of the audit: who did what to which thing, bound to the line before it.</summary>
/// <param name="Seq">Counted from 1 without gaps.</param>
/// <param name="AtUtc">To the microsecond: finer parts are not kept.</param>
/// <param name="Actor">The account of the operating system, as <see cref="AuditActor"/> writes it.</param>
/// <param name="Action">Such as <c>import</c>, <c>decide pair</c>, <c>dispute sent</c>.</param>
/// <param name="Subject">The id of what was acted on.</param>
/// <param name="Details">JSON.</param>
/// <param name="PreviousHash">The hash of the line before; 64 zeros for the first.</param>
/// <param name="Hash">64 lower-case hexadecimal digits, see <see cref="AuditChain.HashOf"/>.</param>
public sealed record AuditRecord(long Seq, DateTime AtUtc, string Actor, string Action, string Subject, string Details, string PreviousHash, string Hash);

/// <summary>What a walk along the audit chain found.</summary>
public abstract record AuditVerdict
{
    private AuditVerdict()
    {
    }

    /// <summary>Every line follows from the one before. Lines cut off at the end leave no trace in the chain itself: compare count and hash with those of an earlier report.</summary>
    public sealed record Intact(long Count, string LastHash) : AuditVerdict;

    /// <summary>The first line that does not follow, and why.</summary>
    public sealed record Broken(long Seq, string Why) : AuditVerdict;
}

/// <summary>The audit's hash chain: changing, removing, inserting or swapping a line breaks it from there on.</summary>
public static class AuditChain
{
    /// <summary>What the first line has as previous hash: 64 zeros.</summary>
    public const string FirstPreviousHash = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>
    /// The hash of a line: SHA-256 as lower-case hexadecimal over the fields seq, at, actor, action, subject, details, previous_hash in this order, each written as its
    /// count of UTF-8 bytes, a colon, the bytes, a comma; the time as <c>2026-05-06T09:00:00.000000Z</c>. So <c>1:1,27:2026-05-06T09:00:00.000000Z,3:ann,…</c>
    /// </summary>
    public static string HashOf(long seq, DateTime atUtc, string actor, string action, string subject, string details, string previousHash) =>
        Convert.ToHexStringLower(
            new FieldText().Add(seq).Add(TimeText(atUtc)).Add(actor).Add(action).Add(subject).Add(details).Add(previousHash).Sha256());

    /// <summary>The line that follows the last one.</summary>
    /// <param name="lastSeq">0 where there is none.</param>
    /// <param name="lastHash"><see cref="FirstPreviousHash"/> where there is none.</param>
    public static AuditRecord Next(long lastSeq, string lastHash, DateTime atUtc, string actor, string action, string subject, string details)
    {
        var seq = lastSeq + 1;
        var at = new DateTime(atUtc.Ticks - (atUtc.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
        return new AuditRecord(seq, at, actor, action, subject, details, lastHash, HashOf(seq, at, actor, action, subject, details, lastHash));
    }

    /// <summary>Whether a line is as it was written: its hash fits its text.</summary>
    public static bool FitsItsHash(AuditRecord line) =>
        HashOf(line.Seq, line.AtUtc, line.Actor, line.Action, line.Subject, line.Details, line.PreviousHash) == line.Hash;

    /// <summary>Walks the lines as they stand and stops at the first that does not follow from the one before. Holds one line at a time.</summary>
    public static AuditVerdict Verify(IEnumerable<AuditRecord> lines)
    {
        var count = 0L;
        var lastHash = FirstPreviousHash;
        foreach (var line in lines)
        {
            if (line.Seq != count + 1)
            {
                return new AuditVerdict.Broken(line.Seq, $"Line {line.Seq} stands where line {count + 1} is due: a line was removed, inserted or moved.");
            }

            if (line.PreviousHash != lastHash)
            {
                return new AuditVerdict.Broken(line.Seq, $"Line {line.Seq} does not follow from the line before: it names {line.PreviousHash}, that line's hash is {lastHash}.");
            }

            if (!FitsItsHash(line))
            {
                return new AuditVerdict.Broken(line.Seq, $"Line {line.Seq} was changed after it was written: its hash does not fit its text.");
            }

            count++;
            lastHash = line.Hash;
        }

        return new AuditVerdict.Intact(count, lastHash);
    }

    /// <summary>A time as lines hold it.</summary>
    internal static string TimeText(DateTime atUtc) => atUtc.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
