namespace Reconciler.Simulator.Kills;

/// <summary>A dispute as the export tells it.</summary>
internal sealed record ToldDispute(string Id, string FindingId, string State, string MessageId);

/// <summary>Holds what the program tells against what the server counted.</summary>
internal static class KillVerdict
{
    /// <summary>What is wrong, a line each; empty where every letter went out once or is held for a person.</summary>
    /// <param name="findings">Those that are worth a letter, with their state now.</param>
    /// <param name="counted">The Message-Id of each mail that the server took, as often as it took it.</param>
    /// <param name="canLookUp">Whether the program can see what the server took: then nothing of that may be uncertain.</param>
    /// <param name="beforeContent">Whether the program was killed before the server asked for a message: then nothing at all may be uncertain.</param>
    public static IReadOnlyList<string> Judge(IReadOnlyDictionary<string, string> findings, IReadOnlyList<ToldDispute> disputes, IReadOnlyList<string> counted, bool canLookUp, bool beforeContent)
    {
        var faults = new List<string>();
        foreach (var (finding, _) in findings)
        {
            var count = disputes.Count(d => d.FindingId == finding);
            if (count != 1)
            {
                faults.Add($"finding {finding} has {count} disputes");
            }
        }

        faults.AddRange(disputes.Where(d => !findings.ContainsKey(d.FindingId)).Select(d => $"{d.Id} is about {d.FindingId}, which is worth no letter"));
        faults.AddRange(disputes.GroupBy(d => d.MessageId).Where(g => g.Key.Length == 0 || g.Count() > 1).Select(g => $"{string.Join(" and ", g.Select(d => d.Id))}: Message-Id '{g.Key}'"));
        faults.AddRange(counted.Except(disputes.Select(d => d.MessageId)).Select(id => $"the server took {id}, which the store does not know"));
        faults.AddRange(disputes.Select(d => FaultOf(d, counted.Count(id => id == d.MessageId), findings.GetValueOrDefault(d.FindingId, "unknown"), canLookUp, beforeContent)).OfType<string>());
        return faults;
    }

    private static string? FaultOf(ToldDispute dispute, int count, string finding, bool canLookUp, bool beforeContent) => dispute.State switch
    {
        _ when count > 1 => $"{dispute.Id}: twice, the server counted {count}, the store says {dispute.State}",
        "sent" when count == 0 => $"{dispute.Id}: lost, the server counted none, the store says sent",
        "sent" when finding != "disputed" => $"{dispute.Id}: sent, and its finding is {finding}",
        "sent" => null,
        "uncertain" when canLookUp && count == 1 => $"{dispute.Id}: uncertain, though the server has it in its sent folder",
        "uncertain" when beforeContent => $"{dispute.Id}: uncertain, though the server was not asked to take it",
        "uncertain" => null,
        _ => $"{dispute.Id}: ended neither sent nor uncertain, the server counted {count}, the store says {dispute.State}",
    };
}
