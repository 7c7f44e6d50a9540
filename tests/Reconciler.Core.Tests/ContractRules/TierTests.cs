namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Tiers": who pays what, once it is known what fits.</summary>
public class TierTests
{
    [Theory]
    [InlineData("charge T1 8.00 USD names A; charge T2 12.00 USD at 05-06 10:00 names A; charge T3 20.00 USD at 05-06 11:00 names A", "T1 pays A 8.00 USD named certain; T2 pays A 12.00 USD named certain; duplicate-charge T3 A 20.00 USD certain")] // the earliest set
    [InlineData("charge T1 8.00 USD names A; charge T2 20.00 USD at 05-06 10:00 names A; charge T3 12.00 USD at 05-06 11:00 names A", "T2 pays A 20.00 USD named certain; duplicate-charge T1 A 8.00 USD certain; duplicate-charge T3 A 12.00 USD certain")] // complete first
    [InlineData("charge T1 8.00 USD names A; charge T2 11.41 USD fee 0.59 USD at 05-06 10:00 names A", "T1 pays A 8.00 USD named certain; T2 pays A 11.41 USD named certain")] // one of them with its fee
    [InlineData("charge T1 25.00 USD names A; charge T2 20.00 USD at 05-06 10:00 names A", "T2 pays A 20.00 USD named certain; duplicate-charge T1 A 25.00 USD certain")]
    [InlineData("charge T1 8.00 USD names A; charge T2 9.00 USD at 05-06 10:00 names A", "T1 pays A 8.00 USD named certain; T2 pays A 9.00 USD named certain; amount-mismatch T1+T2 A 3.00 USD certain")] // no exact set: all match
    [InlineData("charge T1 15.00 USD names A; charge T2 15.00 USD at 05-06 10:00 names A", "T1 pays A 15.00 USD named certain; T2 pays A 15.00 USD named certain; amount-mismatch T1+T2 A 10.00 USD certain")]
    [InlineData("charge T1 1600.00 RUB names A; charge T2 1600.00 RUB at 05-06 09:04 names A", "T1 pays A 1600.00 RUB named probable; amount-mismatch T1 A 1600.00 RUB probable; duplicate-charge T2 A 1600.00 RUB probable")] // nothing tells their worth: equal ones repeat
    [InlineData("charge T1 20.00 USD names A; charge T2 20.00 USD at 06-05 09:00:01 names A", "T1 pays A 20.00 USD named certain; charge-without-order T2 - 20.00 USD certain")] // outside the window
    public void Of_several_charges_that_name_one_order_the_earliest_exact_set_pays_and_the_rest_repeat(string charges, string gives) => Told.Gives("order A 20.00 USD; " + charges, gives);

    [Theory]
    [InlineData("charge T1 25.00 USD names CHK-778899", "T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain")]
    [InlineData("charge T1 25.00 USD names A", "T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain")] // an order of it, and fits its sum
    [InlineData("charge T1 2010.00 RUB rate 80 names A", "T1 pays A 1608.00 RUB named certain; T1 pays B 402.00 RUB named certain")] // and fits it by the wallet's rate
    [InlineData("charge T1 20.00 USD names A; charge T2 5.00 USD names B", "T1 pays A 20.00 USD named certain; T2 pays B 5.00 USD named certain")] // one by one
    [InlineData("charge T1 25.00 USD names CHK-778899; charge T2 25.00 USD at 05-06 09:05 names CHK-778899", "T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain; duplicate-charge T2 A+B 25.00 USD certain")]
    [InlineData("charge T1 20.00 USD names A; charge T2 5.00 USD at 05-06 10:00 names B; charge T3 25.00 USD at 05-06 11:00 names CHK-778899", "T1 pays A 20.00 USD named certain; T2 pays B 5.00 USD named certain; duplicate-charge T3 A+B 25.00 USD certain")]
    [InlineData("charge T3 25.00 USD at 05-06 08:59 names CHK-778899; charge T1 20.00 USD names A; charge T2 5.00 USD at 05-06 10:00 names B", "T3 pays A 20.00 USD named certain; T3 pays B 5.00 USD named certain; duplicate-charge T1 A 20.00 USD certain; duplicate-charge T2 B 5.00 USD certain")] // the whole came first
    [InlineData("charge T1 25.00 USD", "T1 pays A 20.00 USD exact-amount probable; T1 pays B 5.00 USD exact-amount probable")] // without a name, by its sum
    [InlineData("charge T1 1000.00 RUB originally 25.00 USD", "T1 pays A 800.00 RUB original-amount probable; T1 pays B 200.00 RUB original-amount probable")]
    [InlineData("charge T1 1000.01 RUB originally 25.00 USD", "T1 pays A 800.01 RUB original-amount probable; T1 pays B 200.00 RUB original-amount probable")] // split to the minor unit
    public void A_charge_that_names_a_checkout_or_equals_its_sum_pays_all_of_it(string charges, string gives) => Told.Gives("order A 20.00 USD checkout CHK-778899; order B 5.00 USD checkout CHK-778899; " + charges, gives);

