namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Refunds" and "Due".</summary>
public class RefundTests
{
    [Theory]
    [InlineData("cancelled", "0", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")]
    [InlineData("refunded", "0", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")]
    [InlineData("partly-refunded", "5.00", "short-refund T1+R A 15.00 USD due 2026-05-20 certain")] // refunded_amount absent: all that was paid
    [InlineData("refunded", "15.00", "short-refund T1+R A 5.00 USD due 2026-05-20 certain")]
    [InlineData("partly-refunded returns 15.00 USD", "15.00", "")]
    [InlineData("partly-refunded returns 15.00 USD", "20.00", "excess-refund T1+R A 5.00 USD certain")]
    [InlineData("cancelled", "20.00", "")]
    [InlineData("cancelled", "21.00", "excess-refund T1+R A 1.00 USD certain")]
    [InlineData("completed", "5.00", "excess-refund T1+R A 5.00 USD certain")] // nothing is due
    [InlineData("disputed", "0", "")]
    public void What_is_due_is_what_the_marketplace_says_else_all_that_was_paid(string order, string came, string finding)
    {
        var records = "order A 20.00 USD " + order + "; charge T1 20.00 USD names A" + (came == "0" ? "" : $"; refund R {came} USD at 05-12 of T1");
        Assert.Equal(finding, string.Join("; ", Told.Outcome(records.Split(';')).Split("; ").Where(line => !line.Contains(" pays ", StringComparison.Ordinal) && !line.Contains(" refunds ", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("order A 20.00 USD cancelled unpaid", "")] // never paid: nothing is due
    [InlineData("order A 20.00 USD cancelled; charge T1 8.00 USD names A; refund R 8.00 USD at 05-08 of T1", "R refunds A 8.00 USD refund certain; T1 pays A 8.00 USD named certain; amount-mismatch T1+R A 12.00 USD certain")] // all that was paid, not the total
    [InlineData("order A 20.00 USD cancelled; charge T1 1630.00 RUB rate 80 names A", "T1 pays A 1630.00 RUB named certain; missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // a rate is near: it paid the total
    [InlineData("order A 20.00 USD checkout K1; order B 5.00 USD checkout K1 cancelled; charge T1 25.00 USD names A", "T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain; missing-refund T1 B 5.00 USD due 2026-05-20 certain")] // one order of a checkout
    [InlineData("order A 20.00 USD checkout K1; order B 5.00 USD checkout K1 cancelled; charge T1 25.00 USD names A; refund R 5.00 USD at 05-08 of T1", "R refunds B 5.00 USD refund certain; T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain")]
    [InlineData("order A 20.00 USD took 19.00 USD cancelled; charge T1 19.00 USD names A", "T1 pays A 19.00 USD named certain; missing-refund T1 A 19.00 USD due 2026-05-20 certain")] // what the marketplace took, not the total
    [InlineData("order A 20.00 USD cancelled; charge T1 8.00 USD names A; charge T2 960.00 RUB originally 12.00 USD in wise names A at 05-06 10:00; refund R1 8.00 USD of T1 at 05-08; refund R2 960.00 RUB in wise of T2 at 05-08", "R1 refunds A 8.00 USD refund certain; R2 refunds A 960.00 RUB refund certain; T1 pays A 8.00 USD named certain; T2 pays A 960.00 RUB named certain")] // two wallets, two currencies
    [InlineData("order A 20.00 USD checkout CHK-778899 cancelled; order B 5.00 USD checkout CHK-778899 cancelled; charge T1 25.00 USD names A; refund R 25.00 USD names CHK-778899 at 05-08", "R refunds A 20.00 USD refund certain; R refunds B 5.00 USD refund certain; T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain")]
    [InlineData("order A 20.00 USD cancelled; charge T1 20.00 USD names A reversed", "")] // the wallet took it back by itself
    [InlineData("order A 20.00 USD cancelled names T1; charge T1 1600.00 RUB reversed", "")]
    [InlineData("order A 20.00 USD cancelled checkout CHK-778899; order B 5.00 USD cancelled checkout CHK-778899; charge T1 25.00 USD reversed names CHK-778899", "")]
    [InlineData("order A 20.00 USD cancelled; order B 5.00 USD cancelled; charge T1 25.00 USD reversed text '{A}, {B}'", "")]
    [InlineData("order A 20.00 USD paid; charge T1 20.00 USD names A reversed", "order-without-charge - A 20.00 USD certain")] // and the order stands
    public void Due_is_what_was_paid_for_that_order(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("1550.00 RUB originally 20.00 USD", "")] // another rate, the same original amount
    [InlineData("1600.00 RUB", "")] // the same share of what was paid
    [InlineData("1200.00 RUB", "; short-refund T1+R A 5.00 USD due 2026-05-20 certain")]
    [InlineData("1600.00 RUB originally 15.00 USD", "; short-refund T1+R A 5.00 USD due 2026-05-20 certain")] // the original amount comes first
    [InlineData("20.00 USD", "")] // on another balance of the wallet
    [InlineData("15.00 USD", "; short-refund T1+R A 5.00 USD due 2026-05-20 certain")]
    public void A_refund_is_compared_in_the_orders_currency(string refund, string finding) =>
        Told.Gives(
            $"order A 20.00 USD cancelled; charge T1 1600.00 RUB originally 20.00 USD names A; refund R {refund} at 05-12 of T1",
            string.Join(' ', "R refunds A", string.Join(' ', refund.Split(' ').Take(2)), "refund certain; T1 pays A 1600.00 RUB named certain") + finding);

    [Theory]
    [InlineData("of T2")]
    [InlineData("names A")]
    [InlineData("")]
    public void A_duplicate_comes_back_in_the_currency_of_the_order_too(string refund) =>
        Told.Gives(
            "order A 20.00 USD; charge T1 1600.00 RUB originally 20.00 USD names A; charge T2 1600.00 RUB originally 20.00 USD at 05-06 09:05 names A; refund R 20.00 USD at 05-08 " + refund,
            "T1 pays A 1600.00 RUB named certain; duplicate-charge resolved T2+R A 1600.00 RUB certain");

    [Theory]
    [InlineData("refund R 20.00 USD of T1 at 05-10", "duplicate-charge resolved T2+R A 20.00 USD certain")] // whichever of the two it names
    [InlineData("refund R 20.00 USD of T2 at 05-10", "duplicate-charge resolved T2+R A 20.00 USD certain")]
    [InlineData("refund R 20.00 USD names A at 05-10", "duplicate-charge resolved T2+R A 20.00 USD certain")]
    [InlineData("refund R 20.00 USD at 05-10", "duplicate-charge resolved T2+R A 20.00 USD certain")] // the only one open of exactly that amount
    [InlineData("refund R 15.00 USD of T2 at 05-10", "duplicate-charge T2+R A 5.00 USD certain")]
    [InlineData("refund R 15.00 USD at 05-10", "duplicate-charge T2 A 20.00 USD certain; refund-without-order R - 15.00 USD certain")]
    [InlineData("refund R 25.00 USD of T2 at 05-10", "duplicate-charge resolved T2+R A 20.00 USD certain; excess-refund T1+R A 5.00 USD certain")]
    public void Money_back_for_a_duplicate(string refund, string gives) =>
        Told.Gives("order A 20.00 USD; charge T1 20.00 USD names A; charge T2 20.00 USD at 05-06 09:05 names A; " + refund, "T1 pays A 20.00 USD named certain; " + gives);

    [Theory]
    [InlineData("refund R1 20.00 USD names A at 05-10; refund R2 15.00 USD names A at 05-11", "R1 refunds A 20.00 USD refund certain; T1 pays A 20.00 USD named certain; duplicate-charge T2+R2 A 5.00 USD certain")] // the order: first what it is due, then its duplicates
    [InlineData("refund R1 20.00 USD of T2 at 05-10; refund R2 20.00 USD of T2 at 05-11", "R2 refunds A 20.00 USD refund certain; T1 pays A 20.00 USD named certain; duplicate-charge resolved T2+R1 A 20.00 USD certain")] // the payment first
    [InlineData("refund R1 40.00 USD of T1 at 05-10", "R1 refunds A 20.00 USD refund certain; T1 pays A 20.00 USD named certain; duplicate-charge resolved T2+R1 A 20.00 USD certain")]
    [InlineData("refund R1 45.00 USD names A at 05-10", "R1 refunds A 20.00 USD refund certain; T1 pays A 20.00 USD named certain; duplicate-charge resolved T2+R1 A 20.00 USD certain; excess-refund T1+R1 A 5.00 USD certain")] // what is left over
    public void Money_back_for_a_cancelled_order_that_was_paid_twice(string refunds, string gives) =>
        Told.Gives("order A 20.00 USD cancelled; charge T1 20.00 USD names A; charge T2 20.00 USD at 05-06 09:05 names A; " + refunds, gives);

    [Theory]
    [InlineData("refund R1 12.00 USD of 2026050622001 at 05-10; chargeback R2 8.00 USD names A at 05-11", "R1 refunds A 12.00 USD refund certain; R2 refunds A 8.00 USD refund certain")] // in parts
    [InlineData("refund R1 12.00 USD of 2026050622001 at 05-10; refund R2 8.00 USD at 05-11", "R1 refunds A 12.00 USD refund certain; R2 refunds A 8.00 USD refund certain")] // the last part awaited, unnamed
    [InlineData("refund 2026050622001_01 20.00 USD at 05-10", "2026050622001_01 refunds A 20.00 USD refund certain")] // a number that extends the payment's
    [InlineData("refund 2026050622001*8001 20.00 USD at 05-10", "2026050622001*8001 refunds A 20.00 USD refund certain")]
    [InlineData("refund R1 20.00 USD text 'for 2026050622001' at 05-10", "R1 refunds A 20.00 USD refund certain")]
    [InlineData("refund R1 20.00 USD at 05-10 of UNKNOWN", "R1 refunds A 20.00 USD refund certain")] // what it names is not known: the only one awaiting
    [InlineData("refund R1 20.00 USD at 05-10 from Someone", "R1 refunds A 20.00 USD refund certain")]
    public void Ways_to_the_payment_or_the_order(string refunds, string gives)
    {
        var told = "order A 20.00 USD cancelled; order B 30.00 USD cancelled; charge 2026050622001 20.00 USD names A; charge 2026050622002 30.00 USD names B; today 05-12; " + refunds;
        Assert.Equal(string.Join("; ", gives.Split("; ").Concat(["2026050622001 pays A 20.00 USD named certain", "2026050622002 pays B 30.00 USD named certain"]).Order(StringComparer.Ordinal)), Told.Outcome(told.Split(';')));
    }

    [Theory]
    [InlineData("order B 20.00 USD refunded; charge T2 20.00 USD names B; refund R 20.00 USD at 05-10; today 05-12", "T1 pays A 20.00 USD named certain; T2 pays B 20.00 USD named certain; ambiguous-match R A+B 20.00 USD possible")] // two await it
    [InlineData("refund R 19.00 USD at 05-10; today 05-12", "T1 pays A 20.00 USD named certain; refund-without-order R - 19.00 USD certain")] // none awaits exactly that
    [InlineData("refund R 20.00 USD at 05-10 in wise; today 05-12", "R refunds A 20.00 USD refund probable; T1 pays A 20.00 USD named certain")] // on another wallet
    [InlineData("refund R 20.00 USD at 05-05; today 05-12", "T1 pays A 20.00 USD named certain; refund-without-order R - 20.00 USD certain")] // before it was paid
    [InlineData("order B 20.00 USD refunded unpaid; refund R 20.00 USD names B at 05-10; today 05-08", "T1 pays A 20.00 USD named certain; refund-without-order R - 20.00 USD certain")] // what it names was never paid
    public void More_than_one_awaiting_is_ambiguous_and_none_is_a_refund_without_an_order(string and, string gives) =>
        Told.Gives("order A 20.00 USD cancelled; charge T1 20.00 USD names A; " + and, gives);

    [Fact]
    public void An_unnamed_refund_is_held_against_what_was_paid_not_against_a_rounded_share() =>
        Told.Gives( // B was paid with 21307.84 RUB, which would round to the same dollars
            "order A 21308.00 RUB cancelled; charge T1 21308.00 RUB names A; order B 229.34 USD cancelled; charge T2 21307.84 RUB originally 229.34 USD names B; refund R 21308.00 RUB at 05-12; today 05-13",
            "R refunds A 21308.00 RUB refund certain; T1 pays A 21308.00 RUB named certain; T2 pays B 21307.84 RUB named certain");

    [Theory]
    [InlineData("charge T1 20.00 USD; refund R 20.00 USD of T1 at 05-08", "")] // what came back is not at risk
    [InlineData("charge T1 20.00 USD; refund R 15.00 USD of T1 at 05-08", "charge-without-order T1+R - 5.00 USD certain")]
    [InlineData("charge T1 20.00 USD; refund R 25.00 USD of T1 at 05-08", "excess-refund T1+R - 5.00 USD certain")] // more than it paid
    [InlineData("charge T1 20.00 USD in qiwi names A; charge T1 30.00 USD in wise names B; order A 20.00 USD; order B 30.00 USD cancelled; refund R 30.00 USD in wise of T1 at 05-08", "R refunds B 30.00 USD refund certain; T1 pays A 20.00 USD named certain; T1 pays B 30.00 USD named certain")] // one id in two wallets
    public void A_refund_goes_to_the_payment_that_it_names(string told, string gives) => Told.Gives(told, gives);
}
