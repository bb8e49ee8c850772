using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Where the text of a type stands: what the names in it mean.</summary>
/// <param name="Scope">The directives, namespace and types around it.</param>
/// <param name="FullName">The declaration that it stands in.</param>
/// <param name="Arguments">What the type parameters of the declaration stand for.</param>
internal sealed record TypeScope(ScopeModel Scope, string FullName, IReadOnlyDictionary<string, TypeReference> Arguments)
{
    private static readonly Dictionary<string, TypeReference> s_none = new(StringComparer.Ordinal);

    private Dictionary<string, TypeSyntax>? _aliases;

    /// <summary>The scope of a handler.</summary>
    public static TypeScope Of(PartModel part) => new(part.Scope, part.FullName, s_none);

    /// <summary>The scope of the members of a type.</summary>
    public static TypeScope Of(TypeModel type, IReadOnlyList<TypeReference> arguments) => new(
        type.Scope,
        type.FullName,
        arguments.Count == 0 ? s_none : type.TypeParameters.Zip(arguments, static (name, argument) => (name, argument)).ToDictionary(static p => p.name, static p => p.argument, StringComparer.Ordinal));

    public TypeReference Read(string type) => new(SyntaxFactory.ParseTypeName(type), this);

    /// <summary>What an alias stands for; null if the name is none.</summary>
    public TypeSyntax? AliasOf(string name)
    {
        if (_aliases is null)
        {
            _aliases = new Dictionary<string, TypeSyntax>(StringComparer.Ordinal);
            foreach (var directive in Scope.Usings.Concat(Scope.NamespaceUsings).Where(static u => u.IndexOf('=') >= 0))
            {
                var equals = directive.IndexOf('=');
                var alias = directive.Substring(0, equals).Trim();
                _aliases[alias.Substring(alias.LastIndexOf(' ') + 1)] = SyntaxFactory.ParseTypeName(directive.Substring(equals + 1).Trim().TrimEnd(';'));
            }
        }

        return _aliases.TryGetValue(name, out var target) ? target : null;
    }
}

/// <summary>A type as written somewhere.</summary>
/// <param name="Syntax">The text.</param>
/// <param name="Scope">Where it stands.</param>
internal sealed record TypeReference(TypeSyntax Syntax, TypeScope Scope)
{
    /// <summary>Without the <c>?</c>.</summary>
    public TypeReference Plain => Syntax is NullableTypeSyntax nullable ? this with { Syntax = nullable.ElementType } : this;

    public bool IsNullable => Syntax is NullableTypeSyntax;

    public SimpleNameSyntax? Name => ShapeReader.SimpleNameOf(Syntax);

    /// <summary>The simple name with the number of type arguments, as metadata has it; empty for what is no name.</summary>
    public string Key => Name is { } name ? ShapeReader.NameOf(name) : "";

    public IReadOnlyList<TypeReference> TypeArguments => Name is GenericNameSyntax generic ? [.. generic.TypeArgumentList.Arguments.Select(a => this with { Syntax = a })] : [];

    public string Text => Syntax.ToString();
}
