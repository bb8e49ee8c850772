using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>Sockets that listen already, and are handed to the server: they outlive it.</summary>
public sealed class InheritedSocketTests
{
    public static TheoryData<ServerTransport> Transports => LoopGroup.IsSupported ? [ServerTransport.Sockets, ServerTransport.EventLoops] : [ServerTransport.Sockets];

    [Theory] // A restart that refuses no client: whoever owns the socket keeps it, and those who connect meanwhile wait in its queue.
    [MemberData(nameof(Transports))]
    public async Task RestartOnAnInheritedSocket_RefusesNobody(ServerTransport transport)
    {
        using var owner = new Socket(SocketType.Stream, ProtocolType.Tcp);
        owner.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        owner.Listen(16);
        for (var generation = 0; generation < 3; generation++)
        {
            // Connected before the server is there.
            await using var early = new TestPeer(await new SocketConnector().ConnectAsync(owner.LocalEndPoint!));
            await early.SendAsync(Responses.Get("/early"));
            await using var server = PicardServer.Create(new TestHandler(), new ServerOptions { Transport = transport, Urls = [$"fd:{Duplicate(owner)}"], LoggerFactory = new MemoryLog() });
            await server.StartAsync();
            Assert.Equal([$"http://{owner.LocalEndPoint}"], server.Addresses);
            Assert.EndsWith("/early", await early.ReadResponseAsync());
            await early.DisposeAsync();
            await server.StopAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task DescriptorThatIsNoListener_IsOneLine(ServerTransport transport)
    {
        using var unbound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var copy = Duplicate(unbound);
        await using var server = PicardServer.Create(new TestHandler(), new ServerOptions { Transport = transport, Urls = [$"fd:{copy}"], LoggerFactory = new MemoryLog() });
        var fault = await Assert.ThrowsAsync<ServerStartException>(() => server.StartAsync());
        Assert.Equal($"Cannot listen on fd:{copy}: the descriptor {copy} is no socket that listens.", fault.Message);

        // It stays its owner's.
        using var still = new SafeSocketHandle(copy, ownsHandle: true);
        using var socket = new Socket(still);
        Assert.Equal(SocketType.Stream, socket.SocketType);
    }

    [Theory]
    [InlineData("fd:", "'' is not the number of a descriptor")]
    [InlineData("fd:x", "'x' is not the number of a descriptor")]
    [InlineData("systemd:", "no sockets were handed to this process")]
    public void AddressThatIsNone_IsOneLine(string url, string why)
    {
        Assert.Contains(why, Assert.Throws<ServerStartException>(() => ListenAddress.Parse(url)).Message);
    }

    [Fact] // sd_notify(3)
    public void ServiceManager_HearsWhatItIsTold()
    {
        var path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        try
        {
            ServiceSupervisor.Notify("READY=1", path);
            var octets = new byte[64];
            Assert.Equal("READY=1", Encoding.ASCII.GetString(octets, 0, manager.Receive(octets)));

            // Nobody there is nobody's fault.
            ServiceSupervisor.Notify("READY=1", path + "x");
            ServiceSupervisor.Notify("READY=1", null);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int Duplicate(Socket socket) => Duplicate((int)socket.Handle);

    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor);
}
