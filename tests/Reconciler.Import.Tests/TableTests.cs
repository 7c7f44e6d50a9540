using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

/// <summary>The keys of the layout model for tables of every form: skip, blank, hash, units, several entries of a row, pages by selectors, unix times.</summary>
public sealed class TableTests
{
    private const string Layout = """
        {
          "name": "mono", "about": "Invented.", "kind": "statement", "format": "csv", "wallet": "mono",
          "knownBy": [["day"], ["sum"]], "currency": { "text": "EUR" }, "blank": ["--"],
          "skip": [[{ "of": "day", "is": ["Total"] }]],
          "html": { "row": ".line", "cells": { "day": ".day", "sum": ".sum", "back": ".back", "text": "@title" } },
          "entry": [
            { "when": { "of": "sum", "empty": false }, "id": { "hash": ["day", "sum", "text"] }, "bookedAt": { "of": "day", "formats": ["d.M.yyyy", "d MMMM yyyy", "unix"], "zone": "UTC" },
              "type": { "of": "text", "rules": [{ "is": "payment" }] }, "status": { "of": "text", "rules": [{ "is": "succeeded" }] }, "amount": { "of": "sum", "units": "minor" }, "description": "text" },
            { "when": { "of": "back", "empty": false }, "id": { "hash": ["day", "back"] }, "bookedAt": { "of": "day", "formats": ["d.M.yyyy"], "zone": "UTC" },
              "type": { "of": "text", "rules": [{ "is": "refund" }] }, "status": { "of": "text", "rules": [{ "is": "succeeded" }] }, "amount": "back" }
          ]
        }
        """;

    [Fact]
    public void Rows_that_say_the_same_are_told_apart_and_the_same_row_has_one_id_in_every_file()
    {
        var twice = Ids("day,sum,back,text\n6.5.2026,-250,,a\n6.5.2026,-250,,a\n7.5.2026,-100,,b\n");
        var later = Ids("day,sum,back,text\n7.5.2026,-100,,b\n6.5.2026,-250,,a\n");
        Assert.Equal(twice[0] + "-2", twice[1]);
        Assert.Equal([twice[2], twice[0]], later);
    }

    [Fact]
    public void Cents_blanks_totals_and_a_payment_with_its_refund_on_one_row() =>
        Assert.Equal(
            ["Payment -2.50 EUR ", "Refund 1.25 EUR ", "Payment -1.00 EUR b"],
            Read("day,sum,back,text\n6.5.2026,-250,1.25,--\n7.5.2026,-100,--,b\nTotal,-350,,\n").Select(e => $"{e.Type} {e.Amount} {e.Description}"));

    [Fact]
    public void A_row_that_makes_no_entry_is_rejected()
    {
        var outcome = Assert.Single(Outcomes("day,sum,back,text\n6.5.2026,--,--,b\n", "a.csv"));
        Assert.Contains("is of a kind that the layout does not know", Given.Told(outcome), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6 мая 2026", "2026-05-06 00:00:00")]
    [InlineData("6 Mai 2026", "2026-05-06 00:00:00")]
    [InlineData("12 août 2026", "2026-08-12 00:00:00")]
    [InlineData("6 déc. 2026", "2026-12-06 00:00:00")]
    [InlineData("1778058000", "2026-05-06 09:00:00")]
    [InlineData("1778058000123", "2026-05-06 09:00:00")]
    public void Months_of_other_languages_and_unix_times_are_read(string day, string utc) =>
        Assert.Equal(utc, Given.Utc(Assert.Single(Read($"day,sum,back,text\n{day},-250,,a\n")).BookedAtUtc));

    [Fact]
    public void A_page_without_a_table_is_read_by_selectors() =>
        Assert.Equal(
            "Payment -2.50 EUR lamp",
            Assert.Single(Outcomes("<html><body><p>May</p><div class=\"line\" title=\"lamp\"><b class=\"day\">6.5.2026</b> <i class=\"sum\">-250</i></div></body></html>", "a.html").OfType<RowOutcome.ReadEntry>()) is { Entry: var e } ? $"{e.Type} {e.Amount} {e.Description}" : "");

    private static List<string> Ids(string text) => [.. Read(text).Select(e => e.Id.Id)];

    private static IEnumerable<Core.Records.Entry> Read(string text) => Outcomes(text, "a.csv").Cast<RowOutcome.ReadEntry>().Select(o => o.Entry);

    private static List<RowOutcome> Outcomes(string text, string name)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["mono.json"], Layout);
        File.WriteAllText(folder[name], text);
        var reader = new FileReader(LayoutCatalog.Load(folder.Path));
        var layout = Assert.IsType<Identification.Known>(reader.Identify(folder[name])).Layout;
        return [.. reader.Read(folder[name], layout, null, Given.Sha, name, TestContext.Current.CancellationToken).Where(o => o is not RowOutcome.PassedOver)];
    }
}
