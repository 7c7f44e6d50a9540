namespace Reconciler.Mail.Writing;

/// <summary>
/// Every word that a letter may name. Amounts, dates and times are texts already, as the reader writes
/// them; amounts are positive, times name UTC. What is not known is null, so that <c>{% if order.refunded %}</c> asks for it.
/// </summary>
public sealed record LetterModel : TemplateModel
{
    public required CaseWords Case { get; init; }

    public required FindingWords Finding { get; init; }

    /// <summary>The company that the letter goes to, such as <c>AliExpress</c>; null where it is not known.</summary>
    public required string? Addressee { get; init; }

    /// <summary><c>marketplace</c> or <c>wallet</c>.</summary>
    public required string AddresseeKind { get; init; }

    public required HistoryWords History { get; init; }

    /// <summary>The amount asked for, with its currency.</summary>
    public required string Claimed { get; init; }

    /// <summary>The day of the letter.</summary>
    public required string Date { get; init; }

    /// <summary>The day by which an answer is asked for.</summary>
    public required string AnswerBy { get; init; }

    public required IReadOnlyList<OrderWords> Orders { get; init; }

    /// <summary>The rightful payments, in time order.</summary>
    public required IReadOnlyList<EntryWords> Payments { get; init; }

    /// <summary>The entries in dispute, such as the second charge.</summary>
    public required IReadOnlyList<EntryWords> Disputed { get; init; }

    /// <summary>What came back already, in time order.</summary>
    public required IReadOnlyList<EntryWords> Refunds { get; init; }

    /// <summary>The refunds' sum in the currency of <see cref="Claimed"/>; null without refunds, or where one of them is not known in it.</summary>
    public required string? RefundedTotal { get; init; }

    public required CompanyWords Company { get; init; }

    /// <summary>Which of the case's mails this is, where the evidence is too large for one.</summary>
    public required PartWords Part { get; init; }

    public required IReadOnlyList<AttachmentWords> Attachments { get; init; }
}

/// <param name="Number">The same in all letters of a case, to be quoted in the answer.</param>
public sealed record CaseWords(string Number);

/// <param name="FirstSentOn">The day of the first letter to this addressee.</param>
/// <param name="AnswerDueOn">The day by which the last letter asked for an answer.</param>
/// <param name="AnsweredOn">The day of the addressee's last answer.</param>
/// <param name="Letters">How many letters of the case went to this addressee before, reminders included: 0 or more.</param>
/// <param name="RefundedOn">The day on which the marketplace says that it refunded.</param>
/// <param name="RefundReference">The reference that the marketplace named for it.</param>
public sealed record HistoryWords(string? FirstSentOn, string? AnswerDueOn, string? AnsweredOn, int Letters, string? RefundedOn, string? RefundReference);

/// <param name="Kind">As in exports: <c>duplicate-charge</c>.</param>
/// <param name="DueOn">The last day on which the money was still in time.</param>
/// <param name="Why">The program's own reason, in the letter's language.</param>
public sealed record FindingWords(string Kind, string Amount, string? DueOn, string FoundOn, string Why);

/// <param name="Status">As in exports: <c>partly-refunded</c>.</param>
/// <param name="Charged">What the marketplace says it took.</param>
/// <param name="Refunded">What the marketplace says it gives back.</param>
public sealed record OrderWords(
    string Number,
    string Marketplace,
    string? Seller,
    string? Description,
    string PlacedAt,
    string? PaidAt,
    string Status,
    string StatusAt,
    string Total,
    string? Charged,
    string? Refunded,
    string? Checkout,
    string? PaymentReference);

/// <param name="Number">The wallet's transaction id.</param>
/// <param name="Original">The amount in the currency of the purchase, where it is another one.</param>
/// <param name="Related">The wallet's id of the transaction that this one belongs to.</param>
/// <param name="References">The acquirer's and the terminal's references, where the statement tells them.</param>
public sealed record EntryWords(
    string Number,
    string Wallet,
    string BookedAt,
    string Type,
    string Status,
    string Amount,
    string? Original,
    string? Fee,
    string? Counterparty,
    string? Reference,
    string? Related,
    string? Description,
    IReadOnlyList<ReferenceWords> References);

/// <param name="Name">As the statement calls it: <c>RRN</c>.</param>
public sealed record ReferenceWords(string Name, string Value);

/// <param name="Signature">The lines below the letter.</param>
/// <param name="Contact">How to reach a person: a phone number, opening hours.</param>
/// <param name="Email">The address to answer to.</param>
public sealed record CompanyWords(string Name, IReadOnlyList<string> Signature, string? Contact, string Email);

/// <param name="Number">Counted from 1.</param>
/// <param name="Of">How many mails there are; 1 where one is enough.</param>
public sealed record PartWords(int Number, int Of);

/// <param name="Type"><c>pdf</c>, <c>picture</c>, <c>csv</c>, <c>json</c> or <c>file</c>.</param>
/// <param name="Size">Such as <c>24 KB</c>.</param>
/// <param name="Source">What it was made from, as in the manifest.</param>
public sealed record AttachmentWords(string Name, string Type, string Size, string? Source);
