namespace Picard.Gen.Generators;

/// <summary>Puts the parts of proxies together.</summary>
internal static class ProxyPlan
{
    private static readonly EventKind[] s_order =
    [
        EventKind.Request, EventKind.RequestContent, EventKind.RequestTrailers, EventKind.RequestEnd,
        EventKind.Response, EventKind.ResponseContent, EventKind.ResponseTrailers, EventKind.ResponseEnd, EventKind.Done, EventKind.Abort,
    ];

    private static readonly List<RouteMethodValue> s_methods = [.. Enum.GetValues(typeof(RouteMethod)).Cast<RouteMethod>().Select(static m => new RouteMethodValue(m))];

    /// <summary>The classes that declare upstreams, by their names; the first of several counts, and the analyzers refuse the others.</summary>
    public static IReadOnlyDictionary<string, PartModel> OwnersOf(IEnumerable<IReadOnlyList<PartModel>> proxies)
    {
        var owners = new Dictionary<string, PartModel>(StringComparer.Ordinal);
        foreach (var parts in proxies)
        {
            if (UpstreamOf(parts) is { } upstream && !owners.ContainsKey(upstream.Name))
            {
                owners.Add(upstream.Name, parts[0]);
            }
        }

        return owners;
    }

    /// <summary>The model of a proxy, without the name of its file.</summary>
    /// <param name="parts">Its parts, the one with the attribute first.</param>
    /// <param name="constructor">The parameters of its constructor.</param>
    /// <param name="owners">The classes that declare upstreams.</param>
    public static ProxyModel Of(IReadOnlyList<PartModel> parts, EquatableArray<ParameterModel> constructor, IReadOnlyDictionary<string, PartModel> owners)
    {
        var first = parts[0];
        var proxy = first.Proxy!;
        var own = UpstreamOf(parts);
        var upstream = proxy.Upstream ?? own?.Name;
        var shared = upstream is not null && upstream != own?.Name && owners.TryGetValue(upstream, out var owner) ? $"global::{owner.FullName}.{KnownNames.GatewayProperty}" : null;
        var isComplete = (shared is not null || (own is not null && upstream == own.Name))
            && proxy.Pattern is not null
            && (proxy.Rewrite is null || ProxyTarget.TryParse(proxy.Rewrite, proxy.Pattern, out _, out _))
            && !parts.Any(static p => p.DeclaresGateway);
        return new ProxyModel
        {
            Part = parts.FirstOrDefault(static p => p.Events.Any(static e => e.Kind == EventKind.Request)) ?? first,
            FileName = first.FullName,
            Pattern = isComplete ? proxy.Pattern : null,
            Rewrite = proxy.Rewrite,
            Own = parts.Any(static p => p.DeclaresGateway) ? null : own,
            Upstream = upstream ?? "",
            Shared = shared,
            Pool = proxy.Pool,
            Constructor = constructor,

            // Of several methods for one event the first counts; the analyzers refuse the others.
            Events = parts.SelectMany(static p => p.Events).Where(static e => s_order.Contains(e.Kind)).GroupBy(static e => e.Kind).Select(static e => e.First())
                .OrderBy(static e => Array.IndexOf(s_order, e.Kind))
                .ToList(),
            State = parts.SelectMany(static p => p.State).Distinct(StringComparer.Ordinal).ToList(),
            MaxContent = first.MaxContent,
            Uses = first.Uses,
            Application = proxy.Application,
        };
    }

    /// <summary>What an application knows of the proxy: it takes any method.</summary>
    public static HandlerRoutesModel RoutesOf(ProxyModel proxy) => new(
        proxy.Part.DisplayName,
        CreationText.ExpressionFor(proxy.Part),
        new List<EndpointRouteModel> { new("Forward", proxy.Pattern, s_methods) { TakesOtherMethods = true } });

    /// <summary>The routes that other assemblies are told of.</summary>
    public static EquatableArray<RouteMethodValue> Methods => s_methods;

    private static UpstreamModel? UpstreamOf(IReadOnlyList<PartModel> parts) => parts.Select(static p => p.Upstream).FirstOrDefault(static u => u is not null);
}
