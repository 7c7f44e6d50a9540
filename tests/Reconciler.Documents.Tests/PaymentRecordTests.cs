using System.Text;
using Reconciler.Core.Disputes;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Drawing;
using Reconciler.Documents.Evidence;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class PaymentRecordTests
{
    [Fact]
    public void A_duplicate_shows_both_payments_side_by_side_and_what_is_claimed()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.Duplicate(), Samples.AsOf, RecordWords.English));

        Assert.Matches("Transaction id +18234567890 +18234567977", text);
        Assert.Matches("Booked +6 May 2026, 09:01:12 UTC +6 May 2026, 09:05:24 UTC", text);
        Assert.Matches(@"As the file says +06\.05\.2026 12:01:12 +06\.05\.2026 12:05:24", text);
        Assert.Matches(@"Amount +–3,314\.42 RUB +–3,314\.42 RUB", text);
        Assert.Matches(@"Exchange rate +1 USD = 78\.9713 RUB", text);
        Assert.Matches("Reference +заказ №8001234567890123", text);
        Assert.Matches("Source +выписка май 2026.csv, line 2", text);
        Assert.Matches(@"Claimed: the return of the second charge +3,314\.42 RUB", text);
        Assert.Contains("booked 4 min 12 s apart. The same in both: wallet, amount, original amount, counterparty, reference.", text, StringComparison.Ordinal);
        Assert.Contains("Магазин «Тёплый дом»", text, StringComparison.Ordinal);
        Assert.Contains(Samples.Duplicate().Dispute.Id, text, StringComparison.Ordinal);
        Assert.Contains("Page 1 of 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_refund_shows_the_sum_that_leads_to_what_is_owed()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.ShortRefund(), Samples.AsOf, RecordWords.English));

        Assert.Matches(@"To be given back, as the marketplace says +288\.80 CNY", text);
        Assert.Matches(@"Refunded, 2026051522001412345678901234_1 +–200\.00 CNY", text);
        Assert.Matches(@"Still owed +88\.80 CNY", text);
        Assert.Contains("It was due on 4 June 2026.", text, StringComparison.Ordinal);
        Assert.Contains("Page 2 of 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_refund_shows_what_was_paid_and_that_nothing_came()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.MissingRefund(), Samples.AsOf, RecordWords.English));

        Assert.Matches(@"Paid +1,234\.56 BRL", text);
        Assert.Matches(@"Refunded +0\.00 BRL", text);
        Assert.Matches(@"Still owed +1,234\.56 BRL", text);
        Assert.Contains("Loja São João – Informática & Áudio", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "pt",
        @"Registro de pagamento",
        @"Cobrança em duplicidade · caso D-",
        @"Solicitação: reembolso da segunda cobrança +3\.314,42 RUB",
        @"Nova cobrança \(contestada\)",
        @"Nº da transação +18234567890 +18234567977",
        @"Tipo e situação +Pagamento, efetivado +Pagamento, efetivado",
        @"Origem +выписка май 2026\.csv, linha 2",
        @"Intervalo entre os dois lançamentos: 4 min 12 s\. Iguais em ambos: carteira, valor, valor original, contraparte, +referência\.",
        @"Situação +Enviado, desde 06/05/2026, 08:55:00 UTC",
        @"Onde há \*, foi ocultado",
        @"Página 1 de 1")]
    [InlineData(
        "ru",
        @"Сведения о платеже",
        @"Повторное списание · обращение D-",
        @"Требование: возврат суммы второго списания +3 314,42 RUB",
        @"Повторное списание \(оспаривается\)",
        @"Номер операции +18234567890 +18234567977",
        @"Тип и статус +Платеж, исполнено +Платеж, исполнено",
        @"Источник +выписка май 2026\.csv, строка 2",
        @"Промежуток между двумя списаниями: 4 мин 12 с\. Совпадают: кошелек, сумма, сумма в валюте покупки, контрагент, +назначение\.",
        @"Статус +Отправлен с 06\.05\.2026, 08:55:00 UTC",
        @"Знаком \* скрыты",
        @"Страница 1 из 1")]
    [InlineData(
        "zh",
        @"付款记录",
        @"重复扣款 .*案件编号 .*D-",
        @"请求：退还第二笔扣款 +3,314\.42 RUB",
        @"重复扣款（有争议）",
        @"交易号 +18234567890 +18234567977",
        @"类型和状态 +付款，成功 +付款，成功",
        @"来源 +выписка май 2026\.csv *，第 2 行",
        @"两笔扣款的入账时间相隔 4 分钟 12 秒。两笔相同的项目：钱包、金额、原币金额、交易对方、附言。",
        @"订单状态 +已发货（自 2026年5月6日 08:55:00 UTC 起）",
        @"标有 \* 之处",
        @"第 1 页，共 1 页")] // 页, 额, 小 share their glyphs with radicals, which nobody wrote
    public void A_duplicate_speaks_the_language_of_its_letter(string language, params string[] said)
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.Duplicate(), Samples.AsOf, RecordWordsTests.Words(language))).ReplaceLineEndings(" ");

        Assert.All(said, pattern => Assert.Matches(pattern, text));
        Assert.DoesNotMatch("(?i)names the same order|wallet|payment|booked|amount", text);
    }

    [Theory]
    [InlineData("en", "Order 800 is cancelled since 6 May 2026; 1,234.56 BRL is due back by 20 May 2026")]
    [InlineData("pt", "O pedido 800 está cancelado desde 06/05/2026; 1.234,56 BRL devem ser devolvidos até 20/05/2026")]
    [InlineData("ru", "Заказ 800: статус «отменен» с 06.05.2026; к возврату 1 234,56 BRL до 20.05.2026")]
    [InlineData("zh", "订单 800 自2026年5月6日起已取消；应于2026年5月20日前退回 1,234.56 BRL")]
    public void The_reason_of_a_claim_is_told_in_the_language_of_its_letter(string language, string tells)
    {
        var sample = Samples.MissingRefund();
        var why = Reason.Of(Because.RefundDue, "800", OrderStatus.Cancelled, Some.Time, Some.Money("1234.56 BRL"), new DateOnly(2026, 5, 20));
        var text = PdfText.Of(PaymentRecord.Render(sample with { Finding = sample.Finding with { Why = why } }, Samples.AsOf, RecordWordsTests.Words(language)));

        Assert.Contains(Solid(tells), Solid(text), StringComparison.Ordinal);

        static string Solid(string words) => string.Concat(words.Where(c => !char.IsWhiteSpace(c)));
    }

    [Theory]
    [InlineData("pt", @"Reembolso incompleto", @"Prazo: 04/06/2026\.", @"Reembolso devido, segundo a plataforma +288,80 CNY", @"Valor reembolsado, 2026\d+_1 +–200,00 CNY", @"Valor não recebido +88,80 CNY", @"Situação +Parcialmente reembolsado", @"Reembolsos recebidos")]
    [InlineData("ru", @"Возврат получен не полностью", @"Срок: 04\.06\.2026\.", @"К возврату по данным площадки +288,80 CNY", @"Возвращено, операция 2026\d+_1 +–200,00 CNY", @"Не получено +88,80 CNY", @"Статус +Средства возвращены частично с", @"Полученные возвраты")]
    [InlineData("zh", @"退款不足", @"期限：2026年6月4日。", @"应退金额（按平台记录） +288\.80 CNY", @"已退金额，交易号 2026\d+_1 +–200\.00 CNY", @"尚缺金额 +88\.80 CNY", @"订单状态 +已部分退款（自", @"已收退款")]
    public void The_arithmetic_of_a_refund_speaks_the_language_of_its_letter(string language, params string[] said)
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.ShortRefund(), Samples.AsOf, RecordWordsTests.Words(language)));

        Assert.All(said, pattern => Assert.Matches(pattern, text));
    }

    [Fact]
    public void The_closing_note_is_never_alone_on_a_page()
    {
        var sample = Samples.MissingRefund();
        var pages = Enumerable.Range(0, 12).Select(lines =>
        {
            var order = sample.Orders[0] with { Description = string.Concat(Enumerable.Repeat("Caixa de som portátil com duas antenas, não entregue até hoje, cancelada pelo comprador. ", lines)) };
            return PdfText.Of(PaymentRecord.Render(sample with { Orders = [order] }, Samples.AsOf, RecordWords.English)).TrimEnd('\f').Split('\f');
        }).ToArray();

        Assert.Equal([1, 2], pages.Select(p => p.Length).Distinct());
        Assert.All(pages, p => Assert.Matches(@"Transaction id +7AB12345CD678901E[\s\S]+Generated from the statement and order files", p[^1]));
    }

    [Fact]
    public void A_later_letter_of_a_case_bears_the_case_number_of_its_first()
    {
        var first = Samples.Duplicate();
        var reminder = first with { Dispute = first.Dispute with { Id = Some.Key.LetterId(first.Finding.Id, 2), Number = 2 } };

        Assert.Equal(PaymentRecord.Render(first, Samples.AsOf, RecordWords.English), PaymentRecord.Render(reminder, Samples.AsOf, RecordWords.English));
    }

    [Fact]
    public void The_balance_of_the_wallet_shows_only_where_the_case_tells_it()
    {
        var masked = new CaseMask(Samples.Duplicate(), EvidenceDisclosure.Least).Shown;

        Assert.DoesNotContain("12,345.67", PdfText.Of(PaymentRecord.Render(masked, Samples.AsOf, RecordWords.English)), StringComparison.Ordinal);
        Assert.Matches(@"Balance after +12,345\.67 RUB", PdfText.Of(PaymentRecord.Render(Samples.Duplicate(), Samples.AsOf, RecordWords.English)));
    }

    [Fact]
    public void The_same_case_gives_the_same_bytes_dated_with_the_clock_of_the_run()
    {
        foreach (var (sample, words) in AllCases().SelectMany(c => RecordWords.Languages.Select(l => (c, RecordWords.For(l, Fonts.OfThisMachine, warn: null)))))
        {
            var first = PaymentRecord.Render(sample, Samples.AsOf, words);

            Assert.Equal(first, PaymentRecord.Render(sample, Samples.AsOf, words));
            Assert.Contains("/CreationDate (D:20260630235959", Encoding.Latin1.GetString(first), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_record_is_small_enough_to_mail()
    {
        Assert.InRange(PaymentRecord.Render(Samples.Duplicate(), Samples.AsOf, RecordWords.English).Length, 5_000, 100_000);
    }

    [Fact]
    public void Long_ids_and_stories_flow_over_pages_and_stay_within_their_columns()
    {
        var text = PdfText.Of(PaymentRecord.Render(Samples.Vast(), Samples.AsOf, RecordWords.English));

        Assert.Contains("–123,456,789,012 JPY", text, StringComparison.Ordinal);
        Assert.Contains("Charged again, in dispute", text, StringComparison.Ordinal);
        Assert.Contains("Page 3 of 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_statement_tells_only_a_day_so_does_the_record()
    {
        var sample = Samples.Duplicate();
        Entry OnDay(Entry entry) => entry with { BookedAtUtc = Some.Utc("2026-05-05 22:00"), BookedDay = Moments.OfDay(Some.Utc("2026-05-05 22:00"), Some.Utc("2026-05-06 22:00")) };
        var text = PdfText.Of(PaymentRecord.Render(sample with { Payments = [OnDay(sample.Payments[0])], Disputed = [OnDay(sample.Disputed[0])] }, Samples.AsOf, RecordWords.English));
        Assert.Matches(@"Booked +6 May 2026 +6 May 2026\n", text);
        Assert.DoesNotContain("apart", text, StringComparison.Ordinal);
        Assert.Contains("The same in both: wallet", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Chinese_text_can_be_read_back()
    {
        if (!Fonts.OfThisMachine.CanShow("温暖家居旗舰店"))
        {
            Assert.Skip("No font of this machine has Chinese characters (Debian package fonts-noto-cjk).");
        }

        Assert.Contains("温暖家居旗舰店", PdfText.Of(PaymentRecord.Render(Samples.ShortRefund(), Samples.AsOf, RecordWords.English)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_drawn_is_said_once_with_the_cure()
    {
        var warnings = new List<string>();
        PaymentRecord.Render(Samples.ShortRefund(), Samples.AsOf, RecordWords.English, Fonts.ShippedOnly, warnings.Add);

        var warning = Assert.Single(warnings);
        Assert.Contains("温", warning, StringComparison.Ordinal);
        Assert.Contains("fonts-noto-cjk", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refund_whose_sums_do_not_add_up_gets_no_calculation()
    {
        var sample = Samples.ShortRefund();
        var strange = sample with { Finding = sample.Finding with { Amount = Some.Money("1.23 CNY") } };

        Assert.Null(RefundSum.Of(strange, RecordWords.English));
        Assert.NotNull(RefundSum.Of(sample, RecordWords.English));
        Assert.NotNull(RefundSum.Of(Samples.MissingRefund(), RecordWords.English));
    }

    internal static IEnumerable<DisputeCase> AllCases() => [Samples.Duplicate(), Samples.MissingRefund(), Samples.ShortRefund(), Samples.Vast()];
}
