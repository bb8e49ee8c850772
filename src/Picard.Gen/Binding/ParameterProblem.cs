using System.Text;

namespace Picard.Gen;

/// <summary>The 400 for a parameter. It names the parameter and what it should be, and never repeats what the client sent.</summary>
internal static class ParameterProblem
{
    public static Problem Of(Source source, BindOutcome outcome, Type type)
    {
        var name = Encoding.UTF8.GetString(source.Name);
        var place = source.Kind switch
        {
            SourceKind.Query => "query parameter",
            SourceKind.Header => "header field",
            SourceKind.Cookie => "cookie",
            SourceKind.Form => "form field",
            _ => "route parameter",
        };
        var matter = outcome switch
        {
            BindOutcome.Missing => "is missing",
            BindOutcome.Repeated => "is given more than once",
            BindOutcome.Malformed when source.Kind == SourceKind.Cookie => "is not a cookie value of percent-encoded UTF-8",
            BindOutcome.Malformed when source.Kind == SourceKind.Form => "is not text in UTF-8",
            BindOutcome.Malformed => "is not percent-encoded UTF-8",
            _ => $"is not a valid {Name(type)}",
        };
        return new Problem(StatusCode.BadRequest) { Detail = $"The {place} '{name}' {matter}.", Parameter = name };
    }

    private static string Name(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(plain) switch
        {
            _ when plain.IsEnum => plain.Name,
            TypeCode.Boolean => "bool (true or false)",
            TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64 => "integer",
            TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "number",
            _ => plain.Name,
        };
    }
}
