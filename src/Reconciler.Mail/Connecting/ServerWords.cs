using System.Globalization;
using System.Net;
using System.Text;
using MailKit.Net.Smtp;

namespace Reconciler.Mail.Connecting;

/// <summary>
/// Makes what servers say fit for log, store and report: one line, and none of the secrets that were shown to them. A server that repeats in its refusal what it was told repeats the password: as it is, escaped
/// (as in forms, pages and JSON), in any case, broken into pieces by line ends, or in base64 alone or together with the user's name (RFC 4616, XOAUTH2, RFC 7617).
/// </summary>
public sealed class ServerWords
{
    private const int LooksWithin = 20_000;
    private const string Instead = "[secret]";

    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);

    /// <param name="secrets">What no server's words may show; null and empty are none.</param>
    public ServerWords(params IEnumerable<string?> secrets)
    {
        foreach (var secret in secrets)
        {
            Hide(secret);
        }
    }

    /// <summary>From now on this is a secret too; null and empty are none.</summary>
    public void Hide(string? secret)
    {
        if (!string.IsNullOrWhiteSpace(secret))
        {
            secrets.Add(secret);
        }
    }

    /// <summary>What an exception of a mail library or of the network tells; mostly the server's own words.</summary>
    public string Of(Exception e) => e is SmtpCommandException smtp ? string.Create(CultureInfo.InvariantCulture, $"{(int)smtp.StatusCode} {Clean(e.Message)}") : Clean(e.Message);

    /// <summary>One line without secrets.</summary>
    public string Clean(string told, int maxLength = PlainValue.MaxLength)
    {
        var line = PlainValue.Clean(told, LooksWithin);
        var hidden = new bool[line.Length];
        // A line end may stand anywhere, also within a secret.
        var places = Enumerable.Range(0, line.Length).Where(i => line[i] != ' ').ToArray();
        var text = string.Concat(places.Select(i => line[i]));
        foreach (var secret in secrets)
        {
            foreach (var form in FormsOf(secret).Select(f => PlainValue.Clean(f, LooksWithin).Replace(" ", string.Empty, StringComparison.Ordinal)).Where(f => f.Length > 0))
            {
                for (var at = 0; (at = text.IndexOf(form, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
                {
                    HideAll(at, at + form.Length);
                }
            }

            HideInBase64(text, Encoding.UTF8.GetBytes(secret), HideAll);
        }

        return PlainValue.Clean(Without(line, hidden), maxLength);

        void HideAll(int from, int to) => Array.Fill(hidden, true, places[from], places[to - 1] + 1 - places[from]);
    }

    private static string[] FormsOf(string secret) =>
        [secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret), System.Text.Json.JsonEncodedText.Encode(secret).Value];

    /// <summary>Wherever a run of base64 (RFC 4648, also the form for addresses) is begun to be read, the bytes come right in one of four places.</summary>
    private static void HideInBase64(string text, byte[] secret, Action<int, int> hide)
    {
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && IsBase64(text[end]))
            {
                end++;
            }

            for (var from = start; from < Math.Min(start + 4, end); from++)
            {
                var digits = text[from..end].Replace('-', '+').Replace('_', '/');
                digits = digits.Length % 4 == 1 ? digits[..^1] : digits;
                var bytes = Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='));
                for (int at = 0, found; (found = bytes.AsSpan(at).IndexOf(secret)) >= 0; at += found + 1)
                {
                    var first = at + found;
                    hide(from + (first * 4 / 3), Math.Min(end, from + (((first + secret.Length) * 4) + 2) / 3));
                }
            }

            start = end;
        }
    }

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_';

    private static string Without(string line, bool[] hidden)
    {
        var rest = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            rest.Append(!hidden[i] ? line[i].ToString() : i == 0 || !hidden[i - 1] ? Instead : string.Empty);
        }

        return rest.ToString();
    }
}
