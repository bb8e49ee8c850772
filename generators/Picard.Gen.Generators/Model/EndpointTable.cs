using System.Runtime.CompilerServices;

namespace Picard.Gen.Generators;

/// <summary>The endpoints of an application, numbered and named.</summary>
internal sealed class EndpointTable
{
    /// <summary>Names that the emitted class has anyway.</summary>
    public static readonly IReadOnlyList<string> Inherited =
    [
        "Match", "Invoke", "Handle", "AllMethods", "Fallback", "Pattern", "Middleware", "With", "PatternOf", "RouteOf", "NoEndpoint", RouteText.AnyMethod, .. Enum.GetNames(typeof(RouteMethod)), KnownNames.RoutesClass,
        "Equals", "GetHashCode", "GetType", "ToString",
    ];

    /// <summary>The field of the emitted class that holds the services; no handler's has the name.</summary>
    public const string Services = "_services";

    // With the handler, so that an edit names the endpoints of one and not of all.
    private static readonly ConditionalWeakTable<HandlerRoutesModel, NamedHandler> s_named = new();

    private EndpointTable(List<NamedHandler> handlers, HashSet<string> names)
    {
        var methods = 0;
        var all = new List<NamedEndpoint>(4 * handlers.Count);
        foreach (var handler in handlers)
        {
            for (var e = 0; e < handler.Endpoints.Count; e++)
            {
                var endpoint = handler.Endpoints[e];
                all.Add(endpoint);
                if (endpoint.First is null && endpoint.Model.Pattern is null)
                {
                    Fallback ??= endpoint.Constant;
                }

                for (var m = 0; m < endpoint.Model.Methods.Count; m++)
                {
                    methods |= 1 << (int)endpoint.Model.Methods[m].Method;
                }
            }
        }

        Handlers = handlers;
        All = all;
        Names = names;
        Methods = Enum.GetValues(typeof(RouteMethod)).Cast<RouteMethod>()
            .Where(m => (methods & (1 << (int)m)) != 0)
            .Select(static m => new RouteMethodValue(m))
            .ToList();
    }

    public EquatableArray<NamedHandler> Handlers { get; }

    public IReadOnlyList<NamedEndpoint> All { get; }

    /// <summary>The constant of the fallback, or null.</summary>
    public string? Fallback { get; }

    /// <summary>Every method that some route takes.</summary>
    public EquatableArray<RouteMethodValue> Methods { get; }

    /// <summary>Every name taken in the emitted class.</summary>
    public HashSet<string> Names { get; }

    /// <summary>The endpoints of an application, each with a name that nothing else has.</summary>
    public static EndpointTable Of(ApplicationModel application)
    {
        var names = new HashSet<string>(Inherited, StringComparer.Ordinal);
        var fields = new HashSet<string>(StringComparer.Ordinal) { Services, ChainEmitter.Field };
        var handlers = new List<NamedHandler>(application.Handlers.Count);
        for (var h = 0; h < application.Handlers.Count; h++)
        {
            handlers.Add(NameOf(application.Handlers[h]).AsUnique(fields, names));
        }

        return new EndpointTable(handlers, names);
    }

    /// <summary>The endpoints after an edit that changed routes and no name.</summary>
    /// <param name="before">The handlers that this is of.</param>
    /// <param name="after">The handlers after the edit.</param>
    public EndpointTable With(EquatableArray<HandlerRoutesModel> before, EquatableArray<HandlerRoutesModel> after)
    {
        var named = new List<NamedHandler>(after.Count);
        for (var h = 0; h < after.Count; h++)
        {
            named.Add(ReferenceEquals(before[h], after[h]) ? Handlers[h] : NameOf(after[h]).As(Handlers[h]));
        }

        return new EndpointTable(named, Names);
    }

    public static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = name + number;
        }

        return unique;
    }

    private static NamedHandler NameOf(HandlerRoutesModel handler) => s_named.GetValue(handler, static model => NamedHandler.Of(model));
}

/// <summary>A handler in the emitted table.</summary>
/// <param name="Create">The expression that creates its endpoints, without the argument list.</param>
/// <param name="Field">The field that holds it.</param>
/// <param name="Endpoints">Its endpoints, in order.</param>
internal sealed record NamedHandler(string Create, string Field, EquatableArray<NamedEndpoint> Endpoints)
{
    public static NamedHandler Of(HandlerRoutesModel model)
    {
        var name = model.DisplayName.Replace(".", "");
        var endpoints = model.Endpoints.Select((e, number) =>
            new NamedEndpoint(name + Capitalised(Literal.Plain(e.Name)), number, e, $"{model.DisplayName}.{Literal.Plain(e.Name)}"));
        return new NamedHandler(model.Create, $"_{char.ToLowerInvariant(name[0])}{name.Substring(1)}", endpoints.ToList());
    }

    /// <summary>The handler with names that nothing else has; itself if it has them already.</summary>
    public NamedHandler AsUnique(HashSet<string> fields, HashSet<string> constants)
    {
        var field = EndpointTable.Unique(Field, fields);
        List<NamedEndpoint>? renamed = null;
        for (var i = 0; i < Endpoints.Count; i++)
        {
            var constant = EndpointTable.Unique(Endpoints[i].Constant, constants);
            if (constant != Endpoints[i].Constant)
            {
                renamed ??= [.. Endpoints];
                renamed[i] = Endpoints[i] with { Constant = constant };
            }
        }

        return renamed is null && field == Field ? this : this with { Field = field, Endpoints = renamed ?? Endpoints };
    }

    /// <summary>The handler with the names of another, whose endpoints differ in their routes at most; itself if it has them already.</summary>
    public NamedHandler As(NamedHandler other)
    {
        List<NamedEndpoint>? renamed = null;
        for (var i = 0; i < Endpoints.Count; i++)
        {
            if (Endpoints[i].Constant != other.Endpoints[i].Constant)
            {
                renamed ??= [.. Endpoints];
                renamed[i] = Endpoints[i] with { Constant = other.Endpoints[i].Constant };
            }
        }

        return renamed is null && Field == other.Field ? this : this with { Field = other.Field, Endpoints = renamed ?? Endpoints };
    }

    private static string Capitalised(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}

/// <summary>An endpoint in the emitted table.</summary>
/// <param name="Constant">The constant that stands for it.</param>
/// <param name="Number">Its number within the handler.</param>
/// <param name="Model">What is known of it.</param>
/// <param name="DisplayName">Handler and method as people say them.</param>
internal sealed record NamedEndpoint(string Constant, int Number, EndpointRouteModel Model, string DisplayName)
{
    /// <summary>The first segment of its pattern; null if it has none.</summary>
    public RouteSegment? First { get; } = Model.Pattern is { Segments: { Count: > 0 } segments } ? segments[0] : null;
}
