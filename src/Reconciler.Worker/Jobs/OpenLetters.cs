using Reconciler.Core.Disputes;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Looks at the letters that wait for something, before anything goes out: holds those that are not what was prepared and approved, closes those whose case is over, and takes back those that would no longer be written so.</summary>
internal sealed class OpenLetters(Workplace place, Database store, ILogger log)
{
    public void Review(RunClock run)
    {
        using var work = store.Begin();
        var book = new DisputeBook(run, log);
        var cases = new CaseBook(place, run.AsOfUtc);
        var files = cases.Load(work);
        var audit = LetterAudit.Of(work, [.. files.SelectMany(f => f.Letters).Where(IsReady).Select(l => l.Id)]);
        foreach (var file in files)
        {
            foreach (var letter in file.Letters)
            {
                if (IsReady(letter) && audit.Problem(letter, work.Disputes.LoadMessage(letter.Id), work.Disputes.LoadAttachments(letter.Id)) is { } problem)
                {
                    book.Hold(work, letter, problem);
                }
                else if (cases.WithdrawnFor(file, letter) is { } why)
                {
                    book.Move(work, letter, DisputeState.Closed, why);
                }
            }
        }

        work.Commit();

        static bool IsReady(Dispute letter) => letter.State is DisputeState.Queued or DisputeState.ToHandIn;
    }
}
