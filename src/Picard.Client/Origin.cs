using System.Text;
using Picard.Http;

namespace Picard.Client;

/// <summary>Whom a request is for (RFC 9110 §4.3.1): scheme, host and port. Connections are shared by requests of the same origin.</summary>
public sealed class Origin : IEquatable<Origin>
{
    private readonly byte[] _hostLine;
    private object? _boxedPort;

    private Origin(Uri uri)
    {
        IsSecure = uri.Scheme == Uri.UriSchemeHttps;
        Host = uri.IdnHost;
        Port = uri.Port;
        var host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{Host}]" : Host;
        Authority = $"{host}:{Port}";

        // RFC 9110 §7.2: the port is left out where it is the scheme's own.
        HostField = uri.IsDefaultPort ? host : Authority;
        _hostLine = Encoding.ASCII.GetBytes($"Host: {HostField}\r\n");
    }

    /// <summary>Whether the connection is made with TLS: the scheme is <c>https</c>.</summary>
    public bool IsSecure { get; }

    /// <summary>The name or address of the host, in ASCII and without the brackets of an IPv6 address.</summary>
    public string Host { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Host and port, such as <c>example.com:443</c>.</summary>
    public string Authority { get; }

    /// <summary>The value of the field Host.</summary>
    public string HostField { get; }

    /// <summary>The scheme.</summary>
    internal string Scheme => IsSecure ? "https" : "http";

    /// <summary>The port as the value of an attribute, boxed once.</summary>
    internal object BoxedPort => _boxedPort ??= Port;

    /// <summary>The field line Host, with its CRLF.</summary>
    internal ReadOnlySpan<byte> HostLine => _hostLine;

    /// <summary>The origin of a URI.</summary>
    /// <param name="uri">An absolute URI of the scheme http or https.</param>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static Origin Of(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return Of(uri, uri.OriginalString, nameof(uri));
    }

    /// <summary>The origin of a URI, such as <c>https://example.com</c>.</summary>
    /// <param name="uri">An absolute URI of the scheme http or https.</param>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static Origin Of(string uri) => Of(uri, nameof(uri));

    /// <inheritdoc/>
    public bool Equals(Origin? other) =>
        ReferenceEquals(this, other) || (other is not null && IsSecure == other.IsSecure && Port == other.Port && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Origin);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsSecure, Port, string.GetHashCode(Host, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}://{HostField}";

    /// <summary>The origin of a URI that a caller knows by another name.</summary>
    internal static Origin Of(string uri, string parameter) => Of(Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? parsed : null, uri, parameter);

    private static Origin Of(Uri? uri, string text, string parameter)
    {
        if (uri is not { IsAbsoluteUri: true } || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.IdnHost.Length == 0)
        {
            throw new ArgumentException($"'{text}' is no absolute URI of http or https.", parameter);
        }

        // Uri lets some hosts through that would break out of the field line.
        return Ascii.IsValid(uri.IdnHost) && Grammar.IsFieldValue(Encoding.ASCII.GetBytes(uri.IdnHost))
            ? new Origin(uri)
            : throw new ArgumentException($"'{text}' has a host that cannot be written into a message.", parameter);
    }
}
