namespace Picard.Gen.Analyzers;

/// <summary>Who calls a method that must not hold up its caller.</summary>
internal enum EntryKind
{
    /// <summary>A request that a route of a handler takes.</summary>
    Route,

    /// <summary>An event of an exchange, to a handler, to middleware, to a client or to a proxy.</summary>
    Event,

    /// <summary>A client that has opened a WebSocket.</summary>
    WebSocket,

    /// <summary>Whoever has read <c>[NonBlocking]</c>.</summary>
    NonBlocking,

    /// <summary>ASP.NET Core: an endpoint, a hub, a filter or middleware; also a service of gRPC on it.</summary>
    AspNetCore,

    /// <summary>Nobody in particular: it is a loop over a pipe or a channel, whose other end waits for it.</summary>
    Loop,
}
