using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Where the reader is in a tree: the directives, namespaces and types around a declaration.</summary>
internal sealed class Surroundings
{
    private static readonly Dictionary<string, TypeSyntax> s_noAliases = new(StringComparer.Ordinal);

    private readonly List<string> _namespaceUsings = [];
    private readonly List<ContainingTypeModel> _types = [];
    private readonly List<string> _usings = [];
    private readonly string _namespace = "";

    public Surroundings(CompilationUnitSyntax root)
    {
        Attributes = new AttributeReader(root.Usings);
        Aliases = AliasesIn(root.Usings, s_noAliases);

        // Global directives apply to the emitted file as they do to the user's.
        _usings.AddRange(root.Externs.Select(static e => e.ToString()));
        _usings.AddRange(root.Usings.Where(static u => u.GlobalKeyword.IsKind(SyntaxKind.None)).Select(static u => u.ToString()));
    }

    private Surroundings(Surroundings outer, BaseNamespaceDeclarationSyntax inner)
    {
        _usings = outer._usings;
        _namespace = outer._namespace.Length == 0 ? inner.Name.ToString() : $"{outer._namespace}.{inner.Name}";
        _namespaceUsings = [.. outer._namespaceUsings, .. inner.Usings.Select(static u => u.ToString())];
        Attributes = outer.Attributes.With(inner.Usings, _namespace);
        Aliases = AliasesIn(inner.Usings, outer.Aliases);
    }

    private Surroundings(Surroundings outer, TypeDeclarationSyntax type)
    {
        _usings = outer._usings;
        _namespace = outer._namespace;
        _namespaceUsings = outer._namespaceUsings;
        Attributes = outer.Attributes;
        Aliases = outer.Aliases;
        IsGeneric = outer.IsGeneric || type.TypeParameterList is not null;
        IsPublic = outer.IsPublic && type.Modifiers.Any(SyntaxKind.PublicKeyword);
        IsHidden = outer.IsHidden || type.Modifiers.Any(SyntaxKind.FileKeyword) || PartReader.IsHidden(type, outer._types.Count > 0);
        _types = [.. outer._types, new ContainingTypeModel(PartReader.KeywordOf(type), type.Identifier.Text, PartReader.IsHidden(type, outer._types.Count > 0))];
        CanBeExtended = outer.CanBeExtended && type.TypeParameterList is null && type.Modifiers.Any(SyntaxKind.PartialKeyword)
            && !type.Modifiers.Any(SyntaxKind.FileKeyword);
    }

    public AttributeReader Attributes { get; }

    /// <summary>What each alias of a type stands for.</summary>
    public IReadOnlyDictionary<string, TypeSyntax> Aliases { get; }

    /// <summary>Whether some containing type has type parameters.</summary>
    public bool IsGeneric { get; }

    /// <summary>Whether every containing type is public.</summary>
    public bool IsPublic { get; } = true;

    /// <summary>Whether some containing type cannot be named outside its own.</summary>
    public bool IsHidden { get; }

    /// <summary>Whether emitted code can stand inside all containing types.</summary>
    public bool CanBeExtended { get; } = true;

    public bool IsNested => _types.Count > 0;

    public ScopeModel Scope => new(_usings, _namespace, _namespaceUsings, _types);

    public Surroundings Inside(BaseNamespaceDeclarationSyntax inner) => new(this, inner);

    public Surroundings Inside(TypeDeclarationSyntax type) => new(this, type);

    public string FullNameOf(string name)
    {
        var types = string.Concat(_types.Select(static t => t.Name + "."));
        return _namespace.Length == 0 ? types + name : $"{_namespace}.{types}{name}";
    }

    private static IReadOnlyDictionary<string, TypeSyntax> AliasesIn(SyntaxList<UsingDirectiveSyntax> usings, IReadOnlyDictionary<string, TypeSyntax> outer)
    {
        Dictionary<string, TypeSyntax>? aliases = null;
        foreach (var directive in usings)
        {
            if (directive.Alias is { } alias)
            {
                aliases ??= outer.ToDictionary(static a => a.Key, static a => a.Value, StringComparer.Ordinal);
                aliases[alias.Name.Identifier.ValueText] = directive.NamespaceOrType;
            }
        }

        return aliases ?? outer;
    }
}
