using Picard.Http;

namespace Picard.Client;

/// <summary>A request that a proxy forwards: it writes its head and content by itself, and hears of interim responses.</summary>
internal interface IForwarded
{
    /// <summary>Whether some of the content was taken from its source, so that it cannot be sent a second time.</summary>
    bool IsContentTaken { get; }

    /// <summary>Sends content that streams. Ends early once nobody wants more.</summary>
    /// <returns>Whether it was sent to its end.</returns>
    ValueTask<bool> SendContentAsync(ClientConnection connection);

    /// <summary>Nobody wants the rest of the content. Any thread.</summary>
    void CancelContent();

    /// <summary>There is an interim response (RFC 9110 §15.2).</summary>
    /// <returns>Completes when it is passed on.</returns>
    ValueTask InterimAsync(ParsedResponse response);
}
