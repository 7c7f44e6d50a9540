using System.Text;
using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.Documents.Evidence;
using Reconciler.Documents.Tables;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

public sealed class TableTests
{
    [Fact]
    public void Csv_quotes_what_needs_it_and_leaves_everything_else_as_it_is()
    {
        var table = new Table("T", [new("text"), new("amount"), new("count"), new("day"), new("time"), new("rate")],
        [
            [Cell.Of("plain"), Cell.Of(Some.Money("-12.30 USD")), Cell.Of(7), Cell.Of(new DateOnly(2026, 5, 6)), Cell.Of(Some.Utc("2026-05-06 09:00")), Cell.Of(78.9713m)],
            [Cell.Of("=1+1"), Cell.Of(Some.Money("1000 JPY")), Cell.Of(-1), Cell.Empty, Cell.Empty, Cell.Empty], // A spreadsheet would run it; -1 is a number and stays one.
            [Cell.Of("a,b"), Cell.Of(Some.Money("0.001 KWD")), Cell.Of(0), Cell.Empty, Cell.Empty, Cell.Empty],
            [Cell.Of("say \"yes\""), Cell.Empty, Cell.Empty, Cell.Empty, Cell.Of(Some.Utc("2026-05-06 09:00").AddTicks(1_200_000)), Cell.Empty],
            [Cell.Of("two\r\nlines"), Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty],
            [Cell.Of("Привет 你好"), Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty],
            [Cell.Of(""), Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty],
        ]);

        Assert.Equal(
            "text,amount,count,day,time,rate\n"
            + "plain,-12.30,7,2026-05-06,2026-05-06T09:00:00Z,78.9713\n"
            + "'=1+1,1000,-1,,,\n"
            + "\"a,b\",0.001,0,,,\n"
            + "\"say \"\"yes\"\"\",,,,2026-05-06T09:00:00.12Z,\n"
            + "\"two\r\nlines\",,,,,\n"
            + "Привет 你好,,,,,\n"
            + ",,,,,\n",
            Write(table, TableFormat.Csv));
    }

