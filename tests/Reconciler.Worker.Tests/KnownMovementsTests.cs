using System.Globalization;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>A movement is one entry, in whichever files and spellings it comes; two movements are two, though their source gives them one reference.</summary>
public sealed class KnownMovementsTests
{
    private const string Purchase = "20260503|-64.00|2026050377001|LAMPEN NORD";
    private const string ForeignFee = "20260503|-0.96|2026050377001|FOREIGN FEE";
    private const string NextMonth = "20260604|-64.00|2026050377001|LAMPEN NORD";

    private const string ShopifyHeader = "Transaction Date,Type,Order,Card Brand,Payout Status,Payout Date,Available On,Amount,Fee,Net,Checkout,Presentment Amount,Presentment Currency,Currency\n";
    private const string RevolutHeader = "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n";

    [Fact]
    public void A_purchase_alone_and_again_beside_its_fee_of_the_same_reference_is_known_already()
    {
        foreach (var (first, second, outcomes) in new[] { (Ofx(Purchase), Ofx(Purchase, ForeignFee), "new|known new"), (Ofx(Purchase, ForeignFee), Ofx(Purchase), "new new|known") })
        {
            using var books = new Books();
            Assert.Equal(outcomes, books.Read("first.ofx", first) + "|" + books.Read("second.ofx", second));
            Assert.Equal(["2026050377001_20260503_-0.96 -0.96", "2026050377001_20260503_-64 -64.00"], books.Entries());
        }
    }

    [Fact]
    public void A_reference_that_comes_again_a_month_later_is_another_movement_though_the_sum_is_the_same()
    {
        using var books = new Books();
        Assert.Equal("new|new", books.Read("june.ofx", Ofx(NextMonth)) + "|" + books.Read("may.ofx", Ofx(Purchase)));
        Assert.Equal(["2026050377001_20260503_-64 -64.00", "2026050377001_20260604_-64 -64.00"], books.Entries());
    }

    [Fact]
    public void Two_rows_that_say_the_same_in_one_file_are_two_and_stay_two_in_the_next()
    {
        using var books = new Books();
        Assert.Equal("new|known new|known known", books.Read("a.ofx", Ofx(Purchase)) + "|" + books.Read("b.ofx", Ofx(Purchase, Purchase)) + "|" + books.Read("c.ofx", Ofx(ForeignFee[..0] + Purchase, Purchase) + "\n"));
        Assert.Equal(["2026050377001_20260503_-64 -64.00", "2026050377001_20260503_-64_2 -64.00"], books.Entries());
    }

