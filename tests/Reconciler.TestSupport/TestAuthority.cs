using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Reconciler.TestSupport;

/// <summary>A server's certificate with its key, as PEM files.</summary>
/// <param name="Sha256">Its thumbprint, 64 hexadecimal digits.</param>
public sealed record ServerCertificate(string CertificateFile, string KeyFile, string Sha256);

/// <summary>A certificate authority made for one test.</summary>
public sealed class TestAuthority
{
    private readonly string folder;
    private readonly X509Certificate2 authority;
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    public TestAuthority(string folder, string name = "Test authority")
    {
        this.folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        authority = request.CreateSelfSigned(now.AddYears(-2), now.AddYears(2));
        CaFile = Path.Combine(folder, name.Replace(' ', '-') + ".pem");
        File.WriteAllText(CaFile, authority.ExportCertificatePem());
    }

    public string CaFile { get; }

    /// <summary>A certificate for a server of that name; with <paramref name="expired"/> one that ended yesterday.</summary>
    public ServerCertificate Issue(string host = "localhost", bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(authority, now.AddYears(-1), now.AddDays(expired ? -1 : 365), RandomNumberGenerator.GetBytes(12));
        var path = Path.Combine(folder, $"{host}{(expired ? "-expired" : "")}");
        File.WriteAllText(path + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
        return new ServerCertificate(path + ".pem", path + ".key", certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }

    /// <summary>A program's own certificate with an RSA key: as PEM, as PEM whose key the password opens, or as PKCS #12.</summary>
    /// <param name="form"><c>pem</c>, <c>encrypted.pem</c> or <c>pfx</c>.</param>
    public (string File, X509Certificate2 Certificate) IssueClient(string form, string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=reconciler", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
        var path = Path.Combine(folder, "client." + form);
        switch (form)
        {
            case "pem":
                File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
                break;
            case "encrypted.pem":
                var strength = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
                File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportEncryptedPkcs8PrivateKeyPem(password, strength));
                break;
            default:
                File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));
                break;
        }

        return (path, X509CertificateLoader.LoadCertificate(certificate.RawData));
    }
}
