using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Finds the sites of a body: what it calls, in whatever form C# has for calling, and what of it blocks.</summary>
/// <remarks>Lambdas and local functions inside are bodies of their own: creating one calls nothing.</remarks>
internal sealed class BodyReader
{
    private readonly SourceIndex _source;
    private readonly EffectTable _effects;
    private readonly ValueOrigins _origins;
    private readonly CancellationToken _cancellationToken;
    private readonly ImmutableArray<Site>.Builder _sites = ImmutableArray.CreateBuilder<Site>();

    private BodyReader(SourceIndex source, EffectTable effects, ValueOrigins origins, CancellationToken cancellationToken)
    {
        _source = source;
        _effects = effects;
        _origins = origins;
        _cancellationToken = cancellationToken;
    }

    public static ImmutableArray<Site> Read(Body body, SourceIndex source, EffectTable effects, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var reader = new BodyReader(source, effects, origins, cancellationToken);
        if (body.Symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
        {
            reader.AddBase(constructor);
        }

        foreach (var operation in Bodies.OperationsOf(body, source))
        {
            // A local function is given as its declaration, whose children are its code.
            if (operation is ILocalFunctionOperation)
            {
                reader.VisitChildren(operation);
            }
            else
            {
                reader.Visit(operation);
            }
        }

        return reader._sites.ToImmutable();
    }

    /// <summary>The base constructor that is called without being written; a written one is an operation.</summary>
    private void AddBase(IMethodSymbol constructor)
    {
        if (constructor.ContainingType?.BaseType is { } type && _source.IsSource(type)
            && !constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is ConstructorDeclarationSyntax { Initializer: not null })
            && type.InstanceConstructors.FirstOrDefault(static candidate => candidate.Parameters.All(static parameter => parameter.IsOptional)) is { } called
            && Bodies.OperationsOf(Body.Of(called), _source).FirstOrDefault() is { } operation)
        {
            _sites.Add(new CalledSite(operation, called, false, null, null, []));
        }
    }

    private void VisitChildren(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
        {
            Visit(child);
        }
    }

