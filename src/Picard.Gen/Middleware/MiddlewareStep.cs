namespace Picard.Gen;

/// <summary>What a middleware's request event has come to.</summary>
public enum MiddlewareStep
{
    /// <summary>The next middleware is due, or what they lead to.</summary>
    Continue,

    /// <summary>The response is written.</summary>
    Handled,

    /// <summary>The next is due once the request content is there.</summary>
    AwaitContent,

    /// <summary>The event is pending.</summary>
    Pending,
}
