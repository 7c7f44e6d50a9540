using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Mail.Writing;

namespace Reconciler.Worker.Settings;

/// <summary>Where in a route the shipped letters tell the truth. A letter of one's own may stand anywhere.</summary>
internal static class LetterPlaces
{
    private static readonly Dictionary<string, (DisputeChannel To, FindingKind? Kind)> Places = new(StringComparer.OrdinalIgnoreCase)
    {
        ["duplicate-charge"] = (DisputeChannel.Marketplace, FindingKind.DuplicateCharge),
        ["missing-refund"] = (DisputeChannel.Marketplace, FindingKind.MissingRefund),
        ["short-refund"] = (DisputeChannel.Marketplace, FindingKind.ShortRefund),
        ["wallet-confirmation"] = (DisputeChannel.Wallet, FindingKind.DuplicateCharge),
        [Trace] = (DisputeChannel.Wallet, null),
    };

    /// <summary>It says that the marketplace has refunded.</summary>
    private const string Trace = "wallet-trace";

    /// <summary>They speak of a letter that stayed without an answer.</summary>
    private static readonly HashSet<string> Followers = new(StringComparer.OrdinalIgnoreCase) { "reminder", "escalation" };

    /// <summary>The program writes them by itself.</summary>
    private static readonly HashSet<string> NoSteps = new(StringComparer.OrdinalIgnoreCase) { Dispute.FurtherEvidence, DigestModel.Template };

    /// <summary>What would be untrue, each with its place and what is allowed.</summary>
    public static IEnumerable<string> Faults(RouteSettings route, string key) =>
        OfTrack(route.Steps, route.Finding, $"{key}:{nameof(route.Steps)}")
            .Concat(OfTrack(route.WhenRefundReported, route.Finding, $"{key}:{nameof(route.WhenRefundReported)}"))
            .Concat(route.Steps.Where(s => s.Letter.Equals(Trace, StringComparison.OrdinalIgnoreCase)).Select(s =>
                $"{key}:{nameof(route.Steps)}: {s.Letter} says that the marketplace has refunded; it is allowed in {nameof(route.WhenRefundReported)} only."));

    private static IEnumerable<string> OfTrack(IReadOnlyList<StepSettings> track, string finding, string key)
    {
        foreach (var (i, step) in track.Index().Where(s => StepSettings.Addressees.Contains(s.Item.To, StringComparer.Ordinal)))
        {
            if (NoSteps.Contains(step.Letter))
            {
                yield return $"{key}: {step.Letter} is no step of a route, the program writes it by itself where it is needed. Take it out.";
            }

            if (Followers.Contains(step.Letter) && !track.Take(i).Any(earlier => earlier.Channel == step.Channel))
            {
                yield return $"{key}: {step.Letter} speaks of an earlier letter, and no step before it goes to the {step.Channel.ToName()}. Put one there, or take it out.";
            }

            if (!Places.TryGetValue(step.Letter, out var place))
            {
                continue;
            }

            if (place.Kind is { } kind && kind.ToName() != finding)
            {
                yield return $"{key}: {step.Letter} is true about a {kind.ToName()} only, and the route is for {finding}. Choose another letter, or write one of your own.";
            }

            if (place.To != step.Channel)
            {
                yield return $"{key}: {step.Letter} is written for the {place.To.ToName()}, and To is '{step.To}'; allowed are {place.To.ToName()} and {place.To.ToName()}-escalation.";
            }
        }
    }
}
