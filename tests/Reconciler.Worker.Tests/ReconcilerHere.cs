using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Reconciler.Worker.Commands;
using Reconciler.Worker.Screen;

namespace Reconciler.Worker.Tests;

/// <summary>
/// The program's own command line, run in the process of the tests: the same as a process of its own but for the second that each of those takes to get ready.
/// What signals, users, the environment or the working folder decide is tried by <see cref="ReconcilerProcess.RunApart"/>.
/// </summary>
internal static class ReconcilerHere
{
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
            return new Ended(exitCode, printed.Output.Text, printed.Messages.Text);
        }
        finally
        {
            Current.Value = null;
            SqliteConnection.ClearAllPools(); // a process that ends keeps no file open
        }
    }

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
