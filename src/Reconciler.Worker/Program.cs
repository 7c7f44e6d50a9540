using System.Text;
using Reconciler.Worker.Commands;
using Reconciler.Worker.Screen;
using Reconciler.Worker.Settings;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.SetOut(new LineWriter(Console.Out));
Console.SetError(new LineWriter(Console.Error));
FileRights.KeepToGroup();
return await CommandLine.Run(args);
