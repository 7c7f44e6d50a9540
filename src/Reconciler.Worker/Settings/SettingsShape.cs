using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Reconciler.Worker.Screen;

namespace Reconciler.Worker.Settings;

/// <summary>
/// Holds the configuration's JSON against the settings that there are (unknown keys, values of the wrong kind, texts that nobody can have meant), and reads it where
/// nothing is wrong. A general serializer takes longer to get ready than all the rest of a short command.
/// </summary>
internal static class SettingsShape
{
    private const int LongestText = 1000;

    /// <summary>What is wrong, each with key, value and what is allowed. Nothing in it may be null.</summary>
    /// <param name="type">Of the setting that stands here: a section, a list, a dictionary by text, or a single value.</param>
    public static IEnumerable<string> Faults(JsonElement element, Type type, string key = "")
    {
        if (Element(type, typeof(IReadOnlyDictionary<,>), 1) is { } valueType)
        {
            return element.ValueKind != JsonValueKind.Object
                ? [$"{Name(key)} is {Kind(element)}; allowed are names with their values in braces."]
                : element.EnumerateObject().SelectMany(p => TextFault(p.Name, allowsSpace: false) is { } fault
                    ? [$"{key} has a name that {fault}"]
                    : p.Name.Length == 0 ? [$"{key} has an empty name."] : Faults(p.Value, valueType, Join(key, p.Name)));
        }

        if (Element(type, typeof(IReadOnlyList<>), 0) is { } itemType)
        {
            return element.ValueKind != JsonValueKind.Array
                ? [$"{Name(key)} is {Kind(element)}; a list in brackets is allowed."]
                : element.EnumerateArray().SelectMany((item, i) => item.ValueKind == JsonValueKind.String && itemType == typeof(string)
                    ? OfText(item, string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]"), allowsSpace: true)
                    : Faults(item, itemType, string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]")));
        }

        return IsSection(type) ? OfSection(element, type, key) : OfValue(element, Nullable.GetUnderlyingType(type) ?? type, key);
    }

    /// <summary>The settings that stand here; what is not told keeps its default. Of JSON without <see cref="Faults"/>.</summary>
    public static object Read(JsonElement element, Type type)
    {
        if (Element(type, typeof(IReadOnlyDictionary<,>), 1) is { } valueType)
        {
            var named = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
            foreach (var property in element.EnumerateObject())
            {
                named[property.Name] = Read(property.Value, valueType);
            }

            return named;
        }

        if (Element(type, typeof(IReadOnlyList<>), 0) is { } itemType)
        {
            var list = Array.CreateInstance(itemType, element.GetArrayLength());
            foreach (var (i, item) in element.EnumerateArray().Index())
            {
                list.SetValue(Read(item, itemType), i);
            }

            return list;
        }

        if (!IsSection(type))
        {
            return Value(element, Nullable.GetUnderlyingType(type) ?? type);
        }

        var section = Activator.CreateInstance(type)!;
        var settings = SettingsOf(type);
        foreach (var property in element.EnumerateObject())
        {
            var setting = settings[property.Name];
            setting.SetValue(section, Read(property.Value, setting.PropertyType));
        }

        return section;
    }

    private static object Value(JsonElement element, Type type) =>
        type == typeof(bool) ? element.GetBoolean()
        : type == typeof(int) ? element.GetInt32()
        : type == typeof(decimal) ? element.GetDecimal()
        : element.GetString()! is var text && type == typeof(string) ? text
        : type == typeof(DateOnly) ? Moments.TryReadDay(text, out var day) ? day : throw new FormatException(text)
        : type == typeof(DateTime) ? Moments.TryRead(text, out var utc) ? utc : throw new FormatException(text)
        : Enum.Parse(type, text, ignoreCase: true);

    private static Dictionary<string, PropertyInfo> SettingsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> OfSection(JsonElement element, Type type, string key)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return [$"{Name(key)} is {Kind(element)}; allowed are settings with their values in braces."];
        }

        var settings = SettingsOf(type);
        return element.EnumerateObject().SelectMany(p => settings.TryGetValue(p.Name, out var setting)
            ? Faults(p.Value, setting.PropertyType, Join(key, setting.Name)).Select(fault => setting.GetCustomAttribute<RangeAttribute>() is { } range ? fault + Allowed(range) : fault)
            : [$"{Short(Join(key, p.Name))} is no setting of this program. Look for a slip in its name; allowed are {string.Join(", ", settings.Keys.Order(StringComparer.Ordinal))}."]);
    }

    private static IEnumerable<string> OfValue(JsonElement element, Type type, string key) => type switch
    {
        _ when type == typeof(string) => element.ValueKind == JsonValueKind.String ? OfText(element, key, allowsSpace: false) : [$"{key} is no text in quotation marks."],
        _ when type == typeof(bool) => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [$"{key} is neither true nor false, without quotation marks."],
        _ when type == typeof(int) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out _) ? [] : [$"{key} is no whole number without quotation marks, or too large a one."],
        _ when type == typeof(decimal) => element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out _) ? [] : [$"{key} is no number like 0.5, without quotation marks."],
        _ when type == typeof(DateOnly) => IsText(element, text => Moments.TryReadDay(text, out _)) ? [] : [$"{key} is no date like \"2026-07-10\", from 1970 to 2200."],
        _ when type == typeof(DateTime) => IsText(element, text => Moments.TryRead(text, out _)) ? [] : [$"{key} is no time like \"2026-07-10T08:00:00Z\" and no date like \"2026-07-10\", from 1970 to 2200."],
        _ when type.IsEnum => IsText(element, text => Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase)) ? [] : [$"{key} is none of {string.Join(", ", Enum.GetNames(type))}."],
        _ => throw new InvalidOperationException($"{type} is no type of a setting."),
    };

    private static IEnumerable<string> OfText(JsonElement element, string key, bool allowsSpace) =>
        TextFault(element.GetString()!, allowsSpace) is { } fault ? [$"{key} {fault}"] : [];

    /// <param name="allowsSpace">At the ends: a line of a signature may have it.</param>
    private static string? TextFault(string text, bool allowsSpace) =>
        text.Any(char.IsControl) ? "holds a control character, such as a line break. One line of text is allowed."
        : text.Length > LongestText ? string.Create(CultureInfo.InvariantCulture, $"is {text.Length} characters long; allowed are up to {LongestText}.")
        : text.Length > 0 && string.IsNullOrWhiteSpace(text) ? "is blank. Leave it out for its default, or give it a value."
        : !allowsSpace && text.Trim() != text ? $"is '{text}', with a space at its beginning or end. Take that away."
        : null;

    private static bool IsText(JsonElement element, Func<string, bool> test) => element.ValueKind == JsonValueKind.String && test(element.GetString()!);

    /// <summary>The argument of a generic type, where the type is one of this kind; else null.</summary>
    private static Type? Element(Type type, Type generic, int argument) => type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[argument] : null;

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);

    private static string Allowed(RangeAttribute range) => string.Create(CultureInfo.InvariantCulture, $" Allowed are {range.Minimum} to {range.Maximum}.");

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";

    private static string Name(string key) => key.Length == 0 ? "the file" : key;

    private static string Short(string name) => Printable.Line(name.Length <= LongestText ? name : name[..LongestText] + "…");

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "a group in braces",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
