using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads a declaration of a type that may be JSON, by syntax alone.</summary>
internal static class TypeReader
{
    // Types that System.Text.Json would write as arrays or objects of what is in them, whatever their members.
    private static readonly HashSet<string> s_collections = new(StringComparer.Ordinal)
    {
        "IEnumerable", "ICollection", "IList", "IReadOnlyCollection", "IReadOnlyList", "ISet", "IReadOnlySet", "IDictionary", "IReadOnlyDictionary", "IAsyncEnumerable",
        "List", "Collection", "ObservableCollection", "ReadOnlyCollection", "HashSet", "SortedSet", "Queue", "Stack", "LinkedList", "Dictionary", "SortedDictionary",
        "SortedList", "ConcurrentDictionary", "ConcurrentBag", "ConcurrentQueue", "KeyedCollection", "ArrayList", "Hashtable",
    };

    public static TypeModel Read(TypeDeclarationSyntax type, Surroundings at)
    {
        var attributes = new JsonAttributes(type.AttributeLists, target: null);
        var parameters = type.TypeParameterList?.Parameters.Select(static p => p.Identifier.Text).ToList() ?? [];
        var form = FormOf(type);
        var isRecord = type is RecordDeclarationSyntax;
        var members = new MemberReader(at, parameters, isRecord, form);
        var read = members.Read(type);
        var bases = BasesOf(type, at, parameters);
        return new TypeModel
        {
            Scope = at.Scope,
            Name = type.Identifier.Text,
            Form = form,
            IsRecord = isRecord,
            IsAbstract = type.Modifiers.Any(SyntaxKind.AbstractKeyword) || form == TypeForm.Interface,
            IsPublic = at.IsPublic && IsPublic(type.Modifiers),
            Hindrance = HindranceOf(type, at) ?? attributes.Hindrance ?? members.Hindrance ?? (bases.Any(static b => s_collections.Contains(b.Name)) ? "it is a collection" : null),
            TypeParameters = parameters,
            Constraints = string.Join(" ", type.ConstraintClauses.Select(static c => c.ToString())),
            Bases = bases,
            Members = read,
            Constructors = ConstructorsOf(type, at),
            IsUnreachable = HindranceOf(type, at) is not null,
            RefusesUnknown = attributes.RefusesUnknown,
            IsObsolete = attributes.IsObsolete || type.Members.Any(static m => new JsonAttributes(m.AttributeLists, target: null).IsObsolete),
        };
    }

    public static TypeModel Read(EnumDeclarationSyntax type, Surroundings at)
    {
        var attributes = new JsonAttributes(type.AttributeLists, target: null);
        return new TypeModel
        {
            Scope = at.Scope,
            Name = type.Identifier.Text,
            Form = TypeForm.Enum,
            IsPublic = at.IsPublic && IsPublic(type.Modifiers),
            Hindrance = IsHidden(type, at) ? "only its own class can name it" : at.IsGeneric ? "it is inside a generic type" : attributes.Hindrance,
            IsFlags = attributes.IsFlags,
            IsNamed = attributes.IsNamed,
            IsObsolete = attributes.IsObsolete || type.Members.Any(static m => new JsonAttributes(m.AttributeLists, target: null).IsObsolete),
            EnumMembers = type.Members
                .Select(static m => new EnumMemberModel(m.Identifier.Text, new JsonAttributes(m.AttributeLists, target: null).EnumMemberName ?? m.Identifier.ValueText, m.EqualsValue?.Value.ToString()))
                .ToList(),
        };
    }

    private static TypeForm FormOf(TypeDeclarationSyntax type) => type switch
    {
        InterfaceDeclarationSyntax => TypeForm.Interface,
        StructDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword } => TypeForm.Struct,
        _ => TypeForm.Class,
    };

    private static string? HindranceOf(TypeDeclarationSyntax type, Surroundings at) =>
        IsHidden(type, at) ? "only its own class or file can name it"
        : at.IsGeneric ? "it is inside a generic type"
        : type.Modifiers.Any(SyntaxKind.StaticKeyword) ? "it is static"
        : type.Modifiers.Any(SyntaxKind.RefKeyword) ? "it lives on the stack only"
        : type.ConstraintClauses.Any(static c => c.Constraints.Any(static constraint => constraint is TypeConstraintSyntax { Type: not IdentifierNameSyntax { Identifier.ValueText: "notnull" or "unmanaged" } }))
            ? "its type parameters are constrained to types"
        : null;

    private static bool IsHidden(BaseTypeDeclarationSyntax type, Surroundings at) =>
        at.IsHidden || type.Modifiers.Any(SyntaxKind.FileKeyword) || (at.IsNested && !type.Modifiers.Any(SyntaxKind.PublicKeyword) && !type.Modifiers.Any(SyntaxKind.InternalKeyword));

    private static bool IsPublic(SyntaxTokenList modifiers) => modifiers.Any(SyntaxKind.PublicKeyword);

    private static List<BaseModel> BasesOf(TypeDeclarationSyntax type, Surroundings at, List<string> parameters)
    {
        var bases = new List<BaseModel>();
        foreach (var candidate in type.BaseList?.Types.Select(static b => b.Type) ?? [])
        {
            if (ShapeReader.SimpleNameOf(candidate) is { } name)
            {
                var qualifier = candidate switch
                {
                    QualifiedNameSyntax qualified => qualified.Left.ToString(),
                    AliasQualifiedNameSyntax => "global::",
                    _ => "",
                };
                var arguments = name is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments.Select(a => ShapeReader.Read(a, at.Aliases, parameters)).ToList() : [];
                bases.Add(new BaseModel(name.Identifier.ValueText, qualifier, arguments));
            }
        }

        return bases;
    }

    private static List<JsonConstructorModel> ConstructorsOf(TypeDeclarationSyntax type, Surroundings at)
    {
        var constructors = new List<JsonConstructorModel>();
        if (type.ParameterList is { } primary)
        {
            constructors.Add(new JsonConstructorModel(ParametersOf(primary, at), new JsonAttributes(type.AttributeLists, "method").IsChosenConstructor, IsPublic: true, IsPrimary: true));
        }

        foreach (var constructor in type.Members.OfType<ConstructorDeclarationSyntax>().Where(static c => !c.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            constructors.Add(new JsonConstructorModel(
                ParametersOf(constructor.ParameterList, at),
                new JsonAttributes(constructor.AttributeLists, target: null).IsChosenConstructor,
                IsPublic(constructor.Modifiers),
                IsPrimary: false));
        }

        return constructors;
    }

    private static List<JsonParameterModel> ParametersOf(ParameterListSyntax list, Surroundings at) =>
    [
        .. list.Parameters.Select(p => new JsonParameterModel(
            p.Identifier.ValueText, p.Type?.ToString() ?? "", p.Default?.Value.ToString(), p.Default is null || IsConstant(p.Default.Value))
        {
            Place = p.AttributeLists.Count == 0 ? null : ParameterReader.PlaceOf(p.AttributeLists, at.Attributes),
        }),
    ];

    /// <summary>Whether an expression means the same outside its class: a bare name may be a private constant.</summary>
    private static bool IsConstant(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        PrefixUnaryExpressionSyntax unary => IsConstant(unary.Operand),
        MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax or IdentifierNameSyntax } => true,
        _ => false,
    };
}
