using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Payoneer and T-Bank.</summary>
public sealed class OtherWalletsTests
{
    [Fact]
    public void Payoneer_debits_go_out_with_and_without_a_minus()
    {
        var entries = Given.Entries(WalletLines.Seed("payoneer-statement.csv"));
        Assert.Equal(
            [
                "payoneer/7100000005 2026-05-17 09:12:00 Withdrawal Succeeded -500.00 USD leaves 1077.51 USD",
                "payoneer/7100000004 2026-05-16 10:00:00 Payment Succeeded -22.49 USD by Lamp Barn leaves 1577.51 USD",
                "payoneer/7100000003 2026-05-15 10:00:00 Refund Succeeded 100.00 USD leaves 1600.00 USD",
                "payoneer/7100000002 2026-05-14 10:00:00 Fee Pending -29.95 USD",
                "payoneer/7100000001 2026-05-13 10:00:00 Payment Succeeded 1500.00 USD by Market Hall leaves 1500.00 USD",
            ],
            WalletLines.Of(entries));
        Assert.Equal("Card charge (Lamp Barn) · Order LB-20417", entries[1].Description);
        Assert.Equal(3, WalletLines.JoinUp(entries.AsEnumerable().Reverse()));
    }

    private static readonly string[] TBankLines =
    [
        "2026-05-12 12:28:24 Payment Succeeded -1929.00 RUB by Лавка Света",
        "2026-05-12 12:28:24 Payment Succeeded -1929.00 RUB by Лавка Света", // the same twice in one second: told apart by count
        "2026-05-11 07:00:00 Payment Succeeded -1850.26 RUB of -20.00 USD by Lamp Barn",
        "2026-05-10 07:00:00 Refund Succeeded 300.00 RUB by Лавка Света",
        "2026-05-09 07:00:00 Payment Failed -999.00 RUB by Лавка Света",
        "2026-05-08 19:40:10 Adjustment Succeeded 0.08 RUB by Проценты на остаток",
        "2026-05-07 20:23:45 Fee Succeeded -264.55 RUB by Плата",
        "2026-05-06 11:51:19 Transfer Succeeded -20000.00 RUB by Перевод между счетами",
    ];

    [Fact]
    public void T_Bank_in_windows_1251_and_in_UTF_8_is_the_same()
    {
        using var folder = new TempFolder();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var seed = WalletLines.Seed("tbank-operations.csv");
        File.WriteAllText(folder["utf8.csv"], File.ReadAllText(seed, Encoding.GetEncoding(1251)), new UTF8Encoding(false));

        var entries = Given.Entries(seed);
        Assert.Equal(TBankLines, WalletLines.Of(entries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(entries.Select(e => e.Id), Given.Entries(folder["utf8.csv"]).Select(e => e.Id));
        Assert.Equal(8, entries.Select(e => e.Id).Distinct().Count());
        Assert.DoesNotContain("*0000", entries[0].Extra, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_T_Bank_file_is_read_whole()
    {
        var outcomes = Given.Read(Given.Sample("tbank/operations_utf8.csv"));
        Assert.Equal(
            "Adjustment 2, Fee 1, Payment 3, Transfer 17",
            string.Join(", ", outcomes.Select(o => Assert.IsType<RowOutcome.ReadEntry>(o).Entry).CountBy(e => e.Type.ToString()).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => FormattableString.Invariant($"{p.Key} {p.Value}"))));
    }
}