    [Fact]
    public void Equal_sums_of_one_reference_and_day_keep_their_texts_apart_whatever_their_order()
    {
        const string Anna = "20260503|-9.00|BATCH|ANNA";
        const string Bert = "20260503|-9.00|BATCH|BERT";
        using var books = new Books();
        Assert.Equal("new|new known|known known", books.Read("a.ofx", Ofx(Bert)) + "|" + books.Read("b.ofx", Ofx(Anna, Bert)) + "|" + books.Read("c.ofx", Ofx(Bert, Anna)));
        Assert.Equal(["ANNA", "BERT"], books.All().Select(e => e.Counterparty).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_interim_report_without_the_entry_date_tells_the_movement_of_the_final_statement()
    {
        const string Interim = ":20:I\n:25:DE1\n:28C:7/1\n:34F:EURD0,\n:61:260507D18,50NTRFNONREF//9981\n:86:Lampen Nord\n-\n";
        const string Final = ":20:F\n:25:DE1\n:28C:7/1\n:60F:C260506EUR100,00\n:61:2605070508D18,50NTRFNONREF//9981\n:86:Lampen Nord\n:61:2605070508D0,50NCHGNONREF//9981\n:86:Entgelt\n:62F:C260508EUR81,00\n-\n";
        foreach (var files in new[] { new[] { Interim, Final }, [Final, Interim] })
        {
            using var books = new Books();
            foreach (var file in files)
            {
                books.Read("x.sta", file);
            }

            Assert.Equal(["9981_20260507_-0.5 -0.50", "9981_20260507_-18.5 -18.50"], books.Entries());
        }
    }

    [Fact]
    public void What_was_announced_for_another_day_is_booked_as_one_entry_and_next_month_s_is_another()
    {
        foreach (var files in new[] { new[] { Camt("PDNG", "2026-05-07", "20.00"), Camt("BOOK", "2026-05-08", "20.00") }, [Camt("BOOK", "2026-05-08", "20.00"), Camt("PDNG", "2026-05-07", "20.00")] })
        {
            using var books = new Books();
            Assert.Equal(["new", "version"], files.Select((file, i) => books.Read($"{i}.xml", file)));
            Assert.Equal(EntryStatus.Succeeded, Assert.Single(books.All()).Status);
            Assert.Equal("new", books.Read("june.xml", Camt("BOOK", "2026-06-08", "20.00")));
        }
    }

    [Fact]
    public void The_day_s_report_and_the_statement_with_balances_tell_one_movement()
    {
        using var books = new Books();
        Assert.Equal("new", books.Read("report.xml", Camt("BOOK", "2026-05-08", "20.00", number: "R1")));
        Assert.Equal("known", books.Read("statement.xml", Camt("BOOK", "2026-05-08", "20.00", number: "S9", balances: true)));
        Assert.Equal("80.00 EUR", Assert.Single(books.All()).BalanceAfter.ToString()); // what the report left out is kept
    }

    [Theory]
    [InlineData("Card Payment,Current,2026-05-03 10:15:09,2026-05-04 03:00:00,Cafe Amsel,-49.90,0.00,CHF,COMPLETED,950.10\nCard Payment,Current,2026-05-13 11:00:00,2026-05-14 03:00:00,Cafe Amsel,-4.00,0.00,CHF,COMPLETED,946.10\n",
        "Card Payment,Current,2026-05-03 10:15:09,2026-05-04 03:00:00,Cafe Amsel,-49.9,0,CHF,COMPLETED,950.1\nCard Payment,Current,2026-05-13 11:00:00,2026-05-14 03:00:00,Cafe Amsel,-4,0,CHF,COMPLETED,946.1\n")]
    [InlineData("Card Payment,Current,2026-05-03 10:15:09,2026-05-04 03:00:00,Cafe Amsel,-49.90,0.00,CHF,COMPLETED,950.10\nCard Payment,Current,2026-05-13 11:00:00,2026-05-14 03:00:00,Cafe Amsel,-4.00,0.00,CHF,COMPLETED,946.10\n",
        "Card Payment,Current,03.05.2026 10:15,04.05.2026 03:00,Cafe Amsel,-49.90,0.00,CHF,COMPLETED,950.10\nCard Payment,Current,13.05.2026 11:00,14.05.2026 03:00,Cafe Amsel,-4.00,0.00,CHF,COMPLETED,946.10\n")]
    public void A_file_that_a_spreadsheet_saved_again_tells_nothing_new(string first, string again)
    {
        foreach (var files in new[] { new[] { first, again }, [again, first] })
        {
            using var books = new Books();
            Assert.Equal(["new new", "known known"], files.Select((rows, i) => books.Read($"{i}.csv", RevolutHeader + rows)));
            Assert.Equal(2, books.All().Count);
        }
    }

    [Fact]
    public void Sums_times_and_further_columns_that_are_spelt_otherwise_are_no_new_version()
    {
        using var books = new Books();
        Assert.Equal("new", books.Read("a.csv", ShopifyHeader + "2026-05-03 10:15:09 +0200,charge,#3101,visa,paid,2026-05-06,2026-05-06,49.90,1.25,48.65,#71,49.90,EUR,EUR\n"));
        Assert.Equal("known", books.Read("b.csv", ShopifyHeader + "2026-05-03 08:15:09 Z,charge,#3101,visa,paid,06/05/2026,06/05/2026,49.9,1.25,48.650,#71,49.9,EUR,EUR\n"));
        Assert.Equal("new", books.Read("c.csv", ShopifyHeader + "2026-05-03 10:15:09 +0200,charge,#3101,visa,paid,2026-05-06,2026-05-06,49.91,1.25,48.66,#71,49.91,EUR,EUR\n"));
    }

    [Fact]
    public void A_movement_that_is_known_under_a_bare_reference_stays_known_under_it()
    {
        using var books = new Books();
        books.Keep(Some.Entry("2026050377001", "-64.00 USD", "2026-05-03 12:00", wallet: "bank-44", counterparty: "LAMPEN NORD"));
        Assert.Equal("known new", books.Read("overlapping.ofx", Ofx(Purchase, ForeignFee)));
        Assert.Equal("new", books.Read("june.ofx", Ofx(NextMonth)));
        Assert.Equal(["2026050377001 -64.00", "2026050377001_20260503_-0.96 -0.96", "2026050377001_20260604_-64 -64.00"], books.Entries());
    }

    [Fact]
    public void Movements_that_are_known_under_the_former_ids_of_MT940_stay_known()
    {
        const string Final = ":20:F\n:25:DE1\n:28C:7/1\n:60F:C260506EUR100,00\n:61:2605070508D18,50NTRFNONREF//9981\n:86:Lampen Nord\n:61:2605070508D0,50NCHGNONREF//9981\n:86:Entgelt\n:61:2605080508D7,00NTRFNONREF//9982\n:86:Lampen Nord\n:62F:C260508EUR74,00\n-\n";
        using var books = new Books();
        books.Keep(Some.Entry("20260508-9981_-18.5", "-18.50 EUR", "2026-05-08", wallet: "bank-DE1"));
        books.Keep(Some.Entry("20260508-9982", "-7.00 EUR", "2026-05-08", wallet: "bank-DE1"));
        books.Read("final.sta", Final);
        Assert.Equal(["20260508-9981_-18.5 -18.50", "20260508-9982 -7.00", "9981_20260507_-0.5 -0.50"], books.Entries());
    }

    [Fact]
    public void A_row_that_is_known_under_the_hash_of_its_texts_stays_known_as_it_was_written_and_as_a_spreadsheet_writes_it()
    {
        const string Rows = "Card Payment,Current,2026-05-03 10:15:09,2026-05-04 03:00:00,Cafe Amsel,{0},0.00,CHF,{1},950.10\nCard Payment,Current,2026-05-03 10:15:09,2026-05-04 03:00:00,Cafe Amsel,{0},0.00,CHF,{1},945.10\n";
        var id = ShortHash.Of("row-", "2026-05-03 10:15:09", "Cafe Amsel", "-5.00", "CHF");
        foreach (var (sum, state) in new[] { ("-5.00", "COMPLETED"), ("-5.00", "PENDING"), ("-5", "COMPLETED") })
        {
            using var books = new Books();
            books.Keep(Some.Entry(id, "-5.00 CHF", "2026-05-03 10:15:09", wallet: "revolut", counterparty: "Cafe Amsel", description: "Cafe Amsel"));
            books.Keep(Some.Entry(id + "-2", "-5.00 CHF", "2026-05-03 10:15:09", wallet: "revolut", counterparty: "Cafe Amsel", description: "Cafe Amsel"));
            books.Read("again.csv", RevolutHeader + string.Format(CultureInfo.InvariantCulture, Rows, sum, state));
            Assert.Equal([$"{id} -5.00", $"{id}-2 -5.00"], books.Entries());
        }
    }

    [Theory]
    [InlineData("fee,succeeded,-2.50", "fee", "new new")]
    [InlineData("refund,succeeded,100.00", "refund", "new new")]
    public void A_fee_or_refund_under_the_id_of_its_payment_is_an_entry_of_its_own(string other, string end, string outcomes)
    {
        const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency\n";
        const string Payment = "P7,demo,2026-05-17T10:00:00Z,payment,succeeded,-100.00,EUR\n";
        var row = $"P7,demo,2026-05-17T10:00:05Z,{other},EUR\n";
        foreach (var rows in new[] { Payment + row, row + Payment })
        {
            using var books = new Books();
            Assert.Equal(outcomes, books.Read("a.csv", Header + rows));
            Assert.Equal("known", books.Read("b.csv", Header + row));
            Assert.Equal(["P7", $"P7-{end}"], books.All().Select(e => e.Id.Id));
        }
    }

    [Fact]
    public void Another_sum_day_and_counterparty_under_an_id_that_its_source_gives_once_is_a_version()
    {
        const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency,counterparty\n";
        using var books = new Books();
        Assert.Equal("new|version", books.Read("a.csv", Header + "P7,demo,2026-05-17T10:00:00Z,payment,succeeded,-100.00,EUR,Lampen Nord\n")
            + "|" + books.Read("b.csv", Header + "P7,demo,2026-06-02T10:00:00Z,payment,succeeded,-30.00,EUR,Cafe Amsel\n"));
        Assert.Single(books.All());
    }

    [Fact]
    public void The_version_that_was_chosen_stands_whole_until_something_new_comes()
    {
        const string Header = "transaction_id,wallet,booked_at,type,status,amount,currency,counterparty\n";
        using var books = new Books();
        books.Read("a.csv", Header + "P7,demo,2026-05-17T10:00:00Z,payment,pending,-100.00,EUR,Lampen Nord\n");
        var first = Assert.Single(books.All());
        books.Read("b.csv", Header + "P7,demo,2026-06-02T10:00:00Z,payment,succeeded,-30.00,EUR,Cafe Amsel\n");
        books.Do(work =>
        {
            work.Entries.LetStand(first.Id, first.Source);
            return 0;
        });

        var stands = Assert.Single(books.All());
        Assert.Equal(first with { Status = EntryStatus.Succeeded }, stands);
        Assert.Equal(stands with { Source = first.Source }, books.Do(work => work.Entries.Load(first.Id)!.Standing));

        books.Read("c.csv", Header + "P7,demo,2026-06-03T10:00:00Z,payment,succeeded,-31.00,EUR,Cafe Amsel\n");
        Assert.NotEqual("Lampen Nord", Assert.Single(books.All()).Counterparty);
    }

    private static string Ofx(params string[] rows) => BankFiles.Ofx(rows.Select(r => r.Split('|') is [var day, var sum, var id, var name] ? new Movement(day, decimal.Parse(sum, CultureInfo.InvariantCulture), id, name) : throw new ArgumentException(r, nameof(rows))));

    private static string Camt(string status, string day, string sum, string number = "1", bool balances = false) =>
        $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.05{(balances ? 3 : 2)}.001.08\"><{(balances ? "BkToCstmrStmt><Stmt" : "BkToCstmrAcctRpt><Rpt")}><Id>{number}</Id><Acct><Id><IBAN>DE1</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        + (balances ? "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">80.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>" : "")
        + $"<Ntry><Amt Ccy=\"EUR\">{sum}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>{status}</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>TX-55</AcctSvcrRef></Ntry>"
        + $"</{(balances ? "Stmt></BkToCstmrStmt" : "Rpt></BkToCstmrAcctRpt")}></Document>";
}
