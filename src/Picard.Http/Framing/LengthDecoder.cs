using System.Buffers;
using System.Diagnostics;

namespace Picard.Http;

/// <summary>Content of a known number of octets (RFC 9112 §6.3 (6)).</summary>
internal struct LengthDecoder
{
    // Invariant: never negative; 0 once complete.
    public long RemainingBytes { get; private set; }

    public void Start(long length)
    {
        Debug.Assert(length >= 0);
        RemainingBytes = length;
    }

    public ParseStatus Decode(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> content)
    {
        content = input.Length > RemainingBytes ? input.Slice(0, RemainingBytes) : input;
        RemainingBytes -= content.Length;
        return RemainingBytes == 0 ? ParseStatus.Complete : ParseStatus.NeedMore;
    }
}
