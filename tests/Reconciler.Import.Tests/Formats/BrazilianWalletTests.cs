using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Mercado Pago's three reports of an account, and Nubank's account and card.</summary>
public sealed class BrazilianWalletTests
{
    private const string AccountHeader = "INITIAL_BALANCE;CREDITS;DEBITS;FINAL_BALANCE\n100,00;0,00;-40,00;60,00\n\nRELEASE_DATE;TRANSACTION_TYPE;REFERENCE_ID;TRANSACTION_NET_AMOUNT;PARTIAL_BALANCE\n";

    [Fact]
    public void A_Mercado_Pago_account_statement_tells_by_its_words_what_each_movement_is() => Assert.Equal(
        [
            "2026-05-04 00:00:00 mercadopago/173314425321_20260504_0.12 Adjustment Succeeded 0.12 BRL, then 10.12 BRL, text Rendimentos",
            "2026-05-05 00:00:00 mercadopago/151000000101_20260505_2500 Payment Succeeded 2500.00 BRL, by Beatriz Lumen, then 2510.12 BRL, text Transferência Pix recebida Beatriz Lumen",
            "2026-05-06 00:00:00 mercadopago/151000000102_20260506_-189.9 Payment Succeeded -189.90 BRL, by ALIEXPRESS, then 2320.22 BRL, text Pagamento com QR Pix ALIEXPRESS",
            "2026-05-06 00:00:00 mercadopago/151000000103_20260506_-189.9 Payment Succeeded -189.90 BRL, by ALIEXPRESS, then 2130.32 BRL, text Pagamento com QR Pix ALIEXPRESS",

            // What the shop gives back bears the number of one of its two payments.
            "2026-05-08 00:00:00 mercadopago/151000000103_20260508_189.9 Refund Succeeded 189.90 BRL, by ALIEXPRESS, of 151000000103, then 2320.22 BRL, text Reembolso ALIEXPRESS",
            "2026-05-11 00:00:00 mercadopago/151000000104_20260511_-700 Payment Succeeded -700.00 BRL, by Ateliê Aurora, then 1620.22 BRL, text Transferência Pix enviada Ateliê Aurora",
            "2026-05-12 00:00:00 mercadopago/151000000104_20260512_700 Refund Succeeded 700.00 BRL, by Ateliê Aurora, of 151000000104, then 2320.22 BRL, text Pix devolvido Ateliê Aurora",
            "2026-05-13 00:00:00 mercadopago/151000000105_20260513_-216.87 Payment Succeeded -216.87 BRL, by Energia do Sul S.A., then 2103.35 BRL, text Pagamento de conta Energia do Sul S.A.",
            "2026-05-14 00:00:00 mercadopago/151000000106_20260514_-300 Transfer Succeeded -300.00 BRL, then 1803.35 BRL, text Dinheiro reservado Férias",
            "2026-05-15 00:00:00 mercadopago/151000000107_20260515_100 Transfer Succeeded 100.00 BRL, then 1903.35 BRL, text Dinheiro retirado Férias",
            "2026-05-18 00:00:00 mercadopago/151000000108_20260518_85.5 Payment Succeeded 85.50 BRL, then 1988.85 BRL, text Liberação de dinheiro",

            // Money that is held in a complaint, lost in it, and given free: all under the number of the payment.
            "2026-05-19 00:00:00 mercadopago/151000000108_20260519_-85.5 Hold Succeeded -85.50 BRL, of 151000000108-held, then 1903.35 BRL, text Dinheiro retido Reclamações e devoluções",
            "2026-05-21 00:00:00 mercadopago/151000000108_20260521_-85.5 Chargeback Succeeded -85.50 BRL, of 151000000108, then 1817.85 BRL, text Débito por dívida Reclamações no Mercado Livre",
            "2026-05-21 00:00:00 mercadopago/151000000108_20260521_85.5 Release Succeeded 85.50 BRL, of 151000000108-held, then 1903.35 BRL, text Dinheiro retido Reclamações e devoluções",
            "2026-05-22 00:00:00 mercadopago/151000000109_20260522_-12.9 Fee Succeeded -12.90 BRL, then 1890.45 BRL, text Tarifa de envio extra",
            "2026-05-25 00:00:00 mercadopago/151000000109_20260525_12.9 Fee Succeeded 12.90 BRL, of 151000000109, then 1903.35 BRL, text Reembolso de tarifas",
            "2026-05-26 00:00:00 mercadopago/151000000110_20260526_-500 Withdrawal Succeeded -500.00 BRL, then 1403.35 BRL, text Saque Banco do Norte",
            "2026-05-27 00:00:00 mercadopago/151000000111_20260527_-400 Transfer Succeeded -400.00 BRL, by Cartão de crédito, then 1003.35 BRL, text Pagamento Cartão de crédito",
            "2026-05-28 00:00:00 mercadopago/151000000112_20260528_-1234.56 Payment Succeeded -1234.56 BRL, by Papelaria Central, then -231.21 BRL, text Compra de Papelaria Central",
            "2026-05-29 00:00:00 mercadopago/151000000113_20260529_1234.56 Payment Succeeded 1234.56 BRL, by Beatriz Lumen, then 1003.35 BRL, text Pix recebido Beatriz Lumen",
            "line 25 rejected at RELEASE_DATE: 32-05-2026: is not a date written like 2026-05-31 09:00:00. If the day exists and the format has changed, add it to formats in config/layouts/mercadopago-account.json.",
        ],
        RowLines.OfSeed("mercadopago-account.csv", "mercadopago-account"));

