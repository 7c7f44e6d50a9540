namespace Reconciler.Core.Tests.Disputes;

/// <summary>What follows in a case; see <see cref="ToldCase"/> for the notation and the route.</summary>
public class NextMoveTests
{
    [Theory]
    [InlineData("", "write 1")]
    [InlineData("1 queued", "write 2")] // nobody waits for the wallet
    [InlineData("1 refused", "write 2")]
    [InlineData("1 sent 05-06; 2 queued", "wait: claim is on its way")]
    [InlineData("1 sent 05-06; 2 sending; today 06-30", "wait: claim is on its way")]
    [InlineData("2 sent 05-06; today 05-20", "wait 05-20")] // the last day belongs to the addressee
    [InlineData("2 sent 05-06; today 05-21", "write 3")]
    [InlineData("2 sent 05-09; today 05-09", "wait 05-22")] // sent on a Saturday: Monday is day 1
    [InlineData("2 sent 05-08; today 05-23", "write 3")] // due on a Friday, silent on Saturday
    [InlineData("holiday 05-11; 2 sent 05-06; today 05-21", "wait 05-21")]
    [InlineData("holiday 05-11; 2 sent 05-06; today 05-22", "write 3")]
    [InlineData("2 sent 05-06; 3 sent 05-21; today 05-28", "wait 05-28")] // five days of its own
    [InlineData("2 sent 05-06; 3 sent 05-21; today 05-29", "write 4")]
    [InlineData("2 sent 05-06; 3 sent 05-21; 4 sent 05-29; today 06-12", "wait 06-12")]
    [InlineData("2 sent 05-06; 3 sent 05-21; 4 sent 05-29; today 06-13", "ask: no step of its route is left")]
    public void A_route_goes_on_when_its_letters_stay_unanswered(string told, string next) => Assert.Equal(next, ToldCase.Next(told));

    [Theory]
    [InlineData("2 sent 05-06; reply 2 05-08; today 05-08", "ask: the marketplace has answered (filed 05-08): read it and say what follows")]
    [InlineData("2 sent 05-06; reply 2 05-08; today 06-30", "ask: the marketplace has answered (filed 05-08): read it and say what follows")] // however late
    [InlineData("2 sent 05-06; answered 2 05-08; today 06-30", "ask: the marketplace has answered (filed 05-08): read it and say what follows")]
    [InlineData("1 sent 05-06; 2 sent 05-06; answered 1 05-08; today 06-30", "ask: the marketplace has answered (filed 05-08): read it and say what follows")] // told by the case's number, which is that of the wallet's letter
    [InlineData("2 sent 05-06; 3 sent 05-21; reply 2 05-22; today 06-30", "ask: the marketplace has answered (filed 05-22): read it and say what follows")] // the letters crossed
    [InlineData("2 sent 05-06; further 2 sent 05-06; reply 2 05-08", "ask: the marketplace has answered (filed 05-08): read it and say what follows")]
    [InlineData("1 sent 05-06; 2 sent 05-06; reply 1 05-08; today 05-21", "write 3")] // the wallet's answer is not the marketplace's
    [InlineData("2 sent 05-06; auto-reply 2 05-06; today 05-21", "write 3")]
    [InlineData("2 sent 05-06; bounce 2 05-06; today 05-21", "write 3")] // a delay: for good it would be refused
    [InlineData("2 sent 05-06; reply 2 05-08; resumed 2 05-11; today 05-20", "wait 05-20")] // its time is not over
    [InlineData("2 sent 05-06; reply 2 05-08; resumed 2 05-25; today 05-25", "write 3")]
    [InlineData("2 sent 05-06; reply 2 05-08; resumed 2 05-11; reply 2 05-12; today 05-25", "ask: the marketplace has answered (filed 05-12): read it and say what follows")]
    [InlineData("1 sent 05-06; 2 sent 05-06; reply 2 05-08; resumed 1 05-11; today 05-25", "write 3")] // the case goes on, whichever of its letters was named: its number is that of the first
    [InlineData("2 sent 05-06; 3 awaiting-approval; reply 2 05-25; today 05-25", "ask: reminder waits for approval, but the marketplace has answered (filed 05-25)")]
    [InlineData("1 sent 05-06; answered 1 05-07; 2 sent 05-08; today 05-25", "write 3")] // the wallet's word came before the marketplace was asked: it is no answer to the claim
    [InlineData("1 sent 05-06; answered 1 05-07; 2 awaiting-approval", "ask: claim waits for approval")] // nor of a claim that nobody has seen
    [InlineData("2 sent 05-06; answered 2 05-20; 3 sent 05-21; today 06-30", "ask: the marketplace has answered (filed 05-20): read it and say what follows")] // they crossed
    [InlineData("2 uncertain; answered 2 05-20; 3 awaiting-approval", "ask: reminder waits for approval, but the marketplace has answered (filed 05-20)")] // so it did arrive
    public void An_answer_waits_for_a_person(string told, string next) => Assert.Equal(next, Short(ToldCase.Next(told)));

