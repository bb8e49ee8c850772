using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Picard.Server;
using Picard.Transport;

namespace Picard.Middleware.Tests;

/// <summary>Applications with the services of a test, and clients that come from where a test says.</summary>
internal static class Serving
{
    private const int Requests = 3_000;

    public static IPEndPoint Client { get; } = new(IPAddress.Parse("192.0.2.7"), 40_000);

    public static Gen.IHandler Application<TApplication>(params object[] services)
        where TApplication : class, IApplication<TApplication> => TApplication.CreateHandler(new Given(services));

    public static TestPeer Connect(this TestServer server, EndPoint? from)
    {
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, ClientEndPoint = from });
        server.Server.Accept(accepted);
        return new TestPeer(client);
    }

    /// <summary>One request on a connection of its own.</summary>
    public static async Task<string> AskAsync(this TestServer server, EndPoint? from, string target, params string[] fields)
    {
        await using var peer = server.Connect(from);
        await peer.SendAsync(Request(target, [.. fields, "Connection: close"]));
        return await peer.ReadToEndAsync();
    }

    /// <summary>The same of a server of its own.</summary>
    public static async Task<string> AskAsync<TApplication>(EndPoint? from, object[] services, string target, params string[] fields)
        where TApplication : class, IApplication<TApplication>
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, Application<TApplication>(services));
        return await server.AskAsync(from, target, fields);
    }

    /// <summary>A request; the target may begin with a method.</summary>
    public static string Request(string target, params string[] fields) =>
        $"{(target.StartsWith('/') ? "GET " : "")}{target} HTTP/1.1\r\nHost: test\r\n{string.Concat(fields.Select(static f => f + "\r\n"))}\r\n";

    /// <summary>Asserts that in steady state the exchange allocates less than an octet.</summary>
    public static void AssertAllocatesNothing(Gen.IHandler application, EndPoint from, string request)
    {
        var server = PicardServer.Create(application, new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = new MemoryLog() });
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool(), ClientEndPoint = from });
        server.Accept(accepted);
        var octets = Encoding.ASCII.GetBytes(request);
        Exchange(client, octets);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(client, octets);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        client.Abort();
        Assert.Equal(2L * Requests, server.Requests);
        Assert.InRange(allocated, 0, Requests - 1);
    }

    private static void Exchange(TransportConnection client, byte[] request)
    {
        for (var i = 0; i < Requests; i++)
        {
            // Everything completes inline: nothing here may wait.
            client.Output.Write(request);
            AssertCompleted(client.Output.FlushAsync());
            Assert.True(client.Input.TryRead(out var read));
            client.Input.AdvanceTo(read.Buffer.End);
        }
    }

    private static void AssertCompleted(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);

    private sealed class Given(object[] services) : IServiceProvider
    {
        public object? GetService(Type serviceType) => Array.Find(services, serviceType.IsInstanceOfType);
    }
}
