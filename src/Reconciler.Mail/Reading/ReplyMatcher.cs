using System.Text.RegularExpressions;

namespace Reconciler.Mail.Reading;

/// <summary>To which disputes a mail from outside belongs.</summary>
/// <param name="DisputeIds">All that its strongest sign names, in the order of ids; one as a rule, never none.</param>
/// <param name="How">By what they were known: <c>returned mail</c>, <c>receipt</c>, <c>In-Reply-To</c>, <c>References</c>, <c>returned mail's case number</c>, <c>subject</c>, <c>text</c>.</param>
/// <param name="NamesLetter">A Message-Id of ours told: it stands for one letter. Else a case number did, under which several letters may have gone to several addressees.</param>
public sealed record Filing(IReadOnlyList<string> DisputeIds, string How, bool NamesLetter);

/// <summary>Files mails from outside to disputes, by what they say themselves. The sender's address counts for nothing, since a marketplace answers from any.</summary>
public static partial class ReplyMatcher
{
    /// <summary>
    /// The first sign that names a known dispute decides: the mail of ours that came back or whose receipt it is, In-Reply-To, References (the nearest first), the case number of the mail that came back, in the
    /// subject, in the text.
    /// </summary>
    /// <param name="disputeByMessageId">By the Message-Ids of our mails, without angle brackets.</param>
    /// <param name="disputes">Known case numbers.</param>
    /// <returns>Null where nothing in it names a dispute.</returns>
    public static Filing? File(IncomingMail mail, IReadOnlyDictionary<string, string> disputeByMessageId, IReadOnlySet<string> disputes)
    {
        var signs = new (string How, bool NamesLetter, IEnumerable<string> Disputes)[]
        {
            ("returned mail", true, Known(mail.Bounce is { } bounce ? [bounce.OriginalMessageId] : [])),
            ("receipt", true, Known([mail.ReceiptFor])),
            ("In-Reply-To", true, Known(mail.InReplyTo)),
            ("References", true, Known(mail.References.Reverse()).Take(1)),
            ("returned mail's case number", false, Cases(mail.Returned)),
            ("subject", false, Cases(mail.Subject)),
            ("text", false, Cases(mail.Text)),
        };
        foreach (var (how, namesLetter, named) in signs)
        {
            if (named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } ids)
            {
                return new Filing(ids, how, namesLetter);
            }
        }

        return null;

        IEnumerable<string> Known(IEnumerable<string> messageIds) => messageIds.Select(id => disputeByMessageId.GetValueOrDefault(id)).OfType<string>();

        // All that looks like a case number, in the form in which this program writes it, and is one.
        IEnumerable<string> Cases(string text) => CaseNumber().Matches(text).Select(m => "D-" + m.Groups["digits"].Value.ToLowerInvariant()).Where(disputes.Contains);
    }

    // Word processors make the hyphen another one; ticket systems write all in capitals.
    [GeneratedRegex(@"(?<![A-Za-z0-9])D[-\u2010\u2011\u2013](?<digits>[0-9a-f]{12})(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    internal static partial Regex CaseNumber();
}
