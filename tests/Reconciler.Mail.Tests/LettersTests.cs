using Reconciler.Core.Disputes;
using Reconciler.Mail.Writing;
using Reconciler.TestSupport;

namespace Reconciler.Mail.Tests;

public class LettersTests
{
    private const string Good = "--- subject\nCase {{ case.number }}\n--- text\n{{ case.number }}\n--- html\n<p>{{ case.number }}</p>\n";

    [Fact]
    public void The_letters_that_come_with_the_program_are_without_fault() => Assert.Empty(Cases.Shipped.Check());

    // {0} is the file. Each fault names its line and what would be right.
    [Theory]
    [InlineData("{{ case.numbr }}", ":6: {{ case.numbr }} 'case.numbr' is not known here. Known are case.number.")]
    [InlineData("{{ orders.first.prise }}", "'orders.first.prise' is not known here.")]
    [InlineData("{{ order.number }}", "'order.number' is not known here. Known are addressee, answer_by,")]
    [InlineData("{% for order in orders %}{{ order.numbr }}{% endfor %}", "'order.numbr' is not known here. Known are order.charged, order.checkout,")]
    [InlineData("{% for order in orders %}{% endfor %}{{ order.number }}", "'order.number' is not known here.")] // out of its loop
    [InlineData("{% if nonsense %}never taken{% endif %}", "'nonsense' is not known here.")]
    [InlineData("{% if claimed == 'x' %}{% else %}{{ nonsense }}{% endif %}", "'nonsense' is not known here.")]
    [InlineData("{% if claimed == nonsense and date %}{% endif %}", "'nonsense' is not known here.")]
    [InlineData("{% for x in claimed %}{% endfor %}", "'claimed' is no list.")]
    [InlineData("{% for x of orders %}{% endfor %}", "is not written like {% for order in orders %}.")]
    [InlineData("{% if claimed = 'x' %}{% endif %}", "is not a condition")]
    [InlineData("{% if claimed %}", ":6: {% if %} is not closed by {% endif %} within its part.")]
    [InlineData("{% if claimed %}{% endfor %}{% endif %}", "{% endfor %} has no place here, within {% if %} of line 6.")]
    [InlineData("{% endif %}", "has no place here: nothing is open.")]
    [InlineData("{% include 'x' %}", "is not used in letters.")]
    [InlineData("{{ claimed", "{{ is not closed.")]
    [InlineData("{% if claimed", "{% is not closed.")]
    [InlineData("{{ }}", "is not written like {{ order.number }}")]
    [InlineData("{{ claimed | url_decode }}", "The filters here are default and size.")] // could turn %3C into <
    [InlineData("{{ claimed | default: nonsense }}", "'nonsense' is not known here.")]
    [InlineData("{{ claimed.size.x }}", "'claimed.size.x' is not known here.")]
    public void A_fault_in_a_template_names_its_file_and_line(string text, string fault)
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- html", "\n" + text + "\n--- html", StringComparison.Ordinal));

        var faults = letters.Check();

        Assert.StartsWith(folder["en", "duplicate-charge.liquid"] + ":6: ", faults[0], StringComparison.Ordinal);
        Assert.Contains(fault, faults[0], StringComparison.Ordinal);
        var exception = Assert.Throws<LetterException>(() => Write(letters));
        Assert.Equal((folder["en", "duplicate-charge.liquid"], 6), (exception.File, exception.Line));
    }

    [Theory]
    [InlineData("{{ orders[0].number }} {{ orders.size }} {{ orders.last.seller | default: '-' }}")]
    [InlineData("{% for order in orders %}{% unless forloop.last %}, {% endunless %}{% for line in company.signature %}{{ line }}{% endfor %}{% endfor %}")]
    [InlineData("{% if orders.size > 0 and finding.kind == 'and nonsense' or refunds.size == 0 %}{% elsif date contains \"x\" %}{% else %}{% endif %}")]
    [InlineData("{%- comment -%} anything {{ goes | here }} {% endcomment %}")]
    [InlineData("{% case finding.kind %}{% when 'a', 'b' %}{{ claimed }}{% else %}{% endcase %}")]
    [InlineData("100 % sure } { and %}")]
    public void What_letters_need_of_Liquid_is_allowed(string text)
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- html", text + "\n--- html", StringComparison.Ordinal));

        Assert.Empty(letters.Check());
        Write(letters);
    }

    [Theory]
    [InlineData("--- html", "--- htlm", "--- htlm is no part of a letter.")]
    [InlineData("--- html", "--- text", "--- text stands here a second time.")]
    [InlineData("--- html\n<p>{{ case.number }}</p>\n", "", "--- html is missing.")]
    [InlineData("Case {{ case.number }}", "Case {{ case.number }}\nagain", "A subject is one line.")]
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
        File.WriteAllText(folder["ru", "missing-refund.liquid"], Good.Replace("<p>", "{{ three }}", StringComparison.Ordinal));

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
    public void A_letter_to_the_wallet_is_a_file_of_its_own()
    {
        using var folder = new TempFolder();
        Folder(folder, Good);
        File.WriteAllText(folder["en", "duplicate-charge.wallet.liquid"], Good.Replace("Case ", "To {{ addressee }}, case ", StringComparison.Ordinal));
        var toWallet = Cases.Duplicate() is var d ? d with { Dispute = d.Dispute with { Channel = DisputeChannel.Wallet } } : throw new InvalidOperationException();

        var draft = DisputeMail.Build(Letters.Load(folder.Path), toWallet, [], Cases.Sender, Cases.Recipient, Cases.Now);

        Assert.StartsWith("To QIWI, case D-", draft.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_tags_alone_leave_no_empty_lines()
    {
        using var folder = new TempFolder();
        var letters = Folder(folder, Good.Replace("--- html", "{% if claimed %}\n  kept\n{% endif %}\n  {% for o in orders %}\n{{ o.total }} \n{% endfor %}\nend\n--- html", StringComparison.Ordinal));

        Assert.EndsWith("\n  kept\n59.90 USD \nend\n", Write(letters).Text, StringComparison.Ordinal);
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
        File.WriteAllText(folder["en", "duplicate-charge.liquid"], letter);
        return Letters.Load(folder.Path);
    }

    private static WrittenLetter Write(Letters letters) =>
        letters.Write("en", "duplicate-charge", LetterFacts.Of(Cases.Duplicate(), Cases.Evidence, Cases.Sender, DateOnly.FromDateTime(Cases.Now)));
}
