using System.Globalization;

namespace Reconciler.Core.Reports;

/// <summary>How far the audit had come: the number and the hash of its last line. Kept where the store's owner cannot write, it proves later that nothing up to it was cut off or written anew.</summary>
/// <param name="Seq">0 where there is no line.</param>
/// <param name="Hash">64 lower-case hexadecimal digits.</param>
public sealed record AuditHead(long Seq, string Hash)
{
    /// <summary>How lines of logs and reports begin that bear one; <see cref="ToString"/> follows.</summary>
    public const string Mark = "audit-head ";

    private const int HashLength = 64;

    /// <summary>Of an audit without lines.</summary>
    public static AuditHead None { get; } = new(0, AuditChain.FirstPreviousHash);

    /// <summary>Reads <c>NUMBER:HASH</c>; null where the text is none.</summary>
    public static AuditHead? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && text.Length == colon + 1 + HashLength && text.AsSpan(colon + 1).IndexOfAnyExcept("0123456789abcdef") < 0
            ? new AuditHead(seq, text[(colon + 1)..])
            : null;
    }

    /// <summary>All that a text bears, such as a log, a report or a mail: each behind <see cref="Mark"/>.</summary>
    public static IEnumerable<AuditHead> FindAll(string text)
    {
        for (var at = text.IndexOf(Mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Mark, at + 1, StringComparison.Ordinal))
        {
            var start = at + Mark.Length;
            var end = start;
            while (end < text.Length && (char.IsAsciiHexDigitLower(text[end]) || text[end] == ':'))
            {
                end++;
            }

            if (Parse(text[start..end]) is { } head)
            {
                yield return head;
            }
        }
    }

    /// <summary><c>NUMBER:HASH</c></summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seq}:{Hash}");
}
