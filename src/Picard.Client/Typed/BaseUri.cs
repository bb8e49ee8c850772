using System.Text;
using Picard.Http;

namespace Picard.Client;

/// <summary>Where the requests of a typed client go, for emitted code: whom they are for, and the path that their targets begin with (RFC 3986 §5.1).</summary>
public sealed class BaseUri
{
    private readonly PicardClient _client;
    private readonly Origin _origin;
    private readonly byte[] _path;

    /// <summary>Takes a base URI apart.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="baseUri">An absolute URI of http or https. A path is kept; a slash at its end changes nothing.</param>
    /// <exception cref="ArgumentException">It is not one, or it has a query, a fragment or user information.</exception>
    public BaseUri(PicardClient client, string baseUri)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(baseUri);
        _client = client;
        _origin = Origin.Of(baseUri, nameof(baseUri));
        var parsed = new Uri(baseUri, UriKind.Absolute);
        if (parsed.Query.Length > 0 || parsed.Fragment.Length > 0 || parsed.UserInfo.Length > 0)
        {
            throw new ArgumentException($"'{baseUri}' is no base of requests: it has {(parsed.UserInfo.Length > 0 ? "user information" : parsed.Query.Length > 0 ? "a query" : "a fragment")}, which no target can go on from.", nameof(baseUri));
        }

        _path = Encoding.ASCII.GetBytes(parsed.AbsolutePath.TrimEnd('/'));
    }

    /// <summary>Begins a request: the rest of its path is written next, from a slash on.</summary>
    /// <param name="method">The method.</param>
    public ClientCall Call(Method method)
    {
        var call = _client.Call(method, _origin);
        call.Path(_path);
        return call;
    }
}
