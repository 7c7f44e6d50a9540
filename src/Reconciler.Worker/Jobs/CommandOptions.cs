using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>What a printed command needs behind it, so that it works on the same data in whichever folder it is pasted.</summary>
internal static class CommandOptions
{
    /// <summary>Empty for the sample, which commands work on by themselves.</summary>
    public static string Of(Workplace place) => place.IsSample ? string.Empty : $"--data {Quoted(place.Data.Root)} --config {Quoted(place.ConfigFolder)}";

    /// <summary>A separator before the closing quote would hide it from a Windows program.</summary>
    private static string Quoted(string path) => Path.TrimEndingDirectorySeparator(path) is var plain && plain.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-_./\\:".Contains(c, StringComparison.Ordinal)) ? $"\"{plain}\"" : plain;
}
