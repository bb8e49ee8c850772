using System.Runtime.CompilerServices;

namespace Picard.Gen.Generators;

/// <summary>Puts the parts of all trees together: which classes are handlers and applications, and what each emitted file needs to know.</summary>
internal static class ProjectBuilder
{
    // Most classes are one part. What follows from that part is kept with it, so that an edit computes it for one class and not for all.
    private static readonly ConditionalWeakTable<PartModel, Parts> s_singleParts = new();

    public static ProjectModel Build(PartsModel declared, ClassNames names)
    {
        var fileNames = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var handlers = new List<HandlerModel>();
        var machines = new List<MachineModel>();
        var routes = new List<(string? Application, HandlerRoutesModel Routes)>();
        var classes = names.Classes.Select(indices => PartsOf(declared, indices)).ToList();
        var serializers = classes.Where(static c => c.Is(PartRoles.Application) && c.First is { Json: not null, IsHidden: false })
            .Select(static c => (c.First.Name, Expression: $"global::{c.First.FullName}.{KnownNames.JsonProperty}"))
            .ToList();
        foreach (var parts in classes.Where(static c => c.Is(PartRoles.Handler)))
        {
            if (parts.First.Route is { } route)
            {
                var machine = MachinePlan.Of(parts.All, parts.Constructor, route) with { FileName = Unique(parts.First.FullName, fileNames) };
                machines.Add(machine);
                if (machine.Pattern is not null)
                {
                    routes.Add((parts.First.Application, MachinePlan.RoutesOf(machine)));
                }

                continue;
            }

            if (parts.All.Count == 1)
            {
                var fileName = Unique(parts.First.FullName, fileNames);
                var handler = WithSerializer(parts.Single, parts, serializers);
                handlers.Add(handler.FileName == fileName ? handler : handler with { FileName = fileName });
            }
            else
            {
                AddFiles(parts, fileNames, handlers, serializers);
            }

            routes.Add((parts.First.Application, parts.Routes));
        }

        var proxies = ProxiesOf(classes, fileNames, routes);
        var applications = new List<ApplicationModel>();
        foreach (var parts in classes.Where(static c => c.Is(PartRoles.Application)))
        {
            var own = routes.Where(r => r.Application is null || r.Application == parts.First.Name).Select(static r => r.Routes).ToList();
            if (parts.First.OpenApi is { Pattern: not null } openApi)
            {
                own.Add(openApi.RoutesIn(parts.First));
            }

            var provides = parts.All.SelectMany(static p => p.Provides).Select(static name => new MemberName(name)).ToList();
            applications.Add(new ApplicationModel(parts.First, Unique(parts.First.FullName + ".Routes", fileNames), parts.Constructor, provides, own));
        }

        var middleware = classes.Where(static c => c.Is(PartRoles.Middleware) && !c.Is(PartRoles.Handler) && !c.Is(PartRoles.Application))
            .Select(parts => MiddlewareModel.Of(parts.All, parts.Constructor) with { FileName = Unique(parts.First.FullName + ".Middleware", fileNames) })
            .ToList();
        var responseHandlers = classes.Where(static c => c.Is(PartRoles.ResponseHandler) && !c.Is(PartRoles.Handler) && !c.Is(PartRoles.Application) && !c.Is(PartRoles.Middleware))
            .Select(parts => ResponseHandlerModel.Of(parts.All) with { FileName = Unique(parts.First.FullName + ".Responses", fileNames) })
            .ToList();
        return new ProjectModel(handlers, machines, applications, middleware, responseHandlers, proxies);
    }

    private static List<ProxyModel> ProxiesOf(List<Parts> classes, HashSet<string> fileNames, List<(string? Application, HandlerRoutesModel Routes)> routes)
    {
        var proxies = classes.Where(static c => c.Is(PartRoles.Proxy) && !c.Is(PartRoles.Handler | PartRoles.Application | PartRoles.Middleware | PartRoles.ResponseHandler)).ToList();
        var owners = ProxyPlan.OwnersOf(proxies.Select(static p => p.All));
        List<ProxyModel> models = [.. proxies.Select(parts => ProxyPlan.Of(parts.All, parts.Constructor, owners) with { FileName = Unique(parts.First.FullName + ".Proxy", fileNames) })];
        routes.AddRange(models.Where(static p => p.Pattern is not null).Select(static p => (p.Application, ProxyPlan.RoutesOf(p))));
        return models;
    }

