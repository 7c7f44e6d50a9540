using Reconciler.Core.Disputes;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>A file that came with an answer.</summary>
public sealed record AnswerFile(string Name, string MediaType, byte[] Content);

/// <summary>The mails that came in answer to letters, and up to where each mailbox has been read.</summary>
public sealed class AnswerStore
{
    private readonly Session session;

    internal AnswerStore(Session session) => this.session = session;

    /// <summary>Keeps an answer with its files and the mail as it came. False where it is known already: nothing is changed then.</summary>
    /// <param name="alsoTo">Further letters that it answers, and whether it is a stranger's to them.</param>
    /// <param name="key">Tells the mail from all others; 1 to 64 characters.</param>
    public bool Add(Answer answer, IReadOnlyList<(string DisputeId, bool FromStranger)> alsoTo, string key, IReadOnlyList<AnswerFile> files, byte[] mail)
    {
        if (IsKnown(key))
        {
            return false;
        }

        var number = session.List("Answer_NextNumber", null, row => row.Number()).Single();
        session.Seals.Touch(SealedTable.Answers, number);
        session.Seals.Touch(SealedTable.AnswerFilings, number);
        session.Seals.Touch(SealedTable.AnswerFiles, number);
        session.Execute("Answer_Add", new Fields().Number("answer_no", number).Text("mail_key", key).Name("kind", answer.Kind)
            .Text("sender", answer.From).Text("subject", answer.Subject).Time("received_at", answer.ReceivedAtUtc).Time("filed_at", answer.FiledAtUtc)
            .Text("filed_by", answer.FiledBy).Text("text", answer.Text).Text("note", answer.Note).Bytes("mail", mail));
        session.AddMany("AnswerFiling_Add", "answer_filings", alsoTo.Prepend((answer.DisputeId, answer.FromStranger)).Select(to =>
            new Fields().Number("answer_no", number).Text("dispute_id", to.DisputeId).Number("from_stranger", to.FromStranger ? 1 : null)));
        session.AddMany("AnswerFile_Add", "answer_files", files.Select((f, i) =>
            new Fields().Number("answer_no", number).Number("position", i).Text("name", f.Name).Text("media_type", f.MediaType).Text("sha256", ShortHash.Sha256(f.Content)).Bytes("content", f.Content)));
        return true;
    }

    /// <summary>Whether an answer is kept already.</summary>
    public bool IsKnown(string key) => session.List("Answer_Find", new Fields().Text("mail_key", key), row => row.Number()).Count > 0;

    /// <summary>Takes the answers of strangers to a letter for its addressee's, since a person says so.</summary>
    public void Accept(string disputeId)
    {
        foreach (var number in session.List("AnswerFiling_FindStrangers", new Fields().Text("dispute_id", disputeId), row => row.Number()))
        {
            session.Seals.Touch(SealedTable.AnswerFilings, number);
        }

        session.Execute("AnswerFiling_Accept", new Fields().Text("dispute_id", disputeId));
    }

    /// <summary>How many answers of strangers, or of others, are kept of all letters about a finding, and the bytes of their mails.</summary>
    public (long Mails, long Bytes) SumOfCase(string findingId, bool ofStrangers) =>
        session.List("Answer_SumOfCase", new Fields().Text("finding_id", findingId).Number("from_stranger", ofStrangers ? 1 : 0), row => (row.Number(), row.Number())).Single();

    /// <summary>How many answers of strangers, or of others, were filed on a day (UTC), and the bytes of their mails.</summary>
    public (long Mails, long Bytes) SumOfDay(DateOnly day, bool ofStrangers)
    {
        var from = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return session.List("Answer_SumOfDay", new Fields().Time("from_time", from).Time("to_time", from.AddDays(1)).Number("from_stranger", ofStrangers ? 1 : 0), row => (row.Number(), row.Number())).Single();
    }

    /// <summary>Every answer in the order of filing, as often as it answers a letter.</summary>
    public IReadOnlyList<Answer> LoadAll()
    {
        var files = session.List("AnswerFile_LoadNames", null, row => (Number: row.Number(), Name: row.Text())).ToLookup(f => f.Number, f => f.Name);
        return session.List("Answer_LoadAll", null, row => row.Number() is var number
            ? new Answer(row.Text(), row.Name<AnswerKind>(), row.Text(), row.Text(), row.Time(), row.Time(), row.Text(), [.. files[number]], row.Text(), row.Text()) { FromStranger = row.Number() == 1 }
            : null!);
    }

    /// <summary>Up to where a folder has been read; null where it has not.</summary>
    /// <param name="mailbox">Server, user and folder.</param>
    public (uint UidValidity, uint LastUid)? FindPosition(string mailbox) =>
        session.List("MailboxPosition_Find", new Fields().Text("mailbox", mailbox), row => (checked((uint)row.Number()), checked((uint)row.Number())))
            .Select(p => ((uint, uint)?)p).SingleOrDefault();

    /// <summary>Notes up to where a folder has been read; in one work with the answers that were found.</summary>
    public void SavePosition(string mailbox, uint uidValidity, uint lastUid)
    {
        session.Seals.Touch(SealedTable.MailboxPositions, mailbox);
        session.Execute("MailboxPosition_Delete", new Fields().Text("mailbox", mailbox));
        session.Execute("MailboxPosition_Add", new Fields().Text("mailbox", mailbox).Number("uid_validity", uidValidity).Number("last_uid", lastUid));
    }
}
