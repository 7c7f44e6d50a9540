using Reconciler.Core.Records;

namespace Reconciler.Import.Tests.Formats;

/// <summary>PayPal's activity downloads and statements, in the languages and versions that users bring.</summary>
public sealed class PayPalTests
{
    [Fact]
    public void A_Spanish_activity_with_six_extra_commas_is_read()
    {
        var outcomes = Given.Read(WalletLines.Seed("paypal-activity.csv"));
        var entries = outcomes.OfType<RowOutcome.ReadEntry>().Select(o => o.Entry).ToList();

        Assert.Equal(
            [
                "paypal/4ES00000000000001 2026-03-02 09:15:00 Payment Succeeded 1120.00 EUR fee 38.43 EUR by Lucía Prado for P-1001 leaves 1181.57 EUR",
                "paypal/4ES00000000000002 2026-03-03 10:00:05 Payment Succeeded -55.00 USD by Bodega Alba for SH-77 leaves -55.00 USD",
                "paypal/4ES00000000000003 2026-03-03 10:00:05 Conversion Succeeded 55.00 USD for SH-77 after 4ES00000000000002 leaves 0.00 USD",
                "paypal/4ES00000000000004 2026-03-03 10:00:05 Conversion Succeeded -50.60 EUR for SH-77 after 4ES00000000000002 leaves 1130.97 EUR",
                "paypal/4ES00000000000005 2026-03-04 08:57:48 Refund Succeeded -20.00 EUR by Lucía Prado for P-1001 after 4ES00000000000001 leaves 1110.97 EUR",
                "paypal/4ES00000000000005-fee 2026-03-04 08:57:48 Fee Succeeded 0.58 EUR by Lucía Prado for P-1001 after 4ES00000000000005 leaves 1111.55 EUR",
                "paypal/4ES00000000000006 2026-03-05 17:30:00 Withdrawal Pending -1000.00 EUR leaves 111.55 EUR", // stays pending and yet moved the balance
                "paypal/4ES00000000000007 2026-03-06 07:00:00 Hold Pending -15.00 EUR by Papelería Sol for SOL-9", // moved nothing, whatever its balance column says
                "paypal/U-4ES000000000008 2026-03-07 07:00:00 Adjustment Pending 30.00 EUR by Marcos Gil",
                "paypal/4ES00000000000009 2026-03-08 07:00:00 Topup Succeeded 50.00 EUR leaves 161.55 EUR",
            ],
            WalletLines.Of(entries));
        Assert.Equal(6, WalletLines.JoinUp(entries));
        Assert.Equal(10, outcomes.Sum(o => o.Rows));
        Assert.Equal(
            "paypal-activity.csv:11: Estado\n  \"En las nubes\"\n  is a status that the layout does not know. Add it to the rules of status in config/layouts/paypal-activity.json.",
            Given.Told(outcomes[^1]));
        Assert.DoesNotContain("@", string.Concat(entries.Select(e => e.Extra)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_Italian_statement_is_known_by_its_descriptions()
    {
        var entries = Given.Entries(WalletLines.Seed("paypal-statement.csv"));

        Assert.Equal(
            [
                "paypal/6IT00000000000001 2026-01-03 18:54:59 Payment Succeeded -314.50 EUR by Cartoleria Riva for 40428923 leaves -115.80 EUR", // B-… is an agreement
                "paypal/6IT00000000000002 2026-01-03 18:54:59 Topup Succeeded 314.50 EUR for 40428923 after 6IT00000000000001 leaves 198.70 EUR",
                "paypal/6IT00000000000003 2026-01-05 00:33:00 Payment Succeeded 1020.00 EUR fee 35.03 EUR by Anna Ferri for L-88 leaves 1183.67 EUR",
                "paypal/6IT00000000000004 2026-01-08 11:00:00 Refund Succeeded -20.00 EUR by Anna Ferri for L-88 after 6IT00000000000003 leaves 1163.67 EUR",
                "paypal/6IT00000000000004-fee 2026-01-08 11:00:00 Fee Succeeded 0.34 EUR by Anna Ferri for L-88 after 6IT00000000000004 leaves 1164.01 EUR",
                "paypal/6IT00000000000005 2026-01-09 11:00:00 Withdrawal Succeeded -1000.00 EUR leaves 164.01 EUR",
                "paypal/6IT00000000000006 2026-01-09 12:00:00 Hold Succeeded -60.00 EUR after 6IT00000000000003 leaves 104.01 EUR",
                "paypal/6IT00000000000007 2026-01-03 19:00:00 Conversion Succeeded 12.00 USD leaves 12.00 USD",
            ],
            WalletLines.Of(entries));
        Assert.Equal(6, WalletLines.JoinUp(entries));
    }

    [Fact]
    public void A_private_activity_without_ids_gets_ids_of_its_rows()
    {
        var entries = Given.Entries(WalletLines.Seed("paypal-activity-short.csv"), "home");

        Assert.Equal(
            [
                "2026-01-02 23:46:58 Hold Succeeded -52.62 USD by Noodle House",
                "2026-01-13 17:01:46 Payment Succeeded -23.20 USD by Ride & Co leaves -18.20 USD",
                "2026-01-13 17:01:46 Topup Succeeded 23.20 USD leaves 5.00 USD",
                "2026-01-14 18:00:00 Payment Succeeded -2.00 USD by Ride & Co leaves 3.00 USD",
                "2026-01-14 18:00:00 Payment Succeeded -2.00 USD by Ride & Co leaves 1.00 USD",
                "2026-01-20 18:00:00 Refund Pending 2.00 USD by Ride & Co leaves 3.00 USD",
            ],
            WalletLines.Of(entries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(6, entries.Select(e => e.Id).Distinct().Count());
        Assert.All(entries, e => Assert.StartsWith("paypal-home/row-", e.Id.ToString(), StringComparison.Ordinal));
        Assert.Equal(entries[3].Id.Id + "-2", entries[4].Id.Id);
        Assert.Equal(4, WalletLines.JoinUp(entries));
    }

    /// <summary>The tab separated French file, the newer private download, the Dutch one, and one of 2013 with spaces before its column names and the lines of a cart.</summary>
    [Theory]
    [InlineData(
        "Date\tHeure\tFuseau horaire\tNom\tType\tÉtat\tDevise\tAvant commission\tCommission\tNet\tDe l'adresse email\tÀ l'adresse email\tNuméro de transaction\tNuméro de la transaction de référence\tNuméro de facture\tSolde\tImpact sur le solde\n"
        + "02/10/2026\t09:12:00\tCEST\tJean Roux\tPaiement de don\tTerminé\tEUR\t12,00\t-0,77\t11,23\tjean@example.com\tmoi@example.org\tF1\t\tF-1\t111,23\tCrédit\n"
        + "02/10/2026\t09:40:00\tCEST\tJean Roux\tRemboursement de paiement\tTerminé\tEUR\t-2,00\t0,00\t-2,00\tmoi@example.org\tjean@example.com\tF2\tF1\tF-1\t109,23\tDébit\n",
        "paypal/F1 2026-10-02 07:12:00 Payment Succeeded 12.00 EUR fee 0.77 EUR by Jean Roux for F-1 leaves 111.23 EUR",
        "paypal/F2 2026-10-02 07:40:00 Refund Succeeded -2.00 EUR by Jean Roux for F-1 after F1 leaves 109.23 EUR")]
    [InlineData(
        "Date,Time,TimeZone,Name,Type,Status,Currency,Amount,Fees,Total,Exchange Rate,Receipt ID,Balance,Transaction ID,Item Title\n"
        + "05/01/2026,06:53:02,EDT,,Account Hold for Open Authorization,Pending,USD,-184.30,0.00,-184.30,,,0.00,E1,\n"
        + "05/13/2026,06:53:02,EDT,Air & Sea,Express Checkout Payment,Completed,USD,-184.30,-1.00,-185.30,,,-185.30,E2,\n",
        "paypal/E1 2026-05-01 10:53:02 Hold Pending -184.30 USD",
        "paypal/E2 2026-05-13 10:53:02 Payment Succeeded -184.30 USD fee 1.00 USD by Air & Sea leaves -185.30 USD")]
    [InlineData(
        "\"Datum\",\"Tijd\",\"Tijdzone\",\"Naam\",\"Type\",\"Status\",\"Valuta\",\"Bruto\",\"Kosten\",\"Net\",\"Transactiereferentie\",\"Reference Txn ID\",\"Factuurreferentie\",\"Saldo\"\n"
        + "\"5-2-2026\",\"09:00:00\",\"CET\",\"Wolk\",\"Vooraf goedgekeurde betaling – rekening betaald door gebruiker\",\"Voltooid\",\"USD\",\"-22,50\",\"0,00\",\"-22,50\",\"N1\",\"B-1\",\"518\",\"-22,50\"\n"
        + "\"5-2-2026\",\"09:00:00\",\"CET\",\"\",\"Bankstorting naar PP-rekening\",\"Voltooid\",\"EUR\",\"20,80\",\"0,00\",\"20,80\",\"N2\",\"N1\",\"518\",\"20,80\"\n",
        "paypal/N1 2026-02-05 08:00:00 Payment Succeeded -22.50 USD by Wolk for 518 leaves -22.50 USD",
        "paypal/N2 2026-02-05 08:00:00 Topup Succeeded 20.80 EUR for 518 after N1 leaves 20.80 EUR")]
    [InlineData(
        "Date, Time, Time Zone, Name, Type, Status, Currency, Gross, Fee, Net, From Email Address, To Email Address, Transaction ID, Invoice Id, Reference Txn ID, Invoice Number, Balance, \n"
        + "\"8/26/2013\",\"14:18:24\",\"GMT+02:00\",\"Ann\",\"Shopping Cart Payment Sent\",\"Completed\",\"USD\",\"-25.00\",\"0.00\",\"-25.00\",\"b@example.com\",\"a@example.com\",\"O1\",\"\",\"\",\"\",\"99.97\",\n"
        + "\"8/26/2013\",\"14:18:24\",\"GMT+02:00\",\"Ann\",\"Shopping Cart Item\",\"Completed\",\"USD\",\"-25.00\",\"\",\"\",\"b@example.com\",\"a@example.com\",\"O1\",\"\",\"\",\"\",\"\",\n"
        + "\"8/26/2013\",\"14:18:24\",\"GMT+02:00\",\"Bank\",\"Charge From Credit Card\",\"Completed\",\"USD\",\"25.00\",\"0.00\",\"25.00\",\"\",\"\",\"O2\",\"\",\"O1\",\"\",\"124.97\",\n",
        "paypal/O1 2013-08-26 12:18:24 Payment Succeeded -25.00 USD by Ann leaves 99.97 USD",
        "paypal/O2 2013-08-26 12:18:24 Topup Succeeded 25.00 USD by Bank after O1 leaves 124.97 USD")]
    public void Other_languages_and_versions_are_read(string file, string first, string second) =>
        Assert.Equal([first, second], Given.ReadText(file).Select(o => WalletLines.Of(Assert.IsType<RowOutcome.ReadEntry>(o).Entry)));

    /// <summary>Each name under which a kind stands in a localised file. Surprising: Rimborso di pagamento, terugbetaling and Remboursement de paiement hold the word for payment.</summary>
    [Theory]
    [InlineData(EntryType.Payment, "Pago estándar_1|Pagamento da cellulare|Express Checkout-betaling|Paiement sur site marchand|Zahlung im Einzugsverfahren mit Zahlungsrechnung|PayPal Express-Zahlung|Debit Card Purchase|Płatność|Pagamento de assinatura")]
    [InlineData(EntryType.Refund, "Rimborso di pagamento|Terugbetaling|Remboursement de paiement|Reembolso de pago|Zahlungsrückerstattung|Refund")]
    [InlineData(EntryType.Conversion, "Conversion de devise standard|Conversión de divisas general|Conversione di valuta generica|Algemene valutaomrekening|Conversão de moeda em geral|Ogólne przeliczenie waluty|Allgemeine Währungsumrechnung")]
    [InlineData(EntryType.Topup, "Depósito bancario en cuenta PayPal|Bonifico bancario sul conto PayPal|Versamento generico con carta|Algemene kaartstorting|Virement bancaire sur le compte PayPal|Pagamento con credito acquirenti PayPal|Bankgutschrift auf PayPal-Konto|Ogólna wpłata z rachunku karty")]
    [InlineData(EntryType.Withdrawal, "Retirada iniciada por el usuario|Trasferimento avviato dall'utente|General Withdrawal - Bank Account|Transfer to bank|Von Nutzer eingeleitete Abbuchung|Retrait standard")]
    [InlineData(EntryType.Hold, "Retención de cuenta para autorización abierta|Blocco conto per autorizzazione aperta|Blocco saldo per revisione contestazione|Algemene autorisatie|Autorización general|Einbehaltung für offene Autorisierung")]
    [InlineData(EntryType.Release, "Cancelación de retención de cuenta general|Storno di blocco conto generico|Annullamento blocco per risoluzione contestazione|Rückbuchung allgemeiner Einbehaltung|Void of Authorization|Desprovisto de autorización")]
    [InlineData(EntryType.Transfer, "Transfer to PayPal account|Allgemeine interne Kontobewegung|Transferencia general")]
    [InlineData(EntryType.Fee, "Chargeback Fee|Tariffa PayPal|Comisión por contracargo|Gebühr")]
    public void Kinds_are_known_by_their_words(EntryType expected, string kinds)
    {
        foreach (var kind in kinds.Split('|'))
        {
            var outcome = Assert.Single(Given.ReadText($"Date,Time,Time Zone,Description,Currency,Gross,Fee,Net,Balance,Transaction ID\n2026-05-06,09:00:00,CET,{kind},EUR,-1.00,0.00,-1.00,0.00,P1\n"));
            Assert.Equal((kind, expected), (kind, Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Type));
        }
    }

    /// <summary>Days up to the twelfth do not tell their order; the language of the columns can.</summary>
    [Theory]
    [InlineData("Fecha,Hora,Zona horaria,Descripción,Divisa,Bruto,Neto,Id. de transacción", "Europe/Madrid", true)]
    [InlineData("Fecha,Hora,Zona horaria,Descripción,Divisa,Bruto,Neto,Id. de transacción", "PST", false)] // Spanish is also written in the United States
    [InlineData("Date,Heure,Fuseau horaire,Description,Devise,Brut,Net,Numéro de transaction", "CET", true)]
    [InlineData("Datum,Uhrzeit,Zeitzone,Beschreibung,Währung,Brutto,Netto,Transaktionscode", "CET", true)]
    [InlineData("Datum,Uhrzeit,Zeitzone,Beschreibung,Währung,Brutto,Netto,Transaktionscode", "PST", false)] // the language of an account in America proves nothing
    [InlineData("Date,Heure,Fuseau horaire,Description,Devise,Avant commission,Net,N° de transaction", "America/Los_Angeles", false)]
    [InlineData("Data,Ora,Fuso orario,Descrizione,Valuta,Lordo,Netto,Codice transazione", "America/New_York", false)]
    [InlineData("Datum,Tijd,Tijdzone,Omschrijving,Valuta,Bruto,Netto,Transactiereferentie", "US/Pacific", false)]
    [InlineData("Date,Time,Time Zone,Description,Currency,Gross,Net,Transaction ID", "Europe/London", false)]
    public void The_order_of_day_and_month_is_told_by_the_language_or_refused(string header, string zone, bool told)
    {
        var text = $"{header}\n2/3/2026,12:00:00,{zone},Pago,EUR,-1.00,-1.00,P1\n";
        if (told)
        {
            Assert.Equal("2026-03-02", Given.Utc(Assert.IsType<RowOutcome.ReadEntry>(Assert.Single(Given.ReadText(text))).Entry.BookedAtUtc)[..10]);
        }
        else
        {
            Assert.Equal(
                "It is a paypal-statement file. Its dates can be read with the day first or with the month first alike (2/3/2026 on line 2). Set dateOrder to \"day-first\" or \"month-first\" in config/layouts/paypal-statement.json.",
                Given.WhyUnknownText(text));
        }
    }

    /// <summary>A fee column without a minus is still a fee where the net sum says so.</summary>
    [Fact]
    public void The_fee_is_what_gross_and_net_say()
    {
        var outcome = Assert.Single(Given.ReadText("Date,Time,TimeZone,Type,Status,Currency,Gross,Fee,Net,Transaction ID\n09/15/2026,02:32:15,PDT,Mobile Payment,Completed,USD,100.00,2.90,97.10,P1\n"));
        Assert.Equal("2.90 USD", Assert.IsType<RowOutcome.ReadEntry>(outcome).Entry.Fee.ToString());
    }

    [Fact]
    public void A_column_that_no_rule_uses_may_stand_twice() =>
        Assert.Single(Given.ReadText("Date,Time,TimeZone,Type,Status,Currency,Gross,Transaction ID,Option,Option\n09/15/2026,02:32:15,PDT,Mobile Payment,Completed,USD,-1.00,P1,a,b\n"));

    /// <summary>Each kind of download has the rule of its own.</summary>
    [Theory]
    [InlineData("Date,Heure,Fuseau horaire,Nom,Type,État,Devise,Avant commission,Commission,Net,N° de transaction", "Achat,Paiement express,Terminé,EUR,\"-9,99\",\"0,00\",\"-9,99\",P1", "paypal-activity")]
    [InlineData("Date,Heure,Fuseau horaire,Nom,Type,État,Devise,Montant,Solde", "Achat,Paiement express,Terminé,EUR,\"-9,99\",\"0,00\"", "paypal-activity-short")]
    public void A_French_activity_download_of_an_account_in_America_is_refused_where_no_day_is_past_the_twelfth(string header, string rest, string layout) =>
        Assert.StartsWith(
            $"It is a {layout} file. Its dates can be read with the day first or with the month first alike (1/7/2026 on line 2).",
            Given.WhyUnknownText($"{header}\n1/7/2026,04:05:42,America/Los_Angeles,{rest}\n2/5/2026,19:32:54,America/Los_Angeles,{rest}\n"),
            StringComparison.Ordinal);

    [Fact]
    public void A_monthly_statement_in_French_calls_the_id_N_de_transaction()
    {
        Assert.Equal("paypal-statement", Given.Known(ShopRows.Seed("paypal-statement-fr.csv")).Name);
        Assert.Equal(
            [
                "paypal/9FR1A000000000001 payment succeeded 2026-04-03 07:12:44: 120.00 EUR fee 4.37 EUR for Paiement Express Checkout",
                "paypal/9FR1A000000000002 refund succeeded 2026-04-14 16:01:02: -40.00 EUR for Remboursement de paiement",
                "paypal/9FR1A000000000002-fee fee succeeded 2026-04-14 16:01:02: 1.16 EUR for Remboursement de paiement",
                "paypal/9FR1A000000000003 withdrawal succeeded 2026-04-28 05:30:00: -500.00 EUR for Virement standard vers le compte bancaire",
            ],
            ShopRows.Of(ShopRows.Seed("paypal-statement-fr.csv")));
    }
}
