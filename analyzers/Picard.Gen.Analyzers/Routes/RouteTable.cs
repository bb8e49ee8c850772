using Microsoft.CodeAnalysis;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>All applications of a compilation with the routes of their handlers, and the conflicts between those.</summary>
internal sealed class RouteTable
{
    private readonly Compilation _compilation;
    private readonly KnownSymbols _known;
    private readonly Dictionary<string, List<Conflict>> _conflicts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> _routes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MountConflict>> _mountConflicts = new(StringComparer.Ordinal);

    private RouteTable(Compilation compilation, KnownSymbols known, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _known = known;
        var types = compilation.SyntaxTrees.SelectMany(tree => TreeRoutes.Of(tree, cancellationToken).Types).ToList();
        Applications = [.. types.Where(static type => type.IsApplication).Select(static type => type.MetadataName).Distinct()];
        Handlers = [.. types.Where(static type => type.IsHandler).Select(static type => type.MetadataName).Distinct()];

        var handlers = new HashSet<string>(Handlers, StringComparer.Ordinal);
        var documents = types.Where(static type => type is { IsApplication: true, Document: not null }).Select(static type => new Entry(type.MetadataName, type.Document!)).ToList();
        var routes = types.Where(type => handlers.Contains(type.MetadataName))
            .SelectMany(static type => type.Routes.Select(route => new Entry(type.MetadataName, route)))
            .ToList();
        foreach (var (application, group) in ByApplication(routes))
        {
            // First: of two routes that conflict the later one is reported, and that is the user's.
            List<Entry> own = [.. documents.Where(document => document.Type == application), .. group];
            FindConflicts(own);
            _routes[application ?? ""] = own;
        }

        foreach (var application in types.Where(static type => type is { IsApplication: true, HasMounts: true }).Select(static type => type.MetadataName).Distinct())
        {
            if (Find(application, known.Application) is { } root)
            {
                foreach (var conflict in new MountedTables(this, known, root).Conflicts)
                {
                    AddTo(_mountConflicts, conflict.Second.Source?.Type ?? application, conflict);
                }
            }
        }
    }

    /// <summary>The metadata names of the types marked <c>[Application]</c>, in the order of the sources.</summary>
    public IReadOnlyList<string> Applications { get; }

    /// <summary>The metadata names of the types marked <c>[Handler]</c> or <c>[Proxy]</c>, in the order of the sources.</summary>
    public IReadOnlyList<string> Handlers { get; }

    public static RouteTable Of(Compilation compilation, KnownSymbols known, CancellationToken cancellationToken) => new(compilation, known, cancellationToken);

    /// <summary>The conflicts for which a route of this type is to blame.</summary>
    public IReadOnlyList<Conflict> ConflictsOf(string metadataName) => _conflicts.TryGetValue(metadataName, out var conflicts) ? conflicts : [];

    /// <summary>The conflicts between what an application mounts and its own routes, for which a route of this type, or a mount, is to blame.</summary>
    public IReadOnlyList<MountConflict> MountConflictsOf(string metadataName) => _mountConflicts.TryGetValue(metadataName, out var conflicts) ? conflicts : [];

    /// <summary>The routes of an application of this compilation, without what it mounts.</summary>
    public IReadOnlyList<Entry> RoutesOf(INamedTypeSymbol application) => _routes.TryGetValue(MetadataNameOf(application), out var routes) ? routes : [];

    /// <summary>The name by which a compilation finds a type.</summary>
    public static string MetadataNameOf(INamedTypeSymbol type) =>
        type.ContainingType is { } container ? MetadataNameOf(container) + "+" + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName
        : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;

    /// <summary>A type by the name that the sources give it, if the compiler agrees that it is marked so.</summary>
    public INamedTypeSymbol? Find(string metadataName, INamedTypeSymbol? attributeClass) =>
        _compilation.Assembly.GetTypeByMetadataName(metadataName) is { } type && KnownSymbols.Find(type, attributeClass) is not null ? type : null;

