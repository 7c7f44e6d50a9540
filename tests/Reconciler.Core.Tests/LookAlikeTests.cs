using CsCheck;
using Reconciler.Core.Matching;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests;

/// <summary>Charges that look alike are told of each other, also among very many that resemble nothing.</summary>
public sealed class LookAlikeTests
{
    [Fact]
    public void A_number_that_stands_twice_is_never_passed_over() =>
        Gen.Long[-40, 40].Array[0, 60].Sample(numbers =>
        {
            var repeated = new Repeated(numbers.Length);
            Array.ForEach(numbers, repeated.Add);
            return numbers.GroupBy(n => n).Where(g => g.Count() > 1).All(g => repeated.May(g.Key));
        });

    [Fact]
    public void Of_many_numbers_that_stand_once_few_look_as_if_they_stood_twice()
    {
        var repeated = new Repeated(100_000);
        for (var i = 0; i < 100_000; i++)
        {
            repeated.Add(i * 37L);
        }

        Assert.InRange(Enumerable.Range(0, 100_000).Count(i => repeated.May(i * 37L)), 0, 25_000);
    }

    [Fact]
    public void An_order_without_a_payment_reference_names_no_transaction_whatever_its_number()
    {
        var match = Assert.Single(Case.Of(
            Some.Entry("0", "-20.00 USD", reference: "8001234567890123"),
            Some.Order("8001234567890123", "20.00 USD")).Match().Matches);

        Assert.StartsWith("the statement names order 8001234567890123; amount 20.00 USD equals the order's total", match.Why.English, StringComparison.Ordinal);
    }
}
