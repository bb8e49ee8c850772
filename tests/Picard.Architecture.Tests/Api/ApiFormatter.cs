using System.Text;
using Microsoft.CodeAnalysis;

namespace Picard.Architecture.Tests.Api;

/// <summary>Writes a public surface as lines of C# that can be reviewed: a type on a line, its members below it, everything sorted.</summary>
internal static class ApiFormatter
{
    private static readonly SymbolDisplayFormat s_member = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeExplicitInterface,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeModifiers
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeMemberKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_type = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: s_member.GenericsOptions,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: s_member.ParameterOptions,
        miscellaneousOptions: s_member.MiscellaneousOptions);

    private static readonly HashSet<string> s_attributesShown = ["FlagsAttribute", "ObsoleteAttribute", "AttributeUsageAttribute"];

    public static string Format(IEnumerable<INamedTypeSymbol> types)
    {
        var text = new StringBuilder();
        foreach (var block in types.Select(FormatType).Order(StringComparer.Ordinal))
        {
            text.Append(block).Append('\n');
        }

        return text.ToString();
    }

    private static string FormatType(INamedTypeSymbol type)
    {
        var text = new StringBuilder();
        text.Append(type.ToDisplayString(s_type).Replace("\n", "", StringComparison.Ordinal)).Append(": ").Append(Kind(type));
        var bases = Bases(type).Select(symbol => symbol.ToDisplayString(s_member)).ToList();
        if (bases.Count > 0)
        {
            text.Append(" : ").AppendJoin(", ", bases);
        }

        foreach (var attribute in type.GetAttributes().Where(attribute => s_attributesShown.Contains(attribute.AttributeClass?.Name ?? "")).Select(attribute => attribute.ToString()).Order(StringComparer.Ordinal))
        {
            text.Append(" [").Append(attribute).Append(']');
        }

        text.Append('\n');
        if (type.TypeKind != TypeKind.Delegate)
        {
            foreach (var line in ApiReader.PublicMembers(type).Select(FormatMember).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string FormatMember(ISymbol member)
    {
        // Roslyn leaves the modifiers of an interface's members out; for these they say who must write what.
        var modifiers = member.ContainingType.TypeKind == TypeKind.Interface
            ? (member.IsStatic ? "static " : "") + (member.IsVirtual ? "virtual " : member.IsStatic ? "abstract " : "")
            : "";
        return modifiers + member.ToDisplayString(s_member);
    }

    private static string Kind(INamedTypeSymbol type)
    {
        var accessibility = type.DeclaredAccessibility == Accessibility.Public ? "public " : "protected ";
        return accessibility + type.TypeKind switch
        {
            TypeKind.Interface => "interface",
            TypeKind.Enum => type.EnumUnderlyingType!.SpecialType == SpecialType.System_Int32 ? "enum" : $"enum ({type.EnumUnderlyingType.ToDisplayString(s_member)})",
            TypeKind.Delegate => "delegate",
            TypeKind.Struct => (type.IsReadOnly ? "readonly " : "") + (type.IsRefLikeType ? "ref " : "") + (type.IsRecord ? "record struct" : "struct"),
            _ => (type.IsStatic ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (type.IsRecord ? "record" : "class"),
        };
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Class && type.BaseType is { SpecialType: not SpecialType.System_Object } parent)
        {
            yield return parent;
        }

        if (type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface)
        {
            foreach (var contract in type.Interfaces.OrderBy(contract => contract.ToDisplayString(), StringComparer.Ordinal))
            {
                yield return contract;
            }
        }
    }
}
