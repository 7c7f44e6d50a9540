using System.Globalization;
using Reconciler.Core.Disputes;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>What lies in the folders of letters, for people's eyes.</summary>
internal static class EvidenceFolders
{
    /// <summary>Files of letters that went out with none of them: too large, or the larger original of a picture.</summary>
    public static IReadOnlyList<string> KeptHere(DataFolder data, IReadOnlyList<Dispute> letters)
    {
        var attached = letters.SelectMany(l => l.Attachments).ToHashSet(StringComparer.Ordinal);
        return [.. letters.SelectMany(l => NamesIn(Path.Combine(data.Evidence, l.Id)).Where(name => !attached.Contains(name)).Select(name => $"evidence/{l.Id}/{name}"))];
    }

    /// <summary>Where the answers to a letter are copied to.</summary>
    public static string AnswersTo(DataFolder data, string disputeId) => Path.Combine(data.Evidence, disputeId, "answers");

    /// <summary>How the names of the copies of an answer begin.</summary>
    public static string StemOf(DateTime receivedAtUtc) => receivedAtUtc.ToString("yyyyMMdd'T'HHmmss'-'", CultureInfo.InvariantCulture);

    /// <summary>The answer with its files as they lie in the letter's folder; what was not copied there says so.</summary>
    public static Answer AsCopied(DataFolder data, Answer answer)
    {
        var copies = NamesIn(AnswersTo(data, answer.DisputeId));
        var stem = StemOf(answer.ReceivedAtUtc);
        return answer with
        {
            Files = [.. answer.Files.Select(name => copies.FirstOrDefault(c => c.StartsWith(stem, StringComparison.Ordinal) && c.EndsWith("-" + name, StringComparison.Ordinal)) ?? $"{name} (not copied: not a file that may be opened unseen)")],
        };
    }

    private static IReadOnlyList<string> NamesIn(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];
}
