namespace Picard.Http;

/// <summary>What one side of an exchange (the request, or the response) is expected to bring next.</summary>
public enum ExchangeState : byte
{
    /// <summary>A head; for a response also interim responses.</summary>
    Head,

    /// <summary>Content, then its end.</summary>
    Content,

    /// <summary>Nothing: the message is complete and the connection may be used again once the other side is done too.</summary>
    Done,

    /// <summary>Nothing: the message is complete and the connection must be closed.</summary>
    MustClose,

    /// <summary>Nothing that is HTTP: both sides relay octets.</summary>
    Tunnel,

    /// <summary>Nothing: this side ended before its message did, or broke a rule.</summary>
    Failed,
}
