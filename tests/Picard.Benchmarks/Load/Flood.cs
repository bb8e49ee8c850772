using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Picard.Benchmarks;

/// <summary>One connection that pipelines requests without pause, and takes every answer as it comes: as much as a server answers on one connection.</summary>
internal sealed class Flood : IDisposable
{
    private const string Request = "GET /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const int RequestsPerSend = 1024;

    private readonly Socket _socket;
    private readonly Thread _sending;
    private readonly Thread _receiving;
    private readonly Stopwatch _clock;
    private readonly int _answerBytes;
    private long _receivedBytes;

    public Flood(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(IPAddress.Loopback, port);
        _socket.Send(Encoding.ASCII.GetBytes(Request));
        _answerBytes = _socket.Receive(new byte[4096]);
        _clock = Stopwatch.StartNew();
        _sending = new Thread(Send) { IsBackground = true };
        _receiving = new Thread(Receive) { IsBackground = true };
        _sending.Start();
        _receiving.Start();
    }

    /// <summary>Requests of it that were answered, each second until now.</summary>
    public double RequestsPerSecond => Interlocked.Read(ref _receivedBytes) / (double)_answerBytes / _clock.Elapsed.TotalSeconds;

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Join();
        _receiving.Join();
    }

    private void Send()
    {
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Request, RequestsPerSend)));
        try
        {
            while (true)
            {
                _socket.Send(requests);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The flood is over.
        }
    }

    private void Receive()
    {
        var answers = new byte[256 * 1024];
        try
        {
            for (int received; (received = _socket.Receive(answers)) > 0;)
            {
                Interlocked.Add(ref _receivedBytes, received);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The flood is over.
        }
    }
}
