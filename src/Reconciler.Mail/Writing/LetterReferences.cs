using Reconciler.Core.Records;

namespace Reconciler.Mail.Writing;

/// <summary>The references by which the parties between wallet and shop (acquirer, card scheme, terminal) know a payment, where the statement tells them.</summary>
/// <remarks>Named one by one: nothing else of what a file says beside the usual fields leaves the house.</remarks>
internal static class LetterReferences
{
    /// <summary>ARN and RRN: acquirer and retrieval reference number; trmTxnId: the terminal's number in QIWI's history; the rest as PayPal, Stripe and banks head their columns.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "ARN", "RRN", "Acquirer Reference Number", "Acquirer Reference", "Retrieval Reference Number", "Authorization Code", "Authorisation Code", "Auth Code", "authCode",
        "Approval Code", "trmTxnId", "Receipt ID", "Receipt Number", "charge_id", "PaymentIntent ID", "payment_intent_id", "Код авторизации", "Номер чека",
    };

    /// <summary>By the names that the file itself gives them.</summary>
    public static IReadOnlyList<ReferenceWords> Of(Entry entry) =>
    [
        .. entry.Extra.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .Where(pair => pair.Length == 2 && Names.Contains(pair[0].Trim()) && PlainValue.Clean(pair[1]).Length > 0)
            .Select(pair => new ReferenceWords(pair[0].Trim(), pair[1])),
    ];
}
