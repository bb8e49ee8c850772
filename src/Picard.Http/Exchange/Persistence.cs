namespace Picard.Http;

/// <summary>Whether a connection outlives a message (RFC 9112 §9.3).</summary>
public static class Persistence
{
    /// <summary>Decides from what one message says.</summary>
    /// <param name="version">The message's version.</param>
    /// <param name="options">The message's connection options.</param>
    /// <returns>True if the sender wants the connection to persist.</returns>
    public static bool Decide(ProtocolVersion version, ConnectionOptions options)
    {
        // RFC 9112 §9.3, in its order: close wins over all; 1.1 persists; 1.0 persists if it says keep-alive.
        if ((options & ConnectionOptions.Close) != 0)
        {
            return false;
        }

        return version == ProtocolVersion.Http11 || (options & ConnectionOptions.KeepAlive) != 0;
    }
}
