using Reconciler.Core.Disputes;
using Reconciler.Mail.Drafting;
using Reconciler.Mail.Writing;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

/// <summary>What the check passes can be written, of every kind of word, in every construct that letters may use.</summary>
public sealed class TemplateCheckTests : IDisposable
{
    /// <summary>One word of each kind: texts, told and not; numbers; a flag; lists, full and empty; several words; what is not there.</summary>
    private static readonly string[] Names =
        ["claimed", "refunded_total", "line", "history.letters", "orders.size", "forloop.index", "forloop.first", "orders", "refunds", "company.signature", "company", "order", "refunds.first", "orders[9].number", "forloop"];

    private static readonly string[] Literals = ["'x'", "''", "\"a and b | c: d\"", "1", "-1.5", "99999999999999999999", "nil", "empty", "blank", "true", "false", "and", "contains"];

    private static readonly string[] Operators = ["==", "<>", "<", ">=", "contains"];

    private readonly TempFolder folder = new();

    public TemplateCheckTests()
    {
        Directory.CreateDirectory(folder["en"]);
        File.Copy(Path.Combine(Places.Config, "letters", "frame.html"), folder["frame.html"]);
    }

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Constructs =>
    [
        "{{ A }}", "{{ A | size }}", "{{ A | default: B }}", "{{ A | default: B | size }}", "{{ A | size | default: B }}",
        "{% if A %}t{% else %}f{% endif %}", "{% unless A %}t{% endunless %}", "{% case A %}{% when B, 'y' %}t{% else %}f{% endcase %}", "{% for a in A %}{{ a }}{% endfor %}", "{% for a in A %}t{% else %}f{% endfor %}",
        .. Operators.Select(o => $"{{% if A {o} B %}}t{{% endif %}}"), "{% if date and B < A or A %}t{% endif %}", "{% if date == B or B contains A %}t{% endif %}",
    ];

    [Theory]
    [MemberData(nameof(Constructs))]
    public void What_passes_can_be_written(string construct)
    {
        var passed = 0;
        foreach (var a in Names)
        {
            foreach (var b in construct.Contains('B', StringComparison.Ordinal) ? [.. Literals, .. Names] : new[] { "" })
            {
                var body = construct.Replace("A", a, StringComparison.Ordinal).Replace("B", b, StringComparison.Ordinal);
                var letters = Letter(body);
                if (letters.Check().Count > 0)
                {
                    continue;
                }

                passed++;
                var text = Record.Exception(() => Assert.DoesNotContain("DotLiquid", Write(letters, Cases.Duplicate()), StringComparison.Ordinal))
                    ?? Record.Exception(() => Assert.DoesNotContain("[", Write(letters, Cases.Missing()), StringComparison.Ordinal));
                Assert.True(text is null, $"{body} passes the check and {text?.Message}");
            }
        }

        Assert.True(passed > 0, $"Nothing of {construct} passes: the construct itself is refused.");
    }