    [Theory]
    [InlineData("2 sent 05-06; refund-reported 2 05-08; today 05-08", "write 5")]
    [InlineData("2 sent 05-06; 3 sent 05-21; reply 3 05-22; refund-reported 3 05-25; today 05-25", "write 5")] // the answer is dealt with
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; today 05-25", "wait 05-25")]
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; today 05-26", "write 6")]
    [InlineData("1 sent 05-06; 2 sent 05-06; reply 1 05-07; refund-reported 2 05-08; 5 sent 05-11; today 05-26", "write 6")] // it answered another question
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; reply 5 05-12; today 05-26", "ask: the wallet has answered (filed 05-12): read it and say what follows")]
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; 6 sent 05-26; today 06-30", "ask: no step of its route is left")]
    [InlineData("2 sent 05-06; 3 awaiting-approval; refund-reported 2 05-22; today 05-22", "write 5")] // reminders are over
    [InlineData("2 sent 05-06; 3 rejected; refund-reported 2 05-22; today 05-22", "write 5")]
    [InlineData("2 to-hand-in; refund-reported 2 05-22; today 05-22", "write 5")]
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; reply 5 05-12; resumed 5 05-13; today 05-26", "write 6")] // the wallet is to look again
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; reply 5 05-12; resumed 2 05-13; today 05-26", "write 3")] // the wallet has no refund: the claim goes on
    [InlineData("2 sent 05-06; 3 sent 05-21; refund-reported 2 05-22; 5 sent 05-22; resumed 3 05-25; today 06-26", "write 4")]
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; resumed 2 05-13; answered 5 05-14; today 05-26", "write 3")] // what the wallet says late is no answer of the marketplace
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 awaiting-approval; resumed 2 05-13; today 05-26", "write 3")]
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 sent 05-11; resumed 2 05-13; refund-reported 2 05-20; today 05-26", "write 6")] // paid after all, they say: traced further
    [InlineData("2 sent 05-06; resumed 2 05-07; refund-reported 2 05-08; today 05-26", "write 5")] // before the report
    [InlineData("2 sent 05-06; refund-reported 2 05-08; 5 awaiting-approval", "ask: trace waits for approval")]
    [InlineData("without wallet; 2 sent 05-06; refund-reported 2 05-08; today 06-30", "ask: the marketplace says that it refunded, and no step of the route follows")]
    public void A_reported_refund_is_traced_and_reminders_stop(string told, string next) => Assert.Equal(next, Short(ToldCase.Next(told)));

    [Theory]
    [InlineData("1 awaiting-approval", "ask: confirmation waits for approval")] // also where nobody waits for an answer
    [InlineData("1 rejected", "ask: confirmation was rejected: note")]
    [InlineData("1 rejected; 2 sent 05-06; today 06-30", "ask: confirmation was rejected: note")]
    [InlineData("2 refused; today 06-30", "ask: claim is refused: note")]
    [InlineData("2 refused 05-06; today 06-30", "ask: claim is refused: note")] // it bounced
    [InlineData("2 uncertain; today 06-30", "ask: claim is uncertain: note")]
    [InlineData("2 to-hand-in; today 06-30", "ask: claim is to be handed in at portal")]
    [InlineData("2 refused; resumed 2 05-08; today 05-08", "write 3")] // a person goes on without it
    [InlineData("2 refused; 2 refused; resumed 2 05-08; today 05-08", "write 3")]
    [InlineData("2 refused; resumed 2 05-08; 2 refused; today 05-08", "ask: claim is refused: note")] // what was told is told of another letter
    [InlineData("2 sent 05-06; 3 sent 05-21; 4 refused", "ask: escalation is refused: note")]
    public void What_a_person_must_see_to_stops_the_case(string told, string next) => Assert.Equal(next, ToldCase.Next(told));

    [Theory]
    [InlineData("2 closed; 2 sent 05-08; today 05-08", "wait 05-22")] // written anew
    [InlineData("2 closed 05-06; 2 queued; today 06-30", "wait: claim is on its way")] // bounced, written anew
    [InlineData("1 closed 05-06; 2 sent 05-06; 1 sent 05-08; today 05-08", "wait 05-20")] // the earlier step anew: the claim is not written twice
    [InlineData("1 closed 05-06; 2 sent 05-06; 1 sent 05-08; today 05-21", "write 3")]
    [InlineData("1 closed; 2 closed", "write 1")] // nothing went out before the finding closed and opened again
    [InlineData("1 closed 05-06; 2 closed 05-06; today 05-08", "wait 05-20")] // both went out
    [InlineData("1 closed 05-06; 2 closed 05-06; 3 closed; today 06-30", "write 3")]
    [InlineData("2 sent 05-06; further 2 refused; today 05-21", "write 3")] // a further mail is no step
    [InlineData("2 sent 05-06; further 2 sent 05-08; today 05-08", "wait 05-20")]
    public void Each_step_counts_once(string told, string next) => Assert.Equal(next, ToldCase.Next(told));

    [Theory]
    [InlineData("without wallet", "write 2")]
    [InlineData("without escalation; 2 sent 05-06; 3 sent 05-21; today 06-30", "ask: no step of its route is left")]
    [InlineData("without marketplace; 1 sent 05-06", "ask: no step of its route is left")]
    [InlineData("without marketplace; without wallet", "ask: nobody is named to write to")]
    [InlineData("without marketplace; 2 sent 05-06; today 05-08", "wait 05-20")] // named no longer: its letter is out, and the wallet is not written to behind it
    public void A_step_without_an_addressee_is_passed_over(string told, string next) => Assert.Equal(next, ToldCase.Next(told));

    [Theory]
    [InlineData("resolved", "over: the finding is resolved")]
    [InlineData("dismissed", "over: the finding is dismissed")]
    [InlineData("written-off", "over: the finding is written off")]
    [InlineData("open", "wait 05-20")]
    public void A_case_ends_with_its_finding(string state, string next) => Assert.Equal(next, ToldCase.Next($"finding {state}; 2 sent 05-06"));

    private static string Short(string text) => text.Replace("2026-", "", StringComparison.Ordinal);
}
