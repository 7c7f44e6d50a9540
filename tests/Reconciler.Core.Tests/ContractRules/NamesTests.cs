namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Tiers", 1: when a text names an order. The amount never fits, so that only the name can match.</summary>
public class NamesTests
{
    private const string Unnamed = "";

    [Theory]
    [InlineData("names A")]
    [InlineData("names '#{A}'")]
    [InlineData("names '00{A}'")] // leading zeros
    [InlineData("names '8001 2345 6789 0110'")] // spaces
    [InlineData("to 'AliExpress {A}'")] // an id in the counterparty is text as well
    [InlineData("text 'Order No. {A}'")]
    [InlineData("text 'ORDER{A}'")]
    [InlineData("text 'OrderNo.{A}/EN'")]
    [InlineData("text 'order_{A}_pay'")]
    [InlineData("text 'orderId={A}&x=1'")]
    [InlineData("text 'INVOICE{A}'")]
    [InlineData("text 'Bestellung{A}'")]
    [InlineData("text 'заказ №{A}.'")]
    [InlineData("text 'Заказ{A}, спасибо'")]
    [InlineData("text '订单号：{A}'")]
    [InlineData("text '订单号{A}'")] // written without spaces
    [InlineData("text '订单{A}付款'")]
    [InlineData("text '(AE-{A})'")]
    [InlineData("text '8001 2345 6789 0110 2 pcs'")]
    public void Case_spaces_words_around_it_and_leading_zeros_are_set_aside(string charge) => Told.Gives("order A 20.00 USD; today 05-07; charge T1 19.00 USD " + charge, "T1 pays A 19.00 USD named certain");

    [Theory]
    [InlineData("800123456789011")] // a digit lost
    [InlineData("8001234567890101")] // two exchanged
    [InlineData("8001234567890111")] // one wrong
    [InlineData("80012345678901101")] // one too many
    [InlineData("1{A}")]
    [InlineData("{A}X")]
    [InlineData("{A}{A}")]
    [InlineData("{A}.50")] // digits of a sum
    [InlineData("{A}-02")] // part of a longer number
    [InlineData("8.00123E+15")] // what Excel leaves of it
    public void A_damaged_id_names_nothing(string reference) => Told.Gives($"order A 20.00 USD; today 05-07; charge T1 19.00 USD names '{reference}'", Unnamed);

    [Theory]
    [InlineData("names 1001", true)]
    [InlineData("names 'shop 1001'", true)]
    [InlineData("text 'payment for order 1001'", true)]
    [InlineData("text 'Order number: 1001'", true)]
    [InlineData("text 'order no. 1001'", true)]
    [InlineData("text 'Order1001'", true)]
    [InlineData("text 'WC-order-1001'", true)]
    [InlineData("text 'счёт № 1001'", true)]
    [InlineData("text 'thanks for #1001!'", true)]
    [InlineData("text 'room 1001'", false)]
    [InlineData("text 'room1001'", false)]
    [InlineData("text '1001 nights'", false)]
    [InlineData("text 'terminal 001001'", false)] // zeros in front make it no longer
    [InlineData("text 'reorder 1001'", false)]
    [InlineData("text 'reorder_1001'", false)]
    [InlineData("text 'order 10012'", false)]
    [InlineData("text 'order 1001-2'", false)]
    [InlineData("text '#10.01'", false)]
    public void An_id_under_6_characters_counts_only_in_the_reference_column_or_after_order_or_a_number_sign(string charge, bool names) =>
        Told.Gives("order #1001 20.00 USD; today 05-07; charge T1 19.00 USD " + charge, names ? "T1 pays #1001 19.00 USD named certain" : Unnamed);

    [Theory]
    [InlineData("#1001EN", "names 1001en", true)]
    [InlineData("#1001EN", "names '#1001'", false)] // another order's number
    [InlineData("113-1234567-7654321", "text 'AMZN 113-1234567-7654321 by card'", true)]
    [InlineData("1234567", "text 'AMZN 113-1234567-7654321 by card'", false)] // the middle of a longer id
    [InlineData("AI-1001", "text 'order ai-1001'", true)]
    [InlineData("000123456", "names 123456", true)]
    [InlineData("123456", "names '12 3456'", true)] // spaces in the whole of a reference
    [InlineData("123456", "text 'room 12 3456'", false)] // in a text, groups of few digits are other numbers
    [InlineData("8001234567899999", "text 'Pedido nº8001234567899999'", true)]
    [InlineData("订单1001-22", "text 订单1001-22", true)]
    public void Ids_of_any_shape_are_read_as_a_whole(string id, string charge, bool names) =>
        Told.Gives($"order {id} 20.00 USD; today 05-07; charge T1 19.00 USD {charge}", names ? $"T1 pays {id} 19.00 USD named certain" : Unnamed);

    [Theory]
    [InlineData("order A 20.00 USD parts '8001234567890200 8001234567890201'; charge T1 20.00 USD text 'item 8001234567890201'", "T1 pays A 20.00 USD named certain")] // a child order
    [InlineData("order A 20.00 USD names t1; charge T1 20.00 USD; charge T0 20.00 USD at 05-06 08:00 to Other; today 05-07", "T1 pays A 20.00 USD named certain")] // the order names the transaction
    [InlineData("order A 20.00 USD; order B 5.00 USD; charge T1 25.00 USD text '{A}, {B}'", "T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain")] // both, and their sum
    [InlineData("order A 20.00 USD; order B 5.00 USD; charge T1 25.00 USD text '订单{A}和{B}'", "T1 pays A 20.00 USD named certain; T1 pays B 5.00 USD named certain")]
    [InlineData("order A 20.00 USD; order B 5.00 USD; charge T1 20.00 USD text '{A}, {B}'; today 05-07", "T1 pays A 20.00 USD named certain")] // both, and equals one
    [InlineData("order A 20.00 USD; order B 5.00 USD; charge T1 26.00 USD text '{A}, {B}'", "ambiguous-match T1 A+B 26.00 USD possible")] // both, and fits neither
    [InlineData("order 1234567 20.00 USD; order AB/1234567 20.00 USD; charge T1 20.00 USD text 'for AB/1234567'; today 05-07", "T1 pays AB/1234567 20.00 USD named certain")] // the longest id
    [InlineData("order A 20.00 USD at 03-01 unpaid cancelled; order B 20.00 USD; charge T1 20.00 USD names A; today 05-07", "")] // names one outside its window: pays no other by amount
    public void A_name_counts_wherever_it_stands_and_whichever_side_tells_it(string told, string gives) => Told.Gives(told, gives);
}
