using System.Buffers;
using System.Text;
using Picard.Http;

namespace Picard.Client;

/// <summary>One request and its response, for emitted code: written, sent, read and ended, in this order, by one caller.</summary>
/// <remarks>A call ends with the method that sends it, or with the response that it gives; then it is used for the next. Whoever still holds it must not touch it.</remarks>
public sealed partial class ClientCall
{
    private readonly PicardClient _client;
    private readonly OctetBuffer _head = new();
    private readonly OctetBuffer _octets = new();

    // Not that of the request's content: a server may answer before it has all of that.
    private readonly OctetBuffer _received = new();
    private string? _contentType;
    private string? _cookies;
    private TimeSpan? _timeout;
    private int _targetStart;
    private int _targetEnd;
    private bool _isTargetOpen;
    private bool _hasQuery;
    private bool _hasUserAgent;
    private bool _hasContentType;
    private ConnectionLease _lease;

    internal ClientCall(PicardClient client) => _client = client;

    /// <summary>Whom it is for.</summary>
    public Origin Origin { get; private set; } = null!;

    /// <summary>The method.</summary>
    public Method Method { get; private set; }

    /// <summary>Whether the content is sent only when the server asks for it, or has not answered for <see cref="ClientOptions.ContinueTimeout"/> (RFC 9110 §10.1.1).</summary>
    internal bool ExpectsContinue { get; private set; }

    /// <summary>Whether the connection may be used again.</summary>
    internal bool Persists { get; private set; }

    internal RequestContent Content { get; private set; }

    internal ReadOnlySpan<byte> HeadOctets => _head.Span;

    /// <summary>Called when content that streams begins to be sent; it must not wait.</summary>
    internal Action? ContentWanted { get; set; }

    /// <summary>The request target, once it is complete.</summary>
    internal ReadOnlySpan<byte> Target => _head.Span[_targetStart.._targetEnd];

    /// <summary>Its path, as it was sent, for exceptions: a query may hold what nobody should log.</summary>
    internal string PathText => Encoding.ASCII.GetString(Target.IndexOf((byte)'?') is var query and >= 0 ? Target[..query] : Target);

    internal CancellationToken Aborted { get; private set; }

    internal long Deadline { get; private set; }

    /// <summary>How long it may take in all.</summary>
    internal TimeSpan TotalTimeout => _timeout ?? _client.Options.TotalTimeout;

    /// <summary>Writes a part of the target that is percent-encoded already.</summary>
    /// <param name="octets">Visible ASCII, which is checked once the target is complete; the first part begins with a slash.</param>
    public void Path(scoped ReadOnlySpan<byte> octets) => _head.Write(octets);

    /// <summary>Writes a field line.</summary>
    /// <param name="name">A token.</param>
    /// <param name="value">The value; characters up to U+00FF become one octet each. Nothing is written for null.</param>
    /// <exception cref="ArgumentException">The value holds CR, LF, NUL or another control, or the field is the framework's: Host, Content-Length, Transfer-Encoding, Connection.</exception>
    public void Field(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        RequestFields.Check(name);
        _hasUserAgent |= string.Equals(name, "User-Agent", StringComparison.OrdinalIgnoreCase);
        _hasContentType |= string.Equals(name, "Content-Type", StringComparison.OrdinalIgnoreCase);
        EndTarget();
        var writer = new HeadWriter(_head);
        writer.WriteField(name, value);
        writer.Flush();
    }

    /// <summary>Has the content wait for the server's leave (RFC 9110 §10.1.1). Only streamed content waits.</summary>
    public void Expect()
    {
        ExpectsContinue = true;
        EndTarget();
        _head.Write("Expect: 100-continue\r\n"u8);
    }

    /// <summary>Has the connection end with this call.</summary>
    public void Close()
    {
        Persists = false;
        EndTarget();
        _head.Write("Connection: close\r\n"u8);
    }

    internal void Begin(Origin origin, Method method)
    {
        Origin = origin;
        Method = method;
        Persists = true;
        _isTargetOpen = true;
        _head.Write(method.Utf8);
        _head.Write(" "u8);
        _targetStart = _head.Length;
    }

    private void EndTarget()
    {
        if (_isTargetOpen)
        {
            // RFC 9112 §3.2: no whitespace in a request target; anything but visible ASCII is no URI, and could end the line.
            var target = _head.Span[_targetStart..];
            if (target.IsEmpty || target.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) >= 0)
            {
                throw new ArgumentException("RFC 9112 §3.2: a request target must be visible ASCII without whitespace.");
            }

            _isTargetOpen = false;
            _targetEnd = _head.Length;
            _head.Write(" HTTP/1.1\r\n"u8);
            _head.Write(Origin.HostLine);
            _ownFieldsStart = _head.Length;
        }
    }

    private void EndHead()
    {
        EndTarget();
        var writer = new HeadWriter(_head);
        if (_forwarded is not null)
        {
            writer.Complete();
            return;
        }

        if (!_hasUserAgent && _client.UserAgentLine is { Length: > 0 } line)
        {
            writer.WriteOctets(line);
        }

        if (!_client.AcceptEncodingLine.IsEmpty)
        {
            WriteAcceptEncoding(ref writer);
        }

        if (_cookies is not null || _client.Options.Cookies is not null)
        {
            WriteCookies(ref writer);
        }

        if (Content.Exists && !_hasContentType && _contentType is { } contentType)
        {
            writer.WriteField("Content-Type", contentType);
        }

        if (Content.Exists && Content.Length is null)
        {
            writer.WriteOctets("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (Content.Exists || Method == Method.Post || Method == Method.Put || Method == Method.Patch)
        {
            // RFC 9110 §8.6: a method that anticipates content says that there is none.
            writer.WriteContentLength(Content.Length ?? 0);
        }

        writer.Complete();
    }
}
