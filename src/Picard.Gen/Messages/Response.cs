using System.Text;

namespace Picard;

/// <summary>A whole response: status, fields and content, for handlers that choose more than the content.</summary>
public sealed class Response
{
    private ResponseFields? _fields;

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

    /// <summary>The fields beside those the framework owns.</summary>
    public ResponseFields Fields => _fields ??= [];

    internal ResponseFields? FieldsOrNull => _fields;

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
}
