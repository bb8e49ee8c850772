using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>The upstreams of a compilation: which proxies declare them.</summary>
internal sealed class ProxyUpstreams
{
    private readonly Dictionary<string, INamedTypeSymbol> _owners = new(StringComparer.Ordinal);

    private ProxyUpstreams(Compilation compilation, KnownSymbols known)
    {
        // As the generator takes them: in the order of the classes' names.
        var proxies = compilation.SyntaxTrees.SelectMany(static tree => TreeRoutes.Of(tree, default).Types).Where(static type => type.IsProxy)
            .Select(type => compilation.Assembly.GetTypeByMetadataName(type.MetadataName)).OfType<INamedTypeSymbol>().Where(known.IsProxy)
            .OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal);
        foreach (var proxy in proxies)
        {
            if (NameIn(proxy, known) is { } name && !_owners.ContainsKey(name))
            {
                _owners.Add(name, proxy);
            }
        }
    }

    /// <summary>The names of all, in order.</summary>
    public IEnumerable<string> Names => _owners.Keys.OrderBy(static name => name, StringComparer.Ordinal);

    public static ProxyUpstreams In(Compilation compilation, KnownSymbols known) => new(compilation, known);

    /// <summary>The name of the upstream that a class declares; null: it declares none.</summary>
    public static string? NameIn(INamedTypeSymbol type, KnownSymbols known) =>
        KnownSymbols.Find(type, known.Upstream) is { ConstructorArguments: { Length: > 0 } arguments } && arguments[0] is { Kind: TypedConstantKind.Primitive, Value: string name } ? name : null;

    /// <summary>The class that declares an upstream, the first if there are several; null: none does.</summary>
    public INamedTypeSymbol? OwnerOf(string name) => _owners.TryGetValue(name, out var owner) ? owner : null;
}
