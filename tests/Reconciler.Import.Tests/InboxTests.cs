using System.Net.Sockets;
using System.Runtime.InteropServices;
using Reconciler.Core.Values;
using Reconciler.TestSupport;
using LayoutKind = Reconciler.Import.Layouts.LayoutKind;

namespace Reconciler.Import.Tests;

/// <summary>Files come in, are filed or rejected, and nothing is ever overwritten.</summary>
public sealed class InboxTests : IDisposable
{
    private static readonly DateOnly May = new(2026, 5, 31);
    private readonly TempFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Files_come_in_the_order_of_their_paths_and_folders_name_layout_and_account()
    {
        foreach (var path in new[]
        {
            "statements/b.csv", "statements/B.csv", "statements/qiwi/x.json", "orders/shopify/atelier/may.csv", "orders/a.csv", "evidence/receipt.pdf",
            "orders/~$a.csv", "orders/.hidden", "orders/copy.tmp", "orders/copy.PART", ".git/x.csv", "orders/.x/y.csv", "stray.csv",
        })
        {
            Put(path, "x");
        }

        Assert.Equal(
            [
                "orders/a.csv Orders  ",
                "orders/shopify/atelier/may.csv Orders shopify atelier",
                "statements/B.csv Statement  ",
                "statements/b.csv Statement  ",
                "statements/qiwi/x.json Statement qiwi ",
            ],
            new Inbox(data.Path).Files().Select(f => $"{f.RelativePath} {f.Kind} {f.LayoutHint} {f.Account}"));
    }

    [Fact]
    public void A_folder_that_names_no_layout_says_nothing_about_its_files()
    {
        Put("statements/2026/may/x.csv", "x");
        Put("statements/QIWI-History/ann/x.json", "x");
        Assert.Equal([" ", "QIWI-History ann"], new Inbox(data.Path).Files(Given.Layouts).Select(f => $"{f.LayoutHint} {f.Account}"));
    }

    [Fact]
    public void An_inbox_that_is_not_there_is_empty() => Assert.Empty(new Inbox(data["none"]).Files());