    [Theory]
    [InlineData("Refunds so far: {{ refunds | default: 'none' }}", "has default behind what is neither a text nor a number. Ask for it with {% if refunds.size > 0 %}.")]
    [InlineData("{{ company | default: '-' }}", "has default behind what is neither a text nor a number. Ask for it with {% if company %}.")]
    [InlineData("{{ claimed | default: orders }}", "has a default, orders, that is neither a text nor a number.")]
    [InlineData("{{ claimed | default: empty }}", "has a default, empty, that is neither a text nor a number.")]
    [InlineData("{{ refunds }}", "'refunds' is a list. Name its size or one of its items (refunds.first), or go through it with {% for %}.")]
    [InlineData("{{ orders.first }}", "'orders.first' stands for several words. Known are orders.first.charged, orders.first.checkout,")]
    [InlineData("{% for order in orders %}{{ order }}{% endfor %}", "'order' stands for several words. Known are order.charged,")]
    [InlineData("{{ empty }}", "'empty' is no word that can be printed.")]
    [InlineData("{{ history.letters | size }}", "has size where there is nothing to count: it is for a list or a text.")]
    [InlineData("{% if claimed > 5 %}{% endif %}", "'claimed' is no number: only numbers are larger or smaller. Amounts and dates are texts, as their readers write them.")]
    [InlineData("{% if orders.size > '1' %}{% endif %}", "''1'' is no number: only numbers are larger or smaller.")]
    [InlineData("{% if refunds > 0 %}{% endif %}", "'refunds' is no number: only numbers are larger or smaller.")]
    [InlineData("{% if claimed contains 5 %}{% endif %}", "looks for 5, which is no text.")]
    [InlineData("{% if orders contains 'x' %}{% endif %}", "looks into 'orders', which is no text and no list of texts.")]
    [InlineData("{% if orders.size > 99999999999999999999 %}{% endif %}", "is not a condition written like")]
    [InlineData("{{ orders[99999].number }}", "is not written like {{ order.number }}")]
    [InlineData("{% if claimed == and %}{% endif %}", "has and where a word is wanted.")]
    [InlineData("{% case claimed %}{% when nonsense %}{% endcase %}", "'nonsense' is not known here.")]
    public void A_filter_and_a_comparison_are_held_to_what_they_are_made_for(string body, string fault) =>
        Assert.Contains(fault, Letter(body).Check()[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ orders[99999999999999].number }}")]
    [InlineData("{% if claimed %}{% else %}{% else %}{% endif %}")]
    [InlineData("{% if claimed %}{% else %}{% elsif date %}{% endif %}")]
    [InlineData("{% case claimed %}text{% when 'a' %}b{% endcase %}")]
    [InlineData("{% case claimed %}{% else %}{% when 'a' %}b{% endcase %}")]
    [InlineData("{% for orders in orders %}{{ orders.number }}{% endfor %}{{ orders.size }}")]
    [InlineData("{% for empty in orders %}{{ empty.number }}{% endfor %}")]
    [InlineData("{% for forloop in orders %}{{ forloop.number }}{% endfor %}")]
    [InlineData("{{ claimed | default: '}}' }}")]
    [InlineData("{{ claimed | default: '%}' }}")]
    [InlineData("{{ claimed | default: \"it's {{ so }}\" }}")]
    [InlineData("{% if claimed == 'a %} b' %}{% endif %}")]
    [InlineData("{% if orders.size > 99999999999999999999 %}{% endif %}")]
    [InlineData("{%- if claimed -%} x {%- endif -%}")]
    [InlineData("{% comment %}{% if %}{{ | }}{% endcomment %}")]
    public void What_is_odd_is_told_or_written(string body)
    {
        var letters = Letter(body);
        if (letters.Check().Count == 0)
        {
            Write(letters, Cases.Duplicate());
        }
    }

    [Fact]
    public void Tags_nest_only_so_deep()
    {
        string Nested(int deep) => string.Concat(Enumerable.Repeat("{% if claimed %}", deep)) + "x" + string.Concat(Enumerable.Repeat("{% endif %}", deep));

        Assert.Empty(Letter(Nested(20)).Check());
        Assert.Contains("lies within more than 30 other tags.", Letter(Nested(5000)).Check()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_within_loops_without_end_is_cut_off()
    {
        var loops = string.Concat(Enumerable.Repeat("{% for a in company.signature %}", 28)) + "x" + string.Concat(Enumerable.Repeat("{% endfor %}", 28)); // two lines each: 268 million turns

        Assert.Throws<LetterException>(() => Write(Letter(loops), Cases.Duplicate()));
    }

    private Letters Letter(string body)
    {
        File.WriteAllText(
            folder["en", "duplicate-charge.liquid"],
            $"--- letter\nFor {{{{ case.number }}}}.\n{{% for order in orders %}}{{% for line in company.signature %}}{body}{{% endfor %}}{{% endfor %}}\n--- subject\n{{{{ case.number }}}}\n");
        return Letters.Load(folder.Path);
    }

    private static string Write(Letters letters, DisputeCase dispute) =>
        DisputeMail.LetterOf(letters, Cases.As(dispute, "duplicate-charge"), Cases.Part(Cases.Evidence), Cases.Sender with { Language = "en" }, Cases.Now, CaseHistory.None).Text;
}
