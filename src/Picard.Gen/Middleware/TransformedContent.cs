using System.Buffers;

namespace Picard.Gen;

/// <summary>Whole content after its transform, in rented memory.</summary>
internal sealed class TransformedContent : IBufferWriter<byte>
{
    private const int MinBytes = 4 * 1024;

    private byte[] _octets = [];
    private int _length;

    /// <summary>What was written; valid until the release.</summary>
    public ReadOnlyMemory<byte> Written => _octets.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed > _octets.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinBytes, Math.Max(needed, _octets.Length * 2)));
            Written.CopyTo(larger);
            Release(_length);
            _octets = larger;
        }

        return _octets.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the memory back.</summary>
    public void Release() => Release(0);

    private void Release(int length)
    {
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = [];
        }

        _length = length;
    }
}
