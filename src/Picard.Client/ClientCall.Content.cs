using System.Buffers;
using System.IO.Pipelines;
using Picard.Gen;

namespace Picard.Client;

// The content of the request, and what else a caller may say of it. Its media type is written with the end of the head, so that parts of the target may still follow.
public sealed partial class ClientCall
{
    // RFC 6265 §4.1.1: what a cookie's value may have unquoted.
    private static readonly SearchValues<char> s_cookieOctets = SearchValues.Create("!#$%&'()*+-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Writes a field line with a value as text; nothing at all if the value is null.</summary>
    /// <param name="name">A token.</param>
    /// <param name="value">The value: numbers and dates as in the invariant culture.</param>
    /// <exception cref="ArgumentException">As for <see cref="Field(string, string)"/>.</exception>
    public void Field<T>(string name, T value) => Field(name, TargetText.Of(value));

    /// <summary>Writes a field line with a list (RFC 9110 §5.6.1); nothing at all if there are no values.</summary>
    /// <param name="name">A token.</param>
    /// <param name="values">The values; null for none.</param>
    /// <exception cref="ArgumentException">As for <see cref="Field(string, string)"/>.</exception>
    public void Field<T>(string name, T[]? values) => Field(name, values is { Length: > 0 } ? string.Join(", ", values.Select(static v => TargetText.Of(v))) : null);

    /// <summary>Sends a cookie; nothing at all if the value is null.</summary>
    /// <param name="name">A token.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The value has a character that no cookie's may have (RFC 6265 §4.1.1), such as a space, a comma or a semicolon.</exception>
    public void Cookie<T>(string name, T value)
    {
        if (TargetText.Of(value) is not { } text)
        {
            return;
        }

        if (text.AsSpan().ContainsAnyExcept(s_cookieOctets))
        {
            throw new ArgumentException($"The value of the cookie {name} has a character that none may have (RFC 6265 §4.1.1): encode it first.", nameof(value));
        }

        _cookies = _cookies is null ? $"{name}={text}" : $"{_cookies}; {name}={text}";
    }

    /// <summary>Takes over what is said of this call alone.</summary>
    /// <param name="options">Its options.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time limit is not longer than nothing.</exception>
    public void Apply(CallOptions options)
    {
        if (options.Timeout is { } timeout)
        {
            _timeout = timeout > TimeSpan.Zero || timeout == ClientOptions.None
                ? timeout
                : throw new ArgumentOutOfRangeException(nameof(options), timeout, $"{nameof(CallOptions)}.{nameof(CallOptions.Timeout)} must be longer than nothing, or {nameof(ClientOptions)}.{nameof(ClientOptions.None)}.");
        }

        options.Fields?.WriteTo(this);
    }

    /// <summary>Names the media type of the content, in place of that of its kind.</summary>
    /// <param name="mediaType">The value of Content-Type.</param>
    public void ContentType(string mediaType) => _contentType = mediaType;

    /// <summary>Sends JSON.</summary>
    /// <param name="shape">How the value is written.</param>
    /// <param name="value">The value.</param>
    public void Json<T>(Shape<T> shape, T value)
    {
        _octets.WriteJson(shape, value);
        _contentType = "application/json";
        Content = RequestContent.Of(_octets.Memory);
    }

    /// <summary>Sends a field of a form; nothing at all if the value is null.</summary>
    /// <param name="name">The name, percent-encoded already.</param>
    /// <param name="value">The value.</param>
    public void Form<T>(scoped ReadOnlySpan<byte> name, T value)
    {
        if (value is not null)
        {
            if (_octets.Length > 0)
            {
                _octets.Write("&"u8);
            }

            _octets.Write(name);
            _octets.Write("="u8);
            TargetText.Write(_octets, value);
        }

        _contentType = "application/x-www-form-urlencoded";
        Content = RequestContent.Of(_octets.Memory);
    }

    /// <summary>Sends a field of a form with each of several values; those that are null are left out.</summary>
    /// <param name="name">The name, percent-encoded already.</param>
    /// <param name="values">The values; null for none.</param>
    public void Form<T>(scoped ReadOnlySpan<byte> name, T[]? values)
    {
        Form(name, default(string));
        foreach (var value in values ?? [])
        {
            Form(name, value);
        }
    }

    /// <summary>Sends octets that are at hand.</summary>
    /// <param name="octets">They must stay as they are until the call ends.</param>
    /// <param name="contentType">Their media type.</param>
    public void Octets(ReadOnlyMemory<byte> octets, string contentType = "application/octet-stream")
    {
        _contentType = contentType;
        Content = RequestContent.Of(octets);
    }

    /// <summary>Sends what a pipe brings, as it comes; the pipe is completed at the end.</summary>
    /// <param name="content">The pipe.</param>
    /// <param name="length">The length in octets; null if it is not known: then it is sent in chunks.</param>
    /// <param name="contentType">The media type.</param>
    public void Streamed(PipeReader content, long? length = null, string contentType = "application/octet-stream")
    {
        ArgumentNullException.ThrowIfNull(content);
        _contentType = contentType;
        Content = RequestContent.Of(content, length);
    }

    /// <summary>Sends what a stream has from its position on, as it is read. It is not disposed of.</summary>
    /// <param name="content">The stream; if it can seek, its length is announced, otherwise it is sent in chunks.</param>
    /// <param name="contentType">The media type.</param>
    public void Streamed(Stream content, string contentType = "application/octet-stream")
    {
        ArgumentNullException.ThrowIfNull(content);
        var length = content.CanSeek ? content.Length - content.Position : (long?)null;
        Streamed(PipeReader.Create(content, new StreamPipeReaderOptions(leaveOpen: true)), length, contentType);
    }

    /// <summary>Sends pieces as they come, each taken when the server has room for it.</summary>
    /// <inheritdoc cref="Streamed(PipeReader, long?, string)"/>
    public void Streamed(IAsyncEnumerable<ReadOnlyMemory<byte>> content, long? length = null, string contentType = "application/octet-stream")
    {
        ArgumentNullException.ThrowIfNull(content);
        _contentType = contentType;
        Content = RequestContent.Of(content, length);
    }

    /// <summary>Sends items as JSON Lines as they come, each asked for when the server has room for it.</summary>
    /// <param name="item">How an item is written.</param>
    /// <param name="items">The items.</param>
    public void Lines<T>(Shape<T> item, IAsyncEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Streamed(SentLines.Of(item, items), contentType: "application/jsonl");
    }
}
