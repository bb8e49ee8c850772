namespace Picard.Gen.Analyzers;

/// <summary>Who calls a method that must not hold up its caller.</summary>
internal enum EntryKind
{
    /// <summary>A request that a route of a handler takes.</summary>
    Route,

    /// <summary>An event of an exchange, to a handler or to middleware.</summary>
    Event,

    /// <summary>A client that has opened a WebSocket.</summary>
    WebSocket,

    /// <summary>Whoever has read <c>[NonBlocking]</c>.</summary>
    NonBlocking,

    /// <summary>ASP.NET Core: an endpoint, a hub or middleware.</summary>
    AspNetCore,
}
