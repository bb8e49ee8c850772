using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Peer;

/// <summary>Clients that connect and do nothing until they are told to: <c>ping</c> sends an octet on each and waits for its echo, <c>close</c> closes them all.</summary>
internal static class IdleClients
{
    public static int Run(int port, int count)
    {
        var sockets = new Socket[count];
        for (var i = 0; i < count; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets[i].Connect(IPAddress.Loopback, port);
        }

        Console.WriteLine("connected");
        while (Console.ReadLine() is { } command)
        {
            switch (command)
            {
                case "ping":
                    Ping(sockets);
                    break;
                case "close":
                    foreach (var socket in sockets) { socket.Dispose(); }
                    break;
                default:
                    return 1;
            }

            Console.WriteLine(command);
        }

        return 0;
    }

    private static void Ping(Socket[] sockets)
    {
        for (var i = 0; i < sockets.Length; i++) { sockets[i].Send([(byte)i]); }
        var echo = new byte[1];
        for (var i = 0; i < sockets.Length; i++)
        {
            if (sockets[i].Receive(echo) != 1 || echo[0] != (byte)i) { throw new InvalidOperationException($"Client {i} has no echo."); }
        }
    }
}
