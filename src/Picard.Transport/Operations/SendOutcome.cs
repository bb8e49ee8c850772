namespace Picard.Transport;

/// <summary>What a transport did with what is written.</summary>
internal enum SendOutcome
{
    /// <summary>It has taken everything.</summary>
    Sent,

    /// <summary>It can take no more now, and signals when that changes.</summary>
    Full,

    /// <summary>The peer is gone: nothing can be sent any more.</summary>
    Gone,
}
