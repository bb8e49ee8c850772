using System.Buffers;
using Picard.Gen;

namespace Picard.Client;

/// <summary>Octets in one rented array that grows: a request's head, or content that is collected.</summary>
internal sealed class OctetBuffer : IBufferWriter<byte>
{
    // Limit: what is kept for the next request. A larger array goes back to its pool.
    private const int MaxKeptBytes = 16 * 1024;

    private const int MinBytes = 512;

    private byte[] _octets = [];

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Memory => _octets.AsMemory(0, Length);

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Span => _octets.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _octets.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _octets.AsSpan(Length);
    }

    /// <summary>Forgets what comes after the first octets.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Writes a value as JSON.</summary>
    public void WriteJson<T>(Shape<T> shape, T value)
    {
        var json = JsonContent.Rent();
        try
        {
            json.Write(shape, value);
            this.Write(json.Written.Span);
        }
        finally
        {
            json.Return();
        }
    }

    /// <summary>Forgets everything, and keeps the array for the next if it is not large.</summary>
    public void Clear()
    {
        Length = 0;
        if (_octets.Length > MaxKeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = [];
        }
    }

    /// <summary>Forgets everything, and gives the array back.</summary>
    public void Release()
    {
        Length = 0;
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = [];
        }
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(Length + Math.Max(sizeHint, 1));
        if (needed <= _octets.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinBytes, Math.Max(needed, (int)Math.Min(2L * _octets.Length, Array.MaxLength))));
        Span.CopyTo(larger);
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
        }

        _octets = larger;
    }
}
