using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>The conflicts of a list of routes, kept from edit to edit: most edits change no route.</summary>
internal sealed class PlannedConflicts
{
    // Measured: analyzers. Planning 4,000 routes takes a tenth of what an edit costs.
    private static readonly ConditionalWeakTable<SyntaxTree, PlannedConflicts> s_cache = new();

    private Plan? _last;

    /// <param name="routes">The routes of an application, in order.</param>
    /// <param name="tree">Where the first one is written: what was found lives as long.</param>
    public static IReadOnlyList<RouteConflict> Of(IReadOnlyList<PlannedRoute> routes, SyntaxTree? tree)
    {
        if (tree is null)
        {
            return RoutePlan.Of(routes).Conflicts;
        }

        // Race: another thread plans other routes that begin in the same tree; each uses what it has planned, and either may be kept.
        var kept = s_cache.GetOrCreateValue(tree);
        if (kept._last is not { } plan || !plan.IsOf(routes))
        {
            kept._last = plan = new Plan([.. routes.Select(static route => (route.Method, route.Pattern.Text, route.Endpoint))], RoutePlan.Of(routes).Conflicts);
        }

        return plan.Conflicts;
    }

    private sealed record Plan((RouteMethod Method, string Pattern, int Endpoint)[] Routes, IReadOnlyList<RouteConflict> Conflicts)
    {
        public bool IsOf(IReadOnlyList<PlannedRoute> routes)
        {
            if (routes.Count != Routes.Length)
            {
                return false;
            }

            for (var i = 0; i < Routes.Length; i++)
            {
                if (Routes[i] != (routes[i].Method, routes[i].Pattern.Text, routes[i].Endpoint))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
