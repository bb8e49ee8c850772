using System.Buffers;

namespace Picard.Http;

/// <summary>Content that ends when the connection does (RFC 9112 §6.3 (8)); responses only. Whether it is whole cannot be known.</summary>
internal struct CloseDelimitedDecoder
{
    public bool IsComplete { get; private set; }

    public readonly ParseStatus Decode(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> content)
    {
        content = IsComplete ? default : input;
        return IsComplete ? ParseStatus.Complete : ParseStatus.NeedMore;
    }

    public void End() => IsComplete = true;
}
