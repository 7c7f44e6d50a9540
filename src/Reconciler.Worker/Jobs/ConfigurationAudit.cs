using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reconciler.Core.Reports;
using Reconciler.Import.Layouts;
using Reconciler.Store;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Tells in the audit what changed in the configuration since it was last told: each setting with its old and its new value, and of layouts, letters and rates the SHA-256 of each file. Secrets stand as <c>***</c>.</summary>
internal static class ConfigurationAudit
{
    /// <summary>What its lines are called in the audit.</summary>
    public const string Action = "configuration changed";

    private const string Hidden = "***";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void Tell(Workplace place, Database store, RunClock run)
    {
        var now = ValuesOf(place);
        SortedDictionary<string, string> before;
        using (var reading = store.BeginReading())
        {
            before = reading.Audit.LoadLatest(Action).FirstOrDefault() is { } last ? JsonSerializer.Deserialize<Line>(last.Details, Json)!.Values : [];
        }

        var changed = now.Keys.Union(before.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(key => (Key: key, Change: new Change(before.GetValueOrDefault(key), now.GetValueOrDefault(key)))).Where(c => c.Change.Old != c.Change.New).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        // At first all is new: the values say it.
        var line = new Line(before.Count == 0 ? [] : changed.ToDictionary(c => c.Key, c => c.Change, StringComparer.Ordinal), now);
        using var work = store.Begin();
        work.Audit.Append(run.StartedAtUtc, Actor.InAudit, Action, SettingsFile.Name, JsonSerializer.Serialize(line, Json));
        work.Commit();
    }

    /// <summary>The settings, and the SHA-256 of each file, as a line of the audit tells them.</summary>
    public static Dictionary<string, string> ValuesOf(AuditRecord line) => new(JsonSerializer.Deserialize<Line>(line.Details, Json)!.Values, StringComparer.Ordinal);

    private static SortedDictionary<string, string> ValuesOf(Workplace place)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using (var json = ConfigJson.Parse(ConfigJson.TextOf(ConfigJson.ReadBytes(Path.Combine(place.ConfigFolder, SettingsFile.Name)))))
        {
            Flatten(json.RootElement, string.Empty);
        }

        foreach (var (name, folder) in new[] { ("layouts", place.Folder(place.Settings.Folders.Layouts)), ("letters", place.Folder(place.Settings.Folders.Letters)), ("rates", place.RatesFolder) })
        {
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [])
            {
                values[$"{name}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}"] = Import.Bytes.InputFile.Sha256(file);
            }
        }

        return values;

        void Flatten(JsonElement element, string key)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        Flatten(member.Value, key.Length == 0 ? member.Name : $"{key}:{member.Name}");
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var (i, item) in element.EnumerateArray().Index())
                    {
                        Flatten(item, FormattableString.Invariant($"{key}[{i}]"));
                    }

                    break;
                default:
                    values[key] = key.EndsWith(":ConnectionString", StringComparison.OrdinalIgnoreCase) ? WithoutSecrets(element.ToString())
                        : key.EndsWith("Secret", StringComparison.OrdinalIgnoreCase) ? Hidden
                        : element.ToString();
                    break;
            }
        }
    }

    /// <summary>A connection string with its passwords as <c>***</c>.</summary>
    internal static string WithoutSecrets(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            foreach (var key in parts.Keys.Cast<string>().Where(k => k.Contains("password", StringComparison.OrdinalIgnoreCase) || k.Equals("pwd", StringComparison.OrdinalIgnoreCase)).ToList())
            {
                parts[key] = Hidden;
            }

            return parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            return Hidden;
        }
    }

    private sealed record Change(string? Old, string? New);

    private sealed record Line(Dictionary<string, Change> Changed, SortedDictionary<string, string> Values);
}
