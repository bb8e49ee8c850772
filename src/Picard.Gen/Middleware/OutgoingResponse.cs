using System.Diagnostics.CodeAnalysis;

namespace Picard;

/// <summary>A response whose head is about to be written.</summary>
/// <remarks>It is used inside the event that brings it.</remarks>
[SuppressMessage("Performance", "CA1815", Justification = "It is used where it is got.")]
public readonly struct OutgoingResponse
{
    private readonly Gen.Exchange _exchange;

    internal OutgoingResponse(Gen.Exchange exchange) => _exchange = exchange;

    /// <summary>The request.</summary>
    public Request Request => new(_exchange);

    /// <summary>The status.</summary>
    public StatusCode Status => _exchange.Outgoing.Status;

    /// <summary>The media type of the content; null if nothing says it.</summary>
    public string? ContentType => this["Content-Type"] ?? _exchange.Outgoing.ContentType;

    /// <summary>The length of the content in octets, before any transform; null if it is not known.</summary>
    public long? ContentLength => _exchange.OutgoingLength;

    /// <summary>Whether content follows the head: not for HEAD, 204 and 304.</summary>
    public bool HasContent => _exchange.Outgoing.SendsContent && _exchange.OutgoingLength is not 0;

    /// <summary>Fields that are added to the response. One that the handler has given too takes its place, but for those that may stand side by side, such as Set-Cookie and Vary.</summary>
    public ResponseFields Fields => _exchange.AddedFields;

    /// <summary>The value of the first field of a name, whoever has set it; null if there is none.</summary>
    /// <param name="name">The field name, compared without case.</param>
    public string? this[string name] => _exchange.AddedFields[name] ?? _exchange.Outgoing.Fields?[name];

    /// <summary>Has the content changed on its way out. Its length is then not known, so it is sent in chunks where it is not already whole in memory.</summary>
    /// <param name="transform">The transform, for this response alone.</param>
    /// <exception cref="InvalidOperationException">There is no content, or another middleware changes it.</exception>
    public void Transform(ContentTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        _exchange.SetTransform(transform);
    }
}
