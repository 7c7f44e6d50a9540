namespace Reconciler.Import.Tests.Formats;

/// <summary>Wise: the sum of a statement's row holds its fee; what comes back to a card is a refund.</summary>
public sealed class WiseTests
{
    [Fact]
    public void A_statement_of_23_columns_newest_first_joins_up()
    {
        var entries = Given.Entries(WalletLines.Seed("wise-statement.csv"));

        Assert.Equal(
            [
                "wise/FEE-TRANSFER-500000007 2026-06-12 16:25:15 Fee Succeeded -0.60 EUR after TRANSFER-500000007 leaves 102.44 EUR",
                "wise/TRANSFER-500000007 2026-06-12 16:25:15 Payment Succeeded -44.00 EUR by Marta Keller for R-88 leaves 103.04 EUR",
                "wise/CARD-500000005-in 2026-06-11 17:43:28 Refund Succeeded 12.50 EUR of 13.61 USD at 0.91844232 by Lamp Barn BOSTON after CARD-500000005 leaves 147.04 EUR", // a negative sum in its text
                "wise/BALANCE-500000004-EUR 2026-06-10 08:00:00 Conversion Succeeded -49.87 EUR fee 0.13 EUR of -54.10 USD at 0.92191389 leaves 134.54 EUR",
                "wise/ACCRUAL_CHARGES-500000003 2026-06-02 14:19:05 Fee Succeeded -0.09 EUR leaves 184.54 EUR",
                "wise/BALANCE_CASHBACK-500000002 2026-06-01 09:00:00 Adjustment Succeeded 0.87 EUR leaves 184.63 EUR",
                "wise/CARD-500000001 2026-05-31 10:07:33 Payment Succeeded -16.10 EUR fee 0.14 EUR of -17.50 USD at 0.92000552 by Lamp Barn BOSTON leaves 183.76 EUR",
                "wise/TRANSFER-500000000 2026-05-30 18:04:20 Topup Succeeded 200.00 EUR by Ina Vogt for Top-up leaves 200.00 EUR",
            ],
            WalletLines.Of(entries));
        Assert.Equal(7, WalletLines.JoinUp(entries.AsEnumerable().Reverse()));
        Assert.DoesNotContain("Ina Vogt", entries[6].Extra, StringComparison.Ordinal);
    }

    /// <summary>19 columns: the sum in the shop's currency stands only in the text. In other languages it is not looked for.</summary>
    [Fact]
    public void A_statement_of_19_columns_tells_the_original_sum_in_its_text()
    {
        const string Header = "\"TransferWise ID\",Date,Amount,Currency,Description,\"Payment Reference\",\"Running Balance\",\"Exchange From\",\"Exchange To\",\"Exchange Rate\",\"Payer Name\",\"Payee Name\",\"Payee Account Number\",Merchant,\"Card Last Four Digits\",\"Card Holder Full Name\",Attachment,Note,\"Total fees\"\n";
        var outcomes = Given.ReadText(
            Header
            + "CARD-3,31-12-2026,-10.25,EUR,\"Card transaction of 11.00 USD issued by Pen Shop OSLO\",,212.42,EUR,USD,1.08,,,,Pen Shop OSLO,1234,X,,,0.05\n"
            + "CARD-2,30-12-2026,-9.00,EUR,\"Transação por cartão de 9,00 EUR emitida por Loja LISBOA\",,222.67,,,,,,,Loja LISBOA,1234,X,,,0.00\n"
            + "BALANCE-1,29-12-2026,20.00,EUR,\"Converted 21.70 USD to 20.00 EUR\",,231.67,USD,EUR,0.9217,,,,,,,,,0.00\n");
        Assert.Equal(
            [
                "wise/CARD-3 2026-12-31 00:00:00 Payment Succeeded -10.20 EUR fee 0.05 EUR of -11.00 USD at 0.92592593 by Pen Shop OSLO leaves 212.42 EUR",
                "wise/CARD-2 2026-12-30 00:00:00 Payment Succeeded -9.00 EUR by Loja LISBOA leaves 222.67 EUR",
                "wise/BALANCE-1-EUR 2026-12-29 00:00:00 Conversion Succeeded 20.00 EUR leaves 231.67 EUR",
            ],
            WalletLines.Of(outcomes.Select(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry)));
    }

