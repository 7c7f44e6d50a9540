using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Evidence;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class PaymentRecordTests
{
    [Fact]
    public void A_duplicate_shows_both_payments_side_by_side_and_what_is_claimed()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.Duplicate(), Samples.AsOf));

        Assert.Matches("Transaction id +18234567890 +18234567977", text);
        Assert.Matches("Booked +2026-05-06 09:01:12 UTC +2026-05-06 09:05:24 UTC", text);
        Assert.Matches(@"As the file says +06\.05\.2026 12:01:12 +06\.05\.2026 12:05:24", text);
        Assert.Matches(@"Amount +–3 314\.42 RUB +–3 314\.42 RUB", text);
        Assert.Matches(@"Exchange rate +1 USD = 78\.9713 RUB", text);
        Assert.Matches("Reference +заказ №8001234567890123", text);
        Assert.Matches("Source +выписка май 2026.csv, line 2", text);
        Assert.Matches(@"Claimed: the return of the second charge +3 314\.42 RUB", text);
        Assert.Contains("booked 4 min 12 s apart. The same in both: wallet, amount, original amount, counterparty, reference.", text, StringComparison.Ordinal);
        Assert.Contains("Магазин «Тёплый дом»", text, StringComparison.Ordinal);
        Assert.Contains(Samples.Duplicate().Dispute.Id, text, StringComparison.Ordinal);
        Assert.Contains("Page 1 of 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_refund_shows_the_sum_that_leads_to_what_is_owed()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.ShortRefund(), Samples.AsOf));

        Assert.Matches(@"To be given back, as the marketplace says +288\.80 CNY", text);
        Assert.Matches(@"Refunded, 2026051522001412345678901234_1 +–200\.00 CNY", text);
        Assert.Matches(@"Still owed +88\.80 CNY", text);
        Assert.Contains("It was due on 2026-06-04.", text, StringComparison.Ordinal);
        Assert.Contains("Page 2 of 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_refund_shows_what_was_paid_and_that_nothing_came()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.MissingRefund(), Samples.AsOf));

        Assert.Matches(@"Paid +1 234\.56 BRL", text);
        Assert.Matches(@"Refunded +0\.00 BRL", text);
        Assert.Matches(@"Still owed +1 234\.56 BRL", text);
        Assert.Contains("Loja São João – Informática & Áudio", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_balance_of_the_wallet_shows_only_where_the_case_tells_it()
    {
        var masked = new CaseMask(Samples.Duplicate(), EvidenceDisclosure.Least).Shown;

        Assert.DoesNotContain("12 345.67", PdfText.Of(PaymentRecord.Render(masked, Samples.AsOf)), StringComparison.Ordinal);
        Assert.Matches(@"Balance after +12 345\.67 RUB", PdfText.Of(PaymentRecord.Render(Samples.Duplicate(), Samples.AsOf)));
    }

    [Fact]
    public void The_same_case_gives_the_same_bytes_dated_with_the_clock_of_the_run()
    {
        foreach (var sample in AllCases())
        {
            var first = PaymentRecord.Render(sample, Samples.AsOf);

            Assert.Equal(first, PaymentRecord.Render(sample, Samples.AsOf));
            Assert.Contains("/CreationDate (D:20260630235959", Encoding.Latin1.GetString(first), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_record_is_small_enough_to_mail()
    {
        Assert.InRange(PaymentRecord.Render(Samples.Duplicate(), Samples.AsOf).Length, 5_000, 100_000);
    }

    [Fact]
    public void Long_ids_and_stories_flow_over_pages_and_stay_within_their_columns()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.Vast(), Samples.AsOf));

        Assert.Contains("–123 456 789 012 JPY", text, StringComparison.Ordinal);
        Assert.Contains("Charged again, in dispute", text, StringComparison.Ordinal);
        Assert.Contains("Page 4 of 4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Chinese_text_can_be_read_back()
    {
        if (!Fonts.OfThisMachine.CanShow("温暖家居旗舰店"))
        {
            Assert.Skip("No font of this machine has Chinese characters (Debian package fonts-noto-cjk).");
        }

        Assert.Contains("温暖家居旗舰店", PdfText.Of(PaymentRecord.Render(Samples.ShortRefund(), Samples.AsOf)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_drawn_is_said_once_with_the_cure()
    {
        var warnings = new List<string>();
        PaymentRecord.Render(Samples.ShortRefund(), Samples.AsOf, Fonts.ShippedOnly, warnings.Add);

        var warning = Assert.Single(warnings);
        Assert.Contains("温", warning, StringComparison.Ordinal);
        Assert.Contains("fonts-noto-cjk", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refund_whose_sums_do_not_add_up_gets_no_calculation()
    {
        var sample = Samples.ShortRefund();
        var strange = sample with { Finding = sample.Finding with { Amount = Some.Money("1.23 CNY") } };

        Assert.Null(RefundSum.Of(strange));
        Assert.NotNull(RefundSum.Of(sample));
        Assert.NotNull(RefundSum.Of(Samples.MissingRefund()));
    }

    internal static IEnumerable<DisputeCase> AllCases() => [Samples.Duplicate(), Samples.MissingRefund(), Samples.ShortRefund(), Samples.Vast()];
}
