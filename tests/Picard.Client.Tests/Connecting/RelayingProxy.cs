using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Picard.Client.Tests;

/// <summary>A small proxy on real sockets, made of nothing of ours: it reads what it is asked, connects, and relays octets both ways.</summary>
internal sealed class RelayingProxy : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<NetworkStream, Task<DnsEndPoint>> _negotiate;
    private readonly byte[] _granted;

    private RelayingProxy(Func<NetworkStream, Task<DnsEndPoint>> negotiate, byte[] granted)
    {
        _negotiate = negotiate;
        _granted = granted;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>What it was asked for last.</summary>
    public DnsEndPoint? Asked { get; private set; }

    public static RelayingProxy Http() => new(ReadConnectAsync, "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());

    public static RelayingProxy Socks() => new(ReadSocksAsync, [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await ServeAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        await using var asking = new NetworkStream(client, ownsSocket: true);
        Asked = await _negotiate(asking);
        using var origin = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await origin.ConnectAsync(IPAddress.Loopback, Asked.Port);
        await using var answering = new NetworkStream(origin, ownsSocket: false);
        await asking.WriteAsync(_granted);
        var there = asking.CopyToAsync(answering);
        await Task.WhenAny(there, answering.CopyToAsync(asking));
    }

    private static async Task<DnsEndPoint> ReadConnectAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(stream, 1))[0]);
        }

        var authority = head.ToString().Split(' ')[1].Split(':');
        return new DnsEndPoint(authority[0], int.Parse(authority[1], provider: null));
    }

    private static async Task<DnsEndPoint> ReadSocksAsync(NetworkStream stream)
    {
        await ReadAsync(stream, 3);
        await stream.WriteAsync(new byte[] { 5, 0 });
        var length = (await ReadAsync(stream, 5))[4];
        var rest = await ReadAsync(stream, length + 2);
        return new DnsEndPoint(Encoding.ASCII.GetString(rest, 0, length), (rest[length] << 8) | rest[length + 1]);
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        var octets = new byte[count];
        await stream.ReadExactlyAsync(octets);
        return octets;
    }
}
