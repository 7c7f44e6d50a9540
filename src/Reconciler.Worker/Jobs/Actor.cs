using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Principal;
using Reconciler.Core.Reports;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>Who acts, for the audit: the account that the operating system runs this program under. Variables such as USER say nothing.</summary>
internal static class Actor
{
    private static readonly Lazy<AuditActor> Known = new(() => OperatingSystem.IsWindows() ? OfWindows() : new AuditActor(Environment.UserName, string.Create(CultureInfo.InvariantCulture, $"uid {EffectiveUser()}")));

    /// <summary>The account with its id.</summary>
    /// <exception cref="SettingsException">It has no name: nobody could tell later who acted.</exception>
    public static AuditActor Account => Known.Value is { Name.Length: > 0 } named
        ? named
        : throw new SettingsException($"The account {Known.Value.Id} that this program runs under has no name: the audit could not say who acts. Give it one (a line in /etc/passwd), or run the program under an account that has one.");

    /// <summary>Its name, as people are shown it.</summary>
    public static string Name => Account.Name;

    /// <summary>As the audit holds it.</summary>
    public static string InAudit => Account.ToString();

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static AuditActor OfWindows()
    {
        using var identity = WindowsIdentity.GetCurrent();
        return new AuditActor(identity.Name, identity.User?.Value ?? string.Empty);
    }

    // Source: POSIX, geteuid: it always succeeds. Environment.UserName is the name that the system's list of accounts has for the same number, or empty.
    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
