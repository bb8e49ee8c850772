using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>What the attributes of System.Text.Json say of a type or member, recognised by their simple names.</summary>
internal sealed class JsonAttributes
{
    public JsonAttributes(SyntaxList<AttributeListSyntax> lists, string? target)
    {
        foreach (var list in lists)
        {
            if (list.Target?.Identifier.ValueText == target)
            {
                foreach (var attribute in list.Attributes)
                {
                    Take(attribute);
                }
            }
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

    /// <summary>Whether an enum is written as its name.</summary>
    public bool IsNamed { get; private set; }

    public bool IsFlags { get; private set; }

    public bool IsObsolete { get; private set; }

    /// <summary>Whether no code can use the member without an error.</summary>
    public bool IsGone { get; private set; }

    /// <summary>What only a context of the user's can do.</summary>
    public string? Hindrance { get; private set; }

    private void Take(AttributeSyntax attribute)
    {
        switch (ShortName(attribute))
        {
            case "JsonPropertyName":
                Name = AttributeReader.StringArgument(attribute);
                Hindrance = Name is null ? "the name of a member is not a literal" : Hindrance;
                break;
            case "JsonStringEnumMemberName":
                EnumMemberName = AttributeReader.StringArgument(attribute);
                break;
            case "JsonIgnore":
                Ignore = IgnoreOf(attribute);
                break;
            case "JsonInclude":
                IsIncluded = true;
                break;
            case "JsonRequired":
                IsRequired = true;
                break;
            case "JsonPropertyOrder":
                Order = int.TryParse(AttributeReader.FirstArgument(attribute)?.ToString(), out var order) ? order : 0;
                break;
            case "JsonConstructor":
                IsChosenConstructor = true;
                break;
            case "JsonUnmappedMemberHandling":
                RefusesUnknown = Mentions(attribute, "Disallow");
                break;
            case "JsonConverter":
                IsNamed = Mentions(attribute, "JsonStringEnumConverter");
                Hindrance = IsNamed ? Hindrance : "it has a converter";
                break;
            case "JsonNumberHandling":
                // Reading from strings is what the web defaults do anyway.
                Hindrance = Mentions(attribute, "WriteAsString") || Mentions(attribute, "Strict") || Mentions(attribute, "Literals") ? "its numbers are special" : Hindrance;
                break;
            case "JsonPolymorphic" or "JsonDerivedType":
                Hindrance = "it is polymorphic";
                break;
            case "JsonExtensionData":
                Hindrance = "it keeps unknown members";
                break;
            case "JsonObjectCreationHandling":
                Hindrance = Mentions(attribute, "Populate") ? "its members are filled in place" : Hindrance;
                break;
            case "Flags":
                IsFlags = true;
                break;
            case "Obsolete":
                IsObsolete = true;
                IsGone = attribute.ArgumentList?.Arguments.Any(static a => a.Expression.IsKind(SyntaxKind.TrueLiteralExpression)) == true;
                break;
        }
    }

    private static JsonIgnore IgnoreOf(AttributeSyntax attribute)
    {
        var condition = attribute.ArgumentList?.Arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == "Condition")?.Expression;
        return condition is null ? JsonIgnore.Always : (condition as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText switch
        {
            "Never" => JsonIgnore.Never,
            "WhenWritingNull" => JsonIgnore.WhenNull,
            "WhenWritingDefault" => JsonIgnore.WhenDefault,
            "WhenReading" => JsonIgnore.WhenReading,
            "WhenWriting" => JsonIgnore.WhenWriting,
            _ => JsonIgnore.Always,
        };
    }

    private static bool Mentions(AttributeSyntax attribute, string name) => attribute.ArgumentList?.ToString().IndexOf(name, StringComparison.Ordinal) >= 0;

    private static string ShortName(AttributeSyntax attribute)
    {
        var name = ShapeReader.SimpleNameOf(attribute.Name)?.Identifier.ValueText ?? "";
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
