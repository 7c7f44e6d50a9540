using System.Globalization;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>Reads by what a record is known: its id, and whose it is.</summary>
/// <param name="account">Which of several accounts of the wallet or marketplace; or empty.</param>
internal sealed class NameReader(Layout layout, string account, Refusals refusals)
{
    private readonly string owner = layout.OwnerOf(account);
    private readonly RepeatedTexts owners = new();

    public string Id(TextRule rule, SourceRecord record, string what)
    {
        var field = rule.Read(record);
        var id = IdText.Clean(field.Text);
        if (id.Length == 0)
        {
            refusals.Refuse(field, $"is empty; {what} is needed.");
        }
        else if (IdText.IsDamaged(id))
        {
            refusals.Refuse(field, "is an id that a spreadsheet has rounded: its last digits are lost. Import the original export, or open it again with this column as text.");
        }
        else if (id.Length > IdText.Longest)
        {
            refusals.Refuse(field, string.Create(CultureInfo.InvariantCulture, $"is longer than {IdText.Longest} characters; {what} is expected."));
        }

        return id.ToString();
    }

    public string Owner(SourceRecord record, string what)
    {
        if (layout.OwnerColumn is null)
        {
            return owner;
        }

        var field = layout.OwnerColumn.Read(record);
        if (layout.Owner.Length > 0)
        {
            return field.IsEmpty ? owner : owners.Of($"{layout.Owner}-{field.Text}");
        }

        return field.IsEmpty ? refusals.Refuse(field, $"is empty; {what} is needed.", string.Empty)
            : account.Length == 0 || layout.OwnerColumn is TextRule.Column ? owners.Of(field) // a column of names says whose account it is
            : owners.Of($"{field.Text}-{account}");
    }
}