    [Fact]
    public void The_parts_of_a_charge_are_what_the_marketplace_says_it_took() =>
        Told.Gives("order A 20.00 USD took 1600.00 RUB checkout K1; order B 5.00 USD took 600.00 RUB checkout K1; charge T1 2200.00 RUB", "T1 pays A 1600.00 RUB exact-amount probable; T1 pays B 600.00 RUB exact-amount probable");

    [Theory]
    [InlineData("order A 20.00 USD; order B 20.00 USD; charge T1 20.00 USD names B; charge T2 20.00 USD at 05-06 09:01", "T1 pays B 20.00 USD named certain; T2 pays A 20.00 USD exact-amount probable")] // the name first
    [InlineData("order A 20.00 USD took 18.00 EUR; charge T1 18.00 EUR originally 20.00 USD; charge T2 20.00 USD to Else at 05-06 10:00; today 05-07", "T1 pays A 18.00 EUR exact-amount probable")] // nearest of two exact ones
    [InlineData("order A 20.00 USD; charge T1 18.00 EUR originally 20.00 USD; charge T2 20.00 USD to Else at 05-06 10:00; today 05-07", "T2 pays A 20.00 USD exact-amount probable")] // exact before original
    [InlineData("order A 20.00 USD of Lamps; charge T1 1600.00 RUB rate 80 to Lamps; charge T2 1500.00 RUB originally 20.00 USD; today 05-07", "T2 pays A 1500.00 RUB original-amount probable")] // original before rate
    [InlineData("order A 20.00 USD; order B 20.59 USD; charge T1 20.00 USD fee 0.59 USD; charge T2 20.59 USD", "T1 pays A 20.00 USD exact-amount probable; T2 pays B 20.59 USD exact-amount probable")] // alone before with its fee
    public void Each_tier_runs_over_all_charges_before_the_next(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("order A 20.00 USD at 05-06 12:00; order B 20.00 USD at 05-07 12:00; charge FAR 20.00 USD at 05-06 02:00 to X; charge T1 20.00 USD at 05-06 12:01 to Y; charge T2 20.00 USD at 05-07 12:01 to Z; today 05-07", "T1 pays A 20.00 USD exact-amount probable; T2 pays B 20.00 USD exact-amount probable")] // nearest as a whole
    [InlineData("order A 20.00 USD; charge T1 20.00 USD at 05-06 08:00 to X; charge T2 20.00 USD at 05-06 10:00 to Y; today 05-07", "T1 pays A 20.00 USD exact-amount probable")] // equally near: the earliest
    [InlineData("order A 20.00 USD at 05-06 11:00; order B 20.00 USD at 05-06 12:00; charge T1 20.00 USD at 05-06 13:00; charge T2 20.00 USD at 05-06 14:00", "T1 pays A 20.00 USD exact-amount probable; T2 pays B 20.00 USD exact-amount probable")] // as many as orders: in time order
    [InlineData("order A 20.00 USD at 05-06 08:00; order B 20.00 USD cancelled unpaid at 05-06 08:59; order C 20.00 USD awaiting-payment at 05-06 08:59; charge T1 20.00 USD", "T1 pays A 20.00 USD exact-amount probable")] // live orders first
    [InlineData("order A 20.00 USD at 05-06 08:00; order C 20.00 USD awaiting-payment at 05-06 08:59; charge T1 20.00 USD; charge T2 20.00 USD at 05-06 09:05", "T1 pays A 20.00 USD exact-amount probable; T2 pays C 20.00 USD exact-amount probable")] // then the others
    [InlineData("order A 20.00 USD at 05-06 08:00 of Lamps; order B 20.00 USD at 05-06 08:59 of Tools; charge T1 20.00 USD to LAMPS; today 05-07", "T1 pays A 20.00 USD exact-amount probable")] // same seller before nearer ones
    [InlineData("order A 20.00 USD in ebay at 05-06 08:00; order B 20.00 USD at 05-06 08:59; charge T1 20.00 USD to eBay; today 05-07", "T1 pays A 20.00 USD exact-amount probable")] // or marketplace
    public void The_assignment_is_the_best_as_a_whole(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("order A 20.00 USD at 05-06 08:00; order B 20.00 USD at 05-06 08:59; charge T1 20.00 USD", "ambiguous-match T1 A+B 20.00 USD possible")] // fewer charges than equal orders
    [InlineData("order A 20.00 USD at 05-06 08:00 of X; order B 20.00 USD at 05-06 08:30 of Y; charge T1 20.00 USD to Z", "ambiguous-match T1 A+B 20.00 USD possible")]
    [InlineData("order A 20.00 USD at 05-06 08:00; order B 20.00 USD at 05-06 08:30; order C 20.00 USD at 05-06 08:40; charge T1 20.00 USD; charge T2 20.00 USD at 05-06 09:10", "ambiguous-match T1 A+B+C 20.00 USD possible; ambiguous-match T2 A+B+C 20.00 USD possible")]
    [InlineData("order A 20.00 USD checkout K1; order B 5.00 USD checkout K1; order C 25.00 USD; charge T1 25.00 USD", "ambiguous-match T1 A+B+C 25.00 USD possible")] // an order, or a checkout
    [InlineData("order A 20.00 USD; order B 7.00 USD; order C 7.00 USD; charge T1 27.00 USD", "ambiguous-match T1 A+B+C 27.00 USD possible")] // two sets
    [InlineData("order A 20.00 USD at 05-01; order B 20.00 USD at 05-10 08:00; order C 20.00 USD at 05-10 09:00; charge T1 20.00 USD at 05-01 10:00; charge T2 20.00 USD at 05-10 10:00", "T1 pays A 20.00 USD exact-amount probable; ambiguous-match T2 B+C 20.00 USD possible")] // only what can change places
    public void Fewer_charges_than_equal_orders_or_two_answers_equally_good_stay_open(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("order A 20.00 USD of Lamps; order B 7.00 USD of Lamps; charge T1 27.00 USD to Lamps", "T1 pays A 20.00 USD several-orders probable; T1 pays B 7.00 USD several-orders probable")]
    [InlineData("order A 20.00 USD; order B 7.00 USD of Lamps; charge T1 27.00 USD to AliExpress", "T1 pays A 20.00 USD several-orders probable; T1 pays B 7.00 USD several-orders probable")] // the marketplace as counterparty
    [InlineData("order A 20.00 USD took 1600.00 RUB; order B 7.00 USD took 600.00 RUB; charge T1 2200.00 RUB", "T1 pays A 1600.00 RUB several-orders probable; T1 pays B 600.00 RUB several-orders probable")] // what the marketplace says it took
    [InlineData("order A 20.00 USD of Lamps; order B 7.00 USD of Lamps; charge T1 27.00 USD to Someone; today 05-06", "")]
    [InlineData("order A 20.00 USD of Lamps; order B 7.00 USD of Tools; charge T1 27.00 USD to Lamps; today 05-06", "")]
    [InlineData("order A 20.00 USD; order B 7.00 USD at 05-05 09:00; charge T1 27.00 USD", "T1 pays A 20.00 USD several-orders probable; T1 pays B 7.00 USD several-orders probable")] // 24 hours apart
    [InlineData("order A 20.00 USD; order B 7.00 USD at 05-05 08:59:59; charge T1 27.00 USD; today 05-06", "")]
    [InlineData("order A 1.00 USD; order B 2.00 USD; order C 4.00 USD; order D 8.00 USD; order E 16.00 USD; order F 32.00 USD; order G 128.00 USD at 05-01 awaiting-payment; charge T1 63.00 USD; today 05-07", "T1 pays A 1.00 USD several-orders probable; T1 pays B 2.00 USD several-orders probable; T1 pays C 4.00 USD several-orders probable; T1 pays D 8.00 USD several-orders probable; T1 pays E 16.00 USD several-orders probable; T1 pays F 32.00 USD several-orders probable")] // six
    [InlineData("order A 1.00 USD; order B 2.00 USD; order C 4.00 USD; order D 8.00 USD; order E 16.00 USD; order F 32.00 USD; order G 64.00 USD; charge T1 127.00 USD; today 05-06", "")] // seven
    [InlineData("order A 20.00 USD; order B 7.00 USD cancelled on 05-07; charge T1 27.00 USD; today 05-10", "T1 pays A 20.00 USD several-orders probable; T1 pays B 7.00 USD several-orders probable")] // cancelled after it was paid
    [InlineData("order A 20.00 USD; order B 7.00 USD; order C 27.00 USD awaiting-payment at 05-01; order D 7.00 USD cancelled unpaid; charge T1 27.00 USD", "T1 pays A 20.00 USD several-orders probable; T1 pays B 7.00 USD several-orders probable")] // before those that nobody says were paid
    public void One_charge_pays_several_orders_of_its_counterparty_where_one_set_sums_exactly(string told, string gives) => Told.Gives(told, gives);

