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
    public void Write()
    {
        using var reading = store.BeginReading();
        var uploads = reading.Disputes.LoadAll().Where(d => d.Delivery == DisputeDelivery.Portal).ToList();
        if (uploads.Count == 0)
        {
            return;
        }

        foreach (var dispute in uploads)
        {
            try
            {
                Write(reading, dispute);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody has it open; the next run tries again.
                log.UploadNotWritten(dispute.Id, e.Message);
            }
        }
    }

    private void Write(Work reading, Dispute dispute)
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
            OwnFile.Write(zip, PortalZip.Write(files));
            OwnFile.Write(letter, files.Single(f => f.Name == PortalZip.LetterName).Content);
        }
    }
}
