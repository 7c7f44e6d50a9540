using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reconciler.Store;

/// <summary>Numbers and ids as one JSON text, by which a statement takes many at once.</summary>
internal static class JsonIds
{
    public static string Of(IEnumerable<long> numbers) => $"[{string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]";

    public static string Of(IEnumerable<string> ids) => JsonSerializer.Serialize(ids);

    /// <summary>Pairs of owner and id.</summary>
    public static string Of(IEnumerable<RecordKey> keys)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var (owner, id) in keys)
            {
                json.WriteStartArray();
                json.WriteStringValue(owner);
                json.WriteStringValue(id);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
