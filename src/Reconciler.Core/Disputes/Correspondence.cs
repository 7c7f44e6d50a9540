namespace Reconciler.Core.Disputes;

/// <summary>Who a sender is to a case. Anybody can write any sender: it speaks for an addressee only together with what nobody else knows, see <see cref="CaseKey"/>.</summary>
public static class Correspondence
{
    /// <summary>The last letter by mail whose addressee the sender is, by address, by domain or by a part of it such as <c>desk.example.com</c>; null where it is nobody's.</summary>
    public static Dispute? LetterTo(IEnumerable<Dispute> letters, string from) =>
        letters.LastOrDefault(l => l.Delivery == DisputeDelivery.Mail && IsOf(from, DomainOf(l.Recipient)));

    /// <summary>Whether a sender has a domain or a part of it, or is that address.</summary>
    /// <param name="place">A domain, or a whole address.</param>
    public static bool IsOf(string from, string place) => place.Contains('@', StringComparison.Ordinal)
        ? from.Equals(place, StringComparison.OrdinalIgnoreCase)
        : ("." + DomainOf(from)).EndsWith("." + place, StringComparison.OrdinalIgnoreCase);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].TrimEnd('>', ' ');
}
