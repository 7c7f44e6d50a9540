using Reconciler.Core.Findings;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class WordingTests
{
    [Theory]
    [InlineData("-1234567.5 USD", "−1,234,567.50 USD")]
    [InlineData("1234567 JPY", "1,234,567 JPY")]
    [InlineData("-0.005 KWD", "−0.005 KWD")]
    [InlineData("0 EUR", "0.00 EUR")]
    public void Amounts_have_their_currencys_decimals_and_commas_between_thousands(string money, string shown)
    {
        Assert.Equal(shown, Wording.Amount(Some.Money(money)).Replace('\u00A0', ' '));
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
