using System.Globalization;
using Reconciler.TestSupport;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>Routes that would send what is not true, or nothing, are refused when the settings are read.</summary>
public sealed class RouteSettingsTests
{
    private const string Claim = """{ "Letter": "missing-refund", "To": "marketplace", "WaitBusinessDays": 5 }""";

    [Theory]
    [InlineData("missing-refund", "approval-digest > marketplace", "", "Steps: approval-digest is no step of a route, the program writes it by itself where it is needed. Take it out.")]
    [InlineData("missing-refund", "missing-refund > marketplace, further-evidence > marketplace", "", "Steps: further-evidence is no step of a route")]
    [InlineData("missing-refund", "duplicate-charge > marketplace", "", "Steps: duplicate-charge is true about a duplicate-charge only, and the route is for missing-refund. Choose another letter, or write one of your own.")]
    [InlineData("duplicate-charge", "missing-refund > marketplace", "", "Steps: missing-refund is true about a missing-refund only")]
    [InlineData("missing-refund", "short-refund > marketplace", "", "Steps: short-refund is true about a short-refund only")] // it says that a part came
    [InlineData("short-refund", "short-refund > marketplace", "wallet-confirmation > wallet", "WhenRefundReported: wallet-confirmation is true about a duplicate-charge only")]
    [InlineData("duplicate-charge", "wallet-trace > wallet, duplicate-charge > marketplace", "", "Steps: wallet-trace says that the marketplace has refunded; it is allowed in WhenRefundReported only.")]
    [InlineData("missing-refund", "reminder > marketplace, missing-refund > marketplace", "", "Steps: reminder speaks of an earlier letter, and no step before it goes to the marketplace. Put one there, or take it out.")]
    [InlineData("missing-refund", "escalation > marketplace-escalation", "", "Steps: escalation speaks of an earlier letter")]
    [InlineData("duplicate-charge", "wallet-confirmation > wallet, reminder > marketplace", "", "Steps: reminder speaks of an earlier letter, and no step before it goes to the marketplace.")]
    [InlineData("missing-refund", "missing-refund > marketplace", "reminder > wallet, wallet-trace > wallet", "WhenRefundReported: reminder speaks of an earlier letter")]
    [InlineData("missing-refund", "missing-refund > wallet", "", "Steps: missing-refund is written for the marketplace, and To is 'wallet'; allowed are marketplace and marketplace-escalation.")]
    [InlineData("duplicate-charge", "wallet-confirmation > marketplace", "", "Steps: wallet-confirmation is written for the wallet, and To is 'marketplace'; allowed are wallet and wallet-escalation.")]
    [InlineData("missing-refund", "missing-refund > marketplace", "wallet-trace > marketplace-escalation", "WhenRefundReported: wallet-trace is written for the wallet")]
    public void A_letter_that_cannot_be_true_in_its_place_is_named(string finding, string steps, string whenRefundReported, string fault) =>
        Assert.Contains($"reconciler.json: Disputes:Routes[0]:{fault}", Refusal($$"""[ { "Finding": "{{finding}}", "Steps": [ {{Steps(steps)}} ], "WhenRefundReported": [ {{Steps(whenRefundReported)}} ] } ]"""), StringComparison.Ordinal);

    [Fact]
    public void What_is_true_passes_and_a_letter_of_ones_own_may_stand_anywhere()
    {
        Assert.Equal("", Refusal($$"""
            [ { "Finding": "short-refund", "Marketplace": "souk", "Steps": [ {{Steps("our-own > wallet, our-own > marketplace, reminder > marketplace-escalation, reminder > wallet")}} ] },
              { "Finding": "short-refund", "Steps": [ {{Steps("short-refund > marketplace-escalation, short-refund > marketplace, escalation > marketplace")}} ] },
              { "Finding": "duplicate-charge", "Steps": [ {{Steps("duplicate-charge > marketplace, wallet-confirmation > wallet-escalation")}} ], "WhenRefundReported": [ {{Steps("our-own > marketplace, wallet-trace > wallet, escalation > wallet-escalation")}} ] } ]
            """));
    }

    [Theory]
    [InlineData("", "Finding", "Disputes:Routes[1]: Disputes:Routes[0] is for missing-refund too and comes first")]
    [InlineData("\"Marketplace\": \"souk\",", "Finding", "")]
    [InlineData("", "\"Marketplace\": \"souk\"", "Disputes:Routes[1]: Disputes:Routes[0] is for missing-refund too")] // the one for any marketplace comes first
    [InlineData("\"Marketplace\": \"Souk\",", "\"Marketplace\": \"souk\"", "Disputes:Routes[1]: Disputes:Routes[0] is for missing-refund too")]
    public void A_route_that_would_never_be_used_is_named(string first, string second, string fault)
    {
        var told = Refusal($$"""[ { {{first}} "Finding": "missing-refund", "Steps": [ {{Claim}} ] }, { {{(second == "Finding" ? "" : second + ",")}} "Finding": "missing-refund", "Steps": [ {{Claim}} ] } ]""");
        Assert.Equal(fault.Length == 0, told.Length == 0);
        Assert.Contains(fault, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"DisputeFrom\": \"15.04.2026\"", "Disputes:DisputeFrom is no date like \"2026-07-10\", from 1970 to 2200.")]
    [InlineData("\"MaxLettersPerRun\": \"50\"", "Disputes:MaxLettersPerRun is no whole number without quotation marks")]
    [InlineData("\"Recipients\": [ { \"Wallet\": 7 } ]", "Disputes:Recipients[0]:Wallet is no text in quotation marks.")]
    [InlineData("\"Recipients\": [ { \"Show\": { \"ShowBalances\": \"yes\" } } ]", "Disputes:Recipients[0]:Show:ShowBalances is neither true nor false, without quotation marks.")]
    [InlineData("\"Approval\": { \"Rules\": [ { \"UpTo\": { \"USD\": \"much\" } } ] }", "Disputes:Approval:Rules[0]:UpTo:USD is no number like 0.5, without quotation marks.")]
    public void A_value_of_the_wrong_kind_is_told_with_what_is_allowed(string setting, string fault) => Assert.Contains(fault, Load(setting), StringComparison.Ordinal);

    private static string Steps(string track) => string.Join(", ", track.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(step => step.Split(" > "))
        .Select(s => string.Create(CultureInfo.InvariantCulture, $$"""{ "Letter": "{{s[0]}}", "To": "{{s[1]}}", "WaitBusinessDays": 5 }""")));

    private static string Refusal(string routes) => Load($"\"Routes\": {routes}");

    /// <summary>What is told about the settings; empty where they are read.</summary>
    private static string Load(string disputes)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[SettingsFile.Name], $$"""{ "Disputes": { {{disputes}} }, "Mail": { "From": "books@example.org", "CompanyName": "Lamp Room" } }""");
        try
        {
            SettingsFile.Load(folder.Path);
            return string.Empty;
        }
        catch (SettingsException e)
        {
            return e.Message;
        }
    }
}
