using System.Buffers;

namespace Picard.Client;

/// <summary>What a content event brings: one run of octets. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct ReceivedContent
{
    private readonly Upstream _upstream;
    private readonly ReadOnlyMemory<byte> _octets;

    internal ReceivedContent(Upstream upstream, ReadOnlyMemory<byte> octets)
    {
        _upstream = upstream;
        _octets = octets;
    }

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySequence<byte>(ReceivedContent argument) => new(argument._octets);

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlyMemory<byte>(ReceivedContent argument) => argument._octets;

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySpan<byte>(ReceivedContent argument) => argument._octets.Span;

    /// <summary>The server.</summary>
    public static implicit operator Upstream(ReceivedContent argument) => argument._upstream;

    /// <summary>Cancelled when the exchange is given up.</summary>
    public static implicit operator CancellationToken(ReceivedContent argument) => argument._upstream.Aborted;
}
