using System.Diagnostics;
using System.Globalization;
using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Runs alone: what other tests hold in memory would count as its own.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class RunsAlone;

[Collection("alone")]
public sealed class StreamingTests
{
    private const int Rows = 200_000;

    [Fact]
    public void A_large_statement_is_read_in_flat_memory()
    {
        using var folder = new TempFolder();
        using (var file = new StreamWriter(folder["large.csv"], append: false, new UTF8Encoding(false)))
        {
            file.Write("transaction_id,wallet,booked_at,type,status,amount,currency,original_amount,original_currency,exchange_rate,fee,counterparty,order_reference,related_transaction_id,description,balance_after\n");
            for (var i = 0; i < Rows; i++)
            {
                file.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"T{i:D9},mono,2026-05-06T12:{i / 60 % 60:D2}:{i % 60:D2}+03:00,payment,succeeded,-{1 + (i % 5000)}.{i % 100:D2},RUB,-20.00,USD,92.5130,1.25,AliExpress,{8_001_234_567_890_123 + i},,Order of the day,100.00\n"));
            }
        }

        var layout = Given.Known(folder["large.csv"]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var count = 0;
        var watch = Stopwatch.StartNew();
        foreach (var outcome in Given.Reader.Read(folder["large.csv"], layout, null, Given.Sha, "large.csv", TestContext.Current.CancellationToken))
        {
            count += outcome is RowOutcome.ReadEntry ? 1 : 0;
            if (count % 20_000 == 0)
            {
                watch.Stop();
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                watch.Start();
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows / watch.Elapsed.TotalSeconds:N0} rows/s, at most {most / 1024:N0} KiB alive"));
        Assert.Equal(Rows, count);
        Assert.InRange(most, long.MinValue, 8 * 1024 * 1024);
    }
}
