using Reconciler.Core.Disputes;
using Reconciler.Documents.Evidence;
using Reconciler.Import.Files;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>The folder from which people hand letters in on web sites: <c>D-….txt</c> and <c>D-….zip</c> for each letter that waits for it, and nothing else of ours.</summary>
internal sealed class PortalFolder(DataFolder data, Database store, ILogger log)
{
    /// <summary>Writes what is missing and takes away what was handed in. What counts is in the store, so that this can be repeated.</summary>
    public void Write(RunClock run)
    {
        var changed = new List<(Dispute Upload, string Why)>();
        using (var reading = store.BeginReading())
        {
            var uploads = reading.Disputes.LoadAll().Where(d => d.Delivery == DisputeDelivery.Portal).ToList();
            var audit = LetterAudit.Of(reading, [.. uploads.Where(d => d.State == DisputeState.ToHandIn).Select(d => d.Id)]);
            foreach (var upload in uploads)
            {
                if (Write(reading, audit, upload) is { } why)
                {
                    changed.Add((upload, why));
                }
            }
        }

        if (changed.Count > 0)
        {
            using var work = store.Begin();
            changed.ForEach(c => new DisputeBook(run, log).Hold(work, c.Upload, c.Why));
            work.Commit();
        }
    }

    /// <returns>Why it is not what was prepared and approved, and is not laid out; null where it is.</returns>
    private string? Write(Work reading, LetterAudit audit, Dispute dispute)
    {
            try
            {
                return WriteFiles(reading, audit, dispute);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody has it open; the next run tries again.
                log.UploadNotWritten(dispute.Id, e.Message);
                return null;
            }
    }

    private string? WriteFiles(Work reading, LetterAudit audit, Dispute dispute)
    {
        new GuardedFolder(data.Root).Create("outbox", "portal");
        var (letter, zip) = (Path.Combine(data.Portal, dispute.Id + ".txt"), Path.Combine(data.Portal, dispute.Id + ".zip"));
        if (dispute.State != DisputeState.ToHandIn)
        {
            File.Delete(letter);
            File.Delete(zip);
        }
        else if (!File.Exists(letter) || !File.Exists(zip))
        {
            var files = reading.Disputes.LoadAttachments(dispute.Id);
            if (audit.Problem(dispute, null, files) is { } why)
            {
                return why;
            }

            OwnFile.Write(zip, PortalZip.Write(files));
            OwnFile.Write(letter, files.Single(f => f.Name == PortalZip.LetterName).Content);
        }

        return null;
    }
}
