using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests;

public sealed class RateFileTests
{
    [Fact]
    public void Rates_of_all_files_are_found_by_wallet_day_and_currencies()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["qiwi.csv"], "\uFEFFrate,wallet,day,original,wallet_currency\n92.5130,qiwi,2026-05-06,USD,RUB\n\n92.5130,qiwi,2026-05-06,usd,643\n");
        File.WriteAllText(folder["mono.csv"], "wallet,day,original,wallet_currency,rate\nmono,2026-05-06,EUR,UAH,48.10\n");
        var rates = RateFiles.Load(folder.Path);

        Assert.Equal(92.5130m, rates.Find("qiwi", new DateOnly(2026, 5, 6), Currency.Of("USD"), Currency.Of("RUB")));
        Assert.Equal(48.10m, rates.Find("mono", new DateOnly(2026, 5, 6), Currency.Of("EUR"), Currency.Of("UAH")));
        Assert.Null(rates.Find("qiwi", new DateOnly(2026, 5, 7), Currency.Of("USD"), Currency.Of("RUB")));
    }

    [Fact]
    public void Without_a_folder_there_are_no_rates()
    {
        using var folder = new TempFolder();
        Assert.Null(RateFiles.Load(folder["none"]).Find("qiwi", new DateOnly(2026, 5, 6), Currency.Of("USD"), Currency.Of("RUB")));
    }

    [Theory]
    [InlineData("wallet,day,original,rate\n", "r.csv:1: the column wallet_currency is missing. The columns are wallet, day, original, wallet_currency, rate.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nqiwi,6.5.2026,USD,RUB,92\n", "r.csv:2: day: \"6.5.2026\" is not a day written like 2026-05-06, from 1970 to 2200.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nqiwi,2026-05-06,USD,ROUBLE,92\n", "r.csv:2: wallet_currency: \"ROUBLE\" is not a currency code of ISO 4217, such as USD.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nqiwi,2026-05-06,USD,RUB,\"92,5\"\n", "r.csv:2: rate: \"92,5\" is not a rate above zero with a decimal point, such as 92.5130: wallet units for one original unit.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nq,2026-05-06,USD,RUB,92\nq,2026-05-06,USD,RUB,93\n", "r.csv:3: rate differs from the one for the same wallet, day and currencies in r.csv:2. Remove one.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nqiwi,9999-12-31,USD,RUB,92\n", "r.csv:2: day: \"9999-12-31\" is not a day written like 2026-05-06, from 1970 to 2200.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nqiwi,2026-05-06,USD,RUB,92,51\n", "r.csv:2: has 6 fields under 5 columns. A rate is written with a decimal point, such as 92.5130.")] // read as 92, the kopeks lost
    [InlineData("wallet,day,original,wallet_currency,rate,Rate\nqiwi,2026-05-06,USD,RUB,92,93\n", "r.csv:1: the column rate stands there twice. Once is allowed.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nqiwi,2026-05-06,RUB,RUB,92\n", "r.csv:2: wallet_currency: \"RUB\" is the original currency too; a rate leads from one currency to another.")]
    [InlineData("wallet,day,original,wallet_currency,rate\nqiwi,2026-05-06,USD,RUB,1e999\n", "r.csv:2: rate: \"1e999\" is not a rate above zero with a decimal point, such as 92.5130: wallet units for one original unit.")]
    public void A_wrong_rate_names_file_line_and_column(string text, string message)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["r.csv"], text);
        Assert.Equal(message, Assert.Throws<RateFileException>(() => RateFiles.Load(folder.Path)).Message);
    }
}