    /// <summary>What a route's attribute is written on, if the compiler agrees: the method of a handler, the application that is described, or the request event of the class that it is.</summary>
    public ISymbol? Find(Entry entry)
    {
        if (entry.Route.Member == RouteSyntax.RequestEvent)
        {
            return Find(entry.Type, _known.Handler)?.GetMembers().OfType<IMethodSymbol>()
                .FirstOrDefault(method => method.GetAttributes().Any(a => _known.IsEvent(a) && Names.Of(a) == "OnRequest"));
        }

        if (entry.Route.Member == RouteSyntax.Proxy)
        {
            return Find(entry.Type, _known.Proxy);
        }

        if (entry.Route.Member.Length == 0)
        {
            return Find(entry.Type, _known.OpenApi);
        }

        return Find(entry.Type, _known.Handler)?.GetMembers(entry.Route.Member).OfType<IMethodSymbol>().FirstOrDefault(IsWrittenThere);

        bool IsWrittenThere(IMethodSymbol method) => method.GetAttributes().Any(attribute =>
            _known.IsRoute(attribute)
            && attribute.ApplicationSyntaxReference is { } reference
            && reference.SyntaxTree == entry.Route.Attribute.SyntaxTree
            && reference.Span == entry.Route.Attribute.Span);
    }

    // Handlers that name no application belong to each. Only where there are several does it matter, and only then are symbols asked.
    private IEnumerable<(string? Application, List<Entry> Routes)> ByApplication(List<Entry> routes)
    {
        if (Applications.Count < 2)
        {
            return [(Applications.Count == 0 ? null : Applications[0], routes)];
        }

        var chosen = routes.Select(static route => route.Type).Distinct().ToDictionary(static type => type, ApplicationOf);
        return Applications
            .Select(application => (Name: application, Type: _compilation.Assembly.GetTypeByMetadataName(application)))
            .Select(application => ((string?)application.Name, routes.Where(route =>
                chosen[route.Type] is not { } named || SymbolEqualityComparer.Default.Equals(named, application.Type)).ToList()));
    }

    private INamedTypeSymbol? ApplicationOf(string handler) =>
        (Find(handler, _known.Handler) ?? Find(handler, _known.Proxy)) is { } type
            ? (KnownSymbols.Find(type, _known.Handler) ?? KnownSymbols.Find(type, _known.Proxy))!.NamedArguments.FirstOrDefault(static argument => argument.Key == "Application").Value.Value as INamedTypeSymbol
            : null;

    private void FindConflicts(List<Entry> routes)
    {
        var planned = new List<PlannedRoute>();
        Entry? fallback = null;
        for (var i = 0; i < routes.Count; i++)
        {
            if (routes[i].Route is { Method: { } method, Pattern: { } pattern })
            {
                planned.Add(new PlannedRoute(method, pattern, i));
            }
            else if (fallback is null)
            {
                fallback = routes[i];
            }
            else
            {
                Add(new Conflict(null, fallback, routes[i], ""));
            }
        }

        foreach (var conflict in PlannedConflicts.Of(planned, routes.Count == 0 ? null : routes[0].Route.Attribute.SyntaxTree))
        {
            Add(new Conflict(conflict.Kind, routes[conflict.First], routes[conflict.Second], conflict.Example));
        }
    }

    private void Add(Conflict conflict)
    {
        // A proxy takes any method: one conflict stands for those of all methods.
        var isSaid = (conflict.First.Route.Member == RouteSyntax.Proxy || conflict.Second.Route.Member == RouteSyntax.Proxy) && ConflictsOf(conflict.Second.Type)
            .Any(known => known.Kind == conflict.Kind && IsSame(known.First, conflict.First) && IsSame(known.Second, conflict.Second));
        if (!isSaid)
        {
            AddTo(_conflicts, conflict.Second.Type, conflict);
        }
    }

    private static bool IsSame(Entry one, Entry other) => one.Type == other.Type && one.Route.Member == other.Route.Member;

    private static void AddTo<T>(Dictionary<string, List<T>> all, string type, T conflict)
    {
        if (!all.TryGetValue(type, out var conflicts))
        {
            all.Add(type, conflicts = []);
        }

        // Two applications that share handlers share their conflicts, too.
        if (!conflicts.Contains(conflict))
        {
            conflicts.Add(conflict);
        }
    }

    /// <summary>A route with the type it is written in.</summary>
    internal sealed record Entry(string Type, RouteSyntax Route);

    /// <summary>Two routes that cannot be in one application; <paramref name="Kind"/> is null for two fallbacks.</summary>
    internal sealed record Conflict(ConflictKind? Kind, Entry First, Entry Second, string Example);
}
