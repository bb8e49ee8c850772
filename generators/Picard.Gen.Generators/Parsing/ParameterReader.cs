using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads the parameters of methods and constructors.</summary>
internal static class ParameterReader
{
    // What is never JSON: text, or something of the framework's. Types that are left out here are still told apart by the compiler.
    private static readonly HashSet<string> s_otherThanJson = new(StringComparer.Ordinal)
    {
        "CancellationToken", "Request", "ContentReader", "ContentWriter", "WebSocket", "MultipartReader", "ReadOnlyMemory", "ReadOnlySequence", "Guid", "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan",
    };

    /// <summary>Reads the parameters of a constructor.</summary>
    public static List<ParameterModel> Read(ParameterListSyntax list, AttributeReader attributes) =>
        [.. list.Parameters.Where(static p => p.Type is not null).Select(p => Read(p, attributes, shape: null))];

    /// <summary>Reads the parameters of a method, of which one may be JSON.</summary>
    public static List<ParameterModel> Read(ParameterListSyntax list, Surroundings at) =>
        [.. list.Parameters.Where(static p => p.Type is not null).Select(p => Read(p, at.Attributes, ShapeOf(p.Type!, at)))];

    /// <summary>Whether a value can be passed to every parameter: not by reference, and no argument lists.</summary>
    public static bool AreSupported(ParameterListSyntax list) => list.Parameters.All(static p =>
        p.Type is not null && !p.Modifiers.Any(SyntaxKind.RefKeyword) && !p.Modifiers.Any(SyntaxKind.OutKeyword));

    /// <summary>What the attributes of a parameter or member say of its source; null: nothing.</summary>
    public static PlaceModel? PlaceOf(SyntaxList<AttributeListSyntax> lists, AttributeReader attributes)
    {
        PlaceModel? place = null;
        foreach (var (name, syntax, _) in attributes.Read(lists))
        {
            var found = name switch
            {
                KnownNames.Query => ParameterSource.Query,
                KnownNames.Header => ParameterSource.Header,
                KnownNames.Cookie => ParameterSource.Cookie,
                KnownNames.Form => ParameterSource.Form,
                KnownNames.Service => ParameterSource.Service,
                KnownNames.Item => ParameterSource.Item,
                KnownNames.Parameters => ParameterSource.Members,
                _ => ParameterSource.Automatic,
            };
            if (found != ParameterSource.Automatic)
            {
                place = new PlaceModel(found, AttributeReader.StringArgument(syntax));
            }
        }

        return place;
    }

    /// <summary>How a parameter would be read as JSON; null: it is text, or something of the framework's.</summary>
    public static ShapeText? ShapeOf(TypeSyntax type, Surroundings at)
    {
        var plain = type is NullableTypeSyntax nullable ? nullable.ElementType : type;
        plain = plain is ArrayTypeSyntax array ? array.ElementType : plain;
        return plain is PredefinedTypeSyntax || (ShapeReader.SimpleNameOf(plain) is { } name && s_otherThanJson.Contains(name.Identifier.ValueText))
            ? null
            : ShapeReader.Read(type, at.Aliases, []);
    }

    private static ParameterModel Read(ParameterSyntax parameter, AttributeReader attributes, ShapeText? shape)
    {
        var place = PlaceOf(parameter.AttributeLists, attributes);
        var source = place?.Source ?? ParameterSource.Automatic;
        var sourceName = place?.Name ?? parameter.Identifier.ValueText;
        var whenMissing = parameter.Default?.Value.ToString() ?? (parameter.Type is NullableTypeSyntax ? "null" : null);
        return new ParameterModel(parameter.Identifier.Text, parameter.Type!.ToString(), source, sourceName, whenMissing, shape);
    }
}
