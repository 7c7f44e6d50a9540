using System.Globalization;
using Reconciler.Core.Values;

namespace Reconciler.Core.Disputes;

/// <summary>What comes next in a case.</summary>
public abstract record NextMove
{
    private NextMove()
    {
    }

    /// <summary>In a few words, for reports.</summary>
    public abstract string Says { get; }

    /// <summary>A letter is due.</summary>
    public sealed record Write(RouteStep Step) : NextMove
    {
        public override string Says => $"{Step.Letter} to the {(Step.To == DisputeChannel.Wallet ? "wallet" : "marketplace")} is due";
    }

    /// <summary>Nothing is to be done for now.</summary>
    /// <param name="Until">The last day on which an answer is in time; null where a mail is still on its way.</param>
    public sealed record Wait(DateOnly? Until, string Why) : NextMove
    {
        public override string Says => Why;
    }

    /// <summary>A person must do something.</summary>
    public sealed record AskPerson(string Why) : NextMove
    {
        public override string Says => Why;
    }

    /// <summary>The money came back, or a person has decided.</summary>
    public sealed record Over(string Why) : NextMove
    {
        public override string Says => Why;
    }

    /// <summary>What comes next, by the route and by what has happened.</summary>
    /// <param name="route">The steps that can be written.</param>
    /// <param name="today">UTC.</param>
    /// <param name="calendar">Business days of the addressee.</param>
    public static NextMove Of(CaseFile file, Route route, DateOnly today, BusinessCalendar calendar)
    {
        if (!file.Finding.IsAtRisk)
        {
            return new Over($"the finding is {Words(file.Finding.State)}");
        }

        var track = file.RefundReport is null ? route.Steps : route.WhenRefundReported;

        // What was written before a refund was reported neither waits nor stops any more, nor what traced it once the claim goes on. Else every letter counts, also where its addressee is no longer named.
        var standing = file.Standing.Select(l => (Letter: l, Step: route.StepOf(l)?.Number ?? l.Step))
            .Where(l => file.RefundReport is null ? !route.WhenRefundReported.Any(s => s.Number == l.Step) : track.Count > 0 && l.Step >= track[0].Number)
            .OrderBy(l => l.Step).ToList();
        if (standing.Select(l => l.Letter).LastOrDefault(l => l.State is DisputeState.AwaitingApproval or DisputeState.Rejected) is { } stopped)
        {
            return stopped.State == DisputeState.Rejected ? new AskPerson($"{stopped.Letter} was rejected: {stopped.Note}")
                : file.AnsweredAtUtc(stopped.Channel) is { } before ? new AskPerson($"{stopped.Letter} waits for approval, but {Answered(stopped.Channel, before)}")
                : new AskPerson($"{stopped.Letter} waits for approval");
        }

        var (last, reached) = standing.LastOrDefault();
        var next = track.FirstOrDefault(s => s.Number > reached);
        if (last is { WaitBusinessDays: > 0 } && StillOpen(file, last, today, calendar) is { } open)
        {
            return open;
        }

        return next is not null ? new Write(next)
            : last is not null ? Attention(last) ?? new AskPerson("no step of its route is left")
            : file.RefundReport is not null ? new AskPerson("the marketplace says that it refunded, and no step of the route follows")
            : new AskPerson("nobody is named to write to");
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
            return new Wait(null, $"{last.Letter} is on its way");
        }

        if (file.AnsweredAtUtc(last.Channel) is { } answered)
        {
            return new AskPerson($"{Answered(last.Channel, answered)}: read it and say what follows");
        }

        var due = calendar.AddBusinessDays(DateOnly.FromDateTime(sent), last.WaitBusinessDays);
        return today <= due ? new Wait(due, string.Create(CultureInfo.InvariantCulture, $"an answer to {last.Letter} is awaited until {due:yyyy-MM-dd}")) : null;
    }

    private static string Answered(DisputeChannel channel, DateTime filedAtUtc) =>
        string.Create(CultureInfo.InvariantCulture, $"the {Words(channel)} has answered (filed {filedAtUtc:yyyy-MM-dd})");

    private static AskPerson? Attention(Dispute letter) => letter.State switch
    {
        DisputeState.Refused or DisputeState.Uncertain => new AskPerson($"{letter.Letter} is {Words(letter.State)}: {letter.Note}"),
        DisputeState.ToHandIn => new AskPerson($"{letter.Letter} is to be handed in at {letter.Recipient}"),
        _ => null,
    };

    private static string Words<T>(T value)
        where T : struct, Enum => Records.RecordNames.ToName(value).Replace('-', ' ');
}
