using System.Net;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Reconciler.Core.Matching;
using Reconciler.Core.Reports;
using Reconciler.Core.Values;
using Reconciler.Documents.Reports;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

/// <summary>The reconciliation statements as sheets and as tables of the page.</summary>
public sealed partial class StatementSheetTests
{
    private static readonly StatementRow[] Rows =
    [
        Row("A", "-20.00 EUR", "80.00 EUR", "20.00 EUR"),
        Row("B", "-10.00 EUR", "67.50 EUR"),
        Row("C", "-1500 JPY", null, "10.00 USD"),
    ];

    [Fact]
    public void A_block_for_each_wallet_and_currency_holds_sums_as_numbers()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook()), isEditable: false);

        Assert.Equal([], new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        Assert.Equal(
            """
            kassa in EUR|Entries|Amount|Matched|Orders say|Difference|Not matched|Booked on 6 May 2026 (UTC)
            Opening balance||100|||||
            Payments made|2|-30|-20|-20|0|-10|
            Rows missing or too many|1|-2.5|||||The wallet's balances do not follow from its rows
            Closing balance||67.5|||||
            kassa in JPY|Entries|Amount|Matched|Orders say|Difference|Not matched|Booked on 6 May 2026 (UTC)
            Opening balance|||||||Unknown: the wallet tells no balances, so that these are movements alone
            Payments made|1|-1500|-1500|||0|−1,500 JPY of it for orders of −10.00 USD
            Movement||-1500|||||
            """.ReplaceLineEndings("\n"),
            string.Join('\n', Lines(document, "Reconciliation").Skip(2).Where(l => l.Length > 0)).Replace('\u00A0', ' '));
        var numbers = Cells(document, "Reconciliation").Where(c => c.DataType is null || c.DataType == CellValues.Number).Count(c => c.InnerText.Length > 0);
        Assert.Equal(15, numbers);
    }

    [Fact]
    public void The_entries_behind_the_lines_stand_on_a_sheet_of_their_own()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbook()), isEditable: false);
        Assert.Equal(
            ["kassa EUR Payments made A -20 80 20 O-A 20.00\u00A0EUR", "kassa EUR Payments made B -10 -2.5 67.5", "kassa JPY Payments made C -1500 1500 O-C 10.00\u00A0USD"],
            Lines(document, "Reconciliation entries").Skip(1).Select(l => string.Join(' ', l.Split('|').Where((c, i) => c.Length > 0 && i is not (3 or 5)))));
    }

    [Fact]
    public void The_page_shows_a_compact_table_for_each_wallet_and_currency()
    {
        var words = Tag().Replace(ReportPage.Render(Report()), " ").Replace('\u00A0', ' ');
        Assert.Matches(@"kassa in EUR\s+Booked on 6 May 2026 \(UTC\); from the opening to the closing balance\s+Line\s+Entries", words);
        Assert.Matches(@"Payments made\s+2\s+−30\.00\s+−20\.00\s+−20\.00\s+0\.00\s+−10\.00", words);
        Assert.Matches(@"Closing balance\s+67\.50", words);
        Assert.Contains("the wallet tells no balances: movements alone", WebUtility.HtmlDecode(words), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pt", "Conciliação", "kassa em EUR|Lançamentos|Valor|Conciliado|Segundo os pedidos|Diferença|Não conciliado|Lançado em 06/05/2026 (UTC)", "Saldo inicial", "Pagamentos efetuados", "Saldo final", "−1.500 JPY disso para pedidos de −10,00 USD", "20,00 EUR")]
    [InlineData("ru", "Сверка кошельков", "kassa, EUR|Записей|Сумма|Сопоставлено|По заказам|Разница|Не сопоставлено|Проведено 06.05.2026 (UTC)", "Входящий остаток", "Платежи исходящие", "Исходящий остаток", "Из них −1 500 JPY — за заказы на −10,00 USD", "20,00 EUR")]
    [InlineData("zh", "钱包对账", "kassa（EUR）|记录数|金额|已匹配|订单记录|差额|未匹配|入账日：2026年5月6日（UTC）", "期初余额", "付款支出", "期末余额", "其中 −1,500 JPY 对应金额为 −10.00 USD 的订单", "20.00 EUR")]
    public void The_statements_are_told_in_the_readers_language(string language, string sheet, string head, string opening, string payments, string closing, string note, string orderSays)
    {
        var report = new ReaderReport(Report(), "finance-daily", language, "Atelier") { FromUtc = DateTime.MinValue, UntilUtc = DateTime.MaxValue };
        using var workbook = new MemoryStream();
        var made = ReaderDocuments.Of(report, workbook);
        using var document = SpreadsheetDocument.Open(workbook, isEditable: false);

        Assert.Equal([], new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        var told = Cells(document, sheet).Select(c => c.InnerText.Replace('\u00A0', ' ')).ToList();
        Assert.All([.. head.Split('|'), opening, payments, closing, note], words => Assert.Contains(words, told));
        Assert.DoesNotContain(told, words => words.Contains("balance", StringComparison.OrdinalIgnoreCase) || words.Contains("order", StringComparison.OrdinalIgnoreCase) || words.Contains("Booked", StringComparison.Ordinal));
        Assert.Contains(document.WorkbookPart!.Workbook!.Descendants<Sheet>(), s => Cells(document, s.Name!).Any(c => c.InnerText.Replace('\u00A0', ' ') == orderSays));
        Assert.Contains(closing, PdfText.Of(made.Pdf), StringComparison.Ordinal);
        Assert.Contains(opening, WebUtility.HtmlDecode(made.Html), StringComparison.Ordinal);
    }

    private static RunReport Report() => CaseSamples.Report() with { Statements = ReconciliationStatements.Of(Rows) };

    private static byte[] Workbook()
    {
        using var file = new MemoryStream();
        ReportWorkbook.Write(Report(), file);
        return file.ToArray();
    }

    private static StatementRow Row(string id, string amount, string? balance, string? orderSays = null)
    {
        var entry = Some.Entry(id, amount, wallet: "kassa") with { BalanceAfter = balance is null ? null : Some.Money(balance), BookedAtUtc = Some.Time.AddHours(id[0] - 'A') };
        return new(entry, true, orderSays is null ? [] : [new SettledPart(new OrderId("bazaar", "O-" + id), MatchRole.Payment, entry.Amount.Abs(), Some.Money(orderSays))]);
    }

    private static Worksheet Sheet(SpreadsheetDocument document, string name) =>
        ((WorksheetPart)document.WorkbookPart!.GetPartById(document.WorkbookPart.Workbook!.Descendants<Sheet>().Single(s => s.Name == name).Id!)).Worksheet!;

    private static IEnumerable<Cell> Cells(SpreadsheetDocument document, string sheet) => Sheet(document, sheet).Descendants<Cell>();

    /// <summary>Rows as texts, each cell in its column.</summary>
    private static IEnumerable<string> Lines(SpreadsheetDocument document, string sheet) => Sheet(document, sheet).Descendants<Row>().Select(row =>
    {
        var cells = new SortedDictionary<int, string>(row.Elements<Cell>().ToDictionary(c => c.CellReference!.Value![0] - 'A', c => c.InnerText));
        return cells.Count == 0 ? string.Empty : string.Join('|', Enumerable.Range(0, sheet == "Reconciliation" && cells.Count > 1 ? 8 : cells.Keys.Last() + 1).Select(i => cells.GetValueOrDefault(i, string.Empty)));
    });

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 10_000)]
    private static partial Regex Tag();
}
