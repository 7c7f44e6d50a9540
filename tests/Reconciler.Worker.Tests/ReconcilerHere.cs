using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Reconciler.Worker.Commands;
using Reconciler.Worker.Screen;

namespace Reconciler.Worker.Tests;

/// <summary>
/// The program's own command line, run in the process of the tests: the same as a process of its own but for the second that each of those takes to get ready.
/// What signals, users, the environment or the working folder decide is tried by <see cref="ReconcilerProcess.RunApart"/>.
/// </summary>
internal static partial class ReconcilerHere
{
    private static readonly string[] Cultures = ["tr-TR", "pt-BR", "ar-SA", "zh-CN"];

    /// <summary>Whether each run of the tests is repeated behind it: it takes twice the time.</summary>
    private static readonly bool IsRepeated = Environment.GetEnvironmentVariable("RECONCILER_TEST_REPLAY") is { Length: > 0 };

    private static int repeated;

    private static readonly AsyncLocal<Printed?> Current = new();

    static ReconcilerHere()
    {
        Console.SetOut(new LineWriter(new Router(Console.Out, p => p.Output)));
        Console.SetError(new LineWriter(new Router(Console.Error, p => p.Messages)));
        CommandContext.StandardOutput = () => Current.Value?.Output ?? Console.OpenStandardOutput();
    }

    /// <param name="arguments">With <c>--config</c>, since the working folder is that of the tests.</param>
    public static async Task<Ended> Run(string[] arguments)
    {
        var printed = Current.Value = new Printed();
        try
        {
            var exitCode = await CommandLine.Run(arguments);
            var ended = new Ended(exitCode, printed.Output.Text, printed.Messages.Text);
            if (IsRepeated && arguments[0] == "once" && RunOf().Match(ended.Output) is { Success: true } run)
            {
                await Repeat(run.Groups["id"].Value, [.. arguments.Where((a, i) => a is "--data" or "--config" || (i > 0 && arguments[i - 1] is "--data" or "--config"))]);
            }

            return ended;
        }
        finally
        {
            Current.Value = null;
            SqliteConnection.ClearAllPools(); // a process that ends keeps no file open
        }
    }

    /// <summary>Repeats a run that just ended, each time under another culture.</summary>
    private static async Task Repeat(string run, string[] options)
    {
        var (printed, culture) = (Current.Value = new Printed(), CultureInfo.CurrentCulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Cultures[Interlocked.Increment(ref repeated) % Cultures.Length]);
            var exitCode = await CommandLine.Run(["replay", run, .. options]);
            Assert.True(exitCode == 0 && printed.Output.Text.Contains("The result is the same: ", StringComparison.Ordinal), $"replay under {CultureInfo.CurrentCulture}: {printed.Output.Text}{printed.Messages.Text}");
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        }
    }

    [GeneratedRegex(@", run (?<id>r-[0-9T.]+), as of ", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex RunOf();

    private sealed class Printed
    {
        public Kept Output { get; } = new();

        public Kept Messages { get; } = new();
    }

    /// <summary>Bytes that stay when their writer is closed.</summary>
    private sealed class Kept : MemoryStream
    {
        private readonly Lock writing = new();

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override void Write(byte[] buffer, int offset, int count)
        {
            lock (writing)
            {
                base.Write(buffer, offset, count);
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (writing)
            {
                base.Write(buffer);
            }
        }

        public override void Close()
        {
        }
    }

    /// <summary>Writes to the command that runs in this flow of calls; where none does, to the console.</summary>
    private sealed class Router(TextWriter console, Func<Printed, Stream> part) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            if (Current.Value is { } printed)
            {
                part(printed).Write(Encoding.UTF8.GetBytes(value ?? string.Empty));
            }
            else
            {
                console.Write(value);
            }
        }
    }
}