    private static Parts PartsOf(PartsModel declared, IReadOnlyList<int> indices)
    {
        if (indices.Count == 1)
        {
            return s_singleParts.GetValue(declared.All[indices[0]], static part => new Parts(part));
        }

        var parts = new Parts(declared.All[indices[0]]);
        for (var i = 1; i < indices.Count; i++)
        {
            // Where Picard is not imported, an attribute of that name is another's, but a constructor is a constructor.
            var part = declared.All[indices[i]];
            parts.All.Add(declared.IsMeant(part) ? part : part with { Roles = PartRoles.None, Endpoints = default, Provides = default });
        }

        return parts;
    }

    private static HandlerWholeModel WholeOf(Parts parts)
    {
        var serviceParts = new List<int>();
        var first = 0;
        foreach (var part in parts.All)
        {
            if (part.Endpoints.Any(static e => e.Parameters.Any(static q => q.Source == ParameterSource.Service)))
            {
                serviceParts.Add(first);
            }

            first += part.Endpoints.Count;
        }

        return new HandlerWholeModel(parts.Constructor, EndpointNames(parts), serviceParts, parts.First.ContentType, parts.First.MaxContent,
            parts.First.Json is { } json ? json + ".Default" : null, parts.First.Uses)
        {
            SlowConsumer = parts.First.SlowConsumer,
            IsOffloaded = parts.First.IsOffloaded,
            Application = parts.First.Application,
        };
    }

    /// <summary>[Json] on the application counts where the handler has none of its own.</summary>
    private static HandlerModel WithSerializer(HandlerModel handler, Parts parts, List<(string Name, string Expression)> serializers)
    {
        if (serializers.Count == 0 || handler.Whole.Json is not null)
        {
            return handler;
        }

        var application = parts.All.Select(static p => p.Application).FirstOrDefault(static a => a is not null);
        var serializer = serializers.FirstOrDefault(c => application is null || c.Name == application).Expression;
        return serializer is null ? handler : handler with { Whole = handler.Whole with { Json = serializer } };
    }

    private static void AddFiles(Parts parts, HashSet<string> fileNames, List<HandlerModel> handlers, List<(string Name, string Expression)> serializers)
    {
        var whole = WholeOf(parts);
        var first = 0;
        foreach (var part in parts.All)
        {
            var isMain = ReferenceEquals(part, parts.First);
            if (isMain || part.Endpoints.Count > 0)
            {
                handlers.Add(WithSerializer(new HandlerModel(part, Unique(part.FullName, fileNames), first, isMain, whole), parts, serializers));
            }

            first += part.Endpoints.Count;
        }
    }

    /// <summary>Overloads, and methods with several patterns, get a number.</summary>
    private static List<EndpointName> EndpointNames(Parts parts)
    {
        var taken = new HashSet<string>(parts.All.SelectMany(static p => p.Endpoints).Select(static e => e.Name), StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<EndpointName>();
        foreach (var endpoint in parts.All.SelectMany(static p => p.Endpoints))
        {
            var name = endpoint.Name;
            for (var number = 2; !used.Add(name); number++)
            {
                name = taken.Contains(endpoint.Name + number) ? name : endpoint.Name + number;
            }

            names.Add(new EndpointName(name, RouteText.Of(endpoint.Methods, endpoint.Pattern)));
        }

        return names;
    }

    private static HandlerRoutesModel RoutesOf(Parts parts) => new(
        parts.First.DisplayName,
        CreationText.ExpressionFor(parts.First),
        parts.All.SelectMany(static p => p.Endpoints).Select(static e => new EndpointRouteModel(e.Name, e.Pattern, e.Methods)).ToList());

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = $"{name}.{number}";
        }

        return unique;
    }

    /// <summary>The parts of one class, the one that has the attribute first.</summary>
    private sealed class Parts(PartModel first)
    {
        private HandlerModel? _single;
        private HandlerRoutesModel? _routes;

        public PartModel First => first;

        public List<PartModel> All { get; } = [first];

        public EquatableArray<ParameterModel> Constructor => All.Select(static p => p.Constructor).FirstOrDefault(static c => c is not null)?.Parameters ?? default;

        // Race: two hosts may make the same at once; they are equal, so either will do.

        /// <summary>A handler of one part.</summary>
        public HandlerModel Single => _single ??= new HandlerModel(first, first.FullName, 0, IsMain: true, WholeOf(this));

        public HandlerRoutesModel Routes => _routes ??= RoutesOf(this);

        public bool Is(PartRoles role)
        {
            for (var i = 0; i < All.Count; i++)
            {
                if ((All[i].Roles & role) != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
