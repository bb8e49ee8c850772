using System.Buffers;

namespace Picard.Gen;

/// <summary>A parameter that is the complete request content in one piece of memory.</summary>
/// <remarks>The memory is valid until the exchange ends; content that arrived in one piece is not copied.</remarks>
public readonly struct ContentMemoryParameter
{
    /// <summary>Binds the content; false while it has not been read.</summary>
    public bool TryBind(Exchange exchange, Source source, out ReadOnlyMemory<byte> value)
    {
        if (!exchange.TryGetContent(out var content))
        {
            value = default;
            return false;
        }

        value = content.IsSingleSegment ? content.First : content.ToArray();
        return true;
    }

    /// <summary>Binds the content, empty if there is none; false while it has not been read.</summary>
    public bool TryBind(Exchange exchange, Source source, ReadOnlyMemory<byte> whenMissing, out ReadOnlyMemory<byte> value) => TryBind(exchange, source, out value);
}