    [Fact]
    public void Unnamed_charges_never_combine_to_pay_one_order() => Told.Gives("order A 20.00 USD; charge T1 8.00 USD; charge T2 12.00 USD; today 05-07", "");

    [Theory]
    [InlineData("order A 20.00 USD of Lamps; charge T1 20.00 USD to 'LA-MPS'", "T1 pays A 20.00 USD exact-amount certain")] // same seller, no rival
    [InlineData("order A 20.00 USD of Lamps; charge T1 18.00 EUR originally 20.00 USD to Lamps", "T1 pays A 18.00 EUR original-amount certain")]
    [InlineData("order A 20.00 USD of Lamps; charge T1 20.00 USD to AliExpress", "T1 pays A 20.00 USD exact-amount probable")]
    [InlineData("order A 20.00 USD of Lamps; order B 20.00 USD of Tools; charge T1 20.00 USD to Lamps; today 05-07", "T1 pays A 20.00 USD exact-amount probable")] // a rival order
    [InlineData("order A 20.00 USD of Lamps; charge T1 20.00 USD to Lamps; charge T2 20.00 USD to Tools; today 05-07", "T1 pays A 20.00 USD exact-amount probable")] // a rival charge
    public void Only_the_same_seller_without_a_rival_is_certain(string told, string gives) => Told.Gives(told, gives);
}
