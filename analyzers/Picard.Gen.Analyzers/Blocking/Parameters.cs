using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Which methods of the compilation call the delegates that they are given, before they return or between their awaits.</summary>
internal sealed class Parameters(CallGraph graph)
{
    private readonly ConcurrentDictionary<IParameterSymbol, bool> _called = new(SymbolEqualityComparer.Default);

    public bool IsCalled(IMethodSymbol method, int ordinal, CancellationToken cancellationToken)
    {
        var definition = method.OriginalDefinition;
        if (ordinal >= definition.Parameters.Length)
        {
            return false;
        }

        var parameter = definition.Parameters[ordinal];
        if (_called.TryGetValue(parameter, out var isCalled))
        {
            return isCalled;
        }

        return _called[parameter] = IsCalled(Body.Of(definition), parameter, new HashSet<object>(), cancellationToken);
    }

    private bool IsCalled(Body body, IParameterSymbol parameter, HashSet<object> seen, CancellationToken cancellationToken)
    {
        if (!seen.Add((body, parameter)))
        {
            return false;
        }

        foreach (var site in graph.SitesOf(body, cancellationToken))
        {
            var isCalled = site switch
            {
                DelegateSite called => IsCalledThrough(called, parameter, seen, cancellationToken),
                CalledSite { Target.MethodKind: MethodKind.LocalFunction } call => IsCalled(Body.Of(call.Target), parameter, seen, cancellationToken) || IsPassed(call, parameter, seen, cancellationToken),
                CalledSite call => IsPassed(call, parameter, seen, cancellationToken),
                _ => false,
            };
            if (isCalled)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCalledThrough(DelegateSite called, IParameterSymbol parameter, HashSet<object> seen, CancellationToken cancellationToken)
    {
        foreach (var value in graph.ValuesOf(null, called.Value, parameter.ContainingSymbol))
        {
            if (Is(value, parameter) || (value is IAnonymousFunctionOperation function && IsCalled(new Body(function.Symbol, function.Syntax), parameter, seen, cancellationToken)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsPassed(CalledSite call, IParameterSymbol parameter, HashSet<object> seen, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } target || !CallGraph.MayHoldDelegates(target.Type))
            {
                continue;
            }

            var values = graph.ValuesOf(null, argument.Value, parameter.ContainingSymbol);
            var inside = values.OfType<IAnonymousFunctionOperation>().Any(function => IsCalled(new Body(function.Symbol, function.Syntax), parameter, seen, cancellationToken));
            if ((inside || values.Any(value => Is(value, parameter))) && IsCalledByAny(call, target.Ordinal, seen, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCalledByAny(CalledSite call, int ordinal, HashSet<object> seen, CancellationToken cancellationToken)
    {
        foreach (var (method, _) in graph.Targets(call, call.Target, null))
        {
            var definition = method.OriginalDefinition;
            if (graph.Source.IsSource(definition) && ordinal < definition.Parameters.Length && IsCalled(Body.Of(definition), definition.Parameters[ordinal], seen, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(IOperation value, IParameterSymbol parameter) =>
        value is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter.OriginalDefinition, parameter);
}
