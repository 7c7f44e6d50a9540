using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Disputes;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>What a line of the audit holds of a letter.</summary>
/// <param name="ApprovalsNeeded">Null in lines from before they were told.</param>
/// <param name="Prepared">The mail, or the upload, at the moment at which it was made; null in lines that do not tell of that.</param>
/// <param name="Approvers">Whose approvals it takes over from the letter that it stands for, with their ids.</param>
internal sealed record LetterLine(
    string Run, string Finding, string Letter, string Recipient, string MessageId, string Amount, IReadOnlyList<string> Attachments, string Note, int? ApprovalsNeeded = null, PreparedHashes? Prepared = null, IReadOnlyList<string>? Approvers = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static LetterLine Read(AuditRecord line) => JsonSerializer.Deserialize<LetterLine>(line.Details, Json)!;

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>The SHA-256 of a mail and of each attached file.</summary>
/// <param name="Mail">Empty for an upload.</param>
internal sealed record PreparedHashes(string Mail, IReadOnlyDictionary<string, string> Files)
{
    public static PreparedHashes Of(byte[] message, IReadOnlyList<EvidenceFile> attached) =>
        new(message.Length == 0 ? string.Empty : ShortHash.Sha256(message), attached.ToDictionary(f => f.Name, f => ShortHash.Sha256(f.Content), StringComparer.Ordinal));
}

/// <summary>What the audit tells of letters: what was prepared and who approved it. The store may have been written past the program; what goes out is held against this.</summary>
internal sealed class LetterAudit
{
    private const string ActionPrefix = "dispute ";
    private const string Approved = ActionPrefix + "approved";

    private readonly ILookup<string, AuditRecord> lines;

    private LetterAudit(IEnumerable<AuditRecord> lines) =>
        this.lines = lines.Where(l => l.Action.StartsWith(ActionPrefix, StringComparison.Ordinal)).ToLookup(l => l.Subject, StringComparer.Ordinal);

    public static LetterAudit Of(Work work, IReadOnlyCollection<string> disputeIds) => new(work.Audit.LoadOf(disputeIds));

    /// <summary>Who approved a letter, each account once, in order.</summary>
    public IReadOnlyList<AuditActor> ApproversOf(string disputeId)
    {
        var persons = new List<AuditActor>();
        foreach (var line in lines[disputeId].Where(AuditChain.FitsItsHash))
        {
            var told = line.Action == Approved ? [line.Actor] : LetterLine.Read(line).Approvers ?? [];
            foreach (var person in told.Select(AuditActor.Parse).Where(p => !persons.Exists(p.IsSamePersonAs)))
            {
                persons.Add(person);
            }
        }

        return persons;
    }

    /// <summary>Why a letter is not what was prepared and approved; null where it is.</summary>
    /// <param name="message">As it would go out; null or empty where there is none.</param>
    public string? Problem(Dispute dispute, byte[]? message, IReadOnlyList<EvidenceFile> attached)
    {
        var own = lines[dispute.Id].ToList();
        if (own.Find(l => !AuditChain.FitsItsHash(l)) is { } changed)
        {
            return string.Create(CultureInfo.InvariantCulture, $"line {changed.Seq} of the audit, which tells of it, was changed");
        }

        var told = own.ConvertAll(LetterLine.Read);
        if (told.FindLast(l => l.Prepared is not null) is not { Prepared: { } prepared } line)
        {
            return "the audit does not tell that it was prepared";
        }

        var needed = told.Max(l => l.ApprovalsNeeded) ?? 0;
        var now = PreparedHashes.Of(message ?? [], attached);
        var other = now.Files.Keys.Union(prepared.Files.Keys, StringComparer.Ordinal).FirstOrDefault(name => now.Files.GetValueOrDefault(name) != prepared.Files.GetValueOrDefault(name));
        return dispute.Recipient != line.Recipient ? $"its recipient in the store is {dispute.Recipient}, and it was prepared for {line.Recipient}"
            : now.Mail.Length == 0 && prepared.Mail.Length > 0 ? "its mail is no longer there"
            : dispute.MessageId != line.MessageId ? "its Message-Id was changed after it was prepared"
            : now.Mail != prepared.Mail ? "its text was changed after it was prepared"
            : other is not null ? $"the attachment {other} is not what it was when the letter was prepared"
            : ApproversOf(dispute.Id).Count < needed ? string.Create(CultureInfo.InvariantCulture, $"it needs {needed} {(needed == 1 ? "approval" : "approvals")}, and the audit tells of {ApproversOf(dispute.Id).Count}")
            : null;
    }

    /// <summary>The letters with those approvers only of whom the audit tells.</summary>
    public static IReadOnlyList<Dispute> WithToldApprovers(Work work, IReadOnlyList<Dispute> letters)
    {
        var approved = letters.Where(l => l.ApprovedBy.Length > 0).Select(l => l.Id).ToList();
        if (approved.Count == 0)
        {
            return letters;
        }

        // What covers a later letter of the case without being asked again stands with the earlier one.
        var audit = Of(work, approved);
        var ofCase = letters.ToLookup(l => l.FindingId, l => l.Id, StringComparer.Ordinal);
        return [.. letters.Select(l => l.ApprovedBy.Length == 0 ? l : l with { ApprovedBy = string.Join(';', l.Approvers.Intersect(Told(l), StringComparer.OrdinalIgnoreCase)) })];

        IEnumerable<string> Told(Dispute letter) =>
            (letter.ApprovalsNeeded > 0 ? [letter.Id] : ofCase[letter.FindingId]).SelectMany(audit.ApproversOf).Select(a => a.Name);
    }
}
