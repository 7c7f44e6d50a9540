using Reconciler.Core.Findings;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class WordingTests
{
    [Theory]
    [InlineData("-1234567.5 USD", "−1 234 567.50 USD")]
    [InlineData("1234567 JPY", "1 234 567 JPY")]
    [InlineData("-0.005 KWD", "−0.005 KWD")]
    [InlineData("0 EUR", "0.00 EUR")]
    public void Amounts_have_their_currencys_decimals_and_spaces_between_thousands(string money, string shown)
    {
        Assert.Equal(shown, Wording.Amount(Some.Money(money)).Replace('\u00A0', ' '));
    }

    [Theory]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:04:12", "4 min 12 s")]
    [InlineData("-01:00:00", "1 h")]
    [InlineData("1.00:30:00", "1 day")] // Only two units side by side: days and hours.
    [InlineData("2.03:30:00", "2 days 3 h")]
    public void Spans_are_said_in_their_two_largest_units(string span, string said)
    {
        Assert.Equal(said, Wording.Span(TimeSpan.Parse(span, System.Globalization.CultureInfo.InvariantCulture)).Replace('\u00A0', ' '));
    }

    [Fact]
    public void Every_kind_of_finding_has_a_name_and_a_meaning()
    {
        foreach (var kind in Enum.GetValues<FindingKind>())
        {
            Assert.NotEmpty(Wording.Meaning(kind));
            Assert.Matches("^[A-Z][a-z]+( [a-z]+)*$", Wording.Words(kind));
        }
    }
}
