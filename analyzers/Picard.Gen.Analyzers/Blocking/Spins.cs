using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Loops that do nothing until another thread, or the clock, changes what they look at.</summary>
internal static class Spins
{
    public static readonly Effect Effect = new(EffectKind.Sleep, null, EffectCondition.Always, null);

    public static readonly Effect Query = new(EffectKind.Parallel, null, EffectCondition.Always, null);

    private static readonly HashSet<string> s_pauses = new(StringComparer.Ordinal) { "Yield", "SpinWait", "SpinOnce", "Sleep", "MemoryBarrier", "Reset" };

    private static readonly HashSet<string> s_looks = new(StringComparer.Ordinal)
    {
        "Read", "VolatileRead", "GetTimestamp", "GetElapsedTime", "GetUtcNow", "GetLocalNow", "WaitOne", "Wait", "ReferenceEquals",
    };

    /// <summary>What a loop spins on; null: it does work, or ends by itself.</summary>
    public static string? What(ILoopOperation loop)
    {
        var condition = loop switch
        {
            IWhileLoopOperation whileLoop => whileLoop.Condition,
            IForLoopOperation { AtLoopBottom.Length: 0 } forLoop => forLoop.Condition,
            _ => null,
        };
        if (loop is not (IWhileLoopOperation or IForLoopOperation { AtLoopBottom.Length: 0 }) || loop.Body is null || !OnlyPauses(loop.Body))
        {
            return null;
        }

        var conditions = loop.Body.DescendantsAndSelf().OfType<IConditionalOperation>().Select(static operation => operation.Condition)
            .Concat(condition is null ? [] : [condition])
            .ToList();
        return conditions.TrueForAll(OnlyLooks) && !Counts(loop.Body, conditions) && conditions.SelectMany(static operation => operation.DescendantsAndSelf()).FirstOrDefault(LooksAway) is { } seen
            ? NameOf(seen)
            : null;
    }

    /// <summary>Whether a loop counts its turns and ends by that.</summary>
    private static bool Counts(IOperation body, List<IOperation> conditions) => body.Descendants().OfType<IIncrementOrDecrementOperation>().Any(step =>
        step.Target is ILocalReferenceOperation { Local: { } counter }
        && conditions.Exists(condition => condition.DescendantsAndSelf().Any(operation => operation is ILocalReferenceOperation { Local: { } local } && SymbolEqualityComparer.Default.Equals(local, counter))));

    private static string NameOf(IOperation seen) => "a loop that spins on " + seen switch
    {
        IFieldReferenceOperation field => field.Field.Name,
        IPropertyReferenceOperation property => Names.Of(property.Property),
        IInvocationOperation { Arguments: { Length: > 0 } arguments } when arguments[0].Value is IFieldReferenceOperation field => field.Field.Name,
        IInvocationOperation call => Names.Of((ISymbol)call.TargetMethod),
        _ => "what others change",
    };

    /// <summary>What is not the loop's own: a field, a property, a clock.</summary>
    private static bool LooksAway(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field.IsConst: false } field => !field.Field.IsReadOnly,
        IPropertyReferenceOperation property => property.Property.Name is not ("Count" or "Length"),
        IInvocationOperation => true,
        _ => false,
    };

    private static bool OnlyLooks(IOperation condition) => condition.DescendantsAndSelf().All(static operation => operation switch
    {
        IInvocationOperation call => s_looks.Contains(call.TargetMethod.Name) && call.TargetMethod.ContainingAssembly?.Name.StartsWith("System", StringComparison.Ordinal) == true,
        IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation or IObjectCreationOperation or IDynamicInvocationOperation => false,
        _ => true,
    });

    private static bool OnlyPauses(IOperation body) => body switch
    {
        IBlockOperation block => block.Operations.All(OnlyPauses),
        IEmptyOperation or IBranchOperation or IReturnOperation { ReturnedValue: null } => true,
        IReturnOperation { ReturnedValue: { } value } => value.ConstantValue.HasValue || OnlyLooks(value),
        IThrowOperation => true,
        IExpressionStatementOperation { Operation: IInvocationOperation call } => s_pauses.Contains(call.TargetMethod.Name) && call.TargetMethod.ContainingType?.Name is "Thread" or "SpinWait" or "Interlocked",
        IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation } } => true,
        IConditionalOperation conditional => OnlyPauses(conditional.WhenTrue) && (conditional.WhenFalse is null || OnlyPauses(conditional.WhenFalse)),
        _ => false,
    };
}
