using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Reconciler.TestSupport;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Tests;

/// <summary>What can be wrong in reconciler.json: each is told with file, key and what is allowed, and none passes or ends in a stack trace.</summary>
public sealed class WrongSettingsTests
{
    private const string Mail = "\"Mail\": { \"From\": \"books@example.org\", \"CompanyName\": \"Lamp Room\" }";

    private static readonly (string Path, PropertyInfo Property)[] EverySetting = [.. Under(typeof(ReconcilerSettings), string.Empty)];

    /// <summary>One of each kind, in a list or under a name where it stands in one.</summary>
    public static TheoryData<string> Paths => [.. EverySetting.Select(s => s.Path)];

    [Fact]
    public void Every_section_is_walked()
    {
        Assert.True(EverySetting.Length > 100, $"only {EverySetting.Length} settings");
        foreach (var path in new[] { "Sample:AsOf", "Store:Provider", "Folders:Rates", "Import:MaxRows", "Matching:Pairs[0]:Tolerance", "Matching:HolidaysByMarketplace", "Disputes:Routes[0]:Steps[0]:To", "Disputes:Recipients[0]:Limits:MediaTypes", "Disputes:Approval:Rules[0]:UpTo", "Mail:Smtp:OAuth:Scope", "Mail:Imap:Folder", "Schedule:Cron", "Reports[0]:Schedule:Cron", "Log:Level" })
        {
            Assert.Contains(path, EverySetting.Select(s => s.Path));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Null_stands_for_no_setting(string path)
    {
        Assert.Contains($"{path} is null. Leave it out for its default, or give it a value.", Told(With(path, "null")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_value_of_another_kind_is_no_setting(string path)
    {
        var type = EverySetting.Single(s => s.Path == path).Property.PropertyType;
        foreach (var wrong in new[] { "[ 1 ]", "{ \"a\": 1 }", "\"\\u0007\"", "1e400", "\"0\"" })
        {
            var mayBe = (wrong == "\"0\"" && type == typeof(string)) || (wrong == "[ 1 ]" && type == typeof(IReadOnlyList<int>));
            Assert.True(mayBe || Told(With(path, wrong)).Contains(path, StringComparison.Ordinal), $"{path} is {wrong}: {Told(With(path, wrong))}");
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_key_twice_in_any_capitals_is_told(string path)
    {
        var name = path[(path.LastIndexOf(':') + 1)..];
        var once = With(path, "7");
        var twice = once.Replace($"\"{name}\":7", $"\"{name}\":7,\"{name.ToUpperInvariant()}\":8", StringComparison.Ordinal);
        Assert.NotEqual(once, twice);
        Assert.Contains("stands there twice", Told(twice), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_slip_in_a_key_is_told_with_those_that_there_are(string path)
    {
        var name = path[(path.LastIndexOf(':') + 1)..];
        Assert.Contains($"{path}x is no setting of this program. Look for a slip in its name; allowed are ", Told(With(path, "7").Replace($"\"{name}\":7", $"\"{name}x\":7", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_range_is_kept_at_both_ends()
    {
        var ranges = EverySetting.Where(s => s.Property.GetCustomAttribute<RangeAttribute>() is not null).ToList();
        Assert.True(ranges.Count > 20);
        foreach (var (path, property) in ranges)
        {
            var range = property.GetCustomAttribute<RangeAttribute>()!;
            foreach (var beyond in new[] { Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture) - 1, Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture) + 1 })
            {
                var told = Told(With(path, beyond.ToString(CultureInfo.InvariantCulture)));
                Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{path} is {beyond}; allowed are {range.Minimum} to {range.Maximum}."), told, StringComparison.Ordinal);
            }

            Assert.Contains($"llowed are {range.Minimum} to {range.Maximum}.", Told(With(path, "99999999999999999999999999999999")), StringComparison.Ordinal);
        }
    }

    [Theory]
    // The file as a whole.
    [InlineData("", ": the file is not well-formed JSON")]
    [InlineData("{", ": the file is not well-formed JSON")]
    [InlineData("null", "the file is null")]
    [InlineData("[]", "the file is a list; allowed are settings with their values in braces.")]
    [InlineData("\"Mail\"", "the file is a text")]
    [InlineData("{} {}", ": the file is not well-formed JSON")]
    [InlineData("{ \"Mail\": NaN }", ": the file is not well-formed JSON")]
    [InlineData("{ \"M\\ud800\": 1 }", "the file has a key with half a character")]
    [InlineData("{ \"Mail\": { \"CompanyName\": \"\\ud800\" } }", "Mail:CompanyName holds half a character")]
    [InlineData("{ \"mail\": {}, \"Mail\": {} }", "Mail stands there twice")]
    // Store.
    [InlineData("Store:Provider", "\"0\"", "is none of Sqlite, SqlServer")]
    [InlineData("Store:Provider", "0", "is none of")]
    [InlineData("Store:Provider", "\"Sqlite, SqlServer\"", "is none of")]
    [InlineData("Store:Provider", "\"SqlServer\"", "Store:ConnectionString is empty")]
    [InlineData("Store:ConnectionString", "\"Sever=books\"", "cannot be read for Sqlite")]
    [InlineData("Store:ConnectionString", "\"Data Source=:memory:\"", "names no file that can be written")]
    [InlineData("Store:ConnectionString", "\"Mode=ReadOnly;Data Source=books.db\"", "names no file that can be written")]
    [InlineData("Store:ConnectionString", "\"Cache=Shared\"", "names no file that can be written")]
    [InlineData("Store:ConnectionString", "\"  \"", "is blank")]
    [InlineData("Store", "{ \"Provider\": \"SqlServer\", \"ConnectionString\": \"Server=books\" }", "names no server and database")]
    [InlineData("Store", "{ \"Provider\": \"SqlServer\", \"ConnectionString\": \"Server=books;Database=b;Encrypt=perhaps\" }", "cannot be read for SqlServer")]
    [InlineData("Store", "{ \"Provider\": \"SqlServer\", \"ConnectionString\": \"Server=books;Database=b;Connect Timeout=soon\" }", "cannot be read for SqlServer")]
    // Folders and sample.
    [InlineData("Folders:Layouts", "\"\"", "Folders:Layouts is missing")]
    [InlineData("Folders:Rates", "\"nowhere\"", "there is no such folder")]
    [InlineData("Folders:Rates", "\"letters\"", "the folder of Folders:Rates too")]
    [InlineData("Folders:Letters", "\"./x/../layouts/\"", "the folder of Folders:Layouts too")]
    [InlineData("Sample", "{ \"Seeds\": \"../seeds\", \"Rates\": \"../seeds/rates\", \"Data\": \"../.sample\" }", "Sample:AsOf is missing")]
    [InlineData("Sample", "{ \"Data\": \"../.sample\", \"AsOf\": \"2026-07-10\" }", "Sample:Seeds is missing")]
    [InlineData("Sample", "{ \"Seeds\": \"../seeds\", \"Rates\": \"../seeds/rates\", \"Data\": \"../seeds/data\", \"AsOf\": \"2026-07-10\" }", "one lies in the other")]
    [InlineData("Sample", "{ \"Seeds\": \"../seeds\", \"Rates\": \"../seeds/rates\", \"Data\": \"..\", \"AsOf\": \"2026-07-10\" }", "one lies in the other")]
    [InlineData("Sample:AsOf", "\"9999-12-31T23:59:59Z\"", "from 1970 to 2200")]
    [InlineData("Sample:AsOf", "\"10.07.2026\"", "is no time like")]
    // Matching.
    [InlineData("Matching:RateTolerancePercent", "\"3\"", "is no number like 0.5")]
    [InlineData("Matching:WaitingDays", "3.5", "is no whole number")]
    [InlineData("Matching:WaitingDays", "true", "is no whole number")]
    [InlineData("Matching:Holidays", "[ \"2026-13-01\" ]", "Matching:Holidays[0] is no date like")]
    [InlineData("Matching:Holidays", "[ \"2026-01-01T00:00:00Z\" ]", "is no date like")]
    [InlineData("Matching:Holidays", "[ \"0001-01-01\" ]", "from 1970 to 2200")]
    [InlineData("Matching:Holidays", "[ null ]", "Matching:Holidays[0] is null")]
    [InlineData("Matching:Holidays", "\"2026-01-01\"", "a list in brackets is allowed")]
    [InlineData("Matching:HolidaysByMarketplace", "{ \"souk\": [], \"Souk\": [] }", "stands there twice")]
    [InlineData("Matching:HolidaysByMarketplace", "{ \"souk\": null }", "Matching:HolidaysByMarketplace:souk is null")]
    [InlineData("Matching:HolidaysByMarketplace", "{ \" \": [] }", "has a name that is blank")]
    [InlineData("Matching:HolidaysByMarketplace", "{ \"\": [] }", "has an empty name")]
    [InlineData("Matching:Pairs", "[ null ]", "Matching:Pairs[0] is null")]
    [InlineData("Matching:Pairs", "[ \"qiwi\" ]", "Matching:Pairs[0] is a text")]
    [InlineData("Matching:Pairs", "{}", "a list in brackets is allowed")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \"qiwi\" } ]", "Matching:Pairs[0]:Marketplace is missing")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \" qiwi\", \"Marketplace\": \"souk\" } ]", "with a space at its beginning or end")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \"qiwi\", \"Marketplace\": \"souk\" }, { \"Wallet\": \"QIWI\", \"Marketplace\": \"souk\", \"Direction\": \"Sales\" } ]", "Matching:Pairs[1]: Matching:Pairs[0] is for QIWI and souk too")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \"*\", \"Marketplace\": \"*\" }, { \"Wallet\": \"qiwi\", \"Marketplace\": \"souk\" } ]", "would never be used")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \"qiwi\", \"Marketplace\": \"souk\", \"Direction\": \"1\" } ]", "is none of Purchases, Sales")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \"qiwi\", \"Marketplace\": \"souk\", \"Tolerance\": { \"EUR\": 1e28 } } ]", "Tolerance:EUR is")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \"qiwi\", \"Marketplace\": \"souk\", \"Tolerance\": { \"EUR\": null } } ]", "Tolerance:EUR is null")]
    [InlineData("Matching:Pairs", "[ { \"Wallet\": \"qiwi\", \"Marketplace\": \"souk\", \"Tolerance\": [] } ]", "allowed are names with their values in braces")]
    [InlineData("Matching:ExpectedStatements", "{ \"qiwi\": \"now and then\" }", "is no schedule like daily by 09:00")]
    [InlineData("Matching:ExpectedStatements", "{ \"qiwi\": \"weekly by 2 09:00\" }", "is no schedule like")]
    [InlineData("Matching:ExpectedStatements", "{ \"qiwi\": \"daily by 29:00\" }", "is no schedule like")]
    [InlineData("Matching:ExpectedStatements", "{ \"qiwi\": \"monthly by 31 09:00\" }", "is no schedule like")]
    [InlineData("Matching:ExpectedStatements", "{ \"qiwi\": 7 }", "is no text in quotation marks")]
    [InlineData("Matching:ExpectedStatements", "{ \"qiwi\": \"daily by 09:00\", \"QIWI\": \"daily by 10:00\" }", "stands there twice")]
    // Disputes.
    [InlineData("Disputes:MaxLettersPerRun", "-1", "allowed are 0 to 10000")]
    [InlineData("Disputes:DisputeFrom", "\"2026-02-30\"", "is no date like")]
    [InlineData("Disputes:DisputeFrom", "20260401", "is no date like")]
    [InlineData("Disputes:Recipients", "[ {} ]", "exactly one of the two is allowed")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Wallet\": \"qiwi\", \"Address\": \"a@example.org\" } ]", "exactly one of the two is allowed")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Portal\": \"souk.example\" } ]", "exactly one of the two is allowed")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org, b@example.org\" } ]", "is no mail address")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\\r\\nBcc: b@example.org\" } ]", "holds a control character")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"EscalationAddress\": \"boss\" } ]", "is no mail address")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Language\": \"../en\" } ]", "allowed is the name of a folder of config/letters")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Language\": \"\" } ]", "Disputes:Recipients[0]:Language is missing")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\" }, { \"Marketplace\": \"SOUK\", \"Address\": \"b@example.org\" } ]", "one entry each is allowed")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Limits\": { \"MaxParts\": 0 } } ]", "allowed are 1 to 20")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Limits\": { \"MediaTypes\": [] } } ]", "MediaTypes is empty")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Limits\": { \"MediaTypes\": [ \"image/gif\" ] } } ]", "MediaTypes names 'image/gif'")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Limits\": { \"MediaTypes\": [ 5 ] } } ]", "MediaTypes[0] is no text")]
    [InlineData("Disputes:Recipients", "[ { \"Marketplace\": \"souk\", \"Address\": \"a@example.org\", \"Name\": \"x\" } ]", "Disputes:Recipients[0]:Name is no setting of this program")]
    [InlineData("Disputes:Routes", "[ { \"Finding\": \"stale-hold\" } ]", "allowed are duplicate-charge, missing-refund, short-refund")]
    [InlineData("Disputes:Routes", "[ { \"Finding\": \"0\" } ]", "allowed are duplicate-charge, missing-refund, short-refund")]
    [InlineData("Disputes:Routes", "[ { \"Finding\": \"missing-refund\", \"Marketplace\": \"\" } ]", "Disputes:Routes[0]:Marketplace is missing")]
    [InlineData("Disputes:Routes", "[ { \"Finding\": \"missing-refund\", \"Steps\": [ {} ] } ]", "Disputes:Routes[0]:Steps[0]:Letter is missing")]
    [InlineData("Disputes:Routes", "[ { \"Finding\": \"missing-refund\", \"Steps\": [ { \"Letter\": \"own\", \"To\": \"everybody\" } ] } ]", "allowed are marketplace, wallet")]
    [InlineData("Disputes:Routes", "[ { \"Finding\": \"missing-refund\", \"Steps\": [ { \"Letter\": \"own\", \"To\": \"marketplace\", \"WaitBusinessDays\": 61 } ] } ]", "allowed are 0 to 60")]
    [InlineData("Disputes:Routes", "[ { \"Finding\": \"missing-refund\", \"Steps\": null } ]", "Disputes:Routes[0]:Steps is null")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"Approvals\": 3 } ] }", "allowed are 0 to 2")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"Confidence\": \"possible\" } ] }", "allowed are certain and probable")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"Confidence\": \"1\" } ] }", "allowed are certain and probable")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"UpTo\": { \"USD\": 1e27 } } ] }", "amounts of 0 to 1000000000000")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"UpTo\": { \"USD\": -1 } } ] }", "amounts of 0 to 1000000000000")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"UpTo\": { \"dollars\": 1 } } ] }", "ISO 4217")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"UpTo\": { \"usd\": 1, \"USD\": 2 } } ] }", "stands there twice")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"Approvals\": 0 }, { \"Confidence\": \"certain\", \"Approvals\": 2 } ] }", "Disputes:Approval:Rules[1]: Disputes:Approval:Rules[0] is for the same findings")]
    [InlineData("Disputes:Approval", "{ \"Rules\": [ { \"UpTo\": { \"USD\": 50 } }, { \"UpTo\": { \"USD\": 20 } } ] }", "The narrower rule stands first")]
    [InlineData("Disputes:Approval", "{ \"Rules\": null }", "Disputes:Approval:Rules is null")]
    [InlineData("Disputes:Approval", "{ \"Digest\": [ \"boss\" ] }", "is no mail address")]
    [InlineData("Disputes:Approval", "{ \"Digest\": \"boss@example.org\" }", "a list in brackets is allowed")]
    // Mail.
    [InlineData("Mail:Transport", "\"pigeon\"", "Allowed are pickup and smtp")]
    [InlineData("Mail:Transport", "\"SMTP\"", "Allowed are pickup and smtp")]
    [InlineData("Mail:Transport", "\"smtp\"", "Mail:Smtp:Host is ''")]
    [InlineData("Mail:From", "\"\"", "Write one plain address")]
    [InlineData("Mail:From", "\"Books <books@example.org>\"", "Write one plain address")]
    [InlineData("Mail:ReplyTo", "\"books\"", "Write one plain address")]
    [InlineData("Mail:CompanyName", "\"\\t\"", "holds a control character")]
    [InlineData("Mail:CompanyName", "\"\"", "1 to 100 characters")]
    [InlineData("Mail:Signature", "[ \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\", \"10\", \"11\" ]", "At most 10 lines")]
    [InlineData("Mail:Signature", "[ \"one\\ntwo\" ]", "Mail:Signature[0] holds a control character")]
    [InlineData("Mail:Signature", "\"Accounts\"", "a list in brackets is allowed")]
    [InlineData("Mail:Language", "\"english\"", "Write the name of a folder")]
    [InlineData("Mail:AnswerWithinBusinessDays", "0", "Allowed are 1 to 60")]
    [InlineData("Mail:MaxMegabytes", "101", "Allowed are 1 to 100")]
    [InlineData("Mail:RetryAfterMinutes", "[ 0 ]", "up to 20 waits")]
    [InlineData("Mail:RetryAfterMinutes", "[ \"5\" ]", "Mail:RetryAfterMinutes[0] is no whole number")]
    [InlineData("Mail:MostPerDomainAnHour", "0", "Allowed are 1 to 10000")]
    [InlineData("Mail:MostPerDomainADay", "100001", "Allowed are 1 to 100000")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"Port\": 0 }", "Allowed are 1 to 65535")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail example\" }", "Write the mail server's name")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"Security\": \"tls\" }", "Allowed are StartTls, Tls")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"Security\": \"None\" }", "Plain text is allowed to localhost only")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"CaFile\": \"no.pem\" }", "No certificate can be read there")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"Thumbprint\": \"12:34\" }", "64 hexadecimal digits")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"ConnectTimeoutSeconds\": 0 }", "Allowed are 1 to 300")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"SendTimeoutSeconds\": 1801 }", "Allowed are 1 to 1800")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"User\": \"u\", \"OAuth\": { \"TokenEndpoint\": \"http://example.org\", \"ClientId\": \"a\" } }", "begins with https://")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"OAuth\": { \"ClientId\": \"a\" } }", "leave all of OAuth empty")]
    [InlineData("Mail:Smtp", "{ \"Host\": \"mail.example.org\", \"OAuth\": { \"IsUsed\": true } }", "Mail:Smtp:OAuth:IsUsed is no setting of this program")]
    [InlineData("Mail:Imap", "{ \"User\": \"u\" }", "Mail:Imap:Host is ''")] // else nobody would read the answers, and nobody would know
    [InlineData("Mail:Imap", "{ \"Host\": \"mail.example.org\" }", "Write the name to sign in")]
    [InlineData("Mail:Imap", "{ \"Host\": \"mail.example.org\", \"User\": \"u\", \"Folder\": \"\" }", "Write the name of a folder of the mailbox")]
    [InlineData("Mail:Imap", "{ \"Host\": \"mail.example.org\", \"User\": \"u\", \"MaxMails\": 0 }", "Allowed are 1 to 5000")]
    [InlineData("Mail:Imap", "{ \"Host\": \"mail.example.org\", \"User\": \"u\", \"MaxAttachments\": 201 }", "Allowed are 0 to 200")]
    [InlineData("Mail:Imap", "{ \"Host\": \"mail.example.org\", \"User\": \"u\", \"IsUsed\": true }", "Mail:Imap:IsUsed is no setting of this program")]
    // Schedule and log.
    [InlineData("Reports[0]:Name", "\"ежедневный\"", "Reports[0]:Name is 'ежедневный'; allowed are ASCII letters, digits and hyphens, at most 32")]
    [InlineData("Reports[0]:Name", "\"daily\"", "Reports[0]:Recipients is empty; name at least one mail address")]
    [InlineData("Reports[0]:Recipients", "[ \"finance\" ]", "Reports[0]:Recipients: 'finance' is no mail address.")]
    [InlineData("Reports[0]:Language", "\"de\"", "Reports[0]:Language is de; allowed are en, pt, ru, zh.")]
    [InlineData("Reports[0]:Period", "\"Quarter\"", "Reports[0]:Period is none of SinceLast, Day, Week, Month.")]
    [InlineData("Reports[0]:Wallets", "[ \"\" ]", "Reports[0]:Wallets holds an empty name")]
    [InlineData("Reports[0]:Schedule:Cron", "\"0 6 * * *\"", "Reports[0]:Schedule:Cron '0 6 * * *' is no Quartz cron expression")]
    [InlineData("Reports[0]:Schedule:TimeZone", "\"Berlin\"", "Reports[0]:Schedule:TimeZone: Berlin is no time zone")]
    [InlineData("Reports", "[ { \"Name\": \"a\" }, { \"Name\": \"A\" } ]", "Reports names a twice")]
    [InlineData("Alerts:Recipients", "[ \"finance\" ]", "Alerts:Recipients: 'finance' is no mail address.")]
    [InlineData("Schedule:Cron", "\"* * * * * ?\"", "fires several times a minute")]
    [InlineData("Schedule:Cron", "\"0/30 0 6 ? * MON-FRI\"", "fires several times a minute")]
    [InlineData("Schedule:Cron", "\"0,1 0 6 ? * MON-FRI\"", "fires several times a minute")]
    [InlineData("Schedule:Cron", "\"0 6 * * *\"", "is no Quartz cron expression")]
    [InlineData("Schedule:Cron", "\"0 61 6 ? * MON-FRI\"", "is no Quartz cron expression")]
    [InlineData("Schedule:Cron", "\"\"", "Schedule:Cron is missing")]
    [InlineData("Schedule:TimeZone", "\"Mars/Olympus\"", "Use an IANA name")]
    [InlineData("Schedule:TimeZone", "\"../../etc/passwd\"", "Use an IANA name")]
    [InlineData("Schedule:TimeZone", "\"\"", "Schedule:TimeZone is missing")]
    [InlineData("Schedule:MailEveryMinutes", "1441", "allowed are 1 to 1440")]
    [InlineData("Log:Level", "\"Fatal\"", "allowed are Verbose, Debug, Information, Warning, Error")]
    [InlineData("Log:Level", "\"2\"", "is none of Verbose")]
    public void It_is_told_with_what_is_allowed(string pathOrFile, string valueOrFault, string? fault = null) =>
        Assert.Contains(fault ?? valueOrFault, Told(fault is null ? pathOrFile : With(pathOrFile, valueOrFault)), StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_told_at_once_a_line_each_with_the_file()
    {
        using var folder = new TempFolder();
        var told = Told($$"""{ "Matching": { "WaitingDays": null, "Holidays": [ null ] }, "Log": null, {{Mail}} }""", folder).Split('\n');
        Assert.Equal(3, told.Length);
        Assert.All(told, line => Assert.StartsWith(folder[SettingsFile.Name] + ": ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Too_long_a_text_and_too_large_a_file_are_told()
    {
        Assert.Contains("Mail:Contact is 1001 characters long; allowed are up to 1000.", Told(With("Mail:Contact", $"\"{new string('x', 1001)}\"")), StringComparison.Ordinal);
        Assert.Contains("is larger than 1000000 bytes", Told("{" + new string(' ', 1_000_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault_and_another_encoding_is_named()
    {
        using var folder = new TempFolder();
        Assert.Equal("", Told(With("Mail:Contact", "\"Мария\""), folder, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)));
        Assert.Contains("is UTF-16. Save it as UTF-8.", Told(With("Mail:Contact", "\"Мария\""), folder, Encoding.Unicode), StringComparison.Ordinal);
        Assert.Contains("holds a byte that is no UTF-8, in line 1. Save it as UTF-8.", Told(With("Mail:Contact", "\"Müller\""), folder, Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_right_passes()
    {
        Assert.Equal("", Told($$"""
            { // a comment
              "Schedule": { "Cron": "0 0/15 6-20 ? * MON-FRI", "TimeZone": "Europe/Dublin" },
              "Matching": { "Pairs": [ { "Wallet": "qiwi", "Marketplace": "souk" }, { "Wallet": "*", "Marketplace": "souk" }, { "Wallet": "*", "Marketplace": "*", "Direction": "sales" } ] },
              "Disputes": { "Approval": { "Rules": [ { "Confidence": "certain", "UpTo": { "USD": 20 }, "Approvals": 0 }, { "Confidence": "certain", "UpTo": { "USD": 50 }, "Approvals": 1 }, { "Approvals": 2 } ] } },
              "Store": { "ConnectionString": "Data Source=books.db" },
              "Mail": { "From": "books@example.org", "CompanyName": "Lamp Room", "Signature": [ "-- ", "", "Accounts" ] }, }
            """));
    }

    [Fact]
    public void A_moment_without_an_offset_is_UTC_on_every_machine()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[SettingsFile.Name], $$"""{ "Sample": { "Seeds": "s", "Rates": "r", "Data": "d", "AsOf": "2026-07-10T08:00:00" }, {{Mail}} }""");
        Assert.Equal(new DateTime(2026, 7, 10, 8, 0, 0, DateTimeKind.Utc), SettingsFile.Load(folder.Path).Sample!.AsOf);
    }

    [Theory]
    [InlineData("{ \"Matching\": { \"WaitingDays\": null } }", "Matching:WaitingDays is null")]
    [InlineData("[]", "the file is a list")]
    [InlineData("{ \"Schedule\": { \"Cron\": \"* * * * * ?\" } }", "fires several times a minute")]
    [InlineData("{ \"Matching\": { \"HolidaysByMarketplace\": { \"souk\": [], \"Souk\": [] } } }", "stands there twice")]
    public async Task The_program_ends_with_status_2_and_check_says_the_same(string json, string fault)
    {
        using var project = ReconcilerProcess.CopyOfProject();
        File.WriteAllText(project["config", SettingsFile.Name], json);
        foreach (var command in new[] { "once", "check" })
        {
            var ended = await ReconcilerProcess.Run(project.Path, command, "--data", project["data"]);
            Assert.Equal(2, ended.ExitCode);
            Assert.Contains($"{project["config", SettingsFile.Name]}: ", ended.Messages, StringComparison.Ordinal);
            Assert.Contains(fault, ended.Messages, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Messages, StringComparison.Ordinal);
            Assert.Empty(ended.Output);
            Assert.False(Directory.Exists(project["data"]));
        }
    }

    /// <summary>The settings with one of them set, beside what every configuration must have.</summary>
    private static string With(string path, string value)
    {
        var parts = path.Split(':');
        var inner = "\u0001";
        foreach (var part in parts.Reverse())
        {
            var (name, isList) = part.EndsWith("[0]", StringComparison.Ordinal) ? (part[..^3], true) : (part, false);
            inner = isList ? $"{{\"{name}\":[{inner}]}}" : $"{{\"{name}\":{inner}}}";
        }

        // JsonNode keeps neither doubled keys nor broken values: the value is put into the finished text.
        var node = JsonNode.Parse(inner.Replace("\u0001", "\"VALUE\"", StringComparison.Ordinal))!.AsObject();
        if (parts is not ["Mail"])
        {
            var mail = (node["Mail"] ??= new JsonObject()).AsObject();
            mail.TryAdd("From", "books@example.org");
            mail.TryAdd("CompanyName", "Lamp Room");
        }

        return node.ToJsonString().Replace("\"VALUE\"", value, StringComparison.Ordinal);
    }

    private static string Told(string json) => Told(json, null);

    /// <summary>What is told about the settings; empty where they are read.</summary>
    private static string Told(string json, TempFolder? given, Encoding? encoding = null)
    {
        using var own = new TempFolder();
        var folder = given ?? own;
        File.WriteAllText(folder[SettingsFile.Name], json, encoding ?? new UTF8Encoding(false));
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

    private static IEnumerable<(string Path, PropertyInfo Property)> Under(Type section, string prefix)
    {
        foreach (var property in section.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var type = property.PropertyType;
            yield return (prefix + property.Name, property);
            var item = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : type;
            if (item.IsClass && item != typeof(string))
            {
                foreach (var inner in Under(item, $"{prefix}{property.Name}{(item == type ? "" : "[0]")}:"))
                {
                    yield return inner;
                }
            }
        }
    }
}
