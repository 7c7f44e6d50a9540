using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Reconciler.Worker.Settings;

namespace Reconciler.Worker.Jobs;

/// <summary>A head cannot be signed or stamped, or a signature or stamp does not hold. The message is a sentence with the cure.</summary>
internal sealed class SealException(string message) : Exception(message);

/// <summary>Signs a file that bears a head (CMS, RFC 5652, apart from the file) and has it stamped (RFC 3161); checks both.</summary>
internal static class HeadSeal
{
    /// <summary>Behind the file's name: its signature, and its time stamp, each as DER.</summary>
    public const string SignatureEnding = ".p7s", StampEnding = ".tst";

    // Source: RFC 3161, section 3.4; the use of a certificate for it, section 2.3.
    private const string QueryType = "application/timestamp-query", StampingUse = "1.3.6.1.5.5.7.3.8";

    private const int MostStampBytes = 100_000;

    /// <summary>The signature of a file.</summary>
    /// <exception cref="SealException">The certificate or its key is not to be had.</exception>
    public static byte[] Sign(AuditSettings settings, string? secret, byte[] content, DateTime nowUtc)
    {
        using var certificate = CertificateOf(settings, secret);
        try
        {
            var cms = new SignedCms(new ContentInfo(content), detached: true);
            var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate) { IncludeOption = X509IncludeOption.EndCertOnly, DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") };
            signer.SignedAttributes.Add(new Pkcs9SigningTime(nowUtc));
            cms.ComputeSignature(signer, silent: true);
            return cms.Encode();
        }
        catch (CryptographicException e)
        {
            throw new SealException($"The certificate {certificate.Subject} cannot sign: {e.Message.TrimEnd('.')}. Check that it has its key, and that this account may use it.");
        }
    }

    /// <summary>A time stamp of a file.</summary>
    /// <exception cref="SealException">The authority does not answer, or gives none that holds.</exception>
    public static byte[] Stamp(AuditSettings settings, byte[] content, CancellationToken stop)
    {
        var asked = Rfc3161TimestampRequest.CreateFromData(content, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        try
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(settings.TimeStampTimeoutSeconds), MaxResponseContentBufferSize = MostStampBytes };
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.TimeStampUrl) { Content = new ByteArrayContent(asked.Encode()) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(QueryType);
            using var response = client.Send(request, stop).EnsureSuccessStatusCode();
            using var answer = new MemoryStream();
            response.Content.ReadAsStream(stop).CopyTo(answer);
            var stamp = asked.ProcessResponse(answer.ToArray(), out _).AsSignedCms().Encode();
            CheckStamp(settings, content, stamp);
            return stamp;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or CryptographicException || (e is TaskCanceledException && !stop.IsCancellationRequested))
        {
            throw new SealException($"{settings.TimeStampUrl} gives no time stamp: {e.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Who signed a file, in words.</summary>
    /// <exception cref="SealException">The signature is not of these bytes, or not by whom it should be.</exception>
    public static string CheckSignature(AuditSettings settings, string? secret, byte[] content, byte[] signature)
    {
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        try
        {
            cms.Decode(signature);
            cms.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException e)
        {
            throw new SealException($"its signature does not hold: {e.Message.TrimEnd('.')}.");
        }

        if (cms.SignerInfos is not [{ Certificate: { } signer }])
        {
            throw new SealException("its signature tells not one certificate that made it.");
        }

        var thumbprint = ThumbprintOf(signer);
        var expected = settings.Thumbprint.Length > 0 ? settings.Thumbprint : settings.CertificateFile.Length > 0 && File.Exists(settings.CertificateFile) && secret is not null ? ThumbprintOf(CertificateOf(settings, secret)) : null;
        return expected?.Equals(thumbprint, StringComparison.OrdinalIgnoreCase) == false
            ? throw new SealException($"it is signed by {signer.Subject}, SHA-256 {thumbprint}, and should be by the certificate {expected.ToLowerInvariant()} (Audit:Thumbprint).")
            : $"signed by {signer.Subject}, SHA-256 {thumbprint}{(expected is null ? ": compare it with that of the certificate that should sign" : string.Empty)}";
    }

    /// <summary>When and by whom a file was stamped, in words.</summary>
    /// <exception cref="SealException">The stamp is not of these bytes, or of nobody who is trusted.</exception>
    public static string CheckStamp(AuditSettings settings, byte[] content, byte[] stamp)
    {
        if (!Rfc3161TimestampToken.TryDecode(stamp, out var token, out _))
        {
            throw new SealException("its time stamp is none.");
        }

        if (!token.VerifySignatureForData(content, out var authority) || authority is null)
        {
            throw new SealException("its time stamp is not of these bytes, or does not hold.");
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(StampingUse));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = token.TokenInfo.Timestamp.UtcDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(token.AsSignedCms().Certificates);
        if (settings.TimeStampCaFile.Length > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            try
            {
                chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(settings.TimeStampCaFile);
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new SealException($"Audit:TimeStampCaFile {settings.TimeStampCaFile} cannot be read: {e.Message.TrimEnd('.')}.");
            }
        }

        return chain.Build(authority)
            ? string.Create(CultureInfo.InvariantCulture, $"stamped at {token.TokenInfo.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {authority.Subject}")
            : throw new SealException($"its time stamp is by {authority.Subject}, whom nobody vouches for here ({string.Join(", ", chain.ChainStatus.Select(s => s.Status))}). Name its authority in Audit:TimeStampCaFile.");
    }

    private static string ThumbprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    private static X509Certificate2 CertificateOf(AuditSettings settings, string? secret)
    {
        var found = settings.CertificateFile.Length > 0 ? FromFile(settings.CertificateFile, secret) : FromStore(settings.Thumbprint);
        return settings.Thumbprint.Length == 0 || ThumbprintOf(found).Equals(settings.Thumbprint, StringComparison.OrdinalIgnoreCase) ? found
            : throw new SealException($"{settings.CertificateFile} holds the certificate {ThumbprintOf(found)}, and Audit:Thumbprint names {settings.Thumbprint}.");
    }

    private static X509Certificate2 FromFile(string path, string? secret)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, secret, X509KeyStorageFlags.EphemeralKeySet);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SealException($"Audit:CertificateFile {path} cannot be opened: {e.Message.TrimEnd('.')}. Check the file, and the secret in {Secrets.AuditCertificateName}.");
        }
    }

    private static X509Certificate2 FromStore(string thumbprint)
    {
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using var store = new X509Store(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                if (store.Certificates.FirstOrDefault(c => c.HasPrivateKey && ThumbprintOf(c).Equals(thumbprint, StringComparison.OrdinalIgnoreCase)) is { } found)
                {
                    return found;
                }
            }
            catch (CryptographicException)
            {
                // There is no such store on this machine.
            }
        }

        throw new SealException($"No certificate {thumbprint} with a key that this account may use is in the store My of this account or of the machine (Audit:Thumbprint).");
    }
}
