using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary>The checks that take minutes.</summary>
internal static class LongRun
{
    private const long GiB = 1L << 30;
    private const int Clients = 5_000;
    private const int Sockets = 16;

    // Limit: what the program may grow by while a GiB passes, client, gateway and server together: their garbage waits to be collected. It is far above this if content is gathered.
    private const long MaxHeldBytes = 128L << 20;

    /// <param name="sockets">How long WebSockets are kept busy.</param>
    /// <param name="output">Where each check is told.</param>
    /// <returns>How many failed.</returns>
    public static async Task<int> RunAsync(TimeSpan sockets, TextWriter output)
    {
        var failures = 0;
        foreach (var name in (string[])["picard", "kestrel"])
        {
            await using var front = new GatewayFront(InteropServers.All[name](), InteropTransport.All[0]);
            await front.StartAsync();
            failures += await RunAsync(front, "1 GiB down", at => HoldsLittleAsync(() => DownAsync(at)), output);
            failures += await RunAsync(front, "1 GiB up with length", at => HoldsLittleAsync(() => UpAsync(at, inChunks: false)), output);
            failures += await RunAsync(front, "1 GiB up in chunks", at => HoldsLittleAsync(() => UpAsync(at, inChunks: true)), output);
            failures += await RunAsync(front, $"{Sockets} WebSockets", at => Task.WhenAll(Enumerable.Range(0, Sockets).Select(_ => SocketClient.EchoAsync(at, sockets))), output);
        }

        failures += await ProxyRun.RunAsync("dotnet", "picard", $"{Clients} at once", ManyAsync, output);
        return failures + await ProxyRun.RunAsync("dotnet", "picard", "killed and restarted", KilledAsync, output);
    }

    private static async Task<int> RunAsync(GatewayFront front, string check, Func<string, Task> run, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        string outcome;
        try
        {
            await run(front.Base);
            outcome = string.Create(CultureInfo.InvariantCulture, $"ok, {clock.Elapsed.TotalSeconds:F1} s");
        }
        catch (Exception fault)
        {
            outcome = $"FAILED: {fault.GetType().Name}: {fault.Message}";
        }

        await output.WriteLineAsync($"{"dotnet",-15} {front.Name,-8} {check,-22} {outcome}");
        return outcome.StartsWith("ok", StringComparison.Ordinal) ? 0 : 1;
    }

    private static async Task HoldsLittleAsync(Func<Task> run)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        await run();
        process.Refresh();
        Require.That(process.WorkingSet64 - before < MaxHeldBytes, $"the program has grown by {(process.WorkingSet64 - before) >> 20} MiB");
    }

    private static async Task DownAsync(string at)
    {
        using var client = Create();
        Require.Equal(GiB, await DotNetClient.CompareAsync(await client.GetStreamAsync($"{at}/large/{GiB}")), "the length of the content");
    }

    private static async Task UpAsync(string at, bool inChunks)
    {
        using var client = Create();
        using var content = new PatternContent(GiB);
        using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Post, at + "/digest") { Content = content };
        request.Headers.TransferEncodingChunked = inChunks;
        using var response = await client.SendAsync(request);
        Require.Equal(HttpStatusCode.OK, response.StatusCode, "the status");
        Require.Equal($"{GiB} {content.Digest}", await response.Content.ReadAsStringAsync(), "the digest");
    }

    // Each client has a connection of its own, and all of them wait for an answer at the same time, again and again; the gateway has fewer.
    private static async Task ManyAsync()
    {
        await using var origin = InteropServers.All["picard"]();
        await origin.StartAsync();
        await using var front = new GatewayFront(InteropServers.All["picard"](), InteropTransport.All[0]);
        await front.StartAsync([origin.Base], new ClientOptions { MaxConnectionsPerAuthority = 256, MaxQueuedRequests = Clients, PoolTimeout = TimeSpan.FromSeconds(60) });
        using var client = Create();
        for (var round = 0; round < 5; round++)
        {
            var texts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => client.GetStringAsync(front.Base + "/text")));
            Require.That(Array.TrueForAll(texts, static text => text == "Hello, World!"), "a content is another");
        }

        Require.That(front.Gateway.Connections.Created <= 256, $"the gateway has made {front.Gateway.Connections.Created} connections");
    }

    // What may be sent again, is: no client hears of a server that ends, as long as there is another.
    private static async Task KilledAsync()
    {
        await using var one = new RestartedServer();
        await using var other = new RestartedServer();
        await Task.WhenAll(one.StartAsync(), other.StartAsync());
        await using var front = new GatewayFront(InteropServers.All["picard"](), InteropTransport.All[0]);
        await front.StartAsync([one.Url, other.Url], new ClientOptions());
        using var client = Create();
        using var stopped = new CancellationTokenSource();
        var answered = 0;
        var load = Enumerable.Range(0, 16).Select(async _ =>
        {
            while (!stopped.IsCancellationRequested)
            {
                Require.Equal("Hello, World!", await client.GetStringAsync(front.Base + "/text"), "the content");
                Interlocked.Increment(ref answered);
            }
        }).ToArray();
        for (var i = 0; i < 6 && !load.Any(static one => one.IsFaulted); i++)
        {
            var killed = i % 2 == 0 ? one : other;
            await AnsweredAsync(500);
            await killed.KillAsync();
            await AnsweredAsync(500);
            await killed.StartAsync();
        }

        await stopped.CancelAsync();
        await Task.WhenAll(load);

        async Task AnsweredAsync(int more)
        {
            for (var until = Volatile.Read(ref answered) + more; Volatile.Read(ref answered) < until && !load.Any(static one => one.IsFaulted);)
            {
                await Task.Yield();
            }
        }
    }

    private static HttpClient Create() => new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Clients }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Content that follows the pattern, and is made as it is sent.</summary>
    private sealed class PatternContent(long length) : HttpContent
    {
        // As long as the period of the pattern, so that each piece begins as the first does.
        private static readonly byte[] s_piece = Pattern.Of(251 * 64);

        /// <summary>The SHA-256 of what was sent.</summary>
        public string Digest { get; private set; } = "";

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long at = 0; at < length; at += s_piece.Length)
            {
                var piece = s_piece.AsMemory(0, (int)Math.Min(s_piece.Length, length - at));
                hash.AppendData(piece.Span);
                await stream.WriteAsync(piece);
            }

            Digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
