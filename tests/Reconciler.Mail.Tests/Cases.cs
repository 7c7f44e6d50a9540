using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

/// <summary>Invented disputes with all that belongs to them.</summary>
internal static class Cases
{
    public static readonly DateTime Now = Some.Utc("2026-05-22 08:30");

    public const string Recipient = "claims@marketplace.example.org";

    /// <summary>The letters that come with the program.</summary>
    public static readonly Letters Shipped = Letters.Load(Path.Combine(Places.Config, "letters"));

    public static readonly MailSettings Sender = new()
    {
        From = "disputes@example.com",
        CompanyName = "Nordlicht Trading Ltd",
        Signature = ["Accounts payable", "12 Harbour Street, Example Town"],
        Contact = "Phone +00 000 0000 (Monday to Friday, 09:00 to 16:00 UTC)",
    };

    public static DisputeCase Duplicate(
        string order = "8001234567890123",
        string seller = "Lumen Store 24",
        string counterparty = "AliExpress",
        string description = "LED desk lamp, 2 pieces",
        string reference = "Order 8001234567890123",
        string second = "12345678902") =>
        Of(
            FindingKind.DuplicateCharge,
            "59.90 USD",
            [Some.Order(order, "59.90 USD", "2026-05-06 09:00", seller: seller, description: description)],
            [Some.Entry("12345678901", "-59.90 USD", "2026-05-06 09:01:12", counterparty: counterparty, reference: reference, description: description)],
            [Some.Entry(second, "-59.90 USD", "2026-05-06 09:03:47", counterparty: counterparty, reference: reference, description: description)],
            []);

    public static DisputeCase Missing() =>
        Of(
            FindingKind.MissingRefund,
            "1249.00 USD",
            [Some.Order("8001234567890777", "1249.00 USD", "2026-04-20 14:05", OrderStatus.Cancelled, "2026-05-04 10:30", seller: "Ясная Лавка", description: "Проектор, 1 шт.", refunded: "1249.00 USD")],
            [Some.Entry("22345678901", "-99920.00 RUB", "2026-04-20 14:06:02", counterparty: "ООО «Быстрая оплата»", reference: "Заказ 8001234567890777", original: "-1249.00 USD")],
            [],
            [],
            new DateOnly(2026, 5, 18));

    public static DisputeCase Short() =>
        Of(
            FindingKind.ShortRefund,
            "5.00 USD",
            [Some.Order("8001234567890888", "20.00 USD", "2026-04-20 14:05", OrderStatus.PartlyRefunded, "2026-05-04 10:30", seller: "Lumen Store 24", refunded: "12.50 USD")],
            [Some.Entry("32345678901", "-20.00 USD", "2026-04-20 14:06:02", wallet: "paypal")],
            [],
            [Some.Entry("32345678955", "7.50 USD", "2026-05-07 03:00", EntryType.Refund, wallet: "paypal", related: "32345678901")],
            new DateOnly(2026, 5, 18));

    /// <summary>One file of each kind that disputes carry.</summary>
    public static IReadOnlyList<EvidenceFile> Evidence { get; } =
    [
        new("payment-12345678902.pdf", "application/pdf", [.. "%PDF-1.7\n"u8, .. Enumerable.Range(0, 5000).Select(i => (byte)(i % 251))], "qiwi.csv:12"),
        new("payment-12345678902.png", "image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 3], "given by a person"),
        // Line breaks of both kinds, a line that begins with a dot, and letters beyond ASCII must all arrive as they are.
        new("statement.csv", "text/csv", Encoding.UTF8.GetBytes("transaction_id,counterparty\n.\n12345678902,Ясная Лавка\r\n"), "qiwi.csv:2"),
        new("manifest.json", "application/json", "[{\"file\":\"statement.csv\"}]\n"u8.ToArray(), "made for this dispute"),
    ];

    public static DraftMail Draft(DisputeCase? dispute = null, MailSettings? sender = null, string recipient = Recipient, IReadOnlyList<EvidenceFile>? evidence = null, CaseHistory? history = null) =>
        DisputeMail.Build(Shipped, dispute ?? Duplicate(), Part(evidence ?? Evidence), sender ?? Sender, recipient, Some.Key, Now, history);

    /// <summary>Evidence that one mail holds.</summary>
    public static EvidencePart Part(IReadOnlyList<EvidenceFile> files) => new(1, 1, files);

    /// <summary>A letter to the wallet about the same case.</summary>
    public static DisputeCase ToWallet(DisputeCase dispute, string letter) => As(dispute, letter) is var d ? d with { Dispute = d.Dispute with { Channel = DisputeChannel.Wallet } } : dispute;

    /// <summary>Another letter about the same case.</summary>
    public static DisputeCase As(DisputeCase dispute, string letter) => dispute with { Dispute = dispute.Dispute with { Letter = letter } };

    /// <summary>What went before a letter that follows the first: two weeks ago, one reminder since.</summary>
    public static CaseHistory History { get; } = new() { FirstSentOn = new DateOnly(2026, 5, 4), AnswerDueOn = new DateOnly(2026, 5, 18), Reminders = 1 };

    private static DisputeCase Of(
        FindingKind kind, string amount, IReadOnlyList<Order> orders, IReadOnlyList<Entry> payments, IReadOnlyList<Entry> disputed, IReadOnlyList<Entry> refunds, DateOnly? due = null)
    {
        var finding = new Finding
        {
            Id = Finding.IdOf(kind, payments[0].Id),
            Kind = kind,
            Amount = Some.Money(amount),
            DueOn = due,
            FoundAtUtc = Now,
            Confidence = Confidence.Certain,
            Why = Reason.Of("found by a rule"),
        };
        var dispute = new Dispute
        {
            Id = Core.Values.ShortHash.Of("D-", finding.Id, "1"),
            CaseNumber = Core.Values.ShortHash.Of("D-", finding.Id, "1"),
            FindingId = finding.Id,
            Letter = kind.ToName(),
            Channel = DisputeChannel.Marketplace,
            Recipient = Recipient,
            State = DisputeState.Queued,
            Amount = finding.Amount,
        };
        return new DisputeCase(dispute, finding, orders, payments, disputed, refunds);
    }
}
