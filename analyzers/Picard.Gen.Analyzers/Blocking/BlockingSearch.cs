using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Walks the call graph from entry points, nearest first, so that the first way to what blocks is the shortest.</summary>
internal sealed class BlockingSearch(CallGraph graph, EntryPoints entries)
{
    // Limit: an entry point that reaches more bodies than this has been shown enough by then.
    private const int MaxSteps = 20_000;

    /// <summary>Bodies from which nothing that blocks is reached, whoever calls.</summary>
    private readonly ConcurrentDictionary<(Body, ISymbol, ISymbol?), bool> _harmless = new(StepComparer.Instance);
    private readonly LockHolders _holders = new(graph);

    public List<Finding> From(Step start, EntryPoint entry, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var seen = Walk(start, entry.Regions, (step, site) =>
        {
            var holder = site is LockSite held ? _holders.HolderOf(step, held, this, cancellationToken) : null;
            if (site is BlockingSite || holder is not null)
            {
                findings.Add(new Finding(entry, step, site, holder));
            }
        }, cancellationToken);
        if (findings.Count == 0)
        {
            foreach (var key in seen)
            {
                // Of a loop only its turns were looked at.
                if (entry.Regions.IsEmpty || !StepComparer.Instance.Equals(key, start.Key))
                {
                    _harmless[key] = true;
                }
            }
        }

        return findings;
    }

    /// <summary>The first thing that blocks within a span of a body; null: nothing does.</summary>
    public BlockingSite? First(Step start, CodeRegion region, CancellationToken cancellationToken)
    {
        BlockingSite? first = null;
        Walk(start, [region], (_, site) => first ??= site as BlockingSite, cancellationToken);
        return first;
    }

    private HashSet<(Body, ISymbol, ISymbol?)> Walk(Step start, ImmutableArray<CodeRegion> regions, Action<Step, Site> found, CancellationToken cancellationToken)
    {
        var seen = new HashSet<(Body, ISymbol, ISymbol?)>(StepComparer.Instance) { start.Key };
        var reported = new HashSet<(Site, IOperation)>();
        var queue = new Queue<Step>();
        queue.Enqueue(start);
        while (queue.Count > 0 && seen.Count < MaxSteps)
        {
            var step = queue.Dequeue();
            foreach (var site in graph.SitesOf(step.Body, cancellationToken))
            {
                if (step == start && !regions.IsEmpty && !regions.Any(region => region.Contains(site.Operation)))
                {
                    continue;
                }

                Report(step, site);
                foreach (var next in graph.Next(step, site, cancellationToken))
                {
                    Follow(next);
                }
            }
        }

        return seen;

        void Follow(Step next)
        {
            if (next.Call is BlockingSite framework)
            {
                Report(next.Caller!, framework);
            }
            else if (_harmless.ContainsKey(next.Key) || IsEntry(next))
            {
                return;
            }
            else if (seen.Add(next.Key))
            {
                queue.Enqueue(next);
            }
            else
            {
                // Another caller of the same body may pass what the first did not.
                foreach (var site in graph.SitesOf(next.Body, cancellationToken).Where(static site => site is BlockingSite { Deciding: not null }))
                {
                    Report(next, site);
                }
            }
        }

        void Report(Step step, Site site)
        {
            if (site is LockSite or BlockingSite && !(site is BlockingSite blocking && IsHarmless(step, blocking, cancellationToken)) && reported.Add((site, site.Operation)))
            {
                found(step, site);
            }
        }
    }

    /// <summary>What is marked [NonBlocking] is looked at by itself.</summary>
    private bool IsEntry(Step step) =>
        step.Body is { Function: null, Symbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } method } && entries.Of(method) is { Kind: EntryKind.NonBlocking, IsOffloaded: false };

    /// <summary>Whether what the callers pass proves that a call does not block. Where no caller is known, what is seen at the call decides.</summary>
    private static bool IsHarmless(Step step, BlockingSite site, CancellationToken cancellationToken)
    {
        if (site.Deciding is null)
        {
            return false;
        }

        var deciding = site.Deciding;
        for (var current = step; IsOf(deciding, current.Body) && current is { Call: CalledSite { Arguments: var arguments }, Caller: { } caller }; current = caller)
        {
            var argument = arguments.FirstOrDefault(candidate => candidate.Parameter?.Ordinal == deciding.Ordinal);
            if (argument is null)
            {
                return false;
            }

            if (Completion.IsHarmlessArgument(argument, site.Effect, cancellationToken))
            {
                return true;
            }

            if (Completion.DecidingParameter(argument, site.Effect, cancellationToken) is not { } next)
            {
                return false;
            }

            deciding = next;
        }

        return Completion.IsHarmless(site.Operation, site.Effect, cancellationToken);
    }

    private static bool IsOf(IParameterSymbol parameter, Body body) => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol?.OriginalDefinition, body.Symbol);
}
