namespace Picard.Gen;

/// <summary>A stream without a position and without synchronous calls.</summary>
internal abstract class AsynchronousStream : Stream
{
    private const string Blocking = "This stream is read and written asynchronously only: a synchronous call would block every connection of its thread.";

    public override bool CanRead => false;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException(Blocking);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException(Blocking);

    public override void Flush() => throw new NotSupportedException(Blocking);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
