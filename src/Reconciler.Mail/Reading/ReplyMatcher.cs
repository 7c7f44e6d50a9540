using System.Text.RegularExpressions;

namespace Reconciler.Mail.Reading;

/// <summary>To which disputes a mail from outside belongs.</summary>
/// <param name="DisputeIds">All that its strongest sign names, in the order of ids; one as a rule, never none.</param>
/// <param name="How">By what they were known: <c>In-Reply-To</c>, <c>References</c>, <c>returned mail</c>, <c>subject</c>, <c>text</c>.</param>
public sealed record Filing(IReadOnlyList<string> DisputeIds, string How);

/// <summary>Files mails from outside to disputes, by what they say themselves. The sender's address counts for nothing, since a marketplace answers from any.</summary>
public static partial class ReplyMatcher
{
    /// <summary>
    /// The first sign that names a known dispute decides: the mail of ours that came back, In-Reply-To, References (the nearest first), the case number in the subject, the case number in the text.
    /// </summary>
    /// <param name="disputeByMessageId">By the Message-Ids of our mails, without angle brackets.</param>
    /// <param name="disputes">Known case numbers.</param>
    /// <returns>Null where nothing in it names a dispute.</returns>
    public static Filing? File(IncomingMail mail, IReadOnlyDictionary<string, string> disputeByMessageId, IReadOnlySet<string> disputes)
    {
        var signs = new (string How, IEnumerable<string> Disputes)[]
        {
            ("returned mail", Known(mail.Bounce is { } bounce ? [bounce.OriginalMessageId] : [])),
            ("In-Reply-To", Known(mail.InReplyTo)),
            ("References", Known(mail.References.Reverse()).Take(1)),
            ("subject", Cases(mail.Subject).Where(disputes.Contains)),
            ("text", Cases(mail.Text).Where(disputes.Contains)),
        };
        foreach (var (how, named) in signs)
        {
            if (named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } ids)
            {
                return new Filing(ids, how);
            }
        }

        return null;

        IEnumerable<string> Known(IEnumerable<string> messageIds) => messageIds.Select(id => disputeByMessageId.GetValueOrDefault(id)).OfType<string>();
    }

    /// <summary>All that looks like a case number, in the form in which this program writes it.</summary>
    private static IEnumerable<string> Cases(string text) => CaseNumber().Matches(text).Select(m => "D-" + m.Groups["digits"].Value.ToLowerInvariant());

    // Word processors make the hyphen another one; ticket systems write all in capitals.
    [GeneratedRegex(@"(?<![A-Za-z0-9])D[-\u2010\u2011\u2013](?<digits>[0-9a-f]{12})(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex CaseNumber();
}