    [Fact]
    public void A_file_is_archived_under_its_month_and_hash()
    {
        var file = Put("orders/may.csv", "abc");
        var copy = Take(file);
        Assert.Equal(ShortHash.Sha256("abc"u8), copy.Sha256);

        var (target, isOut) = Inbox.Archive(file, copy, May);

        Assert.Equal((data["archive", "2026-05", "ba7816bf8f01-may.csv"], true), (target, isOut));
        Assert.Equal("abc", File.ReadAllText(target));
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public void A_copy_that_is_archived_already_is_taken_out_of_the_inbox()
    {
        var (first, _) = Archive(Put("orders/may.csv", "abc"));
        var again = Put("orders/may.csv", "abc");

        Assert.Equal((first, true), Archive(again));
        Assert.False(File.Exists(again.Path));
        Assert.Single(Directory.GetFiles(data["archive", "2026-05"]));
    }

    [Fact]
    public void An_archived_file_of_the_same_name_and_other_content_is_never_overwritten()
    {
        Directory.CreateDirectory(data["archive", "2026-05"]);
        File.WriteAllText(data["archive", "2026-05", "ba7816bf8f01-may.csv"], "other");

        var (target, _) = Archive(Put("orders/may.csv", "abc"));

        Assert.Equal("ba7816bf8f01-may-2.csv", Path.GetFileName(target));
        Assert.Equal("other", File.ReadAllText(data["archive", "2026-05", "ba7816bf8f01-may.csv"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_exchanged_while_it_is_read_is_archived_as_it_was_read_and_the_new_one_stays(bool sameFile)
    {
        var file = Put("orders/may.csv", "abc");
        var copy = Take(file);
        if (sameFile)
        {
            var written = File.GetLastWriteTimeUtc(file.Path);
            File.WriteAllText(file.Path, "xyz");
            File.SetLastWriteTimeUtc(file.Path, OperatingSystem.IsLinux() ? written : written.AddSeconds(1));
        }
        else
        {
            File.WriteAllText(data["new"], "xyz");
            File.Move(data["new"], file.Path, overwrite: true);
        }

        var (target, isOut) = Inbox.Archive(file, copy, May);

        Assert.False(isOut);
        Assert.Equal(("abc", "xyz"), (File.ReadAllText(target), File.ReadAllText(file.Path)));
        Assert.StartsWith(copy.Sha256[..12], Path.GetFileName(target), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_file_has_its_reason_beside_it_and_overwrites_nothing()
    {
        Directory.CreateDirectory(data["rejected"]);
        File.WriteAllText(data["rejected", "may-2.csv.why.txt"], "somebody else's");
        var first = Reject(Put("orders/may.csv", "abc"), "No layout has these columns: abc.");
        var second = Reject(Put("statements/may.csv", "def"), "It is empty.");

        Assert.Equal((data["rejected", "may.csv"], data["rejected", "may-2.csv"]), (first, second));
        Assert.Equal("orders/may.csv\nNo layout has these columns: abc.\n", File.ReadAllText(first + ".why.txt"));
        Assert.Equal("somebody else's", File.ReadAllText(second + ".why.txt"));
        Assert.Equal("statements/may.csv\nIt is empty.\n", File.ReadAllText(data["rejected", "may-2.csv.why-2.txt"]));
        Assert.Empty(Inbox.Files());
    }

    [Fact]
    public void A_reason_is_not_written_through_a_link()
    {
        Directory.CreateDirectory(data["rejected"]);
        File.WriteAllText(data["private"], "mine");
        File.CreateSymbolicLink(data["rejected", "may.csv.why.txt"], data["private"]);
        File.CreateSymbolicLink(data["rejected", "june.csv"], data["private"]);

        Reject(Put("orders/may.csv", "abc"), "It is empty.");
        var june = Reject(Put("orders/june.csv", "mine"), "It is empty.");

        Assert.Equal("mine", File.ReadAllText(data["private"]));
        Assert.Equal(data["rejected", "june-2.csv"], june);
    }

    [Fact]
    public void Links_are_named_and_never_followed()
    {
        File.WriteAllText(data["private.csv"], "mine");
        Directory.CreateDirectory(data["elsewhere"]);
        File.WriteAllText(data["elsewhere", "x.csv"], "mine");
        Put("statements/good.csv", "abc");
        File.CreateSymbolicLink(data["inbox", "statements", "link.csv"], data["private.csv"]);
        File.CreateSymbolicLink(data["inbox", "statements", "broken.csv"], data["none"]);
        Directory.CreateSymbolicLink(data["inbox", "statements", "folder"], data["elsewhere"]);
        Directory.CreateSymbolicLink(data["inbox", "orders"], data["elsewhere"]);

        Assert.Equal(
            ["orders no", "statements/broken.csv no", "statements/folder no", "statements/good.csv yes", "statements/link.csv no"],
            Inbox.Files().Select(f => $"{f.RelativePath} {(f.Fault is null ? "yes" : "no")}"));
        Assert.EndsWith("link.csv is a link, and links are not followed. Put the file or folder itself there.", Inbox.Files()[^1].Fault, StringComparison.Ordinal);

        // Also where they come after the folder was looked through.
        foreach (var path in new[] { "statements/link.csv", "statements/folder/x.csv", "orders/x.csv" })
        {
            Assert.Throws<NotAFileException>(() => Take(new InboxFile(data[["inbox", .. path.Split('/')]], path, LayoutKind.Statement, null, null)));
        }
    }

    [Fact]
    public void An_archive_that_is_a_link_gets_nothing_and_the_file_stays()
    {
        Directory.CreateDirectory(data["elsewhere"]);
        Directory.CreateSymbolicLink(data["archive"], data["elsewhere"]);
        var file = Put("orders/may.csv", "abc");

        Assert.Throws<NotAFileException>(() => Archive(file));

        Assert.True(File.Exists(file.Path));
        Assert.Empty(Directory.GetFileSystemEntries(data["elsewhere"]));
    }

    [Fact]
    public void A_file_with_a_second_name_is_copied_and_the_other_name_keeps_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Hard links are made with link(2).");
        var file = Put("orders/may.csv", "abc");
        Assert.Equal(0, link(file.Path, data["other.csv"]));

        var (target, isOut) = Archive(file);
        File.WriteAllText(data["other.csv"], "changed");

        Assert.True(isOut);
        Assert.Equal("abc", File.ReadAllText(target));
    }

    [Fact]
    public void Pipes_and_devices_are_no_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes in folders are made with mkfifo(3).");
        Directory.CreateDirectory(data["inbox", "statements"]);
        Assert.Equal(0, mkfifo(data["inbox", "statements", "pipe.csv"], 0x1B6));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(data["inbox", "statements", "s"]));

        Assert.All(Inbox.Files(), file => Assert.EndsWith("is no file that ends, but a pipe, a socket or a device. Put a file there.", Assert.Throws<NotAFileException>(() => Take(file)).Message, StringComparison.Ordinal));
        Assert.Equal(2, Inbox.Files().Count);
        Assert.Throws<NotAFileException>(() => InputFile.Open("/dev/zero"));
        Assert.Throws<NotAFileException>(() => Given.Reader.Identify(data["inbox", "statements", "pipe.csv"]));
    }

    [Theory]
    [InlineData(240)]
    [InlineData(250)]
    [InlineData(255)]
    public void A_name_as_long_as_a_system_lets_it_be_finds_room_in_archive_and_rejected(int length)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names of this length in bytes are of Linux.");
        var name = new string('a', length - 4) + ".csv";
        var (archived, _) = Archive(Put("orders/" + name, "abc"));
        var (cyrillic, _) = Archive(Put("orders/" + string.Concat(Enumerable.Repeat("\u0436", 125)) + ".csv", "xyz"));
        var rejected = Reject(Put("orders/" + name, "abc"), "It is empty.");

        Assert.All(new[] { archived, cyrillic, rejected + ".why.txt" }, path => Assert.True(File.Exists(path), path));
        Assert.All(new[] { archived, cyrillic, rejected }, path => Assert.EndsWith(".csv", path, StringComparison.Ordinal));
        Assert.Empty(Inbox.Files());
    }

    [Theory]
    [InlineData("a\nb.csv", "a_b.csv")]
    [InlineData("\u001b]0;own\u0007.csv", "_]0;own_.csv")]
    [InlineData("may\u202Evsc.exe", "may_vsc.exe")]
    public void A_name_that_could_be_taken_for_something_else_is_shown_plain(string name, string shown)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets no file have such a name.");
        var file = Put("orders/" + name, "abc");
        Assert.Equal("orders/" + shown, Inbox.Files()[0].RelativePath);
        Assert.Equal("ba7816bf8f01-" + shown, Path.GetFileName(Archive(Inbox.Files()[0]).Path));
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_for_the_next_run()
    {
        var file = Put("orders/may.csv", "abc");
        using (new FileStream(file.Path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            Assert.EndsWith("may.csv is open in another program; it is left for the next run.", Assert.Throws<FileBusyException>(() => InputFile.Sha256(file.Path)).Message, StringComparison.Ordinal);
            Assert.Throws<FileBusyException>(() => Given.Reader.Identify(file.Path));
            Assert.Throws<FileBusyException>(() => Take(file));
        }

        Assert.True(File.Exists(file.Path));
    }

    [Fact]
    public void A_file_too_large_to_be_copied_is_moved_with_its_reason()
    {
        var file = Put("orders/may.csv", "abc");
        using var work = new WorkFolder(data.Path);
        var why = Assert.Throws<InvalidDataException>(() => Inbox.Take(file, work, new ImportLimits { MaxFileBytes = 2 }, TestContext.Current.CancellationToken)).Message;
        Assert.Equal("It has 3 bytes; at most 2 are read. Export a shorter time, or raise Import:MaxFileMegabytes.", why);
        Assert.Equal(data["rejected", "may.csv"], Inbox.RejectUncopied(file, why));
        Assert.Equal("abc", File.ReadAllText(data["rejected", "may.csv"]));
    }

    [Fact]
    public void What_a_killed_run_left_behind_is_cleared_away_and_nobody_else_may_look_in()
    {
        Directory.CreateDirectory(data["work", "sub"]);
        File.WriteAllText(data["work", "sub", "statement.csv"], "private");
        using (var work = new WorkFolder(data.Path))
        {
            Assert.Empty(Directory.GetFileSystemEntries(data["work"]));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data["work"]));
            }
        }

        Assert.False(Directory.Exists(data["work"]));

        Directory.CreateDirectory(data["elsewhere"]);
        File.WriteAllText(data["elsewhere", "x"], "mine");
        Directory.CreateSymbolicLink(data["work"], data["elsewhere"]);
        new WorkFolder(data.Path).Dispose();
        Assert.True(File.Exists(data["elsewhere", "x"]));
    }

    [Fact]
    public void A_file_that_grows_while_it_is_read_is_not_taken()
    {
        var file = Put("statements/may.csv", File.ReadAllText(Given.Fixture("standard-statement.csv")));
        var outcomes = Given.Reader.Read(file.Path, Given.Known(file.Path), null, Given.Sha, "may.csv", TestContext.Current.CancellationToken);

        Assert.Throws<FileBusyException>(() =>
        {
            foreach (var _ in outcomes)
            {
                File.SetLastWriteTimeUtc(file.Path, new DateTime(2026, 5, 6, 9, 0, 0, DateTimeKind.Utc));
            }
        });
    }

    private Inbox Inbox => new(data.Path);

    private PrivateCopy Take(InboxFile file)
    {
        // Its folder is left to the test, which is done with it before the next one is taken.
        var work = new WorkFolder(data.Path);
        return Inbox.Take(file, work, new ImportLimits());
    }

    private (string Path, bool IsOut) Archive(InboxFile file) => Inbox.Archive(file, Take(file), May);

    private string Reject(InboxFile file, string why) => Inbox.Reject(file, Take(file), why).Path;

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int link(string existing, string name);

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mkfifo(string path, uint mode);

    private InboxFile Put(string relativePath, string text)
    {
        var path = data[["inbox", .. relativePath.Split('/')]];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return new InboxFile(path, relativePath, relativePath.StartsWith("orders", StringComparison.Ordinal) ? LayoutKind.Orders : LayoutKind.Statement, null, null);
    }
}
