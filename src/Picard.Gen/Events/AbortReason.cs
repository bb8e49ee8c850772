namespace Picard;

/// <summary>Why an exchange ended without being completed.</summary>
public enum AbortReason
{
    /// <summary>The client has reset or closed the connection, or sent FIN before the end of its request.</summary>
    ClientGone,

    /// <summary>The client broke HTTP in its content, or the format of lines, events or parts that the handler reads: it has been answered with a 4xx status if no response had begun.</summary>
    Violation,

    /// <summary>The client sent its content, or took the response, more slowly than the server's minimum rate.</summary>
    TooSlow,

    /// <summary>The client sent more content than the handler accepts.</summary>
    ContentTooLarge,

    /// <summary>The handler called <see cref="Downstream.Abort"/>.</summary>
    Handler,

    /// <summary>An event of the handler threw an exception: it has been logged, and answered with 500 if no response had begun.</summary>
    HandlerFailed,

    /// <summary>The server that the request was forwarded to did not answer to the end, when the response had begun.</summary>
    UpstreamFailed,

    /// <summary>The server stops and did not wait any longer.</summary>
    Stopping,
}
