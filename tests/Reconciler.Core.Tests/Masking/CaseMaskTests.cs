using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests.Masking;

public sealed class CaseMaskTests
{
    private const string Order = "8192553024954417", Transaction = "27811211516";

    [Fact]
    public void A_csv_line_keeps_its_ids_and_hides_balance_phone_and_card()
    {
        var line = $"{Transaction};\"06.05.2026 12:01\";-20,00;\"заказ \"\"{Order}\"\"\";79123456789;4111111111111111;12 345,67";

        Assert.Equal($"{Transaction};\"06.05.2026 12:01\";-20,00;\"заказ \"\"{Order}\"\"\";*******6789;************1111;***", RawLine(line));
    }

    [Fact]
    public void A_json_record_keeps_its_form()
    {
        const string Line = $$$"""
            {"txnId":{{{Transaction}}}, "personId":70000000017,"account":"+79123456789","total":{"amount":12345.67,"currency":643},
             "wallet":{"balance":{"amount":99.5,"currency":643}},"left":12345.67,"comment":"Заказ {{{Order}}}, карта 4276 1234 5678 9012 \"x\"","trmTxnId":"4111111111111111","phone":"0301234567"}
            """;
        const string Masked = $$$"""
            {"txnId":{{{Transaction}}}, "personId":"*******0017","account":"+*******6789","total":{"amount":12345.67,"currency":643},
             "wallet":{"balance":{"amount":"***","currency":643}},"left":"***","comment":"Заказ {{{Order}}}, карта **** **** **** 9012 \"x\"","trmTxnId":"4111111111111111","phone":"******4567"}
            """;

        Assert.Equal(Masked, RawLine(Line));
    }

    [Fact]
    public void Broken_json_is_masked_as_text()
    {
        Assert.Equal("{\"txnId\":27811211516,\"account\":\"*******6789\",\"rest\":***,", RawLine("{\"txnId\":27811211516,\"account\":\"79123456789\",\"rest\":12345.67,"));
    }

    [Fact]
    public void The_number_of_the_wallet_is_masked_wherever_it_stands()
    {
        var entry = Entry("x") with { Id = new("qiwi-70000000017", Transaction), Description = "from 7 000 000-00-17", Source = Some.Line("raw", file: "qiwi 70000000017 may.csv") };
        var shown = Shown(entry);

        Assert.Equal("qiwi-*******0017", shown.Id.Wallet);
        Assert.Equal(Transaction, shown.Id.Id);
        Assert.Equal("from * *** ***-00-17", shown.Description);
        Assert.Equal("qiwi *******0017 may.csv", shown.Source.FileName);
    }

    [Fact]
    public void A_column_that_is_named_after_a_phone_tells_the_number_in_any_form()
    {
        var entry = Entry("T;030 1234567;030-1234567") with { Extra = "Contact Phone Number: 030 1234567\nBalance: 77,10\nTransaction phone ID: 5" };

        Assert.Equal("T;*** ***4567;***-***4567", Shown(entry).Source.RawText);
        Assert.Empty(Shown(entry).Extra);
    }

    /// <summary>The manifest says of itself that account numbers are masked.</summary>
    [Theory]
    [InlineData("Номер счета", "40817810099910004312", "****************4312")]
    [InlineData("Account number", "12345678901", "*******8901")]
    [InlineData("Nº da conta", "12345678-9", "*****678-9")]
    [InlineData("账号", "6230123456", "******3456")]
    [InlineData("accountNo", "12345678901", "*******8901")]
    [InlineData("Номер счета-фактуры", "12345678901", "12345678901")] // an invoice
    [InlineData("Account", "12345678901", "12345678901")] // in QIWI the number of an order
    [InlineData("account_note", "12345678901", "12345678901")]
    public void A_column_that_is_named_after_an_account_tells_its_last_four_digits_only(string column, string number, string shown) =>
        Assert.Equal($"T;{shown};x", Shown(Entry($"T;{number};x") with { Extra = $"{column}: {number}" }).Source.RawText);

