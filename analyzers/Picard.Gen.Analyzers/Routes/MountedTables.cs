using Microsoft.CodeAnalysis;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>
/// The route tables behind an application with mounts, in the order in which they are tried, and the conflicts between them: what is mounted comes
/// before the application's own routes, the longest prefix first, then as declared. Conflicts within one table are not its business.
/// </summary>
internal sealed class MountedTables
{
    private readonly RouteTable _table;
    private readonly KnownSymbols _known;
    private readonly List<Table> _tables = [];
    private readonly List<MountConflict> _conflicts = [];

    public MountedTables(RouteTable table, KnownSymbols known, INamedTypeSymbol root)
    {
        _table = table;
        _known = known;
        Collect(root, "/", null, [root]);
        for (var later = 1; later < _tables.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                // What another application mounts is said in its own table.
                if (_tables[earlier].Mount is not { } mount || !ReferenceEquals(mount, _tables[later].Mount))
                {
                    Compare(_tables[earlier], _tables[later]);
                }
            }
        }
    }

    public IReadOnlyList<MountConflict> Conflicts => _conflicts;

    /// <param name="application">The application.</param>
    /// <param name="prefix">What stands before its patterns.</param>
    /// <param name="mount">The mount of the root that leads to it; null: it is the root.</param>
    /// <param name="path">The applications on the way: one that is mounted in itself has its own diagnostic.</param>
    private void Collect(INamedTypeSymbol application, string prefix, AttributeData? mount, List<INamedTypeSymbol> path)
    {
        var mounts = new List<(AttributeData Attribute, INamedTypeSymbol Application, string Prefix)>();
        foreach (var attribute in application.GetAttributes())
        {
            if (KnownSymbols.TypeArgumentOf(attribute, _known.Mount) is { } mounted
                && !path.Contains(mounted, SymbolEqualityComparer.Default)
                && attribute.ConstructorArguments is { Length: 1 } arguments
                && MountPrefix.TryRead(arguments[0].Value as string, out var own))
            {
                mounts.Add((attribute, mounted, own));
            }
        }

        foreach (var (attribute, mounted, own) in mounts.OrderByDescending(static m => m.Prefix.Count(static c => c == '/') - (m.Prefix.Length == 1 ? 1 : 0)))
        {
            Collect(mounted, prefix.TrimEnd('/') + own, mount ?? attribute, [.. path, mounted]);
        }

        if (RoutePattern.TryParse(prefix, out var place, out _))
        {
            _tables.Add(new Table(place!, mount, [.. RoutesOf(application, prefix, mount)]));
        }
    }

    private IEnumerable<MountedRoute> RoutesOf(INamedTypeSymbol application, string prefix, AttributeData? mount)
    {
        var routes = _known.IsForeign(application)
            ? ForeignRoutes.Of(application, _known).SelectMany(static r => r.Methods.Count == 0
                ? [new MountedRoute(r.Endpoint, null, null, null, null)]
                : r.Methods.Select(m => new MountedRoute(r.Endpoint, m, r.Pattern, null, null)))
            : _table.RoutesOf(application).Select(static e => new MountedRoute("", e.Route.Method, e.Route.Pattern, e, null));
        foreach (var route in routes)
        {
            var pattern = route.Pattern is null ? null : MountPrefix.Before(prefix, route.Pattern);
            if (pattern is not null || route.Pattern is null)
            {
                yield return route with { Pattern = pattern, Mount = mount };
            }
        }
    }

    private void Compare(Table earlier, Table later)
    {
        // Most routes cannot meet: those of the application lie beside the prefix.
        var ofEarlier = earlier.Routes.Where(r => r.Pattern is not null && TableOrder.MayBeBehind(later.Prefix, r.Pattern)).ToList();
        foreach (var second in later.Routes.Where(r => r.Pattern is not null && TableOrder.MayBeBehind(earlier.Prefix, r.Pattern)))
        {
            foreach (var first in ofEarlier)
            {
                // A handler that names no application may be in both.
                if ((first.Source is null || first.Source != second.Source)
                    && Takes(first, second.Method!.Value, ofEarlier)
                    && TableOrder.ConflictOf(new PlannedRoute(second.Method!.Value, first.Pattern!, 0), new PlannedRoute(second.Method!.Value, second.Pattern!, 1)) is { } conflict)
                {
                    _conflicts.Add(new MountConflict(conflict.Kind, first, second, conflict.Example));
                }
            }
        }

        // The root's own fallback still gets what no prefix can be told of.
        if (later.Mount is not null
            && earlier.Prefix.Text == later.Prefix.Text
            && earlier.Routes.FirstOrDefault(static r => r.Pattern is null) is { } fallback
            && later.Routes.FirstOrDefault(static r => r.Pattern is null) is { } other
            && (fallback.Source is null || fallback.Source != other.Source))
        {
            _conflicts.Add(new MountConflict(null, fallback, other, ""));
        }
    }

    /// <summary>Whether a route takes requests of a method: GET takes HEAD too, where nothing else does (RFC 9110 §9.3.2).</summary>
    private static bool Takes(MountedRoute route, RouteMethod method, List<MountedRoute> beside) => route.Method == method
        || (method == RouteMethod.Head && route.Method == RouteMethod.Get && !beside.Exists(b => b.Method == RouteMethod.Head && b.Pattern!.Text == route.Pattern!.Text));

    /// <summary>The own routes of one application at its place.</summary>
    private sealed record Table(RoutePattern Prefix, AttributeData? Mount, IReadOnlyList<MountedRoute> Routes);
}

/// <summary>A route as the application with the mount has it.</summary>
/// <param name="Name">Its endpoint as people say it, where it is declared in another assembly.</param>
/// <param name="Method">The request method; null: the fallback.</param>
/// <param name="Pattern">The pattern with the prefixes; null: the fallback.</param>
/// <param name="Source">Where it is declared; null: in another assembly.</param>
/// <param name="Mount">What mounts it; null: it is the application's own.</param>
internal sealed record MountedRoute(string Name, RouteMethod? Method, RoutePattern? Pattern, RouteTable.Entry? Source, AttributeData? Mount);

/// <summary>Two routes of different tables, of which the second does not get what it should; <paramref name="Kind"/> is null for two fallbacks.</summary>
internal sealed record MountConflict(ConflictKind? Kind, MountedRoute First, MountedRoute Second, string Example);
