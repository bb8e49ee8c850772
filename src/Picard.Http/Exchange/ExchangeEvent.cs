namespace Picard.Http;

/// <summary>What happens on one side of an exchange.</summary>
public enum ExchangeEvent : byte
{
    /// <summary>An interim response (1xx but 101).</summary>
    Interim,

    /// <summary>A head that is followed by content.</summary>
    HeadWithContent,

    /// <summary>A head that is a whole message; the connection persists.</summary>
    HeadAlone,

    /// <summary>A piece of content.</summary>
    Content,

    /// <summary>The end of the content, trailers included; the connection persists.</summary>
    End,

    /// <summary>The message is complete, and was the connection's last.</summary>
    EndAndClose,

    /// <summary>101, or 2xx to CONNECT.</summary>
    SwitchToTunnel,

    /// <summary>A broken rule, or the end of the connection within a message.</summary>
    Fail,
}
