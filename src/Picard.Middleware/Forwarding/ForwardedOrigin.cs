using System.Net;

namespace Picard;

/// <summary>Where a request came from before the proxies that are trusted, as an item of the request (<see cref="Request.Items"/>). Left by <see cref="ForwardedFields"/>.</summary>
public sealed record ForwardedOrigin
{
    /// <summary>The address of the client: the first, seen from here, that is no trusted proxy. Null if a trusted proxy hides it or has said something malformed.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>The scheme that the client used, in lower case, such as <c>https</c>; null if no trusted proxy has said it.</summary>
    public string? Scheme { get; init; }

    /// <summary>The host, with its port if there was one, that the client asked for; null if no trusted proxy has said it.</summary>
    public string? Host { get; init; }
}
