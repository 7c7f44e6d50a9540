using System.Text;
using Reconciler.Core.Reports;
using Reconciler.Import.Files;
using Reconciler.Store;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>audit</c>: proves the chain and the rows that it vouches for, in the store, or an exported chain without the store; writes it.</summary>
internal static class AuditCommand
{
    /// <summary>More faults than these are counted only.</summary>
    private const int MostShown = 1_000;

    /// <param name="witnesses">Heads of before as <c>NUMBER:HASH</c>, or files that bear some: a log, a report, a mail, an exported audit.</param>
    /// <param name="isDeep">Whether the archived files are read once more, and entries and orders held against them.</param>
    public static Task<int> Verify(CommandContext context, string? file, IReadOnlyList<string> witnesses, bool isDeep, CancellationToken stop)
    {
        if (isDeep && file is not null)
        {
            throw new SettingsException("--deep goes with the store alone: an exported file bears no entries and orders.");
        }

        var faults = 0L;
        witnesses = [.. witnesses.Select(w => w.EndsWith(HeadSeal.SignatureEnding, StringComparison.Ordinal) || w.EndsWith(HeadSeal.StampEnding, StringComparison.Ordinal) ? w[..^HeadSeal.SignatureEnding.Length] : w)];
        var heads = witnesses.SelectMany(HeadsOf).ToList();
        foreach (var witness in witnesses.Where(File.Exists))
        {
            VerifySeals(witness);
        }

        if (file is not null)
        {
            VerifyChain(AuditFile.Read(Known(file)));
        }
        else
        {
            using var work = context.Place.OpenStore().BeginReading();
            var isEmpty = VerifyChain(work.Audit.LoadAll()) == 0;
            if (isEmpty && work.Runs.LoadAll() is { Count: > 0 } runs)
            {
                Fault(FormattableString.Invariant($"THE AUDIT IS EMPTY beside {runs.Count} {(runs.Count == 1 ? "run" : "runs")}: it was emptied."));
            }

            foreach (var guard in work.Audit.MissingGuards())
            {
                Fault($"A GUARD IS DOWN: the trigger {guard} is missing, disabled or other than it should be. Run: reconciler migrate");
            }

            var rows = 0L;
            foreach (var row in work.Audit.VerifyRows())
            {
                rows++;
                Fault($"A ROW IS NOT WHAT THE CHAIN SAYS: {row.Table} {row.Key} {row.What}");
            }

            if (rows == 0)
            {
                context.Output.WriteLine("The rows are what the chain says");
            }

            if (isDeep)
            {
                VerifyRecords(work);
            }
        }

        if (faults > MostShown)
        {
            context.Output.WriteLine(FormattableString.Invariant($"… and {faults - MostShown} more"));
        }

        return Task.FromResult(faults == 0 ? ExitCode.Done : ExitCode.Failed);

        long VerifyChain(IEnumerable<AuditRecord> lines)
        {
            var before = faults;
            var wanted = heads.ToLookup(h => h.Seq);
            var (last, rewritten) = (0L, new List<string>());
            switch (AuditChain.Verify(lines.Select(Seen)))
            {
                case AuditVerdict.Intact intact:
                    context.Output.WriteLine(FormattableString.Invariant($"The audit chain is whole: {intact.Count} records, last hash {intact.LastHash}"));
                    rewritten.AddRange(heads.Where(h => h.Seq > last).Select(h => FormattableString.Invariant($"its tail was cut off: the head {h} tells of {h.Seq} records, and there are {last}")));
                    rewritten.ForEach(why => Fault("THE AUDIT IS NOT THE WITNESSED ONE: " + why));
                    break;
                case AuditVerdict.Broken broken:
                    Fault($"THE AUDIT CHAIN IS BROKEN at record {broken.Seq}: {broken.Why}");
                    break;
            }

            if (heads.Count > 0 && faults == before)
            {
                context.Output.WriteLine(FormattableString.Invariant($"{heads.Count} {(heads.Count == 1 ? "head is" : "heads are")} on the chain, the last at record {heads.Max(h => h.Seq)}"));
            }

            return last;

            AuditRecord Seen(AuditRecord line)
            {
                last = line.Seq;
                rewritten.AddRange(wanted[line.Seq].Where(h => h.Hash != line.Hash).Select(h => FormattableString.Invariant($"it was written anew up to record {line.Seq}, whose hash is {line.Hash}, and the head says {h.Hash}")));
                return line;
            }
        }

        // What lies beside a file that bears heads: who signed it, and when it was there already.
        void VerifySeals(string witness)
        {
            var (content, settings) = (File.ReadAllBytes(witness), context.Place.Settings.Audit);
            Check(HeadSeal.SignatureEnding, signature => HeadSeal.CheckSignature(settings, Secrets.AuditCertificate, content, signature));
            Check(HeadSeal.StampEnding, stamp => HeadSeal.CheckStamp(settings, content, stamp));

            void Check(string ending, Func<byte[], string> check)
            {
                try
                {
                    if (File.Exists(witness + ending))
                    {
                        context.Output.WriteLine($"{Path.GetFileName(witness)} is {check(File.ReadAllBytes(witness + ending))}");
                    }
                }
                catch (SealException e)
                {
                    Fault($"THE WITNESS IS NOT TO BE TRUSTED: {Path.GetFileName(witness)}: {e.Message}");
                }
            }
        }

        void VerifyRecords(Work work)
        {
            using var proof = new ArchiveProof(context.Place, work);
            var before = faults;
            foreach (var record in proof.Faults(stop))
            {
                Fault($"A RECORD IS NOT WHAT ITS FILE SAYS: {record.Table} {record.Key} {record.What}");
            }

            foreach (var path in proof.Changed)
            {
                Fault($"AN ARCHIVED FILE IS NOT WHAT WAS READ: {path} has another SHA-256");
            }

            foreach (var cause in proof.NotAtHand)
            {
                context.Output.WriteLine($"Not held against its file: {cause}");
            }

            if (faults == before)
            {
                context.Output.WriteLine(FormattableString.Invariant($"Entries and orders are what {proof.FilesRead} {(proof.FilesRead == 1 ? "archived file says" : "archived files say")}"));
            }
        }

        void Fault(string text)
        {
            if (++faults <= MostShown)
            {
                context.Output.WriteLine(text);
            }
        }
    }

    /// <summary>Writes the chain as JSON lines, see <see cref="AuditJson"/>.</summary>
    public static Task<int> Export(CommandContext context, string? path)
    {
        using var work = context.Place.OpenStore().BeginReading();
        using var output = path is null ? context.OpenOutput() : File.Create(path);
        foreach (var line in work.Audit.LoadAll())
        {
            output.Write(Encoding.UTF8.GetBytes(AuditJson.Write(line) + "\n"));
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static IEnumerable<AuditHead> HeadsOf(string witness)
    {
        if (AuditHead.Parse(witness) is { } head)
        {
            return [head];
        }

        var text = File.ReadAllText(Known(witness));
        List<AuditHead> found = [.. AuditHead.FindAll(text)];
        if (found.Count == 0 && AuditFile.IsAudit(witness) && AuditFile.Read(witness).LastOrDefault() is { } last)
        {
            found.Add(new AuditHead(last.Seq, last.Hash));
        }

        return found.Count > 0 ? found : throw new UnknownNameException($"{witness} bears no head of an audit, such as `{AuditHead.Mark}12:…`, and is no exported audit.");
    }

    private static string Known(string file) => File.Exists(file) ? file : throw new UnknownNameException($"{file}: there is no such file.");
}
