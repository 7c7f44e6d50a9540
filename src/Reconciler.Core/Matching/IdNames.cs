using System.Globalization;

namespace Reconciler.Core.Matching;

/// <summary>
/// Finds the ids that stand whole in a text. Case, spaces, <c>#</c>, leading zeros and words around an id are set aside; a damaged id names nothing, nor do
/// the digits of a sum or of a longer number.
/// Ids under six characters count only in the reference column, or after <c>order</c>, <c>№</c> or <c>#</c>.
/// </summary>
/// <typeparam name="T">What an id stands for.</typeparam>
internal sealed class IdNames<T>
    where T : class
{
    private const int ShortId = 6;
    private const int LongestId = 64;
    private const int ChunksJoined = 6;
    private const int AtomsJoined = 8;

    private static readonly HashSet<string> WordsGluedInFront =
        ["ORDER", "ORDERNO", "ORDERID", "NO", "NR", "ID", "ORD", "INVOICE", "INV", "REF", "PAYMENT", "ЗАКАЗ", "ЗАКАЗА", "PEDIDO", "BESTELLUNG", "COMMANDE", "ALIEXPRESS", "AE"];

    private static readonly HashSet<string> WordsBetween = ["NO", "NR", "NUMBER", "ID"];

    private readonly Dictionary<string, List<(T Named, bool IsShort)>> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(T Named, bool IsShort)>>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public IdNames() => lookup = byId.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(string id, T named)
    {
        var key = Names.Id(id);
        if (key.Length == 0)
        {
            return;
        }

        if (!byId.TryGetValue(key, out var list))
        {
            byId.Add(key, list = []);
        }

        // Zeros in front belong to the id's own length, not to that of a text in which they may stand before it.
        var entry = (named, id.Count(c => !char.IsWhiteSpace(c) && c != '#') < ShortId);
        if (!list.Contains(entry))
        {
            list.Add(entry);
        }
    }

    /// <summary>Adds to <paramref name="found"/> what the text names, each once.</summary>
    /// <param name="isReference">The text is the reference column, where short ids count as well.</param>
    public void FindIn(string text, bool isReference, List<T> found)
    {
        if (text.Length == 0 || byId.Count == 0)
        {
            return;
        }

        var upper = text.ToUpperInvariant();
        if (isReference && Find(Names.Id(upper), shortCounts: true, found))
        {
            return;
        }

        var chunks = Chunks(upper);
        for (var first = 0; first < chunks.Count; first++)
        {
            FindInChunk(upper, chunks, first, isReference, found);
            FindSpacedOut(upper, chunks, first, found);
        }
    }

    /// <summary>An id within one run of letters, digits and joining marks: the longest pieces first, so that 113-1234567-1234567 is not taken for 1234567.</summary>
    private void FindInChunk(string text, List<Range> chunks, int index, bool isReference, List<T> found)
    {
        var chunk = text.AsSpan()[chunks[index]];
        var start = chunks[index].Start.Value;
        var atoms = Atoms(chunk);
        var taken = 0UL;
        for (var length = Math.Min(atoms.Count, AtomsJoined); length >= 1; length--)
        {
            for (var from = 0; from + length <= Math.Min(atoms.Count, 64); from++)
            {
                var covered = ((length == 64 ? 0UL : 1UL << length) - 1) << from;
                if ((taken & covered) != 0 || IsJoinedToNumber(chunk, atoms, from - 1, from) || IsJoinedToNumber(chunk, atoms, from + length, from + length))
                {
                    continue;
                }

                var piece = chunk[atoms[from].Start.Value..atoms[from + length - 1].End.Value];
                var where = start + atoms[from].Start.Value;
                var isIntroduced = IsIntroduced(text, chunks, index, where);
                if ((isIntroduced || !SumInText.Is(text, where, where + piece.Length)) && Find(piece, isReference || isIntroduced, found))
                {
                    taken |= covered;
                }
            }
        }
    }

    /// <summary>An id written in groups: <c>8001 2345 6789 0123</c>.</summary>
    private void FindSpacedOut(string text, List<Range> chunks, int first, List<T> found)
    {
        Span<char> joined = stackalloc char[LongestId];
        var length = 0;
        for (var next = first; next < Math.Min(chunks.Count, first + ChunksJoined); next++)
        {
            var chunk = text.AsSpan()[chunks[next]];
            var isFirst = next == first;
            if (length + chunk.Length > LongestId
                || (!isFirst && (!chunk.ContainsAnyInRange('0', '9') || !IsOnlySpace(text.AsSpan(chunks[next - 1].End.Value..chunks[next].Start.Value)))))
            {
                return;
            }

            chunk.CopyTo(joined[length..]);
            length += chunk.Length;
            if (!isFirst && length >= ShortId + 2 && !SumInText.Is(text, chunks[first].Start.Value, chunks[next].End.Value))
            {
                Find(joined[..length], shortCounts: false, found);
            }
        }
    }

    /// <summary>
    /// Every piece of a text that could be the id of anything, as <see cref="Names.Id"/> writes it; some more than once, and more than <see cref="FindIn"/> would take, which
    /// sets aside pieces of longer ids and the digits of sums.
    /// </summary>
    /// <param name="visit">Is told each piece, and whether it is plain: one word of letters in a free text.</param>
    internal static void Pieces(string text, bool isReference, Action<ReadOnlySpan<char>, bool> visit)
    {
        if (text.Length == 0)
        {
            return;
        }

        var upper = text.ToUpperInvariant();
        if (isReference)
        {
            Visit(Names.Id(upper), isPlain: false, visit);
        }

        Span<char> joined = stackalloc char[LongestId];
        var chunks = Chunks(upper);
        for (var first = 0; first < chunks.Count; first++)
        {
            var chunk = upper.AsSpan()[chunks[first]];
            var atoms = Atoms(chunk);
            for (var from = 0; from < Math.Min(atoms.Count, 64); from++)
            {
                for (var length = 1; length <= AtomsJoined && from + length <= Math.Min(atoms.Count, 64); length++)
                {
                    if (!IsJoinedToNumber(chunk, atoms, from - 1, from) && !IsJoinedToNumber(chunk, atoms, from + length, from + length))
                    {
                        Visit(chunk[atoms[from].Start.Value..atoms[from + length - 1].End.Value], isPlain: !isReference && length == 1, visit);
                    }
                }
            }

            var joinedLength = 0;
            for (var next = first; next < Math.Min(chunks.Count, first + ChunksJoined); next++)
            {
                chunk = upper.AsSpan()[chunks[next]];
                if (joinedLength + chunk.Length > LongestId
                    || (next > first && (!chunk.ContainsAnyInRange('0', '9') || !IsOnlySpace(upper.AsSpan(chunks[next - 1].End.Value..chunks[next].Start.Value)))))
                {
                    break;
                }

                chunk.CopyTo(joined[joinedLength..]);
                joinedLength += chunk.Length;
                if (next > first)
                {
                    Visit(joined[..joinedLength], isPlain: false, visit);
                }
            }
        }
    }

    private static void Visit(ReadOnlySpan<char> piece, bool isPlain, Action<ReadOnlySpan<char>, bool> visit)
    {
        if (piece.Length > LongestId)
        {
            return;
        }

        var digits = piece.IndexOfAnyInRange('0', '9');
        visit(piece.TrimStart('0'), isPlain && digits < 0);
        if (digits > 0 && WordsGluedInFront.GetAlternateLookup<ReadOnlySpan<char>>().Contains(piece[..digits]))
        {
            visit(piece[digits..].TrimStart('0'), false);
        }
    }

    private bool Find(ReadOnlySpan<char> piece, bool shortCounts, List<T> found)
    {
        if (piece.Length > LongestId)
        {
            return false;
        }

        if (!lookup.TryGetValue(piece.TrimStart('0'), out var named))
        {
            var digits = piece.IndexOfAnyInRange('0', '9');
            if (digits <= 0 || !WordsGluedInFront.GetAlternateLookup<ReadOnlySpan<char>>().Contains(piece[..digits])
                || !lookup.TryGetValue(piece[digits..].TrimStart('0'), out named))
            {
                return false;
            }

            shortCounts |= piece.StartsWith("ORDER");
        }

        var isAny = false;
        foreach (var (one, isShort) in named)
        {
            if (isShort && !shortCounts)
            {
                continue;
            }

            isAny = true;
            if (!found.Contains(one))
            {
                found.Add(one);
            }
        }

        return isAny;
    }

    /// <summary>Whether <c>order</c>, <c>№</c> or <c>#</c> stands before this place.</summary>
    private static bool IsIntroduced(string text, List<Range> chunks, int index, int where)
    {
        var before = text.AsSpan(0, where).TrimEnd();
        if (before.EndsWith("#") || before.EndsWith("№") || EndsWithOrder(before.TrimEnd("-_./")))
        {
            return true;
        }

        for (var previous = index - 1; previous >= 0; previous--)
        {
            var word = text.AsSpan()[chunks[previous]];
            if (word is "ORDER")
            {
                return true;
            }

            if (!WordsBetween.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
            {
                return false;
            }
        }

        return false;
    }

    private static bool EndsWithOrder(ReadOnlySpan<char> text) =>
        text.EndsWith("ORDER") && (text.Length == "ORDER".Length || !char.IsLetterOrDigit(text[^("ORDER".Length + 1)]));

    /// <summary>Whether a hyphen ties this end of a piece to a neighbour with digits: then it is part of a longer number.</summary>
    private static bool IsJoinedToNumber(ReadOnlySpan<char> chunk, List<Range> atoms, int neighbour, int right)
    {
        if (neighbour < 0 || neighbour >= atoms.Count || right == 0)
        {
            return false;
        }

        return chunk[atoms[right - 1].End.Value..atoms[right].Start.Value].Contains('-') && chunk[atoms[neighbour]].ContainsAnyInRange('0', '9');
    }

    private static bool IsOnlySpace(ReadOnlySpan<char> between) => between.Trim().Trim('#').IsEmpty;

    /// <summary>Runs of letters, digits and the marks that ids hold inside (- _ . /), without marks at their ends.</summary>
    private static List<Range> Chunks(string text)
    {
        var chunks = new List<Range>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            var end = i;
            for (; i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '-' or '_' or '.' or '/'); i++)
            {
                if (char.IsLetterOrDigit(text[i]))
                {
                    end = i + 1;
                }
            }

            chunks.Add(start..end);
        }

        return chunks;
    }

    /// <summary>Runs of letters and digits; words of scripts that are written without spaces (<c>订单号</c>) part from what is glued to them.</summary>
    private static List<Range> Atoms(ReadOnlySpan<char> chunk)
    {
        var atoms = new List<Range>();
        for (var i = 0; i < chunk.Length;)
        {
            if (!char.IsLetterOrDigit(chunk[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < chunk.Length && char.IsLetterOrDigit(chunk[i]) && IsCaseless(chunk[i]) == IsCaseless(chunk[start]))
            {
                i++;
            }

            atoms.Add(start..i);
        }

        return atoms;
    }

    private static bool IsCaseless(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;
}
