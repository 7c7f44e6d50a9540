namespace Reconciler.Worker.Settings;

/// <summary>What must not stand in a file: taken from the environment of the service.</summary>
internal static class Secrets
{
    public const string SmtpPasswordName = "RECONCILER_SMTP_PASSWORD";

    /// <summary>The password for <c>Mail:Smtp:User</c>, or null.</summary>
    public static string? SmtpPassword => Environment.GetEnvironmentVariable(SmtpPasswordName) is { Length: > 0 } password ? password : null;
}
