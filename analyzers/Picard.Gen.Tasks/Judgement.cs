using Picard.Gen.Analyzers;

namespace Picard.Gen.Tasks;

/// <summary>Whether a call blocks, by what is known of its arguments. What is not known of a stream counts as harmless here: most code that is given one does not make it.</summary>
internal static class Judgement
{
    /// <summary>Of a call of a method that is in the table.</summary>
    public static Finding? Of(ScannedCall call, Effect effect, bool hasNonBlockingSockets)
    {
        Finding Blocks(EffectCondition condition, int parameter) => new(effect.Kind, effect.Twin, condition, parameter, call.Method.Shown ?? call.Method.Member, 0);
        switch (effect.Condition)
        {
            case EffectCondition.Always:
            case EffectCondition.SocketBlocks when !hasNonBlockingSockets:
                return Blocks(EffectCondition.Always, -1);

            case EffectCondition.TimeoutNotZero:
                // Taking a lock does not count, and giving up in time less.
                return call.Method.Member == "TryEnter" ? null : TimeOf(call) is { } time ? Timeout(time, Blocks) : Blocks(EffectCondition.Always, -1);

            case EffectCondition.TaskNotComplete:
                return TimeOf(call) is { Number: 0 } ? null : Task(call.Arguments.Count > 0 ? call.Arguments[0] : StackValue.Unknown, Blocks);

            case EffectCondition.StreamNotInMemory or EffectCondition.StreamIsSlow:
                return Stream(call, effect.Condition, Blocks);

            default:
                // Queries, forms, spins and bounds need more of the code than its references say.
                return null;
        }
    }

    /// <summary>Of a call of a scanned method that blocks: null if this call does not.</summary>
    /// <param name="isAsynchronous">Whether what calls it returns a task: then it waits by awaiting, and what it leaves to others who may block is not its doing.</param>
    public static Finding? Passed(ScannedCall call, Finding finding, bool isAsynchronous)
    {
        if (finding.IsDeferred)
        {
            if (isAsynchronous && !call.IsEnumerated)
            {
                return null;
            }

            finding = finding with { IsDeferred = IsSequence(call.Method.Returns) && !call.IsEnumerated };
        }

        if (finding.Flag >= 0)
        {
            var flag = finding.Flag < call.Arguments.Count ? call.Arguments[finding.Flag] : StackValue.Unknown;
            if (flag is { Number: null, Flag: < 0 } || StackValue.IsField(flag.Flag) ? isAsynchronous : flag.Number is { } number && number != finding.FlagValue)
            {
                return null;
            }

            finding = finding with { Flag = flag.Number is null && !StackValue.IsField(flag.Flag) ? Math.Max(flag.Flag, -1) : -1, FlagValue = flag.IsNot ? 1 - finding.FlagValue : finding.FlagValue };
        }

        if (finding.Condition == EffectCondition.Always)
        {
            return finding;
        }

        var value = finding.Parameter >= 0 && finding.Parameter < call.Arguments.Count ? call.Arguments[finding.Parameter] : StackValue.Unknown;
        Finding Blocks(EffectCondition condition, int parameter) => finding with { Condition = condition, Parameter = parameter };
        return finding.Condition switch
        {
            EffectCondition.TimeoutNotZero => Timeout(value, Blocks),
            EffectCondition.TaskNotComplete => Task(value, Blocks),
            _ => Stream(value, finding.Condition, Blocks),
        };
    }

    private static bool IsSequence(string type) => TypeNames.Short(type) is "IEnumerable" or "IEnumerator";

    private static Finding? Timeout(StackValue time, Func<EffectCondition, int, Finding> blocks) =>
        time.Number == 0 ? null : time.Parameter >= 0 ? blocks(EffectCondition.TimeoutNotZero, time.Parameter) : blocks(EffectCondition.Always, -1);

    private static Finding? Task(StackValue task, Func<EffectCondition, int, Finding> blocks) =>
        task.Origin == ValueOrigin.Complete ? null : task.Parameter >= 0 ? blocks(EffectCondition.TaskNotComplete, task.Parameter) : blocks(EffectCondition.Always, -1);

    private static Finding? Stream(StackValue stream, EffectCondition condition, Func<EffectCondition, int, Finding> blocks) => stream switch
    {
        { Origin: ValueOrigin.Slow } => blocks(EffectCondition.Always, -1),
        { Origin: ValueOrigin.Unknown, Parameter: >= 0 and var parameter } => blocks(condition, parameter),
        _ => null,
    };

    private static Finding? Stream(ScannedCall call, EffectCondition condition, Func<EffectCondition, int, Finding> blocks)
    {
        Finding? conditional = null;
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var argument = call.Arguments[i];
            var type = i == 0 && call.Method.HasThis && call.Arguments.Count > call.Method.Parameters.Count ? call.Method.Type : call.Method.Parameters[i - (call.Arguments.Count - call.Method.Parameters.Count)];
            if (!Values.IsStream(type) && !Values.IsStream(argument.Type))
            {
                continue;
            }

            // A stream class that calls its own Read is judged where it is used, by what Read says there.
            var isOwn = argument.Parameter == 0 && i == 0 && call.Method.HasThis && !Values.IsStream(argument.Type);
            if (!isOwn && Stream(argument, condition, blocks) is { } finding)
            {
                if (finding.IsAlways)
                {
                    return finding;
                }

                conditional ??= finding;
            }
        }

        return conditional;
    }

    /// <summary>The argument that is a time; null: there is none.</summary>
    private static StackValue? TimeOf(ScannedCall call)
    {
        for (var i = 0; i < call.Method.Parameters.Count; i++)
        {
            if (Values.IsTime(call.Method.Parameters[i]))
            {
                return call.Arguments[i + call.Arguments.Count - call.Method.Parameters.Count];
            }
        }

        return null;
    }
}
