using Reconciler.Core.Disputes;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>
/// Letters that are made and not yet kept. They are kept many at a time, each whole and before any server hears of one, so that a run with ten thousand letters
/// commits a hundred times; what is made and not kept when the program ends is made again.
/// </summary>
/// <param name="archiveGiven">Files what people gave for a letter, once that is kept.</param>
internal sealed class PreparedLetters(Database store, DisputeBook book, Action<WrittenDispute> archiveGiven)
{
    /// <summary>The most letters in one commit.</summary>
    public const int MostLetters = 100;

    /// <summary>The most bytes of mails and evidence that wait for a commit; a letter is never divided.</summary>
    public const long MostBytes = 32 * 1024 * 1024;

    private readonly List<WrittenDispute> letters = [];
    private long bytes;

    /// <summary>A letter that waits for approval: nothing is written of it yet.</summary>
    public void Add(Dispute waiting) => Add(new WrittenDispute([new WrittenPart(waiting, [], [])], [], []));

    /// <summary>Adds a letter; with the last that there is room for all are kept. So are they where its evidence lies in the inbox: it is to lie elsewhere before the next letter looks for its own.</summary>
    public void Add(WrittenDispute written)
    {
        letters.Add(written);
        bytes += written.Parts.Sum(p => p.Message.LongLength + p.Attached.Sum(a => a.Content.LongLength));
        if (letters.Count >= MostLetters || bytes >= MostBytes || written.Given.Count > 0)
        {
            Keep();
        }
    }

    /// <summary>Keeps what was added since the last time, in one commit.</summary>
    public void Keep()
    {
        if (letters.Count == 0)
        {
            return;
        }

        using (var work = store.Begin())
        {
            foreach (var part in letters.SelectMany(l => l.Parts))
            {
                book.Add(work, part.Dispute, part.Attached, part.Message);
            }

            work.Commit();
        }

        letters.ForEach(archiveGiven);
        letters.Clear();
        bytes = 0;
    }
}
