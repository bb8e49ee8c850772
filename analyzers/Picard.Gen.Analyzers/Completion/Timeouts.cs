using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Proves that a wait has a timeout of zero, and so only looks.</summary>
internal static class Timeouts
{
    public static bool IsZero(IOperation call, Effect effect)
    {
        if (call is not IInvocationOperation invocation)
        {
            return false;
        }

        if (TimeOf(invocation) is { } time)
        {
            // Thread.Sleep(0) in a loop spins: it gives the processor away until another thread has done something.
            return IsZeroTime(time) && !(effect.Kind == EffectKind.Sleep && invocation.TargetMethod.Name == "Sleep" && Circumstances.SpinsForAnother(call));
        }

        // Monitor.TryEnter(object) and SpinLock.TryEnter(ref bool) have no timeout, and try once.
        return invocation.TargetMethod.Name == "TryEnter";
    }

    /// <summary>Whether a call has a timeout, and it is zero.</summary>
    public static bool HasZero(IOperation call) => call is IInvocationOperation invocation && TimeOf(invocation) is { } time && IsZeroTime(time);

    /// <summary>The parameter that the timeout is.</summary>
    public static IParameterSymbol? DecidingParameter(IOperation call, Effect effect)
    {
        var time = call switch
        {
            IArgumentOperation argument => argument.Value,
            IInvocationOperation invocation when !IsZero(call, effect) => TimeOf(invocation),
            _ => null,
        };
        return time is not null && Unconverted.Of(time) is IParameterReferenceOperation { Parameter: var parameter } ? parameter : null;
    }

    public static bool IsZeroTime(IOperation value) => Unconverted.Of(value) switch
    {
        { ConstantValue: { HasValue: true, Value: 0 or 0L or 0d } } => true,
        IDefaultValueOperation => true,
        IFieldReferenceOperation { Field: { IsStatic: true, Name: "Zero", ContainingType.Name: "TimeSpan" } } => true,
        IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } field } reference => InitializerOf(field, reference) is { } initializer && IsZeroTime(initializer),
        ILocalReferenceOperation local => Writes.Of(local) is [{ } only] && IsZeroTime(only),
        IObjectCreationOperation { Type.Name: "TimeSpan" } creation => creation.Arguments.All(static argument => IsZeroTime(argument.Value)),

        // TimeSpan.FromSeconds(0) and the like.
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: "TimeSpan" } } from => from.Arguments.All(static argument => IsZeroTime(argument.Value)),
        _ => false,
    };

    private static IOperation? InitializerOf(IFieldSymbol field, IOperation user) => Writes.InitializerOf(field, user);

    /// <summary>The argument that is a time: of a type that only times have in these methods.</summary>
    private static IOperation? TimeOf(IInvocationOperation invocation)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter?.OriginalDefinition is { Type: var type } && (type.SpecialType == SpecialType.System_Int32 || type.Name == "TimeSpan"))
            {
                return argument.Value;
            }
        }

        return null;
    }
}
