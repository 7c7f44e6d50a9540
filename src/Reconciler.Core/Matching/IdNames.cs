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

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> GluedInFront = WordsGluedInFront.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Between = WordsBetween.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Dictionary<string, Bearers> byId;
    private readonly Dictionary<string, Bearers>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <summary>Bit n: some id has n characters, or where n is 63 at least so many.</summary>
    private ulong lengths;

    /// <param name="capacity">About how many ids are to be added.</param>
    public IdNames(int capacity = 0)
    {
        byId = new Dictionary<string, Bearers>(capacity, StringComparer.Ordinal);
        lookup = byId.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public void Add(string id, T named)
    {
        var key = Names.Id(id);
        if (key.Length == 0)
        {
            return;
        }

        lengths |= LengthBit(key.Length);

        // Zeros in front belong to the id's own length, not to that of a text in which they may stand before it.
        var bearer = (named, key.Length < ShortId && IsShort(id));
        ref var bearers = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(byId, key, out var exists);
        if (!exists)
        {
            bearers.First = bearer;
        }
        else if (!bearers.First.Equals(bearer) && (bearers.Known ??= []).Add(bearer))
        {
            (bearers.Others ??= []).Add(bearer);
        }
    }

    /// <summary>Adds to <paramref name="found"/> what the text names, each once.</summary>
    /// <param name="isReference">The text is the reference column, where short ids count as well.</param>
    /// <param name="counts">What may be meant at all; what may not is as if it were not known. Null: all.</param>
    public void FindIn(string text, bool isReference, List<T> found, Predicate<T>? counts = null)
    {
        if (text.Length == 0 || byId.Count == 0)
        {
            return;
        }

        if (isReference && FindWhole(text, found, counts))
        {
            return;
        }

        Span<char> upper = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        text.AsSpan().ToUpperInvariant(upper);
        var most = (text.Length + 1) / 2;
        Span<Range> room = most <= 128 ? stackalloc Range[most] : new Range[most];
        var chunks = Chunks(upper, room);
        for (var first = 0; first < chunks.Length; first++)
        {
            FindInChunk(upper, chunks, first, isReference, found, counts);
            FindSpacedOut(upper, chunks, first, found, counts);
        }
    }

    /// <summary>What stands in a reference column is mostly an id and nothing else.</summary>
    private bool FindWhole(string text, List<T> found, Predicate<T>? counts)
    {
        if (Names.IsAsLookedUp(text))
        {
            return Find(text, shortCounts: true, found, counts);
        }

        Span<char> id = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        return Find(id[..Names.Id(text, id)], shortCounts: true, found, counts);
    }

    /// <summary>An id within one run of letters, digits and joining marks: the longest pieces first, so that 113-1234567-1234567 is not taken for 1234567.</summary>
    private void FindInChunk(ReadOnlySpan<char> text, ReadOnlySpan<Range> chunks, int index, bool isReference, List<T> found, Predicate<T>? counts)
    {
        var chunk = text[chunks[index]];
        var start = chunks[index].Start.Value;
        Span<Range> room = chunk.Length <= 128 ? stackalloc Range[chunk.Length] : new Range[chunk.Length];
        var atoms = Atoms(chunk, room);
        var taken = 0UL;
        for (var length = Math.Min(atoms.Length, AtomsJoined); length >= 1; length--)
        {
            for (var from = 0; from + length <= Math.Min(atoms.Length, 64); from++)
            {
                var covered = ((length == 64 ? 0UL : 1UL << length) - 1) << from;
                var piece = chunk[atoms[from].Start.Value..atoms[from + length - 1].End.Value];
                if ((taken & covered) != 0 || !Knows(piece) || IsJoinedToNumber(chunk, atoms, from - 1, from) || IsJoinedToNumber(chunk, atoms, from + length, from + length))
                {
                    continue;
                }

                var where = start + atoms[from].Start.Value;
                var isIntroduced = IsIntroduced(text, chunks, index, where);
                if ((isIntroduced || !SumInText.Is(text, where, where + piece.Length)) && Find(piece, isReference || isIntroduced, found, counts))
                {
                    taken |= covered;
                }
            }
        }
    }

    /// <summary>An id written in groups: <c>8001 2345 6789 0123</c>.</summary>
    private void FindSpacedOut(ReadOnlySpan<char> text, ReadOnlySpan<Range> chunks, int first, List<T> found, Predicate<T>? counts)
    {
        Span<char> joined = stackalloc char[LongestId];
        var length = 0;
        for (var next = first; next < Math.Min(chunks.Length, first + ChunksJoined); next++)
        {
            var chunk = text[chunks[next]];
            var isFirst = next == first;
            if (length + chunk.Length > LongestId
                || (!isFirst && (!chunk.ContainsAnyInRange('0', '9') || !IsOnlySpace(text[chunks[next - 1].End.Value..chunks[next].Start.Value]))))
            {
                return;
            }

            chunk.CopyTo(joined[length..]);
            length += chunk.Length;
            if (!isFirst && length >= ShortId + 2 && Knows(joined[..length]) && !SumInText.Is(text, chunks[first].Start.Value, chunks[next].End.Value))
            {
                Find(joined[..length], shortCounts: false, found, counts);
            }
        }
    }

    /// <summary>
    /// Every piece of a text that could be the id of anything, written as ids are looked up; some more than once, and more than <see cref="FindIn"/> would take, which
    /// sets aside pieces of longer ids and the digits of sums.
    /// </summary>
    /// <param name="visit">Is told each piece, and whether it is plain: one word of letters in a free text.</param>
    internal static void Pieces(string text, bool isReference, Action<ReadOnlySpan<char>, bool> visit)
    {
        if (text.Length == 0)
        {
            return;
        }

        Span<char> upper = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        text.AsSpan().ToUpperInvariant(upper);
        Span<char> joined = stackalloc char[LongestId];
        if (isReference)
        {
            Span<char> id = upper.Length <= 256 ? stackalloc char[upper.Length] : new char[upper.Length];
            Visit(id[..Names.Id(upper, id)], isPlain: false, visit);
        }

        var most = text.Length + 1;
        Span<Range> room = most <= 128 ? stackalloc Range[most] : new Range[most];
        Span<Range> roomOfAtoms = most <= 128 ? stackalloc Range[most] : new Range[most];
        var chunks = Chunks(upper, room);
        for (var first = 0; first < chunks.Length; first++)
        {
            ReadOnlySpan<char> chunk = upper[chunks[first]];
            var atoms = Atoms(chunk, roomOfAtoms);
            for (var from = 0; from < Math.Min(atoms.Length, 64); from++)
            {
                for (var length = 1; length <= AtomsJoined && from + length <= Math.Min(atoms.Length, 64); length++)
                {
                    if (!IsJoinedToNumber(chunk, atoms, from - 1, from) && !IsJoinedToNumber(chunk, atoms, from + length, from + length))
                    {
                        Visit(chunk[atoms[from].Start.Value..atoms[from + length - 1].End.Value], isPlain: !isReference && length == 1, visit);
                    }
                }
            }

            var joinedLength = 0;
            for (var next = first; next < Math.Min(chunks.Length, first + ChunksJoined); next++)
            {
                chunk = upper[chunks[next]];
                if (joinedLength + chunk.Length > LongestId
                    || (next > first && (!chunk.ContainsAnyInRange('0', '9') || !IsOnlySpace(upper[chunks[next - 1].End.Value..chunks[next].Start.Value]))))
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
        if (digits > 0 && GluedInFront.Contains(piece[..digits]))
        {
            visit(piece[digits..].TrimStart('0'), false);
        }
    }

    /// <summary>Whether a piece, or the digits behind a word that is glued to it, may be an id that is known.</summary>
    private bool Knows(ReadOnlySpan<char> piece)
    {
        if (piece.Length > LongestId)
        {
            return false;
        }

        if ((lengths & LengthBit(piece.TrimStart('0').Length)) != 0)
        {
            return true;
        }

        var digits = piece.IndexOfAnyInRange('0', '9');
        return digits > 0 && (lengths & LengthBit(piece[digits..].TrimStart('0').Length)) != 0;
    }

    private bool Find(ReadOnlySpan<char> piece, bool shortCounts, List<T> found, Predicate<T>? counts)
    {
        if (!Knows(piece))
        {
            return false;
        }

        if (!IsKnown(piece.TrimStart('0'), counts, out var bearers))
        {
            var digits = piece.IndexOfAnyInRange('0', '9');
            if (digits <= 0 || !GluedInFront.Contains(piece[..digits]) || !IsKnown(piece[digits..].TrimStart('0'), counts, out bearers))
            {
                return false;
            }

            shortCounts |= piece.StartsWith("ORDER");
        }

        var isAny = Add(bearers.First, shortCounts, found, counts);
        foreach (var other in bearers.Others ?? [])
        {
            isAny |= Add(other, shortCounts, found, counts);
        }

        return isAny;
    }

    private bool IsKnown(ReadOnlySpan<char> id, Predicate<T>? counts, out Bearers bearers) =>
        lookup.TryGetValue(id, out bearers) && (counts is null || counts(bearers.First.Named) || (bearers.Others?.Exists(o => counts(o.Named)) ?? false));

    private static bool Add((T Named, bool IsShort) bearer, bool shortCounts, List<T> found, Predicate<T>? counts)
    {
        if ((bearer.IsShort && !shortCounts) || (counts is not null && !counts(bearer.Named)))
        {
            return false;
        }

        if (!found.Contains(bearer.Named))
        {
            found.Add(bearer.Named);
        }

        return true;
    }

    private static ulong LengthBit(int length) => 1UL << Math.Min(length, 63);

    private static bool IsShort(string id)
    {
        var count = 0;
        foreach (var c in id)
        {
            count += char.IsWhiteSpace(c) || c == '#' ? 0 : 1;
        }

        return count < ShortId;
    }

    /// <summary>Whether <c>order</c>, <c>№</c> or <c>#</c> stands before this place.</summary>
    private static bool IsIntroduced(ReadOnlySpan<char> text, ReadOnlySpan<Range> chunks, int index, int where)
    {
        var before = text[..where].TrimEnd();
        if (before.EndsWith("#") || before.EndsWith("№") || EndsWithOrder(before.TrimEnd("-_./")))
        {
            return true;
        }

        for (var previous = index - 1; previous >= 0; previous--)
        {
            var word = text[chunks[previous]];
            if (word is "ORDER")
            {
                return true;
            }

            if (!Between.Contains(word))
            {
                return false;
            }
        }

        return false;
    }

    private static bool EndsWithOrder(ReadOnlySpan<char> text) =>
        text.EndsWith("ORDER") && (text.Length == "ORDER".Length || !char.IsLetterOrDigit(text[^("ORDER".Length + 1)]));

    /// <summary>Whether a hyphen ties this end of a piece to a neighbour with digits: then it is part of a longer number.</summary>
    private static bool IsJoinedToNumber(ReadOnlySpan<char> chunk, ReadOnlySpan<Range> atoms, int neighbour, int right)
    {
        if (neighbour < 0 || neighbour >= atoms.Length || right == 0)
        {
            return false;
        }

        return chunk[atoms[right - 1].End.Value..atoms[right].Start.Value].Contains('-') && chunk[atoms[neighbour]].ContainsAnyInRange('0', '9');
    }

    private static bool IsOnlySpace(ReadOnlySpan<char> between) => between.Trim().Trim('#').IsEmpty;

    /// <summary>Runs of letters, digits and the marks that ids hold inside (- _ . /), without marks at their ends.</summary>
    private static ReadOnlySpan<Range> Chunks(ReadOnlySpan<char> text, Span<Range> room)
    {
        var count = 0;
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

            room[count++] = start..end;
        }

        return room[..count];
    }

    /// <summary>Runs of letters and digits; words of scripts that are written without spaces (<c>订单号</c>) part from what is glued to them.</summary>
    private static ReadOnlySpan<Range> Atoms(ReadOnlySpan<char> chunk, Span<Range> room)
    {
        var count = 0;
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

            room[count++] = start..i;
        }

        return room[..count];
    }

    private static bool IsCaseless(char c) => c >= 0x80 && char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;

    /// <summary>What one id stands for: mostly one thing.</summary>
    private struct Bearers
    {
        public (T Named, bool IsShort) First;
        public List<(T Named, bool IsShort)>? Others;

        /// <summary>The same as <see cref="Others"/>, to be looked up.</summary>
        public HashSet<(T, bool)>? Known;
    }
}
