using System.Globalization;
using System.Text.RegularExpressions;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using static Reconciler.TestSupport.Some;

namespace Reconciler.Core.Tests;

/// <summary>Why, told to readers in their language and as their culture writes it, and to exports in the words of the contract.</summary>
public sealed class ReasonTests
{
    /// <summary>Seconds, minutes, hours and days, in seconds.</summary>
    private static readonly int[] Spans = [12, 720, 86_400, 864_000];

    private const string A = "8001234567890123";

    public static TheoryData<string> Languages => [.. ReasonWords.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_fact_has_words_in_every_language_that_tell_each_of_its_values(string language)
    {
        foreach (var fact in Enum.GetValues<Because>())
        {
            var values = Enumerable.Range(0, ReasonWords.PlacesOf(fact)).Select(i => $"<value {i}>").ToArray();
            var told = Reason.Of(fact, [.. values.Select(v => (ReasonValue)v)]).In(language);
            Assert.All(values, value => Assert.Contains(value, told, StringComparison.Ordinal));
            Assert.True(told.Length > 0 && told.IndexOfAny(['{', '|', '}', '\u001E', '\u001F']) < 0, $"{language} tells {fact} as '{told}'");
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Nothing_is_left_in_English_for_a_reader_of_another_language(string language)
    {
        // A wrong name in the file of words, or a forgotten one, would be told as exports tell it.
        var values = Enum.GetValues<OrderStatus>().Select(s => (ReasonValue)s).Concat(Enum.GetValues<EntryType>().Select(t => (ReasonValue)t)).Concat(Enum.GetValues<DayOfWeek>().Select(d => (ReasonValue)d))
            .Concat(Spans.Select(seconds => (ReasonValue)TimeApart.Of(TimeSpan.FromSeconds(seconds)))).ToList();
        foreach (var value in values)
        {
            var told = Reason.Of(Because.NamesOrder, value).In(language);
            Assert.True((language == "en") == Regex.IsMatch(told, "awaiting|paid|shipped|complet.d|cancelled|refund|disputed|payment|fee|topup|withdrawal|transfer|hold|release|conversion|chargeback|adjustment|day|second|minute|hour", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5)), $"{language}: {told}");
        }
    }

    [Theory]
    [InlineData("en", $"charge T2 of 1,234.50 USD on 6 May 2026 repeats a payment: it names order {A}, which T1 has paid (5 minutes before, same counterparty and amount); nothing came back")]
    [InlineData("pt", $"a cobrança T2 de 1.234,50 USD em 06/05/2026 repete um pagamento: cita o pedido {A}, já pago por T1 (5 minutos antes, mesma contraparte e mesmo valor); nada foi devolvido")]
    [InlineData("ru", $"списание T2 на 1\u00A0234,50 USD от 06.05.2026 повторяет платеж: назван заказ {A}, уже оплаченный операцией T1 (на 5 минут раньше, те же контрагент и сумма); ничего не возвращено")]
    [InlineData("zh", $"2026年5月6日的扣款 T2（1,234.50 USD）重复了一笔付款：写明订单 {A}，而该订单已由 T1 支付（早 5 分钟，交易对方和金额相同）；尚未退回任何款项")]
    public void A_double_charge_is_told_in_the_readers_language(string language, string tells)
    {
        var records = Case.Of(Entry("T1", "-1234.50 USD", reference: A), Entry("T2", "-1234.50 USD", at: "2026-05-06 09:05", reference: A), Order(A, "1234.50 USD"));
        Assert.Equal(tells, Assert.Single(records.Findings()).Claim.In(language));
    }

    [Theory]
    [InlineData("en", $"order {A} is cancelled since 6 May 2026; 20.00 USD is due back by 20 May 2026; only 5.00 USD came back, 3 business days late; 15.00 USD is overdue since 21 May 2026")]
    [InlineData("pt-BR", $"o pedido {A} está cancelado desde 06/05/2026; 20,00 USD devem ser devolvidos até 20/05/2026; só 5,00 USD foram devolvidos, com 3 dias úteis de atraso; 15,00 USD em atraso desde 21/05/2026")]
    [InlineData("ru", $"заказ {A}: статус «отменен» с 06.05.2026; к возврату 20,00 USD до 20.05.2026; поступило только 5,00 USD, с опозданием на 3 рабочих дня; 15,00 USD просрочено с 21.05.2026")]
    [InlineData("zh", $"订单 {A} 自2026年5月6日起已取消；应于2026年5月20日前退回 20.00 USD；仅收到 5.00 USD，迟到 3 个工作日；15.00 USD 自2026年5月21日起逾期")]
    public void A_short_refund_is_told_in_the_readers_language(string language, string tells)
    {
        var records = Case.Of(Entry("T1", reference: A), Entry("R", "5.00 USD", at: "2026-05-25", type: EntryType.Refund, related: "T1"), Order(A, status: OrderStatus.Cancelled));
        Assert.Equal(tells, Assert.Single(records.Findings()).Why.In(language));
    }

    [Theory]
    [InlineData("en", "charge T1 of 20.00 USD to 'AliExpress' on 6 May 2026 fits no order")]
    [InlineData("pt", "a cobrança T1 de 20,00 USD a “AliExpress” em 06/05/2026 não corresponde a nenhum pedido")]
    [InlineData("ru", "списание T1 на 20,00 USD в пользу «AliExpress» от 06.05.2026 не подходит ни к одному заказу")]
    [InlineData("zh", "2026年5月6日向“AliExpress”支付的扣款 T1（20.00 USD）不对应任何订单")]
    // A language without words is told in English, with sums and dates that nobody misreads.
    [InlineData("de", "charge T1 of 20.00 USD to 'AliExpress' on 2026-05-06 fits no order")]
    public void A_charge_without_an_order_is_told_in_the_readers_language(string language, string tells) => Assert.Equal(tells, Assert.Single(Case.Of(Entry("T1")).Findings()).Why.In(language));

    [Theory]
    [InlineData("en", $"the statement names order {A}; amount 20.00 USD equals the order's total")]
    [InlineData("pt", $"o extrato cita o pedido {A}; o valor de 20,00 USD é igual ao total do pedido")]
    [InlineData("ru", $"в выписке назван заказ {A}; сумма 20,00 USD равна сумме заказа")]
    [InlineData("zh", $"对账单写明订单 {A}；金额 20.00 USD 等于订单总额")]
    public void A_match_is_told_in_the_readers_language(string language, string tells) =>
        Assert.Equal(tells, Assert.Single(Case.Of(Entry("T1", reference: A), Order(A)).Match().Matches).Why.In(language));

    [Theory]
    [InlineData("en", "T2 of 6 May 2026 left a balance of −70.00 USD; after T3 of 7 May 2026 it should be −90.00 USD, the statement says 12,345.00 USD: rows worth 12,435.00 USD are missing between them")]
    [InlineData("ru", "после операции T2 от 06.05.2026 остаток составил −70,00 USD; после T3 от 07.05.2026 он должен быть −90,00 USD, в выписке 12\u00A0345,00 USD: между ними не хватает строк на 12\u00A0435,00 USD")]
    public void Balances_keep_their_sign(string language, string tells)
    {
        var told = Finder.OfAccounts(
            [Entry("T2") with { BalanceAfter = Money("-70.00 USD") }, Entry("T3", at: "2026-05-07") with { BalanceAfter = Money("12345.00 USD") }], MatchingRules.Default, _ => null, Utc("2026-05-08"), null);
        Assert.Equal(tells, Assert.Single(told).Why.In(language));
    }

    [Theory]
    [InlineData(1, "1 час", "1 рабочий день")]
    [InlineData(2, "2 часа", "2 рабочих дня")]
    [InlineData(5, "5 часов", "5 рабочих дней")]
    [InlineData(11, "11 часов", "11 рабочих дней")]
    [InlineData(21, "21 час", "21 рабочий день")]
    [InlineData(22, "22 часа", "22 рабочих дня")]
    [InlineData(25, "25 часов", "25 рабочих дней")]
    [InlineData(112, "5 дней", "112 рабочих дней")]
    public void Russian_words_stand_in_the_form_that_their_number_asks_for(int count, string limit, string late)
    {
        Assert.Equal($", предел — {limit}", Reason.Of(Because.AtMostAllowed, TimeApart.Limit(TimeSpan.FromHours(count))).In("ru"));
        Assert.Equal($", с опозданием на {late}", Reason.Of(Because.CameLate, count).In("ru"));
    }

    [Fact]
    public void A_part_of_an_hour_is_told_with_the_readers_decimal_mark()
    {
        var apart = Reason.Of(Because.BookedAfter, TimeApart.Of(TimeSpan.FromHours(25.2)));
        Assert.Equal("booked 25.2 hours after it was placed", apart.English);
        Assert.Equal("lançado 25,2 horas depois da data do pedido", apart.In("pt"));
        Assert.Equal("проведено через 25,2 часа после оформления заказа", apart.In("ru"));
        Assert.Equal("在下单后 25.2 小时入账", apart.In("zh"));
    }

    [Fact]
    public void Rates_keep_their_decimals_and_shares_are_told_in_per_cent()
    {
        var why = Reason.Of(Because.ConvertedAt, "T1", Money("20.00 USD"), ReasonValue.Rate(81.23456m), ReasonValue.Rate(80m), Utc("2026-05-06"), ReasonValue.Share(0.0154m));
        Assert.Equal("T1: 20.00 USD was converted at 81.2346; the wallet published 80 for 2026-05-06, 1.5 % apart", why.English);
        Assert.Equal("T1: 20,00 USD foram convertidos à taxa de 81,2346; a carteira publicou 80 para 06/05/2026, diferença de 1,5%", why.In("pt"));
        Assert.Equal("T1: 20,00 USD конвертировано по курсу 81,2346; кошелек опубликовал 80 на 06.05.2026, отклонение 1,5\u00A0%", why.In("ru"));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("pt-BR")]
    [InlineData("ar-SA")]
    [InlineData("zh-CN")]
    public void The_machines_own_culture_changes_no_word(string culture)
    {
        var records = Case.Of(Entry("T1", "-1234.50 USD", at: "2026-05-07 10:12"), Order("I-1", "1234.50 USD", at: "2026-05-06 09:00"));
        var (before, mine) = (records.Match().Matches[0].Why, CultureInfo.CurrentCulture);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            var under = records.Match().Matches[0].Why;
            Assert.Equal("amount equals 1234.50 USD of order I-1, booked 25.2 hours after it was placed", under.English);
            Assert.Equal((before.Kept, before.In("ru")), (under.Kept, under.In("ru")));
        }
        finally
        {
            CultureInfo.CurrentCulture = mine;
        }
    }

    [Fact]
    public void What_a_store_keeps_is_short_and_stays_readable_to_later_programs()
    {
        var why = Assert.Single(Case.Of(Entry("T1", reference: A), Order(A)).Match().Matches).Why;
        Assert.Equal($"\u001E4\u001Fs{A}\u001E6\u001Fm20.00 USD", why.Kept);
        Assert.Equal(why.English, Reason.Of(why.Kept).English);
    }

    [Fact]
    public void A_reason_that_an_older_store_keeps_as_a_sentence_is_told_as_it_is_and_is_the_same_reason()
    {
        var why = Assert.Single(Case.Of(Entry("T1", reference: A), Order(A)).Match().Matches).Why;
        var old = Reason.Of($"the statement names order {A}; amount 20.00 USD equals the order's total");
        Assert.Equal((old.Kept, old.Kept), (old.English, old.In("ru")));
        Assert.True(old == why && why == old && old.GetHashCode() == why.GetHashCode());
        Assert.False(Reason.Of("another") == why);
    }

    [Fact]
    public void What_a_later_program_keeps_is_told_as_far_as_this_one_knows_it() =>
        Assert.Equal("it names order A", Reason.Of("\u001E55\u001FsA\u001E99999\u001FsB\u001E").English);

    [Fact]
    public void Names_are_masked_and_sums_and_dates_are_not()
    {
        var why = Reason.Of(Because.ChargeToFitsNoOrder, "T1", Money("79123456.00 RUB"), "79123456789", Utc("2026-05-06")) + Reason.Of(Because.NotComeBack, Money("1.00 RUB"));
        Assert.Equal("charge T1 of 79123456.00 RUB to '***' on 2026-05-06 fits no order; 1.00 RUB has not come back", why.WithTexts(text => text.Length > 5 ? "***" : text).English);
    }

    [Fact]
    public void A_name_that_holds_the_marks_between_facts_breaks_none() =>
        Assert.Equal("it names order A 4 sB", Reason.Of(Because.NamesOrder, "A\u001E4\u001FsB").English);

    [Fact]
    public void A_fact_without_one_of_its_values_is_our_own_mistake() => Assert.Throws<ArgumentException>(() => Reason.Of(Because.GivenBackOn));
}
