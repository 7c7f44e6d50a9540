using System.Security.Cryptography;
using System.Text;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;

namespace Reconciler.Core.Reports;

/// <summary>One hash over what a run decided, so that two runs can be compared at a glance.</summary>
public static class ResultHash
{
    /// <summary>SHA-256 (64 lower-case hexadecimal digits) over the matches and the findings, sorted by id; times of finding are left out.</summary>
    public static string Of(IEnumerable<Match> matches, IEnumerable<Finding> findings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var m in matches.OrderBy(m => m.Id, StringComparer.Ordinal))
        {
            Add(m.Id, m.Role.ToString(), m.Order.ToString(), m.Transaction.ToString(), m.Amount.ToString(), m.Rule, m.Confidence.ToString(), m.Why);
        }

        foreach (var f in findings.OrderBy(f => f.Id, StringComparer.Ordinal))
        {
            Add(f.Id, f.Kind.ToString(), f.State.ToString(), string.Join(';', f.Orders), string.Join(';', f.Transactions), f.Amount.ToString(),
                f.DueOn is { } due ? Told.Day(due) : string.Empty, f.Confidence.ToString(), f.Why);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(params ReadOnlySpan<string> parts)
        {
            foreach (var part in parts)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(part));
                hash.AppendData([0]);
            }
        }
    }
}
