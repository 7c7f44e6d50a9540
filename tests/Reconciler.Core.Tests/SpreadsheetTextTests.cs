using CsCheck;
using Reconciler.Core.Values;

namespace Reconciler.Core.Tests;

/// <summary>Texts of others that a spreadsheet would run when it opens a CSV file.</summary>
public sealed class SpreadsheetTextTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://example.org\")", "'=HYPERLINK(\"http://example.org\")")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+cmd|'/C calc'!A0", "'+cmd|'/C calc'!A0")]
    [InlineData("-2+3+cmd|'/C calc'!A0", "'-2+3+cmd|'/C calc'!A0")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\"=1", "'\"=1")]
    [InlineData("\tLamp", "'\tLamp")]
    [InlineData("\rLamp", "'\rLamp")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＠SUM(A1)", "'＠SUM(A1)")]
    [InlineData("Lamp;=1+1", "Lamp;'=1+1")] // where ; separates the cells, this begins one
    [InlineData("Lamp\n=1+1", "Lamp\n'=1+1")]
    [InlineData("'=1", "''=1")] // so that reading takes one apostrophe away again
    [InlineData("- back for the lamp", "'- back for the lamp")]
    public void A_formula_gets_an_apostrophe(string text, string guarded) => Assert.Equal(guarded, SpreadsheetText.Guarded(text));

    [Theory]
    [InlineData("")]
    [InlineData("Lamp = 5 EUR")]
    [InlineData("A-100001")]
    [InlineData("a@example.org")]
    [InlineData("'t Hooft")]
    [InlineData("-5")] // an id of a wallet that counts down
    [InlineData("+7 912 345")]
    [InlineData("-12.50;-3.00")]
    [InlineData("--")]
    [InlineData("8192259914964417")]
    public void Any_other_text_stays_as_it_is(string text)
    {
        Assert.Equal(text, SpreadsheetText.Guarded(text));
        Assert.Equal(text, SpreadsheetText.Unguarded(text));
    }

    [Fact]
    public void Reading_gives_back_just_what_was_written() =>
        Gen.Char["=+-@;\n\r\t '\"＝a1.,|"].Array[0, 12].Select(c => new string(c)).Sample(text => SpreadsheetText.Unguarded(SpreadsheetText.Guarded(text)) == text, iter: 20_000);
}