    /// <summary>The words of Brazil's accounts and of those in Spanish, each with what it is.</summary>
    [Theory]
    [InlineData("10,00", EntryType.Refund, "Reembolso LOJA|Pix devolvido MARIA|Devolução de dinheiro|Estorno LOJA|Dinheiro devolvido|DEV PIX LOJA|Transferência devolvida MARIA")]
    [InlineData("10,00", EntryType.Fee, "Reembolso de tarifas|Estorno de tarifa|Bonificação de tarifas")]
    [InlineData("-10,00", EntryType.Fee, "Tarifa de envio|Débito por dívida Envio|Imposto IOF|Comissão da venda")]
    [InlineData("-10,00", EntryType.Hold, "Dinheiro retido Reclamações e devoluções")]
    [InlineData("10,00", EntryType.Release, "Dinheiro retido Reclamações e devoluções|Liberação de dinheiro retido")]
    [InlineData("-10,00", EntryType.Chargeback, "Débito por dívida Reclamações no Mercado Livre|Contestação de compra|Liberação de dinheiro cancelada")]
    [InlineData("10,00", EntryType.Chargeback, "Pix rejeitado|Pagamento não efetivado LOJA")]
    [InlineData("10,00", EntryType.Payment, "Liberação de dinheiro|Pix recebido MARIA|Transferência recebida MARIA")]
    [InlineData("-10,00", EntryType.Payment, "Pagamento com QR Pix LOJA|Compra de LOJA|Pix enviado MARIA")]
    [InlineData("-10,00", EntryType.Withdrawal, "Saque|Retirada de dinheiro")]
    [InlineData("-10,00", EntryType.Transfer, "Dinheiro reservado Férias|Pagamento de fatura|Pagamento do cartão de crédito")]
    public void Its_words_are_told_apart(string sum, EntryType expected, string texts)
    {
        foreach (var text in texts.Split('|'))
        {
            var entries = Given.ReadText($"{AccountHeader}05-05-2026;Pagamento com QR Pix LOJA;150;-1,50;1,00\n05-05-2026;{text};151;{sum};1,00\n");
            Assert.Equal((text, expected), (text, Assert.IsType<RowOutcome.ReadEntry>(entries[1]).Entry.Type));
        }
    }

