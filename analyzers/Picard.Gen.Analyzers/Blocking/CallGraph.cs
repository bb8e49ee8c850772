using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>The call graph of one compilation, made on demand: a body is read when a search first comes to it.</summary>
internal sealed class CallGraph
{
    private readonly SourceIndex _source;
    private readonly EffectTable _effects;
    private readonly Hierarchy _hierarchy;
    private readonly ValueOrigins _origins;
    private readonly Parameters _parameters;
    private readonly ConcurrentDictionary<Body, ImmutableArray<Site>> _sites = new();
    private readonly ConcurrentDictionary<Site, ImmutableArray<IOperation>> _values = new(ReferenceComparer.Instance);

    public CallGraph(SourceIndex source, EffectTable effects)
    {
        _source = source;
        _effects = effects;
        _hierarchy = new Hierarchy(source);
        _origins = new ValueOrigins(source);
        _parameters = new Parameters(this);
    }

    public SourceIndex Source => _source;

    public ImmutableArray<Site> SitesOf(Body body, CancellationToken cancellationToken)
    {
        if (!_sites.TryGetValue(body, out var sites))
        {
            // Race: two threads may read the same body; the first to store it wins, so that sites stay the same objects.
            sites = _sites.GetOrAdd(body, BodyReader.Read(body, _source, _effects, _origins, cancellationToken));
        }

        return sites;
    }

    /// <summary>The steps that follow from a site.</summary>
    public IEnumerable<Step> Next(Step step, Site site, CancellationToken cancellationToken) => site switch
    {
        CalledSite call => Calls(step, call, cancellationToken),
        DelegateSite called => Functions(step, step, called, ValuesOf(called, called.Value, step.Body.Symbol)),
        TypeSite access => IsOwnType(step, access.Type) ? [] : [new Step(Body.InitializerOf(access.Type), TypeMap.Of(step.Owner).Map(access.Type), null, step, site)],
        _ => [],
    };

    /// <summary>The methods of the compilation that a call may reach, as their callers see them.</summary>
    public IEnumerable<(IMethodSymbol Method, INamedTypeSymbol? This)> Targets(CalledSite call, ISymbol owner, INamedTypeSymbol? self)
    {
        var map = TypeMap.Of(owner);
        var method = map.Map(call.Target);
        if (call.Constrained is { } constrained)
        {
            return OfType(method, map.Map(constrained));
        }

        if (call.Receiver is not { } receiver)
        {
            return [(method, null)];
        }

        if (!call.IsVirtual && method.ContainingType?.TypeKind != TypeKind.Interface)
        {
            return receiver is IInstanceReferenceOperation ? [(method, self)] : [(method, null)];
        }

        if (receiver is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance })
        {
            return _hierarchy.Implementations(method, self ?? receiver.Type!, Exactness.Derived).Select(static found => (found.Method, (INamedTypeSymbol?)found.This));
        }

