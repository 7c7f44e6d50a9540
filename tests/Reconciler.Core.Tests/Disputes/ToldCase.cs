using System.Globalization;
using Reconciler.Core.Disputes;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reasons;
using Reconciler.Core.Records;
using Reconciler.Core.Values;
using Reconciler.TestSupport;

namespace Reconciler.Core.Tests.Disputes;

/// <summary>
/// Reads a case as a clerk would tell it, parted by semicolons, days in 2026, letters by the number of their step:
/// <code>1 sent 05-06; 2 sent 05-06; reply 2 05-08; resumed 2 05-09; holiday 05-11; without wallet; today 05-21</code>
/// </summary>
/// <remarks>
/// A step told twice was written twice; <c>further 2</c> is a further mail of it, <c>closed 2 05-06</c> was sent and then closed. The route: 1 confirmation to
/// the wallet, which nobody waits for; 2 claim (10 days), 3 reminder (5) to the marketplace, 4 escalation (10) to its higher address; where a refund was
/// reported 5 trace (10) and 6 reminder (5) to the wallet.
/// </remarks>
internal static class ToldCase
{
    private static readonly Route Whole = new(
        FindingKind.DuplicateCharge,
        Route.AnyMarketplace,
        [
            new RouteStep(1, "confirmation", DisputeChannel.Wallet, false, 0),
            new RouteStep(2, "claim", DisputeChannel.Marketplace, false, 10),
            new RouteStep(3, "reminder", DisputeChannel.Marketplace, false, 5),
            new RouteStep(4, "escalation", DisputeChannel.Marketplace, true, 10),
        ],
        [new RouteStep(5, "trace", DisputeChannel.Wallet, false, 10), new RouteStep(6, "reminder", DisputeChannel.Wallet, false, 5)]);

    /// <summary>What comes next: <c>write 3</c>, <c>wait 05-20</c>, <c>wait: …</c> without a day, <c>ask: …</c>, <c>over: …</c>.</summary>
    public static string Next(string told)
    {
        var (state, today, route, holidays) = (FindingState.Disputed, Day("05-06"), Whole, new List<DateOnly>());
        var (letters, answers, instructions) = (new List<Dispute>(), new List<Answer>(), new List<Instruction>());
        foreach (var words in told.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split(' ')))
        {
            switch (words[0])
            {
                case "today":
                    today = Day(words[1]);
                    break;
                case "holiday":
                    holidays.Add(Day(words[1]));
                    break;
                case "finding":
                    state = RecordNames.Parse<FindingState>(words[1]);
                    break;
                case "without":
                    route = route.With(s => words[1] == "escalation" ? !s.IsEscalation : !s.To.ToName().Equals(words[1], StringComparison.Ordinal));
                    break;
                case "reply" or "auto-reply" or "bounce":
                    answers.Add(new Answer(IdOf(words[1]), RecordNames.Parse<AnswerKind>(words[0]), "shop@example.com", "", Noon(words[2]), Noon(words[2]), "In-Reply-To", [], "", ""));
                    break;
                case "answered" or "refund-reported" or "resumed":
                    instructions.Add(new Instruction(IdOf(words[1]), RecordNames.Parse<InstructionKind>(words[0]), Noon(words[2]), "ann", "", null, ""));
                    break;
                default:
                    letters.Add(Letter(words, letters.Count + 1));
                    break;
            }
        }

        var finding = new Finding { Id = "f", Kind = FindingKind.DuplicateCharge, Amount = Some.Money("20.00 USD"), Confidence = Confidence.Certain, Why = Reason.None, State = state };
        return NextMove.Of(CaseFile.Of([finding], letters, answers, instructions)[0], route, today, new BusinessCalendar(holidays)) switch
        {
            NextMove.Write write => FormattableString.Invariant($"write {write.Step.Number}"),
            NextMove.Wait { Until: { } until } => string.Create(CultureInfo.InvariantCulture, $"wait {until:MM-dd}"),
            NextMove.Wait wait => "wait: " + wait.Why,
            NextMove.AskPerson ask => "ask: " + ask.Why,
            var over => "over: " + over.Says,
        };

        string IdOf(string step) => letters.Last(l => l.Step == Number(step)).Id;
    }

    /// <summary><c>2 sent 05-06</c>, <c>2 refused</c>, <c>further 2 sent 05-06</c>, <c>closed 2</c>.</summary>
    private static Dispute Letter(string[] words, int number)
    {
        var (isFurther, rest) = words[0] == "further" ? (true, words[1..]) : (false, words);
        var step = Whole.Steps.Concat(Whole.WhenRefundReported).Single(s => s.Number == Number(rest.First(w => w.Length == 1)));
        var state = RecordNames.Parse<DisputeState>(rest.First(w => w.Length > 1));
        return new Dispute
        {
            Id = Some.Key.LetterId("f", number),
            FindingId = "f",
            Number = number,
            Step = step.Number,
            Part = isFurther ? 2 : 1,
            Letter = step.Letter,
            Channel = step.To,
            Recipient = "portal",
            State = state,
            WaitBusinessDays = step.WaitBusinessDays,
            SentAtUtc = rest.Length > 2 ? Noon(rest[2]) : null,
            Amount = Some.Money("20.00 USD"),
            Note = "note",
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime Noon(string day) => Some.Utc($"2026-{day} 12:00");

    private static DateOnly Day(string day) => DateOnly.FromDateTime(Noon(day));
}
