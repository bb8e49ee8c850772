namespace Picard.Gen;

/// <summary>What the field Connection of a response says.</summary>
internal enum ConnectionOption
{
    /// <summary>The field is absent: an HTTP/1.1 connection persists.</summary>
    None,

    /// <summary>The connection closes after the response.</summary>
    Close,

    /// <summary>As before, and the field Upgrade says what the client should have asked for (RFC 9110 §7.8).</summary>
    CloseUpgrade,

    /// <summary>An HTTP/1.0 client asked for persistence and gets it.</summary>
    KeepAlive,
}
