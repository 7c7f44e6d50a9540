namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Duplicates".</summary>
public class DuplicateTests
{
    [Theory]
    [InlineData("T2 20.00 USD at 05-06 09:05 names A", "duplicate-charge T2 A 20.00 USD certain")]
    [InlineData("T2 20.00 USD at 05-06 09:05", "duplicate-charge T2 A 20.00 USD probable")]
    [InlineData("T2 20.00 USD at 05-08 09:00", "duplicate-charge T2 A 20.00 USD probable")] // 48 hours after
    [InlineData("T2 20.00 USD at 05-08 09:00:01", "charge-without-order T2 - 20.00 USD certain")]
    [InlineData("T2 20.00 USD at 05-04 09:00", "duplicate-charge T2 A 20.00 USD probable")] // 48 hours before
    [InlineData("T2 20.00 USD at 05-04 08:59:59", "charge-without-order T2 - 20.00 USD certain")]
    [InlineData("T2 20.00 USD at 05-06 09:05 to Else", "charge-without-order T2 - 20.00 USD certain")] // another counterparty
    [InlineData("T2 20.01 USD at 05-06 09:05", "charge-without-order T2 - 20.01 USD certain")] // amount
    [InlineData("T2 20.00 EUR at 05-06 09:05", "charge-without-order T2 - 20.00 EUR certain")] // currency
    [InlineData("T2 20.00 USD at 05-06 09:05 in wise", "charge-without-order T2 - 20.00 USD certain")] // wallet
    [InlineData("T2 20.00 USD at 05-06 09:05 failed", "")]
    [InlineData("T2 20.00 USD at 05-06 09:05 pending", "")]
    [InlineData("T2 20.00 USD at 05-06 09:05 reversed", "")]
    [InlineData("T1 20.00 USD names A", "")] // the same transaction in two files
    public void Beside_a_named_payment(string second, string finding) =>
        Told.Gives("order A 20.00 USD; charge T1 20.00 USD names A; charge " + second, "T1 pays A 20.00 USD named certain" + (finding.Length > 0 ? "; " + finding : ""));

    [Theory]
    [InlineData("order A 20.00 USD at 05-06 09:09; charge T1 20.00 USD at 05-06 09:04; charge T2 20.00 USD at 05-06 09:10", "T1 pays A 20.00 USD exact-amount probable; duplicate-charge T2 A 20.00 USD probable")] // the earlier is the payment, though the later is nearer
    [InlineData("order A 20.00 USD; charge T1 20.00 USD; charge T2 20.00 USD at 05-06 09:05 names A", "T2 pays A 20.00 USD named certain; duplicate-charge T1 A 20.00 USD probable")] // a name is never undone
    [InlineData("order A 20.00 USD; charge T1 20.00 USD; charge T2 20.00 USD at 05-06 09:05; charge T3 20.00 USD at 05-06 09:10", "T1 pays A 20.00 USD exact-amount probable; duplicate-charge T2 A 20.00 USD probable; duplicate-charge T3 A 20.00 USD probable")]
    [InlineData("order A 20.00 USD; order B 20.00 USD at 05-06 09:05; charge T1 20.00 USD; charge T2 20.00 USD at 05-06 09:06", "T1 pays A 20.00 USD exact-amount probable; T2 pays B 20.00 USD exact-amount probable")] // two rightful purchases
    [InlineData("order A 20.00 USD; order B 20.00 USD at 05-06 09:03; charge T1 20.00 USD at 05-06 09:04; charge T2 20.00 USD at 05-06 09:05 names A", "T1 pays B 20.00 USD exact-amount probable; T2 pays A 20.00 USD named certain")] // it fits an open order
    [InlineData("order A 10.00 USD at 05-04 16:00; order B 10.00 USD cancelled unpaid at 05-04 22:00; order C 10.00 USD cancelled unpaid at 05-05 16:00; charge T1 10.00 USD at 05-03 16:00; charge T2 10.00 USD at 05-05 04:00; charge T3 10.00 USD at 05-06 04:00; today 05-07", "T1 pays A 10.00 USD exact-amount probable; T2 pays B 10.00 USD exact-amount probable; T3 pays C 10.00 USD exact-amount probable")] // T2 gave way to T1 and fits B: it takes nobody's place
    [InlineData("order A 10.00 USD took 800.00 RUB; charge T1 800.00 RUB at 05-06 03:05; charge T2 800.00 RUB originally 10.00 USD at 05-06 11:00", "T1 pays A 800.00 RUB exact-amount probable; duplicate-charge T2 A 800.00 RUB probable")] // either way it fits
    [InlineData("order A 20.00 USD; charge T1 20.00 USD failed names A; charge T2 20.00 USD reversed at 05-06 09:02 names A; charge T3 20.00 USD at 05-06 09:05 names A", "T3 pays A 20.00 USD named certain")] // a retry
    [InlineData("order A 20.00 USD; hold H 20.00 USD names A; charge T1 20.00 USD at 05-06 09:05 of H names A", "T1 pays A 20.00 USD named certain")] // authorisation and capture
    [InlineData("order A 20.00 USD; order B 7.00 USD; charge T1 27.00 USD; charge T2 27.00 USD at 05-06 09:05", "T1 pays A 20.00 USD several-orders probable; T1 pays B 7.00 USD several-orders probable; duplicate-charge T2 A+B 27.00 USD probable")]
    [InlineData("charge T1 20.00 USD; charge T2 20.00 USD at 05-06 09:05", "charge-without-order T1 - 20.00 USD certain; charge-without-order T2 - 20.00 USD certain")] // no matched charge to repeat
    public void Repeats_and_rightful_repeats(string told, string gives) => Told.Gives(told, gives);
}
