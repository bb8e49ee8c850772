using System.Buffers;
using System.Runtime.CompilerServices;

namespace Picard;

/// <summary>The response content as a method writes it, paced by the client: awaiting a flush is the backpressure.</summary>
/// <remarks>
/// <para>A handle: valid until the exchange ends. The head of the response, 200 unless <see cref="Begin"/> says otherwise, is sent with the first octets. When the method
/// ends without an exception the response is complete; with one after the first octets were written, the connection is aborted, so that no client takes a part for the whole.</para>
/// <para>At most 64 KiB may be written between two flushes. One write or flush at a time.</para>
/// </remarks>
public readonly struct ContentWriter : IBufferWriter<byte>, IEquatable<ContentWriter>
{
    private readonly Gen.Exchange? _exchange;
    private readonly int _generation;

    internal ContentWriter(Gen.Exchange exchange)
    {
        _exchange = exchange;
        _generation = exchange.Generation;
    }

    /// <summary>The fields of the response, to be set before the first octets are written.</summary>
    public ResponseFields Fields => Exchange.WriterFields;

    private Gen.Exchange Exchange => _exchange is not null && _exchange.Generation == _generation
        ? _exchange
        : throw new InvalidOperationException("The exchange of this content has ended: a ContentWriter is valid only until its method has ended.");

    /// <summary>Sends the head of the response, where it is not 200 or the length of the content is known.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentLength">The length of the content in octets; null if it is not known: then it is sent in chunks, or ends with the connection for HTTP/1.0.</param>
    /// <exception cref="InvalidOperationException">The head was sent, or the status has no content.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public void Begin(StatusCode status, long? contentLength = null)
    {
        if (contentLength < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(contentLength), contentLength, "A content length is not negative.");
        }

        var exchange = Exchange;
        exchange.BeginContent(status, contentLength, exchange.DefaultContentType ?? "application/octet-stream", exchange.WriterFields, exchange.WriterContent);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The content is complete, or this is more than was announced.</exception>
    public void Advance(int count)
    {
        if (Open() is { } content)
        {
            content.CheckRoom(count);
            content.Advance(count);
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => Open() is { } content ? content.GetMemory(Math.Max(1, sizeHint)) : new byte[Math.Max(1, sizeHint)];

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Writes octets. They are copied.</summary>
    /// <returns>Whether to go on. After <see cref="Flow.Paused"/> await <see cref="FlushAsync"/>.</returns>
    /// <exception cref="ArgumentException">There are more than 32 KiB: await <see cref="WriteAsync"/> for so many.</exception>
    /// <exception cref="InvalidOperationException">The content is complete, or this is more than was announced; or 64 KiB were written without a flush.</exception>
    public Flow Write(ReadOnlySpan<byte> octets)
    {
        if (Open() is not { } content)
        {
            return Flow.Closed;
        }

        content.Write(octets);
        return content.PendingBytes >= Gen.ResponseContent.LowWatermarkBytes ? Flow.Paused : Flow.Ready;
    }

    /// <summary>Waits until the client has room for more.</summary>
    /// <returns>Ready, or closed if the client is gone or wants no content: then the method may end.</returns>
    public ValueTask<Flow> FlushAsync() => Open() is { } content ? SendAsync(Exchange, content, default) : new(Flow.Closed);

    /// <summary>Sends what is written and then octets of any length from the caller's memory, and waits until the client has room for more.</summary>
    /// <param name="octets">They must stay as they are until the task completes.</param>
    /// <returns>As for <see cref="FlushAsync"/>.</returns>
    public ValueTask<Flow> WriteAsync(ReadOnlyMemory<byte> octets) => Open() is { } content ? SendAsync(Exchange, content, octets) : new(Flow.Closed);

    /// <summary>The content as a stream that can be written to asynchronously only.</summary>
    public Stream AsStream() => new Gen.ContentWriteStream(this);

    /// <inheritdoc/>
    public bool Equals(ContentWriter other) => _exchange == other._exchange && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContentWriter other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_exchange, _generation);

    /// <summary>Whether two handles are of one exchange.</summary>
    public static bool operator ==(ContentWriter left, ContentWriter right) => left.Equals(right);

    /// <summary>Whether two handles are of different exchanges.</summary>
    public static bool operator !=(ContentWriter left, ContentWriter right) => !left.Equals(right);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Flow> SendAsync(Gen.Exchange exchange, Gen.ResponseContent content, ReadOnlyMemory<byte> octets)
    {
        if (content.IsFiltered)
        {
            return await SendFilteredAsync(exchange, content, octets).ConfigureAwait(false);
        }

        if (octets.IsEmpty)
        {
            content.Seal();
        }
        else
        {
            content.BeginLent(octets.Length);
        }

        if (!await exchange.Connection.WriteAsync(octets).ConfigureAwait(false))
        {
            return Flow.Closed;
        }

        if (!octets.IsEmpty)
        {
            content.EndLent();
        }

        return Flow.Ready;
    }

    /// <summary>What middleware sees or changes is copied, as much at once as may wait.</summary>
    private static async ValueTask<Flow> SendFilteredAsync(Gen.Exchange exchange, Gen.ResponseContent content, ReadOnlyMemory<byte> octets)
    {
        do
        {
            octets = content.WriteSome(octets);
            content.Seal();
            if (!await exchange.Connection.WriteAsync(ReadOnlyMemory<byte>.Empty).ConfigureAwait(false))
            {
                return Flow.Closed;
            }
        }
        while (!octets.IsEmpty);
        return Flow.Ready;
    }

    /// <returns>Null: nothing that is written reaches the client.</returns>
    private Gen.ResponseContent? Open()
    {
        var exchange = Exchange;
        if (exchange.IsAborted)
        {
            return null;
        }

        if (!exchange.HasResponded)
        {
            Begin(StatusCode.Ok);
        }

        return exchange.WritesContent() ? exchange.WriterContent : null;
    }
}
