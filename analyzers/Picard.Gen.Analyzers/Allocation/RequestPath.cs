using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Which methods run for each request: the entry points of handlers and middleware and those marked <c>[NonBlocking]</c>, and the methods of the same class that these name, and those again.
/// Further than that a method is as likely to serve something else too.
/// </summary>
internal sealed class RequestPath
{
    private const int MaxDepth = 2;

    private static readonly ConditionalWeakTable<Compilation, RequestPath> s_cache = new();

    private readonly EntryPoints _entries;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableDictionary<IMethodSymbol, EntryKind?>> _types = new(SymbolEqualityComparer.Default);

    private RequestPath(EntryPoints entries)
    {
        _entries = entries;
    }

    /// <summary>One for all rules that ask.</summary>
    public static RequestPath In(Compilation compilation) => s_cache.GetValue(compilation, static compilation => new RequestPath(EntryPoints.In(compilation)));

    public bool Contains(IMethodSymbol method, CancellationToken cancellationToken) => TryFind(method, cancellationToken, out _);

    /// <summary>Whether a method is on the path, and as what it is called; null: by another method of its class.</summary>
    public bool TryFind(IMethodSymbol method, CancellationToken cancellationToken, out EntryKind? kind)
    {
        kind = null;
        method = method.PartialDefinitionPart ?? method;
        return method.ContainingType is { } type
            && _types.GetOrAdd(type.OriginalDefinition, candidate => PathOf(candidate, cancellationToken)).TryGetValue(method.OriginalDefinition, out kind);
    }

    private ImmutableDictionary<IMethodSymbol, EntryKind?> PathOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var path = ImmutableDictionary.CreateBuilder<IMethodSymbol, EntryKind?>(SymbolEqualityComparer.Default);
        var rest = new List<IMethodSymbol>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            // A WebSocket is opened once and stays, and endpoints of ASP.NET Core allocate before the method is called.
            if (HasAttributes(method) && _entries.Of(method)?.Kind is { } kind and (EntryKind.Route or EntryKind.Event or EntryKind.NonBlocking))
            {
                path[method] = kind;
            }
            else if (method.MethodKind == MethodKind.Ordinary)
            {
                rest.Add(method);
            }
        }

        var named = path.Keys.ToList();
        for (var depth = 0; depth < MaxDepth && named.Count > 0 && rest.Count > 0; depth++)
        {
            var candidates = new HashSet<string>(rest.Select(static method => method.Name), StringComparer.Ordinal);
            var names = new HashSet<string>(named.SelectMany(method => NamesIn(method, candidates, cancellationToken)), StringComparer.Ordinal);
            named = rest.FindAll(method => names.Contains(method.Name));
            named.ForEach(method => path[method] = null);
            rest.RemoveAll(named.Contains);
        }

        return path.ToImmutable();
    }

    private static bool HasAttributes(IMethodSymbol method) => !method.IsImplicitlyDeclared && method.GetAttributes().Length > 0;

    private static IEnumerable<string> NamesIn(IMethodSymbol method, HashSet<string> candidates, CancellationToken cancellationToken) =>
        new[] { method, method.PartialImplementationPart }
            .Where(static part => part is not null)
            .SelectMany(static part => part!.DeclaringSyntaxReferences)
            .Where(reference => Mentions(reference, candidates, cancellationToken))
            .SelectMany(reference => reference.GetSyntax(cancellationToken).DescendantTokens())
            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(static token => token.ValueText);

    /// <summary>Whether any of the names stands in the text, be it in a comment: nodes are made for those only that have one.</summary>
    private static bool Mentions(SyntaxReference reference, HashSet<string> names, CancellationToken cancellationToken)
    {
        var text = reference.SyntaxTree.GetText(cancellationToken).ToString(reference.Span);
        return names.Any(name => text.IndexOf(name, StringComparison.Ordinal) >= 0);
    }
}
