namespace Picard;

/// <summary>What becomes of a client that has sent a complete request and then closed its sending side (FIN) while its handler is waiting.</summary>
public enum HalfClosedClients
{
    /// <summary>The waiting handler is aborted: nearly always the client is gone. What a handler produces without waiting is still sent in full.</summary>
    Abort,

    /// <summary>The handler goes on and its response is sent: for clients that half-close on purpose. A reset aborts all the same.</summary>
    Serve,
}
