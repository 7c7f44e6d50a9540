using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>Control totals as the store keeps them.</summary>
internal static class TotalsJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new MoneyJson() },
    };

    public static string Write(ControlTotals totals) => JsonSerializer.Serialize(totals, Json);

    public static ControlTotals Read(string json) => JsonSerializer.Deserialize<ControlTotals>(json, Json)!;

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
