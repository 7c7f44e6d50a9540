using System.Globalization;
using Reconciler.Core.Values;

namespace Reconciler.Core.Tests;

/// <summary>The currencies are those of ISO 4217, the withdrawn ones too, by letters and by number.</summary>
public sealed class CurrencyTests
{
    [Theory]
    [InlineData("XCG", "XCG", 2)] // of Curaçao and Sint Maarten since March 2025; the number was ANG's
    [InlineData("532", "XCG", 2)]
    [InlineData("ZWG", "ZWG", 2)]
    [InlineData("924", "ZWG", 2)]
    [InlineData("sle", "SLE", 2)]
    [InlineData("925", "SLE", 2)]
    [InlineData("414", "KWD", 3)]
    [InlineData("682", "SAR", 2)]
    [InlineData("941", "RSD", 2)]
    [InlineData("036", "AUD", 2)]
    [InlineData("CLF", "CLF", 4)]
    [InlineData("927", "UYW", 4)]
    [InlineData("JPY", "JPY", 0)]
    // Withdrawn, and read as what they are: their rows are of their time.
    [InlineData("ANG", "ANG", 2)]
    [InlineData("BGN", "BGN", 2)]
    [InlineData("HRK", "HRK", 2)]
    [InlineData("191", "HRK", 2)]
    [InlineData("SLL", "SLL", 2)]
    [InlineData("ZWL", "ZWL", 2)]
    [InlineData("BYR", "BYR", 0)] // ten thousand of them were one BYN
    [InlineData("974", "BYR", 0)]
    [InlineData("280", null, 0)] // of the Federal Republic before 1990: the list has 276
    // Russian banks still write the code and number of before 1998.
    [InlineData("RUR", "RUB", 2)]
    [InlineData("810", "RUB", 2)]
    [InlineData("643", "RUB", 2)]
    [InlineData("XAU", null, 0)]
    [InlineData("WMZ", null, 0)]
    [InlineData("", null, 0)]
    public void A_code_or_a_number_is_read(string text, string? code, int decimals)
    {
        Assert.Equal(code is not null, Currency.TryParse(text, out var currency));
        Assert.Equal(code ?? string.Empty, currency.Code);
        if (code is not null)
        {
            Assert.Equal(decimals, currency.Decimals);
            Assert.Equal((long)Math.Pow(10, decimals), currency.MinorUnitsPerUnit);
            Assert.Equal(currency, Currency.Of(code));
        }
    }

    [Theory]
    [InlineData("WMZ", "is not a currency code of ISO 4217, such as USD.")]
    [InlineData("XAG", "stands in ISO 4217 (Silver) without a minor unit: sums in it cannot be kept.")]
    public void The_reason_of_a_refusal_is_true(string text, string why) => Assert.Equal(why, Currency.WhyNot(text));

    [Fact]
    public void Each_code_stands_once_and_each_number_has_one_current_currency()
    {
        Assert.Equal(CurrencyList.All.Select(c => c.Code).Distinct().Order(StringComparer.Ordinal), CurrencyList.All.Select(c => c.Code));
        Assert.Empty(CurrencyList.All.Where(c => c.Number > 0 && c.Withdrawn.Length == 0).GroupBy(c => c.Number).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(CurrencyList.All.Where(c => c.Withdrawn.Length == 0 && c.Decimals is not null), c => Assert.Equal(c.Code, CurrencyList.Find(c.Number.ToString("D3", CultureInfo.InvariantCulture))?.Code));
        Assert.All(CurrencyList.All, c => Assert.Matches("^[A-Z]{3}$", c.Code));
    }

    [Fact]
    public void Every_currency_that_dotnet_knows_of_a_country_is_in_the_list()
    {
        var countries = CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(c => c.Name).Where(n => n.Length > 0).Select(n => new RegionInfo(n)).Where(r => r.ISOCurrencySymbol.Length == 3 && r.ISOCurrencySymbol is not ("XXX" or "XDR")).ToList();

        Assert.True(countries.Count > 200, "This machine's .NET has no ICU: its countries cannot be compared.");
        Assert.Empty(countries.Where(r => !Currency.TryParse(r.ISOCurrencySymbol, out _)).Select(r => $"{r.Name} {r.ISOCurrencySymbol}").Distinct());
    }

    [Fact]
    public void The_list_was_compared_with_ISOs_within_the_last_year()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        Assert.True(
            today <= CurrencyList.CheckedOn.AddYears(1),
            $"The currencies were last compared with ISO 4217 on {CurrencyList.CheckedOn:O}. Take lists one and three of the maintenance agency anew into src/Reconciler.Core/Values/currencies.csv, and write the day there.");
    }
}
