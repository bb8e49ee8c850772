using System.Buffers;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>A client's end of a connection as a stream, for the platform's WebSocket.</summary>
internal sealed class PeerStream(TransportConnection connection) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await connection.Input.ReadAsync(CancellationToken.None);
            var bytes = (int)Math.Min(buffer.Length, read.Buffer.Length);
            var taken = read.Buffer.Slice(0, bytes);
            taken.CopyTo(buffer.Span);
            var isEmpty = read.Buffer.IsEmpty;
            connection.Input.AdvanceTo(taken.End, bytes == 0 ? read.Buffer.End : taken.End);
            if (bytes > 0 || read.IsCompleted || (buffer.Length == 0 && !isEmpty))
            {
                return bytes;
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if ((await connection.Output.WriteAsync(buffer, CancellationToken.None)).IsCompleted)
        {
            throw new IOException("The server is gone.");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
