using System.Text.RegularExpressions;

namespace Reconciler.Mail;

/// <summary>What counts as a mail address here: one plain <c>name@domain</c>, in ASCII, without a display name, comment or list.</summary>
/// <remarks>The dot-atom form of RFC 5322, section 3.4.1, with the lengths of RFC 5321, section 4.5.3.1. Quoted local parts and address literals are left out on purpose.</remarks>
public static partial class MailAddresses
{
    public static bool IsAddress(string text) => text.Length <= 254 && Address().IsMatch(text);

    /// <summary>The part behind the @.</summary>
    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    [GeneratedRegex(
        @"\A(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z",
        RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex Address();
}
