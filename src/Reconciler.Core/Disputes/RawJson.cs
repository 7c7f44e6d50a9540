using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reconciler.Core.Disputes;

/// <summary>Goes through the values of a raw JSON record and replaces some; every other byte stays as it stands in the file.</summary>
internal static partial class RawJson
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text with its values replaced, or null when it is no JSON. A number that is masked becomes a string, so that the record can still be read.</summary>
    /// <param name="replace">Gets the dotted path of a value and its text, and gives the text that shall stand there.</param>
    public static string? Replace(string text, Func<string, string, string> replace)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return null;
        }

        try
        {
            return Rewrite(Encoding.UTF8.GetBytes(text), replace);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a field of this name tells of money that is left: the names that wallets use, in their languages.</summary>
    public static bool NamesBalance(string name) => Balance().IsMatch(name) && !IdEnd().IsMatch(name) && !name.EndsWith("currency", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a field of this name tells the number of a phone, a card or a person's account.</summary>
    public static bool NamesNumber(string name) => PersonId().IsMatch(name) || (Number().IsMatch(name) && !IdEnd().IsMatch(name));

    /// <summary>Whether a field of this name tells an id, such as that of a transaction or an order. Of a path the last name counts: what stands within an order is not all ids.</summary>
    public static bool NamesId(string name) => (IdEnd().IsMatch(name) || Id().IsMatch(name)) && !NamesNumber(name) && !NamesBalance(name);

    /// <summary>Whether a field of this name tells the money that was moved.</summary>
    public static bool NamesSum(string name) => Sum().IsMatch(name);

    private static string Rewrite(byte[] bytes, Func<string, string, string> replace)
    {
        var result = new MemoryStream(bytes.Length);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var path = new List<string>();
        var name = string.Empty;
        var copied = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    path.Add(name);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    name = path[^1];
                    path.RemoveAt(path.Count - 1);
                    break;
                case JsonTokenType.String or JsonTokenType.Number:
                    var told = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
                    var shown = replace(string.Join('.', path.Append(name).Where(n => n.Length > 0)), told);
                    if (shown != told)
                    {
                        var start = (int)reader.TokenStartIndex;
                        result.Write(bytes, copied, start - copied);
                        result.Write(JsonSerializer.SerializeToUtf8Bytes(shown, Relaxed));
                        copied = (int)reader.BytesConsumed;
                    }

                    break;
            }
        }

        result.Write(bytes, copied, bytes.Length - copied);
        return Encoding.UTF8.GetString(result.ToArray());
    }

    [GeneratedRegex(@"balance|saldo|solde|guthaben|kontostand|остаток|баланс|余额|結餘|(?:^|\.)rest$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Balance();

    // An account by its number only: "account" alone is what a payment went to, in QIWI an order. The dash tells the Russian invoice (счёта-фактуры).
    [GeneratedRegex(
        @"phone|telefon|телефон|手机|电话|msisdn|mobile|(?:^|[ ._])tel(?:$|[ ._])|card|karte|карт|卡号|(?:^|[ ._])pan$|iban|"
        + @"(?:account|acct|konto|rekening)[ ._-]?(?:nr|num|no(?![nt]))|\bn\w*[°.]?[ _]d[aeiu][ _](?:la[ _])?(?:conta|cuenta|compte|conto)|(?:номер|№) (?:\w+ )?сч[её]та(?!-)|(?:расч[её]тный|лицевой) сч[её]т|[账帐賬帳][户戶]?[号號]",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"person_?id$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex PersonId();

    [GeneratedRegex(@"(?:I|(?:^|[ ._])i)[dD]s?$", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex IdEnd();

    // To the name's end: an order_comment is no order.
    [GeneratedRegex(@"(?:txn|transaction|order|trade|invoice|заказа?|订单|单)[ _]?(?:ids?|no|nr|num|number|ref|reference|key|code|sn|编?号)?\.?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Id();

    [GeneratedRegex(@"amount|sum\b|total|gross|\bnet\b|fee|commission|сумма|金额", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Sum();
}
