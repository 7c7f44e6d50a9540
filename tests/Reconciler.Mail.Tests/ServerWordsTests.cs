using System.Text;
using Reconciler.Mail.Connecting;

namespace Reconciler.Mail.Tests;

public class ServerWordsTests
{
    private const string Password = "right & horse/9";

    // What a server repeats of what it was told, and what is left of it.
    [Theory]
    [InlineData("535 no such user finance with right & horse/9", "535 no such user finance with [secret]")]
    [InlineData("502 UNKNOWN COMMAND RIGHT & HORSE/9", "502 UNKNOWN COMMAND [secret]")]
    [InlineData("535 right\n & horse\n/9 is wrong", "535 [secret] is wrong")] // an answer of several lines
    [InlineData("rig\u200Bht & horse/9 is wrong", "[secret] is wrong")] // what nobody sees stands between
    [InlineData("bad form client_secret=right%20%26%20horse%2F9&scope=x", "bad form client_secret=[secret]&scope=x")]
    [InlineData("bad form client_secret=right+%26+horse%2F9", "bad form client_secret=[secret]")]
    [InlineData("<p>right &amp; horse/9</p>", "<p>[secret]</p>")]
    [InlineData("right & horse", "right & horse")] // another one
    [InlineData("250 2.0.0 OK", "250 2.0.0 OK")]
    public void A_secret_that_a_server_repeats_is_left_out(string told, string shown) => Assert.Equal(shown, new ServerWords(Password).Clean(told));

    // As LOGIN, PLAIN (RFC 4616), PLAIN for somebody, Basic (RFC 7617) and a token in XOAUTH2 are written.
    [Theory]
    [InlineData(Password)]
    [InlineData("\0finance\0" + Password)]
    [InlineData("boss\0finance\0" + Password)]
    [InlineData("client:" + Password)]
    [InlineData("user=finance\u0001auth=Bearer " + Password + "\u0001\u0001")]
    public void A_secret_in_base64_is_left_out_wherever_it_begins(string written)
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(written));
        foreach (var told in new[] { base64, "AUTH PLAIN " + base64, base64[..9] + "\n" + base64[9..], "=" + base64.Replace('+', '-').Replace('/', '_') })
        {
            var shown = new ServerWords(null, Password).Clean("504 5.5.4 Unrecognized: " + told);

            Assert.Contains("[secret]", shown, StringComparison.Ordinal);
            // Nobody can read any four letters of it.
            for (var start = 0; start < shown.Length; start++)
            {
                var run = string.Concat(shown[start..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
                var read = Encoding.Latin1.GetString(Convert.FromBase64String(run[..(run.Length / 4 * 4)]));
                Assert.All(Enumerable.Range(0, Password.Length - 3), at => Assert.DoesNotContain(Password.Substring(at, 4), read, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_token_is_a_secret_from_when_it_is_given()
    {
        var words = new ServerWords(null, "");
        words.Hide("ya29.token-1");

        Assert.Equal("401 [secret] has expired", words.Clean("401 ya29.token-1 has expired"));
    }
}
