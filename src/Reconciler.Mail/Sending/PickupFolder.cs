using Reconciler.Mail.Drafting;

namespace Reconciler.Mail.Sending;

/// <summary>Writes each mail as <c>CASE.eml</c> into the outbox folder, whole or not at all. The same mail twice is one file.</summary>
public sealed class PickupFolder(string folder) : IMailTransport
{
    public async Task<SendResult> Send(string messageId, ReadOnlyMemory<byte> eml, Func<bool> begin, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, DisputeMail.CaseOf(messageId) + ".eml");
        var half = path + ".tmp";
        try
        {
            Directory.CreateDirectory(folder);

            // Whoever collects *.eml must never see half a mail, also after a power cut.
            await using var file = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None);
            await file.WriteAsync(eml, cancellation);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SendResult.NotReached($"{half} cannot be written: {e.Message}");
        }

        try
        {
            var result = begin() ? await Take(half, path, eml, cancellation) : new SendResult.LeftAlone();
            File.Delete(half);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SendResult.PutOff($"{path} cannot be written: {e.Message}");
        }
    }

    private static async Task<SendResult> Take(string half, string path, ReadOnlyMemory<byte> eml, CancellationToken cancellation)
    {
        if (File.Exists(path))
        {
            return (await File.ReadAllBytesAsync(path, cancellation)).AsSpan().SequenceEqual(eml.Span)
                ? new SendResult.Accepted($"{path} is there already")
                : new SendResult.Refused($"{path} holds another mail of this case. Look at it; if it was never sent, move it away and send this one again.");
        }

        File.Move(half, path);
        return new SendResult.Accepted($"written to outbox/{Path.GetFileName(path)}");
    }
}
