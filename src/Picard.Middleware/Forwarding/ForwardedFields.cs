namespace Picard;

/// <summary>Finds out where a request came from before the proxies that are trusted, and leaves it as a <see cref="ForwardedOrigin"/>.</summary>
/// <remarks>
/// The fields are walked from the right, where the nearest proxy has written, for as long as the one who wrote is trusted: what a client has written before that
/// is never looked at. What an untrusted peer says is ignored, and nothing is left. Where a trusted proxy hides its client (<c>unknown</c>, or an obfuscated
/// identifier, RFC 7239 §6) or says something malformed, the origin has no address, and the proxy does not stand in for it.
/// <para>It comes before the middleware that looks at addresses: <see cref="IpFilter"/>, <see cref="RateLimit"/>, <see cref="ConcurrencyLimit"/> and logs.</para>
/// </remarks>
[Middleware]
public sealed partial class ForwardedFields(ForwardedOptions options)
{
    private readonly ForwardedTrust _trust = options.Compiled;
    private readonly LastOrigin _last = new();

    [OnRequest]
    private void Begin(Request request)
    {
        if (_trust.IsTrusted(request.RemoteEndPoint) && _last.Of(request.Fields, _trust) is { } origin)
        {
            request.Items.Set(origin);
        }
    }
}
