using System.Globalization;
using System.Net;
using System.Text;
using System.Web;

namespace Reconciler.TestSupport;

/// <summary>What a token endpoint answers.</summary>
public sealed record TokenAnswer(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public static TokenAnswer Token(string token, int lifeSeconds = 3600) =>
        new(200, string.Create(CultureInfo.InvariantCulture, $$"""{"token_type":"Bearer","expires_in":{{lifeSeconds}},"access_token":"{{token}}"}"""));

    public static TokenAnswer Refusal(string error, string description) => new(401, $$"""{"error":"{{error}}","error_description":"{{description}}"}""");
}

/// <summary>A token endpoint (OAuth 2.0) on a free port of this machine, for one test. Ends with it.</summary>
public sealed class TokenEndpoint : IDisposable
{
    private readonly HttpListener listener;
    private readonly Func<int, TokenAnswer> answer;
    private readonly List<IReadOnlyDictionary<string, string>> requests = [];
    private readonly Task serving;

    /// <param name="answer">The answer to the request of that number, from 1.</param>
    public TokenEndpoint(Func<int, TokenAnswer> answer)
    {
        this.answer = answer;
        (listener, Address) = Listen();
        serving = Serve();
    }

    public string Address { get; }

    /// <summary>The fields of the requests, in order.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    public void Dispose()
    {
        listener.Close();
        serving.Wait();
    }

    private static (HttpListener Listener, string Address) Listen()
    {
        for (var tries = 1; ; tries++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}/oauth2/token");
            var attempt = new HttpListener { Prefixes = { address + "/" } };
            try
            {
                attempt.Start();
                return (attempt, address);
            }
            catch (HttpListenerException) when (tries < 5)
            {
                attempt.Close();
            }
        }
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

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var form = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
            int number;
            lock (requests)
            {
                requests.Add(form.AllKeys.ToDictionary(k => k!, k => form[k]!, StringComparer.Ordinal));
                number = requests.Count;
            }

            var given = answer(number);
            var (status, body) = given;
            context.Response.StatusCode = status;
            context.Response.ContentType = given.ContentType;
            if (status is 301 or 302 or 307)
            {
                context.Response.RedirectLocation = body;
            }

            context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
        }
    }
}
