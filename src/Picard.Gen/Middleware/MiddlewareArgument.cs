using Picard.Http;

namespace Picard.Gen;

/// <summary>What the events of a middleware bring. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct MiddlewareArgument
{
    private readonly Exchange _exchange;
    private readonly ReadOnlySpan<byte> _content;
    private readonly ResponseFields? _trailers;

    internal MiddlewareArgument(Exchange exchange, ReadOnlySpan<byte> content = default, ResponseFields? trailers = null)
    {
        _exchange = exchange;
        _content = content;
        _trailers = trailers;
    }

    /// <summary>The exchange.</summary>
    public Exchange Exchange => _exchange;

    /// <summary>A handle of the request.</summary>
    public static implicit operator Request(MiddlewareArgument argument) => new(argument._exchange);

    /// <summary>The head of the request.</summary>
    public static implicit operator RequestHead(MiddlewareArgument argument) => argument._exchange.Head;

    /// <summary>The fields that the middleware of the exchange adds to its response; in the event for its trailer section, that.</summary>
    public static implicit operator ResponseFields(MiddlewareArgument argument) => argument._trailers ?? argument._exchange.AddedFields;

    /// <summary>Where a middleware answers.</summary>
    public static implicit operator Responder(MiddlewareArgument argument) => new(argument._exchange);

    /// <summary>Cancelled when the client is gone.</summary>
    public static implicit operator CancellationToken(MiddlewareArgument argument) => argument._exchange.Aborted;

    /// <summary>The response whose head is about to be written.</summary>
    public static implicit operator OutgoingResponse(MiddlewareArgument argument) => new(argument._exchange);

    /// <summary>The run of octets.</summary>
    public static implicit operator ReadOnlySpan<byte>(MiddlewareArgument argument) => argument._content;

    /// <summary>The trailer section of the request.</summary>
    public static implicit operator FieldSection(MiddlewareArgument argument) => argument._exchange.Trailers;

    /// <summary>How the exchange has ended.</summary>
    public static implicit operator ExchangeSummary(MiddlewareArgument argument) => new(argument._exchange);

    /// <summary>Why the exchange was aborted.</summary>
    public static implicit operator AbortReason(MiddlewareArgument argument) => argument._exchange.EndedBy ?? AbortReason.ClientGone;
}
