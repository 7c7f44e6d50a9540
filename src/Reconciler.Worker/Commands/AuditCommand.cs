using Reconciler.Core.Reports;
using Reconciler.Import.Files;

namespace Reconciler.Worker.Commands;

/// <summary><c>audit verify</c>: walks the chain in the store, or in an exported file without the store.</summary>
internal static class AuditCommand
{
    public static Task<int> Verify(CommandContext context, string? file)
    {
        AuditVerdict verdict;
        if (file is not null)
        {
            verdict = AuditChain.Verify(File.Exists(file) ? AuditFile.Read(file) : throw new UnknownNameException($"{file}: there is no such file."));
        }
        else
        {
            using var work = context.Place.OpenStore().BeginReading();
            verdict = work.Audit.Verify();
        }

        switch (verdict)
        {
            case AuditVerdict.Intact intact:
                context.Output.WriteLine(FormattableString.Invariant($"The audit chain is whole: {intact.Count} records, last hash {intact.LastHash}"));
                return Task.FromResult(ExitCode.Done);
            case AuditVerdict.Broken broken:
                context.Output.WriteLine($"THE AUDIT CHAIN IS BROKEN at record {broken.Seq}: {broken.Why}");
                return Task.FromResult(ExitCode.Failed);
            default:
                throw new InvalidOperationException($"{verdict} is no verdict.");
        }
    }
}
