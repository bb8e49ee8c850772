using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads the parameters of methods and constructors.</summary>
internal static class ParameterReader
{
    /// <summary>Reads a list of parameters.</summary>
    public static List<ParameterModel> Read(ParameterListSyntax list, AttributeReader attributes) =>
        [.. list.Parameters.Where(static p => p.Type is not null).Select(p => Read(p, attributes))];

    /// <summary>Whether a value can be passed to every parameter: not by reference, and no argument lists.</summary>
    public static bool AreSupported(ParameterListSyntax list) => list.Parameters.All(static p =>
        p.Type is not null && !p.Modifiers.Any(SyntaxKind.RefKeyword) && !p.Modifiers.Any(SyntaxKind.OutKeyword));

    private static ParameterModel Read(ParameterSyntax parameter, AttributeReader attributes)
    {
        var source = ParameterSource.Automatic;
        var sourceName = parameter.Identifier.ValueText;
        foreach (var (name, syntax, _) in attributes.Read(parameter.AttributeLists))
        {
            var found = name switch
            {
                KnownNames.Query => ParameterSource.Query,
                KnownNames.Header => ParameterSource.Header,
                KnownNames.Service => ParameterSource.Service,
                _ => ParameterSource.Automatic,
            };
            if (found != ParameterSource.Automatic)
            {
                source = found;
                sourceName = AttributeReader.StringArgument(syntax) ?? sourceName;
            }
        }

        var whenMissing = parameter.Default?.Value.ToString() ?? (parameter.Type is NullableTypeSyntax ? "null" : null);
        return new ParameterModel(parameter.Identifier.Text, parameter.Type!.ToString(), source, sourceName, whenMissing);
    }
}