    [Fact]
    public void Only_csv_guards_a_formula()
    {
        var table = new Table("T", [new("text")], [[Cell.Of("=1+1")], [Cell.Of("-5")]]);
        Assert.Equal("text\n'=1+1\n-5\n", Write(table, TableFormat.Csv));
        Assert.Contains("{\"text\":\"=1+1\"}", Write(table, TableFormat.Json), StringComparison.Ordinal);

        using var stream = new MemoryStream();
        TableWriter.Write(table, TableFormat.Xlsx, stream);
        using var archive = new System.IO.Compression.ZipArchive(stream);
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = sheet.ReadToEnd();
        Assert.Contains(">=1+1</t>", xml, StringComparison.Ordinal); // a cell of text
        Assert.DoesNotContain("<f>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_csvs_names_and_the_same_text()
    {
        var table = new Table("T", [new("text"), new("amount"), new("count"), new("due_on")], [[Cell.Of("Привет \"<"), Cell.Of(Some.Money("5 JPY")), Cell.Of(3), Cell.Empty], [Cell.Of("b"), Cell.Of(Some.Money("5.10 EUR")), Cell.Of(4), Cell.Of(new DateOnly(2026, 5, 6))]]);

        Assert.Equal(
            """
            [
            {"text":"Привет \"<","amount":"5","count":3,"due_on":null},
            {"text":"b","amount":"5.10","count":4,"due_on":"2026-05-06"}
            ]

            """.ReplaceLineEndings("\n"),
            Write(table, TableFormat.Json));
    }

    [Fact]
    public void An_empty_table_has_its_header_or_an_empty_array()
    {
        Assert.Equal("finding_id,kind,state,order_ids,marketplaces,transaction_ids,wallets,amount,currency,due_on,found_at,confidence,why\n", Write(ExportTables.Findings([]), TableFormat.Csv));
        Assert.Equal("match_id,role,order_id,marketplace,transaction_id,wallet,amount,currency,rule,confidence,why\n", Write(ExportTables.Matches([]), TableFormat.Csv));
        Assert.Equal("dispute_id,finding_id,letter,channel,recipient,state,approved_by,message_id,sent_at,attachments,amount,currency\n", Write(ExportTables.Disputes([]), TableFormat.Csv));
        Assert.Equal("file,line,column,text,why\n", Write(ExportTables.Rejected([]), TableFormat.Csv));
        Assert.StartsWith("run_id,started_at,as_of,result_hash,", Write(ExportTables.Runs([]), TableFormat.Csv), StringComparison.Ordinal);
        Assert.Empty(JsonDocument.Parse(Write(ExportTables.Rejected([]), TableFormat.Json)).RootElement.EnumerateArray());
    }

    [Fact]
    public void Findings_are_sorted_by_id_with_ids_joined_by_semicolons()
    {
        var duplicate = Samples.Duplicate().Finding with { Id = "f-b" };
        var missing = Samples.MissingRefund().Finding with { Id = "f-a", State = FindingState.WrittenOff };

        Assert.Equal(
            "finding_id,kind,state,order_ids,marketplaces,transaction_ids,wallets,amount,currency,due_on,found_at,confidence,why\n"
            + "f-a,missing-refund,written-off,7000111222333,aliexpress,7AB12345CD678901E,paypal,1234.56,BRL,2026-06-03,2026-06-30T23:59:59Z,certain,"
            + "\"The order 7000111222333 was cancelled on 2026-05-20; 1234.56 BRL were due by 2026-06-03, and nothing has come.\"\n"
            + "f-b,duplicate-charge,open,8001234567890123,aliexpress,18234567890;18234567977,qiwi;qiwi,3314.42,RUB,,2026-06-30T23:59:59Z,certain,"
            + "\"The order 8001234567890123 was paid by 18234567890; 18234567977 names the same order, with the same amount and counterparty, 4 min 12 s later.\"\n",
            Write(ExportTables.Findings([duplicate, missing]), TableFormat.Csv));
    }

    [Fact]
    public void Entries_and_orders_come_in_the_columns_that_can_be_imported_again()
    {
        var entry = Some.Entry("T1", "-20.00 USD", "2026-05-06 09:00", original: "-1500 JPY", rate: 0.0133m, fee: "0.30 USD", reference: "8001");
        var order = Some.Order("8001", "1500 JPY", "2026-05-06 08:00", OrderStatus.PartlyRefunded, "2026-05-07 10:00", charged: "20.00 USD", refunded: "500 JPY");

        Assert.Equal(
            "transaction_id,wallet,booked_at,type,status,amount,currency,original_amount,original_currency,exchange_rate,fee,counterparty,order_reference,related_transaction_id,description,balance_after,source_file,source_line\n"
            + "T1,qiwi,2026-05-06T09:00:00Z,payment,succeeded,-20.00,USD,-1500,JPY,0.0133,0.30,AliExpress,8001,,,,some.csv,2\n",
            Write(ExportTables.Entries([entry]), TableFormat.Csv));
        Assert.Equal(
            "order_id,marketplace,placed_at,paid_at,status,status_at,total,currency,charged_amount,charged_currency,refunded_amount,checkout_id,payment_reference,seller,description,other_ids,source_file,source_line\n"
            + "8001,aliexpress,2026-05-06T08:00:00Z,2026-05-06T08:00:00Z,partly-refunded,2026-05-07T10:00:00Z,1500,JPY,20.00,USD,500,,,,,,some.csv,2\n",
            Write(ExportTables.Orders([order]), TableFormat.Csv));
    }

    [Fact]
    public void A_fee_in_another_currency_is_left_out_rather_than_read_back_wrong()
    {
        var csv = Write(ExportTables.Entries([Some.Entry(amount: "-20.00 USD", fee: "30.00 RUB")]), TableFormat.Csv);

        Assert.DoesNotContain("30.00", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_input_makes_no_difference()
    {
        var report = Samples.Report(matches: 20);

        Assert.Equal(Write(ExportTables.Findings(report.Findings), TableFormat.Csv), Write(ExportTables.Findings(report.Findings.Reverse()), TableFormat.Csv));
        Assert.Equal(Write(ExportTables.Rejected(report.Rejected), TableFormat.Csv), Write(ExportTables.Rejected(report.Rejected.Reverse()), TableFormat.Csv));
    }

    [Fact]
    public void Every_currency_is_written_with_its_own_decimals()
    {
        foreach (var (code, text) in new[] { ("JPY", "1234"), ("USD", "12.34"), ("KWD", "1.234"), ("BIF", "1234"), ("TND", "1.234"), ("CNY", "12.34") })
        {
            Assert.Equal(text, Cell.Of(new Money(1234, Currency.Of(code))).ToText());
        }
    }

    [Fact]
    public void A_local_time_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Cell.Of(new DateTime(2026, 5, 6, 9, 0, 0, DateTimeKind.Local)));
    }

    [Fact]
    public void Extracts_hold_the_exact_text_once_each_sorted_and_no_spreadsheet_runs_it()
    {
        var one = Some.Entry("T1") with { Source = Some.Line("a;\"b\"\n;=c", 10, "z.csv") };
        var two = Some.Entry("T2") with { Source = Some.Line("plain", 9, "z.csv") };
        var sha = one.Source.FileSha256;

        Assert.Equal($"file,line,sha256,text\nz.csv,9,{sha},plain\nz.csv,10,{sha},\"a;\"\"b\"\"\n;'=c\"\n", Encoding.UTF8.GetString(Extracts.StatementLines([one, two, one])));
        Assert.Equal("file,line,sha256,text\n", Encoding.UTF8.GetString(Extracts.OrderLines([])));
    }

    [Fact]
    public void The_manifest_lists_the_files_by_name_with_their_hashes()
    {
        var first = Samples.Duplicate();
        var sample = first with { Dispute = first.Dispute with { Id = Some.Key.LetterId(first.Finding.Id, 2), Number = 2 } };
        var given = new EvidenceFile("a.pdf", "application/pdf", [], "given by a person");
        EvidenceFile[] files = [new("b.csv", "text/csv", "hi"u8.ToArray(), "выписка.csv, line 2") { Original = given }, given];
        var part = new ManifestPart(2, 3, [new HeldBack(given, "too large")], new EvidenceDisclosure { ShowFullNumbers = true });

        Assert.Equal(
            $$"""
            {
              "case_number": "{{first.Dispute.Id}}",
              "dispute_id": "{{sample.Dispute.Id}}",
              "finding_id": "{{sample.Finding.Id}}",
              "kind": "duplicate-charge",
              "as_of": "2026-06-30T23:59:59Z",
              "part": 2,
              "of_parts": 3,
              "masked": [
                "running balances"
              ],
              "files": [
                {
                  "name": "a.pdf",
                  "media_type": "application/pdf",
                  "size_bytes": 0,
                  "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                  "source": "given by a person"
                },
                {
                  "name": "b.csv",
                  "media_type": "text/csv",
                  "size_bytes": 2,
                  "sha256": "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
                  "source": "выписка.csv, line 2",
                  "made_smaller_from": {
                    "name": "a.pdf",
                    "media_type": "application/pdf",
                    "size_bytes": 0,
                    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                  }
                }
              ],
              "held_back": [
                {
                  "name": "a.pdf",
                  "media_type": "application/pdf",
                  "size_bytes": 0,
                  "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                  "source": "given by a person",
                  "why": "too large"
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(Manifest.Render(sample, Samples.AsOf, files, part)));
    }

    private static string Write(Table table, TableFormat format)
    {
        using var bytes = new MemoryStream();
        TableWriter.Write(table, format, bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
