namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Time" and "Waiting": each window at its end, and one second beyond.</summary>
public class TimeTests
{
    [Theory]
    [InlineData("at 05-05 09:00", "T1 pays A 20.00 USD named certain")] // one day before
    [InlineData("at 05-05 08:59:59.9999999", "charge-without-order T1 - 20.00 USD certain; order-without-charge - A 20.00 USD certain")] // to the tick
    [InlineData("at 06-05 09:00", "T1 pays A 20.00 USD named certain")] // thirty days after
    [InlineData("at 06-05 09:00:01", "charge-without-order T1 - 20.00 USD certain; order-without-charge - A 20.00 USD certain")]
    public void A_charge_that_names_its_order_is_booked_from_1_day_before_to_30_days_after(string at, string gives) => Told.Gives("order A 20.00 USD; charge T1 20.00 USD names A " + at, gives);

    [Theory]
    [InlineData("at 05-05 09:00", "T1 pays A 20.00 USD exact-amount probable")]
    [InlineData("at 05-05 08:59:59", "charge-without-order T1 - 20.00 USD certain; order-without-charge - A 20.00 USD certain")]
    [InlineData("at 05-09 09:00", "T1 pays A 20.00 USD exact-amount probable")] // three days after
    [InlineData("at 05-09 09:00:00.0000001", "charge-without-order T1 - 20.00 USD certain; order-without-charge - A 20.00 USD certain")]
    public void A_charge_without_a_name_is_booked_from_1_day_before_to_3_days_after(string at, string gives) => Told.Gives("order A 20.00 USD; charge T1 20.00 USD " + at, gives);

    [Theory]
    [InlineData("1600.00 RUB originally 20.00 USD at 05-09 09:00", "T1 pays A 1600.00 RUB original-amount probable")]
    [InlineData("1600.00 RUB originally 20.00 USD at 05-09 09:00:01", "charge-without-order T1 - 1600.00 RUB certain; order-without-charge - A 20.00 USD certain")]
    [InlineData("1600.00 RUB rate 80 to Lamps at 05-09 09:00", "T1 pays A 1600.00 RUB rate certain")]
    [InlineData("1600.00 RUB rate 80 to Lamps at 05-09 09:00:01", "charge-without-order T1 - 1600.00 RUB certain; order-without-charge - A 20.00 USD certain")]
    public void Original_amounts_and_rates_have_the_same_window(string charge, string gives) => Told.Gives("order A 20.00 USD of Lamps; charge T1 " + charge, gives);

    [Theory]
    [InlineData("on 05-06 23:59:59; today 05-20 23:59:59", "")] // Wednesday 6 May: the tenth business day is Wednesday the 20th
    [InlineData("on 05-06 23:59:59; today 05-21 00:00", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // overdue from the day after
    [InlineData("on 05-07 00:00; today 05-22", "missing-refund T1 A 20.00 USD due 2026-05-21 certain")] // dates are UTC
    [InlineData("on 05-09; today 05-23", "missing-refund T1 A 20.00 USD due 2026-05-22 certain")] // from a Saturday, day 1 is Monday
    [InlineData("on 05-08; today 05-23", "missing-refund T1 A 20.00 USD due 2026-05-22 certain")] // as from Friday
    [InlineData("on 05-06; holiday 05-14; today 05-22", "missing-refund T1 A 20.00 USD due 2026-05-21 certain")]
    public void A_refund_is_due_10_business_days_after_the_status_and_overdue_from_the_day_after(string and, string finding) =>
        Told.Gives("charge T1 20.00 USD names A; order A 20.00 USD cancelled " + and, "T1 pays A 20.00 USD named certain" + (finding.Length > 0 ? "; " + finding : ""));

    [Theory]
    [InlineData("charge T1 20.00 USD; today 05-09 09:00", "")]
    [InlineData("charge T1 20.00 USD; today 05-09 09:00:01", "charge-without-order T1 - 20.00 USD certain")]
    [InlineData("order A 20.00 USD paid-at 05-06 10:00; today 05-09 10:00", "")] // from paid_at
    [InlineData("order A 20.00 USD paid-at 05-06 10:00; today 05-09 10:00:01", "order-without-charge - A 20.00 USD certain")]
    [InlineData("order A 20.00 USD unpaid; today 05-09 09:00", "")] // else from placed_at
    [InlineData("order A 20.00 USD unpaid; today 05-09 09:00:01", "order-without-charge - A 20.00 USD certain")]
    [InlineData("order A 20.00 USD; charge T1 8.00 USD names A; today 05-09 09:00", "T1 pays A 8.00 USD named certain")] // an incomplete set
    [InlineData("order A 20.00 USD; charge T1 8.00 USD names A; today 05-09 09:00:01", "T1 pays A 8.00 USD named certain; amount-mismatch T1 A 12.00 USD certain")]
    [InlineData("order A 20.00 USD; charge T1 25.00 USD names A; today 05-06 09:00", "T1 pays A 25.00 USD named certain; amount-mismatch T1 A 5.00 USD certain")] // too much waits for nothing
    public void What_stands_alone_and_an_incomplete_set_are_findings_after_3_days(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("cancelled", "order-without-charge - A 20.00 USD certain")] // cancelled, but paid_at is set
    [InlineData("cancelled unpaid", "")]
    [InlineData("awaiting-payment", "")]
    [InlineData("shipped unpaid", "order-without-charge - A 20.00 USD certain")]
    [InlineData("refunded unpaid", "order-without-charge - A 20.00 USD certain")]
    public void An_order_without_a_charge_is_one_with_paid_at_or_any_status_but_awaiting_payment_and_cancelled(string order, string gives) => Told.Gives("order A 20.00 USD " + order, gives);

    [Fact]
    public void An_order_of_zero_is_settled() => Told.Gives("order A 0.00 USD; order B 0.00 USD cancelled", "");
}
