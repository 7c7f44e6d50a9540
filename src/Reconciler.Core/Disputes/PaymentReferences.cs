using Reconciler.Core.Records;

namespace Reconciler.Core.Disputes;

/// <summary>A reference by the name that the file itself gives it.</summary>
public sealed record PaymentReference(string Name, string Value);

/// <summary>The references by which the parties between wallet and shop (acquirer, card scheme, terminal) know a payment, where the statement tells them.</summary>
/// <remarks>Named one by one: nothing else of what a file says beside the usual fields leaves the house.</remarks>
public static class PaymentReferences
{
    /// <summary>ARN and RRN: acquirer and retrieval reference number; trmTxnId: the terminal's number in QIWI's history; the rest as PayPal, Stripe and banks head their columns.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "ARN", "RRN", "Acquirer Reference Number", "Acquirer Reference", "Retrieval Reference Number", "Authorization Code", "Authorisation Code", "Auth Code", "authCode",
        "Approval Code", "trmTxnId", "Receipt ID", "Receipt Number", "charge_id", "PaymentIntent ID", "payment_intent_id", "Код авторизации", "Номер чека",
    };

    /// <summary>In the order of the file.</summary>
    /// <param name="extra">Lines of names and values; see <see cref="Entry.Extra"/>.</param>
    public static IReadOnlyList<PaymentReference> Of(string extra) => [.. Pairs(extra).Where(p => Names.Contains(p.Name) && p.Value.Length > 0).Select(p => new PaymentReference(p.Name, p.Value))];

    /// <summary>The lines that tell references, without all others.</summary>
    public static string Only(string extra) => string.Join('\n', Of(extra).Select(r => $"{r.Name}: {r.Value}"));

    /// <summary>Every line that is a name and a value.</summary>
    internal static IEnumerable<(string Name, string Value)> Pairs(string extra) =>
        extra.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0].Trim(), parts[1].Trim()));
}
