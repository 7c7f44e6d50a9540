using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Core.Records;
using Reconciler.Core.Reports;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>A mail that is kept whole in the store and waits to go out, or whose fate is open: the letter of a dispute, or a notice to our own people.</summary>
internal abstract record StoredMail(string Id, string MessageId, IReadOnlyList<string> Recipients, DisputeState State, int Tries, DateTime? TriedAtUtc, DateTime? SentAtUtc, DateTime CreatedAtUtc, string Note)
{
    /// <summary>The mail as it goes out.</summary>
    public abstract byte[]? Load(Work work);

    /// <summary>Why it is not what was prepared and approved; null: it is.</summary>
    public abstract string? Problem(Work work, byte[]? message);

    /// <summary>It is not what was prepared, and does not go out: a person must look.</summary>
    public abstract void Hold(Work work, string problem);

    /// <summary>Who handed it over last; null where nobody noted it.</summary>
    public abstract Attempt? LastTry(Work work);

    /// <summary>Notes that its fate is open, as one more try. False where it is no longer to go out, or another program hands it over.</summary>
    public abstract bool Claim(Work work, DateTime nowUtc, Attempt by);

    /// <summary>Moves it from where it stands.</summary>
    public abstract void Move(Work work, DisputeState to, string note);

    /// <summary>The letter of a dispute: as long as its finding is at risk.</summary>
    public sealed record Letter(Dispute Dispute, DisputeBook Book, LetterAudit Audit)
        : StoredMail(Dispute.Id, Dispute.MessageId, [Dispute.Recipient], Dispute.State, Dispute.Tries, Dispute.TriedAtUtc, Dispute.SentAtUtc, Dispute.CreatedAtUtc, Dispute.Note)
    {
        public override byte[]? Load(Work work) => work.Disputes.LoadMessage(Id);

        public override string? Problem(Work work, byte[]? message) => Audit.Problem(Dispute, message, work.Disputes.LoadAttachments(Id));

        public override void Hold(Work work, string problem) => Book.Hold(work, Dispute, problem);

        public override Attempt? LastTry(Work work) => Attempt.LastOf(work.Disputes.LoadMoves(Id));

        public override bool Claim(Work work, DateTime nowUtc, Attempt by)
        {
            if (work.Findings.Find(Dispute.FindingId) is not { IsAtRisk: true } || !work.Disputes.Claim(Id, Book.Run.AsOfUtc, nowUtc, by.ToNote()))
            {
                return false;
            }

            Book.Audit(work, "sending", Dispute, by.ToNote());
            return true;
        }

        public override void Move(Work work, DisputeState to, string note)
        {
            var stands = Dispute with { State = State };
            if (to == DisputeState.Sent)
            {
                Book.Sent(work, stands, note);
            }
            else
            {
                Book.Move(work, stands, to, note);
            }
        }
    }

    /// <summary>A notice to our own people.</summary>
    public sealed record ToOurs(Notice Notice, RunClock Run, ILogger Log)
        : StoredMail(Notice.Id, Notice.MessageId, Notice.Recipients, Notice.State, Notice.Tries, Notice.TriedAtUtc, Notice.SentAtUtc, Notice.CreatedAtUtc, Notice.Note)
    {
        public override byte[]? Load(Work work) => work.Notices.LoadMessage(Id);

        public override string? Problem(Work work, byte[]? message) => NoticeBook.Problem(work, Notice, message);

        public override void Hold(Work work, string problem) => Move(work, DisputeState.Refused, $"held, for {problem}. Look who wrote into the store");

        public override Attempt? LastTry(Work work) => Attempt.Read(Notice.Note);

        public override bool Claim(Work work, DateTime nowUtc, Attempt by) => work.Notices.Claim(Id, nowUtc, by.ToNote());

        public override void Move(Work work, DisputeState to, string note)
        {
            if (!work.Notices.Move(Id, State, to, note, to == DisputeState.Sent ? Run.AsOfUtc : null))
            {
                return;
            }

            var action = $"{Notice.Kind.ToName()} {to.ToName()}";
            work.Audit.Append(Run.StartedAtUtc, Actor.InAudit, action, Id, JsonSerializer.Serialize(new { run = Run.RunId, about = Notice.About, recipients = Recipients, messageId = MessageId, note }));
            Log.NoticeMoved(Id, to.ToName());
            if (to is DisputeState.Refused or DisputeState.Uncertain)
            {
                Log.NoticeNeedsPerson(Id, note);
            }
        }
    }
}
