namespace Reconciler.Mail.Writing;

/// <summary>The words that a template may name, in snake case: <c>AnswerBy</c> is <c>{{ answer_by }}</c>. A template's name says which model it knows.</summary>
public abstract record TemplateModel
{
    private protected TemplateModel()
    {
    }

    /// <param name="letter">A template's name without its ending, such as <c>duplicate-charge</c>.</param>
    internal static Type For(string letter) => string.Equals(letter, ApprovalDigest.Template, StringComparison.OrdinalIgnoreCase) ? typeof(DigestModel) : typeof(LetterModel);
}
