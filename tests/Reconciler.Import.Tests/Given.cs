using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>Files and layouts for tests.</summary>
internal static class Given
{
    public static readonly string Sha = new('a', 64);

    public static readonly LayoutCatalog Layouts = LayoutCatalog.Load(Path.Combine(Places.Config, "layouts"));

    public static readonly FileReader Reader = new(Layouts);

    /// <summary>A fixture of this test project.</summary>
    public static string Fixture(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Files", name);

    /// <summary>A real sample, where the machine has them.</summary>
    public static string Sample(string name)
    {
        Assert.SkipWhen(Places.Samples is null, "The folder of real samples is not beside the project.");
        return Path.Combine(Places.Samples!, name);
    }

    public static Layout Known(string path, string? hint = null) => Reader.Identify(path, hint) switch
    {
        Identification.Known(var layout) => layout,
        Identification.Unknown(var why) => throw new InvalidOperationException($"{Path.GetFileName(path)}: {why}"),
        _ => throw new InvalidOperationException(),
    };

    public static string WhyUnknown(string path, string? hint = null) => Assert.IsType<Identification.Unknown>(Reader.Identify(path, hint)).Why;

    /// <summary>What became of the rows that are records, or should be.</summary>
    public static List<RowOutcome> Read(string path, string? account = null, string? hint = null) => [.. All(path, account, hint).Where(o => o is not RowOutcome.PassedOver)];

    /// <summary>What is named as no record: its reason and how many rows.</summary>
    public static List<string> PassedOver(string path) =>
        [.. All(path).OfType<RowOutcome.PassedOver>().GroupBy(p => p.What).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}: {p.Sum(x => x.Rows)}"))];

    public static List<RowOutcome> All(string path, string? account = null, string? hint = null) =>
        [.. Reader.Read(path, Known(path, hint), account, Sha, Path.GetFileName(path), TestContext.Current.CancellationToken)];

    public static List<Entry> Entries(string path, string? account = null) => [.. Read(path, account).OfType<RowOutcome.ReadEntry>().Select(r => r.Entry)];

    public static List<Order> Orders(string path, string? account = null) => [.. Read(path, account).OfType<RowOutcome.ReadOrder>().Select(r => r.Order)];

    /// <summary>Reads a text as a file of its own.</summary>
    public static List<RowOutcome> ReadText(string text, string name = "some.csv", Encoding? encoding = null)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[name], text, encoding ?? new UTF8Encoding(false));
        return Read(folder[name]);
    }

    public static string WhyUnknownText(string text, string name = "some.csv", string? hint = null)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[name], text);
        return WhyUnknown(folder[name], hint);
    }

    /// <summary>A rejected row as a report shows it.</summary>
    public static string Told(RowOutcome outcome) => Assert.IsType<RowOutcome.Rejected>(outcome).Row is var row
        ? string.Create(CultureInfo.InvariantCulture, $"{row.FileName}:{row.Line}: {row.Column}\n  \"{row.Text}\"\n  {row.Why}")
        : string.Empty;

    public static string Utc(DateTime? time) => time is { } t
        ? (t.Kind == DateTimeKind.Utc ? string.Empty : "not UTC: ") + t.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "never";
}
