using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Reconciler.Import.Files;

/// <summary>Makes the next things on a thread of its own while somebody works with the last ones: reading goes on on one core while the store writes on the other.</summary>
public static class ReadAhead
{
    /// <summary>
    /// The same things in the same order. They are made by one thread of their own, which ends when all are made, when making one fails, or when the caller stops taking them; what failed there is
    /// thrown here, behind the things that were made before.
    /// </summary>
    /// <param name="items">Gone through by that thread alone.</param>
    /// <param name="most">How many may wait to be taken; from 1.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> items, int most)
    {
        using var made = new BlockingCollection<T>(most);
        using var left = new CancellationTokenSource();
        ExceptionDispatchInfo? failed = null;
        var maker = new Thread(Make) { IsBackground = true, Name = "reading ahead" };
        maker.Start();
        try
        {
            foreach (var item in made.GetConsumingEnumerable(CancellationToken.None))
            {
                yield return item;
            }
        }
        finally
        {
            left.Cancel();
            maker.Join();
        }

        failed?.Throw();

        void Make()
        {
            try
            {
                foreach (var item in items)
                {
                    made.Add(item, left.Token);
                }
            }
            catch (OperationCanceledException) when (left.IsCancellationRequested)
            {
                // Nobody takes any more.
            }
            catch (Exception e)
            {
                failed = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                made.CompleteAdding();
            }
        }
    }
}
