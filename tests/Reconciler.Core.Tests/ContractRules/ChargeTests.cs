namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Direction", "Charge", "Refund" and "Amount".</summary>
public class ChargeTests
{
    [Theory]
    [InlineData("order A 20.00 USD; charge T1 20.00 USD in paypal", "T1 pays A 20.00 USD exact-amount probable")]
    [InlineData("order A 20.00 USD in shop; charge T1 20.00 USD coming-in in paypal; sales paypal shop", "T1 pays A 20.00 USD exact-amount probable")]
    [InlineData("order A 20.00 USD; charge T1 20.00 USD coming-in in paypal; sales paypal shop; today 05-06", "")] // that pair only: aliexpress is bought from
    [InlineData("order A 20.00 USD in shop; charge T1 20.00 USD in paypal; sales paypal shop; today 05-06", "")] // money out pays nothing that we sell
    [InlineData("order A 20.00 USD in shop; charge T1 20.00 USD in qiwi; sales paypal shop", "T1 pays A 20.00 USD exact-amount probable")] // another wallet buys there
    [InlineData("order A 20.00 USD in shop refunded; charge T1 20.00 USD coming-in in paypal names A; refund R 20.00 USD going-out in paypal at 05-08; sales paypal shop", "R refunds A 20.00 USD refund certain; T1 pays A 20.00 USD named certain")]
    [InlineData("order A 20.00 USD in shop refunded; charge T1 20.00 USD coming-in in paypal names A; refund R 20.00 USD in paypal at 05-08; sales paypal shop", "T1 pays A 20.00 USD named certain; missing-refund T1 A 20.00 USD due 2026-05-20 certain; refund-without-order R - 20.00 USD certain")] // money in gives nothing back
    [InlineData("order A 20.00 USD in shop; charge T1 19.41 USD coming-in in paypal fee 0.59 USD; sales paypal shop", "T1 pays A 19.41 USD exact-amount probable")] // a payout net of its fee
    public void Money_out_pays_purchases_and_in_sales_both_signs_flip(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("charge T1 20.00 USD names A", "T1 pays A 20.00 USD named certain")]
    [InlineData("charge T1 20.00 USD names A pending", "")]
    [InlineData("charge T1 20.00 USD names A failed", "")]
    [InlineData("charge T1 20.00 USD names A reversed", "")]
    [InlineData("charge T1 20.00 USD names A coming-in", "")]
    [InlineData("hold T1 20.00 USD names A", "")]
    [InlineData("conversion T1 20.00 USD names A", "")]
    [InlineData("transfer T1 20.00 USD names A", "")]
    [InlineData("withdrawal T1 20.00 USD names A", "")]
    [InlineData("adjustment T1 20.00 USD names A", "")]
    [InlineData("fee T1 20.00 USD names A", "")]
    [InlineData("charge T1 20.00 USD names A pending; charge T2 20.00 USD names A at 05-06 10:00", "T2 pays A 20.00 USD named certain")] // pending blocks nothing
    [InlineData("charge T1 20.00 USD names A; conversion L1 20.00 USD of T1; conversion L2 1600.00 RUB of T1; topup D 1600.00 RUB coming-in of T1", "T1 pays A 20.00 USD named certain")] // legs and mirrors are no duplicates
    public void Only_a_succeeded_payment_in_the_direction_settles_an_order(string entries, string gives) => Told.Gives("order A 20.00 USD; today 05-06 12:00; " + entries, gives);

    [Theory]
    [InlineData("refund R 20.00 USD at 05-08", "R refunds A 20.00 USD refund certain")]
    [InlineData("chargeback R 20.00 USD at 05-08", "R refunds A 20.00 USD refund certain")]
    [InlineData("refund R 20.00 USD at 05-08 pending", "")]
    [InlineData("refund R 20.00 USD at 05-08 failed", "")]
    [InlineData("refund R 20.00 USD at 05-08 going-out", "")]
    [InlineData("topup R 20.00 USD at 05-08 coming-in", "")]
    public void Only_a_succeeded_refund_or_chargeback_against_the_direction_gives_back(string entry, string gives) =>
        Told.Gives("order A 20.00 USD cancelled; charge T1 20.00 USD names A; today 05-10; " + entry, gives + (gives.Length > 0 ? "; " : "") + "T1 pays A 20.00 USD named certain");

