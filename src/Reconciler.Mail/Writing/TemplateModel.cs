namespace Reconciler.Mail.Writing;

/// <summary>The words that a template may name, in snake case: <c>AnswerBy</c> is <c>{{ answer_by }}</c>. A template's name says which model it knows.</summary>
public abstract record TemplateModel
{
    private protected TemplateModel()
    {
    }

    /// <summary>Most characters of one value in the body; a longer one is cut and ends in an ellipsis.</summary>
    internal virtual int MostCharacters => PlainValue.MaxLength;

    /// <param name="letter">A template's name without its ending, such as <c>duplicate-charge</c>.</param>
    internal static Type For(string letter) => string.Equals(letter, DigestModel.Template, StringComparison.OrdinalIgnoreCase) ? typeof(DigestModel) : typeof(LetterModel);
}
