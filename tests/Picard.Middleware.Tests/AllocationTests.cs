using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Picard.Transport;

namespace Picard.Middleware.Tests;

[Application, Use<AccessLog>, Use<ExceptionPage>, Use<Compression>, Use<ContentBuffering>]
public partial class SteadyApp;

[Handler(Application = typeof(SteadyApp))]
public partial class SteadyPages
{
    private static readonly string s_text = new("Hello, World!");
    private static readonly byte[] s_page = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("All work and no play. ", 200)));

    [Get("/text")] private static string Text() => s_text;
    [Get("/page"), ContentType("text/plain")] private static ReadOnlyMemory<byte> Page() => s_page;
    [Post("/content")] private static string Content(ReadOnlyMemory<byte> content) => content.Length == 5 ? s_text : "";
}

/// <summary>What the shipped middleware allocates for an exchange in steady state.</summary>
public sealed class AllocationTests
{
    private const int Requests = 5_000;

    // .NET's codecs are made anew for each response, a few small objects with what holds the native state; see EncoderPool.
    private const int MostBytesOfACodec = 1024;

    [Theory]
    [InlineData("GET /text HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip, br\r\nUser-Agent: curl/8\r\nReferer: \"\r\n\r\n", 0)]
    [InlineData("GET /page HTTP/1.1\r\nHost: test\r\nAccept-Encoding: identity\r\n\r\n", 0)]
    [InlineData("POST /content HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n12345", 0)]
    [InlineData("GET /page HTTP/1.1\r\nHost: test\r\nAccept-Encoding: br\r\n\r\n", MostBytesOfACodec)]
    [InlineData("GET /page HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n", MostBytesOfACodec)]
    public async Task Exchange_AllocatesNothing_ButWhatACodecIs(string request, int most)
    {
        await using var writer = new AccessLogWriter(Stream.Null);
        var application = Applications.Create<SteadyApp>(new AccessLogOptions { Writer = writer });
        var allocated = AllocatedBy(application, Encoding.ASCII.GetBytes(request));

        // Less than an octet a request, beside the codec.
        Assert.InRange(allocated, 0, (Requests * (long)most) + Requests - 1);
    }

    private static long AllocatedBy(Gen.IHandler application, byte[] request)
    {
        using var log = new MemoryLog();
        var server = PicardServer.Create(application, new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = log });
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool() });
        server.Accept(accepted);
        Exchange(client, request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(client, request);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        client.Abort();
        Assert.Equal(2L * Requests, server.Requests);
        return allocated;
    }

    private static void Exchange(TransportConnection client, byte[] request)
    {
        for (var i = 0; i < Requests; i++)
        {
            // Everything completes inline: nothing here may wait.
            client.Output.Write(request);
            var flush = client.Output.FlushAsync();
            Assert.True(flush.IsCompletedSuccessfully);
            Assert.True(client.Input.TryRead(out var read));
            client.Input.AdvanceTo(read.Buffer.End);
        }
    }
}
