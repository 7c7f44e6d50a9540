using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Reconciler.Import.Layouts;

namespace Reconciler.Worker.Settings;

/// <summary>A setting is missing or wrong. The message names file, key and what is allowed.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>Finds, reads and checks the configuration.</summary>
public static class SettingsFile
{
    public const string Name = "reconciler.json";

    /// <summary>The configuration's folder: as given, else <c>config</c> in the current folder, beside the executable, or under the machine's program data.</summary>
    /// <exception cref="SettingsException">None of them holds <c>reconciler.json</c>.</exception>
    public static string FindFolder(string? given)
    {
        if (string.IsNullOrWhiteSpace(given) && given is not null)
        {
            throw new SettingsException($"--config is empty. Name the folder of {Name}, or leave it out.");
        }

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
        var settings = Read(path);
        settings = settings with { Mail = settings.Mail.In(Path.GetFullPath(folder)), Audit = settings.Audit.In(Path.GetFullPath(folder)) };
        var faults = Faults(settings, string.Empty)
            .Concat(settings.Mail.Check())
            .Concat(settings.Disputes.Check())
            .Concat(settings.Import.Sources.SelectMany((source, i) => source.Check(FormattableString.Invariant($"Import:Sources[{i}]"))))
            .Concat(settings.Store.Check())
            .Concat(settings.Matching.Check())
            .Concat(FolderPlaces.Faults(settings, Path.GetFullPath(folder)))
            .Concat(RunSchedule.Faults(settings.Schedule))
            .Concat(ReportSettings.Check(settings.Reports))
            .Concat(settings.Alerts.Check())
            .Concat(settings.Audit.Check())
            .ToList();
        return faults.Count == 0 ? settings : throw Wrong(path, faults);
    }

    private static ReconcilerSettings Read(string path)
    {
        try
        {
            var text = ConfigJson.TextOf(ConfigJson.ReadBytes(path));
            using var json = ConfigJson.Parse(text);
            var faults = ConfigJson.Faults(json.RootElement, ":").Select(f => $"{(f.Key.Length == 0 ? "the file" : f.Key)} {f.Why}").ToList();
            faults = faults.Count > 0 ? faults : [.. SettingsShape.Faults(json.RootElement, typeof(ReconcilerSettings))];
            return faults.Count == 0 ? (ReconcilerSettings)SettingsShape.Read(json.RootElement, typeof(ReconcilerSettings)) : throw Wrong(path, faults);
        }
        catch (JsonException e)
        {
            throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{path}:{e.LineNumber + 1}: the file is not well-formed JSON: {e.Message}"));
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException($"{path} {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path} cannot be read: {e.Message}");
        }
    }

    private static SettingsException Wrong(string path, IEnumerable<string> faults) => new(string.Join('\n', faults.Distinct(StringComparer.Ordinal).Select(fault => $"{path}: {fault}")));

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

            if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } words && !words.IsValid(value))
            {
                yield return $"{key} is {value}; allowed are {string.Join(", ", words.Values)}.";
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
}
