using System.Buffers;
using System.Text;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>The server's end of a connection, as a test plays it.</summary>
internal sealed class ScriptedPeer(TransportConnection connection)
{
    private readonly StringBuilder _received = new();

    public TransportConnection Connection => connection;

    /// <summary>Reads a request up to the empty line behind its head.</summary>
    public Task<string> ReadHeadAsync() => ReadUntilAsync("\r\n\r\n");

    /// <summary>Reads until some text has come, and gives what came up to its end.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        while (true)
        {
            var all = _received.ToString();
            var at = all.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
            {
                _received.Remove(0, at + end.Length);
                return all[..(at + end.Length)];
            }

            if (!await ReadMoreAsync())
            {
                throw new EndOfStreamException($"The client has ended the connection after: {all}");
            }
        }
    }

    /// <summary>Reads some octets.</summary>
    public async Task<string> ReadAsync(int count)
    {
        while (_received.Length < count && await ReadMoreAsync())
        {
        }

        var octets = _received.ToString(0, count);
        _received.Remove(0, count);
        return octets;
    }

    /// <summary>Waits until the client has closed the connection.</summary>
    /// <returns>Whether it ended with a FIN, and not with a reset.</returns>
    public async Task<bool> ReadToEndAsync()
    {
        try
        {
            while (await ReadMoreAsync())
            {
            }

            return true;
        }
        catch (TransportException)
        {
            return false;
        }
    }

    public async Task SendAsync(string text) => await connection.Output.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Answers 200 with text.</summary>
    public Task RespondAsync(string content) => SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n{content}");

    /// <summary>Sends FIN.</summary>
    public async Task FinishAsync() => await connection.CloseOutputAsync();

    public void Reset() => connection.Abort();

    private async Task<bool> ReadMoreAsync()
    {
        var read = await connection.Input.ReadAsync();
        _received.Append(Encoding.Latin1.GetString(read.Buffer.ToArray()));
        var isMore = !read.Buffer.IsEmpty || !read.IsCompleted;
        connection.Input.AdvanceTo(read.Buffer.End);
        return isMore;
    }
}
