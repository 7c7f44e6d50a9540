namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Versions".</summary>
public class VersionsTests
{
    [Theory]
    [InlineData("order A 20.00 USD; charge T1 20.00 USD pending names A; charge T1 20.00 USD failed names A; today 05-07", "")]
    [InlineData("order A 20.00 USD; charge T1 20.00 USD failed names A; charge T1 20.00 USD succeeded names A", "T1 pays A 20.00 USD named certain")]
    [InlineData("order A 20.00 USD; charge T1 20.00 USD pending names A; charge T1 20.00 USD succeeded names A", "T1 pays A 20.00 USD named certain")]
    [InlineData("order A 20.00 USD cancelled; charge T1 20.00 USD succeeded names A; charge T1 20.00 USD reversed names A", "")]
    public void Of_two_versions_of_one_entry_the_later_status_stands(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("order A 20.00 USD paid on 05-06; order A 20.00 USD cancelled on 05-07; charge T1 20.00 USD names A", "T1 pays A 20.00 USD named certain; missing-refund T1 A 20.00 USD due 2026-05-21 certain")]
    [InlineData("order A 20.00 USD cancelled on 05-06; order A 20.00 USD shipped on 05-07; charge T1 20.00 USD names A", "T1 pays A 20.00 USD named certain")] // the time decides, not the status
    [InlineData("order A 20.00 USD shipped on 05-07; order A 20.00 USD cancelled on 05-07; charge T1 20.00 USD names A", "T1 pays A 20.00 USD named certain; missing-refund T1 A 20.00 USD due 2026-05-21 certain")]
    [InlineData("order A 20.00 USD refunded on 05-07; order A 20.00 USD disputed on 05-07; charge T1 20.00 USD names A", "T1 pays A 20.00 USD named certain")] // disputed is the last of the list
    public void Of_two_versions_of_one_order_the_later_time_stands_and_then_the_later_status(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("order A 25.00 USD; charge T1 20.00 USD names A; charge T1 25.00 USD names A", "T1 pays A 25.00 USD named certain; conflicting-record T1 - 5.00 USD certain")] // agrees with its order
    [InlineData("order A 20.00 USD; charge T1 30.00 USD names A; charge T1 25.00 USD names A", "T1 pays A 25.00 USD named certain; amount-mismatch T1 A 5.00 USD certain; conflicting-record T1 - 5.00 USD certain")] // neither agrees: the smaller
    [InlineData("order A 25.00 USD names T1; charge T1 20.00 USD; charge T1 25.00 USD", "T1 pays A 25.00 USD named certain; conflicting-record T1 - 5.00 USD certain")] // its order names it
    [InlineData("order A 25.00 USD; charge T1 20.00 USD; charge T1 25.00 USD", "T1 pays A 25.00 USD exact-amount probable; conflicting-record T1 - 5.00 USD certain")] // nothing names anything
    [InlineData("order A 20.00 USD; order A 25.00 USD; charge T1 25.00 USD names A", "T1 pays A 25.00 USD named certain; conflicting-record - A 5.00 USD certain")]
    [InlineData("order A 20.00 USD; order A 22.00 USD; charge T1 25.00 USD names A", "T1 pays A 25.00 USD named certain; amount-mismatch T1 A 5.00 USD certain; conflicting-record - A 2.00 USD certain")]
    [InlineData("order A 20.00 USD; charge T1 20.00 USD pending names A; charge T1 20.50 USD succeeded names A", "T1 pays A 20.00 USD named certain; conflicting-record T1 - 0.50 USD certain")] // pending or not
    public void Other_money_under_one_id_is_a_conflict_and_the_version_that_agrees_with_its_order_stands_else_the_smaller(string told, string gives) => Told.Gives(told, gives);
}
