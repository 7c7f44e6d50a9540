using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests.Masking;

/// <summary>A field of a JSON record is an id by its own name, not by that of an object around it.</summary>
public sealed class JsonPathMaskTests
{
    private const string Order = "8192553024954417", Transaction = "27811211516";

    /// <summary>Names as PayPal's Transaction Search, the Berlin Group's account information and shops write them.</summary>
    [Theory]
    [InlineData("""{"transaction_info":{"transaction_id":"27811211516","ending_balance":{"currency_code":"USD","value":"12345.67"}}}""", "12345.67")]
    [InlineData("""{"transactionId":"27811211516","balanceAfterTransaction":{"balanceAmount":{"amount":"12345.67","currency":"USD"}}}""", "12345.67")]
    [InlineData("""{"transactionId":"27811211516","transaction_description":"card 4276 1234 5678 9012"}""", "4276 1234 5678 9012")]
    [InlineData("""{"order":{"id":"8192553024954417","note":"call +7 912 345-67-89"}}""", "+7 912 345-67-89")]
    [InlineData("""{"id":"8192553024954417","order_comment":"call +7 912 345-67-89"}""", "+7 912 345-67-89")]
    [InlineData("""{"order_id":"8192553024954417","product_list":{"order_product_dto":[{"memo":"call +7 912 345-67-89"}]}}""", "+7 912 345-67-89")]
    [InlineData("""{"order_comment":"79123456789"}""", "79123456789")] // one word, too, is no id because it comments an order
    [InlineData("""{"order":"+79123456789"}""", "79123456789")] // an id has no plus
    [InlineData("""{"total":{"amount":"20.00","memo":"left are 12345.67"}}""", "12345.67")] // a sum stays as it is, what is said of it does not
    [InlineData("""{"balance":"USD 99.50"}""", "99.50")]
    public void What_stands_within_a_transaction_or_an_order_is_masked_all_the_same(string line, string secret)
    {
        Assert.DoesNotContain(secret, Shown(line), StringComparison.Ordinal);
        Assert.Equal(line.Contains(Transaction, StringComparison.Ordinal), Shown(line).Contains(Transaction, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"id":"4111111111111111"}""")]
    [InlineData("""{"card":{"id":"4111111111111111"}}""")]
    [InlineData("""{"out_trade_no":"4111111111111111","orderNumber":"378282246310005","订单编号":"79123456789"}""")]
    [InlineData("""{"transactions":[{"orderid":"79123456789","related_transaction":4111111111111111}]}""")]
    [InlineData("""{"total":{"amount":12345.67}}""")] // the sum that was moved, though the balance is the same
    public void What_is_named_after_an_id_or_a_sum_stays(string line) => Assert.Equal(line, Shown(line));

    private static string Shown(string line)
    {
        var order = Some.Order(Order);
        var entry = Some.Entry(Transaction, reference: Order) with { BalanceAfter = Some.Money("12345.67 USD"), Source = Some.Line(line) };
        var finding = new Finding { Id = "f-1", Kind = FindingKind.MissingRefund, Orders = [order.Id], Amount = order.Total, Confidence = Confidence.Certain, Why = Reason.None };
        var dispute = new Dispute { Id = "D-1", FindingId = "f-1", Letter = "missing-refund", Channel = DisputeChannel.Marketplace, Recipient = "shop@example.com", State = DisputeState.Queued, Amount = order.Total };
        return new CaseMask(new DisputeCase(dispute, finding, [order], [entry], [], []), EvidenceDisclosure.Least).Shown.Payments[0].Source.RawText;
    }
}
