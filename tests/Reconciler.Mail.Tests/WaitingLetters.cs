using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Mail.Drafting;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

/// <summary>Invented letters that wait for approval.</summary>
internal static class WaitingLetters
{
    /// <summary>One that nobody has seen yet, and one that waits for its second approval.</summary>
    public static readonly IReadOnlyList<WaitingLetter> Two =
    [
        new(
            "D-a1b2c3d4e5f6", "F-0a1b2c3d4e5f", "duplicate-charge", "duplicate-charge", "claims@marketplace.example.org", Some.Money("59.90 USD"), Confidence.Probable,
            Reason.Of("The charge of 6 May 2026 has the wallet, counterparty and amount of the payment of order 8001234567890123, booked 155 seconds before; no open order fits it."),
            new DateOnly(2026, 5, 20), 1, [], ""),
        new(
            "D-b1b2c3d4e5f6", "F-1a1b2c3d4e5f", "missing-refund", "wallet-trace", "support@wallet.example.org", Some.Money("1249.00 USD"), Confidence.Certain,
            Reason.Of("Order 8001234567890777 was cancelled on 4 May 2026; due was 18 May 2026."),
            new DateOnly(2026, 5, 18), 2, ["Anna Ivanova"], "The amount is above 1,000.00 USD and needs two approvals."),
    ];

    public static readonly string[] Approvers = ["anna@example.com", "ben@example.com"];

    public static DraftMail Digest(IReadOnlyList<WaitingLetter>? waiting = null, MailSettings? sender = null, IReadOnlyList<string>? approvers = null, string commandOptions = "") =>
        ApprovalDigest.Build(Cases.Shipped, waiting ?? Two, sender ?? Cases.Sender, approvers ?? Approvers, Some.Key, Cases.Now, commandOptions);
}
