using System.Buffers;

namespace Picard.Gen;

/// <summary>What a content event brings: one run of octets. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct ContentArgument
{
    private readonly ExchangeMachine _machine;
    private readonly ReadOnlyMemory<byte> _octets;

    internal ContentArgument(ExchangeMachine machine, ReadOnlyMemory<byte> octets)
    {
        _machine = machine;
        _octets = octets;
    }

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySequence<byte>(ContentArgument argument) => new(argument._octets);

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlyMemory<byte>(ContentArgument argument) => argument._octets;

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySpan<byte>(ContentArgument argument) => argument._octets.Span;

    /// <summary>Where the response goes.</summary>
    public static implicit operator Downstream(ContentArgument argument) => argument._machine.Downstream;

    /// <summary>Cancelled when the client is gone.</summary>
    public static implicit operator CancellationToken(ContentArgument argument) => argument._machine.Exchange.Aborted;
}
