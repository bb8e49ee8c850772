using System.Buffers;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>What a proxy's own methods have a say in. Emitted code derives from it: one for each exchange under way, used for one after another.</summary>
/// <remarks>The request is read while the response is, by whatever thread has come for it: the gate has its events and those of the response come one after another. What a method awaits, it awaits outside.</remarks>
public abstract class ProxyTransforms
{
    private readonly Lock _gate = new();
    private Forwarder? _forwarder;

    /// <summary>Whether <see cref="WriteTarget"/> makes the target.</summary>
    public virtual bool WritesTarget => false;

    /// <summary>Where it goes when its exchange has ended; null: it is used for one.</summary>
    internal IdlePool<ProxyTransforms>? Pool { get; set; }

    /// <summary>The exchange whose event is under way.</summary>
    protected Exchange Exchange => Forwarder.Exchange;

    private Forwarder Forwarder => _forwarder ?? throw new InvalidOperationException("There is no exchange under way.");

    /// <summary>Writes the target that is sent in place of the one received.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exchange">The exchange.</param>
    /// <returns>The octets written.</returns>
    public virtual int WriteTarget(ref HeadWriter writer, Exchange exchange) => throw new NotSupportedException("No target is made here: WritesTarget says so.");

    /// <summary>Delivers the request event.</summary>
    internal ValueTask RequestAsync(ForwardedRequest request)
    {
        lock (_gate)
        {
            return OnRequestAsync(request);
        }
    }

    /// <summary>Delivers the response event.</summary>
    internal ValueTask ResponseAsync(ForwardedResponse response)
    {
        lock (_gate)
        {
            return OnResponseAsync(response);
        }
    }

    /// <summary>Delivers a run of the request content.</summary>
    internal void RequestContent(ReadOnlyMemory<byte> content)
    {
        lock (_gate)
        {
            OnRequestContent(content);
        }
    }

    /// <summary>Delivers the end of the request.</summary>
    internal void RequestEnd(ForwardedRequest request)
    {
        lock (_gate)
        {
            OnRequestEnd(request);
        }
    }

    /// <summary>Delivers a run of the response content.</summary>
    internal void ResponseContent(ReadOnlySequence<byte> content)
    {
        lock (_gate)
        {
            OnResponseContent(content);
        }
    }

    /// <summary>Delivers the end of the response.</summary>
    internal void ResponseEnd(ForwardedResponse response)
    {
        lock (_gate)
        {
            OnResponseEnd(response);
        }
    }

    /// <summary>The next exchange begins.</summary>
    internal void Begin(Forwarder forwarder)
    {
        _forwarder = forwarder;
        Reset();
    }

    /// <summary>The exchange has ended.</summary>
    internal void End(AbortReason? reason)
    {
        try
        {
            if (reason is null)
            {
                OnDone();
            }
            else
            {
                OnAbort();
            }
        }
        finally
        {
            _forwarder = null;
            Pool?.Return(this);
        }
    }

    /// <summary>A request is about to be forwarded.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Completes when it may be.</returns>
    protected virtual ValueTask OnRequestAsync(ForwardedRequest request) => default;

    /// <summary>The response is about to be passed on.</summary>
    /// <param name="response">The response.</param>
    /// <returns>Completes when it may be.</returns>
    protected virtual ValueTask OnResponseAsync(ForwardedResponse response) => default;

    /// <summary>A run of the request content has come.</summary>
    /// <param name="content">The octets.</param>
    protected virtual void OnRequestContent(ReadOnlyMemory<byte> content)
    {
    }

    /// <summary>The request has come to its end.</summary>
    /// <param name="request">The request.</param>
    protected virtual void OnRequestEnd(ForwardedRequest request)
    {
    }

    /// <summary>A run of the response content has come.</summary>
    /// <param name="content">The octets.</param>
    protected virtual void OnResponseContent(ReadOnlySequence<byte> content)
    {
    }

    /// <summary>The response has come to its end.</summary>
    /// <param name="response">The response.</param>
    protected virtual void OnResponseEnd(ForwardedResponse response)
    {
    }

    /// <summary>The exchange has ended as it should, whoever has answered.</summary>
    protected virtual void OnDone()
    {
    }

    /// <summary>The exchange has ended otherwise.</summary>
    protected virtual void OnAbort()
    {
    }

    /// <summary>Resets the state of an exchange before the next one.</summary>
    protected virtual void Reset()
    {
    }

    /// <summary>What an event of the request brings.</summary>
    /// <param name="content">The octets, where it is one of content.</param>
    protected ProxyRequestArgument Request(ReadOnlyMemory<byte> content = default) => new(Forwarder, content);

    /// <summary>What an event of the response brings.</summary>
    /// <param name="content">The octets, where it is one of content.</param>
    protected ProxyResponseArgument Response(ReadOnlyMemory<byte> content = default) => new(Forwarder, content);

    /// <summary>Whether the request has a trailer section.</summary>
    protected bool HasRequestTrailers => Exchange.Trailers.Count > 0;

    /// <summary>Whether the response has a trailer section.</summary>
    protected bool HasResponseTrailers => Forwarder.Response.Trailers.Count > 0;

    /// <summary>What an event has returned.</summary>
    protected static ValueTask Delivered(ValueTask pending) => pending;

    /// <summary>What an event has returned.</summary>
    protected static ValueTask Delivered(Task pending) => new(pending);

    /// <summary>Writes a part of a target that is the same for all requests.</summary>
    /// <returns>The octets written.</returns>
    protected static int Text(ref HeadWriter writer, ReadOnlySpan<byte> octets)
    {
        writer.WriteOctets(octets);
        return octets.Length;
    }

    /// <summary>Writes a segment of the path as it was received.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="segment">Its number in the route.</param>
    /// <param name="whenMissing">What is written if the path ends before it.</param>
    /// <returns>The octets written.</returns>
    protected static int Segment(ref HeadWriter writer, Exchange exchange, int segment, ReadOnlySpan<byte> whenMissing = default)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        var rest = exchange.ReceivedRestOfPath(segment);
        var slash = rest.IndexOf((byte)'/');
        var octets = slash < 0 ? rest : rest[..slash];
        return Text(ref writer, octets.IsEmpty ? whenMissing : octets);
    }

    /// <summary>Writes the path from a segment on as it was received, but for its dot segments, which are resolved (RFC 3986 §5.2.4).</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="segment">The number of the segment in the route.</param>
    /// <returns>The octets written.</returns>
    protected static int Rest(ref HeadWriter writer, Exchange exchange, int segment)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return Text(ref writer, exchange.ReceivedRestOfPath(segment));
    }

    /// <summary>Writes the query as it was received, with its question mark.</summary>
    /// <returns>The octets written.</returns>
    protected static int Query(ref HeadWriter writer, Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        var target = exchange.Head.Target;
        return target.HasQuery ? Text(ref writer, "?"u8) + Text(ref writer, target.Query) : 0;
    }
}
