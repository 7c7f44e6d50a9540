using Reconciler.Core.Disputes;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Looks at the letters that wait for something, before anything goes out: closes those whose case is over, and takes back those that would no longer be written so.</summary>
internal sealed class OpenLetters(Workplace place, Database store, ILogger log)
{
    public void Review(RunClock run)
    {
        using var work = store.Begin();
        var book = new DisputeBook(run, log);
        var cases = new CaseBook(place, run.AsOfUtc);
        foreach (var file in cases.Load(work))
        {
            foreach (var letter in file.Letters)
            {
                if (cases.WithdrawnFor(file, letter) is { } why)
                {
                    book.Move(work, letter, DisputeState.Closed, why);
                }
            }
        }

        work.Commit();
    }
}
