namespace Picard.Gen.Analyzers;

/// <summary>What can be bound to a type, as the overloads of the runtime's <c>Parameter.Of</c> decide it.</summary>
internal enum ParameterKind
{
    /// <summary>Nothing but JSON, if it has a shape.</summary>
    Other,

    /// <summary>Text of the path, the query or a field: strings, numbers, enums, parsable types, their <c>?</c> and arrays.</summary>
    Text,

    /// <summary>The content of the request.</summary>
    Content,

    /// <summary>The token that is cancelled when the client is gone.</summary>
    Aborted,

    /// <summary>The request itself.</summary>
    Request,

    /// <summary>The content of the response.</summary>
    Response,

    /// <summary>The WebSocket that the request opens; the rules of [WebSocket] say where one may be.</summary>
    WebSocket,
}
