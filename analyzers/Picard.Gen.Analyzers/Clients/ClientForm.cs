using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Whether a client or a pool can get the members that are emitted for it.</summary>
internal static class ClientForm
{
    /// <summary>Why it cannot, as a part of a sentence; null: it can.</summary>
    public static string? WhyNot(INamedTypeSymbol type, ClientRole role, IReadOnlyList<TypeDeclarationSyntax> declarations, KnownSymbols known)
    {
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (container.TypeParameters.Length > 0 || container.IsFileLocal)
            {
                return $"is nested in the {(container.IsFileLocal ? "file-local" : "generic")} type '{Names.Of(container)}'";
            }
        }

        return type switch
        {
            { TypeParameters.Length: > 0 } => "is generic",
            { IsFileLocal: true } => "is file-local",
            { IsStatic: true } when role.IsClient => "is static",
            { IsAbstract: true, TypeKind: TypeKind.Class, IsStatic: false } => "is abstract",
            _ => OtherRole(type, role, known)
                ?? (!role.IsClient ? WhyNoPool(type)
                    : type.TypeKind == TypeKind.Interface ? WhyNotImplemented(type, declarations)
                    : WhyNotMade(type, declarations)),
        };
    }

    private static string? OtherRole(INamedTypeSymbol type, ClientRole role, KnownSymbols known) =>
        known.IsHandler(type) ? "also [Handler], which answers requests"
        : known.IsApplication(type) ? "also [Application], which answers requests"
        : known.IsMiddleware(type) ? "also [Middleware], which answers requests"
        : role.IsClient && known.IsPool(type) ? "also [Pool]; name another class by [Client(…, Pool = typeof(…))]"
        : null;

    /// <summary>A class beside it gets two members, and they may not be there.</summary>
    private static string? WhyNoPool(INamedTypeSymbol type)
    {
        string[] own = ["Options", "Client"];
        return Array.IndexOf(own, type.Name) >= 0 ? $"is called '{type.Name}', as a member that it gets"
            : type.GetMembers().FirstOrDefault(m => Array.IndexOf(own, m.Name) >= 0 && ClientRole.IsWritten(m)) is { } taken ? $"has a member '{taken.Name}' of its own, in place of the one that it gets"
            : null;
    }

    /// <summary>Emitted code implements the interface: all of its members must be methods, and its own.</summary>
    private static string? WhyNotImplemented(INamedTypeSymbol type, IReadOnlyList<TypeDeclarationSyntax> declarations) =>
        declarations.Select(static d => d.BaseList).FirstOrDefault(static b => b is not null) is { Types: [var inherited, ..] }
            ? $"inherits '{inherited.Type}', whose members are no requests of its own"
            : type.GetMembers().FirstOrDefault(static m => m.IsAbstract && (m.IsStatic || m is IPropertySymbol or IEventSymbol)) is { } member
                ? $"has the member '{member.Name}', which is no request and has no body"
                : null;

    /// <summary>Emitted code adds the constructor that takes what sends.</summary>
    private static string? WhyNotMade(INamedTypeSymbol type, IReadOnlyList<TypeDeclarationSyntax> declarations)
    {
        if (declarations.Any(static d => d.ParameterList is not null || d.Members.OfType<ConstructorDeclarationSyntax>().Any(IsBesideOurs)))
        {
            return "has a constructor of its own that does not go on to the emitted one, which takes a PicardClient, by ': this(client)'";
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object } inherited
            && !inherited.InstanceConstructors.Any(static c => c.DeclaredAccessibility is not Accessibility.Private && c.Parameters.All(static p => p.IsOptional || p.IsParams)))
        {
            return $"derives from '{Names.Of(inherited)}', which has no constructor without parameters";
        }

        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.GetMembers().FirstOrDefault(static m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }) is { } required)
            {
                return $"has the required member '{required.Name}', which nobody sets when it is made";
            }
        }

        return null;
    }

    private static bool IsBesideOurs(ConstructorDeclarationSyntax constructor) =>
        !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && constructor.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) != true;
}
