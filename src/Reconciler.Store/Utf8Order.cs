namespace Reconciler.Store;

/// <summary>The order of texts by the bytes of their UTF-8, as SQLite compares them. It differs from the order of their UTF-16 only behind U+D7FF.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    int IComparer<string>.Compare(string? x, string? y) => Compare(x!, y!);

    public static int Compare(string x, string y)
    {
        var same = x.AsSpan().CommonPrefixLength(y);
        if (same == x.Length || same == y.Length)
        {
            return x.Length - y.Length;
        }

        var (a, b) = (x[same], y[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a - b : char.IsSurrogate(a) ? 1 : -1;
    }
}
