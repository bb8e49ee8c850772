using System.IO.Pipelines;

namespace Picard;

/// <summary>The request content as it arrives, for a method that does not want to wait for all of it. Nothing is read from the client but what this asks for.</summary>
/// <remarks>
/// <para>A handle: valid until the exchange ends. One read at a time, and not while a write of the same exchange is pending.</para>
/// <para>Content that is read so has no limit, unless the method or class is marked <see cref="MaxContentAttribute"/>. What is not read is thrown away within
/// the server's limits, or the connection closes after the response.</para>
/// </remarks>
public readonly struct ContentReader : IEquatable<ContentReader>
{
    private readonly Gen.Exchange? _exchange;
    private readonly int _generation;

    internal ContentReader(Gen.Exchange exchange)
    {
        _exchange = exchange;
        _generation = exchange.Generation;
    }

    /// <summary>The length of the content in octets, if the client has said it.</summary>
    public long? Length => Exchange.Head.ContentLength ?? (Exchange.HasRequestContent ? null : 0);

    /// <summary>Whether octets that were read may still be looked at.</summary>
    /// <exception cref="InvalidOperationException">The exchange has ended.</exception>
    internal void Check() => _ = Exchange;

    private Gen.Exchange Exchange => _exchange is not null && _exchange.Generation == _generation
        ? _exchange
        : throw new InvalidOperationException("The exchange of this content has ended: a ContentReader is valid only until its response is complete.");

    /// <summary>Waits for the next octets.</summary>
    /// <returns>The octets, valid until the next read; empty at the end of the content.</returns>
    /// <exception cref="ExchangeException">The client is gone, is too slow, broke HTTP, or sends more than is accepted.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync() => Exchange.ReadContentAsync();

    /// <summary>Copies what is left of the content.</summary>
    /// <param name="destination">Where to; it is flushed after each piece, so that its reader paces the client.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="ExchangeException">As for <see cref="ReadAsync"/>.</exception>
    public async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        while (await ReadAsync().ConfigureAwait(false) is { IsEmpty: false } octets)
        {
            var flushed = await destination.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
            if (flushed.IsCompleted)
            {
                return;
            }
        }
    }

    /// <inheritdoc cref="CopyToAsync(PipeWriter, CancellationToken)"/>
    public async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        while (await ReadAsync().ConfigureAwait(false) is { IsEmpty: false } octets)
        {
            await destination.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The content as a stream that can be read asynchronously only.</summary>
    public Stream AsStream() => new Gen.ContentReadStream(this);

    /// <inheritdoc/>
    public bool Equals(ContentReader other) => _exchange == other._exchange && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContentReader other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_exchange, _generation);

    /// <summary>Whether two handles are of one exchange.</summary>
    public static bool operator ==(ContentReader left, ContentReader right) => left.Equals(right);

    /// <summary>Whether two handles are of different exchanges.</summary>
    public static bool operator !=(ContentReader left, ContentReader right) => !left.Equals(right);
}
