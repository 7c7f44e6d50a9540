using System.Diagnostics;
using System.Globalization;

namespace Reconciler.Import.Bytes;

/// <summary>A file takes more time or memory than one file may. It is refused as a whole; the message is a sentence with the cure.</summary>
public sealed class FileBudgetException : Exception
{
    public FileBudgetException()
    {
    }

    public FileBudgetException(string message)
        : base(message)
    {
    }

    public FileBudgetException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>
/// What reading one file may take. It is asked at every piece that is fetched from the file and at every row that is made of it, so that a stop is obeyed, and a file ended, in the middle of any reader.
/// What it has refused once it refuses for good: a reader that takes the refusal for damage of the file is stopped at the next step.
/// </summary>
public sealed class FileBudget(ImportLimits limits, CancellationToken stop)
{
    /// <summary>How much is made before the memory is looked at again.</summary>
    private const long LookEveryBytes = 32L * 1024 * 1024;

    /// <summary>After how many pieces the time and the memory are looked at again.</summary>
    private const int PiecesAtOnce = 32;

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private long lookAt = GC.GetTotalAllocatedBytes() + LookEveryBytes;
    private FileBudgetException? refused;

    /// <exception cref="OperationCanceledException">The program is to stop.</exception>
    /// <exception cref="FileBudgetException">The time or the memory is used up.</exception>
    public void Check()
    {
        stop.ThrowIfCancellationRequested();
        refused ??= watch.Elapsed > limits.MaxTime ? new FileBudgetException(string.Create(
                CultureInfo.InvariantCulture, $"It takes more than {limits.MaxTime.TotalSeconds:0.###} seconds to read. Export a shorter time, or raise Import:MaxFileSeconds."))
            : GC.GetTotalAllocatedBytes() >= lookAt && IsTooMuch() ? new FileBudgetException(string.Create(
                CultureInfo.InvariantCulture, $"It takes more than {limits.MaxMemoryBytes / 1048576:N0} MB of memory to read. Export a shorter time, or raise Import:MaxMemoryMegabytes."))
            : null;
        if (refused is not null)
        {
            throw refused;
        }
    }

    /// <summary>While others work with what was read, its time stands still.</summary>
    public void Rest() => watch.Stop();

    /// <summary>The reading goes on.</summary>
    public void GoOn() => watch.Start();

    /// <summary>All of them, within the budget from the first to the last.</summary>
    internal IEnumerable<T> Over<T>(IEnumerable<T> all)
    {
        // Of many small pieces each asks for a stop, and one in some dozens for the time, which takes as long to tell as a row to read.
        var handed = 0;
        foreach (var one in all)
        {
            if (handed++ % PiecesAtOnce == 0)
            {
                Check();
            }

            stop.ThrowIfCancellationRequested();
            yield return one;
        }

        Check();
    }

    private bool IsTooMuch()
    {
        // What is no longer used counts only until it is cleaned up, which is done seldom: it takes its time.
        var isTooMuch = GC.GetTotalMemory(false) > limits.MaxMemoryBytes && GC.GetTotalMemory(forceFullCollection: true) > limits.MaxMemoryBytes;
        lookAt = GC.GetTotalAllocatedBytes() + Math.Max(LookEveryBytes, limits.MaxMemoryBytes / 8);
        return isTooMuch;
    }
}
