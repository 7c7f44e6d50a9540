using System.Text.Json;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>Keeps mails to our own people, each with what it is in the audit, so that what was kept is what goes out.</summary>
internal static class NoticeBook
{
    private const string Kept = " kept";

    public static void Add(Work work, RunClock run, Notice notice, byte[] message)
    {
        work.Notices.Add(notice, message);
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, notice.Kind.ToName() + Kept, notice.Id, JsonSerializer.Serialize(Line.Of(notice, message)));
    }

    /// <summary>In what it is not what the audit says was kept; null: it is just that.</summary>
    public static string? Problem(Work work, Notice notice, byte[]? message)
    {
        var kept = work.Audit.LoadOf([notice.Id]).FirstOrDefault(line => line.Action == notice.Kind.ToName() + Kept);
        return kept is null ? "the audit does not know of it"
            : message is null ? "its mail is gone"
            : kept.Details != JsonSerializer.Serialize(Line.Of(notice, message)) ? "its mail or its recipients are not those that the audit knows of"
            : null;
    }

    private sealed record Line(string About, IReadOnlyList<string> Recipients, string MessageId, string Sha256)
    {
        public static Line Of(Notice notice, byte[] message) => new(notice.About, notice.Recipients, notice.MessageId, ShortHash.Sha256(message));
    }
}
