using Reconciler.Import.Layouts;
using Reconciler.Worker.Jobs;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Commands;

/// <summary><c>import</c>: reads files by path, or all that lies in the inbox.</summary>
internal static class ImportCommand
{
    public static Task<int> Run(CommandContext context, IReadOnlyList<string> files, string? layout, CancellationToken stop)
    {
        if (files.FirstOrDefault(f => !File.Exists(f)) is { } missing)
        {
            throw new UnknownNameException($"{missing}: there is no such file.");
        }

        if (layout is not null && LayoutCatalog.Load(context.Place.Folder(context.Place.Settings.Folders.Layouts)) is var layouts && layouts.Find(layout) is null)
        {
            throw new SettingsException($"--layout {layout}: there is no such layout; there are {string.Join(", ", layouts.Layouts.Select(l => l.Name))}.");
        }

        return context.Holding((store, run, log) =>
        {
            if (context.Place.IsSample)
            {
                context.Place.CopySeeds(store);
            }

            var job = new ImportJob(context.Place, store, log);
            var summaries = files.Count > 0 ? job.ReadFiles(files, layout, run, stop) : job.ReadInbox(run, stop);
            Summary.PrintFiles(context.Output, summaries);
            Summary.PrintRows(context.Output, Chain.Sum(summaries));

            // A file named on the command line that no layout knows is the caller's mistake; one in the inbox is a result.
            return Task.FromResult(files.Count > 0 && summaries.Any(s => s.Layout.Length == 0) ? ExitCode.Failed : ExitCode.Done);
        });
    }
}
