namespace Picard;

/// <summary>Collects the content of each request before its handler runs, so that the handler never waits for a client that sends slowly.</summary>
/// <remarks>Content beyond the limit is answered with 413 (RFC 9110 §15.5.14) and the handler is not called; a client that stops sending is bound by the server's minimum rate. Mostly used on the handlers that need it.</remarks>
[Middleware]
public sealed partial class ContentBuffering
{
    private static readonly ContentBufferingOptions s_defaults = new();

    private readonly long _maxBytes;

    /// <summary>Collects as the options say.</summary>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">The limit is negative, or more than an array can have.</exception>
    public ContentBuffering(ContentBufferingOptions? options = null)
    {
        _maxBytes = (options ?? s_defaults).MaxContentBytes;
        if (_maxBytes < 0 || _maxBytes > Array.MaxLength)
        {
            throw new OptionException($"ContentBufferingOptions.MaxContentBytes is {_maxBytes:N0}: it is from 0 to {Array.MaxLength:N0}.");
        }
    }

    [OnRequest] private Next Begin() => Next.ContinueWithContent(_maxBytes);
}
