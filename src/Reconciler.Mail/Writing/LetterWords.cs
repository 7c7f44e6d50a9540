using System.Collections;
using System.Reflection;
using System.Text;
using DotLiquid;

namespace Reconciler.Mail.Writing;

/// <summary>The names of a letter's words, and the words themselves as the template engine takes them.</summary>
/// <remarks>Both are read off the <see cref="TemplateModel"/>, so that a word that can be named always exists.</remarks>
internal static class LetterWords
{
    /// <summary>The model for a template, with every single text passed through <paramref name="make"/> first: nothing reaches a template as it came.</summary>
    public static Hash For(object words, Func<string, string> make)
    {
        var hash = new Hash();
        foreach (var property in words.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            hash[Spell(property.Name)] = ValueOf(property.GetValue(words), make);
        }

        return hash;
    }

    /// <summary>The members of a record of the model, by their names in templates.</summary>
    public static IReadOnlyDictionary<string, Type> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(p => Spell(p.Name), p => p.PropertyType, StringComparer.Ordinal);

    /// <summary>What a list of the model holds, or null where the type is no list.</summary>
    public static Type? ItemOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : null;

    private static object? ValueOf(object? value, Func<string, string> make) => value switch
    {
        null => null,
        string text => make(text),
        int count => count,
        IEnumerable list => list.Cast<object>().Select(item => ValueOf(item, make)).ToList(),
        _ => For(value, make),
    };

    private static string Spell(string name)
    {
        var spelt = new StringBuilder();
        foreach (var c in name)
        {
            spelt.Append(char.IsUpper(c) && spelt.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(c));
        }

        return spelt.ToString();
    }
}
