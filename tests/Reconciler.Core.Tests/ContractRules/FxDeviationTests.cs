namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Finding kinds": the applied rate against the wallet's published one.</summary>
public class FxDeviationTests
{
    [Theory]
    [InlineData("1616.00 RUB originally 20.00 USD", "")] // exactly one per cent
    [InlineData("1616.20 RUB originally 20.00 USD", "; fx-deviation T1 A 16.20 RUB certain")]
    [InlineData("1583.80 RUB originally 20.00 USD", "; fx-deviation T1 A 16.20 RUB certain")] // in our favour as well
    [InlineData("1620.00 RUB originally 20.00 USD at 05-07", "")] // none published for the day
    public void A_rate_more_than_1_per_cent_off_the_published_one(string charge, string finding) =>
        Told.Gives($"order A 20.00 USD; published 80 RUB for USD on 05-06; charge T1 {charge} names A", $"T1 pays A {string.Join(' ', charge.Split(' ').Take(2))} named certain{finding}");
}
