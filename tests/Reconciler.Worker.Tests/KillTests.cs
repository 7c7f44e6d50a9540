using Reconciler.Simulator.Kills;

namespace Reconciler.Worker.Tests;

/// <summary>The short form of the trial with SIGKILL around sending; the long one is the command <c>kills</c> of <c>tests/Reconciler.Simulator</c>.</summary>
public sealed class KillTests
{
    private static readonly Dictionary<string, string> Findings = new(StringComparer.Ordinal) { ["f-1"] = "disputed", ["f-2"] = "open" };

    [Fact]
    public async Task Killed_around_sending_and_started_again_the_program_sends_each_letter_once_or_holds_it()
    {
        using var told = new StringWriter();

        // The second round is about mails in the middle: something went out before, something is left to do.
        var plan = new KillPlan(KillPoint.Round, First: KillPoint.Round + 1, SentFolders: true, Stages: [KillStage.Rcpt, KillStage.Content, KillStage.Answer]);
        var outcomes = await KillTrials.Run(plan, told, TextWriter.Null);

        Assert.Equal(3, outcomes.Count);
        Assert.True(outcomes.All(o => o.Faults.Count == 0), told.ToString());
        Assert.All(outcomes.Where(o => o.Point.PausesAt is not null), o => Assert.True(o.Killed, o.Point.ToString()));
    }

    /// <summary>The first dispute is as the row says, the second one waits for a person. <c>copies</c>: the program can look into the server's sent folder.</summary>
    [Theory]
    [InlineData("sent", 1, false, "")]
    [InlineData("uncertain", 0, false, "")]
    [InlineData("uncertain", 1, false, "")]
    [InlineData("uncertain", 0, true, "")]
    [InlineData("uncertain", 1, true, "D-1: uncertain, though the server has it in its sent folder")]
    [InlineData("sent", 0, false, "D-1: lost, the server counted none, the store says sent")]
    [InlineData("sent", 2, false, "D-1: twice, the server counted 2, the store says sent")]
    [InlineData("uncertain", 2, false, "D-1: twice, the server counted 2, the store says uncertain")]
    [InlineData("queued", 0, false, "D-1: ended neither sent nor uncertain, the server counted 0, the store says queued")]
    [InlineData("sending", 1, false, "D-1: ended neither sent nor uncertain, the server counted 1, the store says sending")]
    public void The_trial_sees_what_is_lost_and_what_went_out_twice(string state, int counted, bool copies, string fault)
    {
        var told = KillVerdict.Judge(Findings, [new("D-1", "f-1", state, "1@x"), new("D-2", "f-2", "uncertain", "2@x")], [.. Enumerable.Repeat("1@x", counted)], copies, beforeContent: false);
        Assert.Equal(fault, string.Join("; ", told));
    }

    [Fact]
    public void The_trial_sees_a_letter_held_that_no_server_was_asked_to_take()
    {
        ToldDispute[] both = [new("D-1", "f-1", "sent", "1@x"), new("D-2", "f-2", "uncertain", "2@x")];

        Assert.Equal(["D-2: uncertain, though the server was not asked to take it"], KillVerdict.Judge(Findings, both, ["1@x"], canLookUp: false, beforeContent: true));
    }

    [Fact]
    public void The_trial_sees_what_belongs_to_nothing()
    {
        var one = new ToldDispute("D-1", "f-1", "sent", "1@x");
        Assert.Equal(["finding f-2 has 0 disputes"], KillVerdict.Judge(Findings, [one], ["1@x"], canLookUp: false, beforeContent: false));
        var two = new ToldDispute("D-2", "f-2", "sent", "2@x");
        Assert.Equal(["D-2: sent, and its finding is open"], KillVerdict.Judge(Findings, [one, two], ["1@x", "2@x"], canLookUp: false, beforeContent: false));
        var again = two with { State = "uncertain" };
        Assert.Equal(["the server took 3@x, which the store does not know"], KillVerdict.Judge(Findings, [one, again], ["1@x", "3@x"], canLookUp: false, beforeContent: false));
        Assert.Equal(["finding f-2 has 2 disputes"], KillVerdict.Judge(Findings, [one, again, again with { Id = "D-3", MessageId = "3@x" }], ["1@x"], canLookUp: false, beforeContent: false));
        Assert.Equal(["D-3 is about f-9, which is worth no letter"], KillVerdict.Judge(Findings, [one, again, again with { Id = "D-3", FindingId = "f-9", MessageId = "3@x" }], ["1@x"], canLookUp: false, beforeContent: false));
        Assert.Equal(["D-1 and D-2: Message-Id '1@x'"], KillVerdict.Judge(Findings, [one, again with { MessageId = "1@x" }], ["1@x"], canLookUp: false, beforeContent: false));
    }
}
