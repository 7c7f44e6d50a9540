namespace Reconciler.Mail;

/// <summary>What must not stand in the configuration. No record: the values must not get into a log by printing it.</summary>
/// <param name="password">The password of <see cref="MailServerSettings.User"/>, or null.</param>
/// <param name="oAuthSecret">The client's secret of <see cref="MailServerSettings.OAuth"/>, or with a certificate the password of its key; or null.</param>
public sealed class MailSecrets(string? password = null, string? oAuthSecret = null)
{
    internal string? Password { get; } = password;

    internal string? OAuthSecret { get; } = oAuthSecret;
}
