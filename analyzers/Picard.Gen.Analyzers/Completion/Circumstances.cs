using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Proofs that look at what stands around a call, and need no flow of data.</summary>
internal static class Circumstances
{
    // Limit: some ten microseconds, as much as a lock that is free soon costs.
    private const int ShortSpins = 1000;

    /// <summary>Whether a collection that blocks when it is full is never full, as it was made without a bound.</summary>
    public static bool IsUnbounded(IOperation call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return call is IInvocationOperation { Instance: { } collection } && ValuesOf(collection) is { Count: > 0 } values && values.All(static value =>
            value is not null && Unconverted.Of(value) is IObjectCreationOperation creation
            && !creation.Arguments.Any(static argument => argument.Parameter?.Type.SpecialType == SpecialType.System_Int32));
    }

    /// <summary>Whether a socket is set not to block in the member, or where its type sets the field, or has something to give.</summary>
    public static bool IsSetNotToBlock(IOperation call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (call is not IInvocationOperation { Instance: { } instance } || Places.SymbolOf(instance) is not { } socket)
        {
            return false;
        }

        return IsBlockingSwitchedOff(Writes.RootOf(call), socket) || (socket is IFieldSymbol field && IsSwitchedOffInType(field, call)) || HasGuard(call, socket);
    }

    /// <summary>Whether the form was read, awaited, before it is asked for.</summary>
    public static bool IsFormRead(IOperation call) => Writes.RootOf(call).Descendants().Any(other =>
        other is IInvocationOperation { TargetMethod.Name: "ReadFormAsync" } && other.Syntax.SpanStart < call.Syntax.SpanStart);

    /// <summary>Whether a call that gives the processor away stands in a loop that only waits for another thread.</summary>
    public static bool SpinsForAnother(IOperation call)
    {
        if (call is IInvocationOperation { TargetMethod: { Name: "SpinWait", ContainingType.Name: "Thread" }, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: > ShortSpins } }] })
        {
            return true;
        }

        for (var parent = call.Parent; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; parent = parent.Parent)
        {
            if (parent is IWhileLoopOperation or IForLoopOperation)
            {
                // Interlocked in the loop: it tries again what others got before it, and one of them goes on.
                return !parent.Descendants().Any(static operation => operation is IInvocationOperation { TargetMethod.ContainingType.Name: "Interlocked" });
            }
        }

        return false;
    }

    private static List<IOperation?>? ValuesOf(IOperation reference) => Unconverted.Of(reference) switch
    {
        ILocalReferenceOperation local => Writes.Of(local),
        IFieldReferenceOperation { Field: var field } user => [.. Writes.OfField(field, user)],
        IPropertyReferenceOperation { Property: { IsReadOnly: true } property } user => Writes.InitializerOf(property, user) is { } value ? [value] : null,
        _ => null,
    };

    private static bool IsBlockingSwitchedOff(IOperation root, ISymbol socket) => root.DescendantsAndSelf().Any(operation => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Blocking", Instance: { } target }, Value.ConstantValue: { HasValue: true, Value: false } } =>
            SymbolEqualityComparer.Default.Equals(Places.SymbolOf(target), socket),

        // new Socket(…) { Blocking = false }
        IVariableDeclaratorOperation declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, socket) && declarator.GetVariableInitializer() is { } initializer && IsMadeSo(initializer.Value),
        _ => false,
    });

    private static bool IsMadeSo(IOperation value) => Unconverted.Of(value) is IObjectCreationOperation { Initializer.Initializers: var initializers } && initializers.Any(static initializer =>
        initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Blocking" }, Value.ConstantValue: { HasValue: true, Value: false } });

    private static bool IsSwitchedOffInType(IFieldSymbol field, IOperation user)
    {
        if (user.SemanticModel is not { } model)
        {
            return false;
        }

        foreach (var declaration in field.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in declaration.GetSyntax().DescendantNodes())
            {
                if (node is Microsoft.CodeAnalysis.CSharp.Syntax.AssignmentExpressionSyntax assignment && assignment.Left.ToString().EndsWith(".Blocking", StringComparison.Ordinal)
                    && Writes.OperationOf(node, model) is { } operation && IsBlockingSwitchedOff(operation, field))
                {
                    return true;
                }
            }
        }

        return Writes.OfField(field, user).Any(static value => value is not null && IsMadeSo(value));
    }

    /// <summary>Whether the call stands under <c>if (socket.Available &gt; 0)</c>, <c>if (socket.Poll(0, …))</c> or <c>if (listener.Pending())</c>.</summary>
    private static bool HasGuard(IOperation call, ISymbol socket)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            var condition = parent switch
            {
                IConditionalOperation conditional when !conditional.Condition.Syntax.Span.Contains(call.Syntax.Span) => conditional.Condition,
                IWhileLoopOperation { Condition: { } loop } when !loop.Syntax.Span.Contains(call.Syntax.Span) => loop,
                _ => null,
            };
            if (condition is not null && condition.DescendantsAndSelf().Any(operation => AsksWhatIsThere(operation, socket)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AsksWhatIsThere(IOperation operation, ISymbol socket) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "Available" or "DataAvailable", Instance: { } instance } => SymbolEqualityComparer.Default.Equals(Places.SymbolOf(instance), socket),
        IInvocationOperation { TargetMethod.Name: "Pending" or "Poll", Instance: { } instance } => SymbolEqualityComparer.Default.Equals(Places.SymbolOf(instance), socket),
        _ => false,
    };
}
