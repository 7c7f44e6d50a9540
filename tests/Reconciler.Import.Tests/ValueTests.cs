using System.Globalization;
using Reconciler.Core.Values;

namespace Reconciler.Import.Tests;

/// <summary>Sums, dates, zones and ids as files write them.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("285", '.', "285", "")] // Excel cuts zeros off
    [InlineData("-1234.50", '.', "-1234.50", "")]
    [InlineData("1,653.75", '.', "1653.75", "")]
    [InlineData("1.653,75", ',', "1653.75", "")]
    [InlineData("3 141,24 руб.", ',', "3141.24", "руб.")]
    [InlineData("3\u00A0141,24", ',', "3141.24", "")]
    [InlineData("3\u202F141,24\u00A0₽", ',', "3141.24", "₽")]
    [InlineData("1'234.50", '.', "1234.50", "")]
    [InlineData("\u2212 12.00", '.', "-12.00", "")]
    [InlineData("+5.00", '.', "5.00", "")]
    [InlineData("US $120.95", '.', "120.95", "US$")]
    [InlineData("-CA$4.42", '.', "-4.42", "CA$")]
    [InlineData("$-4.42", '.', "-4.42", "$")]
    [InlineData("129,46zł", ',', "129.46", "zł")]
    [InlineData("12,345,678.90", '.', "12345678.90", "")]
    [InlineData("5.00-", '.', "-5.00", "")] // host systems write the sign behind
    [InlineData("1.250,00- €", ',', "-1250.00", "€")]
    [InlineData("(5.00)", '.', "-5.00", "")] // accountants' brackets
    [InlineData("-.50", '.', "-0.50", "")] // nothing before the mark
    [InlineData("$,50", ',', "0.50", "$")]
    [InlineData("( .50 )", '.', "-0.50", "")]
    [InlineData("руб.50", '.', "50", "руб.")] // the point is the word's
    public void Sums_are_read_as_people_write_them(string text, char mark, string expected, string word)
    {
        Assert.True(AmountText.TryRead(text, mark, out var number, out var found));
        Assert.Equal((expected, word), (number.ToString(CultureInfo.InvariantCulture), found));
    }

    [Theory]
    [InlineData("12,50.00", '.')]
    [InlineData("1,23", '.')] // a comma groups thousands here
    [InlineData("1.653,75", '.')]
    [InlineData("1,653.75", ',')]
    [InlineData("1 23.00", '.')]
    [InlineData("1,234 567.00", '.')] // two kinds of grouping
    [InlineData(".5,0", '.')]
    [InlineData(",50", '.')] // a comma groups thousands here
    [InlineData("5.", '.')]
    [InlineData("--5.00", '.')]
    [InlineData("-5.00-", '.')]
    [InlineData("(5.00", '.')]
    [InlineData("1e5", '.')]
    [InlineData("", '.')]
    [InlineData("--", '.')]
    [InlineData("USD", '.')]
    [InlineData("1.2.3", '.')]
    [InlineData("٣٫٥", '.')]
    public void What_is_no_sum_is_not_read(string text, char mark) =>
        Assert.False(AmountText.TryRead(text, mark, out var number, out var word) && (word.Length == 0 || AmountText.Meanings(word, []).Count > 0), $"{number} {word}");

    [Theory]
    [InlineData("12.50", 2, "Dot")]
    [InlineData("12,50", 2, "Comma")]
    [InlineData("1,234", 2, "Dot")] // three decimals are too many, so the comma groups
    [InlineData("1,234", 3, "Unclear")]
    [InlineData("1.234.567", 2, "Comma")]
    [InlineData("285", 2, "None")]
    [InlineData("12,50.00", 2, "None")]
    public void A_sum_tells_its_decimal_mark(string text, int decimals, string evidence) => Assert.Equal(evidence, AmountText.MarkOf(text, decimals).ToString());

    [Theory]
    [InlineData("2026-05-06T09:00:00Z", "2026-05-06 09:00:00")]
    [InlineData("2026-05-06T09:00:00.123+03:00", "2026-05-06 06:00:00")]
    [InlineData("2026-05-06 09:00:00 +0200", "2026-05-06 07:00:00")]
    [InlineData("2026-05-06 09:00-07", "2026-05-06 16:00:00")]
    [InlineData("2024-02-29T00:00:00+14:00", "2024-02-28 10:00:00")]
    public void Iso_times_with_an_offset_are_set_to_Utc(string text, string expected)
    {
        Assert.True(DateText.TryIso(text, out var local, out var offset, out _));
        Assert.Equal(expected, Given.Utc(ZoneText.ToUtc(local, offset!.Value)));
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("2026-05-06T24:00:00Z")]
    [InlineData("2026-05-06T29:18:53Z")]
    [InlineData("2026-05-06T09:00:60Z")]
    [InlineData("2026-05-06T09:00:00+99:00")]
    [InlineData("2026-05-06T09:00:00 CET")]
    [InlineData("0001-01-01")]
    [InlineData("2026-5-6")]
    [InlineData("06.05.2026")]
    public void What_is_no_iso_time_is_not_read(string text) => Assert.False(DateText.TryIso(text, out _, out _, out _));

    [Theory]
    [InlineData("2026-07-01 12:00", "PDT", "2026-07-01 19:00:00")]
    [InlineData("2026-07-01 12:00", "PST", "2026-07-01 20:00:00")] // as written, though it is summer
    [InlineData("2026-07-01 12:00", "CEST", "2026-07-01 10:00:00")]
    [InlineData("2026-07-01 12:00", "MSK", "2026-07-01 09:00:00")]
    [InlineData("2026-07-01 12:00", "GMT+08:00", "2026-07-01 04:00:00")]
    [InlineData("2026-07-01 12:00", "UTC-3", "2026-07-01 15:00:00")]
    [InlineData("2026-07-01 12:00", "Europe/Berlin", "2026-07-01 10:00:00")]
    [InlineData("2026-11-01 01:30", "America/Los_Angeles", "2026-11-01 08:30:00")] // twice that night: the earlier
    [InlineData("2026-03-08 02:30", "America/Los_Angeles", "2026-03-08 10:30:00")] // skipped that night: an hour on
    public void Local_times_are_set_to_Utc_by_their_zone(string local, string zone, string expected)
    {
        Assert.True(ZoneText.TryToUtc(DateTime.Parse(local, CultureInfo.InvariantCulture), zone, out var utc));
        Assert.Equal(expected, Given.Utc(utc));
    }

    [Theory]
    [InlineData("IST")] // India, Israel, Ireland
    [InlineData("Mars/Base")]
    [InlineData("+")]
    public void Unknown_zones_are_not_guessed(string zone) => Assert.False(ZoneText.TryToUtc(new DateTime(2026, 5, 6, 9, 0, 0, DateTimeKind.Unspecified), zone, out _));

    [Theory]
    [InlineData("\t8001234567890123\t", "8001234567890123")]
    [InlineData("\u00A08001", "8001")]
    [InlineData("'0012", "0012")]
    [InlineData("=\"0012\"", "0012")]
    [InlineData("#1001", "#1001")]
    public void Ids_lose_what_spreadsheets_wrap_around_them(string text, string expected) => Assert.Equal(expected, IdText.Clean(text));

    [Theory]
    [InlineData("1.23E+15", true)]
    [InlineData("1,16005E+15", true)]
    [InlineData("8E+15", true)]
    [InlineData("5E12345678901234", false)] // a real PayPal id can look so
    [InlineData("E+5", false)]
    [InlineData("8001234567890123", false)]
    public void Ids_that_a_spreadsheet_rounded_are_known(string id, bool damaged) => Assert.Equal(damaged, IdText.IsDamaged(id));

    [Fact]
    public void Nothing_depends_on_the_culture_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var name in new[] { "de-DE", "tr-TR", "ar-SA", "th-TH" })
            {
                CultureInfo.CurrentCulture = new CultureInfo(name);
                Assert.Equal("-1850.26 RUB", Given.Entries(Given.Fixture("standard-statement.csv"))[0].Amount.ToString());
                Assert.Equal(new Money(-102000, Currency.Of("USD")), Given.Entries(Given.Fixture("paypal-us.csv"))[0].Amount);
                Assert.Equal(2, Given.Orders(Given.Fixture("aliexpress-extension.csv")).Count);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
