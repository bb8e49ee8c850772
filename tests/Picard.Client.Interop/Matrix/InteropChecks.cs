using System.IO.Pipelines;
using System.Security.Cryptography;

namespace Picard.Client.Interop;

/// <summary>What a client does with any server, each on a client of its own. The targets are those of the servers in <c>Servers/</c>.</summary>
internal sealed class InteropChecks(PicardClient client, InteropServer server)
{
    private const int LargeBytes = 4 * 1024 * 1024;
    private const string Text = "Hello, World!";

    /// <summary>Every check by its name.</summary>
    public static IReadOnlyDictionary<string, Func<InteropChecks, Task>> All { get; } = new Dictionary<string, Func<InteropChecks, Task>>
    {
        ["get"] = static check => check.GetAsync(),
        ["head"] = static check => check.HeadAsync(),
        ["chunked"] = static check => check.ChunkedAsync(),
        ["large"] = static check => check.LargeAsync(),
        ["no content"] = static check => check.WithoutContentAsync("/empty", StatusCode.NoContent),
        ["not modified"] = static check => check.WithoutContentAsync("/unmodified", StatusCode.NotModified),
        ["post"] = static check => check.PostAsync(ContentForm.AtHand),
        ["post with length"] = static check => check.PostAsync(ContentForm.Length),
        ["post in chunks"] = static check => check.PostAsync(ContentForm.Chunks),
        ["post of nothing"] = static check => check.PostNothingAsync(),
        ["expect"] = static check => check.ExpectAsync(),
        ["echo"] = static check => check.EchoAsync(),
        ["reuse"] = static check => check.ReuseAsync(),
        ["concurrent"] = static check => check.ConcurrentAsync(),
        ["early response"] = static check => check.EarlyAsync(),
        ["expect refused"] = static check => check.ExpectRefusedAsync(),
        ["slow reader"] = static check => check.SlowReaderAsync(),
        ["abandoned"] = static check => check.AbandonedAsync(),
        ["close"] = static check => check.ClosedAsync("/close"),
        ["drop"] = static check => check.ClosedAsync("/drop"),
        ["typed"] = static check => check.TypedAsync(),
    };

    /// <summary>How content is given to the client.</summary>
    private enum ContentForm
    {
        AtHand,
        Length,
        Chunks,
    }

    private async Task GetAsync()
    {
        await using var response = await client.GetAsync(server.Base + "/text");
        Require.Equal(StatusCode.Ok, response.Status, "the status");
        Require.Equal(Text, await response.ReadTextAsync(), "the content");
    }

    private async Task HeadAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await using (var response = await client.SendAsync(new ClientRequest(Method.Head, server.Base + "/text")))
            {
                Require.Equal(StatusCode.Ok, response.Status, "the status");
                Require.That(response.ContentLength is null or 13, $"Content-Length is {response.ContentLength}");
                Require.Equal(0, (await response.ReadAllAsync()).Length, "the length of the content");
            }

