using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Picard.Benchmarks;

/// <summary>What a request costs above the transport, in the server as it is: from the octets to the flush, with every limit and timeout on.</summary>
internal static class DriverCommand
{
    public const string Help = """
        usage: driver
          Nanoseconds and octets allocated per request, and the octets of a response, over 64 connections that take turns: the least and the median of 25 rounds.
          What arrives at once is 1 request, or 16; logged is with a log that wants a line for each request, and drops it: at most 64 B. Budget: user code under 1,000 ns for one request at a time, transport included.
        """;

    private const int Connections = 64;
    private const int Rounds = 25;
    private const int RequestsPerRound = 100_000;
    private const int WarmUpRounds = 15;

    private static readonly (string Name, string Request)[] s_requests =
    [
        ("GET /plaintext (wrk)", "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"),
        ("GET /plaintext (browser)", Encoding.ASCII.GetString(HeadSample.All[0].Octets).Replace("/articles/2026/picard?page=2", "/plaintext", StringComparison.Ordinal)),
        ("GET /users/200", "GET /users/200 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"),
        ("POST /echo of 1 KiB", $"POST /echo HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\n{new string('e', 1024)}"),
    ];

    public static int Run()
    {
        Console.WriteLine("request                     at once   least ns  median ns  B/request  response B");
        foreach (var (name, request) in s_requests)
        {
            Measure(name, request, 1, new ServerOptions());
            Measure(name, request, 16, new ServerOptions());
        }

        using var log = new DiscardingLog();
        Measure("GET /plaintext, logged", s_requests[0].Request, 1, new ServerOptions { LoggerFactory = log });
        return 0;
    }

    private static void Measure(string name, string request, int atOnce, ServerOptions options)
    {
        var connections = Enumerable.Range(0, Connections).Select(static _ => new BareConnection()).ToArray();
        var server = PicardServer.Create<BenchmarkApplication>(options);
        Array.ForEach(connections, server.Accept);
        var octets = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(request, atOnce))));
        var nanoseconds = new List<double>();
        long bytes = 0;
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            Send(connections, octets, RequestsPerRound / atOnce);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (round >= WarmUpRounds)
            {
                nanoseconds.Add(elapsed / (RequestsPerRound / atOnce * atOnce));
            }
        }

        var requests = server.Requests;
        Array.ForEach(connections, static connection => connection.Arriving.End());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-26}  {atOnce,7}  {nanoseconds.Min(),9:0}  {Statistics.Median(nanoseconds),9:0}  {bytes / (double)RequestsPerRound,9:0.0}  {connections.Sum(static c => c.FlushedBytes) / requests,10}"));
    }

    private static void Send(BareConnection[] connections, in ReadOnlySequence<byte> octets, int times)
    {
        for (var i = 0; i < times; i++)
        {
            connections[i % connections.Length].Arriving.Arrive(octets);
        }
    }
}
