using System.ComponentModel.DataAnnotations;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Mail;

namespace Reconciler.Worker.Settings;

/// <summary>Who is written to, in which order, and who must say yes.</summary>
public sealed record DisputeSettings
{
    /// <summary>Where marketplaces and wallets take letters. A finding on a marketplace without one is reported, not written about.</summary>
    public IReadOnlyList<RecipientSettings> Recipients { get; init; } = [];

    /// <summary>What is written about each kind of finding; the first that fits counts. Default: the usual routes, which the shipped configuration spells out.</summary>
    public IReadOnlyList<RouteSettings> Routes { get; init; } = RouteSettings.Usual;

    /// <summary>What case numbers and Message-Ids are made with, only where two stores are to make the same, as when they are compared. Default empty: each store makes a secret of its own.</summary>
    public string CaseSecret { get; init; } = string.Empty;

    /// <summary>Who must say yes before a letter goes out.</summary>
    public ApprovalSettings Approval { get; init; } = new();

    /// <summary>The most letters of one run that go out without a person; the rest waits for approval. Default 50, range 0 to 10,000.</summary>
    [Range(0, 10_000)]
    public int MaxLettersPerRun { get; init; } = 50;

    /// <summary>The same for a day (UTC). Default 200, range 0 to 100,000.</summary>
    [Range(0, 100_000)]
    public int MaxLettersPerDay { get; init; } = 200;

    /// <summary>Nothing that happened before this day is ever disputed by mail, so that a first import of old history writes no letters. Default none.</summary>
    public DateOnly? DisputeFrom { get; init; }

    /// <summary>How long a fresh duplicate charge waits before it is disputed: many are reversed within days. Default 3, range 0 to 60.</summary>
    [Range(0, 60)]
    public int DuplicateGraceDays { get; init; } = 3;

    public DisputeGuards ToGuards() => new(DisputeFrom, DuplicateGraceDays);

    public LetterLimits ToLimits() => new(MaxLettersPerRun, MaxLettersPerDay);

    /// <summary>What is written about a finding: the steps whose addressee is named.</summary>
    public Route RouteFor(Finding finding) =>
        ((finding.Orders.Count > 0 ? RouteFor(finding.Kind, finding.Orders[0].Marketplace) : null) ?? new Route(finding.Kind, Route.AnyMarketplace, [], []))
            .With(step => RecipientFor(finding, step.To)?.AddressOf(step) is not null);

    /// <summary>The whole route, whoever is named; null where nothing is written.</summary>
    public Route? RouteFor(FindingKind kind, string marketplace) => Routes.Select(r => r.ToRoute()).FirstOrDefault(r => r.IsFor(kind, marketplace));

    /// <summary>Whom to write to about a finding, or null where nobody is named.</summary>
    public RecipientSettings? RecipientFor(Finding finding, DisputeChannel to) => to == DisputeChannel.Marketplace
        ? finding.Orders.Count > 0 ? MarketplaceRecipient(finding.Orders[0].Marketplace) : null
        : finding.Transactions.Count > 0 ? WalletRecipient(finding.Transactions[0].Wallet) : null;

    public RecipientSettings? MarketplaceRecipient(string marketplace) => Recipients.FirstOrDefault(r => r.IsForMarketplace(marketplace));

    /// <summary>A wallet's entry also is for its accounts: <c>paypal</c> for <c>paypal-atelier</c>.</summary>
    public RecipientSettings? WalletRecipient(string wallet) => Recipients.Where(r => r.IsForWallet(wallet)).MaxBy(r => r.Wallet.Length);

    /// <summary>Whether a sender answers for whom a letter went to, though from another domain.</summary>
    public bool AnswersFor(Dispute letter, string from) =>
        Recipients.Any(r => r.AnswersFrom.Any(place => Correspondence.IsOf(from, place)) && new[] { r.Address, r.EscalationAddress, r.Portal }.Contains(letter.Recipient, StringComparer.OrdinalIgnoreCase));

    /// <summary>Every letter that the routes may send to somebody who is named.</summary>
    public IEnumerable<(string Language, string Letter)> LettersNeeded() =>
        from recipient in Recipients
        from route in Routes
        from step in route.Steps.Concat(route.WhenRefundReported)
        where step.To.StartsWith("wallet", StringComparison.Ordinal) == (recipient.Wallet.Length > 0)
        from letter in new[] { step.Letter, Dispute.FurtherEvidence }
        select (recipient.Language, letter);