    [Theory]
    [InlineData("20.00 USD", "T1 pays A 20.00 USD exact-amount probable")]
    [InlineData("20.01 USD", "")] // to the minor unit
    [InlineData("1600.00 RUB", "T1 pays A 1600.00 RUB exact-amount probable")] // what the marketplace says it took
    [InlineData("1600.01 RUB", "")]
    [InlineData("19.41 USD fee 0.59 USD", "T1 pays A 19.41 USD exact-amount probable")]
    [InlineData("19.41 USD fee 0.59 EUR", "")]
    [InlineData("18.00 EUR originally 20.00 USD", "T1 pays A 18.00 EUR original-amount probable")]
    [InlineData("18.00 EUR originally 20.01 USD", "")]
    public void A_charge_fits_alone_or_with_its_fee_or_by_its_original_amount(string charge, string gives) =>
        Told.Gives("order A 20.00 USD took 1600.00 RUB; today 05-07; charge T1 " + charge, gives);

    [Theory]
    [InlineData("order A 2000 JPY; charge T1 2000 JPY", "T1 pays A 2000 JPY exact-amount probable")]
    [InlineData("order A 1.234 KWD; charge T1 1.235 KWD; today 05-06", "")]
    [InlineData("order A 1.234 KWD; charge T1 4.05 USD originally 1.234 KWD", "T1 pays A 4.05 USD original-amount probable")]
    public void The_minor_unit_is_the_currencys_own(string told, string gives) => Told.Gives(told, gives);

    [Theory]
    [InlineData("rate 80 to Lamps", "T1 pays A 1600.00 RUB rate certain")]
    [InlineData("to Lamps; published 80 RUB for USD on 05-06", "T1 pays A 1600.00 RUB rate certain")]
    [InlineData("rate 80 to Lamps; published 90 RUB for USD on 05-06; order B 17.78 USD of Lamps", "T1 pays A 1600.00 RUB rate certain; fx-deviation T1 A 200.00 RUB certain")] // the entry's own comes first
    [InlineData("to Lamps; published 80 RUB for USD on 05-05", "")] // for the day, and no other
    [InlineData("at 05-07 00:00 to Lamps; published 80 RUB for USD on 05-06", "")] // the day is UTC
    [InlineData("to Lamps", "")]
    [InlineData("rate 82.4 to Lamps", "T1 pays A 1600.00 RUB rate certain")] // 2.9 % off
    [InlineData("rate 82.5 to Lamps", "")] // 3.03 % off
    [InlineData("rate 80", "")] // another counterparty
    [InlineData("rate 80 names A", "T1 pays A 1600.00 RUB named certain")] // with a reference it needs no seller
    [InlineData("rate 80 to Lamps; order B 20.10 USD of Lamps", "")] // two candidates
    [InlineData("rate 80 to Lamps; charge T2 1601.00 RUB rate 80 to Lamps", "")] // and the other way
    public void With_only_a_rate_it_must_come_within_3_per_cent_of_the_same_sellers_single_candidate(string charge, string gives) =>
        Told.Gives("order A 20.00 USD of Lamps; today 05-07; charge T1 1600.00 RUB " + charge, gives);

    [Theory]
    [InlineData("order A 50.00 USD of Lamps; charge T1 4635.00 RUB rate 90 to Lamps", "T1 pays A 4635.00 RUB rate certain")]
    [InlineData("order A 50.00 USD of Lamps; charge T1 4635.01 RUB rate 90 to Lamps; today 05-06", "")]
    [InlineData("order A 50.00 USD; charge T1 4635.01 RUB rate 90 names A", "T1 pays A 4635.01 RUB named certain; amount-mismatch T1 A 1.50 USD certain")]
    public void The_3_per_cent_are_measured_before_any_rounding(string told, string gives) => Told.Gives(told, gives);
}
