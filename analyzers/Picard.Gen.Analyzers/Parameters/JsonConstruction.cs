using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>How an object is made from JSON: the mirror, in terms of symbols, of how emitted shapes read.</summary>
internal static class JsonConstruction
{
    /// <summary>Why no object of a type can be made, as a part of a sentence; null: it can, by the constructor, or by one without parameters if that is null.</summary>
    public static string? WhyNot(INamedTypeSymbol type, out IMethodSymbol? constructor)
    {
        constructor = null;
        var name = Names.Of(type);
        if (type.IsAbstract)
        {
            return $"'{name}' is {(type.TypeKind == TypeKind.Interface ? "an interface" : "abstract")}";
        }

        var declared = type.InstanceConstructors.Where(static c => !c.IsImplicitlyDeclared).ToList();
        var chosen = declared.Where(static c => c.GetAttributes().Any(static a => a.AttributeClass?.Name == "JsonConstructorAttribute")).ToList();
        var open = declared.Where(static c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        if (chosen.Count == 1)
        {
            constructor = chosen[0];
        }
        else if (type.IsValueType)
        {
            // Without a choice a struct is made by 'new()'; a positional one is the same made with its values.
            constructor = type.IsRecord && !open.Any(static c => c.Parameters.Length == 0) ? open.FirstOrDefault(IsPrimary) : null;
        }
        else if (declared.Count > 0 && !open.Any(static c => c.Parameters.Length == 0))
        {
            if (open.Count != 1)
            {
                return $"'{name}' has {(open.Count == 0 ? "no public constructor" : "several constructors, none of them marked [JsonConstructor]")}";
            }

            constructor = open[0];
        }

        return constructor?.Parameters.Select(parameter => WhyNot(type, parameter)).FirstOrDefault(static why => why is not null);
    }

    /// <summary>The public properties of a type and its base types.</summary>
    public static IEnumerable<IPropertySymbol> MembersOf(INamedTypeSymbol type)
    {
        for (var level = type; level is not null && level.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); level = level.BaseType)
        {
            foreach (var property in level.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public })
                {
                    yield return property;
                }
            }
        }
    }

    /// <summary>Whether a constructor gives a member its value.</summary>
    public static bool Takes(IMethodSymbol? constructor, IPropertySymbol member) => constructor?.Parameters.Any(parameter => IsFor(parameter, member.Name)) == true;

    private static string? WhyNot(INamedTypeSymbol type, IParameterSymbol parameter)
    {
        if (parameter.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is ParameterSyntax { Default.Value: var value } && !IsConstant(value)))
        {
            return $"the default value of '{parameter.Name}' of the constructor of '{Names.Of(type)}' is not a literal";
        }

        var isMember = MembersOf(type).Cast<ISymbol>().Concat(Included(type)).Any(member =>
            IsFor(parameter, member.Name) && IsSame(member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type, parameter.Type));
        return isMember ? null : $"'{parameter.Name}' of the constructor of '{Names.Of(type)}' is no member of the same type";
    }

    private static IEnumerable<ISymbol> Included(INamedTypeSymbol type) => type.GetMembers()
        .Where(static m => m is IFieldSymbol or IPropertySymbol && m.GetAttributes().Any(static a => a.AttributeClass?.Name == "JsonIncludeAttribute"));

    private static bool IsFor(IParameterSymbol parameter, string member) => string.Equals(parameter.Name, member, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same but for the <c>?</c>, of values as of references.</summary>
    private static bool IsSame(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(Plain(one), Plain(other));

    private static ITypeSymbol Plain(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static bool IsPrimary(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>Whether an expression means the same outside its class: a bare name may be a private constant.</summary>
    private static bool IsConstant(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        PrefixUnaryExpressionSyntax unary => IsConstant(unary.Operand),
        MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax or IdentifierNameSyntax } => true,
        _ => false,
    };
}
