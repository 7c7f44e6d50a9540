using Reconciler.Fuzzer;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>The short form of the fuzzer, over the project's own files; the long one is the command <c>tests/Reconciler.Fuzzer</c>.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Damaged_files_are_read_or_refused_with_every_row_told()
    {
        var report = Fuzz.Run(Corpus.Load([Places.Seeds]), files: 200, seed: 7, TextWriter.Null);
        Assert.Equal([], report.Faults);
        Assert.True(report.Read > 60 && report.Rejected > 40, $"{report.Read} files were read, {report.Rejected} rows rejected: the damage is no longer what it was.");
    }
}
