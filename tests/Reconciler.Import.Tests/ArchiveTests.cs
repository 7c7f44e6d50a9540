using System.IO.Compression;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Zip files of statements are opened within limits, or refused as a whole with the cure.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public void The_files_of_an_archive_are_copied_under_names_of_their_own()
    {
        using var folder = new TempFolder();
        Write(folder["a.zip"], ("may/one.csv", "a,b\n"), ("june/one.csv", "c,d\n"), ("empty/", ""));
        var files = Copy(folder);
        Assert.Equal(["may/one.csv", "june/one.csv"], files.Select(f => f.Name));
        Assert.Equal(["a,b\n", "c,d\n"], files.Select(f => File.ReadAllText(f.Path)));
        Assert.Equal(2, files.Select(f => f.Path).Distinct().Count());
    }

    [Theory]
    [InlineData("../up.csv", "It is a ZIP archive with a file name that leads elsewhere (../up.csv). Do not open it; ask where it came from.")]
    [InlineData("/root.csv", "It is a ZIP archive with a file name that leads elsewhere (/root.csv). Do not open it; ask where it came from.")]
    [InlineData("C:\\x.csv", "It is a ZIP archive with a file name that leads elsewhere (C:\\x.csv). Do not open it; ask where it came from.")]
    [InlineData("more.zip", "It is a ZIP archive with an archive in it (more.zip). Unpack it and put the files themselves into the inbox.")]
    public void A_name_that_is_no_statement_refuses_the_archive(string name, string why)
    {
        using var folder = new TempFolder();
        Write(folder["a.zip"], ("good.csv", "a,b\n"), (name, "x"));
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Copy(folder)).Message);
    }

    /// <summary>No system lets such a name be written, so that it must not become one of our own.</summary>
    [Theory]
    [InlineData(252, "a")]
    [InlineData(100, "\u0436")]
    [InlineData(3, "\u0001\u001b[31m")]
    public void A_name_that_no_file_can_have_keeps_no_file_from_being_read(int times, string of)
    {
        using var folder = new TempFolder();
        var name = string.Concat(Enumerable.Repeat(of, times)) + "\0.csv";
        Write(folder["a.zip"], (name, "a,b\n"), ("good.csv", "c,d\n"));
        var files = Copy(folder);
        Assert.Equal(["a,b\n", "c,d\n"], files.Select(f => File.ReadAllText(f.Path)));
        Assert.DoesNotContain(files[0].Name, char.IsControl);
    }

    [Fact]
    public void An_archive_under_another_name_is_found_by_its_content()
    {
        using var folder = new TempFolder();
        Write(folder["inner.zip"], ("x.csv", "a\n"));
        using (var zip = ZipFile.Open(folder["a.zip"], ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(folder["inner.zip"], "statement.csv");
        }

        Assert.StartsWith("It is a ZIP archive with an archive in it (statement.csv).", Assert.Throws<InvalidDataException>(() => Copy(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_stops_by_the_bytes_that_come_out_and_not_by_what_it_says()
    {
        using var folder = new TempFolder();
        Write(folder["a.zip"], ("zeros.csv", new string('0', 5_000_000)));
        Lie(folder["a.zip"], 5_000_000, 10);
        var why = Assert.Throws<InvalidDataException>(() => Copy(folder, new ImportLimits { MaxFileBytes = 1_000_000 })).Message;
        Assert.StartsWith("It is a ZIP archive", why, StringComparison.Ordinal);
        Assert.True(!Directory.Exists(folder["out"]) || Directory.GetFiles(folder["out"]).Sum(f => new FileInfo(f).Length) <= 1_000_000);
    }

    [Fact]
    public void The_sum_of_all_files_is_limited()
    {
        using var folder = new TempFolder();
        Write(folder["a.zip"], ("a.csv", new string('0', 600)), ("b.csv", new string('0', 600)));
        Assert.Equal(
            "It is a ZIP archive of more than 1,000 bytes when unpacked (b.csv). Export a shorter time, or raise Import:MaxFileMegabytes.",
            Assert.Throws<InvalidDataException>(() => Copy(folder, new ImportLimits { MaxFileBytes = 1000 })).Message);
    }

    [Fact]
    public void Too_many_files_a_password_and_damage_are_named()
    {
        using var folder = new TempFolder();
        Write(folder["a.zip"], [.. Enumerable.Range(1, StatementArchive.MostFiles + 1).Select(i => ($"{i}.csv", ""))]);
        Assert.StartsWith("It is a ZIP archive of 1,001 files; at most 1,000 are read.", Assert.Throws<InvalidDataException>(() => Copy(folder)).Message, StringComparison.Ordinal);

        Write(folder["a.zip"], ("secret.csv", "x"));
        var bytes = File.ReadAllBytes(folder["a.zip"]);
        bytes[6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        File.WriteAllBytes(folder["a.zip"], bytes);
        Assert.StartsWith("It is a ZIP archive with a password (secret.csv).", Assert.Throws<InvalidDataException>(() => Copy(folder)).Message, StringComparison.Ordinal);

        File.WriteAllBytes(folder["a.zip"], bytes[..40]);
        Assert.StartsWith("It is a ZIP archive that is damaged (", Assert.Throws<InvalidDataException>(() => Copy(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_is_no_archive()
    {
        using var folder = new TempFolder();
        Write(folder["a.zip"], ("xl/workbook.xml", "<workbook/>"));
        Assert.False(StatementArchive.Is(new InputFile(folder["a.zip"])));
        Write(folder["b.zip"], ("a.csv", "x"));
        Assert.True(StatementArchive.Is(new InputFile(folder["b.zip"])));
    }

    private static IReadOnlyList<ArchivedFile> Copy(TempFolder folder, ImportLimits? limits = null)
    {
        Directory.CreateDirectory(folder["out"]);
        var copies = 0;
        return StatementArchive.CopyTo(new InputFile(folder["a.zip"]), () => folder["out", $"{++copies}"], limits ?? new ImportLimits());
    }

    private static void Write(string path, params (string Name, string Text)[] files)
    {
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in files)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    /// <summary>Writes another length wherever the archive says how long its file is.</summary>
    private static void Lie(string path, int length, int told)
    {
        var bytes = File.ReadAllBytes(path);
        var was = BitConverter.GetBytes(length);
        for (var at = bytes.AsSpan().IndexOf(was); at >= 0; at = bytes.AsSpan().IndexOf(was))
        {
            BitConverter.GetBytes(told).CopyTo(bytes, at);
        }

        File.WriteAllBytes(path, bytes);
    }
}
