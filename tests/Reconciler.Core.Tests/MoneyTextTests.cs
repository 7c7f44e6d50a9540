using System.Globalization;
using CsCheck;
using Reconciler.Core.Values;

namespace Reconciler.Core.Tests;

/// <summary>A sum is written from its minor units, and reads as the decimal number that it is.</summary>
public sealed class MoneyTextTests
{
    [Theory]
    [InlineData(0, "USD", "0.00 USD")]
    [InlineData(-5, "EUR", "-0.05 EUR")]
    [InlineData(12345, "USD", "123.45 USD")]
    [InlineData(12345, "JPY", "12345 JPY")]
    [InlineData(0, "JPY", "0 JPY")]
    [InlineData(-1000, "KWD", "-1.000 KWD")]
    [InlineData(7, "CLF", "0.0007 CLF")]
    [InlineData(-long.MaxValue, "CLF", "-922337203685477.5807 CLF")]
    public void A_sum_is_written_with_all_decimals_of_its_currency(long minorUnits, string code, string text)
    {
        var sum = new Money(minorUnits, Currency.Of(code));

        Assert.Equal(text, sum.ToString());
        Assert.Equal(text, $"{sum}");
        Assert.Equal(text, sum.ToAmountText() + " " + code);
    }

    [Fact]
    public void A_sum_reads_as_its_decimal_number() =>
        Gen.Select(Gen.OneOf(Gen.Long.Where(n => n != long.MinValue), Gen.Long[-100_000, 100_000]), Gen.OneOf(Gen.Const("JPY"), Gen.Const("USD"), Gen.Const("KWD"), Gen.Const("CLF"))).Sample((minorUnits, code) =>
        {
            var sum = new Money(minorUnits, Currency.Of(code));
            return sum.ToAmountText() == sum.Amount.ToString("F" + sum.Currency.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        });
}
