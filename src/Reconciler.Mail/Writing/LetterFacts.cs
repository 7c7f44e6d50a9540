using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Values;

namespace Reconciler.Mail.Writing;

/// <summary>Puts the facts of a case into a letter's words.</summary>
public static class LetterFacts
{
    /// <param name="dispute">As it may leave the house: what is masked in it stays masked, what is shown is shown.</param>
    /// <param name="part">The evidence that goes out with this letter.</param>
    /// <param name="today">The letter's day (UTC), from which the day for the answer is counted in business days.</param>
    public static LetterModel Of(DisputeCase dispute, EvidencePart part, MailSettings settings, DateOnly today, CaseHistory history)
    {
        var format = ReaderFormat.Of(settings.Language);
        return new LetterModel
        {
            Case = new CaseWords(dispute.Dispute.CaseNumber),
            Finding = new FindingWords(
                dispute.Finding.Kind.ToName(),
                format.Amount(dispute.Finding.Amount),
                DayOf(dispute.Finding.DueOn),
                format.Date(DateOnly.FromDateTime(dispute.Finding.FoundAtUtc)),
                dispute.Finding.Claim.In(settings.Language)),
            Addressee = Addressee(dispute),
            AddresseeKind = dispute.Dispute.Channel == DisputeChannel.Wallet ? "wallet" : "marketplace",
            History = new HistoryWords(
                DayOf(history.FirstSentOn),
                DayOf(history.AnswerDueOn),
                DayOf(history.AnsweredOn),
                history.FirstSentOn is null ? 0 : 1 + history.Reminders,
                DayOf(history.RefundedOn),
                Known(history.RefundReference)),
            Claimed = format.Amount(dispute.Dispute.Amount),
            Date = format.Date(today),
            AnswerBy = format.Date(new BusinessCalendar().AddBusinessDays(today, settings.AnswerWithinBusinessDays)),
            Orders = [.. dispute.Orders.Select(o => OrderOf(o, format))],
            Payments = [.. dispute.Payments.Select(e => EntryOf(e, format))],
            Disputed = [.. dispute.Disputed.Select(e => EntryOf(e, format))],
            Refunds = [.. dispute.Refunds.Select(e => EntryOf(e, format))],
            RefundedTotal = SumOf(dispute.Refunds, dispute.Dispute.Amount.Currency) is { } sum ? format.Amount(sum) : null,
            Company = CompanyOf(settings),
            Part = new PartWords(part.Number, part.Of),
            Attachments = [.. part.Files.Select(f => AttachmentOf(f, format))],
        };

        string? DayOf(DateOnly? day) => day is { } known ? format.Date(known) : null;
    }

    internal static CompanyWords CompanyOf(MailSettings settings) =>
        new(settings.CompanyName, [.. settings.Signature], Known(settings.Contact), settings.ReplyTo.Length > 0 ? settings.ReplyTo : settings.From);

    /// <summary>The text, or null where nothing of it would be seen.</summary>
    internal static string? Known(string text) => PlainValue.Clean(text).Length == 0 ? null : text;

    private static string? Addressee(DisputeCase dispute) =>
        dispute.Dispute.Channel == DisputeChannel.Marketplace
            ? dispute.Orders.Select(o => ProperNames.Of(o.Id.Marketplace)).FirstOrDefault()
            : dispute.Disputed.Concat(dispute.Payments).Select(e => ProperNames.OfCompany(e.Id.Wallet)).FirstOrDefault();

    /// <summary>The time, or the day where the source tells no more.</summary>
    private static string TimeOf(Moments? day, DateTime utc, ReaderFormat format) => day is { } told ? format.Date(told.Day) : format.Time(utc);

    private static OrderWords OrderOf(Order order, ReaderFormat format) =>
        new(
            order.Id.Id,
            ProperNames.Of(order.Id.Marketplace),
            Known(order.Seller),
            Known(order.Description),
            TimeOf(order.PlacedDay, order.PlacedAtUtc, format),
            order.PaidAtUtc is { } paid ? TimeOf(order.PaidDay, paid, format) : null,
            order.Status.ToName(),
            format.Time(order.StatusAtUtc),
            format.Amount(order.Total),
            order.Charged is { } charged ? format.Amount(charged) : null,
            order.Refunded is { } refunded ? format.Amount(refunded) : null,
            Known(order.CheckoutId),
            Known(order.PaymentReference));

    private static EntryWords EntryOf(Entry entry, ReaderFormat format) =>
        new(
            entry.Id.Id,
            ProperNames.OfAccount(entry.Id.Wallet),
            TimeOf(entry.BookedDay, entry.BookedAtUtc, format),
            entry.Type.ToName(),
            entry.Status.ToName(),
            format.Amount(entry.Amount),
            entry.OriginalAmount is { } original && original.Currency != entry.Amount.Currency ? format.Amount(original) : null,
            entry.Fee is { IsZero: false } fee ? format.Amount(fee) : null,
            Known(entry.Counterparty),
            Known(entry.OrderReference),
            Known(entry.RelatedTransactionId),
            Known(entry.Description),
            [.. PaymentReferences.Of(entry.Extra).Where(r => Known(r.Value) is not null).Select(r => new ReferenceWords(r.Name, r.Value))]);

    private static AttachmentWords AttachmentOf(EvidenceFile file, ReaderFormat format) =>
        new(
            file.Name,
            file.MediaType switch
            {
                "application/pdf" => "pdf",
                "text/csv" => "csv",
                "application/json" => "json",
                var type when type.StartsWith("image/", StringComparison.Ordinal) => "picture",
                _ => "file",
            },
            format.Kilobytes(file.Content.Length),
            Known(file.Source));

    private static Money? SumOf(IReadOnlyList<Entry> entries, Currency currency)
    {
        var amounts = entries.Select(e => e.Amount.Currency == currency ? e.Amount : e.OriginalAmount).ToList();
        return amounts.Count == 0 || amounts.Any(a => a?.Currency != currency) ? null : amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount!.Value.Abs());
    }
}
