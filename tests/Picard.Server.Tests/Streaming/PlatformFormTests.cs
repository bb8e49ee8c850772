using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>Forms and streams of .NET's client, which shares no code with us.</summary>
public sealed class PlatformFormTests
{
    [Fact]
    public async Task FormsAndStreamsOfThePlatformsClient_AreUnderstood()
    {
        var log = new EventLog();
        log.Gate.SetResult();
        await using var server = await TestServer.StartAsync(Network.Sockets, EventApplication.Create(log));
        using var client = new HttpClient { BaseAddress = new Uri($"http://{Assert.IsType<IPEndPoint>(server.EndPoint)}") };

        using var urlencoded = new FormUrlEncodedContent([new("name", "A&B=\u00e9 +"), new("full age", "7"), new("tag", "a"), new("tag", "b")]);
        Assert.Equal("A&B=\u00e9 +|7|1|Small|a+b|", await AskAsync("/form", urlencoded));

        using var form = new MultipartFormDataContent { { new StringContent("A&B"), "name" } };
        Assert.Equal("A&B||1|Small||", await AskAsync("/form", form));

        using var upload = new MultipartFormDataContent { { new StringContent("Hello", Encoding.UTF8), "title" }, { File(200_000), "file", "\u00e9.bin" } };
        Assert.EndsWith(":200000 octets;end", await AskAsync("/parts", upload), StringComparison.Ordinal);

        using var lines = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(static i => $"{{\"id\":{i}}}\n")))));
        lines.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        Assert.Equal(string.Join(',', Enumerable.Range(0, 1000)), await AskAsync("/samples", lines));
        server.AssertQuietLog();

        async Task<string> AskAsync(string target, HttpContent content)
        {
            using var response = await client.PostAsync(new Uri(target, UriKind.Relative), content);
            return await response.Content.ReadAsStringAsync();
        }
    }

    private static ByteArrayContent File(int bytes)
    {
        var content = new ByteArrayContent(new byte[bytes]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }
}
