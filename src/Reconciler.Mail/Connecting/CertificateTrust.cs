using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Reconciler.Mail.Connecting;

/// <summary>Decides whether a mail server's certificate is trusted. There is no setting that trusts every certificate.</summary>
internal sealed class CertificateTrust(MailServerSettings settings)
{
    /// <summary>Why the last certificate was not trusted; empty where it was.</summary>
    public string Fault { get; private set; } = string.Empty;

    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Fault = FaultOf(certificate as X509Certificate2, chain, errors);
        return Fault.Length == 0;
    }

    private string FaultOf(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the server showed no certificate";
        }

        if (settings.Thumbprint.Length > 0)
        {
            return PinFault(certificate);
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"the certificate is for {PlainValue.Clean(certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false))}, not for {settings.Host}";
        }

        return settings.CaFile.Length > 0 ? OwnAuthorityFault(certificate, chain)
            : errors == SslPolicyErrors.None ? string.Empty
            : $"the certificate is not trusted: {(chain is null ? errors.ToString() : StatusOf(chain))}. For a company's own authority set {settings.Section}:CaFile";
    }

    private string PinFault(X509Certificate2 certificate)
    {
        var digits = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow().LocalDateTime;
        return digits != settings.ThumbprintDigits ? $"the certificate has the thumbprint {digits}, and {settings.Section}:Thumbprint names another one"
            : now < certificate.NotBefore || now > certificate.NotAfter ? FormattableString.Invariant($"the certificate holds from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd} only")
            : string.Empty;
    }

    private string OwnAuthorityFault(X509Certificate2 certificate, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(settings.CaFile);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1", "TLS server"));
        // A company's own authority seldom offers a place where revoked certificates are listed.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (shown is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
        }

        return chain.Build(certificate) ? string.Empty : $"the certificate is not trusted by {settings.CaFile}: {StatusOf(chain)}";
    }

    private static string StatusOf(X509Chain chain) => string.Join("; ", chain.ChainStatus.Select(s => s.StatusInformation.Trim().TrimEnd('.')).Distinct(StringComparer.Ordinal));
}
