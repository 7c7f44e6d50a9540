using System.Security.Cryptography;
using System.Text;
using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>The secret of a store that case numbers and Message-Ids are made with: who knows a finding, an order or another number cannot tell the next one, and so can neither answer in a case nor report a letter as undelivered that he has not seen.</summary>
/// <remarks>Source: HMAC-SHA-256 (RFC 2104), of which the first 48 bits are shown.</remarks>
public sealed class CaseKey
{
    private const int SecretBytes = 32, DigitsShown = 12;

    private readonly byte[] secret;

    private CaseKey(byte[] secret) => this.secret = secret;

    /// <summary>The key of a secret that was kept.</summary>
    public static CaseKey Of(byte[] secret) => new(secret);

    /// <summary>The key of a secret that somebody chose.</summary>
    public static CaseKey Of(string secret) => new(Encoding.UTF8.GetBytes(secret));

    /// <summary>A new secret, to be kept: 32 random bytes.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The id of a letter, such as <c>D-0123456789ab</c>; that of the first is the number of its case.</summary>
    /// <param name="number">The letter's number in the case, from 1.</param>
    public string LetterId(string findingId, int number) => "D-" + Digits(new FieldText().Add("letter").Add(findingId).Add(number));

    /// <summary>What tells a mail's Message-Id from all that anybody could make of its letter's id: 12 hexadecimal digits.</summary>
    public string MailMark(string id, string domain) => Digits(new FieldText().Add("mail").Add(id).Add(domain));

    private string Digits(FieldText text) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, text.Sha256()))[..DigitsShown];
}
