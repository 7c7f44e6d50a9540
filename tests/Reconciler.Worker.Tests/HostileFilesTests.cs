using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Reconciler.Fuzzer;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>What somebody may do who can lay files into the inbox and nothing else, tried on the program itself: it costs that file, and nothing beside it.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency\n";
    private const string Good = Header + "good-1,kassa,2026-05-04T10:00:00Z,payment,succeeded,-12.50,EUR\n";
    private readonly TempFolder data = new();

    public HostileFilesTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Links, pipes and names of these kinds are made as on Linux.");

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Links_pipes_and_devices_are_left_with_their_cause_and_the_good_file_is_read()
    {
        File.WriteAllText(data["private.csv"], Good.Replace("good-1", "private-1", StringComparison.Ordinal));
        Directory.CreateDirectory(data["elsewhere"]);
        File.WriteAllText(data["elsewhere", "x.csv"], Good.Replace("good-1", "private-2", StringComparison.Ordinal));
        Put("statements/z-good.csv", Good);
        Link("statements/link.csv", data["private.csv"]);
        Link("statements/zero.csv", "/dev/zero");
        Link("statements/folder", data["elsewhere"]);
        Link("orders", data["elsewhere"]);
        Assert.Equal(0, mkfifo(data["inbox", "statements", "pipe.csv"], 0x1B6));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(data["inbox", "statements", "s"]));

        var once = await Run("once");

        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Equal(["good-1"], await Entries());
        foreach (var name in new[] { "orders ", "statements/folder", "statements/link.csv", "statements/pipe.csv", "statements/s ", "statements/zero.csv" })
        {
            Assert.Contains(once.Output.Split('\n'), line => line.StartsWith("  " + name, StringComparison.Ordinal) && line.Contains("left for the next run: ", StringComparison.Ordinal));
        }

        Assert.True(File.Exists(data["private.csv"]) && File.Exists(data["elsewhere", "x.csv"]));
        Assert.Single(Directory.GetFiles(data["elsewhere"]));
        Assert.False(Directory.Exists(data["rejected"]) && Directory.EnumerateFileSystemEntries(data["rejected"]).Any());
    }

    [Fact]
    public async Task Names_and_contents_that_no_writer_takes_cost_their_file_and_no_other()
    {
        Put("statements/z-good.csv", Good);
        Put($"statements/{new string('a', 246)}.csv", "no layout,has,these\n1,2,3\n");
        Put("statements/line\nbreak \u001b[31m \u202E.csv", "no layout,has,these either\n1,2,3\n");

        // Half of a surrogate pair as a name, and one that a message would cut in two.
        Put("statements/half.json", """{"data":[{"\ud800":1,"txnId":"\udc00"}],"\ud801":[]}""");
        Put("statements/cut.csv", new string('x', 399) + string.Concat(Enumerable.Repeat("\U0001F4B6", 20)) + ",b,c\n1,2,3\n");
        using (var zip = ZipFile.Open(Ready("statements/names.zip"), ZipArchiveMode.Create))
        {
            foreach (var (name, id) in new[] { (new string('n', 252), "zip-1"), ("a\0b.csv", "zip-2"), (new string('\u0436', 300) + ".csv", "zip-3") })
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(Good.Replace("good-1", id, StringComparison.Ordinal));
            }
        }

        // A name that is no UTF-8 cannot be written by way of .NET.
        await Bash($"printf 'x' > '{data["inbox", "statements"]}/'$'\\xff\\xfe.csv'");

        var once = await Run("once");

        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Equal(["good-1", "zip-1", "zip-2", "zip-3"], await Entries());
        Assert.Equal(4, Directory.GetFiles(data["rejected"], "*.why.txt").Length);
        Assert.All(Directory.GetFiles(data["rejected"]), path => Assert.DoesNotContain(Path.GetFileName(path), char.IsControl));
        Assert.Contains("has a name that is no UTF-8, by which it cannot be opened. Rename it.", once.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', once.Output);
        Assert.Equal(0, (await Run("audit", "verify")).ExitCode);

        // All others are out; nor can .NET take this one away.
        await Bash($"rm '{data["inbox", "statements"]}/'$'\\xff\\xfe.csv' && rmdir '{data["inbox", "statements"]}'");
        Assert.False(Directory.Exists(data["inbox", "statements"]));
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_and_a_folder_that_may_not_be_entered_keep_nothing_else_from_being_read()
    {
        Put("statements/z-good.csv", Good);
        Put("statements/closed.csv", Good);
        Put("statements/folder/x.csv", Good);
        await Bash($"chmod 000 '{data["inbox", "statements", "closed.csv"]}' '{data["inbox", "statements", "folder"]}'");

        var once = await ReconcilerProcess.TryRunAsNobody(
            data.Path, ["once", "--data", data.Path, "--config", Places.Config], data["inbox", "statements", "closed.csv"], data["inbox", "statements", "folder"]);

        Assert.SkipWhen(once is null, "This user may not become another, and the superuser may read everything.");
        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Equal(["good-1"], await Entries());
        Assert.Contains("statements/closed.csv  left for the next run: ", once.Output, StringComparison.Ordinal);
        Assert.Contains("statements/folder      left for the next run: cannot be entered", once.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_behind_a_link_is_never_mailed()
    {
        using var project = ReconcilerProcess.CopyOfProject();
        const string pdf = "%PDF-1.4\nmine, and nobody else's\n%%EOF\n";
        File.WriteAllText(project["private.pdf"], pdf);
        Directory.CreateDirectory(project[".sample", "inbox", "evidence"]);
        File.CreateSymbolicLink(project[".sample", "inbox", "evidence", "27811211516-link.pdf"], project["private.pdf"]);
        File.CreateSymbolicLink(project[".sample", "inbox", "evidence", "27811211516-zero.pdf"], "/dev/zero");
        Assert.Equal(0, link(project["private.pdf"], project[".sample", "inbox", "evidence", "27811211516-name.pdf"]));
        Assert.Equal(0, mkfifo(project[".sample", "inbox", "evidence", "27811211516-pipe.pdf"], 0x1B6));

        var once = await ReconcilerProcess.RunApart(project.Path, "once");

        Assert.True(once.ExitCode == 0, once.Messages);
        Assert.Contains("D-63387117ee54  duplicate-charge       3064.51 RUB  sent", once.Output, StringComparison.Ordinal);
        var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(pdf))[..40];
        Assert.All(Directory.GetFiles(project[".sample", "outbox"], "*.eml"), mail => Assert.DoesNotContain(encoded, File.ReadAllText(mail), StringComparison.Ordinal));
        foreach (var name in new[] { "link", "zero", "name", "pipe" })
        {
            Assert.Contains($"27811211516-{name}.pdf is not attached: ", once.Messages, StringComparison.Ordinal);
        }

        Assert.Equal(pdf, File.ReadAllText(project["private.pdf"]));
    }

    [Fact]
    public async Task A_file_exchanged_while_it_is_read_is_stored_and_archived_as_one()
    {
        PutMany("statements/large.csv", 100_000);
        var sha256 = Sha256(data["inbox", "statements", "large.csv"]);
        var bytes = new FileInfo(data["inbox", "statements", "large.csv"]).Length;
        using var once = ReconcilerProcess.Start(data.Path, "import", "--data", data.Path, "--config", Places.Config);
        var output = once.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var messages = once.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await WaitFor(() => IsCopied(bytes));
        File.WriteAllText(data["new.csv"], Good);
        File.Move(data["new.csv"], data["inbox", "statements", "large.csv"], overwrite: true);
        await once.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(once.ExitCode == 0, await messages);
        Assert.Contains("100000 rows: 100000 new", await output, StringComparison.Ordinal);
        Assert.Contains("changed after it was read", await messages, StringComparison.Ordinal);
        Assert.Equal(Good, File.ReadAllText(data["inbox", "statements", "large.csv"]));
        Assert.Equal(sha256, Sha256(Assert.Single(Directory.GetFiles(data["archive"], "*.csv", SearchOption.AllDirectories))));

        Assert.Contains("1 rows: 1 new", (await Run("import")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task A_run_that_is_ended_in_the_middle_of_a_file_leaves_nothing_behind_and_the_next_one_reads_it(string signal)
    {
        PutMany("statements/inside.csv", 150_000);
        using (var zip = ZipFile.Open(data["inbox", "statements", "large.zip"], ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(data["inbox", "statements", "inside.csv"], "inside.csv", CompressionLevel.Fastest);
        }

        File.Delete(data["inbox", "statements", "inside.csv"]);
        using var once = ReconcilerProcess.Start(data.Path, "once", "--data", data.Path, "--config", Places.Config);
        var output = once.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var messages = once.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await WaitFor(() => Directory.Exists(data["work"]) && Directory.GetFiles(data["work"]).Length == 2);
        var watch = Stopwatch.StartNew();
        if (signal == "TERM")
        {
            ReconcilerProcess.AskToStop(once);
        }
        else
        {
            once.Kill();
        }

        await once.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        await output;
        if (signal == "TERM")
        {
            Assert.True(once.ExitCode == 3, await messages);
            Assert.False(Directory.Exists(data["work"]));
        }
        else
        {
            Assert.NotEmpty(Directory.GetFiles(data["work"]));
        }

        Assert.Empty(await Entries());
        Assert.True(File.Exists(data["inbox", "statements", "large.zip"]));
        Assert.Contains("150000 rows: 150000 new", (await Run("import")).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data["work"]));
    }

    [Fact]
    public async Task A_file_may_tell_only_of_those_of_whom_its_folder_may()
    {
        using var config = new TempFolder();
        foreach (var folder in new[] { "layouts", "rates", "letters" })
        {
            Directory.CreateSymbolicLink(config[folder], Path.Combine(Places.Config, folder));
        }

        File.WriteAllText(config["reconciler.json"], """
            { "Mail": { "From": "finance@example.com", "CompanyName": "Example Company" },
              "Import": { "Sources": [
                { "Folder": "statements/bank", "Wallets": ["giro", "card-*"] },
                { "Folder": "orders", "Layout": "standard-orders", "Marketplaces": [] } ] } }
            """);
        string Row(string id, string wallet) => $"{id},{wallet},2026-05-04T10:00:00Z,payment,succeeded,-12.50,EUR\n";
        Put("statements/bank/2026/may.csv", Header + Row("1", "giro") + Row("2", "Card-7") + Row("3", "kassa"));
        Put("statements/till/may.csv", Header + Row("4", "kassa"));
        Put("orders/a.csv", "order_id,marketplace,placed_at,status,total,currency\n1,bazaar,2026-05-04T10:00:00Z,refunded,12.50,EUR\n");

        var import = await ReconcilerProcess.RunApart(data.Path, "import", "--data", data.Path, "--config", config.Path);

        Assert.True(import.ExitCode == 0, import.Messages);
        Assert.Equal(["1", "2", "4"], await Entries());
        var rejected = (await ReconcilerProcess.RunApart(data.Path, "export", "rejected", "--data", data.Path, "--config", config.Path)).Output;
        Assert.Contains("kassa,\"is nobody of whom files in inbox/statements/bank/2026 may tell, by Import:Sources in reconciler.json. Put the file where it belongs, or add the name there.\"", rejected, StringComparison.Ordinal);
        Assert.Contains("bazaar,\"is nobody of whom files in inbox/orders may tell", rejected, StringComparison.Ordinal);
    }

    /// <summary>The short form of the whole runs of <c>tests/Reconciler.Fuzzer</c>.</summary>
    [Fact]
    public void An_inbox_of_damaged_files_in_hostile_shapes_costs_a_good_one_among_them_nothing() =>
        Assert.Empty(WholeRuns.Run(Corpus.Load([Places.Seeds]), runs: 1, seed: 7, TextWriter.Null));

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int link(string existing, string name);

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mkfifo(string path, uint mode);

    private static async Task Bash(string command)
    {
        using var bash = Process.Start("bash", ["-c", command]);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static async Task WaitFor(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 1200, "It did not happen within 60 s.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private bool IsCopied(long bytes) => Directory.Exists(data["work"]) && Directory.GetFiles(data["work"]) is [var copy] && new FileInfo(copy) is { Exists: true } file && file.Length == bytes;

    private Task<Ended> Run(params string[] arguments) => ReconcilerProcess.RunApart(data.Path, [.. arguments, "--data", data.Path, "--config", Places.Config]);

    private async Task<IReadOnlyList<string>> Entries()
    {
        var export = await Run("export", "entries");
        Assert.True(export.ExitCode == 0, export.Messages);
        return [.. export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]).Order(StringComparer.Ordinal)];
    }

    private string Ready(string relativePath)
    {
        var path = data[["inbox", .. relativePath.Split('/')]];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private void Put(string relativePath, string text) => File.WriteAllText(Ready(relativePath), text);

    private void Link(string relativePath, string to) => File.CreateSymbolicLink(Ready(relativePath), to);

    private void PutMany(string relativePath, int rows)
    {
        using var file = new StreamWriter(Ready(relativePath));
        file.Write(Header);
        for (var i = 0; i < rows; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture, $"t{i:000000},kassa,2026-05-{1 + (i % 28):00}T10:00:00Z,payment,succeeded,-{i % 1000}.50,EUR\n"));
        }
    }
}
