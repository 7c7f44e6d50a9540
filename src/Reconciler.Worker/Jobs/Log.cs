namespace Reconciler.Worker.Jobs;

/// <summary>
/// All that is logged: when a job starts and ends, and what a person should act on. Values are named; no mail bodies, account numbers or secrets. The numbers are for good: what warns or fails stands in
/// README's table of events with its cause and its cure.
/// </summary>
internal static partial class Log
{
    /// <summary>Until it is disposed each line names the run.</summary>
    public static IDisposable? OfRun(this ILogger log, RunClock run) => log.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal) { ["RunId"] = run.RunId });

    [LoggerMessage(1, LogLevel.Information, "Run {RunId} starts, as of {AsOf:yyyy-MM-dd HH:mm:ss} UTC, in {DataFolder}")]
    public static partial void RunStarts(this ILogger log, string runId, DateTime asOf, string dataFolder);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} ends after {Seconds:0.0} s: {Rows} rows read, {Matches} matches, {OpenFindings} findings open, {MailsSent} mails sent")]
    public static partial void RunEnds(this ILogger log, string runId, double seconds, long rows, long matches, int openFindings, int mailsSent);

    [LoggerMessage(3, LogLevel.Error, "Run {RunId} failed; nothing of the step at work is kept, the next run tries again: {Why}")]
    public static partial void RunFailed(this ILogger log, Exception failure, string runId, string why);

    [LoggerMessage(4, LogLevel.Information, "Run {RunId} was stopped; the step at work is not kept")]
    public static partial void RunStopped(this ILogger log, string runId);

    [LoggerMessage(10, LogLevel.Information, "{File}: read by layout {Layout}: {Read} rows, {Added} new, {NewVersions} new versions, {Known} known already, {Rejected} rejected")]
    public static partial void FileRead(this ILogger log, string file, string layout, long read, long added, long newVersions, long known, long rejected);

    [LoggerMessage(17, LogLevel.Information, "{File}: {Outcome}")]
    public static partial void RowsPassedOver(this ILogger log, string file, string outcome);

    [LoggerMessage(11, LogLevel.Information, "{File}: known already, nothing is read again")]
    public static partial void FileKnown(this ILogger log, string file);

    [LoggerMessage(12, LogLevel.Warning, "{File}: rejected: {Why}")]
    public static partial void FileRejected(this ILogger log, string file, string why);

    [LoggerMessage(13, LogLevel.Warning, "{File}: left for the next run: {Why}")]
    public static partial void FileLeft(this ILogger log, string file, string why);

    [LoggerMessage(14, LogLevel.Error, "{File}: rejected, for the reader failed on it, which is a fault of this program")]
    public static partial void ReaderFailed(this ILogger log, Exception failure, string file);

    [LoggerMessage(20, LogLevel.Information, "Matched {Entries} entries with {Orders} orders: {Matches} matches, {Open} findings open, {Changed} findings changed")]
    public static partial void Matched(this ILogger log, long entries, long orders, long matches, int open, int changed);

    [LoggerMessage(22, LogLevel.Information, "Matched {Records} records that may be concerned: {Added} matches added, {Dropped} dropped, {Changed} findings changed")]
    public static partial void MatchedPart(this ILogger log, int records, int added, int dropped, int changed);

    [LoggerMessage(23, LogLevel.Information, "All records are matched again: {Because}")]
    public static partial void MatchingAll(this ILogger log, string because);

    [LoggerMessage(24, LogLevel.Information, "All {Records} records are matched in {Shares} shares")]
    public static partial void MatchingInShares(this ILogger log, int records, int shares);

    [LoggerMessage(25, LogLevel.Information, "All records are matched at once: {Because}")]
    public static partial void MatchingAtOnce(this ILogger log, string because);

    [LoggerMessage(21, LogLevel.Information, "Nothing new to match: the {Matches} matches of {AsOfUtc:yyyy-MM-dd HH:mm:ss} UTC hold")]
    public static partial void MatchesHold(this ILogger log, long matches, DateTime asOfUtc);

    [LoggerMessage(30, LogLevel.Information, "Dispute {DisputeId} on finding {FindingId}: {State}")]
    public static partial void DisputeMoved(this ILogger log, string disputeId, string findingId, string state);

    [LoggerMessage(31, LogLevel.Warning, "Dispute {DisputeId} needs a person: {Why}")]
    public static partial void DisputeNeedsPerson(this ILogger log, string disputeId, string why);

    [LoggerMessage(32, LogLevel.Warning, "{Count} findings on {Marketplace} are not mailed: add its address to Disputes:Recipients in reconciler.json")]
    public static partial void NoRecipient(this ILogger log, int count, string marketplace);

    [LoggerMessage(33, LogLevel.Warning, "{Warning}")]
    public static partial void DocumentWarning(this ILogger log, string warning);

    /// <summary>Tells which triggers were made anew; nothing where none was.</summary>
    public static void TellGuards(this ILogger log, IReadOnlyList<string> restored)
    {
        foreach (var guard in restored)
        {
            log.GuardRestored(guard);
        }
    }

    [LoggerMessage(55, LogLevel.Information, "audit-head {Head}")]
    public static partial void AuditHead(this ILogger log, string head);

    [LoggerMessage(53, LogLevel.Warning, "{What}")]
    public static partial void ForeignLock(this ILogger log, string what);

    [LoggerMessage(59, LogLevel.Warning, "{Head} is not signed or stamped; the next run tries again: {Why}")]
    public static partial void HeadNotSealed(this ILogger log, string head, string why);

    [LoggerMessage(56, LogLevel.Error, "The trigger {Trigger}, which guards the audit, was dropped or changed; it is made anew. Look who may write into the store, and run: reconciler audit verify")]
    private static partial void GuardRestored(this ILogger log, string trigger);

    [LoggerMessage(57, LogLevel.Error, "Dispute {DisputeId} is held and does not go out: {Why}")]
    public static partial void LetterHeld(this ILogger log, string disputeId, string why);

    [LoggerMessage(58, LogLevel.Error, "Decision {DecisionId}: the store says other than the audit, and the audit counts. Run: reconciler audit verify")]
    public static partial void DecisionContradicted(this ILogger log, string decisionId);

    [LoggerMessage(34, LogLevel.Warning, "{Letter} on finding {FindingId} is held back for this run: {Why}")]
    public static partial void LetterHeldBack(this ILogger log, string findingId, string letter, string why);

    [LoggerMessage(35, LogLevel.Warning, "The mail {DisputeId} is put off and tried again later: {Why}")]
    public static partial void MailPutOff(this ILogger log, string disputeId, string why);

    [LoggerMessage(39, LogLevel.Warning, "No mail goes out for now; all wait, and the next turn tries again: {Why}")]
    public static partial void NoMailGoesOut(this ILogger log, string why);

    [LoggerMessage(36, LogLevel.Warning, "{Count} mails wait for their turn: Mail:MostPerDomainAnHour or Mail:MostPerDomainADay is reached")]
    public static partial void RateLimitReached(this ILogger log, int count);

    [LoggerMessage(37, LogLevel.Warning, "The answers are not read: {Why}")]
    public static partial void AnswersNotRead(this ILogger log, string why);

    [LoggerMessage(38, LogLevel.Information, "An answer to dispute {DisputeId} was filed ({Kind}, known by {How})")]
    public static partial void AnswerFiled(this ILogger log, string disputeId, string kind, string how);

    [LoggerMessage(47, LogLevel.Warning, "Dispute {DisputeId} has more answers than are kept: {Note}")]
    public static partial void AnswersOverQuota(this ILogger log, string disputeId, string note);

    [LoggerMessage(46, LogLevel.Information, "A mail of our own or of an approver names dispute {DisputeId} ({How}): it answers nothing and is not kept")]
    public static partial void OwnMailPassedBy(this ILogger log, string disputeId, string how);

    [LoggerMessage(45, LogLevel.Warning, "The files of {DisputeId} in outbox/portal cannot be brought up to date; the next run tries again: {Why}")]
    public static partial void UploadNotWritten(this ILogger log, string disputeId, string why);

    [LoggerMessage(43, LogLevel.Error, "The letter about finding {FindingId} cannot be written; the other cases go on, the next run tries it again: {Why}")]
    public static partial void LetterFailed(this ILogger log, Exception failure, string findingId, string why);

    [LoggerMessage(44, LogLevel.Warning, "{File} is used and cannot be moved to the evidence that was used: {Why}")]
    public static partial void GivenFileNotMoved(this ILogger log, string file, string why);

    [LoggerMessage(41, LogLevel.Warning, "The approvers could not be told what waits for them: {Why}")]
    public static partial void ApproversNotTold(this ILogger log, string why);

    [LoggerMessage(42, LogLevel.Error, "Mails put off and answers could not be seen to; the next turn tries again: {Why}")]
    public static partial void MailRunFailed(this ILogger log, Exception failure, string why);

    [LoggerMessage(40, LogLevel.Information, "Report written: {Path}")]
    public static partial void ReportWritten(this ILogger log, string path);

    [LoggerMessage(65, LogLevel.Information, "The period {Period} is closed with {Documents} documents")]
    public static partial void PeriodClosed(this ILogger log, string period, int documents);

    [LoggerMessage(60, LogLevel.Information, "{NoticeId}: {State}")]
    public static partial void NoticeMoved(this ILogger log, string noticeId, string state);

    [LoggerMessage(61, LogLevel.Warning, "{NoticeId} needs a person: {Why}")]
    public static partial void NoticeNeedsPerson(this ILogger log, string noticeId, string why);

    [LoggerMessage(62, LogLevel.Error, "The report {Name} cannot be sent; the next turn tries it again: {Why}")]
    public static partial void ReportFailed(this ILogger log, Exception failure, string name, string why);

    [LoggerMessage(64, LogLevel.Information, "The report {Name} is kept to be sent as {MessageId}")]
    public static partial void ReportKept(this ILogger log, string name, string messageId);

    [LoggerMessage(63, LogLevel.Error, "The alert cannot be sent; the next turn tries it again: {Why}")]
    public static partial void AlertFailed(this ILogger log, Exception failure, string why);

    [LoggerMessage(50, LogLevel.Information, "The service waits for {Next:yyyy-MM-dd HH:mm:ss} UTC (schedule {Cron} in {TimeZone})")]
    public static partial void ServiceWaits(this ILogger log, DateTime next, string cron, string timeZone);

    [LoggerMessage(51, LogLevel.Information, "A run was due at {Due:yyyy-MM-dd HH:mm:ss} UTC while the service was stopped or at work: it happens now, once")]
    public static partial void RunWasMissed(this ILogger log, DateTime due);

    [LoggerMessage(52, LogLevel.Warning, "The run is put off: {Why}")]
    public static partial void RunPutOff(this ILogger log, string why);
}
