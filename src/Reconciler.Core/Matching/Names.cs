using System.Buffers;

namespace Reconciler.Core.Matching;

/// <summary>How names of people, shops and ids are compared: by letters and digits, whatever their case, spacing and punctuation.</summary>
internal static class Names
{
    private static readonly SearchValues<char> AsLookedUp = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_./");

    /// <summary>Letters and digits of a counterparty, seller or marketplace in upper case; empty where there are none.</summary>
    public static string Party(string text)
    {
        if (text.Length == 0)
        {
            return string.Empty;
        }

        Span<char> kept = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                kept[count++] = char.ToUpperInvariant(c);
            }
        }

        return kept[..count].ToString();
    }

    /// <summary>An id as it is looked up: upper case, without white space and <c>#</c>, without leading zeros.</summary>
    public static string Id(string text)
    {
        if (IsAsLookedUp(text) && !text.StartsWith('0'))
        {
            return text;
        }

        Span<char> kept = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var id = kept[..Id(text, kept)].TrimStart('0');
        return id.SequenceEqual(text) ? text : id.ToString();
    }

    /// <summary>Whether an id is written as it is looked up, but for leading zeros; false also for some that are, of other letters.</summary>
    public static bool IsAsLookedUp(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(AsLookedUp);

    /// <summary>The same, but for leading zeros, into a room of at least its length; returns how many characters it has.</summary>
    public static int Id(ReadOnlySpan<char> text, Span<char> room)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && c != '#')
            {
                room[count++] = char.ToUpperInvariant(c);
            }
        }

        return count;
    }
}
