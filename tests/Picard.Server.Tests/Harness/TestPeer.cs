using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>A client that sends what a test says, octet for octet, and shows what came back.</summary>
internal sealed class TestPeer(TransportConnection connection) : IAsyncDisposable
{
    // A real deadline, so that a test that would wait for ever fails instead. It never decides an outcome.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public TransportConnection Connection => connection;

    /// <summary>Octets sent so far.</summary>
    public long SentBytes { get; private set; }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        SentBytes += octets.Length;
        await connection.Output.WriteAsync(octets).AsTask().WaitAsync(s_patience);
    }

    /// <summary>Sends a text in pieces of one octet.</summary>
    public async Task SendByteByByteAsync(string text)
    {
        foreach (var octet in Encoding.Latin1.GetBytes(text))
        {
            await SendAsync(new[] { octet });
        }
    }

    /// <summary>Sends FIN.</summary>
    public async Task FinishAsync() => await connection.CloseOutputAsync().AsTask().WaitAsync(s_patience);

    public void Reset() => connection.Abort();

    /// <summary>Everything until the server's FIN, or until its reset, which is shown as such.</summary>
    public async Task<string> ReadToEndAsync()
    {
        try
        {
            while (true)
            {
                var read = await ReadAsync();
                if (read.IsCompleted)
                {
                    return Take(read, read.Buffer.Length);
                }

                connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (TransportException)
        {
            return "(reset)";
        }
    }

    /// <summary>One response: its head, and its content by Content-Length.</summary>
    public async Task<string> ReadResponseAsync(string requestMethod = "GET")
    {
        while (true)
        {
            var read = await ReadAsync();
            var text = Encoding.Latin1.GetString(read.Buffer);
            var length = ResponseLength(text, requestMethod);
            if (length <= text.Length)
            {
                return Take(read, length);
            }

            Assert.False(read.IsCompleted, $"The server closed after: {text}");
            connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Reads and counts octets, until there are enough.</summary>
    public async Task<long> CountAsync(long atLeast)
    {
        var count = 0L;
        while (count < atLeast)
        {
            var read = await ReadAsync();
            Assert.False(read.IsCompleted, $"The server closed after {count} octets.");
            count += read.Buffer.Length;
            connection.Input.AdvanceTo(read.Buffer.End);
        }

        return count;
    }

    /// <summary>Exactly what one read gives.</summary>
    public async Task<string> ReadOnceAsync()
    {
        var read = await ReadAsync();
        return Take(read, read.Buffer.Length);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>The content of a response.</summary>
    public static string ContentOf(string response) => response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private static int ResponseLength(string text, string requestMethod)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return int.MaxValue;
        }

        const string Field = "\r\nContent-Length: ";
        var field = text.IndexOf(Field, 0, end + 2, StringComparison.OrdinalIgnoreCase);
        if (field < 0 || requestMethod == "HEAD")
        {
            return end + 4;
        }

        var value = text[(field + Field.Length)..text.IndexOf("\r\n", field + 2, StringComparison.Ordinal)];
        return end + 4 + int.Parse(value, CultureInfo.InvariantCulture);
    }

    private Task<ReadResult> ReadAsync() => connection.Input.ReadAsync().AsTask().WaitAsync(s_patience);

    private string Take(in ReadResult read, long bytes)
    {
        var taken = read.Buffer.Slice(0, bytes);
        var text = Encoding.Latin1.GetString(taken);
        connection.Input.AdvanceTo(taken.End);
        return text;
    }
}
