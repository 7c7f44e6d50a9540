using System.Globalization;
using Reconciler.Core.Records;

namespace Reconciler.Core.Disputes;

/// <summary>Tells which letters no longer stand as they were written, because something has changed since.</summary>
public static class Withdrawal
{
    /// <summary>Why a letter is closed: its case is over, or it has not gone out and would no longer be written so. Null where it stands.</summary>
    /// <param name="address">Where the letter would go now; null where nobody is named: then it stands as it is.</param>
    public static string? Of(CaseFile file, Dispute letter, (DisputeDelivery Delivery, string To)? address, ApprovalPolicy policy)
    {
        if (!file.Finding.IsAtRisk)
        {
            return DisputePolicy.EndsWithItsFinding(letter.State) ? "the finding is no longer open" : null;
        }

        if (letter.State is not (DisputeState.AwaitingApproval or DisputeState.ToHandIn or DisputeState.Queued)
            || (letter.Part > 1 && file.LetterOf(letter) is { SentAtUtc: not null }))
        {
            return null;
        }

        if (letter.Amount != file.Finding.Amount)
        {
            return $"the claim is now {file.Finding.Amount}";
        }

        if (address is { } now && now != (letter.Delivery, letter.Recipient))
        {
            return $"it would now go to {now.To}";
        }

        if (IsOvertaken(file, letter))
        {
            return "an answer came before it went out";
        }

        var needed = policy.Needed(file);
        var agreed = letter.State == DisputeState.AwaitingApproval ? letter.ApprovalsNeeded : letter.Approvers.Count;
        return needed > agreed ? string.Create(CultureInfo.InvariantCulture, $"{file.Finding.Confidence.ToName()}, {file.Finding.Amount}: {(needed == 1 ? "one person" : "two people")} must approve it now") : null;
    }

    /// <summary>It was written because an earlier letter to the same side stayed without an answer, and one came after all.</summary>
    private static bool IsOvertaken(CaseFile file, Dispute letter) => file.Letters.Any(earlier => earlier.Step < letter.Step && earlier.Channel == letter.Channel
        && file.Answers.Any(a => a.IsReply && a.DisputeId == earlier.Id && a.FiledAtUtc > letter.CreatedAtUtc));
}
