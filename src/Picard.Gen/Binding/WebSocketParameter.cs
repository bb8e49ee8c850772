using System.Net.WebSockets;

namespace Picard.Gen;

/// <summary>A parameter that is the WebSocket of the exchange.</summary>
public readonly struct WebSocketParameter
{
    /// <summary>Always binds.</summary>
    /// <exception cref="InvalidOperationException">The method is not marked <see cref="WebSocketAttribute"/>.</exception>
    public bool TryBind(Exchange exchange, Source source, out WebSocket value)
    {
        value = exchange.WebSocket;
        return true;
    }

    /// <summary>Always binds.</summary>
    public bool TryBind(Exchange exchange, Source source, WebSocket? whenMissing, out WebSocket value) => TryBind(exchange, source, out value);
}
