namespace Picard;

/// <summary>The media type of what a method, or every method of a handler, answers with, and of the content that a method of a client sends: the value of <c>Content-Type</c>.</summary>
/// <param name="mediaType">The field value, such as <c>text/html; charset=utf-8</c>; it must be a string literal.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method, Inherited = false)]
public sealed class ContentTypeAttribute(string mediaType) : Attribute
{
    /// <summary>The field value.</summary>
    public string MediaType => mediaType;
}