    /// <summary>The file does not say in which country the account is; words of Portuguese do.</summary>
    [Fact]
    public void A_statement_in_Spanish_needs_its_currency_set_and_is_read_then()
    {
        const string Spanish = AccountHeader + "05-05-2026;Pago con QR LOJA;151;-40,00;60,00\n06-05-2026;Reintegro LOJA;151;40,00;100,00\n07-05-2026;Extracción;152;-10,50;89,50\n";
        Assert.Equal(
            "It is a mercadopago-account file. It does not say in which currency its sums are (-40,00 on line 5). Set currency in config/layouts/mercadopago-account.json, such as { \"text\": \"EUR\" }.",
            Given.WhyUnknownText(Spanish));

        using var folder = new TempFolder();
        File.WriteAllText(folder["a.csv"], Spanish);
        Directory.CreateDirectory(folder["layouts"]);
        var layout = File.ReadAllText(Path.Combine(Places.Config, "layouts", "mercadopago-account.json"));
        File.WriteAllText(folder["layouts/mercadopago-account.json"], layout.Replace("\"decimalMark\": \"file\",", "\"decimalMark\": \"file\", \"currency\": { \"text\": \"ARS\" },", StringComparison.Ordinal));
        var reader = new FileReader(LayoutCatalog.Load(folder["layouts"]));
        var known = Assert.IsType<Identification.Known>(reader.Identify(folder["a.csv"])).Layout;
        Assert.Equal(
            [
                "2026-05-05 00:00:00 mercadopago/151_20260505_-40 Payment Succeeded -40.00 ARS, by LOJA, then 60.00 ARS, text Pago con QR LOJA",
                "2026-05-06 00:00:00 mercadopago/151_20260506_40 Refund Succeeded 40.00 ARS, by LOJA, of 151, then 100.00 ARS, text Reintegro LOJA",
                "2026-05-07 00:00:00 mercadopago/152_20260507_-10.5 Withdrawal Succeeded -10.50 ARS, then 89.50 ARS, text Extracción",
            ],
            RowLines.Of(reader.Read(folder["a.csv"], known, null, Given.Sha, "a.csv", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Released_money_is_told_in_full_and_what_was_kept_of_it_as_a_fee() => Assert.Equal(
        [
            "2026-05-04 13:12:31 mercadopago/151000000201 Payment Succeeded 189.90 BRL, fee 17.79 BRL, for 2000000000000201, then 1172.11 BRL, text payment · pix",
            "2026-05-05 14:00:00 mercadopago/151000000202 Payment Succeeded 120.00 BRL, fee 27.60 BRL, for NS-1002, then 1264.51 BRL, text payment · master",

            // Of a refund the commission comes back, as a fee of its own.
            "2026-05-06 15:30:00 mercadopago/row-v3b63dd5c07d5 Refund Succeeded -120.00 BRL, for NS-1002, of 151000000202, then 1144.51 BRL, text refund · master",
            "2026-05-06 15:30:00 mercadopago/row-v3b63dd5c07d5-fee Fee Succeeded 9.60 BRL, for NS-1002, of row-v3b63dd5c07d5, then 1154.11 BRL, text refund · master",

            // A dispute holds the money and is lost, then won after all.
            "2026-05-07 12:00:00 mercadopago/row-v8d51156ef30c Hold Succeeded -172.11 BRL, for 2000000000000201, of 151000000201-reserve_for_dispute, then 982.00 BRL, text reserve_for_dispute",
            "2026-05-11 12:00:00 mercadopago/row-v2a1621117429 Release Succeeded 172.11 BRL, for 2000000000000201, of 151000000201-reserve_for_dispute, then 1154.11 BRL, text reserve_for_dispute",
            "2026-05-11 12:00:01 mercadopago/row-v704cea1c51f2 Chargeback Succeeded -189.90 BRL, for 2000000000000201, of 151000000201, then 964.21 BRL, text mediation",
            "2026-05-12 13:00:00 mercadopago/row-v20f39488777d Chargeback Succeeded 189.90 BRL, for 2000000000000201, of 151000000201, then 1154.11 BRL, text mediation_cancel",
            "2026-05-13 13:00:00 mercadopago/row-vf1d96b275ce9 Hold Succeeded -500.00 BRL, of 151000000203-reserve_for_payout, then 654.11 BRL, text reserve_for_payout",
            "2026-05-13 13:00:05 mercadopago/row-v9081ae3d3798 Release Succeeded 500.00 BRL, of 151000000203-reserve_for_payout, then 1154.11 BRL, text reserve_for_payout",
            "2026-05-13 13:00:05 mercadopago/row-v04bbc3bea74a Withdrawal Succeeded -500.00 BRL, then 654.11 BRL, text payout",
            "2026-05-14 13:00:00 mercadopago/row-v29722958f94b Fee Succeeded -12.90 BRL, for 2000000000000205, then 641.21 BRL, text shipping",
            "2026-05-15 13:00:00 mercadopago/row-v62153e8ff55d Fee Succeeded 12.90 BRL, for 2000000000000205, then 654.11 BRL, text shipping_cancel",
            "2026-05-16 13:00:00 mercadopago/151000000206 Payment Succeeded -44.10 BRL, then 610.01 BRL, text payment · account_money",
            "2026-05-17 13:00:00 mercadopago/row-vf8d07f776715 Adjustment Succeeded 0.09 BRL, then 610.10 BRL, text asset_management_gain",
            "2026-05-18 13:00:00 mercadopago/row-v5f77259fc301 Chargeback Succeeded -80.00 BRL, for NS-1009, of 151000000208, then 530.10 BRL, text chargeback · visa",
            "line 18 rejected at DATE: : is empty; a date is needed.",
        ],
        RowLines.OfSeed("mercadopago-released.csv", "mercadopago-released"));

    /// <summary>Which columns a report has is chosen by the user. Without a currency's column a country's own way of paying tells it; two countries' tell nothing.</summary>
    [Theory]
    [InlineData("pix", "visa", "151 10.00 BRL, 152 20.00 BRL")]
    [InlineData("visa", "oxxo", "151 10.00 MXN, 152 20.00 MXN")]
    [InlineData("visa", "master", null)]
    [InlineData("pix", "oxxo", null)]
    public void A_report_without_a_currency_tells_it_by_how_people_paid(string first, string second, string? expected)
    {
        var report = "DATE,SOURCE_ID,RECORD_TYPE,DESCRIPTION,NET_CREDIT_AMOUNT,NET_DEBIT_AMOUNT,PAYMENT_METHOD\n"
            + $"2026-05-04T09:12:31.000-04:00,151,release,payment,10.00,0.00,{first}\n2026-05-04T09:13:31.000-04:00,152,release,payment,20.00,0.00,{second}\n";
        var outcomes = Given.ReadText(report);
        if (expected is null)
        {
            Assert.All(outcomes, o => Assert.Contains("says no currency, nor does the file. Set currency to", Given.Told(o), StringComparison.Ordinal));
            return;
        }

        Assert.Equal(expected, string.Join(", ", outcomes.Select(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry).Select(e => $"{e.Id.Id} {e.Amount}")));
    }

    [Fact]
    public void A_settlement_report_tells_what_the_buyer_paid_the_fee_and_two_equal_refunds_of_one_payment() => Assert.Equal(
        [
            "2026-05-04 12:12:31 mercadopago/152000000301 Payment Succeeded 189.90 BRL, fee 1.88 BRL, for NS-1001, text SETTLEMENT · pix",
            "2026-05-06 01:40:00 mercadopago/152000000302 Payment Succeeded 240.00 BRL, fee 31.20 BRL, for 2000000000000302 3000000000000302, text SETTLEMENT · master",
            "2026-05-08 13:00:00 mercadopago/row-v000128d7252c Refund Succeeded -60.00 BRL, for 2000000000000302 3000000000000302, of 152000000302, text REFUND · master",
            "2026-05-08 13:00:00 mercadopago/row-v000128d7252c-fee Fee Succeeded 7.80 BRL, for 2000000000000302 3000000000000302, of row-v000128d7252c, text REFUND · master",
            "2026-05-09 13:00:00 mercadopago/row-vfdd4a19f0b98 Refund Succeeded -60.00 BRL, for 2000000000000302 3000000000000302, of 152000000302, text REFUND · master",
            "2026-05-09 13:00:00 mercadopago/row-vfdd4a19f0b98-fee Fee Succeeded 7.80 BRL, for 2000000000000302 3000000000000302, of row-vfdd4a19f0b98, text REFUND · master",
            "2026-05-10 13:00:00 mercadopago/row-vedfef79ac11d Chargeback Succeeded -189.90 BRL, for NS-1001, of 152000000301, text DISPUTE · pix",
            "2026-05-14 13:00:00 mercadopago/row-v844efaa57add Chargeback Succeeded 189.90 BRL, for NS-1001, of 152000000301, text DISPUTE · pix",
            "2026-05-15 13:00:00 mercadopago/row-v649871805d3e Chargeback Succeeded -80.00 BRL, for NS-1003, of 152000000303, text CHARGEBACK · visa",
            "2026-05-16 13:00:00 mercadopago/row-v8dc0d1fd31d7 Withdrawal Succeeded -200.00 BRL, text PAYOUTS",
            "2026-05-17 13:00:00 mercadopago/row-v8dd8bec0fa3d Withdrawal Succeeded 200.00 BRL, text WITHDRAWAL_CANCEL",
            "2026-05-18 13:00:00 mercadopago/152000000305 Payment Succeeded -44.10 BRL, text SETTLEMENT · account_money",
            "line 12 rejected at TRANSACTION_DATE: 2026-05-41T10:00:00.000-03:00: is not a date written like 2026-05-31 09:00:00. If the day exists and the format has changed, add it to formats in config/layouts/mercadopago-settlement.json.",
        ],
        RowLines.OfSeed("mercadopago-settlement.csv", "mercadopago-settlement"));

    [Fact]
    public void A_Nubank_account_tells_what_a_shop_gave_back_by_Pix_and_a_reversal_under_the_number_of_its_payment() => Assert.Equal(
        [
            "2026-05-02 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000001 Payment Succeeded 1500.00 BRL, by BEATRIZ LUMEN, text Transferência recebida pelo Pix - BEATRIZ LUMEN - •••.111.222-•• - BANCO DO NORTE (0999) Agência: 1 Conta: 100001-1",
            "2026-05-04 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000002 Payment Succeeded -189.90 BRL, by ALIEXPRESS, text Transferência enviada pelo Pix - ALIEXPRESS - 00.000.000/0001-91 - EBANX IP LTDA. (0383) Agência: 1 Conta: 100002-2",
            "2026-05-09 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000003 Refund Succeeded 189.90 BRL, by ALIEXPRESS, text Reembolso recebido pelo Pix - ALIEXPRESS - 00.000.000/0001-91 - EBANX IP LTDA. (0383) Agência: 1 Conta: 100002-2",
            "2026-05-11 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000004 Payment Succeeded -60.00 BRL, by CAIO VENTO, text Transferência enviada pelo Pix - CAIO VENTO - •••.333.444-•• - BANCO DO SUL (0998) Agência: 1 Conta: 100003-3",
            "2026-05-11 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000004_20260511_60 Refund Succeeded 60.00 BRL, by CAIO VENTO, of 6a1c0d0e-0000-4000-8000-000000000004, text Estorno - Transferência enviada pelo Pix - CAIO VENTO - •••.333.444-•• - BANCO DO SUL (0998) Agência: 1 Conta: 100003-3",
            "2026-05-12 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000005 Payment Succeeded -45.90 BRL, by PADARIA DO PORTO, text Compra no débito - PADARIA DO PORTO",
            "2026-05-14 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000006_20260514_45.9 Refund Succeeded 45.90 BRL, by PADARIA DO PORTO, of 6a1c0d0e-0000-4000-8000-000000000006, text Estorno - Compra no débito - PADARIA DO PORTO",
            "2026-05-15 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000007 Payment Succeeded -310.25 BRL, by ENERGIA DO SUL S.A., text Pagamento de boleto efetuado - ENERGIA DO SUL S.A.",
            "2026-05-16 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000008 Transfer Succeeded -800.00 BRL, text Pagamento de fatura",
            "2026-05-18 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000009 Transfer Succeeded -200.00 BRL, text Aplicação RDB",
            "2026-05-19 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000010 Withdrawal Succeeded -100.00 BRL, text Saque",
            "2026-05-19 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000011 Fee Succeeded -6.50 BRL, by Saque, text Tarifa - Saque",
            "2026-05-20 03:00:00 nubank/6a1c0d0e-0000-4000-8000-000000000012 Chargeback Succeeded 75.00 BRL, by CAIO VENTO, text Pix rejeitado - CAIO VENTO",
            "line 15 rejected at Valor: 12,50.00: is not a sum written like 1,234.50. If this wallet changed its format, set decimalMark in config/layouts/nubank-account.json.",
        ],
        RowLines.OfSeed("nubank-account.csv", "nubank-account"));

    /// <summary>Its OFX file tells the same in the text, and uses the identifier again in the same way.</summary>
    [Fact]
    public void Nubank_as_OFX_tells_what_came_back_too()
    {
        static string Movement(string sum, string id, string memo) => $"<STMTTRN><TRNTYPE>{(sum[0] == '-' ? "DEBIT" : "CREDIT")}</TRNTYPE><DTPOSTED>20260511000000[-3:BRT]</DTPOSTED><TRNAMT>{sum}</TRNAMT><FITID>{id}</FITID><MEMO>{memo}</MEMO></STMTTRN>";
        var file = "<OFX><STMTRS><CURDEF>BRL</CURDEF><BANKACCTFROM><ACCTID>7</ACCTID></BANKACCTFROM><BANKTRANLIST>"
            + Movement("-60.00", "6a1c-04", "Transferência enviada pelo Pix - CAIO VENTO") + Movement("60.00", "6a1c-04", "Estorno - Transferência enviada pelo Pix - CAIO VENTO")
            + Movement("18.90", "6a1c-05", "Reembolso recebido pelo Pix - ALIEXPRESS") + Movement("-7.00", "6a1c-06", "Compra no débito - PADARIA") + "</BANKTRANLIST></STMTRS></OFX>";
        Assert.Equal(
            ["Payment -60.00 BRL", "Refund 60.00 BRL", "Refund 18.90 BRL", "Payment -7.00 BRL"],
            Given.ReadText(file, "NU.ofx").Select(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry).Select(e => $"{e.Type} {e.Amount}"));
        Assert.Equal(4, Given.ReadText(file, "NU.ofx").OfType<RowOutcome.ReadEntry>().Select(e => e.Entry.Id).Distinct().Count());
    }

    [Fact]
    public void On_a_Nubank_card_what_is_positive_was_spent() => Assert.Equal(
        [
            "2026-04-28 03:00:00 nubank-card/row-ve174479e57e3 Payment Succeeded -94.95 BRL, by Aliexpress, text Aliexpress - Parcela 1/2 · casa",
            "2026-04-30 03:00:00 nubank-card/row-vb8e5785461f5 Payment Succeeded -189.90 BRL, by Aliexpress, text Aliexpress · eletrônicos",
            "2026-05-02 03:00:00 nubank-card/row-v461b97dd034b Topup Succeeded 1520.10 BRL, by Pagamento recebido, text Pagamento recebido · payment",
            "2026-05-05 03:00:00 nubank-card/row-v455ee2d5c0ef Payment Succeeded -31.00 BRL, by Padaria do Porto, text Padaria do Porto · restaurante",
            "2026-05-07 03:00:00 nubank-card/row-v207d75d79554 Refund Succeeded 189.90 BRL, by Aliexpress, text Estorno de \"Aliexpress\" · eletrônicos",
            "2026-05-07 03:00:00 nubank-card/row-vcd8997d72095 Fee Succeeded -8.31 BRL, by IOF de compra internacional, text IOF de compra internacional",

            // Two rides of one day and one sum.
            "2026-05-09 03:00:00 nubank-card/row-v622931b39dc3 Payment Succeeded -22.40 BRL, by Taxi Centro, text Taxi Centro · transporte",
            "2026-05-09 03:00:00 nubank-card/row-v622931b39dc3-2 Payment Succeeded -22.40 BRL, by Taxi Centro, text Taxi Centro · transporte",
            "2026-05-28 03:00:00 nubank-card/row-v118a65395267 Payment Succeeded -94.95 BRL, by Aliexpress, text Aliexpress - Parcela 2/2 · casa",
            "2026-05-29 03:00:00 nubank-card/row-vbfea163a38ef Adjustment Succeeded 1.05 BRL, by Desconto Antecipação Loja Azul, text Desconto Antecipação Loja Azul",
            "2026-05-30 03:00:00 nubank-card/row-v20658bf618de Refund Succeeded 40.00 BRL, by Loja Azul, text Crédito de Loja Azul",
            "line 13 rejected at date: 2026-13-01: is not a date written like 2026-05-31 09:00:00. If the day exists and the format has changed, add it to formats in config/layouts/nubank-card.json.",
        ],
        RowLines.OfSeed("nubank-card.csv", "nubank-card"));

    [Fact]
    public void A_newer_card_bill_without_categories_gives_the_same_ids()
    {
        var old = Given.ReadText("date,category,title,amount\n2026-05-05,restaurante,Padaria do Porto,31\n2026-05-07,casa,Estorno de Aliexpress,-18.9\n");
        var newer = Given.ReadText("date,title,amount\n2026-05-05,Padaria do Porto,31\n2026-05-07,Estorno de Aliexpress,-18.9\n");
        Assert.Equal(["Payment -31.00 BRL", "Refund 18.90 BRL"], newer.OfType<RowOutcome.ReadEntry>().Select(o => $"{o.Entry.Type} {o.Entry.Amount}"));
        Assert.Equal(old.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Id), newer.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry.Id));
    }

    /// <summary>Their few columns have names that many programs use: one column more and it is a table of somebody else, with another sign and currency.</summary>
    [Theory]
    [InlineData("date,title,amount,currency\n2026-05-05,Lamp,-31.00,USD\n")]
    [InlineData("date,title,amount,balance\n2026-05-05,Lamp,-31.00,100.00\n")]
    [InlineData("Data,Valor,Identificador,Descrição,Conta\n05/05/2026,-31.00,1,Pix,7\n")]
    public void Another_programs_table_is_not_taken_for_Nubanks(string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["a.csv"], text);
        Assert.False(Given.Reader.Identify(folder["a.csv"]) is Identification.Known { Layout.Name: "nubank-card" or "nubank-account" });
    }
}