            await GetAsync();
        }

        RequireConnections(1);
    }

    private async Task ChunkedAsync()
    {
        await using (var response = await client.GetAsync(server.Base + "/chunked"))
        {
            Require.Equal<long?>(null, response.ContentLength, "Content-Length");
            Require.Equal(100_000, await ReadPatternAsync(response), "the length of the content");
        }

        await GetAsync();
        RequireConnections(1);
    }

    private async Task LargeAsync()
    {
        await using (var response = await client.GetAsync($"{server.Base}/large/{LargeBytes}"))
        {
            Require.Equal(LargeBytes, await ReadPatternAsync(response), "the length of the content");
        }

        await GetAsync();
    }

    private async Task WithoutContentAsync(string target, StatusCode status)
    {
        for (var i = 0; i < 3; i++)
        {
            await using (var response = await client.GetAsync(server.Base + target))
            {
                Require.Equal(status, response.Status, "the status");
                Require.Equal(0, (await response.ReadAllAsync()).Length, "the length of the content");
            }

            await GetAsync();
        }

        RequireConnections(1);
    }

    private async Task PostAsync(ContentForm form)
    {
        foreach (var bytes in (int[])[1, 1_000, 100_000, LargeBytes])
        {
            var content = Pattern.Of(bytes);
            await using var response = await client.SendAsync(Post("/digest", content, form));
            await RequireDigestAsync(response, content);
        }

        RequireConnections(1);
    }

    private async Task PostNothingAsync()
    {
        await using (var response = await client.SendAsync(new ClientRequest(Method.Post, server.Base + "/digest")))
        {
            await RequireDigestAsync(response, []);
        }

        await using (var response = await client.SendAsync(Post("/digest", [], ContentForm.Chunks)))
        {
            await RequireDigestAsync(response, []);
        }

        await GetAsync();
        RequireConnections(1);
    }

    private async Task ExpectAsync()
    {
        foreach (var form in (ContentForm[])[ContentForm.Length, ContentForm.Chunks])
        {
            var content = Pattern.Of(LargeBytes);
            await using var response = await client.SendAsync(Post("/digest", content, form, ContentStart.OnContinue));
            await RequireDigestAsync(response, content);
        }

        RequireConnections(1);
    }

    // A server that sends back what it has of the content while it takes the rest needs a client that reads while it sends.
    private async Task EchoAsync()
    {
        await using (var response = await client.SendAsync(Post("/echo", Pattern.Of(LargeBytes), ContentForm.Chunks)))
        {
            Require.Equal(StatusCode.Ok, response.Status, "the status");
            Require.Equal(LargeBytes, await ReadPatternAsync(response), "the length of the content");
        }

        await GetAsync();
    }

    private async Task ReuseAsync()
    {
        for (var i = 0; i < 100; i++)
        {
            await GetAsync();
            await using var response = await client.SendAsync(Post("/digest", Pattern.Of(i), i % 2 == 0 ? ContentForm.AtHand : ContentForm.Chunks));
            await RequireDigestAsync(response, Pattern.Of(i));
        }

        RequireConnections(1);
        Require.Equal(199, client.Statistics.Reused, "the number of requests on a connection that was used before");
    }

    private Task ConcurrentAsync() => Parallel.ForEachAsync(
        Enumerable.Range(1, 500),
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (number, aborted) =>
        {
            await using (var response = await client.GetAsync($"{server.Base}/large/{number * 7}", aborted))
            {
                Require.Equal(number * 7, await ReadPatternAsync(response), "the length of the content");
            }

            await using var posted = await client.SendAsync(Post("/digest", Pattern.Of(number), ContentForm.AtHand), aborted);
            await RequireDigestAsync(posted, Pattern.Of(number));
        });

    // The server answers before it has the content, and wants no more of it.
    private async Task EarlyAsync()
    {
        try
        {
            await using var response = await client.SendAsync(Post("/refuse", Pattern.Of(4 * LargeBytes), ContentForm.Chunks));
            Require.Equal(StatusCode.ContentTooLarge, response.Status, "the status");
        }
        catch (RequestException fault) when (server.LosesEarlyResponses)
        {
            Require.Equal(RequestFault.ConnectionLost, fault.Fault, "the fault");
        }

        await GetAsync();
    }

    private async Task ExpectRefusedAsync()
    {
        var content = new Pipe();
        await using (var response = await client.SendAsync(new ClientRequest(Method.Post, server.Base + "/refuse")
        {
            ContentPipe = content.Reader,
            ContentLength = LargeBytes,
            ContentStart = ContentStart.OnContinue,
        }))
        {
            Require.Equal(StatusCode.ContentTooLarge, response.Status, "the status");
        }

        var written = await content.Writer.WriteAsync(new byte[1]);
        Require.That(written.IsCompleted, "the content was not given up");
        await GetAsync();
    }

    private async Task SlowReaderAsync()
    {
        await using var response = await client.GetAsync($"{server.Base}/large/{4 * LargeBytes}");
        var offset = Pattern.Compare(await response.ReadAsync(), 0);

        // Meanwhile the server fills what lies between, and must wait.
        for (var i = 0; i < 20; i++)
        {
            await GetAsync();
        }

        RequireConnections(2);
        for (var piece = await response.ReadAsync(); !piece.IsEmpty; piece = await response.ReadAsync())
        {
            offset = Pattern.Compare(piece, offset);
        }

        Require.Equal(4 * LargeBytes, offset, "the length of the content");
    }

    private async Task AbandonedAsync()
    {
        await using (var response = await client.GetAsync($"{server.Base}/large/{4 * LargeBytes}"))
        {
            Pattern.Compare(await response.ReadAsync(), 0);
        }

        await GetAsync();
        RequireConnections(2);
    }

    // Each answer is the last of its connection, announced or not; the caller hears nothing of that.
    private async Task ClosedAsync(string target)
    {
        for (var i = 0; i < 10; i++)
        {
            await using (var response = await client.GetAsync(server.Base + target))
            {
                Require.Equal(Text, await response.ReadTextAsync(), "the content");
            }

            await GetAsync();
        }

        Require.That(client.Statistics.Created >= 10, $"{client.Statistics.Created} connections were made");
    }

    private async Task TypedAsync()
    {
        var typed = PicardClient.Create<IInteropClient>(client, server.Base);
        var content = Pattern.Of(50_000);
        Require.Equal(Text, await typed.Text(), "the text");
        Require.Equal(new InteropValue(7, "sept \u2713"), await typed.Json(), "the value");
        Require.Equal(null, await typed.Absent(), "what is absent");
        Require.Equal(StatusCode.NoContent, await typed.Empty(), "the status");
        Require.Equal(Digest(content), await typed.Digest(content), "the digest");
        Require.Equal(Digest(content), await typed.DigestStream(new MemoryStream(content)), "the digest of a stream");
        RequireConnections(1);
    }

    private static string Digest(byte[] content) => $"{content.Length} {Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static async Task RequireDigestAsync(ClientResponse response, byte[] content)
    {
        Require.Equal(StatusCode.Ok, response.Status, "the status");
        Require.Equal(Digest(content), await response.ReadTextAsync(), "the digest");
    }

    private static async Task<long> ReadPatternAsync(ClientResponse response)
    {
        long offset = 0;
        for (var piece = await response.ReadAsync(); !piece.IsEmpty; piece = await response.ReadAsync())
        {
            offset = Pattern.Compare(piece, offset);
        }

        return offset;
    }

    private ClientRequest Post(string target, byte[] content, ContentForm form, ContentStart start = default) => form == ContentForm.AtHand
        ? new ClientRequest(Method.Post, server.Base + target) { Content = content }
        : new ClientRequest(Method.Post, server.Base + target)
        {
            ContentPipe = PipeReader.Create(new MemoryStream(content)),
            ContentLength = form == ContentForm.Length ? content.Length : null,
            ContentStart = start,
        };

    private void RequireConnections(int count) => Require.Equal(count, client.Statistics.Created, "the number of connections");
}
