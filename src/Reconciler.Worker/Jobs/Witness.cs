using System.Globalization;
using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.Core.Reports;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Keeps the heads of the audit that go out as files in <c>heads/</c>, each signed and stamped as configured, so that a copy of them elsewhere proves what the audit was. What cannot be signed or stamped stops nothing: it is told, and tried again by the next run.</summary>
internal sealed class Witness(Workplace place, ILogger log)
{
    /// <summary>Of heads that were never stamped only so many are tried again.</summary>
    private const int MostTriedAgain = 20;

    private readonly AuditSettings settings = place.Settings.Audit;
    private bool isSilent;

    private bool IsUsed => settings.IsSigning || settings.IsStamping;

    /// <summary>Keeps the head as it stands now, and asks for the stamps that are missing, of older ones too.</summary>
    public void Take(Database store, CancellationToken stop)
    {
        if (!IsUsed)
        {
            return;
        }

        using (var reading = store.BeginReading())
        {
            Keep(reading.Audit.Head());
        }

        foreach (var path in settings.IsStamping ? Unstamped() : [])
        {
            if (isSilent)
            {
                break;
            }

            Try(path, () => File.WriteAllBytes(path + HeadSeal.StampEnding, HeadSeal.Stamp(settings, File.ReadAllBytes(path), stop)));
        }
    }

    /// <summary>A head with its signature, and its stamp where it has one, to be attached to a mail that bears it.</summary>
    public IReadOnlyList<EvidenceFile> FilesOf(AuditHead head)
    {
        if (!IsUsed)
        {
            return [];
        }

        var path = Keep(head);
        return
        [
            .. new[] { ("", "text/plain"), (HeadSeal.SignatureEnding, "application/pkcs7-signature"), (HeadSeal.StampEnding, "application/octet-stream") }
                .Where(f => File.Exists(path + f.Item1)).Select(f => new EvidenceFile(Path.GetFileName(path) + f.Item1, f.Item2, File.ReadAllBytes(path + f.Item1), "the head of the audit")),
        ];
    }

    /// <summary>Whether something can be signed and stamped now, for <c>check</c>.</summary>
    /// <exception cref="SealException">It cannot.</exception>
    public static string Tried(AuditSettings settings, DateTime nowUtc, CancellationToken stop)
    {
        var text = Encoding.UTF8.GetBytes(AuditHead.Mark + AuditHead.None + "\n");
        string[] said =
        [
            .. settings.IsSigning ? new[] { HeadSeal.CheckSignature(settings, Secrets.AuditCertificate, text, HeadSeal.Sign(settings, Secrets.AuditCertificate, text, nowUtc)) } : [],
            .. settings.IsStamping ? new[] { HeadSeal.CheckStamp(settings, text, HeadSeal.Stamp(settings, text, stop)) } : [],
        ];
        return said.Length == 0 ? "heads are neither signed nor stamped; they stand in the log and in report mails" : "a test was " + string.Join(", and ", said);
    }

    private string Keep(AuditHead head)
    {
        Directory.CreateDirectory(place.Data.Heads);
        var path = Path.Combine(place.Data.Heads, string.Create(CultureInfo.InvariantCulture, $"audit-head-{head.Seq:D9}-{head.Hash[..12]}.txt"));
        if (!File.Exists(path))
        {
            File.WriteAllText(path, AuditHead.Mark + head + "\n");
        }

        if (settings.IsSigning && !File.Exists(path + HeadSeal.SignatureEnding))
        {
            Try(path, () => File.WriteAllBytes(path + HeadSeal.SignatureEnding, HeadSeal.Sign(settings, Secrets.AuditCertificate, File.ReadAllBytes(path), TimeProvider.System.GetUtcNow().UtcDateTime)));
        }

        return path;
    }

    private IEnumerable<string> Unstamped() =>
        Directory.GetFiles(place.Data.Heads, "audit-head-*.txt").Where(p => !File.Exists(p + HeadSeal.StampEnding)).OrderDescending(StringComparer.Ordinal).Take(MostTriedAgain);

    private void Try(string path, Action seal)
    {
        try
        {
            seal();
        }
        catch (SealException e)
        {
            isSilent = true;
            log.HeadNotSealed(Path.GetFileName(path), e.Message);
        }
    }
}
