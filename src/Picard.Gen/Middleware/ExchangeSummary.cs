using System.Diagnostics.CodeAnalysis;

namespace Picard;

/// <summary>How an exchange has ended, for middleware that keeps account.</summary>
/// <remarks>It is read inside the event that brings it.</remarks>
[SuppressMessage("Performance", "CA1815", Justification = "It is read where it is got.")]
public readonly struct ExchangeSummary
{
    private readonly Gen.Exchange _exchange;

    internal ExchangeSummary(Gen.Exchange exchange) => _exchange = exchange;

    /// <summary>The request.</summary>
    public Request Request => new(_exchange);

    /// <summary>The status of the response; 0 if none was begun.</summary>
    public StatusCode Status => _exchange.ResponseStatus;

    /// <summary>Octets of the response content as sent: after a content coding, without what a transfer coding adds. Of a response that was not completed, those that were written.</summary>
    public long ContentBytes => _exchange.ContentBytesSoFar;

    /// <summary>When the head of the request was received, in UTC by the clock of the server.</summary>
    public DateTimeOffset Began => _exchange.BeganAt;

    /// <summary>The time since the head of the request was received.</summary>
    public TimeSpan Duration => _exchange.Elapsed;

    /// <summary>The pattern of the route, such as <c>/users/{id:int}</c>; null if no route took the request.</summary>
    public string? Route => _exchange.Route;

    /// <summary>The handler and its method, such as <c>Users.Get</c>; null if no route took the request.</summary>
    public string? Endpoint => _exchange.EndpointName;

    /// <summary>Why there was no whole response; null if there was.</summary>
    public AbortReason? Aborted => _exchange.EndedBy;
}
