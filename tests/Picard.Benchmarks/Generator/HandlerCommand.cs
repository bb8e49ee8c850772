using System.Buffers;
using System.Diagnostics;
using System.Text;
using Picard.Gen;
using Picard.Http;

namespace Picard.Benchmarks;

/// <summary>What an exchange costs above the parser and below the transport: routing, binding, the user's method, the response in the output.</summary>
internal static class HandlerCommand
{
    public const string Help = """
        usage: handler
          Nanoseconds and octets allocated per exchange, medians of 9 rounds of 500,000 exchanges; the head is parsed once, outside.
          Budget: a constant answer well under 300 ns.
        """;

    private const int Rounds = 9;
    private const int Exchanges = 500_000;

    public static int Run()
    {
        foreach (var target in new[] { "/plaintext", "/users/200", "/search?page=1&limit=20&all=true", "/text/ada", "/t%65xt/%61da", "/nowhere" })
        {
            Measure(target);
        }

        return 0;
    }

    private static void Measure(string target)
    {
        var handler = Create<BenchmarkApplication>();
        var output = new DiscardingOutput();
        var exchange = new Exchange(output, new DateField(TimeProvider.System));
        var request = new ParsedRequest();
        var head = Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: example\r\nUser-Agent: benchmark\r\nAccept: */*\r\n\r\n");
        _ = new HeadParser(new HttpLimits()).ParseRequest(new ReadOnlySequence<byte>(head), request, out _);
        var nanoseconds = new List<double>();
        long bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Exchanges; i++)
            {
                output.Clear();
                exchange.Begin(request, persist: true);
                _ = handler.Handle(exchange);
                exchange.End();
            }

            nanoseconds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Exchanges);
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        nanoseconds.Sort();
        Console.WriteLine($"{target,-36} {nanoseconds[Rounds / 2],7:F0} ns  {bytes / (double)Exchanges,6:F1} B");
    }

    private static IHandler Create<TApplication>()
        where TApplication : class, IApplication<TApplication> => TApplication.CreateHandler(null);
}
