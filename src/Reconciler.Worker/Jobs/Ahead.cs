using System.Collections.Concurrent;

namespace Reconciler.Worker.Jobs;

/// <summary>Lets one thread make what another works with: a file is read while its rows are stored.</summary>
internal static class Ahead
{
    /// <summary>So many rows make a batch.</summary>
    public const int AtOnce = 1_000;

    private const int MostWaiting = 4;

    /// <summary>Rows that a thread of their own reads while those before them are worked on.</summary>
    public static IEnumerable<T> InBatches<T>(IEnumerable<T> rows) => Of(rows.Chunk(AtOnce), MostWaiting).SelectMany(some => some);

    /// <summary>The same things in the same order, made on a thread of their own. What their making throws is thrown here, behind those that were made before.</summary>
    /// <param name="atMost">How many wait to be taken; then the making waits.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> things, int atMost)
    {
        using var made = new BlockingCollection<T>(atMost);
        using var enough = new CancellationTokenSource();
        var making = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    foreach (var thing in things)
                    {
                        made.Add(thing, enough.Token);
                    }
                }
                finally
                {
                    made.CompleteAdding();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            foreach (var thing in made.GetConsumingEnumerable(CancellationToken.None))
            {
                yield return thing;
            }

            making.GetAwaiter().GetResult();
        }
        finally
        {
            // Whoever takes no more waits until the maker has let go of what it had open.
            enough.Cancel();
            Task.WaitAny([making], CancellationToken.None);
        }
    }
}