    private void Visit(IOperation operation)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        switch (operation)
        {
            case IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation or ITypeOfOperation:
                return;
            case ILockOperation held:
                AddLock(held, held.LockedValue, new CodeRegion(held.Syntax.SyntaxTree, held.Body.Syntax.Span));
                break;
            case IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax } loop:
                AddForEach(loop, _source.ModelOf(syntax.SyntaxTree).GetForEachStatementInfo(syntax));
                break;
        }

        // Arguments are evaluated before the call.
        var count = _sites.Count;
        VisitChildren(operation);
        Add(operation);

        // A loop that pauses by a call which blocks is reported there.
        if (operation is ILoopOperation spin && !_sites.Skip(count).Any(static site => site is BlockingSite) && Spins.What(spin) is { } what)
        {
            _sites.Add(new BlockingSite(spin, Spins.Effect, what, null));
        }
    }

    private void Add(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                AddInvocation(call);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                AddCall(operation, constructor, false, null, null, creation.Arguments);
                break;
            case IPropertyReferenceOperation property:
                AddProperty(property);
                break;
            case IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false } field }:
                AddAccess(operation, field.ContainingType);
                break;
            case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { } member } reference } assignment:
                AddCall(operation, assignment.Adds ? member.AddMethod : member.RemoveMethod, IsVirtual(member, reference.Instance), reference.Instance, null, []);
                break;
            case IMethodReferenceOperation:
                break;
            default:
                AddImplicit(operation);
                break;
        }
    }

    /// <summary>What is called without being written as a call.</summary>
    private void AddImplicit(IOperation operation)
    {
        var (method, constrained) = operation switch
        {
            IBinaryOperation binary => (binary.OperatorMethod, binary.ConstrainedToType),
            IUnaryOperation unary => (unary.OperatorMethod, unary.ConstrainedToType),
            IIncrementOrDecrementOperation step => (step.OperatorMethod, step.ConstrainedToType),
            ICompoundAssignmentOperation compound => (compound.OperatorMethod, compound.ConstrainedToType),
            IConversionOperation conversion => (conversion.OperatorMethod, conversion.ConstrainedToType),
            IWithOperation { Type: INamedTypeSymbol type } => (CopyOf(type), null),
            IRecursivePatternOperation pattern => (pattern.DeconstructSymbol as IMethodSymbol, null),
            ICollectionExpressionOperation collection => (collection.ConstructMethod, null),
            _ => (null, (ITypeSymbol?)null),
        };
        if (method is not null)
        {
            AddCall(operation, method, false, null, constrained, []);
            return;
        }

        switch (operation)
        {
            case IAwaitOperation { Syntax: AwaitExpressionSyntax syntax }:
                AddAwaiter(operation, _source.ModelOf(syntax.SyntaxTree).GetAwaitExpressionInfo(syntax));
                break;
            case IUsingOperation used:
                AddDisposal(used, used.Resources, used.IsAsynchronous);
                break;
            case IUsingDeclarationOperation used:
                AddDisposal(used, used.DeclarationGroup, used.IsAsynchronous);
                break;
            case IInterpolationOperation { Expression: { Type: INamedTypeSymbol type } part } when _source.IsSource(type) && Hierarchy.ImplementationIn(type, ToStringOf()) is { } text:
                AddCall(operation, text, false, part, null, []);
                break;
            case IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax }:
                AddSource(operation, _source.ModelOf(syntax.SyntaxTree).GetDeconstructionInfo(syntax).Method);
                break;
        }
    }

    /// <summary>The constructor by which a record is copied.</summary>
    private static IMethodSymbol? CopyOf(INamedTypeSymbol type) => type.InstanceConstructors.FirstOrDefault(constructor =>
        constructor is { IsImplicitlyDeclared: false, Parameters.Length: 1 } && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type));

    private IMethodSymbol ToStringOf() => _source.Compilation.GetSpecialType(SpecialType.System_Object).GetMembers("ToString").OfType<IMethodSymbol>().First();

    private void AddAwaiter(IOperation operation, AwaitExpressionInfo awaiter)
    {
        AddSource(operation, awaiter.GetAwaiterMethod);
        AddSource(operation, awaiter.IsCompletedProperty?.GetMethod);
        AddSource(operation, awaiter.GetResultMethod);
    }

    /// <summary>Calls a method if the compilation declares it; those of the framework do nothing that matters here.</summary>
    private void AddSource(IOperation operation, IMethodSymbol? method, IOperation? receiver = null)
    {
        if (method is not null && _source.IsSource(method))
        {
            AddCall(operation, method, receiver is not null && (method.IsVirtual || method.IsAbstract || method.IsOverride), receiver, null, []);
        }
    }

    private void AddDisposal(IOperation used, IOperation resources, bool isAsynchronous)
    {
        var name = isAsynchronous ? "DisposeAsync" : "Dispose";
        var values = resources is IVariableDeclarationGroupOperation group
            ? group.Declarations.SelectMany(static declaration => declaration.Declarators).Select(declarator => (declarator.Symbol.Type, Value: (IOperation?)(declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value))
            : [(resources.Type!, resources)];
        foreach (var (type, value) in values)
        {
            for (var current = type; current is not null; current = current.BaseType!)
            {
                var method = current.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(candidate => candidate.Parameters.Length == 0
                    && (candidate.Name == name || candidate.Name.EndsWith("." + name, StringComparison.Ordinal)));
                if (method is not null && (_source.IsSource(current) || _effects.Of(method) is not null))
                {
                    AddCall(used, method, method.IsVirtual || method.IsAbstract || method.IsOverride, value, null, []);
                    break;
                }
            }
        }
    }

    private void AddForEach(IForEachLoopOperation loop, ForEachStatementInfo elements)
    {
        var collection = loop.Collection is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : loop.Collection;
        if (elements.GetEnumeratorMethod is { } method)
        {
            var effect = _effects.Of(method) ?? (collection.Type is { Name: "ParallelQuery" or "OrderedParallelQuery" } ? Spins.Query : null);
            if (effect is not null)
            {
                AddBlocking(loop.Collection, collection, effect, "foreach over " + Names.Of(collection.Type!));
            }
            else if (collection.Type is INamedTypeSymbol type && _source.IsSource(type) && !_source.IsSource(method))
            {
                AddSource(loop.Collection, Hierarchy.ImplementationIn(type, method));
            }
            else
            {
                AddSource(loop.Collection, method, collection);
            }
        }

        AddSource(loop.Collection, elements.MoveNextMethod);
        AddSource(loop.Collection, elements.CurrentProperty?.GetMethod);
        AddSource(loop.Collection, elements.DisposeMethod);
    }

    private void AddInvocation(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            if (call.Instance is { } value)
            {
                _sites.Add(new DelegateSite(call, value));
            }

            // What is passed to a delegate is nearly always called by it.
            foreach (var argument in call.Arguments.Where(static argument => argument.Value is IDelegateCreationOperation))
            {
                _sites.Add(new DelegateSite(call, argument.Value));
            }

            return;
        }

        if (LockCalls.Find(call) is { } held)
        {
            AddLock(call, held.Lock, held.Region);
            return;
        }

        AddCall(call, method, call.IsVirtual, call.Instance, call.ConstrainedToType, call.Arguments);
    }

    private void AddProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property is { Name: "Value", ContainingType: { MetadataName: "Lazy`1", ContainingNamespace.Name: "System" } } && reference.Instance is { } lazy)
        {
            foreach (var creation in _origins.Of(lazy, null, out _).OfType<IObjectCreationOperation>().Where(static creation => creation.Arguments.Length > 0))
            {
                _sites.Add(new DelegateSite(reference, creation.Arguments[0].Value));
            }

            return;
        }

        var isVirtual = IsVirtual(property, reference.Instance);
        var (reads, writes) = Uses(reference);
        if (reads)
        {
            AddCall(reference, Getter(property), isVirtual, reference.Instance, reference.ConstrainedToType, reference.Arguments);
        }

        if (writes)
        {
            AddCall(reference, Setter(property), isVirtual, reference.Instance, reference.ConstrainedToType, reference.Arguments);
        }
    }

    private static IMethodSymbol? Getter(IPropertySymbol? property) => property is null ? null : property.GetMethod ?? Getter(property.OverriddenProperty);

    private static IMethodSymbol? Setter(IPropertySymbol? property) => property is null ? null : property.SetMethod ?? Setter(property.OverriddenProperty);

    private static (bool Reads, bool Writes) Uses(IPropertyReferenceOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == reference => (false, true),
        IAssignmentOperation assignment when assignment.Target == reference => (true, true),
        IIncrementOrDecrementOperation => (true, true),
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple when deconstruction.Target == tuple => (false, true),
        _ => (true, false),
    };

    private static bool IsVirtual(ISymbol member, IOperation? instance) =>
        instance is not null && !member.IsStatic && (member.IsVirtual || member.IsAbstract || member.IsOverride) && !(instance.Syntax is BaseExpressionSyntax);

    private void AddCall(
        IOperation operation,
        IMethodSymbol? method,
        bool isVirtual,
        IOperation? receiver,
        ITypeSymbol? constrained,
        ImmutableArray<IArgumentOperation> arguments)
    {
        if (method is null)
        {
            return;
        }

        if (_source.IsSource(method))
        {
            AddAccess(operation, method);
            _sites.Add(new CalledSite(operation, method, isVirtual, receiver, constrained, arguments));
            return;
        }

        if (_effects.Of(method) is { } effect)
        {
            AddBlocking(operation, operation, effect, Called(method));
            return;
        }

        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Type is { Name: "IComparer" or "IEqualityComparer" } comparer && Unconverted.Of(argument.Value).Type is INamedTypeSymbol type && _source.IsSource(type))
            {
                foreach (var member in comparer.GetMembers().OfType<IMethodSymbol>())
                {
                    AddSource(operation, Hierarchy.ImplementationIn(type, member));
                }
            }

            if (argument.Parameter is { } parameter && Callbacks.IsCalledNow(method, parameter) && !Completion.RunsElsewhere(Unconverted.Of(argument.Value)))
            {
                _sites.Add(new DelegateSite(operation, argument.Value));
            }
        }

        if (receiver is not null || constrained is not null)
        {
            // What an interface of another assembly stands for, or an object of the compilation behind a type of the framework.
            _sites.Add(new CalledSite(operation, method, isVirtual, receiver, constrained, []));
        }
    }

    private void AddBlocking(IOperation place, IOperation call, Effect effect, string name)
    {
        var deciding = Completion.DecidingParameter(call, effect, _cancellationToken);
        if (deciding is not null || !Completion.IsHarmless(call, effect, _cancellationToken))
        {
            _sites.Add(new BlockingSite(place, effect, name, deciding));
        }
    }

    private static string Called(IMethodSymbol method) =>
        method.AssociatedSymbol is { } property ? Names.Of(property) : method.MethodKind == MethodKind.Constructor ? "new " + Names.Of(method.ContainingType) : Names.Of((ISymbol)method);

    private void AddLock(IOperation operation, IOperation locked, CodeRegion region)
    {
        var value = Unconverted.Of(locked);
        var symbol = value switch
        {
            IFieldReferenceOperation field => field.Field.OriginalDefinition,
            IPropertyReferenceOperation property => property.Property.OriginalDefinition,
            _ => (ISymbol?)null,
        };
        _sites.Add(new LockSite(operation, symbol is not null && _source.IsSource(symbol) ? symbol : null, region));
    }

    /// <summary>A type with a static constructor is initialised by the first use of any static member, others by that of a field.</summary>
    private void AddAccess(IOperation operation, IMethodSymbol method)
    {
        if ((method.IsStatic || method.MethodKind == MethodKind.Constructor) && method.MethodKind != MethodKind.LocalFunction
            && method.ContainingType is { StaticConstructors: { Length: > 0 } constructors } type && !constructors[0].IsImplicitlyDeclared)
        {
            AddAccess(operation, type);
        }
    }

    private void AddAccess(IOperation operation, INamedTypeSymbol? type)
    {
        if (type is not null && type.TypeKind != TypeKind.Enum && _source.IsSource(type) && !_sites.Any(site => site is TypeSite access && SymbolEqualityComparer.Default.Equals(access.Type, type)))
        {
            _sites.Add(new TypeSite(operation, type));
        }
    }
}
