namespace Picard.Gen;

/// <summary>How well a status fits a kind of result; of several kinds of a union the best is meant, and of equals the first.</summary>
internal enum ResultFit
{
    /// <summary>No response with the status is one.</summary>
    None,

    /// <summary>Every status is one.</summary>
    Any,

    /// <summary>Every status of its class is one: a value of 2xx, a problem of 4xx and 5xx.</summary>
    Class,

    /// <summary>It is the kind's own status.</summary>
    Own,
}
