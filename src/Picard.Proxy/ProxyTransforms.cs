using System.Buffers;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>What a proxy's own methods have a say in. Emitted code derives from it.</summary>
public abstract class ProxyTransforms
{
    /// <summary>Whether <see cref="WriteTarget"/> makes the target.</summary>
    public virtual bool WritesTarget => false;

    /// <summary>A request is about to be forwarded.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Completes when it may be.</returns>
    public virtual ValueTask RequestAsync(ForwardedRequest request) => default;

    /// <summary>The response is about to be passed on.</summary>
    /// <param name="response">The response.</param>
    /// <returns>Completes when it may be.</returns>
    public virtual ValueTask ResponseAsync(ForwardedResponse response) => default;

    /// <summary>A run of the request content has come.</summary>
    /// <param name="content">The octets.</param>
    public virtual void RequestContent(ReadOnlySpan<byte> content)
    {
    }

    /// <summary>The request has come to its end.</summary>
    /// <param name="request">The request.</param>
    public virtual void RequestEnd(ForwardedRequest request)
    {
    }

    /// <summary>A run of the response content has come.</summary>
    /// <param name="content">The octets.</param>
    public virtual void ResponseContent(ReadOnlySequence<byte> content)
    {
    }

    /// <summary>The response has come to its end.</summary>
    /// <param name="response">The response.</param>
    public virtual void ResponseEnd(ForwardedResponse response)
    {
    }

    /// <summary>Writes the target that is sent in place of the one received.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exchange">The exchange.</param>
    /// <returns>The octets written.</returns>
    public virtual int WriteTarget(ref HeadWriter writer, Exchange exchange) => throw new NotSupportedException("No target is made here: WritesTarget says so.");
}
