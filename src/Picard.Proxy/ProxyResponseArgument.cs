using System.Buffers;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>What the events of a response bring to a proxy. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct ProxyResponseArgument
{
    private readonly Forwarder _forwarder;
    private readonly ReadOnlyMemory<byte> _content;

    internal ProxyResponseArgument(Forwarder forwarder, ReadOnlyMemory<byte> content = default)
    {
        _forwarder = forwarder;
        _content = content;
    }

    /// <summary>The response on its way.</summary>
    public static implicit operator ForwardedResponse(ProxyResponseArgument argument) => new(argument._forwarder);

    /// <summary>The head as received.</summary>
    public static implicit operator ResponseHead(ProxyResponseArgument argument) => argument._forwarder.Response.Head;

    /// <summary>The status.</summary>
    public static implicit operator StatusCode(ProxyResponseArgument argument) => argument._forwarder.Response.Status;

    /// <summary>A handle of the request.</summary>
    public static implicit operator Request(ProxyResponseArgument argument) => new(argument._forwarder.Exchange);

    /// <summary>The head of the request, as received.</summary>
    public static implicit operator RequestHead(ProxyResponseArgument argument) => argument._forwarder.Exchange.Head;

    /// <summary>The trailer section.</summary>
    public static implicit operator FieldSection(ProxyResponseArgument argument) => argument._forwarder.Response.Trailers;

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySequence<byte>(ProxyResponseArgument argument) => new(argument._content);

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlyMemory<byte>(ProxyResponseArgument argument) => argument._content;

    /// <summary>The octets.</summary>
    public static implicit operator ReadOnlySpan<byte>(ProxyResponseArgument argument) => argument._content.Span;

    /// <summary>Cancelled when the client is gone.</summary>
    public static implicit operator CancellationToken(ProxyResponseArgument argument) => argument._forwarder.Exchange.Aborted;
}
