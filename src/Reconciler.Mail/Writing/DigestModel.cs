namespace Reconciler.Mail.Writing;

/// <summary>Every word that the mail to the approvers may name. Amounts and dates are texts already, as the reader writes them.</summary>
public sealed record DigestModel : TemplateModel
{
    /// <summary>The name of its template.</summary>
    public const string Template = "approval-digest";

    /// <summary>How many letters wait: those listed and <see cref="More"/>.</summary>
    public required int Count { get; init; }

    /// <summary>Those that wait longest first.</summary>
    public required IReadOnlyList<WaitingWords> Letters { get; init; }

    /// <summary>How many wait beyond those listed, 0 or more.</summary>
    public required int More { get; init; }

    /// <summary>The day of the mail.</summary>
    public required string Date { get; init; }

    public required CompanyWords Company { get; init; }

    /// <summary>What the commands need behind them to work on these letters' data; null for the sample.</summary>
    public string? Options { get; init; }

    /// <summary>The reason tells at its end what speaks against the claim: whoever approves must not miss it.</summary>
    internal override int MostCharacters => 500;
}

/// <param name="Dispute">The id that is approved or rejected.</param>
/// <param name="Finding">The id that the preview is asked by.</param>
/// <param name="Kind">As in exports: <c>duplicate-charge</c>.</param>
/// <param name="Letter">The letter's name.</param>
/// <param name="Confidence"><c>certain</c>, <c>probable</c> or <c>possible</c>.</param>
/// <param name="Why">The program's own reason, in English.</param>
/// <param name="Since">The day since which it waits.</param>
/// <param name="Needed">Approvals needed: 1 or 2.</param>
/// <param name="ApprovedBy">Who has approved it already.</param>
/// <param name="Held">Why it waits.</param>
public sealed record WaitingWords(
    string Dispute,
    string Finding,
    string Kind,
    string Letter,
    string Recipient,
    string Amount,
    string Confidence,
    string? Why,
    string Since,
    int Needed,
    IReadOnlyList<string> ApprovedBy,
    string? Held);