    [Fact]
    public void The_history_over_all_balances_splits_a_conversion_into_its_sides() =>
        Assert.Equal(
            [
                "wise/CARD_TRANSACTION-600000004 2026-06-04 10:00:00 Payment Succeeded -16.10 EUR fee 0.14 EUR of -17.50 USD by Lamp Barn",
                "wise/BALANCE_TRANSACTION-600000003-EUR 2026-06-03 10:00:00 Conversion Succeeded -49.87 EUR fee 0.13 EUR by Ina Vogt",
                "wise/BALANCE_TRANSACTION-600000003-USD 2026-06-03 10:00:00 Conversion Succeeded 54.10 USD by Ina Vogt",
                "wise/TRANSFER-600000002 2026-06-02 10:00:00 Payment Reversed -44.00 EUR fee 0.60 EUR by Marta Keller for R-88",
                "wise/TRANSFER-600000001 2026-06-01 10:00:00 Topup Succeeded 99.50 EUR fee 0.50 EUR by Ina Vogt for Top-up",
                "wise/TRANSFER-600000000 2026-05-31 10:00:00 Payment Failed -12.00 EUR by Marta Keller",
            ],
            WalletLines.Of(Given.Entries(WalletLines.Seed("wise-history.csv"))));

    /// <summary>The fee stands on the transfer's row once more, under the same id on its own; the balances prove that it is not within the sum.</summary>
    [Theory]
    [InlineData("Wise Charges for: TRANSFER-7", "TRANSFER-7")]
    [InlineData("TransferWise Charges for: TRANSFER-7", "TRANSFER-7")]
    [InlineData("Wise-Gebühren für TRANSFER-7", "TRANSFER-7")]
    [InlineData("Wise Charges for: TRANSFER-7", "FEE-TRANSFER-7")]
    public void A_fee_on_a_row_of_its_own_is_not_within_the_sum_of_its_transfer(string told, string id)
    {
        const string Header = "\"TransferWise ID\",Date,Amount,Currency,Description,\"Payment Reference\",\"Running Balance\",\"Exchange From\",\"Exchange To\",\"Exchange Rate\",\"Payer Name\",\"Payee Name\",\"Payee Account Number\",Merchant,\"Card Last Four Digits\",\"Card Holder Full Name\",Attachment,Note,\"Total fees\"\n";
        var outcomes = Given.ReadText(
            Header
            + $"{id},03-02-2026,-1.75,EUR,\"{told}\",,98.25,,,,,,,,,,,,0.00\n"
            + "TRANSFER-7,03-02-2026,-70.00,EUR,\"Sent money to Marta Keller\",R-9,100.00,,,,,Marta Keller,,,,,,,1.75\n"
            + "CARD-6,02-02-2026,-30.15,EUR,\"Card transaction\",,170.00,,,,,,,Pen Shop,1234,X,,,0.15\n");
        Assert.Equal(
            [
                $"wise/{(id == "TRANSFER-7" ? "TRANSFER-7-fee" : id)} 2026-02-03 00:00:00 Fee Succeeded -1.75 EUR after TRANSFER-7 leaves 98.25 EUR",
                "wise/TRANSFER-7 2026-02-03 00:00:00 Payment Succeeded -70.00 EUR by Marta Keller for R-9 leaves 100.00 EUR",
                "wise/CARD-6 2026-02-02 00:00:00 Payment Succeeded -30.00 EUR fee 0.15 EUR by Pen Shop leaves 170.00 EUR", // its fee has no row
            ],
            WalletLines.Of(outcomes.Select(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry)));
    }

    [Fact]
    public void The_real_statement_of_23_columns_joins_up()
    {
        var entries = Given.Entries(Given.Sample("wise/statement_23col.csv"));
        Assert.Equal("wise/CARD-300000002 2026-09-05 10:07:33 Payment Succeeded -2.69 EUR fee 0.01 EUR of -151.35 TRY at 0.01777752 by Sample Cafe ISTANBUL leaves 42.17 EUR", WalletLines.Of(entries[1]));
        Assert.Equal(3, WalletLines.JoinUp(entries.AsEnumerable().Reverse()));
    }

    /// <summary>Its own balances jump by -2.40 and -80.90 over its first two purchases, of 52.40 and 120.90: somebody wrote them; only the rest joins up.</summary>
    [Fact]
    public void The_sample_of_20_columns_is_read_whole()
    {
        var entries = Given.Entries(Given.Sample("wise/statement_20col.csv"));
        Assert.Equal("Topup, Payment, Payment, Payment, Payment", string.Join(", ", entries.Select(e => e.Type)));
        Assert.Equal("wise/CARD-3147854123 2025-02-21 00:00:00 Payment Succeeded -52.30 CHF fee 0.10 CHF of -54.80 EUR at 0.95510984 by Bistro Cafe Zurich leaves 3498.35 CHF", WalletLines.Of(entries[1]));
        Assert.Equal(2, WalletLines.JoinUp(entries.Skip(2)));
    }

    /// <summary>Its currency makes no id.</summary>
    [Fact]
    public void A_conversion_without_an_id_is_refused() => Assert.EndsWith(
        "ID\n  \"\"\n  is empty; a transaction id is needed.",
        Given.Told(Assert.Single(Given.ReadText(
            "ID,Status,Direction,Created on,Source amount (after fees),Source currency,Target amount (after fees),Target currency\n,COMPLETED,NEUTRAL,2026-06-03 10:00:00,49.87,EUR,54.10,USD\n"))),
        StringComparison.Ordinal);
}
