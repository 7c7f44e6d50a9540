using Reconciler.Core.Findings;

namespace Reconciler.Core.Disputes;

/// <summary>One letter of a route.</summary>
/// <param name="Number">Counted from 1 over the whole route, also where steps before it are passed over.</param>
/// <param name="Letter">A file of the letters, such as <c>reminder</c>.</param>
/// <param name="IsEscalation">It goes to the addressee's higher address.</param>
/// <param name="WaitBusinessDays">How long an answer is waited for before the next step; 0: the next step begins at once. 0 to 250.</param>
public sealed record RouteStep(int Number, string Letter, DisputeChannel To, bool IsEscalation, int WaitBusinessDays);

/// <summary>What is written about one kind of finding, to whom and in which order, until the money comes back or a person takes over.</summary>
/// <param name="Marketplace">As orders name it; <c>*</c>: any.</param>
/// <param name="Steps">The first begins the case; each next begins when the one before stayed without an answer. After the last a person takes over.</param>
/// <param name="WhenRefundReported">What follows instead as soon as a person records that the marketplace says it has refunded.</param>
public sealed record Route(FindingKind Kind, string Marketplace, IReadOnlyList<RouteStep> Steps, IReadOnlyList<RouteStep> WhenRefundReported)
{
    public const string AnyMarketplace = "*";

    public bool IsFor(FindingKind kind, string marketplace) =>
        Kind == kind && (Marketplace == AnyMarketplace || Marketplace.Equals(marketplace, StringComparison.OrdinalIgnoreCase));

    /// <summary>The step that a letter was written for. Its number counts while the route is as it was; after steps were added or taken out, its name and its addressee do. Null where no such step is left.</summary>
    public RouteStep? StepOf(Dispute letter)
    {
        var same = Steps.Concat(WhenRefundReported).Where(s => s.Letter == letter.Letter && s.To == letter.Channel).ToList();
        return same.Find(s => s.Number == letter.Step) ?? same.LastOrDefault();
    }

    /// <summary>The route without the steps whose addressee the configuration does not name.</summary>
    public Route With(Func<RouteStep, bool> canBeWritten) =>
        this with { Steps = [.. Steps.Where(canBeWritten)], WhenRefundReported = [.. WhenRefundReported.Where(canBeWritten)] };
}
