using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Proves that a wait has a timeout of zero, and so only looks.</summary>
internal static class Timeouts
{
    public static bool IsZero(IOperation call)
    {
        if (call is not IInvocationOperation invocation)
        {
            return false;
        }

        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter is { Type: var type } && IsTime(type))
            {
                return IsZeroTime(argument.Value);
            }
        }

        // Monitor.TryEnter(object) and SpinLock.TryEnter(ref bool) have no timeout, and try once.
        return invocation.TargetMethod.Name == "TryEnter";
    }

    private static bool IsTime(ITypeSymbol type) => type.SpecialType == SpecialType.System_Int32 || type.Name == "TimeSpan";

    private static bool IsZeroTime(IOperation value) => value switch
    {
        { ConstantValue: { HasValue: true, Value: 0 } } => true,
        IDefaultValueOperation => true,
        IFieldReferenceOperation { Field: { Name: "Zero", IsStatic: true, ContainingType.Name: "TimeSpan" } } => true,
        _ => false,
    };
}
