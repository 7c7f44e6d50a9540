using System.Collections;

namespace Reconciler.Store;

/// <summary>Rows of which only the number is known beforehand: each time they are asked for they are read again, one by one, within the work that gave them.</summary>
internal sealed class Streamed<T>(int count, Func<IEnumerable<T>> read) : IReadOnlyCollection<T>
{
    public int Count => count;

    public IEnumerator<T> GetEnumerator() => read().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
