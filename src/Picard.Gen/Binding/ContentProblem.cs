using System.Globalization;
using System.Text;
using Picard.Http;

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

    /// <summary>One of several items is no value.</summary>
    /// <param name="parameter">The parameter that they are items of.</param>
    /// <param name="item">Which, such as <c>Line 3</c>.</param>
    /// <param name="path">Where in it.</param>
    /// <param name="matter">What is wrong there.</param>
    public static Problem InvalidItem(string parameter, string item, string path, string matter) => new(StatusCode.BadRequest)
    {
        Detail = $"{item} of the content {(path.Length > 1 ? $"at {path} " : "")}{matter}.",
        Parameter = parameter,
        Path = path.Length == 0 ? null : path,
    };

    /// <summary>One of several items is longer than any may be.</summary>
    public static Problem LongItem(string parameter, string item, int maxBytes) => new(StatusCode.ContentTooLarge)
    {
        Detail = string.Create(CultureInfo.InvariantCulture, $"{item} of the content is longer than {maxBytes:N0} octets."),
        Parameter = parameter,
    };

    /// <summary>RFC 9110 §15.5.16.</summary>
    public static Problem NotOfType(Source source, string mediaTypes) => new(StatusCode.UnsupportedMediaType)
    {
        Detail = $"The content is not of type {mediaTypes}.",
        Parameter = Encoding.UTF8.GetString(source.Name),
    };

    /// <summary>The content is no form (RFC 9110 §15.5.16).</summary>
    public static Problem NotForm() => new(StatusCode.UnsupportedMediaType)
    {
        Detail = "The content is not of type application/x-www-form-urlencoded in UTF-8, or multipart/form-data.",
    };

    /// <summary>A part says not what it is (RFC 7578 §4.2).</summary>
    public static Problem NoDisposition(int part) => new(StatusCode.BadRequest)
    {
        Detail = string.Create(CultureInfo.InvariantCulture, $"Part {part} of the content must have one Content-Disposition, of type form-data and with one name in UTF-8."),
    };

    /// <summary>The content breaks a rule of its format.</summary>
    public static Problem Violated(in ProtocolViolation violation) => new(violation.Status) { Detail = violation.ToString() };

    /// <summary>The boundary of multipart content is missing, or is none (RFC 2046 §5.1.1).</summary>
    public static Problem NoBoundary() => new(StatusCode.BadRequest)
    {
        Detail = "Content-Type of multipart content must name its boundary once: 1 to 70 characters, the last no space.",
    };

    /// <summary>RFC 9110 §15.5.16.</summary>
    public static Problem NotJson(Source source) => new(StatusCode.UnsupportedMediaType)
    {
        Detail = "The content is not of type application/json.",
        Parameter = Encoding.UTF8.GetString(source.Name),
    };
}
