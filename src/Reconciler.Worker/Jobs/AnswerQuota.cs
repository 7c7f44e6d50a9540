using System.Globalization;
using Reconciler.Mail;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>How much of what comes from outside is kept, of one case and on one day: whoever knows a case number can write as often as he likes. Strangers use up only what is theirs.</summary>
/// <param name="day">Of the run's clock, UTC.</param>
internal sealed class AnswerQuota(ImapSettings limits, AnswerStore kept, DateOnly day, bool ofStrangers)
{
    private const long Megabyte = 1_000_000;

    private readonly Dictionary<string, (long Mails, long Bytes)> ofCases = new(StringComparer.Ordinal);

    private (long Mails, long Bytes) ofDay = kept.SumOfDay(day, ofStrangers);

    /// <summary>Why a mail of that size is not kept today; null where it is.</summary>
    public string? DayIsFull(long bytes) =>
        ofDay.Mails >= limits.MaxMailsPerDay ? string.Create(CultureInfo.InvariantCulture, $"{ofDay.Mails} answers were kept on {day:yyyy-MM-dd} (Mail:Imap:MaxMailsPerDay)")
        : ofDay.Bytes + bytes > limits.MaxMegabytesPerDay * Megabyte ? string.Create(CultureInfo.InvariantCulture, $"the answers kept on {day:yyyy-MM-dd} have reached {limits.MaxMegabytesPerDay} megabytes (Mail:Imap:MaxMegabytesPerDay)")
        : null;

    /// <summary>Why a mail of that size is not kept for a case; null where it is.</summary>
    public string? CaseIsFull(string findingId, long bytes)
    {
        var sum = OfCase(findingId);
        return sum.Mails >= limits.MaxMailsPerCase ? string.Create(CultureInfo.InvariantCulture, $"the case has {sum.Mails} answers (Mail:Imap:MaxMailsPerCase)")
            : sum.Bytes + bytes > limits.MaxMegabytesPerCase * Megabyte ? string.Create(CultureInfo.InvariantCulture, $"the answers to the case have reached {limits.MaxMegabytesPerCase} megabytes (Mail:Imap:MaxMegabytesPerCase)")
            : null;
    }

    /// <summary>A mail of that size is kept.</summary>
    public void Add(IEnumerable<string> findingIds, long bytes)
    {
        ofDay = (ofDay.Mails + 1, ofDay.Bytes + bytes);
        foreach (var id in findingIds)
        {
            var sum = OfCase(id);
            ofCases[id] = (sum.Mails + 1, sum.Bytes + bytes);
        }
    }

    private (long Mails, long Bytes) OfCase(string findingId)
    {
        if (!ofCases.TryGetValue(findingId, out var sum))
        {
            ofCases[findingId] = sum = kept.SumOfCase(findingId, ofStrangers);
        }

        return sum;
    }
}
