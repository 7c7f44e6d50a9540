using Reconciler.Core.Records;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Revolut: no ids, the fee beside the sum, words in the account's language.</summary>
public sealed class RevolutTests
{
    [Fact]
    public void A_German_statement_with_savings_beside_the_account_joins_up()
    {
        var entries = Given.Entries(WalletLines.Seed("revolut-personal.csv"), "nora");

        Assert.Equal(
            [
                "2026-04-01 12:03:30 Topup Succeeded 1000.00 CHF by Zahlung von Nora Lind leaves 1000.00 CHF",
                "2026-04-03 11:09:41 Payment Succeeded -4.00 CHF by Kaffee Amsel leaves 996.00 CHF",
                "2026-04-03 11:09:41 Payment Succeeded -4.00 CHF by Kaffee Amsel leaves 992.00 CHF",
                "2026-04-05 09:00:00 Withdrawal Succeeded -100.00 CHF fee 2.00 CHF by Bargeldabhebung leaves 890.00 CHF",
                "2026-04-06 20:40:40 Conversion Succeeded -200.00 CHF fee 1.00 CHF by Umgetauscht in EUR leaves 689.00 CHF",
                "2026-04-07 18:43:06 Transfer Succeeded -50.00 CHF by An CHF Sparziel leaves 639.00 CHF",
                "2026-04-07 18:43:06 Transfer Succeeded 50.00 CHF by An CHF Sparziel leaves 50.00 CHF", // on the savings' own balance
                "2026-04-08 08:00:00 Fee Succeeded 0.00 CHF fee 7.99 CHF by Kartenlieferungsgebühr leaves 631.01 CHF",
                "2026-04-09 08:00:00 Refund Succeeded 12.90 CHF by Buchladen Specht leaves 643.91 CHF",
                "2026-04-11 22:05:15 Payment Reversed -31.00 CHF by Buchladen Specht",
                "2026-04-12 22:05:15 Payment Pending -120.00 CHF by Hotel Kranich",
            ],
            WalletLines.Of(entries).Select(line => line[(line.IndexOf("/row-", StringComparison.Ordinal) + 5)..]).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(["revolut-nora", "revolut-Tagesgeld-nora"], entries.Select(e => e.Id.Wallet).Distinct());
        Assert.Equal(11, entries.Select(e => e.Id).Distinct().Count());
        Assert.Equal(7, WalletLines.JoinUp(entries));
    }

    /// <summary>The id is that of the row's start, text and sum: the same when it is completed, and in every language of the columns.</summary>
    [Theory]
    [InlineData("Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance", "CARD_PAYMENT,Current", "COMPLETED", "PENDING", "REVERTED")]
    [InlineData("Art,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,Status,Kontostand", "Kartenzahlung,Aktuell", "ABGESCHLOSSEN", "AUSSTEHEND", "STORNIERT")]
    [InlineData("Type,Produit,Date de début,Date de fin,Description,Montant,Frais,Devise,État,Solde", "Paiement par carte,Valeur actuelle", "TERMINÉ", "EN ATTENTE", "ANNULÉ")]
    [InlineData("Tipo,Producto,Fecha de inicio,Fecha de finalización,Descripción,Importe,Comisión,Divisa,State,Saldo", "Pago con tarjeta,Actual", "COMPLETADO", "PENDIENTE", "REVERTIDO")]
    [InlineData("Tipo,Prodotto,Data di inizio,Data di completamento,Descrizione,Importo,Costo,Valuta,State,Saldo", "Pagamento con carta,Attuale", "COMPLETATO", "IN SOSPESO", "STORNATO")]
    [InlineData("Rodzaj,Produkt,Data rozpoczęcia,Data zrealizowania,Opis,Kwota,Opłata,Waluta,State,Saldo", "Płatność kartą,Bieżące", "ZAKOŃCZONO", "OCZEKUJĄCE", "COFNIĘTO")]
    [InlineData("Tipo,Produto,Data de início,Data de Conclusão,Descrição,Montante,Comissão,Moeda,Estado,Saldo", "Pagamento com cartão,Atual", "CONCLUÍDA", "PENDENTE", "REVERTIDA")]
    public void Every_language_tells_the_same(string header, string payment, string done, string pending, string reverted)
    {
        string[] Lines(string names, string kind, params string[] states) => WalletLines.Of(Given.ReadText(
            $"{names}\n{kind},2026-05-02 10:15:00,2026-05-02 12:00:00,Pen Shop,-9.99,0.10,EUR,{states[0]},490.01\n{kind},2026-05-03 10:15:00,,Pen Shop,-12.50,0.00,EUR,{states[1]},\n{kind},2026-05-04 10:15:00,,Pen Shop,-12.50,0.00,EUR,{states[2]},\n")
            .Select(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry));

        var told = Lines(header, payment, done, pending, reverted);
        Assert.EndsWith(" 2026-05-02 10:15:00 Payment Succeeded -9.99 EUR fee 0.10 EUR by Pen Shop leaves 490.01 EUR", told[0], StringComparison.Ordinal);
        Assert.EndsWith(" 2026-05-03 10:15:00 Payment Pending -12.50 EUR by Pen Shop", told[1], StringComparison.Ordinal);
        Assert.EndsWith(" 2026-05-04 10:15:00 Payment Reversed -12.50 EUR by Pen Shop", told[2], StringComparison.Ordinal);
        Assert.Equal(Lines("Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance", "CARD_PAYMENT,Current", "COMPLETED", "PENDING", "REVERTED"), told);
    }

    [Theory]
    [InlineData(EntryType.Topup, "TOPUP|Ajout de fonds|Recargas|Ricarica|Zasilenie|Carregamento|Einzahlung")]
    [InlineData(EntryType.Conversion, "EXCHANGE|Umtausch|Changes|Cambio|Wymiana|Câmbio")]
    [InlineData(EntryType.Transfer, "TRANSFER|Transfer|Transferir|Pagamento|Przelew|Transferência|Virement")]
    [InlineData(EntryType.Refund, "CARD_REFUND|Rückerstattung auf Karte|Reembolso en tarjeta|Rimborso su carta|Zwrot na kartę")]
    [InlineData(EntryType.Withdrawal, "ATM|Geldautomat")]
    [InlineData(EntryType.Fee, "FEE|CHARGE|Gebühr|Comisión|Opłata")]
    [InlineData(EntryType.Adjustment, "CASHBACK|INTEREST|Something new")]
    public void Kinds_are_known_by_their_words(EntryType expected, string kinds)
    {
        foreach (var kind in kinds.Split('|'))
        {
            var outcome = Assert.Single(Given.ReadText($"Type;Product;Started Date;Completed Date;Description;Amount;Fee;Currency;State;Balance\n{kind};Current;06.08.2026 12:24;06.08.2026 12:24;x;-1.00;0.00;EUR;COMPLETED;1.00\n"));
            Assert.Equal((kind, expected), (kind, Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Type));
        }
    }

    /// <summary>Decimal commas, as some saved files have them, are told by the file's own sums.</summary>
    [Fact]
    public void Decimal_commas_are_read()
    {
        var entries = Given.ReadText(
            "Rodzaj,Produkt,Data rozpoczęcia,Data zrealizowania,Opis,Kwota,Opłata,Waluta,State,Saldo\nZasilenie,Bieżące,2026-06-27 10:35:51,2026-06-27 10:36:53,Zasilenie,20,0,PLN,ZAKOŃCZONO,20\nPłatność kartą,Bieżące,2026-06-28 20:59:31,2026-07-02 20:48:15,Gry,\"-7,19\",0,PLN,ZAKOŃCZONO,\"12,81\"\n")
            .ConvertAll(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry);
        Assert.Equal(1, WalletLines.JoinUp(entries));
    }

    [Fact]
    public void A_state_that_nobody_knows_is_rejected_with_the_cure()
    {
        var outcome = Assert.Single(Given.ReadText("Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\nATM,Current,2026-05-02 10:15:00,,Cash,-9.99,0.00,EUR,LIMBO,\n"));
        Assert.Equal("some.csv:2: State\n  \"LIMBO\"\n  is a status that the layout does not know. Add it to the rules of status in config/layouts/revolut-personal.json.", Given.Told(outcome));
    }

    [Fact]
    public void A_business_statement_keeps_its_accounts_apart()
    {
        var entries = Given.Entries(WalletLines.Seed("revolut-business.csv"));
        Assert.Equal(
            [
                "revolut-business-USD Main/rb-0005 2026-05-12 00:00:00 Refund Succeeded 47.00 USD of 40.00 EUR at 1.17499977 by Refund from Lamp Barn after rb-0001 leaves 1196.24 USD",
                "revolut-business-USD Main/rb-0004 2026-05-11 00:00:00 Conversion Succeeded -100.00 USD fee 0.50 USD by Exchanged to EUR leaves 1149.24 USD",
                "revolut-business-EUR Main/rb-0004 2026-05-11 00:00:00 Conversion Succeeded 85.00 EUR by Exchanged to EUR leaves 585.00 EUR",
                "revolut-business-USD Main/rb-0003 2026-05-10 00:00:00 Payment Pending -50.00 USD by Marta Keller for R-88",
                "revolut-business-USD Main/rb-0001 2026-05-09 00:00:00 Payment Succeeded -133.76 USD fee 1.00 USD of -113.73 EUR at 1.17609562 by Lamp Barn leaves 1249.74 USD",
            ],
            WalletLines.Of(entries));
        Assert.Equal(2, WalletLines.JoinUp(entries.AsEnumerable().Reverse()));
    }

    /// <summary>Until 2020: the currency stands in the names of the columns, and dates of the current year have no year.</summary>
    [Fact]
    public void A_statement_of_2019_joins_up_and_a_date_without_a_year_is_rejected()
    {
        var outcomes = Given.Read(WalletLines.Seed("revolut-legacy.csv"));
        var entries = outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry).ToList();
        Assert.Equal(
            [
                "2019-12-30 00:00:00 Payment Succeeded -44.90 EUR by Pen Shop leaves 1026.70 EUR",
                "2019-12-28 00:00:00 Conversion Succeeded -100.00 EUR by Exchanged to USD leaves 1071.60 EUR",
                "2019-12-27 00:00:00 Refund Succeeded 12.90 EUR by Refund from Pen Shop leaves 1171.60 EUR",
                "2019-12-20 00:00:00 Withdrawal Succeeded -40.00 EUR by Cash at Amsel Bank leaves 1158.70 EUR",
                "2019-12-19 00:00:00 Topup Succeeded 1198.70 EUR by Top-Up by *0000 leaves 1198.70 EUR",
            ],
            WalletLines.Of(entries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(4, WalletLines.JoinUp(entries.AsEnumerable().Reverse()));
        Assert.StartsWith("revolut-legacy.csv:7: Completed Date\n  \"Dec 18\"\n  is not a date written like 31 May 2026.", Given.Told(outcomes[^1]), StringComparison.Ordinal);
    }

    /// <summary>One of its times, 12:20:45, holds what an MT940 statement begins with.</summary>
    [Fact]
    public void The_real_statement_joins_up()
    {
        var entries = Given.Entries(Given.Sample("revolut/account-statement.csv"));
        Assert.Equal("Topup, Payment, Payment, Payment, Payment", string.Join(", ", entries.Select(e => e.Type)));
        Assert.Equal(4, WalletLines.JoinUp(entries));
    }
}
