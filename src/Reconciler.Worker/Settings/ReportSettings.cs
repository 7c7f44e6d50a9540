using System.ComponentModel.DataAnnotations;
using System.IO.Enumeration;
using Reconciler.Core.Findings;
using Reconciler.Core.Matching;
using Reconciler.Core.Reports;
using Reconciler.Mail;

namespace Reconciler.Worker.Settings;

/// <summary>A report that is sent by mail: to whom, in which language, when, about which time and which wallets and marketplaces.</summary>
public sealed record ReportSettings
{
    private const int LongestName = 32;

    /// <summary>What people and <c>report --for</c> call it: letters, digits and hyphens, at most 32, such as <c>finance-daily</c>.</summary>
    [Required]
    public string Name { get; init; } = string.Empty;

    /// <summary>The mail addresses that get it, at least one; all of them see each other.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary><c>en</c>, <c>pt</c>, <c>ru</c> or <c>zh</c>. Default <c>en</c>.</summary>
    [AllowedValues("en", "pt", "ru", "zh")]
    public string Language { get; init; } = "en";

    /// <summary>When the service sends it. Default: on business days at seven, UTC.</summary>
    public ReportScheduleSettings Schedule { get; init; } = new();

    /// <summary><c>SinceLast</c> (what is new since the last report of this name), <c>Day</c>, <c>Week</c> or <c>Month</c>: the last one that is over, in UTC, weeks from Monday. All that is open it tells in any case. Default <c>SinceLast</c>.</summary>
    public ReportSpan Period { get; init; } = ReportSpan.SinceLast;

    /// <summary>The wallets that it is about, <c>*</c> for any characters. Default: all.</summary>
    public IReadOnlyList<string> Wallets { get; init; } = [];

    /// <summary>The marketplaces that it is about, <c>*</c> for any characters. Default: all.</summary>
    public IReadOnlyList<string> Marketplaces { get; init; } = [];

    /// <summary>Whether it is about a finding. What names no wallet is kept from no reader by its wallets; so with marketplaces.</summary>
    public bool IsAbout(Finding finding) =>
        IsAbout(Wallets, finding.Transactions.Select(t => t.Wallet)) && IsAbout(Marketplaces, finding.Orders.Select(o => o.Marketplace));

    public bool IsAbout(PeriodChange change) => IsAbout(Wallets, change.Wallets) && IsAbout(Marketplaces, change.Marketplaces);

    public bool IsAboutWallet(string wallet) => IsAbout(Wallets, [wallet]);

    public bool IsAbout(Match match) => IsAbout(Wallets, [match.Transaction.Wallet]) && IsAbout(Marketplaces, [match.Order.Marketplace]);

    /// <summary>Whether it leaves out nothing.</summary>
    public bool IsAboutAll => Wallets.Count == 0 && Marketplaces.Count == 0;

    /// <summary>What is wrong beyond the ranges, each with key, value and what is allowed.</summary>
    internal IEnumerable<string> Check(string key)
    {
        if (Name.Length > LongestName || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            yield return FormattableString.Invariant($"{key}:Name is '{Name}'; allowed are ASCII letters, digits and hyphens, at most {LongestName}, such as finance-daily.");
        }

        if (Recipients.Count == 0)
        {
            yield return $"{key}:Recipients is empty; name at least one mail address, or take the report out.";
        }

        foreach (var address in Recipients.Where(a => !MailAddresses.IsAddress(a)))
        {
            yield return $"{key}:Recipients: '{address}' is no mail address.";
        }

        foreach (var (name, _) in Wallets.Select(w => ("Wallets", w)).Concat(Marketplaces.Select(m => ("Marketplaces", m))).Where(n => string.IsNullOrWhiteSpace(n.Item2)))
        {
            yield return $"{key}:{name} holds an empty name; leave the list out for all, * stands for any characters.";
        }

        foreach (var fault in RunSchedule.Faults(Schedule, key + ":Schedule"))
        {
            yield return fault;
        }
    }

    internal static IEnumerable<string> Check(IReadOnlyList<ReportSettings> reports) =>
        reports.SelectMany((r, i) => r.Check(FormattableString.Invariant($"Reports[{i}]")))
            .Concat(reports.GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Key.Length > 0 && g.Count() > 1).Select(g => $"Reports names {g.Key} twice; one entry each is allowed."));

    /// <summary>The days that it tells; null: what is new since the last one.</summary>
    public ReportPeriod.Days? DaysOf(DateTime asOfUtc)
    {
        var today = DateOnly.FromDateTime(asOfUtc);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var first = new DateOnly(today.Year, today.Month, 1);
        return Period switch
        {
            ReportSpan.Day => new ReportPeriod.Days(today.AddDays(-1), today.AddDays(-1)),
            ReportSpan.Week => new ReportPeriod.Days(monday.AddDays(-7), monday.AddDays(-1)),
            ReportSpan.Month => new ReportPeriod.Days(first.AddMonths(-1), first.AddDays(-1)),
            _ => null,
        };
    }

    private static bool IsAbout(IReadOnlyList<string> wanted, IEnumerable<string> names) =>
        wanted.Count == 0 || names.ToList() is var its && (its.Count == 0 || its.Exists(name => wanted.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true))));
}

/// <summary>The time that a report tells besides what is open.</summary>
public enum ReportSpan
{
    SinceLast,
    Day,
    Week,
    Month,
}

/// <summary>When a report is sent.</summary>
public sealed record ReportScheduleSettings : CronSettings
{
    public ReportScheduleSettings() => Cron = "0 0 7 ? * MON-FRI";
}

/// <summary>When the calendar closes a month.</summary>
public sealed record ClosingSettings
{
    /// <summary>How many days after its end a month is closed by the run; empty: only people close periods. Range 0 to 27.</summary>
    [Range(0, 27)]
    public int? AfterDays { get; init; }
}

/// <summary>Who hears by mail that something did not happen.</summary>
public sealed record AlertSettings
{
    /// <summary>The mail addresses. Default nobody.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>How late a run may end after its time before it counts as late, in minutes. Default 60, range 1 to 1,440.</summary>
    [Range(1, 1440)]
    public int LateAfterMinutes { get; init; } = 60;

    internal IEnumerable<string> Check() => Recipients.Where(a => !MailAddresses.IsAddress(a)).Select(a => $"Alerts:Recipients: '{a}' is no mail address.");
}
