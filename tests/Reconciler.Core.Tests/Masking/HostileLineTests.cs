using System.Diagnostics;
using Reconciler.Core.Disputes;

namespace Reconciler.Core.Tests.Masking;

/// <summary>A line is read from a file that anybody may have written: it may be 1 MB long (Import:MaxRowBytes).</summary>
public sealed class HostileLineTests
{
    [Theory]
    [InlineData("1,")]
    [InlineData("1 ")]
    [InlineData("  ")]
    [InlineData("1.")]
    [InlineData("(+")]
    [InlineData("GB29 NWBK ")]
    [InlineData("\"1,")]
    [InlineData("+7(")]
    [InlineData("$ ")]
    [InlineData("card ")]
    public void A_long_line_is_masked_within_seconds(string piece)
    {
        var line = "T1," + string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length)) + "x";
        var watch = Stopwatch.StartNew();
        BalanceMask.Apply(line, [12345.67m], []);
        var balance = watch.Elapsed;
        watch.Restart();
        new NumberMask([], ["79123456789"]).Apply(line);
        Assert.True(balance.TotalSeconds < 5 && watch.Elapsed.TotalSeconds < 5, $"'{piece}': balance {balance}, numbers {watch.Elapsed}");
    }
}
