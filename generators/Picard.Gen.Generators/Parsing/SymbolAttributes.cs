using Microsoft.CodeAnalysis;

namespace Picard.Gen.Generators;

/// <summary>What the attributes of System.Text.Json say of a type or member of a reference.</summary>
internal sealed class SymbolAttributes
{
    public SymbolAttributes(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            Take(attribute);
        }
    }

    public string? Name { get; private set; }

    public string? EnumMemberName { get; private set; }

    public JsonIgnore Ignore { get; private set; }

    public bool IsIncluded { get; private set; }

    public bool IsRequired { get; private set; }

    public int Order { get; private set; }

    public bool IsChosenConstructor { get; private set; }

    public bool RefusesUnknown { get; private set; }

    public bool IsNamed { get; private set; }

    public bool IsFlags { get; private set; }

    public bool IsObsolete { get; private set; }

    /// <summary>Whether no code can use the member without an error.</summary>
    public bool IsGone { get; private set; }

    /// <summary>What only a context of the user's can do.</summary>
    public string? Hindrance { get; private set; }

    private void Take(AttributeData attribute)
    {
        var first = attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Kind != TypedConstantKind.Array ? attribute.ConstructorArguments[0].Value : null;
        switch (attribute.AttributeClass?.ToDisplayString())
        {
            case "System.Text.Json.Serialization.JsonPropertyNameAttribute":
                Name = first as string;
                break;
            case "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute":
                EnumMemberName = first as string;
                break;
            case "System.Text.Json.Serialization.JsonIgnoreAttribute":
                Ignore = attribute.NamedArguments.FirstOrDefault(static a => a.Key == "Condition").Value.Value is int condition ? IgnoreOf(condition) : JsonIgnore.Always;
                break;
            case "System.Text.Json.Serialization.JsonIncludeAttribute":
                IsIncluded = true;
                break;
            case "System.Text.Json.Serialization.JsonRequiredAttribute":
                IsRequired = true;
                break;
            case "System.Text.Json.Serialization.JsonPropertyOrderAttribute":
                Order = first is int order ? order : 0;
                break;
            case "System.Text.Json.Serialization.JsonConstructorAttribute":
                IsChosenConstructor = true;
                break;
            case "System.Text.Json.Serialization.JsonUnmappedMemberHandlingAttribute":
                RefusesUnknown = first is 1;
                break;
            case "System.Text.Json.Serialization.JsonConverterAttribute":
                IsNamed = first is ITypeSymbol { Name: "JsonStringEnumConverter" };
                Hindrance = IsNamed ? Hindrance : "it has a converter";
                break;
            case "System.Text.Json.Serialization.JsonPolymorphicAttribute" or "System.Text.Json.Serialization.JsonDerivedTypeAttribute":
                Hindrance = "it is polymorphic";
                break;
            case "System.FlagsAttribute":
                IsFlags = true;
                break;
            case "System.ObsoleteAttribute":
                IsObsolete = true;
                IsGone = attribute.ConstructorArguments.Any(static a => a.Value is true);
                break;
        }
    }

    // The values of JsonIgnoreCondition.
    private static JsonIgnore IgnoreOf(int condition) => condition switch
    {
        0 => JsonIgnore.Never,
        2 => JsonIgnore.WhenDefault,
        3 => JsonIgnore.WhenNull,
        4 => JsonIgnore.WhenWriting,
        5 => JsonIgnore.WhenReading,
        _ => JsonIgnore.Always,
    };
}
