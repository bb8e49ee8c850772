namespace Picard;

/// <summary>What the conditions of a request (If-Match, If-None-Match and their dates, RFC 9110 §13.2) come to.</summary>
public enum Precondition
{
    /// <summary>There are none, or they hold: the method is performed.</summary>
    Holds,

    /// <summary>The client has this state already: 304 to GET and HEAD.</summary>
    NotModified,

    /// <summary>The resource is not in the state that the client expects: 412.</summary>
    Failed,
}
