using System.Diagnostics.CodeAnalysis;
using Picard.Gen;

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

    /// <summary>Whether content follows the head: not for HEAD, 204 and 304, and not where it is empty.</summary>
    public bool HasContent => _exchange.Outgoing.SendsContent && _exchange.OutgoingLength is not 0;

    /// <summary>Fields that are added to the response. One that the handler has given too takes its place, but for those that may stand side by side, such as Set-Cookie and Vary.</summary>
    public ResponseFields Fields => _exchange.AddedFields;

    /// <summary>The value of the first field of a name, whoever has set it; null if there is none.</summary>
    /// <param name="name">The field name, compared without case.</param>
    public string? this[string name] => _exchange.AddedFields[name] ?? _exchange.Outgoing.Fields?[name];

    /// <summary>Whether a field that is a list (RFC 9110 §5.6.1) has an element, in any of its lines, whoever has set them.</summary>
    /// <param name="name">The field name, compared without case.</param>
    /// <param name="element">The element, such as a directive of Cache-Control without an argument, compared without case.</param>
    /// <returns>Whether it is there.</returns>
    public bool HasElement(string name, string element) =>
        ListElements.Contains(_exchange.AddedFields, name, element) || ListElements.Contains(_exchange.Outgoing.Fields, name, element);

    /// <summary>Has the content changed on its way out. Its length is then not known, so it is sent in chunks where it is not already whole in memory.</summary>
    /// <param name="transform">The transform, for this response alone. To HEAD it has nothing to do, and the head says what that of GET would say but the length (RFC 9110 §9.3.2).</param>
    /// <exception cref="InvalidOperationException">The response would have no content to GET either, or another middleware changes it.</exception>
    public void Transform(ContentTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        _exchange.SetTransform(transform);
    }
}
