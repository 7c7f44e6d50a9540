namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Order changed after payment": what the export says was paid by gift card and the like; and numbers that are nearly given.</summary>
public class PaidOtherwiseTests
{
    [Theory]
    [InlineData("order A 32.40 USD otherwise 'Gift Card'", "order-without-charge - A 32.40 USD possible")]
    [InlineData("order A 54.00 USD otherwise 'Gift Card'; charge T1 29.00 USD at 05-06 10:00 to 'AMZN Mktp'", "charge-without-order T1 - 29.00 USD possible; order-without-charge - A 54.00 USD possible")]
    [InlineData("order A 54.00 USD otherwise 'Gift Card'; charge T1 29.00 USD names A", "T1 pays A 29.00 USD named certain; amount-mismatch T1 A 25.00 USD possible")]
    [InlineData("order A 54.00 USD otherwise 'Gift Card' took 29.00 USD; charge T1 29.00 USD", "T1 pays A 29.00 USD exact-amount probable")] // the export tells the rest
    [InlineData("order A 54.00 USD otherwise 'Gift Card' cancelled; charge T1 29.00 USD names A", "T1 pays A 29.00 USD named certain; amount-mismatch T1 A 25.00 USD possible; missing-refund T1 A 29.00 USD due 2026-05-20 possible")]
    [InlineData("order A 54.00 USD; charge T1 29.00 USD at 05-06 10:00 to 'AMZN Mktp'", "charge-without-order T1 - 29.00 USD certain; order-without-charge - A 54.00 USD certain")]
    public void What_depends_on_a_gift_card_is_possible_at_most(string told, string gives) => Told.Gives(told, gives);

    [Fact]
    public void The_reason_names_the_instrument() =>
        Assert.Contains("its export says that it was paid with Gift Card too", Assert.Single(Told.Read(["order A 32.40 USD otherwise 'Gift Card'"]).Findings()).Why.English, StringComparison.Ordinal);

    [Theory]
    [InlineData("GALA-0005 Ticket", "GALA-00005")]
    [InlineData("Rechnung GALA-000005", "GALA-00005")]
    [InlineData("GALA 00005", "GALA-00005")]
    [InlineData("gala5", "GALA-00005")]
    [InlineData("GALA-50", "")] // the other one costs more
    [InlineData("GALA-6", "")]
    public void A_number_that_is_nearly_given_is_proposed_and_names_nothing(string text, string proposed)
    {
        var told = Told.Read(["order GALA-00005 45.00 EUR unpaid awaiting-payment", "order GALA-00050 46.00 EUR unpaid awaiting-payment", $"charge T1 45.00 EUR at 05-12 text '{text}'"]);
        var finding = Assert.Single(told.Findings());
        Assert.Empty(told.Matches());
        Assert.Equal(proposed, finding.Why.English.Contains("possible: ", StringComparison.Ordinal) ? finding.Why.English.Split("possible: order ")[1].Split(' ')[0] : "");
        if (proposed.Length > 0)
        {
            Assert.Contains(Findings.Explanation.Of(told.Match(), told.Findings(), "T1")!, line => line.StartsWith("  nearest order aliexpress/GALA-00005", StringComparison.Ordinal));
        }
    }
}
