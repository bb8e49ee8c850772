namespace Picard.Client;

/// <summary>Which connections a request accepts.</summary>
internal enum LeaseKind
{
    /// <summary>An idle one, or a new one.</summary>
    Any,

    /// <summary>Only one that has carried no request: the second attempt of a request whose first met a stale connection.</summary>
    Fresh,
}
