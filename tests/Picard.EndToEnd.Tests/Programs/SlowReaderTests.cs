using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>Clients that ask for 10 MiB and stop reading, and the server as a process of its own: what it holds for them, and how far its handlers run ahead.</summary>
public sealed class SlowReaderTests
{
    // performance.md, goals: what a slow reader may cost, and how far an application may run ahead of one, kernel included.
    private const long MaxBytesForAReader = 16 * 1024;
    private const long MaxBytesAhead = 128 * 1024;

    private const int Readers = 1000;
    private const int ReadBytes = 4 * 1024;
    private const int Largest = 1 << 20;

    [Fact]
    public async Task ThousandReadersThatStop_CostAtMost16KiBEach()
    {
        await using var program = SampleProcess.Start("SlowReader", urls: null, "--serve", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = new Uri(await program.AddressAsync()) };

        // Code that is compiled and tables that are made with the first readers are no cost of readers.
        using (await Stopped.ConnectAsync(client.BaseAddress, Largest, 100))
        {
            _ = await NumberAsync(client, "/working-set");
        }

        var before = await NumberAsync(client, "/working-set");
        using var readers = await Stopped.ConnectAsync(client.BaseAddress, Largest, Readers);
        var grown = await NumberAsync(client, "/working-set") - before;
        Assert.InRange(grown / Readers, 0, MaxBytesForAReader);

        // They are all still there, and none has got all that it asked for.
        Assert.InRange(await NumberAsync(client, "/accepted"), 0, (100 + Readers) * (long)Largest);
        Assert.All(readers.Sockets, static socket => Assert.True(socket.Connected));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(64 * 1024)]
    [InlineData(Largest)]
    public async Task ReaderThatStops_MakesTheApplicationRunAheadByAtMost128KiB(int writeBytes)
    {
        await using var program = SampleProcess.Start("SlowReader", urls: null, "--serve", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = new Uri(await program.AddressAsync()) };
        using var readers = await Stopped.ConnectAsync(client.BaseAddress, writeBytes, 1);
        var reader = readers.Sockets[0];

        // No event tells when the server has written all it can: many looks that see the same are the end.
        var (seen, unchanged) = ((Accepted: -1L, Available: -1), 0);
        while (unchanged < 300)
        {
            var now = (await NumberAsync(client, "/accepted"), reader.Available);
            unchanged = now == seen && Stopped.QueuedBytes(reader) > 0 ? unchanged + 1 : 0;
            seen = now;
        }

        // What came to the client begins with the head of the response, which is no part of what the handler wrote.
        Assert.InRange(seen.Accepted - (readers.ReceivedContentBytes + seen.Available), long.MinValue, MaxBytesAhead);
        Assert.InRange(Stopped.QueuedBytes(reader), 1, MaxBytesAhead);
        Assert.True(writeBytes > 1024 || seen.Accepted > 0); // A larger write may not be over before the client reads on.
    }

    private static async Task<long> NumberAsync(HttpClient client, string path) => long.Parse(await client.GetStringAsync(path), CultureInfo.InvariantCulture);

    /// <summary>Clients that have read the beginning of their response.</summary>
    private sealed class Stopped : IDisposable
    {
        public List<Socket> Sockets { get; } = [];

        public long ReceivedContentBytes { get; private set; }

        public static async Task<Stopped> ConnectAsync(Uri server, int writeBytes, int count)
        {
            var stopped = new Stopped();
            var request = Encoding.ASCII.GetBytes($"GET /produce/{writeBytes} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var octets = new byte[ReadBytes];
            for (var i = 0; i < count; i++)
            {
                // A small window, so that what is on its way is the server's and not the kernel's on this side.
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReadBytes };
                stopped.Sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, server.Port);
                await socket.SendAsync(request);
                var length = await socket.ReceiveAsync(octets);
                stopped.ReceivedContentBytes += length - (octets.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4);
            }

            return stopped;
        }

        /// <summary>What the server's kernel holds for a client, as <c>/proc/net/tcp</c> tells it (SIOCOUTQ).</summary>
        public static long QueuedBytes(Socket client)
        {
            var (local, remote) = (Hex(client.RemoteEndPoint), Hex(client.LocalEndPoint));
            var line = File.ReadLines("/proc/net/tcp").Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(fields => fields[1] == local && fields[2] == remote);
            return long.Parse(line[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        public void Dispose() => Sockets.ForEach(static socket => socket.Dispose());

        private static string Hex(EndPoint? endPoint)
        {
            var address = (IPEndPoint)endPoint!;
            return $"{BitConverter.ToUInt32(address.Address.GetAddressBytes()):X8}:{address.Port:X4}";
        }
    }
}