    /// <summary>What is wrong beyond the ranges, each with key, value and what is allowed.</summary>
    public IEnumerable<string> Check() =>
        Recipients.SelectMany(r => r.Check())
            .Concat(Recipients.GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"Disputes:Recipients names {g.Key} twice; one entry each is allowed."))
            .Concat(Routes.SelectMany((r, i) => r.Check(KeyOf(i))))
            .Concat(from later in Routes.Index()
                    from earlier in Routes.Index().Where(e => e.Index < later.Index && e.Item.Covers(later.Item)).Take(1)
                    select $"{KeyOf(later.Index)}: {KeyOf(earlier.Index)} is for {later.Item.Finding} too and comes first, so that this one would never be used. One route a Finding and Marketplace is allowed, and the one for any Marketplace stands last.")
            .Concat(Approval.Check());

    private static string KeyOf(int route) => FormattableString.Invariant($"Disputes:Routes[{route}]");
}

/// <summary>Where a marketplace or a wallet takes letters.</summary>
public sealed record RecipientSettings
{
    /// <summary>The marketplace as orders name it, such as <c>aliexpress</c>; or <see cref="Wallet"/>.</summary>
    public string Marketplace { get; init; } = string.Empty;

    /// <summary>The wallet as entries name it, such as <c>qiwi</c>, or the part before its account; or <see cref="Marketplace"/>.</summary>
    public string Wallet { get; init; } = string.Empty;

    /// <summary>The mail address; or <see cref="Portal"/>.</summary>
    public string Address { get; init; } = string.Empty;

    /// <summary>The name or address of the web site where letters are handed in by a person; or <see cref="Address"/>.</summary>
    public string Portal { get; init; } = string.Empty;

    /// <summary>The mail address for escalations. Default none: such steps are passed over.</summary>
    public string EscalationAddress { get; init; } = string.Empty;

    /// <summary>Further domains and addresses that it answers from, such as that of a ticket system. Default none: its own domain alone.</summary>
    public IReadOnlyList<string> AnswersFrom { get; init; } = [];

    /// <summary>The letters' language: a folder under the letters. Default <c>en</c>.</summary>
    [Required]
    public string Language { get; init; } = "en";

    /// <summary>What one mail or upload takes. Default: what fits <c>Mail:MaxMegabytes</c>.</summary>
    public EvidenceLimits? Limits { get; init; }

    /// <summary>What must be shown beyond the disputed facts. Default nothing.</summary>
    public EvidenceDisclosure Show { get; init; } = EvidenceDisclosure.Least;

    internal string Name => Marketplace.Length > 0 ? "marketplace " + Marketplace : "wallet " + Wallet;

    public bool IsForMarketplace(string marketplace) => Marketplace.Length > 0 && Marketplace.Equals(marketplace, StringComparison.OrdinalIgnoreCase);

