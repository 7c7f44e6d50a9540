namespace Reconciler.Core.Tests.ContractRules;

/// <summary>Cases in which money would be claimed that was never paid, has come back, or rests on what nothing proves.</summary>
public class NoFalseClaimTests
{
    [Fact]
    public void Duplicates_are_judged_on_the_payments_that_stand_in_the_end() =>
        Told.Gives(
            "order A 20.00 USD at 05-06 12:00 of Lamps; charge X 20.00 USD at 05-05 02:00 to Lamps; charge Y 20.00 USD at 05-05 15:00 to Lamps; charge Z 20.00 USD at 05-06 20:00 to Lamps",
            "Y pays A 20.00 USD exact-amount probable; duplicate-charge X A 20.00 USD probable; duplicate-charge Z A 20.00 USD probable");

    [Theory]
    [InlineData("charge T1 10.00 USD names A; charge T2 50.00 USD at 05-06 09:05 names CHK-778899", "T1 pays A 10.00 USD named certain; T2 pays B 20.00 USD named certain; T2 pays C 30.00 USD named certain")] // one by its own number, the rest together
    [InlineData("charge T2 50.00 USD names CHK-778899; charge T1 10.00 USD at 05-06 09:05 names A", "T1 pays A 10.00 USD named certain; T2 pays B 20.00 USD named certain; T2 pays C 30.00 USD named certain")] // in whichever order they come
    [InlineData("charge T1 10.00 USD names A; charge T2 50.00 USD at 05-06 09:05 names CHK-778899; charge T3 50.00 USD at 05-06 09:10 names CHK-778899", "T1 pays A 10.00 USD named certain; T2 pays B 20.00 USD named certain; T2 pays C 30.00 USD named certain; duplicate-charge T3 B+C 50.00 USD certain")] // and the rest twice
    [InlineData("charge T1 10.00 USD names A; charge T2 60.00 USD at 05-06 09:05 names CHK-778899; charge T3 50.00 USD at 05-06 09:10 names CHK-778899", "T2 pays A 10.00 USD named certain; T2 pays B 20.00 USD named certain; T2 pays C 30.00 USD named certain; duplicate-charge T1 A 10.00 USD certain; duplicate-charge T3 A+B+C 50.00 USD certain")] // the whole was complete first
    [InlineData("charge T1 8.00 USD names A; charge T2 50.00 USD at 05-06 09:05 names CHK-778899", "T1 pays A 8.00 USD named certain; T2 pays B 20.00 USD named certain; T2 pays C 30.00 USD named certain; amount-mismatch T1 A 2.00 USD certain")]
    [InlineData("charge T1 12.00 USD names A; charge T2 55.00 USD at 05-06 09:05 names CHK-778899", "T1 pays A 12.00 USD named certain; T2 pays B 22.00 USD named certain; T2 pays C 33.00 USD named certain; amount-mismatch T1 A 7.00 USD certain")] // no exact set: all of them match, and none is a repeat
    public void A_checkout_may_be_paid_partly_by_an_orders_own_number(string charges, string gives) =>
        Told.Gives("order A 10.00 USD checkout CHK-778899; order B 20.00 USD checkout CHK-778899; order C 30.00 USD checkout CHK-778899; " + charges, gives);

    [Theory]
    [InlineData("charge T1 10.00 USD names CHK-778899", "T1 pays A 10.00 USD named certain")] // B was cancelled before it was paid
    [InlineData("charge T1 30.00 USD names CHK-778899", "T1 pays A 10.00 USD named certain; T1 pays B 20.00 USD named certain; missing-refund T1 B 20.00 USD due 2026-05-20 certain")]
    [InlineData("charge T1 15.00 USD names CHK-778899", "T1 pays A 5.00 USD named certain; T1 pays B 10.00 USD named certain; amount-mismatch T1 A 15.00 USD certain; missing-refund T1 B 10.00 USD due 2026-05-20 certain")] // never more than its share
    [InlineData("charge T1 15.00 USD names CHK-778899; refund R 10.00 USD of T1 at 05-09", "R refunds B 10.00 USD refund certain; T1 pays A 5.00 USD named certain; T1 pays B 10.00 USD named certain; amount-mismatch T1 A 15.00 USD certain")]
    public void No_more_is_claimed_than_was_paid(string told, string gives) =>
        Told.Gives("order A 10.00 USD checkout CHK-778899; order B 20.00 USD checkout CHK-778899 cancelled unpaid; " + told, gives);

