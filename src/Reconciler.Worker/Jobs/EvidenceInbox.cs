using Reconciler.Documents.Evidence;
using Reconciler.Import.Bytes;
using Reconciler.Import.Files;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>What people laid into <c>inbox/evidence/</c>: read, and filed after use, never through a link. What is read here leaves the house.</summary>
internal sealed class EvidenceInbox(DataFolder data)
{
    private readonly GuardedFolder guarded = new(data.Root);

    /// <exception cref="IOException">It is no file that may go out, or cannot be read.</exception>
    public FileStream Open(string path)
    {
        var file = guarded.Open(path);
        if (Import.Bytes.InputFile.MarkOf(file).Names > 1)
        {
            // Whoever may not read a file can still give it a second name here.
            file.Dispose();
            throw new NotAFileException($"{FileNames.Printable(path)} is a second name (hard link) of a file that lies elsewhere. Copy the file itself here.");
        }

        return file;
    }

    /// <summary>Files what went out among the evidence that was used. What was exchanged meanwhile stays in the inbox.</summary>
    /// <exception cref="IOException">It cannot be written or taken away.</exception>
    public void Archive(GivenFile file)
    {
        OwnFile.Write(Path.Combine(guarded.Create("archive", "evidence"), file.Name), file.Content);
        if (MarkIfStill(file) is { } mark)
        {
            guarded.Remove(file.Path, mark);
        }
    }

    private FileMark? MarkIfStill(GivenFile file)
    {
        using var now = guarded.Open(file.Path);
        var content = new byte[Math.Min(now.Length, file.Content.Length + 1)];
        now.ReadExactly(content);
        return content.AsSpan().SequenceEqual(file.Content) ? Import.Bytes.InputFile.MarkOf(now) : null;
    }
}

/// <summary>Files that the program writes where others may write too.</summary>
internal static class OwnFile
{
    /// <summary>Writes a whole file: whoever looks never sees half of it, and what somebody has put there, were it a link, is replaced and not written through.</summary>
    public static void Write(string path, byte[] content)
    {
        var half = Path.Combine(Path.GetDirectoryName(path)!, ".half");
        File.Delete(half);
        using (var file = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(content);
        }

        File.Move(half, path, overwrite: true);
    }
}
