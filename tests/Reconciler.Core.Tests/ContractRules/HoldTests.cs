namespace Reconciler.Core.Tests.ContractRules;

/// <summary>The contract, "Holds".</summary>
public class HoldTests
{
    [Theory]
    [InlineData("today 06-05 09:00", "")]
    [InlineData("today 06-05 09:00:01", "stale-hold H - 20.00 USD certain")] // thirty days and a second
    [InlineData("release R 20.00 USD of H at 05-20", "")]
    [InlineData("release R 20.00 USD of H at 05-20 from 'The wallet itself'", "")]
    [InlineData("charge T1 19.00 USD of H at 05-20 to Else names A; order A 19.00 USD", "T1 pays A 19.00 USD named certain")] // captured by one that relates to it, whatever the sum
    [InlineData("charge T1 20.00 USD at 06-05 09:00 names A; order A 20.00 USD at 06-05", "T1 pays A 20.00 USD named certain")] // or by a like one within 30 days
    [InlineData("charge T1 20.00 USD at 06-05 09:00:01 names A; order A 20.00 USD at 06-05", "T1 pays A 20.00 USD named certain; stale-hold H - 20.00 USD certain")]
    [InlineData("charge T1 21.00 USD at 05-20 names A; order A 21.00 USD at 05-20", "T1 pays A 21.00 USD named certain; stale-hold H - 20.00 USD certain")] // amount
    [InlineData("charge T1 20.00 USD at 05-20 to Else names A; order A 20.00 USD at 05-20", "T1 pays A 20.00 USD named certain; stale-hold H - 20.00 USD certain")] // counterparty
    [InlineData("charge T1 20.00 USD at 05-20 in wise names A; order A 20.00 USD at 05-20", "T1 pays A 20.00 USD named certain; stale-hold H - 20.00 USD certain")] // wallet
    [InlineData("charge T1 20.00 USD at 05-20 failed of H names A", "stale-hold H - 20.00 USD certain")]
    [InlineData("hold H 20.00 USD reversed", "")] // let go
    [InlineData("hold K 20.00 USD at 05-07; charge T1 20.00 USD at 05-08 names A; order A 20.00 USD at 05-08", "T1 pays A 20.00 USD named certain; stale-hold H - 20.00 USD certain")] // a payment captures one, the nearest
    [InlineData("hold K 20.00 USD at 05-07; charge T1 20.00 USD at 05-08 of H names A; order A 20.00 USD at 05-08", "T1 pays A 20.00 USD named certain; stale-hold K - 20.00 USD certain")] // or the one that it relates to
    [InlineData("hold K 20.00 USD at 05-07; release R 20.00 USD at 05-08; release S 20.00 USD at 05-09", "")]
    public void A_hold_is_stale_after_30_days_without_release_or_capture(string and, string gives) => Told.Gives("hold H 20.00 USD; " + and, gives);

    [Theory]
    [InlineData("30.00 EUR", "T1 pays A 3522.40 RSD original-amount probable")] // blocked first, then debited at another rate
    [InlineData("31.00 EUR", "T1 pays A 3522.40 RSD original-amount probable; stale-hold H - 3510.00 RSD certain")]
    public void A_hold_is_captured_by_the_same_original_amount_too(string held, string gives) =>
        Told.Gives($"hold H 3510.00 RSD originally {held}; charge T1 3522.40 RSD originally 30.00 EUR at 05-08; order A 30.00 EUR at 05-08", gives);
}
