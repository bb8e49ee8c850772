using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Picard.Benchmarks;

/// <summary>Asks a peer for one thing on a connection of its own.</summary>
internal static class PeerRequest
{
    /// <summary>Sends a GET.</summary>
    /// <returns>The content of the answer.</returns>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="UsageException">The answer is not a 200.</exception>
    public static string Get(int port, string target)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var answer = new StringBuilder();
        var octets = new byte[8192];
        for (int received; !IsWhole(answer.ToString()) && (received = socket.Receive(octets)) > 0;)
        {
            answer.Append(Encoding.Latin1.GetString(octets, 0, received));
        }

        return ContentOf(answer.ToString()) ?? throw new UsageException($"{target} was answered with: {answer.ToString()[..Math.Min(80, answer.Length)]}");
    }

    /// <summary>Whether an answer has come to its end. The C loop never closes, so it ends with its Content-Length; without one it ends with the connection.</summary>
    public static bool IsWhole(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var field = answer.IndexOf("\r\nContent-Length: ", StringComparison.OrdinalIgnoreCase);
        if (end < 0 || field < 0 || field > end)
        {
            return false;
        }

        var digits = answer.AsSpan(field + "\r\nContent-Length: ".Length);
        return answer.Length >= end + 4 + int.Parse(digits[..digits.IndexOf('\r')], CultureInfo.InvariantCulture);
    }

    /// <summary>The content of a 200; null for any other answer. A content in chunks, which Kestrel makes of what it does not know the length of, is one small chunk here.</summary>
    public static string? ContentOf(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
        {
            return null;
        }

        var content = answer[(end + 4)..];
        if (!answer[..end].Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            return content;
        }

        var line = content.IndexOf("\r\n", StringComparison.Ordinal);
        return content.Substring(line + 2, int.Parse(content[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
