using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Picard.EndToEnd.Tests.Peers;

namespace Picard.EndToEnd.Tests;

/// <summary>Downloads from event loops.</summary>
public sealed class DefaultFileTests(FileServer server) : FileTests(server), IClassFixture<FileServer>;

/// <summary>Downloads on the portable transport.</summary>
public sealed class SocketFileTests(SocketFileServer server) : FileTests(server), IClassFixture<SocketFileServer>;

/// <summary>A file of 100 MB, as .NET's client and curl see it.</summary>
public abstract class FileTests(FileServer server) : IAsyncLifetime
{
    // Real deadlines, which turn a hang into a failure.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new() { Timeout = s_patience };

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task File_ToSeveralClientsAtOnce_HasItsChecksum()
    {
        var hashes = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var content = await _client.GetStreamAsync(server.Url);
            return await SHA256.HashDataAsync(content);
        }));
        Assert.All(hashes, hash => Assert.Equal(server.Hash, hash));
    }

    [Fact]
    public async Task Download_ThatWasCut_IsResumedWithARange()
    {
        const int FirstBytes = 30_000_000;
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        EntityTagHeaderValue tag;
        using (var response = await _client.GetAsync(server.Url, HttpCompletionOption.ResponseHeadersRead))
        {
            tag = response.Headers.ETag!;
            Assert.False(tag.IsWeak);
            var first = new byte[FirstBytes];
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(first);
            sum.AppendData(first);
        }

        var request = new HttpRequestMessage(HttpMethod.Get, server.Url) { Headers = { Range = new RangeHeaderValue(FirstBytes, null), IfRange = new RangeConditionHeaderValue(tag) } };
        using var rest = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(FirstBytes, FileServer.Bytes - 1, FileServer.Bytes), rest.Content.Headers.ContentRange);
        sum.AppendData(await rest.Content.ReadAsByteArrayAsync());
        Assert.Equal(server.Hash, sum.GetHashAndReset());
    }

    [Fact]
    public async Task Head_AndConditions_SendNoContent()
    {
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, server.Url));
        Assert.Equal((HttpStatusCode.OK, (long?)FileServer.Bytes), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Equal(new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero), head.Content.Headers.LastModified);
        foreach (var (change, status) in new (Action<HttpRequestHeaders>, HttpStatusCode)[]
        {
            (headers => headers.IfNoneMatch.Add(head.Headers.ETag!), HttpStatusCode.NotModified),
            (headers => headers.IfModifiedSince = head.Content.Headers.LastModified, HttpStatusCode.NotModified),
            (headers => headers.IfMatch.Add(new EntityTagHeaderValue("\"x\"")), HttpStatusCode.PreconditionFailed),
            (headers => headers.Range = new RangeHeaderValue(FileServer.Bytes, null), HttpStatusCode.RequestedRangeNotSatisfiable),
        })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
            change(request.Headers);
            using var response = await _client.SendAsync(request);
            Assert.Equal(status, response.StatusCode);
            Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, 0, 500);
        }
    }

    [Fact]
    public async Task Curl_GetsThePartsOfSeveralRanges()
    {
        var content = await CurlAsync("--range", "0-9,99999997-,50000000-50000099");
        await using var file = File.OpenRead(server.Path);
        var text = System.Text.Encoding.Latin1.GetString(content);
        foreach (var (first, last) in new[] { (0, 9), (99_999_997, FileServer.Bytes - 1), (50_000_000, 50_000_099) })
        {
            var expected = new byte[last - first + 1];
            file.Position = first;
            file.ReadExactly(expected);
            Assert.Contains($"\r\nContent-Range: bytes {first}-{last}/{FileServer.Bytes}\r\n\r\n{System.Text.Encoding.Latin1.GetString(expected)}\r\n--", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Curl_ContinuesWhereItStopped() => Assert.Equal(1_000, (await CurlAsync("--continue-at", $"{FileServer.Bytes - 1_000}")).Length);

    [Fact]
    public async Task ClientsThatStopReading_CostNoMemory_AndLeaveNoFileOpen()
    {
        await ClosedAsync();
        var clients = new List<HttpResponseMessage>();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await _client.GetAsync(server.Url, HttpCompletionOption.ResponseHeadersRead));
        }

        // 2 GB are asked for. The clients' own buffers are among what is counted, and so is what tests beside this one hold for a while.
        var since = Stopwatch.StartNew();
        while (GC.GetTotalMemory(forceFullCollection: true) - memory > 20_000_000)
        {
            Assert.True(since.Elapsed < s_patience, "Memory is still held.");
            await Task.Yield();
        }

        Assert.Equal(20, OpenFiles());
        clients.ForEach(static client => client.Dispose());
        await ClosedAsync();
    }

    private async Task ClosedAsync()
    {
        var since = Stopwatch.StartNew();
        while (OpenFiles() > 0)
        {
            Assert.True(since.Elapsed < s_patience, "Files are still open.");
            await Task.Yield();
        }
    }

    /// <summary>Descriptors of this process that are the file.</summary>
    private int OpenFiles() => Directory.EnumerateFiles("/proc/self/fd").Count(descriptor =>
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName == server.Path;
        }
        catch (IOException)
        {
            return false; // Closed meanwhile.
        }
    });

    private async Task<byte[]> CurlAsync(params string[] arguments)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["--silent", "--fail", .. arguments, server.Url.ToString()]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await curl.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(s_patience);
        await curl.WaitForExitAsync().WaitAsync(s_patience);
        Assert.Equal(0, curl.ExitCode);
        return output.ToArray();
    }
}