        return OfReceiver(call, method, map);
    }

    private IEnumerable<(IMethodSymbol Method, INamedTypeSymbol? This)> OfType(IMethodSymbol method, ITypeSymbol type)
    {
        if (type is INamedTypeSymbol named)
        {
            return Hierarchy.ImplementationIn(named, method) is { } implementation ? [(implementation, null)] : [(method, null)];
        }

        return method.ContainingType is { } declaring
            ? _hierarchy.Implementations(method, declaring, Exactness.Derived).Select(static found => (found.Method, (INamedTypeSymbol?)null))
            : [];
    }

    private IEnumerable<(IMethodSymbol Method, INamedTypeSymbol? This)> OfReceiver(CalledSite call, IMethodSymbol method, TypeMap map)
    {
        var type = map.Map(call.Receiver!.Type ?? method.ContainingType);
        var values = ValuesOf(call, call.Receiver, null);
        var created = values.OfType<IObjectCreationOperation>().Select(static creation => creation.Type).OfType<INamedTypeSymbol>()
            .Where(candidate => candidate.TypeKind != TypeKind.Error && Hierarchy.ImplementationIn(candidate, method) is not null)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .ToList();
        var isComplete = values.Length > 0 && values.All(static value => value is IObjectCreationOperation);
        var exact = created.SelectMany(candidate => _hierarchy.Implementations(method, candidate, Exactness.Exact));
        var found = isComplete && created.Count > 0 ? exact : exact.Concat(_hierarchy.Implementations(method, type, Exactness.Derived));
        return found.Select(static found => (found.Method, (INamedTypeSymbol?)found.This));
    }

    private IEnumerable<Step> Calls(Step step, CalledSite call, CancellationToken cancellationToken)
    {
        foreach (var (method, self) in Targets(call, step.Owner, step.This))
        {
            if (!_source.IsSource(method))
            {
                continue;
            }

            var target = ToMethod(step, method, self, call);
            yield return target;
            foreach (var argument in call.Arguments)
            {
                if (argument.Parameter is { } parameter && MayHoldDelegates(parameter.Type) && _parameters.IsCalled(method, parameter.Ordinal, cancellationToken))
                {
                    foreach (var next in Functions(target, step, call, ValuesOf(null, argument.Value, step.Body.Symbol)))
                    {
                        yield return next;
                    }
                }
            }
        }
    }

    /// <summary>Steps into lambdas and method groups.</summary>
    /// <param name="caller">Who calls them.</param>
    /// <param name="around">Where a lambda stands whose types are not its own.</param>
    private IEnumerable<Step> Functions(Step caller, Step around, Site site, IEnumerable<IOperation> values)
    {
        foreach (var value in values)
        {
            if (value is IAnonymousFunctionOperation function)
            {
                yield return new Step(new Body(function.Symbol, function.Syntax), around.Owner, around.This, caller, site);
            }
            else if (value is IMethodReferenceOperation { Method: { } method } reference)
            {
                var call = new CalledSite(site.Operation, method, reference.IsVirtual, reference.Instance, reference.ConstrainedToType, []);
                foreach (var (target, self) in Targets(call, around.Owner, around.This))
                {
                    if (_source.IsSource(target))
                    {
                        yield return ToMethod(caller, target, self, site);
                    }
                    else if (_effects.Of(target) is { } effect)
                    {
                        yield return new Step(new Body(target, null), target, null, caller, new BlockingSite(reference, effect, Names.Of((ISymbol)target), null));
                    }
                }
            }
        }
    }

    private Step ToMethod(Step caller, IMethodSymbol method, INamedTypeSymbol? self, Site site)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return new Step(Body.Of(method), caller.Owner, caller.This, caller, site);
        }

        var isOpen = self is not null && method is { IsStatic: false, ContainingType: { IsSealed: false, TypeKind: TypeKind.Class } type } && _hierarchy.DerivedFrom(type).Count > 0;
        return new Step(Body.Of(method), method, isOpen ? self : null, caller, site);
    }

    /// <summary>The static constructor of a handler has run when its instance was made.</summary>
    private static bool IsOwnType(Step step, INamedTypeSymbol type) =>
        step.Body.Symbol is INamedTypeSymbol || (step.Caller is null && step.Body.Symbol is { IsStatic: false, ContainingType: { } own }
            && type.StaticConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared)
            && SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, type.OriginalDefinition));

    /// <summary>Where a value comes from; the last of an incomplete list is null-like: a reference that is no creation.</summary>
    public ImmutableArray<IOperation> ValuesOf(Site? site, IOperation value, ISymbol? within)
    {
        if (site is not null && _values.TryGetValue(site, out var values))
        {
            return values;
        }

        var found = _origins.Of(value, within, out var isComplete);
        if (!isComplete)
        {
            found.Add(value);
        }

        values = [.. found];
        return site is null ? values : _values.GetOrAdd(site, values);
    }

    public static bool MayHoldDelegates(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Delegate } => true,
        IArrayTypeSymbol array => MayHoldDelegates(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1 } named => named.TypeArguments[0].TypeKind == TypeKind.Delegate,
        _ => false,
    };
}
