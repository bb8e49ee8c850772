using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;

namespace Picard.Benchmarks;

/// <summary>
/// Kestrel with nothing of Kestrel's HTTP layer but its parser: what public platform benchmarks measure. It honours no limits, no timeouts
/// and no content, so it bounds what any application on Kestrel's transport can reach.
/// </summary>
internal static class PlatformPeer
{
    private static readonly HttpParser<Head> s_parser = new();
    private static readonly byte[] s_before = "HTTP/1.1 200 OK\r\nServer: K\r\nContent-Type: text/plain\r\nContent-Length: 13\r\nDate: "u8.ToArray();
    private static readonly byte[] s_after = "\r\n\r\nHello, World!"u8.ToArray();
    private static byte[] s_date = Encoding.ASCII.GetBytes(DateTimeOffset.UtcNow.ToString("R"));
    private static readonly Timer s_clock = new(static _ => s_date = Encoding.ASCII.GetBytes(DateTimeOffset.UtcNow.ToString("R")), null, 1000, 1000);

    public static async Task ServeAsync(ConnectionContext connection)
    {
        GC.KeepAlive(s_clock);
        var input = connection.Transport.Input;
        var output = connection.Transport.Output;
        var head = new Head();
        while (true)
        {
            var read = await input.ReadAsync();
            if (read.IsCompleted && read.Buffer.IsEmpty)
            {
                return;
            }

            var consumed = Answer(read.Buffer, output, head);
            input.AdvanceTo(consumed, read.Buffer.End);
            await output.FlushAsync();
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static SequencePosition Answer(ReadOnlySequence<byte> buffer, PipeWriter output, Head head)
    {
        var reader = new SequenceReader<byte>(buffer);
        var answered = buffer.Start;
        while (!reader.End)
        {
            if (!s_parser.ParseRequestLine(head, ref reader) || !s_parser.ParseHeaders(head, ref reader))
            {
                break;
            }

            answered = reader.Position;
            Write(output, head.IsStats);
        }

        return answered;
    }

    private static void Write(PipeWriter output, bool stats)
    {
        if (stats)
        {
            var content = KestrelPeers.Stats();
            output.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n{content}"));
            output.Complete();
            return;
        }

        var date = s_date;
        var length = s_before.Length + date.Length + s_after.Length;
        var span = output.GetSpan(length);
        s_before.CopyTo(span);
        date.CopyTo(span[s_before.Length..]);
        s_after.CopyTo(span[(s_before.Length + date.Length)..]);
        output.Advance(length);
    }

    private sealed class Head : IHttpRequestLineHandler, IHttpHeadersHandler
    {
        public bool IsStats { get; private set; }

        public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine) =>
            IsStats = startLine.IndexOf("/stats"u8) >= 0;

        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
        }

        public void OnHeadersComplete(bool endStream)
        {
        }

        public void OnStaticIndexedHeader(int index)
        {
        }

        public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value)
        {
        }
    }
}
