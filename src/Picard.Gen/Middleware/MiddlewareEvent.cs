namespace Picard.Gen;

/// <summary>An event of a middleware that sees content go by.</summary>
public enum MiddlewareEvent
{
    /// <summary>A run of octets of the request content.</summary>
    RequestContent,

    /// <summary>The trailer section of the request.</summary>
    RequestTrailers,

    /// <summary>The end of the request.</summary>
    RequestEnd,

    /// <summary>A run of octets of the response content.</summary>
    ResponseContent,

    /// <summary>The trailer section of the response.</summary>
    ResponseTrailers,

    /// <summary>The end of the response.</summary>
    ResponseEnd,
}
