using System.IO.Pipelines;

namespace Picard;

/// <summary>A request for <see cref="PicardClient.SendAsync(ClientRequest, CancellationToken)"/>. It is sent once.</summary>
public sealed class ClientRequest
{
    /// <summary>A request for a resource.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">An absolute URI of http or https. Its path and query are sent as <see cref="System.Uri"/> has them, without dot segments; its fragment is not sent.</param>
    /// <exception cref="ArgumentException">There is no method, or it is CONNECT.</exception>
    public ClientRequest(Method method, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (method.IsNone || method == Method.Connect)
        {
            throw new ArgumentException(method.IsNone ? "A request needs a method." : "CONNECT is for proxies: it is sent by the client itself.", nameof(method));
        }

        Method = method;
        Uri = uri;
    }

    /// <inheritdoc cref="ClientRequest(Method, Uri)"/>
    /// <exception cref="UriFormatException">The text is no absolute URI.</exception>
    public ClientRequest(Method method, string uri)
        : this(method, new Uri(uri, UriKind.Absolute))
    {
    }

    /// <summary>The method.</summary>
    public Method Method { get; }

    /// <summary>Where to.</summary>
    public Uri Uri { get; }

    /// <summary>The fields beside those the framework owns.</summary>
    public RequestFields Fields { get; } = new();

    /// <summary>Content that is at hand; it must not change until the response is there.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Content that comes while it is sent, in place of <see cref="Content"/>; the pipe is completed at the end.</summary>
    public PipeReader? ContentPipe { get; init; }

    /// <summary>The length of <see cref="ContentPipe"/> in octets, if it is known; otherwise it is sent in chunks.</summary>
    public long? ContentLength { get; init; }

    /// <summary>The media type of the content.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>When the content of <see cref="ContentPipe"/> is sent.</summary>
    public ContentStart ContentStart { get; init; }

    /// <summary>Whether the connection may be used again.</summary>
    public Reuse Reuse { get; init; }
}
