using Reconciler.Core.Disputes;

namespace Reconciler.Core.Tests.Masking;

public sealed class NumberMaskTests
{
    [Theory]
    [InlineData("+7 912 345-67-89", "+* *** ***-67-89")]
    [InlineData("+7 (912) 345-67-89", "+* (***) ***-67-89")]
    [InlineData("+79123456789", "+*******6789")]
    [InlineData("79123456789", "*******6789")]
    [InlineData("89123456789", "*******6789")]
    [InlineData("8 912 345 67 89", "* *** *** 67 89")]
    [InlineData("8(912)345-67-89", "*(***)***-67-89")]
    [InlineData("8\u00A0912\u00A0345\u00A067\u00A089", "*\u00A0***\u00A0***\u00A067\u00A089")]
    [InlineData("tel. +7 912 345-67-89, please", "tel. +* *** ***-67-89, please")]
    [InlineData("77011234567", "*******4567")] // a Kazakh mobile
    [InlineData("+380 67 123 45 67", "+*** ** *** 45 67")]
    [InlineData("+49 170 1234567", "+** *** ***4567")]
    [InlineData("+1 415 555-2671", "+* *** ***-2671")]
    [InlineData("(415) 555-2671", "(***) ***-2671")]
    [InlineData("+86 138 0013 8000", "+** *** **** 8000")]
    [InlineData("138 0013 8000", "*** **** 8000")]
    [InlineData("138****8000", "*******8000")] // what the export has masked in the middle only
    [InlineData("qiwi_79123456789_2026-05.csv", "qiwi_*******6789_2026-05.csv")]
    [InlineData("1;79123456789;-20,00", "1;*******6789;-20,00")]
    [InlineData("1,79123456789,-20.00", "1,*******6789,-20.00")]
    [InlineData("1,79123456789,20.00", "1,*******6789,20.00")]
    [InlineData("+79123456789 20.00", "+*******6789 20.00")]
    public void A_phone_number_shows_its_last_four_digits(string text, string masked) => Assert.Equal(masked, Mask(text));

    [Theory]
    [InlineData("4276 1234 5678 9012", "**** **** **** 9012")] // in groups even a wrong check digit is a card
    [InlineData("4276-1234-5678-9012", "****-****-****-9012")]
    [InlineData("4276\u00A01234\u00A05678\u00A09012", "****\u00A0****\u00A0****\u00A09012")]
    [InlineData("4111111111111111", "************1111")]
    [InlineData("5555555555554444", "************4444")]
    [InlineData("2200123456789019", "************9019")] // Mir
    [InlineData("378282246310005", "***********0005")]
    [InlineData("3782 822463 10005", "**** ****** *0005")]
    [InlineData("6212345678900000003", "***************0003")] // UnionPay, 19 digits
    [InlineData("card 4276123456789012", "card ************9012")] // the word tells, not the check digit
    [InlineData("Карта №4276123456789012", "Карта №************9012")]
    [InlineData("427612******9012", "************9012")]
    [InlineData("427612XXXXXX9012", "************9012")]
    [InlineData("VISA *9012", "VISA *9012")]
    public void A_card_shows_its_last_four_digits(string text, string masked) => Assert.Equal(masked, Mask(text));

    [Theory]
    [InlineData("DE89370400440532013000", "******************3000")]
    [InlineData("DE89 3704 0044 0532 0130 00", "**** **** **** **** **30 00")]
    [InlineData("IBAN GB82WEST12345698765432.", "IBAN ******************5432.")]
    [InlineData("NO9386011117947 AND MORE", "***********7947 AND MORE")] // the shortest; the words behind do not belong to it
    [InlineData("FR1420041010050500013M02606", "***********************2606")]
    [InlineData("DE89370400440532013001", "DE89370400440532013001")] // check digits do not fit: some other id
    [InlineData("ES12 3456 7890 1234 5678 9012", "**** **** **** **** **** 9012")] // in groups it is an IBAN all the same
    [InlineData("XX89370400440532013000", "XX89370400440532013000")]
    public void An_iban_shows_its_last_four_characters(string text, string masked) => Assert.Equal(masked, Mask(text));

    [Theory]
    [InlineData("8001234567890123")] // AliExpress orders
    [InlineData("8192553024954417")]
    [InlineData("123456789012345")]
    [InlineData("12345678901234567")]
    [InlineData("5012345678901234")] // begins as a card does, the check digit does not fit
    [InlineData("заказ №8001234567890123")]
    [InlineData("27811211516")] // QIWI transactions
    [InlineData("18234567890")] // would be a Chinese mobile too
    [InlineData("1777411724777")]
    [InlineData("7AB12345CD678901E")] // PayPal
    [InlineData("2026051522001412345678901234")] // Alipay
    [InlineData("2023xxxxx88_2023xx57")]
    [InlineData("123-4567890-1234567")] // Amazon order
    [InlineData("2026-05-06T12:01:12+03:00")]
    [InlineData("06.05.2026 12:01:12")]
    [InlineData("-3 314 420 000,42 RUB")]
    [InlineData("+10000.00")]
    [InlineData("+12345678901.50")] // a signed sum has decimals
    [InlineData("79123456789.12")]
    [InlineData("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")]
    [InlineData("")]
    public void Ids_sums_and_times_stay(string text) => Assert.Equal(text, Mask(text));

    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("79123456789")]
    [InlineData("DE89370400440532013000")]
    [InlineData("order 004111111111111111 was paid")] // leading zeros are set aside where ids are read, too
    public void An_id_of_the_case_stays_whatever_it_looks_like(string text) =>
        Assert.Equal(text, new NumberMask(["4111111111111111", "79123456789", "DE89370400440532013000"], []).Apply(text));

    [Fact]
    public void An_id_protects_nothing_in_which_it_only_occurs()
    {
        Assert.Equal("*******6789", new NumberMask(["912345", "123456789"], []).Apply("79123456789"));
    }

    [Theory]
    [InlineData("70000000017", "*******0017")]
    [InlineData("+7 000 000-00-17", "+* *** ***-00-17")]
    [InlineData("0000000017", "******0017")] // without the 7
    [InlineData("8 (000) 000-00-17", "* (***) ***-00-17")]
    [InlineData("700000000175", "700000000175")] // another number
    public void The_wallets_own_number_is_masked_however_it_is_written(string text, string masked) =>
        Assert.Equal(masked, new NumberMask([], ["+7 000 000 00 17"]).Apply(text));

    [Fact]
    public void Masking_twice_changes_nothing_more()
    {
        foreach (var text in new[] { "+7 912 345-67-89", "4276 1234 5678 9012", "DE89 3704 0044 0532 0130 00", "79123456789;4111111111111111" })
        {
            Assert.Equal(Mask(text), Mask(Mask(text)));
        }
    }

    private static string Mask(string text) => new NumberMask([], []).Apply(text);
}
