using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Reconciler.Core.Matching;
using Reconciler.Core.Records;

namespace Reconciler.Worker.Settings;

/// <summary>A setting is missing or wrong. The message names file, key and what is allowed.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>Finds, reads and checks the configuration.</summary>
public static partial class SettingsFile
{
    public const string Name = "reconciler.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <summary>The configuration's folder: as given, else <c>config</c> in the current folder, beside the executable, or under the machine's program data.</summary>
    /// <exception cref="SettingsException">None of them holds <c>reconciler.json</c>.</exception>
    public static string FindFolder(string? given)
    {
        string[] places = given is not null
            ? [Path.GetFullPath(given)]
            :
            [
                Path.GetFullPath("config"),
                Path.Combine(AppContext.BaseDirectory, "config"),
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Reconciler", "config"),
            ];
        return Array.Find(places, place => File.Exists(Path.Combine(place, Name)))
            ?? throw new SettingsException($"No {Name} in {string.Join(" or ", places)}. Name its folder with --config.");
    }

    /// <exception cref="SettingsException">The file cannot be read, or a setting is wrong.</exception>
    public static ReconcilerSettings Load(string folder)
    {
        var path = Path.Combine(folder, Name);
        ReconcilerSettings settings;
        try
        {
            settings = JsonSerializer.Deserialize<ReconcilerSettings>(File.ReadAllBytes(path), Options) ?? throw new SettingsException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{path}:{e.LineNumber + 1}: {Key(e.Path)} {Reason(e)}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path} cannot be read: {e.Message}");
        }

        settings = settings with { Mail = settings.Mail.In(Path.GetFullPath(folder)) };
        var faults = Faults(settings, string.Empty)
            .Concat(settings.Mail.Check())
            .Concat(settings.Disputes.Check())
            .Concat(settings.Import.Sources.SelectMany((source, i) => source.Check(FormattableString.Invariant($"Import:Sources[{i}]"))))
            .Concat(settings.Store is { Provider: Store.StoreProvider.SqlServer, ConnectionString.Length: 0 } ? ["Store:ConnectionString is empty; with Store:Provider SqlServer it must name the server and database."] : [])
            .Concat(settings.Matching.ExpectedStatements.Where(e => StatementSchedule.TryParse(e.Key, e.Value) is null).Select(e => $"Matching:ExpectedStatements:{e.Key} '{e.Value}' is no schedule like daily by 09:00, weekly by Monday 09:00 or monthly by 5 09:00 (UTC)."))
            .Concat(settings.Matching.Pairs.SelectMany((pair, i) => pair.Check(FormattableString.Invariant($"Matching:Pairs[{i}]"))))
            .Concat(RunSchedule.Faults(settings.Schedule))
            .ToList();
        return faults.Count == 0 ? settings : throw new SettingsException(string.Join(Environment.NewLine, faults.Select(fault => $"{path}: {fault}")));
    }

    /// <summary>What the ranges beside the properties refuse, each with key, value and what is allowed.</summary>
    private static IEnumerable<string> Faults(object section, string prefix)
    {
        foreach (var property in section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            var key = prefix + property.Name;
            var value = property.GetValue(section);
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; allowed are {range.Minimum} to {range.Maximum}.");
            }

            if (property.GetCustomAttribute<RequiredAttribute>() is not null && value is null or "")
            {
                yield return $"{key} is missing.";
            }

            foreach (var fault in value switch
            {
                string => [],
                IEnumerable list => list.Cast<object>().SelectMany((item, i) => item.GetType().Namespace == typeof(SettingsFile).Namespace ? Faults(item, $"{key}[{i}]:") : []),
                not null when property.PropertyType.Namespace == typeof(SettingsFile).Namespace => Faults(value, key + ":"),
                _ => [],
            })
            {
                yield return fault;
            }
        }
    }

    /// <summary>The allowed words, where a word of a closed set was wanted.</summary>
    private static string[]? EnumWanted(JsonException e) =>
        WantedType().Match(e.Message) is { Success: true } match
        && new[] { typeof(Store.StoreProvider), typeof(Direction), typeof(Serilog.Events.LogEventLevel) }.FirstOrDefault(t => t.FullName == match.Groups["type"].Value) is { } type
            ? Enum.GetNames(type)
            : null;

    private static string KindWanted(JsonException e) => (WantedType().Match(e.Message) is { Success: true } match ? match.Groups["type"].Value : string.Empty) switch
    {
        "System.DateOnly" => "is no date like \"2026-07-10\".",
        "System.DateTimeOffset" => "is no time like \"2026-07-10T08:00:00Z\".",
        "System.Int32" or "System.Int64" => "is no whole number without quotation marks, or too large a one.",
        "System.Decimal" => "is no number like 0.5, without quotation marks.",
        "System.Boolean" => "is neither true nor false, without quotation marks.",
        "System.String" => "is no text in quotation marks.",
        _ => "has a value of the wrong kind.",
    };

    [GeneratedRegex(@"converted to (System\.Nullable`1\[)?(?<type>\w+(\.\w+)*)\]?\.", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex WantedType();

    private static string Key(string? jsonPath) => (jsonPath ?? "$").TrimStart('$').TrimStart('.').Replace('.', ':') is { Length: > 0 } key ? key : "the file";

    private static string Reason(JsonException e) =>
        e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "is no setting of this program. Look for a slip in its name."
        : EnumWanted(e) is { } names ? $"is none of {string.Join(", ", names)}."
        : e.Message.Contains("could not be converted", StringComparison.Ordinal) ? KindWanted(e)
        : e.InnerException is { } inner ? $"is not well-formed JSON: {inner.Message}"
        : $"is not well-formed JSON: {e.Message}";
}
