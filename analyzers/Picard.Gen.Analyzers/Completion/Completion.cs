using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Proves that a call which may block does not.</summary>
internal static class Completion
{
    /// <summary>Whether what the effect's condition asks for is proved not to be so where this call stands.</summary>
    /// <param name="call">An invocation, the reference to a property, or the creation of an object.</param>
    public static bool IsHarmless(IOperation call, Effect effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return effect.Condition switch
        {
            EffectCondition.TimeoutNotZero => Timeouts.IsZero(call),
            _ => false,
        };
    }

    /// <summary>
    /// The parameter of the enclosing method that decides whether the call blocks, as in <c>Read(Stream stream) =&gt; stream.ReadByte()</c>:
    /// whoever knows the caller asks <see cref="IsHarmlessArgument"/> there. Null: no parameter decides.
    /// </summary>
    public static IParameterSymbol? DecidingParameter(IOperation call, Effect effect, CancellationToken cancellationToken)
    {
        _ = (call, effect);
        cancellationToken.ThrowIfCancellationRequested();
        return null;
    }

    /// <summary>Whether an argument for a deciding parameter is proved harmless where it is passed.</summary>
    public static bool IsHarmlessArgument(IOperation argument, Effect effect, CancellationToken cancellationToken)
    {
        _ = (argument, effect);
        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    /// <summary>Whether a lambda, method group or delegate creation is handed to what runs it on another thread, as <c>Task.Run</c> does.</summary>
    public static bool RunsElsewhere(IOperation function)
    {
        _ = function;
        return false;
    }
}
