using Reconciler.Core.Disputes;

namespace Reconciler.Core.Tests.Disputes;

public class CaseKeyTests
{
    // Computed by another program: HMAC-SHA-256 with the key "lamp room" over the SHA-256 of the text.
    [Theory]
    [InlineData("D-e7ca3f925b86", "f-0123456789ab", 1)] // 6:letter,14:f-0123456789ab,1:1,
    public void A_letters_id_is_made_with_the_secret(string id, string finding, int number) => Assert.Equal(id, CaseKey.Of("lamp room").LetterId(finding, number));

    [Fact]
    public void A_mails_mark_is_made_with_the_secret_too() => Assert.Equal("4a5e36df5d55", CaseKey.Of("lamp room").MailMark("D-0123456789ab", "example.org"));

    [Fact]
    public void Another_secret_makes_other_ids()
    {
        var (one, other) = (CaseKey.Of(CaseKey.NewSecret()), CaseKey.Of(CaseKey.NewSecret()));

        Assert.NotEqual(one.LetterId("f-1", 1), other.LetterId("f-1", 1));
        Assert.NotEqual(one.MailMark("D-1", "example.org"), other.MailMark("D-1", "example.org"));
    }
}
