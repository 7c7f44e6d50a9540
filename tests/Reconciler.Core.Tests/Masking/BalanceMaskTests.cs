using System.Globalization;
using Reconciler.Core.Disputes;

namespace Reconciler.Core.Tests.Masking;

public sealed class BalanceMaskTests
{
    [Theory]
    [InlineData("12345.67", "T1,-20.00,USD,12345.67", "T1,-20.00,USD,***")]
    [InlineData("12345.67", "T1;-20,00;RUB;12345,67;x", "T1;-20,00;RUB;***;x")]
    [InlineData("12345.67", "T1;-20,00;RUB;12 345,67 руб.;x", "T1;-20,00;RUB;*** руб.;x")]
    [InlineData("12345.67", "T1;-20,00;12\u00A0345,67", "T1;-20,00;***")]
    [InlineData("12345.67", "\"T1\",\"-20.00\",\"12,345.67\",\"he said \"\"12,345.67\"\"\"", "\"T1\",\"-20.00\",\"***\",\"he said \"\"***\"\"\"")]
    [InlineData("12345.67", "T1\t-20.00\t12.345,67\tEUR", "T1\t-20.00\t***\tEUR")]
    [InlineData("12345.67", "T1,-20.00,12'345.67", "T1,-20.00,***")]
    [InlineData("12345.67", "T1,-20.00,$12345.67", "T1,-20.00,$***")]
    [InlineData("12345.67", "T1,-2000,1234567", "T1,-2000,***")] // minor units
    [InlineData("12345.60", "T1,-20.0,12345.6", "T1,-20.0,***")] // as a table program saves it
    [InlineData("285", "T1,-20.00,285", "T1,-20.00,***")]
    [InlineData("-5.50", "T1,-20.00,-5.50", "T1,-20.00,***")]
    [InlineData("-5.50", "T1;-20,00;5,50;H", "T1;-20,00;***;H")] // a debit balance without its sign
    [InlineData("12345", "T1,-20 JPY,12345 JPY", "T1,-20 JPY,*** JPY")]
    [InlineData("12345.67", "<rest>12345.67</rest><amount>20.00</amount>", "<rest>***</rest><amount>20.00</amount>")]
    [InlineData("12345.67", "Оплата. Баланс: 12 345,67 ₽, спасибо", "Оплата. Баланс: *** ₽, спасибо")]
    [InlineData("12345.67", "Left are 12,345.67 dollars", "Left are *** dollars")]
    [InlineData("12", "T1,-20.00,12,\"x\"", "T1,-20.00,***,\"x\"")]
    [InlineData("0.00", "T1,-20.00,0.00", "T1,-20.00,***")]
    public void The_balance_is_masked_however_the_row_writes_it(string balance, string text, string masked) => Assert.Equal(masked, Mask(balance, text));

    [Theory]
    [InlineData("20.00", "T1,-20.00,USD")] // the amount has the other sign
    [InlineData("12.30", "T1,2026-05-06 12:30:05,12-30")]
    [InlineData("2026", "paid on 06.05.2026 at 20.26")]
    [InlineData("345.67", "T1,\"12,345.67\"")]
    [InlineData("5", "T5;05.05.2026;5 pieces of soap")]
    [InlineData("12", "T1,\"12,345.67\"")]
    [InlineData("12.34", "T1,112.34,12.345,\"2.12.34\"")]
    public void Other_values_stay(string balance, string text) => Assert.Equal(text, Mask(balance, text));

    [Fact]
    public void A_sum_that_equals_the_balance_is_masked_with_it()
    {
        // Nothing in the row tells which of the two is the balance.
        Assert.Equal("R1,***,USD,***", Mask("20.00", "R1,20.00,USD,20.00"));
    }

    [Fact]
    public void An_id_that_is_the_same_number_stays()
    {
        Assert.Equal("27811211516;-20,00;***", BalanceMask.Apply("27811211516;-20,00;27 811 211 516,00", [27811211516m], ["27811211516"]));
    }

    [Fact]
    public void A_row_without_a_balance_stays_as_it_is()
    {
        Assert.Equal("T1,20.00,0.00", BalanceMask.Apply("T1,20.00,0.00", [], []));
    }

    private static string Mask(string balance, string text) => BalanceMask.Apply(text, [decimal.Parse(balance, CultureInfo.InvariantCulture)], []);
}
