namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Time": a source that tells only a day means any moment of it, and a window holds when it holds for one of them.</summary>
public class DayTests
{
    [Theory]
    [InlineData("order A 20.00 USD at 05-06 01:10; charge T1 20.00 USD day 05-05 anywhere names A", "T1 pays A 20.00 USD named certain")] // bought in the evening in Los Angeles
    [InlineData("order A 20.00 USD at 05-07 11:59; charge T1 20.00 USD day 05-05 anywhere names A; today 05-08", "T1 pays A 20.00 USD named certain")]
    [InlineData("order A 20.00 USD at 05-07 12:00; charge T1 20.00 USD day 05-05 anywhere names A; today 05-08", "")] // that day ends at noon of the next, a day before the order
    [InlineData("order A 20.00 USD at 05-06 23:59; charge T1 20.00 USD day 05-05 UTC names A; today 05-08", "T1 pays A 20.00 USD named certain")]
    [InlineData("order A 20.00 USD at 05-07 00:00; charge T1 20.00 USD day 05-05 UTC names A; today 05-08", "")]
    [InlineData("order A 20.00 USD at 05-02 09:00; charge T1 20.00 USD day 05-05 UTC; today 05-08", "T1 pays A 20.00 USD exact-amount probable")] // three days after, in the morning of that day
    [InlineData("order A 20.00 USD at 05-01 23:00; charge T1 20.00 USD day 05-05 UTC; today 05-04", "")]
    [InlineData("order A 20.00 USD day 05-06 anywhere; charge T1 20.00 USD at 05-04 10:00; today 05-08", "T1 pays A 20.00 USD exact-amount probable")] // the order may have been placed at the Line Islands
    [InlineData("order A 20.00 USD day 05-06 anywhere; charge T1 20.00 USD at 05-04 09:59; today 05-06", "")]
    [InlineData("order A 20.00 USD at 05-05 09:00; order B 20.00 USD at 05-06 09:00; charge T1 20.00 USD day 05-05 UTC; charge T2 20.00 USD day 05-06 UTC; today 05-07", "T1 pays A 20.00 USD exact-amount probable; T2 pays B 20.00 USD exact-amount probable")] // in time order
    [InlineData("order A 20.00 USD at 05-05 09:00; order B 20.00 USD at 05-07 13:00; charge T1 20.00 USD day 05-05 UTC; today 05-08", "T1 pays A 20.00 USD exact-amount probable")] // nearest by more than 12 hours
    [InlineData("order A 20.00 USD at 05-05 09:00; order B 20.00 USD at 05-06 10:00; charge T1 20.00 USD day 05-05 UTC; today 05-08", "ambiguous-match T1 A+B 20.00 USD possible")] // it may have been midnight
    [InlineData("order A 20.00 USD at 05-05 09:00; charge T1 20.00 USD at 05-05 09:05; charge T2 20.00 USD day 05-08 UTC; today 05-12", "T1 pays A 20.00 USD exact-amount probable; charge-without-order T2 - 20.00 USD certain")]
    [InlineData("order A 20.00 USD at 05-05 09:00; charge T1 20.00 USD at 05-05 09:05; charge T2 20.00 USD day 05-07 UTC; today 05-12", "T1 pays A 20.00 USD exact-amount probable; duplicate-charge T2 A 20.00 USD probable")] // within 48 hours, if it was in the morning
    public void A_window_holds_when_it_holds_for_one_moment_of_the_day(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("05-09 23:59", "")]
    [InlineData("05-10 00:01", "charge-without-order T1 - 20.00 USD certain")]
    public void A_day_waits_from_its_end(string today, string gives) => Told.Gives($"charge T1 20.00 USD day 05-06 UTC; today {today}", gives);

    [Fact]
    public void A_refund_of_the_day_of_the_payment_comes_after_it() =>
        Told.Gives(
            "order A 20.00 USD cancelled; charge T1 20.00 USD at 05-06 15:00 in wise names A; refund R 20.00 USD day 05-06 UTC; today 05-12",
            "R refunds A 20.00 USD refund probable; T1 pays A 20.00 USD named certain");
}
