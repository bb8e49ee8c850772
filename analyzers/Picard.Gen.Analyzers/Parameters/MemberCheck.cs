using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Whether the members of a [Parameters] type can be bound: the mirror, in terms of symbols, of what the generator emits.</summary>
internal sealed class MemberCheck(KnownSymbols known, ParameterTypes types)
{
    /// <summary>Why they cannot, as a part of a sentence; null: they can.</summary>
    public string? WhyNot(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsRefLikeType: false, IsTupleType: false } named
            || type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return "it is not a class, record or struct of which one is always made";
        }

        if (named.IsGenericType || known.IsForeign(named))
        {
            return named.IsGenericType ? "it is generic" : "it is declared in another project";
        }

        for (var around = named; around is not null; around = around.ContainingType)
        {
            if (around.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal || around.IsFileLocal || around.IsGenericType)
            {
                return "no code outside its class or file can name it";
            }
        }

        return ConstructorOf(named) is null
            ? "which of its constructors makes one cannot be told"
            : MembersOf(named).Select(m => WhyNot(m.Symbol, m.Type, m.Symbol.Name)).FirstOrDefault(static why => why is not null);
    }

    /// <summary>What is bound: the parameters of the constructor and the other properties that can be set.</summary>
    public static IEnumerable<(ISymbol Symbol, ITypeSymbol Type)> MembersOf(INamedTypeSymbol type) => ConstructorOf(type) is { } constructor
        ? constructor.Parameters.Select(static p => ((ISymbol)p, p.Type)).Concat(Properties(type, constructor).Select(static p => ((ISymbol)p, p.Type)))
        : [];

    /// <summary>Whether a member is a field of the form that the content is.</summary>
    public static bool HasForm(KnownSymbols known, ITypeSymbol type) => type is INamedTypeSymbol named
        && (named.InstanceConstructors.Any(c => c.Parameters.Any(p => KnownSymbols.Find(p, known.Form) is not null))
            || named.GetMembers().OfType<IPropertySymbol>().Any(p => KnownSymbols.Find(p, known.Form) is not null));

    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(static c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        return constructors.Count == 1 ? constructors[0] : Chosen(constructors);
    }

    /// <summary>The primary one, else the one without parameters; the copy constructor of a record is not public where it counts.</summary>
    private static IMethodSymbol? Chosen(List<IMethodSymbol> constructors) =>
        constructors.FirstOrDefault(static c => c.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax { ParameterList: not null }))
        ?? constructors.FirstOrDefault(static c => c.Parameters.Length == 0);

    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type, IMethodSymbol constructor) => type.GetMembers().OfType<IPropertySymbol>().Where(p =>
        p is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public }
        && !constructor.Parameters.Any(c => string.Equals(c.Name, p.Name, StringComparison.OrdinalIgnoreCase)));

    private string? WhyNot(ISymbol member, ITypeSymbol type, string name)
    {
        if (KnownSymbols.Find(member, known.Service) is not null || KnownSymbols.Find(member, known.Parameters) is not null)
        {
            return $"its member '{name}' is not taken from the request by itself";
        }

        var hasAttribute = new[] { known.Query, known.Header, known.Cookie, known.Form }.Any(a => KnownSymbols.Find(member, a) is not null);
        return types.KindOf(type) switch
        {
            ParameterKind.Other => $"its member '{name}' of type '{Names.Of(type)}' is not read from text",
            ParameterKind.Text => null,
            _ => hasAttribute ? $"its member '{name}' of type '{Names.Of(type)}' is not read from text" : null,
        };
    }
}
