namespace Picard.Gen.Generators;

/// <summary>
/// How the endpoints of an application are named, and in which file each route is. As long as no endpoint comes, goes or is renamed, and no segment
/// changes by which the routes are divided, it stays as it is.
/// </summary>
internal sealed class RouteLayout : IEquatable<RouteLayout>
{
    // Limit: up to here the whole application is one file. Above it, an edit of a route writes the file of its part of the table only.
    private const int MaxEndpointsInOne = 300;

    private readonly ApplicationModel _application;
    private readonly Lazy<(EndpointTable Endpoints, RouteDivisionPlan? Division)> _made;

    private RouteLayout(ApplicationModel application)
    {
        _application = application;
        _made = new Lazy<(EndpointTable, RouteDivisionPlan?)>(() =>
        {
            var endpoints = EndpointTable.Of(application);
            return (endpoints, endpoints.All.Count > MaxEndpointsInOne ? RouteDivider.Divide(application.FileName, endpoints) : null);
        });
    }

    /// <summary>The parts of the routes; null: the application is one file.</summary>
    public RouteDivisionPlan? Division => _made.Value.Division;

    /// <summary>The layouts of applications.</summary>
    public static EquatableArray<RouteLayout> Of(EquatableArray<ApplicationModel> applications) => applications.Select(static a => new RouteLayout(a)).ToList();

    /// <summary>The endpoints of an application that has this layout.</summary>
    public EndpointTable EndpointsOf(ApplicationModel application)
    {
        var own = _made.Value.Endpoints;
        return ReferenceEquals(application, _application) ? own : own.With(_application.Handlers, application.Handlers);
    }

    /// <summary>Whether both layouts are the same. The one that was in use before the edit knows which segments were looked at.</summary>
    public bool Equals(RouteLayout? other) => other is not null && (_made.IsValueCreated ? Fits(other._application) : other.Fits(_application));

    public override bool Equals(object? obj) => Equals(obj as RouteLayout);

    public override int GetHashCode() => _application.FileName.GetHashCode();

    private bool Fits(ApplicationModel application)
    {
        var (before, after) = (_application.Handlers, application.Handlers);
        if (application.FileName != _application.FileName || after.Count != before.Count)
        {
            return false;
        }

        var first = 0;
        for (var h = 0; h < before.Count; h++)
        {
            if (!ReferenceEquals(before[h], after[h]) && !Fits(before[h], after[h], first))
            {
                return false;
            }

            first += before[h].Endpoints.Count;
        }

        return true;
    }

    private bool Fits(HandlerRoutesModel before, HandlerRoutesModel after, int first)
    {
        if (after.DisplayName != before.DisplayName || after.Endpoints.Count != before.Endpoints.Count)
        {
            return false;
        }

        for (var e = 0; e < before.Endpoints.Count; e++)
        {
            if (after.Endpoints[e].Name != before.Endpoints[e].Name
                || !BeginAlike(before.Endpoints[e].Pattern, after.Endpoints[e].Pattern, Division is { } division ? division.Depths[first + e] : 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the first segments of two patterns are the same, or both patterns end before.</summary>
    private static bool BeginAlike(RoutePattern? one, RoutePattern? other, int segments)
    {
        if (one is null || other is null)
        {
            return one is null && other is null;
        }

        for (var i = 0; i < segments; i++)
        {
            var (a, b) = (i < one.Segments.Count ? one.Segments[i] : null, i < other.Segments.Count ? other.Segments[i] : null);
            if (!Equals(a, b) || a?.IsOptional != b?.IsOptional || a?.Default != b?.Default)
            {
                return false;
            }
        }

        return true;
    }
}
