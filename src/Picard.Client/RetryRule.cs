using Picard.Http;

namespace Picard.Client;

/// <summary>Whether a request whose connection was lost before the first octet of a response is sent once more.</summary>
internal static class RetryRule
{
    /// <summary>Decides for a request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="isReused">Whether the connection had carried another exchange before: a server may close such a one at any time (RFC 9112 §9.5).</param>
    /// <param name="attempt">Which attempt failed, from 0.</param>
    public static bool Allows(ClientCall call, bool isReused, int attempt)
    {
        // RFC 9110 §9.2.2: a client may repeat by itself what is idempotent, and once; more would be a storm for a server that is in trouble.
        // RFC 9110 §10.1.1: nor has a server acted on a request whose content still waits for its 100.
        return isReused && attempt == 0 && !call.Content.IsTaken && (call.Method.IsIdempotent || (call.ExpectsContinue && call.Content.IsStreamed));
    }
}
