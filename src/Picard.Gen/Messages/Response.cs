using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>A whole response: status, fields and content, for handlers that choose more than the content.</summary>
public sealed class Response
{
    private ResponseFields? _fields;
    private ResponseFields? _trailers;

    /// <summary>A response with a status and, for now, nothing else.</summary>
    /// <param name="status">A final status.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is informational (1xx), which no final response has.</exception>
    public Response(StatusCode status)
    {
        if (status.IsInformational)
        {
            throw new ArgumentOutOfRangeException(nameof(status), status.Code, "A 1xx status announces a response and is never the final one (RFC 9110 §15.2).");
        }

        Status = status;
    }

    /// <summary>The status.</summary>
    public StatusCode Status { get; }

    /// <summary>The content; empty if there is none. It must not change until the response is sent.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The media type of the content; null: that of <see cref="ContentTypeAttribute"/>, else <c>application/octet-stream</c>.</summary>
    /// <exception cref="ArgumentException">The value has a character that no field value may have.</exception>
    public string? ContentType
    {
        get => _fields?["Content-Type"];
        init
        {
            if (value is not null)
            {
                Fields.Set("Content-Type", value);
            }
        }
    }

    /// <summary>The entity tag of what is sent, as the field ETag. A 200 to GET or HEAD becomes a 304 for a client that has this state already,
    /// and a 412 for one that asked for another (RFC 9110 §13).</summary>
    public EntityTag? ETag
    {
        get;
        init
        {
            field = value;
            SetOptional("ETag", value?.ToString());
        }
    }

    /// <summary>When what is sent came about, as the field Last-Modified, to the second. Conditions of the request are looked at as for <see cref="ETag"/>.</summary>
    public DateTimeOffset? LastModified
    {
        get;
        init
        {
            field = value;
            SetOptional("Last-Modified", value is { } date ? HttpDate.Format(date) : null);
        }
    }

    /// <summary>Who may keep the response and for how long, as the field Cache-Control.</summary>
    public CacheControl? CacheControl
    {
        get;
        init
        {
            field = value;
            SetOptional("Cache-Control", value?.ToString());
        }
    }

    /// <summary>The fields beside those the framework owns.</summary>
    public ResponseFields Fields => _fields ??= [];

    /// <summary>Fields that follow the content (RFC 9110 §6.5): such as a checksum that is known late. With any, the content is sent in chunks.
    /// They are dropped where they cannot be sent: to HTTP/1.0, to HEAD, and with a status that has no content.</summary>
    /// <exception cref="ArgumentException">When one is added that says how to read, route or authorise a message: that is too late behind the content (RFC 9110 §6.5.1).</exception>
    public ResponseFields Trailers => _trailers ??= ResponseFields.ForTrailers();

    internal ResponseFields? FieldsOrNull => _fields;

    internal ResponseFields? TrailersOrNull => _trailers is { Count: > 0 } ? _trailers : null;

    /// <summary>A response of text.</summary>
    /// <param name="status">A final status.</param>
    /// <param name="text">The content, sent as UTF-8.</param>
    /// <returns>The response, of type <c>text/plain; charset=utf-8</c>.</returns>
    public static Response Text(StatusCode status, string text) =>
        new(status) { Content = Encoding.UTF8.GetBytes(text), ContentType = "text/plain; charset=utf-8" };

    /// <summary>A response of octets.</summary>
    /// <param name="status">A final status.</param>
    /// <param name="content">The content; it must not change until the response is sent.</param>
    /// <param name="contentType">Its media type.</param>
    /// <returns>The response.</returns>
    public static Response Bytes(StatusCode status, ReadOnlyMemory<byte> content, string contentType) => new(status) { Content = content, ContentType = contentType };

    private void SetOptional(string name, string? value)
    {
        if (value is not null)
        {
            Fields.Set(name, value);
        }
    }
}
