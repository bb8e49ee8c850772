using System.Collections.Concurrent;
using System.IO.Compression;

namespace Picard;

/// <summary>Encoders that are not at work, and how many are.</summary>
/// <remarks>What is pooled is the encoder with its place in an exchange. The state of the codec is made anew for each response and freed with it: the platform's cannot be reset, and idle it would be most of the memory.</remarks>
internal sealed class EncoderPool(CompressionLevel level, int maxAtWork)
{
    // Limit: as many as work at once are kept. They are small.
    private readonly ConcurrentBag<ContentEncoder> _brotli = [];
    private readonly ConcurrentBag<ContentEncoder> _gzip = [];
    private int _atWork;

    /// <summary>How many are at work.</summary>
    public int AtWork => Volatile.Read(ref _atWork);

    /// <returns>Null: so many are at work already that none may be added.</returns>
    public ContentEncoder? Rent(ContentCoding coding)
    {
        if (Interlocked.Increment(ref _atWork) > maxAtWork)
        {
            _ = Interlocked.Decrement(ref _atWork);
            return null;
        }

        return BagOf(coding).TryTake(out var idle) ? idle : coding == ContentCoding.Brotli ? new BrotliContentEncoder(this, level) : new GzipContentEncoder(this, level);
    }

    public void Return(ContentEncoder encoder)
    {
        BagOf(encoder.Coding).Add(encoder);
        _ = Interlocked.Decrement(ref _atWork);
    }

    private ConcurrentBag<ContentEncoder> BagOf(ContentCoding coding) => coding == ContentCoding.Brotli ? _brotli : _gzip;
}
