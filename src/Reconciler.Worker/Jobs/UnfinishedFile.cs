namespace Reconciler.Worker.Jobs;

/// <summary>A file that bears its name once it is finished, and is gone where it never is.</summary>
internal sealed class UnfinishedFile : IDisposable
{
    private readonly FileStream stream;

    public UnfinishedFile(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        stream = new FileStream(Part, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
    }

    public string Path { get; }

    public Stream Stream => stream;

    private string Part => Path + ".part";

    /// <summary>What was written, where it is not to be a file.</summary>
    public byte[] ReadAll()
    {
        stream.Position = 0;
        var all = new byte[stream.Length];
        stream.ReadExactly(all);
        return all;
    }

    public void Finish()
    {
        stream.Dispose();
        File.Move(Part, Path, overwrite: true);
    }

    public void Dispose()
    {
        stream.Dispose();
        File.Delete(Part);
    }
}
