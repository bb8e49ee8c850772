using System.Text;

namespace Picard.Gen;

/// <summary>A response that is the same for every exchange but for its date: a head and a content computed once.</summary>
public sealed class ConstantResponse
{
    private ConstantResponse(string contentType, byte[] content)
    {
        ResponseFields.CheckValue(contentType, nameof(contentType));
        Head = Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {content.Length}\r\n");
        Content = content;
    }

    internal byte[] Head { get; }

    internal byte[] Content { get; }

    /// <summary>A 200 with text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The response, of type <c>text/plain; charset=utf-8</c>.</returns>
    public static ConstantResponse Text(string text) => Text(text, Exchange.TextContentType);

    /// <summary>A 200 with text of another media type.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">The media type.</param>
    /// <returns>The response.</returns>
    public static ConstantResponse Text(string text, string contentType) => new(contentType, Encoding.UTF8.GetBytes(text));
}
