using System.Buffers;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>What the events of a request bring to a proxy. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct ProxyRequestArgument
{
    private readonly Forwarder _forwarder;
    private readonly ReadOnlyMemory<byte> _content;

    internal ProxyRequestArgument(Forwarder forwarder, ReadOnlyMemory<byte> content = default)
    {
        _forwarder = forwarder;
        _content = content;
    }

    /// <summary>The request on its way.</summary>
    public static implicit operator ForwardedRequest(ProxyRequestArgument argument) => new(argument._forwarder);

    /// <summary>A handle of the request.</summary>
    public static implicit operator Request(ProxyRequestArgument argument) => new(argument._forwarder.Exchange);

    /// <summary>The head as received.</summary>
    public static implicit operator RequestHead(ProxyRequestArgument argument) => argument._forwarder.Exchange.Head;

    /// <summary>The trailer section.</summary>
    public static implicit operator FieldSection(ProxyRequestArgument argument) => argument._forwarder.Exchange.Trailers;

    /// <summary>Why the exchange was aborted.</summary>
    public static implicit operator AbortReason(ProxyRequestArgument argument) => argument._forwarder.EndedBy ?? AbortReason.ClientGone;

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySequence<byte>(ProxyRequestArgument argument) => new(argument._content);

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlyMemory<byte>(ProxyRequestArgument argument) => argument._content;

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySpan<byte>(ProxyRequestArgument argument) => argument._content.Span;

    /// <summary>Cancelled when the client is gone.</summary>
    public static implicit operator CancellationToken(ProxyRequestArgument argument) => argument._forwarder.Exchange.Aborted;
}
