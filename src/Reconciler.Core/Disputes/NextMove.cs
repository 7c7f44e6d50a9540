using Reconciler.Core.Reasons;
using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>What comes next in a case.</summary>
public abstract record NextMove
{
    private NextMove()
    {
    }

    /// <summary>In a few facts, for reports.</summary>
    public abstract Reason Says { get; }

    /// <summary>A letter is due.</summary>
    public sealed record Write(RouteStep Step) : NextMove
    {
        public override Reason Says => Reason.Of(Because.LetterIsDue, ReasonValue.Name(Step.Letter), Words(Step.To == DisputeChannel.Wallet ? DisputeChannel.Wallet : DisputeChannel.Marketplace));
    }

    /// <summary>Nothing is to be done for now.</summary>
    /// <param name="Until">The last day on which an answer is in time; null where a mail is still on its way.</param>
    public sealed record Wait(DateOnly? Until, Reason Why) : NextMove
    {
        public override Reason Says => Why;
    }

    /// <summary>A person must do something.</summary>
    public sealed record AskPerson(Reason Why) : NextMove
    {
        public override Reason Says => Why;
    }

    /// <summary>The money came back, or a person has decided.</summary>
    public sealed record Over(Reason Why) : NextMove
    {
        public override Reason Says => Why;
    }

    /// <summary>What comes next, by the route and by what has happened.</summary>
    /// <param name="route">The steps that can be written.</param>
    /// <param name="today">UTC.</param>
    /// <param name="calendar">Business days of the addressee.</param>
    public static NextMove Of(CaseFile file, Route route, DateOnly today, BusinessCalendar calendar)
    {
        if (!file.Finding.IsAtRisk)
        {
            return new Over(Reason.Of(Because.FindingIsSettled, Words(file.Finding.State)));
        }

        var track = file.RefundReport is null ? route.Steps : route.WhenRefundReported;

        // What was written before a refund was reported neither waits nor stops any more, nor what traced it once the claim goes on. Else every letter counts, also where its addressee is no longer named.
        var standing = file.Standing.Select(l => (Letter: l, Step: route.StepOf(l)?.Number ?? l.Step))
            .Where(l => file.RefundReport is null ? !route.WhenRefundReported.Any(s => s.Number == l.Step) : track.Count > 0 && l.Step >= track[0].Number)
            .OrderBy(l => l.Step).ToList();
        if (standing.Select(l => l.Letter).LastOrDefault(l => l.State is DisputeState.AwaitingApproval or DisputeState.Rejected) is { } stopped)
        {
            return stopped.State == DisputeState.Rejected ? new AskPerson(Reason.Of(Because.LetterWasRejected, ReasonValue.Name(stopped.Letter), stopped.Note))
                : file.AnsweredAtUtc(stopped.Channel) is { } before ? new AskPerson(Reason.Of(Because.LetterWaitsForApproval, ReasonValue.Name(stopped.Letter)) + Reason.Of(Because.ButWasAnswered, Words(stopped.Channel), before))
                : new AskPerson(Reason.Of(Because.LetterWaitsForApproval, ReasonValue.Name(stopped.Letter)));
        }

        var (last, reached) = standing.LastOrDefault();
        var next = track.FirstOrDefault(s => s.Number > reached);
        if (last is { WaitBusinessDays: > 0 } && StillOpen(file, last, today, calendar) is { } open)
        {
            return open;
        }

        return next is not null ? new Write(next)
            : last is not null ? Attention(last) ?? new AskPerson(Reason.Of(Because.NoStepIsLeft))
            : file.RefundReport is not null ? new AskPerson(Reason.Of(Because.RefundToldNoStepFollows))
            : new AskPerson(Reason.Of(Because.NobodyToWriteTo));
    }

    /// <summary>What keeps the next step back; null where nothing does.</summary>
    private static NextMove? StillOpen(CaseFile file, Dispute last, DateOnly today, BusinessCalendar calendar)
    {
        if (Attention(last) is { } attention)
        {
            return file.Instructions.Any(i => i.Kind == InstructionKind.Resumed && i.DisputeId == last.Id) ? null : attention;
        }

        if (last.SentAtUtc is not { } sent)
        {
            return new Wait(null, Reason.Of(Because.LetterIsOnItsWay, ReasonValue.Name(last.Letter)));
        }

        if (file.AnsweredAtUtc(last.Channel) is { } answered)
        {
            return new AskPerson(Reason.Of(Because.ReadTheAnswer, Words(last.Channel), answered));
        }

        var due = calendar.AddBusinessDays(DateOnly.FromDateTime(sent), last.WaitBusinessDays);
        return today <= due ? new Wait(due, Reason.Of(Because.AnswerAwaited, ReasonValue.Name(last.Letter), due)) : null;
    }

    private static AskPerson? Attention(Dispute letter) => letter.State switch
    {
        DisputeState.Refused or DisputeState.Uncertain => new AskPerson(Reason.Of(Because.LetterIs, ReasonValue.Name(letter.Letter), Words(letter.State), letter.Note)),
        DisputeState.ToHandIn => new AskPerson(Reason.Of(Because.LetterToHandIn, ReasonValue.Name(letter.Letter), letter.Recipient)),
        _ => null,
    };

    private static ReasonValue Words<T>(T value)
        where T : struct, Enum => ReasonValue.Name(Records.RecordNames.ToName(value).Replace('-', ' '));
}
