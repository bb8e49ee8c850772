using System.Buffers;

namespace Picard.Gen;

/// <summary>A parameter that is the complete request content, never copied.</summary>
/// <remarks>The sequence is valid until the exchange ends.</remarks>
public readonly struct ContentSequenceParameter
{
    /// <summary>Binds the content; false while it has not been read.</summary>
    public bool TryBind(Exchange exchange, Source source, out ReadOnlySequence<byte> value) => exchange.TryGetContent(out value);

    /// <summary>Binds the content, empty if there is none; false while it has not been read.</summary>
    public bool TryBind(Exchange exchange, Source source, ReadOnlySequence<byte> whenMissing, out ReadOnlySequence<byte> value) =>
        TryBind(exchange, source, out value);
}
