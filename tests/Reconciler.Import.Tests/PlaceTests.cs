using System.Text;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>A record tells where in its file its text stands, so that the archived file proves it.</summary>
public sealed class PlaceTests : IDisposable
{
    private const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency,description\r\n";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // a byte order mark stands before the text
    public void The_very_text_of_each_row_stands_at_its_place(bool isMarked)
    {
        File.WriteAllText(
            folder["a.csv"],
            $"{Header}T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,EUR,Lämpchen €\r\nT2,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,EUR,\"over\ntwo lines\"\r\nT3,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,EUR,x",
            new UTF8Encoding(isMarked));
        var sources = Read(folder["a.csv"]).ConvertAll(e => e.Source);
        Assert.Equal(["T1", "T2", "T3"], sources.Select(s => s.RawText[..2]));
        Assert.Equal("T2,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,EUR,\"over\ntwo lines\"", sources[1].RawText);
        Assert.All(sources, source => Assert.Equal(source.RawText, TextAt(source)));
        Assert.All(sources, source => Assert.Equal(source.Place!.Value.Bytes, source.RawBytes));
    }

    [Fact]
    public void Behind_a_line_that_is_broken_the_places_are_right_too()
    {
        File.WriteAllText(folder["a.csv"], $"{Header}T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,EUR,\"open\r\nT2,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,EUR,x\r\n");
        var sources = Read(folder["a.csv"]).ConvertAll(e => e.Source);
        Assert.Equal("T2", Assert.Single(sources).RawText[..2]);
        Assert.Equal(sources[0].RawText, TextAt(sources[0]));
    }

    [Fact]
    public void An_item_of_a_JSON_file_stands_at_its_place()
    {
        var path = Given.Fixture("qiwi.json");
        var sources = Read(path).ConvertAll(e => e.Source);
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.Equal(source.RawText, TextAt(source, path)));
    }

    [Fact]
    public void In_another_encoding_no_text_has_a_place()
    {
        File.WriteAllText(folder["a.csv"], $"{Header}T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,RUB,Лампа настольная для чтения\r\n", TextEncoding.Named("windows-1251"));
        var source = Assert.Single(Read(folder["a.csv"])).Source;
        Assert.Null(source.Place);
        Assert.EndsWith("Лампа настольная для чтения", source.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_file_that_is_not_kept_no_place_is_told()
    {
        File.WriteAllText(folder["a.csv"], $"{Header}T1,kassa,2026-05-06T09:00:00Z,payment,succeeded,-5.00,EUR,x\r\n");
        Assert.Null(Assert.Single(Given.Entries(folder["a.csv"])).Source.Place);
    }

    private static List<Entry> Read(string path) =>
        [.. new FileReader(Given.Layouts) { TellsPlaces = true }.Read(path, Given.Known(path), null, Given.Sha, "a", TestContext.Current.CancellationToken).OfType<RowOutcome.ReadEntry>().Select(r => r.Entry)];

    private string TextAt(SourceLine source, string? path = null) =>
        Encoding.UTF8.GetString(File.ReadAllBytes(path ?? folder["a.csv"]).AsSpan((int)source.Place!.Value.Offset, source.Place.Value.Bytes));
}