    [Fact]
    public void Of_what_a_file_says_besides_only_the_references_of_the_payment_stay()
    {
        var entry = Entry("T;4111111111111111;79123456789") with { Extra = "Phone: 79123456789\nRRN: 4111111111111111\nNote: RRN: 5\narn: 74\nAuth Code: \nBalance: 77,10" };
        var shown = Shown(entry);

        Assert.Equal("RRN: 4111111111111111\narn: 74", shown.Extra);
        Assert.Equal("T;4111111111111111;*******6789", shown.Source.RawText); // the extract does not hide what the letter names
        Assert.Equal(shown, Shown(shown));
    }

    [Fact]
    public void A_balance_beside_the_fields_is_masked_too()
    {
        Assert.Equal("T;-20,00;***", Shown(Entry("T;-20,00;77,10") with { Extra = "Доступный остаток: 77,10" }).Source.RawText);
    }

    [Fact]
    public void The_composed_id_protects_its_parts()
    {
        var entry = Entry("4111111111111111;in") with { Id = new("qiwi", "4111111111111111-in") };

        Assert.Equal("4111111111111111;in", Shown(entry).Source.RawText);
    }

    [Fact]
    public void Orders_and_the_reason_are_masked_and_keep_their_ids()
    {
        var shown = new CaseMask(Case(Entry("x")), EvidenceDisclosure.Least).Shown;

        Assert.Equal("{\"order_id\":\"8192553024954417\",\"mobile_no\":\"*******8000\"}", shown.Orders[0].Source.RawText);
        Assert.Equal($"order {Order} was paid from *******6789", shown.Finding.Why.English);
        Assert.Equal("shop, +* *** ***-67-89", shown.Orders[0].Seller);
    }

    [Fact]
    public void A_channel_that_needs_them_gets_balances_or_numbers()
    {
        var dispute = Case(Entry("T;79123456789;12345,67"));

        var balances = new CaseMask(dispute, new EvidenceDisclosure { ShowBalances = true }).Shown.Payments[0];
        Assert.Equal("T;*******6789;12345,67", balances.Source.RawText);
        Assert.Equal(Some.Money("12345.67 USD"), balances.BalanceAfter);

        var numbers = new CaseMask(dispute, new EvidenceDisclosure { ShowFullNumbers = true }).Shown.Payments[0];
        Assert.Equal("T;79123456789;***", numbers.Source.RawText);
        Assert.Null(numbers.BalanceAfter);

        Assert.Same(dispute, new CaseMask(dispute, new EvidenceDisclosure { ShowBalances = true, ShowFullNumbers = true }).Shown);
    }

    [Fact]
    public void A_masked_case_masked_again_is_the_same()
    {
        var once = Shown(Entry($"{Transaction};79123456789;12345,67"));

        Assert.Equal(once, Shown(once));
    }

    private static string RawLine(string line) => Shown(Entry(line)).Source.RawText;

    private static Entry Shown(Entry entry) => new CaseMask(Case(entry), EvidenceDisclosure.Least).Shown.Payments[0];

    private static Entry Entry(string line) => Some.Entry(Transaction, reference: Order) with { BalanceAfter = Some.Money("12345.67 USD"), Source = Some.Line(line) };

    private static DisputeCase Case(Entry entry)
    {
        var order = Some.Order(Order, seller: "shop, +7 912 345-67-89") with { Source = Some.Line($"{{\"order_id\":\"{Order}\",\"mobile_no\":\"13800138000\"}}") };
        var finding = new Finding { Id = "f-1", Kind = FindingKind.MissingRefund, Orders = [order.Id], Amount = order.Total, Confidence = Confidence.Certain, Why = Reason.Of($"order {Order} was paid from 79123456789") };
        var dispute = new Dispute { Id = "D-1", FindingId = "f-1", Letter = "missing-refund", Channel = DisputeChannel.Marketplace, Recipient = "shop@example.com", State = DisputeState.Queued, Amount = order.Total };
        return new DisputeCase(dispute, finding, [order], [entry], [], []);
    }
}
