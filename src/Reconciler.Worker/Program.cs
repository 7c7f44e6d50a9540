using System.CommandLine;
using System.Text;
using Reconciler.Worker.Commands;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.SetOut(new LineWriter(Console.Out));
Console.SetError(new LineWriter(Console.Error));
var parsed = CommandLine.Build().Parse(args, CommandLine.Parsing);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("Try: reconciler --help");
    return ExitCode.Usage;
}

// A stop signal is obeyed between two steps, and in the middle of a file; what is at work may end first.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(14) });