    [Theory]
    [InlineData("cancelled returns 25.00 USD", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // more than was paid
    [InlineData("cancelled returns 0.00 USD", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // zero on a cancelled order is not given
    [InlineData("refunded returns 0.00 USD", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")]
    [InlineData("partly-refunded returns 0.00 USD", "")]
    public void What_the_marketplace_says_is_due_is_held_to_what_was_paid(string order, string gives) =>
        Told.Gives($"order A 20.00 USD {order}; charge T1 20.00 USD names A", "T1 pays A 20.00 USD named certain" + (gives.Length > 0 ? "; " + gives : ""));

    [Fact]
    public void Shares_are_taken_of_all_that_came_back_together() =>
        Told.Gives(
            "order A 12.34 USD cancelled; charge T1 1000.01 RUB originally 12.34 USD names A; refund R1 333.34 RUB of T1 at 05-08; refund R2 333.34 RUB of T1 at 05-09; refund R3 333.33 RUB of T1 at 05-10",
            "R1 refunds A 333.34 RUB refund certain; R2 refunds A 333.34 RUB refund certain; R3 refunds A 333.33 RUB refund certain; T1 pays A 1000.01 RUB named certain");

    [Fact]
    public void Shares_of_a_duplicate_are_taken_together_too() =>
        Told.Gives(
            "order A 12.34 USD; charge T1 1000.01 RUB originally 12.34 USD names A; charge T2 1000.01 RUB originally 12.34 USD at 05-06 09:05 names A; refund R1 4.11 USD of T2 at 05-08; refund R2 4.11 USD of T2 at 05-09; refund R3 4.12 USD of T2 at 05-10",
            "T1 pays A 1000.01 RUB named certain; duplicate-charge resolved T2+R1+R2+R3 A 1000.01 RUB certain");

    [Fact]
    public void A_single_candidate_each_way_means_all_candidates() =>
        Told.Gives(
            "order A 100.00 USD of Shop; order B 101.00 USD of Shop at 05-06 09:01; order C 104.00 USD of Shop at 05-06 09:02; charge T1 8120.00 RUB rate 80 to Shop; charge T2 8472.00 RUB rate 80 to Shop at 05-06 09:05; today 05-07",
            "");

    [Theory]
    [InlineData("order A 20.00 USD of Lamps; order B 20.00 USD of Lamps at 05-06 08:59; order C 20.00 USD of Tools; charge T1 20.00 USD to Lamps", "ambiguous-match T1 A+B 20.00 USD possible; order-without-charge - C 20.00 USD certain")]
    [InlineData("order A 20.00 USD of Lamps; order B 20.00 USD of Lamps at 05-06 08:59; order C 20.00 USD of Tools; charge T1 20.00 USD to Lamps; charge T2 20.00 USD to Else at 05-06 09:10; today 05-07", "ambiguous-match T1 A+B 20.00 USD possible; ambiguous-match T2 A+B+C 20.00 USD possible")]
    public void Only_what_the_rules_allow_is_a_candidate(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("order A 20.00 USD at 05-04; order B 20.00 USD at 05-05; order C 20.00 USD at 05-06; charge T1 20.00 USD at 05-04 00:05; charge T2 20.00 USD at 05-06 00:05", "T1 pays A 20.00 USD exact-amount probable; T2 pays C 20.00 USD exact-amount probable; order-without-charge - B 20.00 USD certain")]
    [InlineData("order A 20.00 USD at 05-06 00:00; order B 20.00 USD at 05-06 12:00; charge T1 20.00 USD at 05-06 00:00", "ambiguous-match T1 A+B 20.00 USD possible")] // 12 hours are not more than 12 hours
    [InlineData("order A 20.00 USD at 05-06 00:00; order B 20.00 USD at 05-06 12:00:01; charge T1 20.00 USD at 05-06 00:00", "T1 pays A 20.00 USD exact-amount probable; order-without-charge - B 20.00 USD certain")]
    [InlineData("order A 20.00 USD of Lamps at 05-06 00:00; order B 20.00 USD of Lamps at 05-06 13:00; charge T1 20.00 USD to Lamps at 05-06 00:05", "T1 pays A 20.00 USD exact-amount probable; order-without-charge - B 20.00 USD certain")] // there was a rival
    public void Nearest_by_more_than_12_hours_stands(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("refund R 20.00 USD from Tools at 05-09", "R refunds B 20.00 USD refund certain; T1 pays A 20.00 USD named certain; T2 pays B 20.00 USD named certain; missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // the name of the seller
    [InlineData("refund R 20.00 USD from Else at 05-09", "T1 pays A 20.00 USD named certain; T2 pays B 20.00 USD named certain; ambiguous-match R A+B 20.00 USD possible; missing-refund T1 A 20.00 USD due 2026-05-20 possible; missing-refund T2 B 20.00 USD due 2026-05-20 possible")] // nobody is claimed while it is open whose it is
    [InlineData("refund R 20.00 USD from Else at 05-09; refund S 20.00 USD from Else at 05-10", "R refunds A 20.00 USD refund certain; S refunds B 20.00 USD refund certain; T1 pays A 20.00 USD named certain; T2 pays B 20.00 USD named certain")] // as many as await
    [InlineData("refund R 20.00 USD from Else at 05-09; refund S 20.00 USD from Tools at 05-10", "R refunds A 20.00 USD refund certain; S refunds B 20.00 USD refund certain; T1 pays A 20.00 USD named certain; T2 pays B 20.00 USD named certain")] // the seller's first, the other has one left
    [InlineData("refund R 20.00 USD in wise from Tools at 05-09; refund S 20.00 USD from Lamps at 05-10", "R refunds B 20.00 USD refund probable; S refunds A 20.00 USD refund certain; T1 pays A 20.00 USD named certain; T2 pays B 20.00 USD named certain")] // to another of our wallets
    public void An_unnamed_refund_goes_to_the_sellers_order_first(string refunds, string gives) =>
        Told.Gives("order A 20.00 USD of Lamps cancelled; order B 20.00 USD of Tools cancelled at 05-06 09:01 on 05-06; charge T1 20.00 USD names A; charge T2 20.00 USD names B at 05-06 09:02; " + refunds, gives);

    [Theory]
    [InlineData("in wise from Shop", "R refunds A 20.00 USD refund probable")]
    [InlineData("in wise from Else", "R refunds A 20.00 USD refund probable")]
    public void A_refund_may_come_to_another_of_our_wallets(string refund, string gives) =>
        Told.Gives($"order A 20.00 USD of Shop cancelled; charge T1 20.00 USD to Shop names A; refund R 20.00 USD {refund} at 05-09", gives + "; T1 pays A 20.00 USD named certain");

    [Theory]
    [InlineData("refund R 30.00 USD at 05-09", "R refunds A 10.00 USD refund certain; R refunds B 20.00 USD refund certain")]
    [InlineData("order D 30.00 USD cancelled; charge T9 30.00 USD names D; refund R 30.00 USD at 05-09", "T9 pays D 30.00 USD named certain; ambiguous-match R A+B+D 30.00 USD possible")] // an order, or the checkout
    public void One_refund_settles_a_whole_cancelled_checkout(string refund, string gives)
    {
        var outcome = Told.Outcome(("order A 10.00 USD checkout K1 cancelled; order B 20.00 USD checkout K1 cancelled; charge T1 30.00 USD names A; today 05-12; " + refund).Split(';'));
        Assert.Equal(gives.Split("; "), outcome.Split("; ").Where(line => !line.StartsWith("T1 ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("chargeback R 20.00 USD of T1 at 05-08; chargeback W 20.00 USD going-out of R at 05-20", "order A 20.00 USD completed", "")] // a dispute that was won
    [InlineData("refund R 20.00 USD of T1 at 05-08; refund W 20.00 USD going-out of R at 05-09", "order A 20.00 USD cancelled", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // a refund that failed
    [InlineData("refund R 20.00 USD of T1 at 05-08; refund W 20.00 USD going-out of T1 at 05-09", "order A 20.00 USD cancelled", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // it names the payment
    [InlineData("refund R 20.00 USD names A at 05-08; refund W 20.00 USD going-out names A at 05-09", "order A 20.00 USD cancelled", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // the order
    [InlineData("refund R 20.00 USD at 05-08; refund W 20.00 USD going-out at 05-09", "order A 20.00 USD cancelled", "missing-refund T1 A 20.00 USD due 2026-05-20 certain")] // or is the only one of that counterparty and amount
    [InlineData("refund R 20.00 USD at 05-08; refund W 19.00 USD going-out at 05-09", "order A 20.00 USD cancelled", "R")]
    [InlineData("refund R 20.00 USD at 05-08; refund W 20.00 USD going-out to Else at 05-09", "order A 20.00 USD cancelled", "R")]
    public void What_came_back_may_be_taken_back_itself(string entries, string order, string finding) =>
        Told.Gives($"{order}; charge T1 20.00 USD names A; {entries}", finding == "R" ? "R refunds A 20.00 USD refund certain; T1 pays A 20.00 USD named certain" : "T1 pays A 20.00 USD named certain" + (finding.Length > 0 ? "; " + finding : ""));

    [Theory]
    [InlineData("chargeback R 33.00 BRL at 05-06 10:00 from Shop", "")] // rejected the same day, without any order
    [InlineData("chargeback R 33.00 BRL at 05-06 10:00 from Else", "charge-without-order T1 - 33.00 BRL certain; refund-without-order R - 33.00 BRL certain")]
    [InlineData("refund R 33.00 BRL at 05-06 10:00 from Shop", "charge-without-order T1 - 33.00 BRL certain; refund-without-order R - 33.00 BRL certain")] // a refund may be for what is not known here
    public void A_payment_that_came_back_before_any_order_knew_of_it_is_at_no_risk(string back, string gives) => Told.Gives("charge T1 33.00 BRL to Shop; " + back, gives);

    [Fact]
    public void What_was_taken_back_says_so()
    {
        var told = Told.Read(["order A 20.00 USD completed", "charge T1 20.00 USD names A", "chargeback R 20.00 USD of T1 at 05-08", "chargeback W 20.00 USD going-out of R at 05-20"]);
        Assert.Contains("  taken back by qiwi/W, the same sum the other way: neither settles anything", Findings.Explanation.Of(told.Match(), told.Findings(), "R")!);
        Assert.Contains("  takes back qiwi/R, the same sum the other way: neither settles anything", Findings.Explanation.Of(told.Match(), told.Findings(), "W")!);
    }

    [Theory]
    [InlineData("charge B 20.00 USD coming-in of T1 at 05-09", "order-without-charge - A 20.00 USD certain")] // a direct debit that bounced
    [InlineData("charge B 20.00 USD coming-in names A at 05-09", "order-without-charge - A 20.00 USD certain")]
    [InlineData("charge B 20.00 USD coming-in of T1 at 05-09; charge T2 20.00 USD names A at 05-12", "T2 pays A 20.00 USD named certain")] // and was paid again
    public void A_payment_that_bounced_pays_nothing(string bounced, string gives) => Told.Gives("order A 20.00 USD; charge T1 20.00 USD names A; " + bounced, gives);

    [Theory]
    [InlineData("order A 45.00 USD completed", "refund R 5.00 USD of T1 at 05-08", "R refunds A 5.00 USD refund certain", "")] // an item was taken out
    [InlineData("order A 45.00 USD completed", "refund R 3.00 USD of T1 at 05-08", "R refunds A 3.00 USD refund certain", "amount-mismatch T1+R A 2.00 USD certain")]
    [InlineData("order A 45.00 USD completed", "refund R 8.00 USD of T1 at 05-08", "R refunds A 5.00 USD refund certain", "excess-refund T1+R A 3.00 USD certain")]
    [InlineData("order A 45.00 USD partly-refunded returns 5.00 USD", "refund R 5.00 USD of T1 at 05-08", "R refunds A 5.00 USD refund certain", "")]
    [InlineData("order A 45.00 USD partly-refunded returns 5.00 USD", "", "", "missing-refund T1 A 5.00 USD due 2026-05-20 certain")]
    [InlineData("order A 50.00 USD completed", "refund R 5.00 USD of T1 at 05-08", "", "excess-refund T1+R A 5.00 USD certain")]
    [InlineData("order A 60.00 USD completed", "refund R 5.00 USD of T1 at 05-08", "", "amount-mismatch T1+R A 15.00 USD certain")] // one finding tells the difference once
    [InlineData("order A 30.00 USD cancelled returns 10.00 USD", "refund R 20.00 USD of T1 at 05-08", "R refunds A 20.00 USD refund certain", "")] // what was kept is the total that stands: all that came back settles it
    public void An_order_that_changed_after_payment_is_settled_by_what_was_kept(string order, string refund, string match, string finding) =>
        Told.Gives($"{order}; charge T1 50.00 USD names A{(refund.Length > 0 ? "; " + refund : "")}", string.Join("; ", new[] { match, "T1 pays A 50.00 USD named certain", finding }.Where(line => line.Length > 0)));

    [Theory]
    [InlineData("order A 50.00 USD took 4000.00 RUB; charge T1 4200.00 RUB names A", "T1 pays A 4200.00 RUB named certain; amount-mismatch T1 A 2.50 USD certain")] // by the share of what the marketplace took
    [InlineData("order A 899.18 USD; charge T1 872.59 USD fee 26.64 USD names A", "T1 pays A 872.59 USD named certain; amount-mismatch T1 A 0.05 USD certain")] // with the fee it is nearer, and too much
    [InlineData("order A 899.18 USD; charge T1 890.00 USD fee 26.64 USD names A", "T1 pays A 890.00 USD named certain; amount-mismatch T1 A 9.18 USD certain")] // alone it is nearer
    [InlineData("order A 50.00 USD; charge T1 50000.00 RUB names A", "T1 pays A 50000.00 RUB named probable; amount-mismatch T1 A 50000.00 RUB probable")] // nothing tells its worth
    [InlineData("order A 50.00 USD cancelled; charge T1 50000.00 RUB names A", "T1 pays A 50000.00 RUB named probable; amount-mismatch T1 A 50000.00 RUB probable; missing-refund T1 A 50.00 USD due 2026-05-20 probable")]
    [InlineData("order A 30.00 USD took 2400.00 RUB checkout CHK-778899; order B 10.00 USD took 800.00 RUB checkout CHK-778899; charge T1 3280.00 RUB names CHK-778899", "T1 pays A 2460.00 RUB named certain; T1 pays B 820.00 RUB named certain; amount-mismatch T1 A 1.00 USD certain")] // of a checkout too
    public void Every_difference_is_told(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("refund R 4400.00 RUB names A at 05-08", "T1 pays A 50.00 USD named certain; missing-refund T1 A 50.00 USD due 2026-05-20 possible; refund-without-order R A 4400.00 RUB probable")]
    [InlineData("refund R 4400.00 RUB of T1 at 05-08", "T1 pays A 50.00 USD named certain; missing-refund T1 A 50.00 USD due 2026-05-20 possible; refund-without-order R A 4400.00 RUB probable")]
    [InlineData("charge T2 4500.00 RUB at 05-07 names A; refund R 4400.00 RUB names A at 05-08", "T1 pays A 50.00 USD named certain; duplicate-charge T2 A 4500.00 RUB possible; missing-refund T1 A 50.00 USD due 2026-05-20 possible; refund-without-order R A 4400.00 RUB probable")] // first what the order is due: nothing tells what is left for its duplicate
    public void A_refund_that_cannot_be_valued_is_told_in_its_own_money(string refund, string gives) => Told.Gives("order A 50.00 USD cancelled; charge T1 50.00 USD names A; " + refund, gives);

    [Theory]
    [InlineData("order A 10.00 USD of X names T1; order B 25.00 USD of Y; charge T1 10.00 USD to X; charge T1 25.00 USD in bank to Y at 05-06 10:00", "T1 pays A 10.00 USD named certain; T1 pays B 25.00 USD exact-amount certain")] // the one that fits is meant
    [InlineData("order A 10.00 USD in shopify of X; order A 10.00 USD in ebay of Y at 05-06 09:01; charge T1 10.00 USD to X names A; charge T2 10.00 USD to Y at 05-06 11:00 names A", "T1 pays A 10.00 USD named certain; T2 pays A 10.00 USD named certain")] // one number at two marketplaces
    [InlineData("order A 10.00 USD in shopify; order A 10.00 USD in ebay at 05-06 10:00; charge T1 10.00 USD to eBay names A at 05-06 11:00; charge T2 10.00 USD to Shopify at 05-06 12:00 names A", "T1 pays A 10.00 USD named certain; T2 pays A 10.00 USD named certain")] // by the marketplace
    [InlineData("order A 10.00 USD in shopify; order A 10.00 USD in ebay at 05-06 10:00; charge T1 10.00 USD to Else names A at 05-06 11:00; charge T2 10.00 USD to Else at 05-06 12:00 names A", "T1 pays A 10.00 USD named probable; T2 pays A 10.00 USD named probable")] // in time order
    [InlineData("order A 10.00 USD in shopify; order A 10.00 USD in ebay at 05-06 10:00; charge T1 10.00 USD to Else names A at 05-06 11:00", "ambiguous-match T1 A+A 10.00 USD possible")]
    [InlineData("order 100234 10.00 USD of X; order 100777 12.00 USD of Y; charge T1 12.00 USD to Y text 'converted 100234.50 RUB'; today 05-07", "T1 pays 100777 12.00 USD exact-amount certain")] // digits of a sum
    [InlineData("order 100234 10.00 USD of X; order 100777 12.00 USD of Y; charge T1 12.00 USD to Y text 'converted 1.100.234,50 RUB'; today 05-07", "T1 pays 100777 12.00 USD exact-amount certain")]
    [InlineData("order 100234 10.00 USD of X; order 100777 12.00 USD of Y; charge T1 12.00 USD to Y text 'paid 100234 JPY'; today 05-07", "T1 pays 100777 12.00 USD exact-amount certain")]
    [InlineData("order 100234 10.00 USD of X; order 100777 12.00 USD of Y; charge T1 12.00 USD to Y text 'at ₽100234'; today 05-07", "T1 pays 100777 12.00 USD exact-amount certain")]
    [InlineData("order 81111111 10.00 USD of X; order 100777 12.00 USD of Y; charge T1 12.00 USD to Y text '81 111 111,50 руб'; today 05-07", "T1 pays 100777 12.00 USD exact-amount certain")]
    [InlineData("order 100234 10.00 USD; charge T1 10.00 USD text 'payment 100234 EUR 12.00'; today 05-07", "T1 pays 100234 10.00 USD named certain")] // the currency is another number's
    [InlineData("order 100234 10.00 USD; order 100235 5.00 USD; charge T1 15.00 USD text '100234,100235'; today 05-07", "T1 pays 100234 10.00 USD named certain; T1 pays 100235 5.00 USD named certain")] // ids in a row
    [InlineData("order 100234 10.00 USD of X; order 100777 12.00 USD of Y; charge T1 12.00 USD to Y extra 'posting: 100234'; today 05-07", "T1 pays 100777 12.00 USD exact-amount certain")] // a column that no layout maps
    [InlineData("order 100234 10.00 USD of X; order 100235 12.00 USD of Y; charge T1 12.00 USD to Y text 'posting 100234'; today 05-07", "ambiguous-match T1 100234+100235 12.00 USD possible")] // a name in free text against amount and seller
    [InlineData("order 100234 10.00 USD of X; order 100235 12.00 USD of Y; charge T1 12.00 USD to Y names 100234; today 05-07", "T1 pays 100234 12.00 USD named certain; amount-mismatch T1 100234 2.00 USD certain")] // the reference column names for sure
    public void A_number_names_only_what_it_means(string told, string gives) => Told.Gives(told, gives);

    [Fact]
    public void Twenty_part_payments_and_a_double_of_the_last()
    {
        var parts = Enumerable.Range(1, 20).Select(i => $"charge T{i:00} {i * 10}.00 USD at 05-{i:00} 10:00 names A").ToList();
        var outcome = Told.Outcome(["order A 2100.00 USD at 05-01", .. parts, "charge T21 200.00 USD at 05-21 names A"]);
        Assert.EndsWith("; T20 pays A 200.00 USD named certain; duplicate-charge T21 A 200.00 USD certain", outcome, StringComparison.Ordinal);
        Assert.DoesNotContain("mismatch", outcome, StringComparison.Ordinal);
    }
}
