using System.Diagnostics;
using System.Globalization;
using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>No file takes more than its budget of time and memory, and a stop is obeyed in the middle of any reader.</summary>
public sealed class FileBudgetTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Seeds =>
        [.. Directory.EnumerateFiles(Places.Seeds, "*", SearchOption.AllDirectories).Where(f => !f.Contains("evidence", StringComparison.Ordinal) && !f.EndsWith(".md", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Places.Seeds, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_reader_asks_for_its_time_and_for_a_stop(string seed)
    {
        var path = Path.Combine(Places.Seeds, seed);
        var reader = new FileReader(Given.Layouts, new ImportLimits { MaxTime = TimeSpan.Zero });
        Assert.Equal("It takes more than 0 seconds to read. Export a shorter time, or raise Import:MaxFileSeconds.", Assert.Throws<FileBudgetException>(() => reader.Identify(path)).Message);

        if (Given.Reader.Identify(path) is Identification.Known(var layout))
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                foreach (var _ in Given.Reader.Read(path, layout, "a", Given.Sha, "x", stop.Token))
                {
                    stop.Cancel();
                }
            });
        }
    }

    [Fact]
    public void The_time_in_which_others_work_with_the_rows_is_not_that_of_the_file()
    {
        var limits = new ImportLimits { MaxTime = TimeSpan.FromSeconds(2) };
        var path = Given.Fixture("standard-statement.csv");
        var slept = false;
        foreach (var _ in new FileReader(Given.Layouts, limits).Read(path, Given.Known(path), null, Given.Sha, "x", TestContext.Current.CancellationToken))
        {
            Thread.Sleep(slept ? 0 : 2100);
            slept = true;
        }

        Assert.True(slept);
    }

    [Fact]
    public void A_file_that_would_fill_the_memory_is_refused_by_name()
    {
        // An order of one number, spread over all the file: its rows are held together.
        var rows = new StringBuilder("[");
        for (var i = 0; i < 60_000; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{{\"txnId\":{i},\"filler\":\"{new string('x', 1000)}\"}}");
        }

        File.WriteAllText(folder["a.json"], rows.Append(']').ToString());
        var reader = new FileReader(Given.Layouts, new ImportLimits { MaxMemoryBytes = 32 * 1024 * 1024 });
        Assert.Equal(
            "It takes more than 32 MB of memory to read. Export a shorter time, or raise Import:MaxMemoryMegabytes.",
            Assert.Throws<FileBudgetException>(() => reader.Identify(folder["a.json"])).Message);
    }

    [Fact]
    public void Many_small_elements_of_one_name_are_joined_in_time_that_grows_with_them()
    {
        var seed = File.ReadAllText(Path.Combine(Places.Seeds, "formats", "webmoney-x3.xml"));
        TimeSpan Read(int elements)
        {
            var operation = seed.IndexOf("</operation>", StringComparison.Ordinal);
            File.WriteAllText(folder["a.xml"], seed.Insert(operation, new StringBuilder().Insert(0, "<note>x</note>", elements).ToString()));
            var watch = Stopwatch.StartNew();
            Assert.Equal("webmoney-x3", Given.Known(folder["a.xml"]).Name);
            Assert.NotEmpty(Given.Read(folder["a.xml"]));
            return watch.Elapsed;
        }

        Read(10);
        var (few, many) = (Read(50_000), Read(400_000));
        Assert.True(many < few * 30, $"eight times as many took {many} instead of {few}");
    }
}
