using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;

namespace Reconciler.Store;

/// <summary>The runs with their control totals.</summary>
public sealed class RunStore
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Converters = { new MoneyJson() },
    };

    private readonly Session session;

    internal RunStore(Session session) => this.session = session;

    /// <summary>Keeps a run.</summary>
    public void Add(Run run) =>
        session.Execute("Run_Add", new Fields().Text("run_id", run.Id).Time("started_at", run.StartedAtUtc).Time("as_of", run.AsOfUtc)
            .Text("result_hash", run.ResultHash).Text("program_version", run.Version).Text("totals", JsonSerializer.Serialize(run.Totals, Json)));

    /// <summary>Every run in time order.</summary>
    public IReadOnlyList<Run> LoadAll() =>
        session.List("Run_LoadAll", null, row =>
            new Run(row.Text(), row.Time(), row.Time(), row.Text(), row.Text(), JsonSerializer.Deserialize<ControlTotals>(row.Text(), Json)!));

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
