namespace Picard;

/// <summary>
/// Describes the application as an OpenAPI 3.1 document. The document is written when the application is compiled: it is the property <c>OpenApiDocument</c> of the
/// class, octets of UTF-8 that need no running server, and it is served.
/// </summary>
/// <remarks>All arguments are literals. What only a running program knows, such as the JSON of a <c>JsonSerializerContext</c>, is described as any value.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OpenApiAttribute : Attribute
{
    /// <summary>The path that the document is served at, without parameters.</summary>
    public string Path { get; set; } = "/openapi.json";

    /// <summary>The title of the document; null: the name of the class.</summary>
    public string? Title { get; set; }

    /// <summary>The version of what is described; null: <c>1.0.0</c>.</summary>
    public string? Version { get; set; }
}