    public bool IsForWallet(string wallet) =>
        Wallet.Length > 0 && (wallet.Equals(Wallet, StringComparison.OrdinalIgnoreCase) || wallet.StartsWith(Wallet + "-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a step's letter goes, and how; null where that is not named.</summary>
    public (DisputeDelivery Delivery, string To)? AddressOf(RouteStep step) =>
        step.IsEscalation ? EscalationAddress.Length > 0 ? (DisputeDelivery.Mail, EscalationAddress) : null
        : Portal.Length > 0 ? (DisputeDelivery.Portal, Portal)
        : (DisputeDelivery.Mail, Address);

    public EvidenceLimits LimitsFor(DisputeDelivery delivery, int maxMegabytes)
    {
        if (delivery == DisputeDelivery.Portal)
        {
            // A person hands all in at once.
            return (Limits ?? new EvidenceLimits()) with { MaxParts = 1 };
        }

        var mail = EvidenceLimits.ForMail(maxMegabytes);
        return Limits is null ? mail : Limits with { MaxBytesEach = Math.Min(Limits.MaxBytesEach, mail.MaxBytesEach), MaxBytesTogether = Math.Min(Limits.MaxBytesTogether, mail.MaxBytesTogether) };
    }

    internal IEnumerable<string> Check()
    {
        if (Marketplace.Length == 0 == (Wallet.Length == 0))
        {
            yield return $"Disputes:Recipients: Marketplace is '{Marketplace}' and Wallet is '{Wallet}'; exactly one of the two is allowed.";
        }

        if (Address.Length == 0 == (Portal.Length == 0))
        {
            yield return $"Disputes:Recipients: Address is '{Address}' and Portal is '{Portal}' for {Name}; exactly one of the two is allowed.";
        }

        if (!MailSettings.IsLanguage(Language))
        {
            yield return $"Disputes:Recipients: Language is '{Language}' for {Name}; allowed is the name of a folder of config/letters, such as en or pt-BR.";
        }

        foreach (var address in new[] { Address, EscalationAddress }.Where(a => a.Length > 0 && !MailAddresses.IsAddress(a)))
        {
            yield return $"Disputes:Recipients: '{address}' for {Name} is no mail address.";
        }

        if (Limits?.Problem() is { } problem)
        {
            yield return $"Disputes:Recipients: Limits for {Name}: {problem}";
        }
    }
}

/// <summary>What is written about one kind of finding.</summary>
public sealed record RouteSettings
{
    /// <summary>The longest wait; the letters ask for an answer within it.</summary>
    public const int MostWait = 60;

    private static readonly StepSettings[] Trace = [new() { Letter = "wallet-trace", To = "wallet", WaitBusinessDays = 10 }, new() { Letter = "reminder", To = "wallet", WaitBusinessDays = 5 }];

    /// <summary>For a double charge the wallet is asked to confirm both debits and the marketplace to refund; for a refund the marketplace; then reminder and escalation. What is said to be refunded is traced with the wallet.</summary>
    public static IReadOnlyList<RouteSettings> Usual { get; } =
    [
        Claim("duplicate-charge", new StepSettings { Letter = "wallet-confirmation", To = "wallet", WaitBusinessDays = 0 }),
        Claim("missing-refund"),
        Claim("short-refund"),
    ];

    /// <summary><c>duplicate-charge</c>, <c>missing-refund</c> or <c>short-refund</c>.</summary>
    [Required]
    public string Finding { get; init; } = string.Empty;

    /// <summary>As orders name it. Default <c>*</c>: any.</summary>
    [Required]
    public string Marketplace { get; init; } = Route.AnyMarketplace;

    /// <summary>In order; each next begins when the one before stayed without an answer. After the last a person takes over.</summary>
    public IReadOnlyList<StepSettings> Steps { get; init; } = [];

    /// <summary>What follows instead when a person has recorded that the marketplace says it refunded.</summary>
    public IReadOnlyList<StepSettings> WhenRefundReported { get; init; } = [];

    public Route ToRoute() => new(
        RecordNames.Parse<FindingKind>(Finding), Marketplace, [.. Steps.Select((s, i) => s.ToStep(i + 1))], [.. WhenRefundReported.Select((s, i) => s.ToStep(Steps.Count + i + 1))]);

    internal IEnumerable<string> Check(string key)
    {
        if (!RecordNames.TryParse<FindingKind>(Finding, out var kind) || !DisputePolicy.Kinds.Contains(kind))
        {
            yield return $"{key}:Finding is '{Finding}'; allowed are {string.Join(", ", DisputePolicy.Kinds.Select(k => k.ToName()))}.";
        }

        foreach (var fault in Steps.Concat(WhenRefundReported).SelectMany(s => s.Check(key)).Concat(LetterPlaces.Faults(this, key)))
        {
            yield return fault;
        }
    }

    /// <summary>Whether this route, standing first, leaves nothing for the other one.</summary>
    internal bool Covers(RouteSettings other) =>
        Finding == other.Finding && (Marketplace == Route.AnyMarketplace || Marketplace.Equals(other.Marketplace, StringComparison.OrdinalIgnoreCase));

    private static RouteSettings Claim(string finding, params StepSettings[] before) => new()
    {
        Finding = finding,
        Steps =
        [
            .. before,
            new() { Letter = finding, To = "marketplace", WaitBusinessDays = 10 },
            new() { Letter = "reminder", To = "marketplace", WaitBusinessDays = 5 },
            new() { Letter = "escalation", To = "marketplace-escalation", WaitBusinessDays = 10 },
        ],
        WhenRefundReported = Trace,
    };
}

/// <summary>One letter of a route.</summary>
public sealed record StepSettings
{
    internal static IReadOnlyList<string> Addressees { get; } = ["marketplace", "wallet", "marketplace-escalation", "wallet-escalation"];

    /// <summary>A file of the letters, such as <c>reminder</c>.</summary>
    [Required]
    public string Letter { get; init; } = string.Empty;

    /// <summary><c>marketplace</c>, <c>wallet</c>, or the higher address of one of them: <c>marketplace-escalation</c>, <c>wallet-escalation</c>.</summary>
    [Required]
    public string To { get; init; } = string.Empty;

    /// <summary>How long an answer is waited for before the next step; 0: the next begins at once. Range 0 to 60.</summary>
    public int WaitBusinessDays { get; init; }

    internal DisputeChannel Channel => To.StartsWith("wallet", StringComparison.Ordinal) ? DisputeChannel.Wallet : DisputeChannel.Marketplace;

    public RouteStep ToStep(int number) => new(number, Letter, Channel, To.EndsWith("-escalation", StringComparison.Ordinal), WaitBusinessDays);

    internal IEnumerable<string> Check(string key)
    {
        if (!Addressees.Contains(To, StringComparer.Ordinal))
        {
            yield return $"{key}: To is '{To}' for {Letter}; allowed are {string.Join(", ", Addressees)}.";
        }

        if (WaitBusinessDays is < 0 or > RouteSettings.MostWait)
        {
            yield return FormattableString.Invariant($"{key}: WaitBusinessDays is {WaitBusinessDays} for {Letter}; allowed are 0 to {RouteSettings.MostWait}.");
        }
    }
}

/// <summary>Who must say yes before a letter goes out.</summary>
public sealed record ApprovalSettings
{
    /// <summary>The first that fits counts; where none does, one person must approve. Default: what is certain goes out by itself.</summary>
    public IReadOnlyList<ApprovalRuleSettings>? Rules { get; init; }

    /// <summary>Who is told by mail, at most once a day, what waits for approval. Default nobody.</summary>
    public IReadOnlyList<string> Digest { get; init; } = [];

    public ApprovalPolicy ToPolicy() => new(Rules is null ? ApprovalPolicy.UsualRules : [.. Rules.Select(r => r.ToRule())]);

    internal IEnumerable<string> Check() =>
        Digest.Where(a => !MailAddresses.IsAddress(a)).Select(a => $"Disputes:Approval:Digest: '{a}' is no mail address.")
            .Concat((Rules ?? []).SelectMany((r, i) => r.Check(KeyOf(i))))
            .Concat(from later in (Rules ?? []).Index()
                    from earlier in (Rules ?? []).Index().Where(e => e.Index < later.Index && e.Item.Covers(later.Item)).Take(1)
                    select $"{KeyOf(later.Index)}: {KeyOf(earlier.Index)} is for the same findings and comes first, so that this one would never be used. The narrower rule stands first.");

    private static string KeyOf(int rule) => FormattableString.Invariant($"Disputes:Approval:Rules[{rule}]");
}

/// <summary>How many people must approve letters about some findings.</summary>
public sealed record ApprovalRuleSettings
{
    private const decimal MostUnits = 1_000_000_000_000;

    /// <summary><c>duplicate-charge</c>, <c>missing-refund</c> or <c>short-refund</c>. Default: any.</summary>
    public string Finding { get; init; } = string.Empty;

    /// <summary><c>certain</c> or <c>probable</c>. Default: any.</summary>
    public string Confidence { get; init; } = string.Empty;

    /// <summary>The largest amounts that the rule is for, by currency: <c>{ "USD": 200 }</c>, each 0 to 1,000,000,000,000; an amount in another currency is not among them. Default: any amount.</summary>
    public IReadOnlyDictionary<string, decimal> UpTo { get; init; } = new Dictionary<string, decimal>();

    /// <summary>0: goes out by itself; 1: one person; 2: two different people. Default 1, range 0 to 2.</summary>
    [Range(0, 2)]
    public int Approvals { get; init; } = 1;

    public ApprovalRule ToRule() => new(
        Finding.Length == 0 ? null : RecordNames.Parse<FindingKind>(Finding),
        Confidence.Length == 0 ? null : RecordNames.Parse<Confidence>(Confidence),
        [.. UpTo.Select(u => Money.Round(u.Value, Currency.Of(u.Key)))],
        Approvals);

    internal IEnumerable<string> Check(string key)
    {
        if (Finding.Length > 0 && (!RecordNames.TryParse<FindingKind>(Finding, out var kind) || !DisputePolicy.Kinds.Contains(kind)))
        {
            yield return $"{key}:Finding is '{Finding}'; allowed are {string.Join(", ", DisputePolicy.Kinds.Select(k => k.ToName()))}, or leave it out for any.";
        }

        if (Confidence.Length > 0 && (!RecordNames.TryParse<Confidence>(Confidence, out var sure) || sure == Core.Matching.Confidence.Possible))
        {
            yield return $"{key}:Confidence is '{Confidence}'; allowed are certain and probable, or leave it out for any.";
        }

        foreach (var (code, most) in UpTo.Where(u => !Currency.TryParse(u.Key, out _) || u.Value is < 0 or > MostUnits))
        {
            yield return FormattableString.Invariant($"{key}:UpTo names {most} {code}; allowed are ISO 4217 codes with amounts of 0 to {MostUnits}.");
        }
    }

    /// <summary>Whether this rule, standing first, leaves nothing for the other one.</summary>
    internal bool Covers(ApprovalRuleSettings other) =>
        (Finding.Length == 0 || Finding == other.Finding)
        && (Confidence.Length == 0 || Confidence == other.Confidence)
        && (UpTo.Count == 0 || (other.UpTo.Count > 0 && other.UpTo.All(theirs => UpTo.Any(ours => ours.Key.Equals(theirs.Key, StringComparison.OrdinalIgnoreCase) && ours.Value >= theirs.Value))));
}
