using Reconciler.Import.Layouts;

namespace Reconciler.Import.Files;

/// <summary>What a file turned out to be.</summary>
public abstract record Identification
{
    private Identification()
    {
    }

    /// <summary>The file is of this layout. Settings that the layout leaves to the file (decimal mark, order of day and month, delimiter) are decided in it.</summary>
    public sealed record Known(Layout Layout) : Identification;

    /// <summary>No layout reads the file.</summary>
    /// <param name="Why">The reason, with the cure where one is known, as a sentence for a clerk.</param>
    public sealed record Unknown(string Why) : Identification;
}
