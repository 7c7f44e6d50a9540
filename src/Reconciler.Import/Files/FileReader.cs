using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;
using Reconciler.Import.Reading;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Files;

/// <summary>Tells what an input file is, and reads it row by row. Files are never changed.</summary>
public sealed class FileReader(LayoutCatalog catalog, ImportLimits? limits = null)
{
    private readonly ImportLimits limits = limits ?? new ImportLimits();
    private Looked? looked;

    /// <summary>Whether records tell where in the file their texts stand: for files that are kept as they are, so that the texts need not be kept a second time.</summary>
    public bool TellsPlaces { get; init; }

    /// <summary>Finds the layout of a file by its columns or fields.</summary>
    /// <param name="layoutHint">The only layout that is tried, or null for all.</param>
    /// <param name="budget">What is left of it by now; null: a whole one.</param>
    /// <exception cref="FileBusyException">Another program writes to the file.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FileBudgetException">It takes more time or memory than one file may.</exception>
    public Identification Identify(string path, string? layoutHint = null, FileBudget? budget = null)
    {
        if (Directory.Exists(path))
        {
            return new Identification.Unknown("It is a folder; a file is expected.");
        }

        var stamp = InputFile.Stamp.Of(path);
        budget ??= new FileBudget(limits, CancellationToken.None);
        budget.GoOn();
        var file = new InputFile(path, budget);
        var bytes = file.Length();
        if (bytes == 0)
        {
            return new Identification.Unknown("It is empty: not a single byte. Export or copy it again.");
        }

        if (bytes > limits.MaxFileBytes)
        {
            return new Identification.Unknown(limits.TooLarge(bytes));
        }

        if (BinaryFile.KindOf(file, limits) is { } kind)
        {
            return new Identification.Unknown(kind);
        }

        var candidates = catalog.Layouts;
        if (layoutHint is not null)
        {
            if (catalog.Find(layoutHint) is not { } hinted)
            {
                return new Identification.Unknown($"There is no layout {layoutHint}. Those that there are lie in config/layouts, a file each.");
            }

            candidates = [hinted];
        }

        var trial = new FileTrial(file, limits, budget, TellsPlaces);
        var found = trial.Identify(candidates);
        looked = found is Identification.Known(var layout) ? new Looked(path, stamp, budget, layout, trial) : null;
        return found;
    }

    /// <summary>Reads the file's records one after the other. CSV is streamed; of a JSON file the text is held in memory.</summary>
    /// <param name="layout">As <see cref="Identify"/> gave it; a layout of the catalogue does as well.</param>
    /// <param name="account">Which of several accounts of that wallet or marketplace, or null. It is joined to the layout's own name: <c>shopify-atelier</c>.</param>
    /// <param name="sha256">SHA-256 of the file's bytes, for the records' source.</param>
    /// <param name="fileName">The file's own name, without folders, for the records' source.</param>
    /// <exception cref="FileBusyException">Another program writes to the file, or it changed while it was read: what came so far must be thrown away.</exception>
    /// <exception cref="FileBudgetException">It takes more time or memory than one file may: what came so far must be thrown away.</exception>
    public IEnumerable<RowOutcome> Read(string path, Layout layout, string? account, string sha256, string fileName, CancellationToken cancel = default) =>
        Read(path, layout, account, sha256, fileName, new FileBudget(limits, cancel));

    /// <inheritdoc cref="Read(string, Layout, string?, string, string, CancellationToken)"/>
    /// <param name="budget">What is left of it by now. Where it is the one by which the file was identified just before, the file is not looked at a second time.</param>
    public IEnumerable<RowOutcome> Read(string path, Layout layout, string? account, string sha256, string fileName, FileBudget budget)
    {
        var stamp = InputFile.Stamp.Of(path);
        budget.GoOn();
        var known = looked is { } before && before.Path == path && before.Stamp == stamp && ReferenceEquals(before.Budget, budget) && ReferenceEquals(before.Layout, layout) ? before.Trial : null;
        var trial = known ?? new FileTrial(new InputFile(path, budget), limits, budget, TellsPlaces);
        looked = null;
        var decided = layout;
        if (known is null)
        {
            var identified = trial.Identify([layout]);
            if (identified is Identification.Unknown(var why))
            {
                yield return new RowOutcome.Rejected(new RejectedRow(sha256, fileName, 0, string.Empty, string.Empty, why), 0);
                yield break;
            }

            decided = ((Identification.Known)identified).Layout;
        }

        var reader = new RecordReader(decided, account ?? string.Empty, sha256, fileName);
        var rows = 0L;
        var beyond = 0;
        var firstBeyond = 0;
        foreach (var record in budget.Over(RecordGroups.Of(trial.Records(decided), decided, limits)))
        {
            rows += record.Rows;
            if (rows > limits.MaxRows)
            {
                firstBeyond = beyond == 0 ? record.Line : firstBeyond;
                beyond += record.Rows;
                continue;
            }

            foreach (var outcome in reader.Read(record))
            {
                budget.Rest();
                yield return outcome;
                budget.GoOn();
            }
        }

        foreach (var part in trial.PassedOver)
        {
            yield return part;
        }

        if (beyond > 0)
        {
            yield return new RowOutcome.Rejected(
                new RejectedRow(sha256, fileName, firstBeyond, string.Empty, string.Empty, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The file has more than {limits.MaxRows:N0} rows; {beyond:N0} from here on were not read. Export a shorter time, or raise Import:MaxRows.")),
                beyond);
        }

        if (InputFile.Stamp.Of(path) != stamp)
        {
            throw new FileBusyException(path, "changed while it was read");
        }
    }

    /// <summary>What was learnt of a file when it was identified.</summary>
    private sealed record Looked(string Path, InputFile.Stamp Stamp, FileBudget Budget, Layout Layout, FileTrial Trial);
}
