using Reconciler.Core.Reasons;
using Reconciler.Mail.Writing;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class LettersTests
{
    private const string Good = "--- letter\nFor {{ case.number }}.\n\n--- subject\nCase {{ case.number }}\n";

    [Fact]
    public void The_letters_that_come_with_the_program_are_without_fault() => Assert.Empty(Cases.Shipped.Check());

    // {0} is the file. Each fault names its line and what would be right.
    [Theory]
    [InlineData("{{ case.numbr }}", ":4: {{ case.numbr }} 'case.numbr' is not known here. Known are case.number.")]
    [InlineData("{{ orders.first.prise }}", "'orders.first.prise' is not known here.")]
    [InlineData("{{ order.number }}", "'order.number' is not known here. Known are addressee, addressee_kind, answer_by,")]
    [InlineData("{% for order in orders %}{{ order.numbr }}{% endfor %}", "'order.numbr' is not known here. Known are order.charged, order.checkout,")]
    [InlineData("{% for order in orders %}{% endfor %}{{ order.number }}", "'order.number' is not known here.")] // out of its loop
    [InlineData("{% if nonsense %}never taken{% endif %}", "'nonsense' is not known here.")]
    [InlineData("{% if claimed == 'x' %}{% else %}{{ nonsense }}{% endif %}", "'nonsense' is not known here.")]
    [InlineData("{% if claimed == nonsense and date %}{% endif %}", "'nonsense' is not known here.")]
    [InlineData("{% for x in claimed %}{% endfor %}", "'claimed' is no list.")]
    [InlineData("{% for x of orders %}{% endfor %}", "is not written like {% for order in orders %}.")]
    [InlineData("{% if claimed = 'x' %}{% endif %}", "is not a condition")]
    [InlineData("{% if claimed %}", ":4: {% if %} is not closed by {% endif %} within its part.")]
    [InlineData("{% if claimed %}{% endfor %}{% endif %}", "{% endfor %} has no place here, within {% if %} of line 4.")]
    [InlineData("{% endif %}", "has no place here: nothing is open.")]
    [InlineData("{% include 'x' %}", "is not there: write _x.liquid beside this file, or include one of piece.")]
    [InlineData("{% include x %}", "is not written like {% include 'facts' %}.")]
    [InlineData("{% include '../pt/head' %}", "is not written like {% include 'facts' %}.")]
    [InlineData("{% render 'piece' %}", "is not used in letters.")]
    [InlineData("|Total | {{ claimed }}", "is no title (== Order), row")] // would be printed as it stands
    [InlineData("| Total", "is no title (== Order), row")]
    [InlineData("==Order", "is no title (== Order), row")]
    [InlineData("{{ claimed", "{{ is not closed.")]
    [InlineData("{% if claimed", "{% is not closed.")]
    [InlineData("{{ }}", "is not written like {{ order.number }}")]
    [InlineData("{{ claimed | url_decode }}", "The filters here are default and size.")] // could turn %3C into <
    [InlineData("{{ claimed | default: nonsense }}", "'nonsense' is not known here.")]
    [InlineData("{{ claimed.size.x }}", "'claimed.size.x' is not known here.")]
    public void A_fault_in_a_template_names_its_file_and_line(string text, string fault)
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("\n--- subject", "\n" + text + "\n--- subject", StringComparison.Ordinal));

        var faults = letters.Check();

        Assert.StartsWith(folder["en", "duplicate-charge.liquid"] + ":4: ", faults[0], StringComparison.Ordinal);
        Assert.Contains(fault, faults[0], StringComparison.Ordinal);
        var exception = Assert.Throws<LetterException>(() => Write(letters));
        Assert.Equal((folder["en", "duplicate-charge.liquid"], 4), (exception.File, exception.Line));
    }

    [Theory]
    [InlineData("{{ orders[0].number }} {{ orders.size }} {{ orders.last.seller | default: '-' }}")]
    [InlineData("{% for order in orders %}{% unless forloop.last %}, {% endunless %}{% for line in company.signature %}{{ line }}{% endfor %}{% endfor %}")]
    [InlineData("{% if orders.size > 0 and finding.kind == 'and nonsense' or refunds.size == 0 %}{% elsif date contains \"x\" %}{% else %}{% endif %}")]
    [InlineData("{%- comment -%} anything {{ goes | here }} {% endcomment %}")]
    [InlineData("{% case finding.kind %}{% when 'a', 'b' %}{{ claimed }}{% else %}{% endcase %}")]
    [InlineData("100 % sure } { and %}")]
    [InlineData("{% for entry in payments %}{% include 'piece' %}{% endfor %}")] // the piece knows the loop around it
    [InlineData("== Title\n| Total | {{ claimed }}\n|! Total | {{ claimed }}\n- item\n> line\n**bold** a - b | c")]
    public void What_letters_need_of_Liquid_is_allowed(string text)
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- subject", text + "\n--- subject", StringComparison.Ordinal));

        Assert.Empty(letters.Check());
        Write(letters);
    }

    // It is about many cases, so that it need name none.
    [Fact]
    public void The_mail_to_the_approvers_has_words_of_its_own()
    {
        using var folder = new TempFolder();
        Folder(folder, Good.Replace("--- subject", "{{ count }} {% for waiting in letters %}{{ waiting.why }}{% endfor %}\n--- subject", StringComparison.Ordinal));
        File.WriteAllText(folder["en", "_shared.liquid"], "--- letter\n{{ company.name }}, {{ date }}");
        File.WriteAllText(folder["en", "missing-refund.liquid"], Good.Replace("For ", "{% include 'shared' %} ", StringComparison.Ordinal));
        File.WriteAllText(
            folder["en", "approval-digest.liquid"],
            "--- subject\n{{ count }} wait\n--- letter\n{% include 'shared' %}\n{% for waiting in letters %}\n> {{ waiting.dispute }} {{ waiting.approved_by.size }} {% for name in waiting.approved_by %}{{ name }}{% endfor %}\n{% endfor %}\n{{ waiting.why }} {{ claimed }}");

        Assert.Equal(
            [
                folder["en", "approval-digest.liquid"] + ":8: {{ waiting.why }} 'waiting.why' is not known in approval-digest. Known are company, count, date, letters, more, options.",
                folder["en", "approval-digest.liquid"] + ":8: {{ claimed }} 'claimed' is not known in approval-digest. Known are company, count, date, letters, more, options.",
                folder["en", "duplicate-charge.liquid"] + ":4: {{ count }} 'count' is not known here.",
                folder["en", "duplicate-charge.liquid"] + ":4: {% for waiting in letters %} 'letters' is not known here.",
            ],
            Letters.Load(folder.Path).Check().Select(f => f.Contains(" here.", StringComparison.Ordinal) ? f[..(f.IndexOf(" here.", StringComparison.Ordinal) + 6)] : f));
    }

    [Fact]
    public void A_piece_of_the_letters_that_the_mail_to_the_approvers_cannot_fill_is_told_with_its_name()
    {
        using var folder = new TempFolder();
        Folder(folder, Good.Replace("For ", "{% include 'case' %} ", StringComparison.Ordinal));
        File.WriteAllText(folder["en", "_case.liquid"], "--- letter\n{{ case.number }}");
        File.WriteAllText(folder["en", "approval-digest.liquid"], "--- subject\n{{ count }} wait\n--- letter\n{% include 'case' %}");

        Assert.Equal(
            folder["en", "_case.liquid"] + ":2: {{ case.number }} 'case.number' is not known in approval-digest. Known are company, count, date, letters, more, options.",
            Assert.Single(Letters.Load(folder.Path).Check()));
    }

    [Theory]
    [InlineData("--- letter", "--- lettre", "--- lettre is no part of a letter.")]
    [InlineData("--- letter", "--- html", "--- html is no part of a letter.")]
    [InlineData("--- letter", "--- subject", "--- subject stands here a second time.")]
    [InlineData("--- subject\nCase {{ case.number }}\n", "", "--- subject is missing.")]
    [InlineData("Case {{ case.number }}", "Case {{ case.number }}\nagain", "A subject is one line.")]
    [InlineData("For {{ case.number }}", "Your order", "--- letter does not name {{ case.number }}")]
    [InlineData("Case {{ case.number }}", "Your order", "--- subject does not name {{ case.number }}")] // an answer could not be told from another
    public void A_letter_has_its_three_parts_and_names_the_case_in_each(string part, string instead, string fault)
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace(part, instead, StringComparison.Ordinal));

        Assert.Contains(letters.Check(), f => f.Contains(fault, StringComparison.Ordinal));
        Assert.Throws<LetterException>(() => Write(letters));
    }

    [Fact]
    public void All_faults_of_all_letters_are_told_at_once()
    {
        using var folder = new TempFolder();
        Folder(folder, Good.Replace("Case ", "{{ one }} {{ two }}", StringComparison.Ordinal));
        Directory.CreateDirectory(folder["ru"]);
        File.WriteAllText(folder["ru", "missing-refund.liquid"], Good.Replace("For ", "{{ three }}", StringComparison.Ordinal));

        Assert.Equal(3, Letters.Load(folder.Path).Check().Count);
    }

    [Fact]
    public void A_folder_without_letters_or_without_a_frame_is_a_fault()
    {
        using var folder = new TempFolder();

        Assert.Equal(2, Letters.Load(folder["nowhere"]).Check().Count);
    }

    [Fact]
    public void A_missing_letter_is_named_with_its_path()
    {
        var exception = Assert.Throws<LetterException>(() => Cases.Draft(sender: Cases.Sender with { Language = "tlh" }));

        Assert.Contains(Path.Combine("letters", "tlh/duplicate-charge.liquid"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_in_a_piece_names_the_piece_once_however_many_letters_include_it()
    {
        using var folder = new TempFolder();
        Folder(folder, Good.Replace("For ", "{% include 'piece' %} ", StringComparison.Ordinal)); // no entry around it
        File.WriteAllText(folder["en", "missing-refund.liquid"], File.ReadAllText(folder["en", "duplicate-charge.liquid"]));
        var letters = Letters.Load(folder.Path);

        Assert.StartsWith(folder["en", "_piece.liquid"] + ":3: {{ entry.number }} 'entry.number' is not known here.", Assert.Single(letters.Check()), StringComparison.Ordinal);
        Assert.Equal((folder["en", "_piece.liquid"], 3), Assert.Throws<LetterException>(() => Write(letters)) is var e ? (e.File, e.Line) : default);
    }

    [Theory]
    [InlineData("--- letter\n{% include 'piece' %}", ":2: {% include 'piece' %} is included within itself, or more than 3 deep.")]
    [InlineData("--- letter\n{% endfor %}", ":2: {% endfor %} has no place here: nothing is open.")] // the loop around it is not its own
    [InlineData("--- letter\n{% if claimed %}", ":2: {% if %} is not closed by {% endif %} within its part.")]
    [InlineData("--- letter\n\n|a", ":3: |a is no title")]
    [InlineData("--- subject\nx", ": --- letter must be the only part of a piece that letters include.")]
    public void A_piece_is_checked_as_strictly_as_a_letter(string piece, string fault)
    {
        using var folder = new TempFolder();
        Folder(folder, Good.Replace("For ", "{% for entry in payments %}{% include 'piece' %}{% endfor %} ", StringComparison.Ordinal));
        File.WriteAllText(folder["en", "_piece.liquid"], piece);

        Assert.Contains(Letters.Load(folder.Path).Check(), f => f.StartsWith(folder["en", "_piece.liquid"] + fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_letter_is_written_once_and_read_as_text_and_as_HTML()
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- subject", "Pay **{{ claimed }}**\nnow & here: <b>\n- one\n\n== Sum\n| A | {{ claimed }}\n|! Long | x **y**\n\n> line\n> {{ date }}\n\n--- subject", StringComparison.Ordinal));

        var letter = Write(letters);

        Assert.EndsWith(".\n\nPay 59.90 USD now & here: <b>\n- one\n\nSum\n  A     59.90 USD\n  Long  x y\n\nline\n22 May 2026\n", letter.Text, StringComparison.Ordinal);
        Assert.Contains(
            "<p>Pay <b>59.90 USD</b> now &amp; here: &lt;b&gt;</p>\n<ul>\n<li>one</li>\n</ul>\n<table>\n<caption>Sum</caption>\n<tr><th>A</th><td>59.90 USD</td></tr>\n"
            + "<tr class=\"claim\"><th>Long</th><td>x <b>y</b></td></tr>\n</table>\n<p class=\"end\">line<br>\n22 May 2026</p>", letter.Html, StringComparison.Ordinal);
    }

    // The value's own spaces keep amounts whole; a sentence is longer than a line.
    [Fact]
    public void A_long_value_of_a_row_goes_on_below_itself()
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- subject", "== Sum\n| A | {{ finding.why }} {{ claimed }}\n| Longer | {{ finding.why }}; {{ claimed }}; {{ claimed }}; {{ claimed }}\n--- subject", StringComparison.Ordinal));
        var dispute = Cases.Duplicate() is var d ? d with { Finding = d.Finding with { Why = Reason.Of("one and the same wallet, counterparty and amount as the payment before, and no order fits") } } : throw new InvalidOperationException();

        var text = letters.Write("en", "duplicate-charge", LetterFacts.Of(dispute, Cases.Part(Cases.Evidence), Cases.Sender, DateOnly.FromDateTime(Cases.Now), CaseHistory.None)).Text;

        Assert.EndsWith(
            """
              A       one and the same wallet, counterparty and amount as the payment
                      before, and no order fits 59.90 USD
              Longer  one and the same wallet, counterparty and amount as the payment
                      before, and no order fits; 59.90 USD; 59.90 USD; 59.90 USD

            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Every word of a paragraph that is long stands in a line of its own length, amounts such as {{ claimed }} {{ claimed }} whole", "Every word of a paragraph that is long stands in a line of its own length,\namounts such as 59.90 USD 59.90 USD whole\n")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十，一二三四五六七八九十一二三四五六七八九十。", "一二三四五六七八九十一二三四五六七八九十，\n一二三四五六七八九十一二三四五六七八九十。\n")] // two columns a character
    [InlineData("没有\n空格", "没有空格\n")]
    public void Paragraphs_are_broken_where_the_language_breaks_them(string words, string lines)
    {
        using var folder = new TempFolder();

        Assert.EndsWith("\n\n" + lines, Write(Folder(folder, Good.Replace("--- subject", words + "\n--- subject", StringComparison.Ordinal))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_tags_alone_leave_no_empty_lines()
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- subject", "> begin\n{% if claimed %}\n> kept\n{% endif %}\n  {% for o in orders %}\n> {{ o.total }}\n{% endfor %}\n> end\n--- subject", StringComparison.Ordinal));

        Assert.EndsWith("\n\nbegin\nkept\n59.90 USD\nend\n", Write(letters).Text, StringComparison.Ordinal);
    }

    // A sentence within an if is no line of tags alone.
    [Fact]
    public void A_line_that_begins_and_ends_with_a_tag_keeps_its_end()
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- subject", "{% if claimed %}Dear team,{% else %}Hello,{% endif %}\n\nWe write.\n--- subject", StringComparison.Ordinal));

        Assert.EndsWith("\n\nDear team,\n\nWe write.\n", Write(letters).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_above_the_first_part_and_a_byte_order_mark_go_nowhere()
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, "\uFEFFA note with {{ nonsense }}\r\n" + Good.ReplaceLineEndings("\r\n"));

        Assert.Empty(letters.Check());
        Assert.DoesNotContain("note", Write(letters).Text, StringComparison.Ordinal);
    }

    private static Letters Folder(TempFolder folder, string letter)
    {
        Directory.CreateDirectory(folder["en"]);
        File.WriteAllText(folder["frame.html"], "<html lang=\"{{ language }}\">{{ letter }}</html>");
        File.WriteAllText(folder["en", "_piece.liquid"], "A note.\n--- letter\n{{ entry.number }}");
        File.WriteAllText(folder["en", "duplicate-charge.liquid"], letter);
        return Letters.Load(folder.Path);
    }

    private static WrittenLetter Write(Letters letters) =>
        letters.Write("en", "duplicate-charge", LetterFacts.Of(Cases.Duplicate(), Cases.Part(Cases.Evidence), Cases.Sender, DateOnly.FromDateTime(Cases.Now), CaseHistory.None));
}
