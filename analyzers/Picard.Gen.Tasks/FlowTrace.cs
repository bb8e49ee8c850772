using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Picard.Gen.Tasks;

/// <summary>What a scan of a body has seen of the ways through it.</summary>
internal sealed class FlowTrace
{
    private readonly List<BodyFlow.Jump> _jumps = [];
    private readonly List<(int Field, int Offset)> _set = [];

    /// <summary>Notes an instruction, if it may jump.</summary>
    /// <param name="next">The offset behind it.</param>
    /// <param name="right">The value on the top of the stack before it.</param>
    /// <param name="left">The value below that, if it takes two.</param>
    public void Note(OpCode code, List<int> targets, int offset, int next, StackValue right, StackValue left)
    {
        var falls = code.FlowControl == FlowControl.Cond_Branch;
        if (!falls && code.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw))
        {
            return;
        }

        var flag = -1;
        var isTrue = code.Name!.StartsWith("brtrue", StringComparison.Ordinal);
        if (falls && (right.Flag == StackValue.State || left.Flag == StackValue.State))
        {
            // A method begins at its beginning: what it does when it resumes comes behind that.
            targets.Clear();
        }
        else if (isTrue || code.Name.StartsWith("brfalse", StringComparison.Ordinal))
        {
            flag = right.Flag;
        }

        _jumps.Add(new BodyFlow.Jump(offset, next, [.. targets], falls, code.FlowControl == FlowControl.Throw, flag, isTrue != right.IsNot));
    }

    /// <summary>Notes that a field of type <c>bool</c> is set.</summary>
    public void NoteSet(int field, int offset) => _set.Add((field, offset));

    public BodyFlow FlowOf(ImmutableArray<ExceptionRegion> regions) => new(_jumps, regions);

    /// <summary>Marks the calls that a flag decides on.</summary>
    /// <param name="once">Gets the numbers of the calls that are made once: <c>if (!_isLoaded) { Load(); _isLoaded = true; }</c></param>
    public void Mark(BodyFlow flow, List<ScannedCall> calls, HashSet<int> once)
    {
        var flags = flow.Flags.Where(flag => !StackValue.IsField(flag) || _set.Any(set => set.Field == flag)).ToList();
        for (var i = 0; i < calls.Count && flags.Count > 0; i++)
        {
            var call = calls[i];
            foreach (var flag in flags.Where(flag => IsDecidedBy(flow, flag, call.Offset)))
            {
                var value = flow.IsReached(call.Offset, flag, 1) ? 1 : 0;
                if (!StackValue.IsField(flag))
                {
                    (call.Flag, call.FlagValue) = (flag, value);
                }
                else if (value == 0 && _set.Any(set => set.Field == flag && IsDecidedBy(flow, flag, set.Offset)))
                {
                    once.Add(i);
                }
            }
        }
    }

    private static bool IsDecidedBy(BodyFlow flow, int flag, int offset) => flow.IsReached(offset, flag, 0) != flow.IsReached(offset, flag, 1);
}
