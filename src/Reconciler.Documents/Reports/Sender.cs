using Reconciler.Core.Disputes;

namespace Reconciler.Documents.Reports;

/// <summary>Who wrote an answer. Anybody can name a case, so only the domain of an address that a letter of the case went to speaks for its addressee; and it may be forged.</summary>
internal static class Sender
{
    /// <summary><c>the marketplace (care@example.com)</c>; where no letter of the case went, that is said.</summary>
    public static string Words(CaseFile file, string from, int most) => ChannelOf(file, from) is { } channel
        ? $"the {Wording.Words(channel).ToLowerInvariant()} ({Excerpt.Of(from, most)})"
        : $"{Excerpt.Of(from, most)}, to whom no letter of this case went";

    /// <summary>The addressee whose domain the sender has, or a part of it such as <c>mail.example.com</c>; null where it is nobody's.</summary>
    public static DisputeChannel? ChannelOf(CaseFile file, string from) => Correspondence.LetterTo(file.Letters, from)?.Channel;
}
