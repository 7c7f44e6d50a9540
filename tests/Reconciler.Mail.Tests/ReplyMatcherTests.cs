using Reconciler.Mail.Reading;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class ReplyMatcherTests
{
    private const string A = "D-aaaaaaaaaaaa";
    private const string B = "D-bbbbbbbbbbbb";

    private static readonly Dictionary<string, string> Sent = new(StringComparer.Ordinal) { ["a1@example.com"] = A, ["a2@example.com"] = A, ["b1@example.com"] = B };

    // In-Reply-To, References, subject, text, Message-Id of a returned mail; and where the mail goes.
    [Theory]
    [InlineData("a1@example.com", "", "", "", "", $"{A} In-Reply-To")]
    [InlineData("", "b1@example.com x@example.org", "", "", "", $"{B} References")]
    [InlineData("", "a1@example.com b1@example.com", "", "", "", $"{B} References")] // the nearest is the last
    [InlineData("x@example.org", "a1@example.com", "", "", "", $"{A} References")] // an answer to an answer
    [InlineData("a1@example.com", "", $"Re: {B}", "", "", $"{A} In-Reply-To")] // the stronger sign
    [InlineData("a1@example.com a2@example.com", "", "", "", "", $"{A} In-Reply-To")]
    [InlineData("a1@example.com b1@example.com", "", "", "", "", $"{A},{B} In-Reply-To")]
    [InlineData("", "", $"Re: [{A}] Duplicate charge", "", "", $"{A} subject")]
    [InlineData("", "", "RE: D-AAAAAAAAAAAA", "", "", $"{A} subject")]
    [InlineData("", "", "Re: D‑aaaaaaaaaaaa", "", "", $"{A} subject")] // a hyphen that does not break
    [InlineData("", "", $"{A} and {B}", "", "", $"{A},{B} subject")] // an answer to both
    [InlineData("", "", "Hello", $"Your case {A}, as written on Monday.", "", $"{A} text")]
    [InlineData("", "", "Hello", $"> X-Reconciler-Case: {A}\n> Message-Id: <{A}.0123456789ab@example.com>", "", $"{A} text")]
    [InlineData("", "", "Hello", "D-aaaaaaaaaaaaa XD-aaaaaaaaaaaa ID-aaaaaaaaaaaa", "", "nowhere")] // longer words
    [InlineData("", "", "Hello", "D-cccccccccccc", "", "nowhere")] // no case of ours
    [InlineData("", "", "", "", "b1@example.com", $"{B} returned mail")]
    [InlineData("a1@example.com", "", "", "", "b1@example.com", $"{B} returned mail")]
    [InlineData("x@example.org", "y@example.org", "Hello", "Nothing", "", "nowhere")]
    public void A_mail_goes_where_its_strongest_sign_points(string inReplyTo, string references, string subject, string text, string returned, string expected)
    {
        var mail = new IncomingMail
        {
            Uid = 1,
            Kind = returned.Length > 0 ? IncomingKind.Bounce : IncomingKind.Reply,
            MessageId = "m@example.org",
            InReplyTo = inReplyTo.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            References = references.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            From = "claims@marketplace.example.org",
            Subject = subject,
            ReceivedAtUtc = Some.Time,
            DatedAtUtc = null,
            Text = text,
            Attachments = [],
            Bounce = returned.Length > 0 ? new Bounce("", "5.0.0", "", IsFinal: true, returned) : null,
            LeftOut = "",
            Eml = [],
        };

        Assert.Equal(expected, ReplyMatcher.File(mail, Sent, Sent.Values.ToHashSet(StringComparer.Ordinal)) is { } to ? $"{string.Join(',', to.DisputeIds)} {to.How}" : "nowhere");
    }
}
