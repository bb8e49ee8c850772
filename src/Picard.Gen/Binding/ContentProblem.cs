using System.Text;

namespace Picard.Gen;

/// <summary>The answers to content that is not what a parameter needs.</summary>
internal static class ContentProblem
{
    public static Problem Missing(Source source)
    {
        var name = Encoding.UTF8.GetString(source.Name);
        return new Problem(StatusCode.BadRequest) { Detail = $"The content is missing, from which the parameter '{name}' is read as JSON.", Parameter = name };
    }

    public static Problem Invalid(Source source, string path, string matter) => new(StatusCode.BadRequest)
    {
        Detail = $"The JSON content {(path.Length > 1 ? $"at {path} " : "")}{matter}.",
        Parameter = Encoding.UTF8.GetString(source.Name),
        Path = path,
    };

    /// <summary>RFC 9110 §15.5.16.</summary>
    public static Problem NotJson(Source source) => new(StatusCode.UnsupportedMediaType)
    {
        Detail = "The content is not of type application/json.",
        Parameter = Encoding.UTF8.GetString(source.Name),
    };
}
