using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reconciler.Import.Layouts;

/// <summary>What holds for every JSON file that people write for this program: UTF-8, with or without a byte order mark, each key once, no <c>null</c>. Comments and trailing commas are allowed.</summary>
public static class ConfigJson
{
    /// <summary>The most bytes of one file.</summary>
    public const int MostBytes = 1_000_000;

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's bytes, no more than are allowed.</summary>
    /// <exception cref="InvalidDataException">There are more.</exception>
    public static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[MostBytes + 1];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= MostBytes ? bytes[..count] : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"is larger than {MostBytes} bytes."));
    }

    /// <summary>The JSON text without its byte order mark.</summary>
    /// <exception cref="InvalidDataException">It is no UTF-8. The message goes on behind the file's name and says what to do.</exception>
    public static ReadOnlyMemory<byte> TextOf(byte[] content)
    {
        if (content.AsSpan().StartsWith(Encoding.Unicode.Preamble) || content.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            throw new InvalidDataException("is UTF-16. Save it as UTF-8.");
        }

        var text = content.AsMemory(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        try
        {
            _ = Strict.GetCharCount(text.Span);
            return text;
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"holds a byte that is no UTF-8, in line {text.Span[..Math.Max(0, e.Index)].Count((byte)'\n') + 1}. Save it as UTF-8."), e);
        }
    }

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text) => JsonDocument.Parse(text, Options);

    /// <summary>What no such file may hold, by its key: <c>null</c>, a key twice (in any case), half a character.</summary>
    /// <param name="separator">Stands between the keys of a path.</param>
    public static IEnumerable<(string Key, string Why)> Faults(JsonElement element, string separator, string key = "") => element.ValueKind switch
    {
        JsonValueKind.Null => [(key, "is null. Leave it out for its default, or give it a value.")],
        JsonValueKind.String => IsWhole(element.GetString) ? [] : [(key, "holds half a character (a \\u escape of a pair without its other half).")],
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => Faults(item, separator, string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]"))),
        JsonValueKind.Object => OfObject(element, separator, key),
        _ => [],
    };

    private static IEnumerable<(string Key, string Why)> OfObject(JsonElement element, string separator, string key)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.EnumerateObject())
        {
            if (!IsWhole(() => property.Name))
            {
                yield return (key, "has a key with half a character (a \\u escape of a pair without its other half).");
                continue;
            }

            var name = key.Length == 0 ? property.Name : key + separator + property.Name;
            if (!seen.Add(property.Name))
            {
                yield return (name, "stands there twice. Once is allowed; capitals make no difference.");
            }

            foreach (var fault in Faults(property.Value, separator, name))
            {
                yield return fault;
            }
        }
    }

    private static bool IsWhole(Func<string?> text)
    {
        try
        {
            text();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
