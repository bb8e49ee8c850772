using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;

namespace Picard.Client;

/// <summary>One request and its response, for emitted code: written, sent, read and ended, in this order, by one caller.</summary>
/// <remarks>A call ends with the method that sends it, or with the response that it gives; then it is used for the next. Whoever still holds it must not touch it.</remarks>
public sealed partial class ClientCall
{
    private readonly PicardClient _client;
    private readonly OctetBuffer _head = new();
    private readonly OctetBuffer _octets = new();
    private bool _isTargetOpen;
    private bool _hasQuery;
    private bool _hasUserAgent;
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

    internal CancellationToken Aborted { get; private set; }

    internal long Deadline { get; private set; }

    /// <summary>Writes a part of the target that is percent-encoded already.</summary>
    /// <param name="octets">Visible ASCII; the first part begins with a slash.</param>
    public void Path(scoped ReadOnlySpan<byte> octets) => _head.Write(octets);

    /// <summary>Writes a value as a part of the path: what is not unreserved is percent-encoded, the slash too (RFC 3986 §2.3).</summary>
    /// <param name="value">The value; null is written as nothing.</param>
    public void Segment<T>(T value) => TargetText.Write(_head, value);

    /// <summary>Writes a value as the rest of a path, whose slashes stay.</summary>
    /// <param name="value">The value; null is written as nothing.</param>
    public void Rest(string? value) => TargetText.WritePath(_head, value);

    /// <summary>Writes a name and a value of the query; nothing at all if the value is null.</summary>
    /// <param name="name">The name, percent-encoded already.</param>
    /// <param name="value">The value.</param>
    public void Query<T>(scoped ReadOnlySpan<byte> name, T value)
    {
        if (value is null)
        {
            return;
        }

        _head.Write(_hasQuery ? "&"u8 : "?"u8);
        _hasQuery = true;
        _head.Write(name);
        _head.Write("="u8);
        TargetText.Write(_head, value);
    }

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
        EndTarget();
        var writer = new HeadWriter(_head);
        writer.WriteField(name, value);
        writer.Flush();
    }

    /// <summary>Sends JSON.</summary>
    /// <param name="shape">How the value is written.</param>
    /// <param name="value">The value.</param>
    public void Json<T>(Shape<T> shape, T value)
    {
        var json = JsonContent.Rent();
        try
        {
            json.Write(shape, value);
            _octets.Write(json.Written.Span);
        }
        finally
        {
            json.Return();
        }

        ContentType("application/json"u8);
        Content = RequestContent.Of(_octets.Memory);
    }

    /// <summary>Sends octets that are at hand.</summary>
    /// <param name="octets">They must stay as they are until the call ends.</param>
    /// <param name="contentType">Their media type.</param>
    public void Octets(ReadOnlyMemory<byte> octets, string contentType = "application/octet-stream")
    {
        Field("Content-Type", contentType);
        Content = RequestContent.Of(octets);
    }

    /// <summary>Sends what a pipe brings, as it comes; the pipe is completed at the end.</summary>
    /// <param name="content">The pipe.</param>
    /// <param name="length">The length in octets; null if it is not known: then it is sent in chunks.</param>
    /// <param name="contentType">The media type.</param>
    public void Streamed(PipeReader content, long? length = null, string contentType = "application/octet-stream")
    {
        ArgumentNullException.ThrowIfNull(content);
        Field("Content-Type", contentType);
        Content = RequestContent.Of(content, length);
    }

    /// <summary>Sends pieces as they come, each taken when the server has room for it.</summary>
    /// <inheritdoc cref="Streamed(PipeReader, long?, string)"/>
    public void Streamed(IAsyncEnumerable<ReadOnlyMemory<byte>> content, long? length = null, string contentType = "application/octet-stream")
    {
        ArgumentNullException.ThrowIfNull(content);
        Field("Content-Type", contentType);
        Content = RequestContent.Of(content, length);
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
    }

    private void ContentType(scoped ReadOnlySpan<byte> mediaType)
    {
        EndTarget();
        _head.Write("Content-Type: "u8);
        _head.Write(mediaType);
        _head.Write("\r\n"u8);
    }

    private void EndTarget()
    {
        if (_isTargetOpen)
        {
            _isTargetOpen = false;
            _head.Write(" HTTP/1.1\r\n"u8);
            _head.Write(Origin.HostLine);
        }
    }

    private void EndHead()
    {
        EndTarget();
        var writer = new HeadWriter(_head);
        if (!_hasUserAgent && _client.UserAgentLine is { Length: > 0 } line)
        {
            writer.WriteOctets(line);
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
