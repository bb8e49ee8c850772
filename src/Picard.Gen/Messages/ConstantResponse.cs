using System.Text;

namespace Picard.Gen;

/// <summary>A response that is the same for every exchange but for its date: a head and a content computed once.</summary>
public sealed class ConstantResponse
{
    private readonly string _text;
    private readonly string _contentType;

    internal ConstantResponse(string text, string contentType)
    {
        ResponseFields.CheckValue(contentType, nameof(contentType));
        _text = text;
        _contentType = contentType;
        Content = Encoding.UTF8.GetBytes(text);
        Head = Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {Content.Length}\r\n");
    }

    internal string ContentType => _contentType;

    internal byte[] Head { get; }

    internal byte[] Content { get; }

    /// <summary>Whether it is the response of these very strings: a literal is one object as long as the program is not edited.</summary>
    internal bool IsOf(string text, string contentType) => ReferenceEquals(text, _text) && ReferenceEquals(contentType, _contentType);
}
