using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;
using Reconciler.TestSupport;

namespace Reconciler.Worker.Tests;

/// <summary>A time-stamp authority (RFC 3161) on a free port of this machine, for one test.</summary>
internal sealed class TimeStamper : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly TimeStampTokenGenerator stamps;
    private readonly Task serving;
    private int given;

    public TimeStamper(string folder, string name = "Stamp Room")
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest($"CN={name} Authority", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var root = rootRequest.CreateSelfSigned(now.AddDays(-2), now.AddDays(300));
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        using var certificate = request.Create(root, now.AddDays(-1), now.AddDays(200), [1, 2, 3, 4]);
        CaFile = Path.Combine(folder, name.Replace(' ', '-') + ".pem");
        File.WriteAllText(CaFile, root.ExportCertificatePem());
        var own = DotNetUtilities.FromX509Certificate(certificate);
        stamps = new TimeStampTokenGenerator(DotNetUtilities.GetRsaKeyPair(key).Private, own, TspAlgorithms.Sha256, "1.2.3.4.1");
        stamps.SetCertificates(CollectionUtilities.CreateStore(new[] { own }));
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}/tsr/");
        listener.Prefixes.Add(Address);
        listener.Start();
        serving = Serve();
    }

    public string Address { get; }

    public string CaFile { get; }

    public int Given => given;

    public void Dispose()
    {
        listener.Close();
        serving.Wait();
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var number = Interlocked.Increment(ref given);
            var answer = new TimeStampResponseGenerator(stamps, TspAlgorithms.Allowed).Generate(new TimeStampRequest(body.ToArray()), BigInteger.ValueOf(number), TimeProvider.System.GetUtcNow().UtcDateTime);
            context.Response.ContentType = "application/timestamp-reply";
            context.Response.Close(answer.GetEncoded(), willBlock: true);
        }
    }
}
