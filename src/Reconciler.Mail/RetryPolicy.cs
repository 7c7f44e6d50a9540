using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reconciler.Mail;

/// <summary>When a mail that was put off is tried again: after growing waits, and after the last one by a person only.</summary>
public static class RetryPolicy
{
    /// <summary>5 minutes, 15 minutes, 1 hour, 4 hours, 12 hours: a greylisting server lets in after minutes, a server that is down is mended within a day.</summary>
    public static IReadOnlyList<int> UsualMinutes { get; } = [5, 15, 60, 240, 720];

    /// <summary>The time of the next try, or null where a person must look.</summary>
    /// <param name="tries">How often it has been tried in vain, at least 1.</param>
    /// <param name="failedAtUtc">When the last try ended.</param>
    /// <param name="waitMinutes">The wait after each try; see <see cref="MailSettings.RetryAfterMinutes"/>.</param>
    /// <remarks>
    /// Each wait is lengthened by up to a fifth, so that mails put off together do not come back together. By how much follows from the dispute and the count, so that a repeated run decides alike.
    /// </remarks>
    public static DateTime? NextTryUtc(string disputeId, int tries, DateTime failedAtUtc, IReadOnlyList<int> waitMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 1);
        return tries > waitMinutes.Count ? null : failedAtUtc + (TimeSpan.FromMinutes(waitMinutes[tries - 1]) * (1 + (Share(disputeId, tries) / 5)));
    }

    /// <summary>From 0 to below 1.</summary>
    private static double Share(string disputeId, int tries)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(disputeId + "/" + tries.ToString(CultureInfo.InvariantCulture)));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) / (uint.MaxValue + 1d);
    }
}
