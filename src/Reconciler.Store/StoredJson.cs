using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>Small sets of figures as the store keeps them: JSON.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new MoneyJson() },
    };

    public static string Write<T>(T figures) => JsonSerializer.Serialize(figures, Json);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    /// <summary>A sum as <c>{"minorUnits":-1234,"currency":"USD"}</c>.</summary>
    private sealed class MoneyJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var sum = JsonDocument.ParseValue(ref reader);
            return new Money(sum.RootElement.GetProperty("minorUnits").GetInt64(), Currency.Of(sum.RootElement.GetProperty("currency").GetString()!));
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("minorUnits", value.MinorUnits);
            writer.WriteString("currency", value.Currency.Code);
            writer.WriteEndObject();
        }
    }
}
