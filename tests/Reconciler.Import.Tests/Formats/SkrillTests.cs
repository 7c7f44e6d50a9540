namespace Reconciler.Import.Tests.Formats;

/// <summary>Skrill's transaction history, downloaded and as the answer of its query interface.</summary>
public sealed class SkrillTests
{
    [Fact]
    public void A_Skrill_history_has_its_fees_in_rows_of_their_own() => Assert.Equal(
        [
            "2026-05-04 07:23:00 skrill/3100000001 Payment Succeeded 120.50 EUR, by ida@example.com, for SK-1001, then 1120.50 EUR, text Receive Money · from ida@example.com",
            "2026-05-04 07:23:00 skrill/3100000002 Fee Succeeded -3.49 EUR, then 1117.01 EUR, text Receive Money · Fee",
            "2026-05-04 07:23:00 skrill/3100000003 Fee Succeeded -0.29 EUR, then 1116.72 EUR, text Receive Money · Per Transaction Fee",
            "2026-05-06 13:40:00 skrill/3100000004 Payment Succeeded 92.35 EUR, original 100.00 USD, by jon@example.com, for SK-1002, text Receive Money · from jon@example.com",
            "2026-05-06 13:40:00 skrill/3100000005 Fee Succeeded -2.68 EUR, text Receive Money · Fee",
            "2026-05-08 09:02:00 skrill/3100000006 Refund Succeeded -20.50 EUR, by ida@example.com, for SK-1001, text Refund · to ida@example.com",
            "2026-05-11 06:15:00 skrill/3100000007 Payment Succeeded -250.00 EUR, by supplier@example.com, text Send Money · to supplier@example.com · Invoice 77",
            "2026-05-12 06:15:00 skrill/3100000008 Payment Pending -15.00 EUR, by late@example.com, text Send Money · to late@example.com",
            "2026-05-12 07:15:00 skrill/3100000009 Payment Failed -15.00 EUR, by wrong@example.com, text Send Money · to wrong@example.com",
            "2026-05-13 07:15:00 skrill/3100000010 Chargeback Succeeded -92.35 EUR, original -100.00 USD, by jon@example.com, for SK-1002, text Chargeback · from jon@example.com",
            "2026-05-14 08:00:00 skrill/3100000011 Withdrawal Succeeded -500.00 EUR, text Withdraw to bank account · Bank account",
            "2026-05-15 08:00:00 skrill/3100000012 Topup Succeeded 50.00 EUR, text Upload funds · Card",
            "line 14 rejected at Type: Surprise: is a type that the layout does not know. Add it to the rules of type in config/layouts/skrill-history.json.",
        ],
        RowLines.OfSeed("skrill-history.csv", "skrill-history"));

    /// <summary>The columns of sums name the account's currency; sums have six decimals, and are those of the currency, halves to even.</summary>
    [Fact]
    public void The_answer_of_the_query_interface_is_read_in_the_currency_of_its_columns() => Assert.Equal(
        [
            "2026-05-04 07:23:00 skrill/31 Payment Succeeded 120.50 USD, by ida@example.com, for SK-1, text Receive Money · from ida@example.com",
            "2026-05-04 07:23:00 skrill/32 Fee Succeeded -3.64 USD, text Receive Money · Fee",
            "2026-01-04 08:23:00 skrill/33 Payment Succeeded -10.12 USD, by jon@example.com, text Send Money · to jon@example.com",
            "2026-01-04 08:24:00 skrill/34 Payment Succeeded -10.14 USD, by jon@example.com, text Send Money · to jon@example.com",
        ],
        RowLines.Of(Given.ReadText("""
            ID,Time (CET),Type,Transaction Details,[-] USD,[+] USD,Status,balance,Reference,Amount Sent,Currency sent,Information,ID of the corresponding Skrill transaction,Payment Type
            31,04 May 26 09:23,Receive Money,from ida@example.com,,120.5,processed,120.5,SK-1,100,EUR,,901,WLT
            32,04 May 26 09:23,Receive Money,Fee,3.635999,,processed,116.864001,,,,,901,
            33,04 Jan 26 09:23,Send Money,to jon@example.com,10.125,,processed,106.739001,,10.125,USD,,902,WLT
            34,04 Jan 26 09:24,Send Money,to jon@example.com,10.135,,processed,96.604001,,10.135,USD,,903,WLT

            """)));

    [Fact]
    public void Times_that_are_UTC_stay_so() => Assert.Equal(
        ["2026-05-04 09:23:00 skrill/31 Payment Succeeded 5.00 EUR, by ida@example.com, text Receive Money · from ida@example.com"],
        RowLines.Of(Given.ReadText("ID,Time (UTC),Type,Transaction Details,[-],[+],Status,Currency\n31,04 May 26 09:23,Receive Money,from ida@example.com,,5.00,processed,EUR\n")));
}
