using Reconciler.Core.Values;
using Reconciler.TestSupport;

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
        var sha = InputFile.Sha256(file.Path);
        Assert.Equal(ShortHash.Sha256("abc"u8), sha);

        var target = new Inbox(data.Path).Archive(file, sha, May);

        Assert.Equal(data["archive", "2026-05", "ba7816bf8f01-may.csv"], target);
        Assert.Equal("abc", File.ReadAllText(target));
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public void A_copy_that_is_archived_already_is_taken_out_of_the_inbox()
    {
        var inbox = new Inbox(data.Path);
        var first = inbox.Archive(Put("orders/may.csv", "abc"), ShortHash.Sha256("abc"u8), May);
        var again = Put("orders/may.csv", "abc");

        Assert.Equal(first, inbox.Archive(again, ShortHash.Sha256("abc"u8), May));
        Assert.False(File.Exists(again.Path));
        Assert.Single(Directory.GetFiles(data["archive", "2026-05"]));
    }

    [Fact]
    public void An_archived_file_of_the_same_name_and_other_content_is_never_overwritten()
    {
        Directory.CreateDirectory(data["archive", "2026-05"]);
        File.WriteAllText(data["archive", "2026-05", "ba7816bf8f01-may.csv"], "other");

        var target = new Inbox(data.Path).Archive(Put("orders/may.csv", "abc"), ShortHash.Sha256("abc"u8), May);

        Assert.Equal("ba7816bf8f01-may-2.csv", Path.GetFileName(target));
        Assert.Equal("other", File.ReadAllText(data["archive", "2026-05", "ba7816bf8f01-may.csv"]));
    }

    [Fact]
    public void A_file_that_changed_after_it_was_read_stays_in_the_inbox()
    {
        var file = Put("orders/may.csv", "abc and more");
        var thrown = Assert.Throws<FileBusyException>(() => new Inbox(data.Path).Archive(file, ShortHash.Sha256("abc"u8), May));
        Assert.EndsWith("changed after it was read; it is left for the next run.", thrown.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(file.Path));
    }

    [Fact]
    public void A_rejected_file_has_its_reason_beside_it_and_overwrites_nothing()
    {
        var inbox = new Inbox(data.Path);
        var first = inbox.Reject(Put("orders/may.csv", "abc"), "No layout has these columns: abc.");
        var second = inbox.Reject(Put("statements/may.csv", "def"), "It is empty.");

        Assert.Equal((data["rejected", "may.csv"], data["rejected", "may-2.csv"]), (first, second));
        Assert.Equal("orders/may.csv\nNo layout has these columns: abc.\n", File.ReadAllText(first + ".why.txt"));
        Assert.Equal("statements/may.csv\nIt is empty.\n", File.ReadAllText(second + ".why.txt"));
        Assert.Empty(inbox.Files());
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_for_the_next_run()
    {
        var file = Put("orders/may.csv", "abc");
        using (new FileStream(file.Path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            var inbox = new Inbox(data.Path);
            Assert.EndsWith("may.csv is open in another program; it is left for the next run.", Assert.Throws<FileBusyException>(() => InputFile.Sha256(file.Path)).Message, StringComparison.Ordinal);
            Assert.Throws<FileBusyException>(() => Given.Reader.Identify(file.Path));
            Assert.Throws<FileBusyException>(() => inbox.Archive(file, ShortHash.Sha256("abc"u8), May));
            Assert.Throws<FileBusyException>(() => inbox.Reject(file, "why"));
        }

        Assert.True(File.Exists(file.Path));
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

    private InboxFile Put(string relativePath, string text)
    {
        var path = data[["inbox", .. relativePath.Split('/')]];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return new InboxFile(path, relativePath, relativePath.StartsWith("orders", StringComparison.Ordinal) ? LayoutKind.Orders : LayoutKind.Statement, null, null);
    }
}
