using Reconciler.Core.Disputes;

namespace Reconciler.Documents.Evidence;

/// <summary>Places files into as few parts as their order allows: what is too large is shrunk, what finds no room opens a further part, the rest is held back.</summary>
/// <param name="manifestBytes">Room to leave for each part's manifest; 0 where it does not go out.</param>
internal sealed class Fitting(EvidenceLimits limits, int manifestBytes)
{
    private readonly int filesAPart = limits.MaxFiles - (manifestBytes > 0 ? 1 : 0);
    private readonly int bytesAPart = limits.MaxBytesTogether - manifestBytes;
    private readonly List<List<EvidenceFile>> placed = [[]];
    private readonly List<HeldBack> heldBack = [];

    /// <summary>One list a part.</summary>
    public IReadOnlyList<IReadOnlyList<EvidenceFile>> Placed => placed;

    public IReadOnlyList<HeldBack> HeldBack => heldBack;

    public void Add(EvidenceFile file)
    {
        var most = Math.Min(limits.MaxBytesEach, bytesAPart);
        var accepted = limits.MediaTypes.Contains(file.MediaType, StringComparer.Ordinal);
        var fitting = accepted && file.Content.Length <= most ? file : SmallerPicture.Of(file, most, limits.MediaTypes);
        if (fitting is null)
        {
            heldBack.Add(new HeldBack(file, accepted ? $"its {Bytes(file.Content.Length)} bytes are over the channel's {Bytes(most)}" : $"the channel takes no {file.MediaType}"));
            return;
        }

        var part = placed.Find(p => p.Count < filesAPart && p.Sum(f => (long)f.Content.Length) + fitting.Content.Length <= bytesAPart);
        if (part is null && placed.Count == limits.MaxParts)
        {
            heldBack.Add(new HeldBack(file, limits.MaxParts == 1 ? "what one mail or upload takes is reached" : FormattableString.Invariant($"the channel's {limits.MaxParts} parts are full")));
            return;
        }

        if (part is null)
        {
            part = [];
            placed.Add(part);
        }

        part.Add(fitting);
    }

    private static string Bytes(int count) => Wording.Count(count);
}
