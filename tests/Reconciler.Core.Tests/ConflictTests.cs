using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>Where two versions of one id tell other money, one of them stands whole, and the finding tells the difference.</summary>
public sealed class ConflictTests
{
    [Fact]
    public void The_version_that_agrees_with_its_order_stands_with_its_own_date_and_text()
    {
        var may = Some.Entry("R1", "-89.90 BRL", "2026-05-12", description: "ARARA-77101");
        var june = Some.Entry("R1", "-150.00 BRL", "2026-06-10", description: "nothing of ours");
        var told = Case.Of(may, june, Some.Order("ARARA-77101", "89.90 BRL", "2026-05-12"));
        Assert.Equal(["R1 pays ARARA-77101 89.90 BRL named certain"], told.Matches());
        Assert.Equal(["conflicting-record open R1 - 60.10 BRL certain"], told.FindingLines());
    }

    [Theory]
    [InlineData("-100.00 EUR", "40.00 EUR", "140.00 EUR")] // the signs count
    [InlineData("-50.00 EUR", "50.00 EUR", "100.00 EUR")]
    [InlineData("-90000000000000.00 EUR", "90000000000000.00 EUR", "180000000000000.00 EUR")]
    [InlineData("-90000000000000.000 KWD", "90000000000000.000 KWD", "180000000000000.000 KWD")]
    [InlineData("0.00 EUR", "-5.00 USD", "5.00 USD")] // other currencies do not subtract, and no finding is about nothing
    public void The_difference_is_positive_whatever_the_sums(string one, string other, string difference) =>
        Assert.Contains($"conflicting-record open T1 - {difference} certain", Case.Of(Some.Entry("T1", one), Some.Entry("T1", other)).FindingLines());

    [Fact]
    public void Versions_that_differ_in_the_original_sum_alone_differ_by_that_though_a_third_tells_none()
    {
        var told = Case.Of(Some.Entry("T1", "-10.00 EUR", original: "-11.00 USD"), Some.Entry("T1", "-10.00 EUR", original: "-12.00 USD"), Some.Entry("T1", "-10.00 EUR"));
        Assert.Contains("conflicting-record open T1 - 1.00 USD certain", told.FindingLines());
    }
}
