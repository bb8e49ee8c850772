using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Proves that a call which may block does not. Whoever follows calls asks <see cref="DecidingParameter"/> first: if a parameter of the enclosing method
/// decides, its callers are asked with <see cref="IsHarmlessArgument"/>; otherwise, and where no caller is known, <see cref="IsHarmless"/> has the answer.
/// </summary>
internal static class Completion
{
    /// <summary>Whether what the effect's condition asks for is proved not to be so where this call stands.</summary>
    /// <param name="call">An invocation, the reference to a property, or the creation of an object, from an operation tree (not from a control-flow graph).</param>
    public static bool IsHarmless(IOperation call, Effect effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return effect.Condition switch
        {
            EffectCondition.TimeoutNotZero => Timeouts.IsZero(call, effect),
            EffectCondition.TaskNotComplete => Timeouts.HasZero(call) || CompletedTasks.AreComplete(call, cancellationToken),
            EffectCondition.StreamNotInMemory => Streams.OriginOf(call, cancellationToken).Kind == OriginKind.Memory,
            EffectCondition.StreamIsSlow => Streams.OriginOf(call, cancellationToken).Kind != OriginKind.Slow,
            EffectCondition.QueryNotInMemory => !Queries.IsOfDatabase(call, cancellationToken),
            EffectCondition.CollectionBounded => Circumstances.IsUnbounded(call, cancellationToken),
            EffectCondition.SocketBlocks => Circumstances.IsSetNotToBlock(call, cancellationToken),
            EffectCondition.FormNotRead => Circumstances.IsFormRead(call),
            EffectCondition.SpinsForAnother => !Circumstances.SpinsForAnother(call),
            _ => false,
        };
    }

    /// <summary>
    /// The parameter of the enclosing method that decides whether the call blocks, as in <c>Read(Stream stream) =&gt; stream.ReadByte()</c>.
    /// Null: no parameter decides, so <see cref="IsHarmless"/> does.
    /// </summary>
    /// <param name="call">A call as for <see cref="IsHarmless"/>, or an argument for a parameter that decides.</param>
    public static IParameterSymbol? DecidingParameter(IOperation call, Effect effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (effect.Condition)
        {
            case EffectCondition.TimeoutNotZero:
                return Timeouts.DecidingParameter(call, effect);

            case EffectCondition.TaskNotComplete when !IsHarmless(call, effect, cancellationToken):
                return CompletedTasks.DecidingParameter(call, cancellationToken);

            case EffectCondition.StreamNotInMemory or EffectCondition.StreamIsSlow:
                return Streams.OriginOf(call, cancellationToken).Parameter;

            default:
                return null;
        }
    }

    /// <summary>Whether an argument for a deciding parameter is proved harmless where it is passed.</summary>
    public static bool IsHarmlessArgument(IOperation argument, Effect effect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var value = argument is IArgumentOperation { Value: var inner } ? inner : argument;
        return effect.Condition switch
        {
            EffectCondition.TimeoutNotZero => Timeouts.IsZeroTime(value),
            EffectCondition.TaskNotComplete => CompletedTasks.IsComplete(value, cancellationToken),
            EffectCondition.StreamNotInMemory => StreamOrigins.Of(value, cancellationToken).Kind == OriginKind.Memory,
            EffectCondition.StreamIsSlow => StreamOrigins.Of(value, cancellationToken).Kind != OriginKind.Slow,
            _ => false,
        };
    }

    /// <summary>Whether a lambda, method group or delegate creation is handed to what runs it on another thread, as <c>Task.Run</c> does.</summary>
    public static bool RunsElsewhere(IOperation function) => OtherThreads.Run(function);
}
