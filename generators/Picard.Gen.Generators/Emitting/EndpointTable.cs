namespace Picard.Gen.Generators;

/// <summary>The endpoints of an application, numbered and named.</summary>
internal sealed class EndpointTable
{
    private static readonly string[] s_inherited =
        ["Match", "Invoke", "Handle", "AllMethods", "Fallback", "Pattern", "RouteOf", "NoEndpoint", .. Enum.GetNames(typeof(RouteMethod)), KnownNames.RoutesClass, "Equals", "GetHashCode", "GetType", "ToString"];

    public EndpointTable(ApplicationModel application)
    {
        var names = new HashSet<string>(s_inherited, StringComparer.Ordinal);
        var fields = new HashSet<string>(StringComparer.Ordinal);
        var all = new List<Endpoint>();
        var routes = new List<PlannedRoute>();
        for (var h = 0; h < application.Handlers.Count; h++)
        {
            var handler = application.Handlers[h];
            var name = handler.DisplayName.Replace(".", "");
            HandlerFields.Add(Unique($"_{char.ToLowerInvariant(name[0])}{name.Substring(1)}", fields));
            for (var e = 0; e < handler.Endpoints.Count; e++)
            {
                var model = handler.Endpoints[e];
                var constant = Unique(name + Capitalised(Literal.Plain(model.Name)), names);
                foreach (var method in model.Methods)
                {
                    routes.Add(new PlannedRoute(method.Method, model.Pattern!, all.Count));
                }

                if (model.Pattern is null)
                {
                    Fallback ??= constant;
                }

                all.Add(new Endpoint(constant, h, e, model, $"{handler.DisplayName}.{Literal.Plain(model.Name)}"));
            }
        }

        All = all;
        Routes = routes;
        Names = names;
    }

    public IReadOnlyList<Endpoint> All { get; }

    public IReadOnlyList<PlannedRoute> Routes { get; }

    public List<string> HandlerFields { get; } = [];

    /// <summary>The constant of the fallback, or null.</summary>
    public string? Fallback { get; }

    /// <summary>Every name taken in the emitted class.</summary>
    public HashSet<string> Names { get; }

    /// <summary>One line for each endpoint, in columns.</summary>
    public IEnumerable<string> Describe() => RouteText.InColumns(All.Select(static e => (RouteText.Of(e.Model.Methods, e.Model.Pattern), e.DisplayName)));

    public string Unique(string name) => Unique(name, Names);

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = name + number;
        }

        return unique;
    }

    private static string Capitalised(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>One endpoint.</summary>
    /// <param name="Constant">The constant that stands for it.</param>
    /// <param name="Handler">The index of its handler.</param>
    /// <param name="Number">Its number within the handler.</param>
    /// <param name="Model">What is known of it.</param>
    /// <param name="DisplayName">Handler and method as people say them.</param>
    internal sealed record Endpoint(string Constant, int Handler, int Number, EndpointRouteModel Model, string DisplayName);
}
