using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Follows the paths of one method over its control-flow graph: into handlers of exceptions from each operation that may throw, and through each finally
/// with the memory of where it came from. What is known at a point is a <see cref="LifetimeState"/>; equal ones are followed once, so loops end.
/// </summary>
internal sealed class LifetimeWalk
{
    // Limit: a block is entered with so many different states; more are forgotten, which loses reports and invents none. Methods of this repository need 12.
    private const int MaxStatesOfABlock = 48;

    // Limit: blocks entered in all, so that no method of the user's holds up the editor.
    private const int MaxSteps = 4000;

    /// <summary>Said of a path on which an exception was caught.</summary>
    public const string Caught = "caught";

    private readonly ControlFlowGraph _graph;
    private readonly LifetimeStep _step;
    private readonly Dictionary<int, HashSet<LifetimeState>> _seen = [];
    private readonly Stack<(BasicBlock Block, LifetimeState State)> _open = new();
    private readonly CancellationToken _cancellationToken;
    private ControlFlowRegion _region;

    public LifetimeWalk(ControlFlowGraph graph, LifetimeStep step, CancellationToken cancellationToken)
    {
        _graph = graph;
        _step = step;
        _cancellationToken = cancellationToken;
        _region = graph.Root;
        step.Raised = () => Raise(_region, _step.State);
    }

    public void Run(LifetimeState first)
    {
        Enter(_graph.Blocks[0], first);
        for (var steps = 0; _open.Count > 0 && steps < MaxSteps; steps++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var (block, state) = _open.Pop();
            Visit(block, state);
        }
    }

    private void Visit(BasicBlock block, LifetimeState state)
    {
        if (block.Kind == BasicBlockKind.Exit)
        {
            _step.Exit(state);
            return;
        }

        _region = block.EnclosingRegion;
        _step.State = state;
        foreach (var operation in block.Operations)
        {
            _step.Statement(operation);
        }

        if (block is { ConditionKind: not ControlFlowConditionKind.None, BranchValue: { } condition })
        {
            _step.Evaluate(condition);
            var after = _step.State;
            var whenTaken = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            Follow(block.ConditionalSuccessor, _step.Assume(condition, whenTaken, after));
            Follow(block.FallThroughSuccessor, _step.Assume(condition, !whenTaken, after));
            return;
        }

        if (block.FallThroughSuccessor is { } next)
        {
            if (block.BranchValue is { } value)
            {
                _step.Leave(value, next.Semantics);
            }

            Follow(next, _step.State);
        }
    }

    private void Follow(ControlFlowBranch? branch, LifetimeState? state)
    {
        if (branch is null || state is null)
        {
            return;
        }

        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                Raise(branch.Source.EnclosingRegion, state);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                Resume(state);
                break;
            default:
                Go(branch, 0, state);
                break;
        }
    }

    private void Go(ControlFlowBranch branch, int finallyIndex, LifetimeState state)
    {
        if (finallyIndex < branch.FinallyRegions.Length)
        {
            var continuation = new Continuation(branch, finallyIndex + 1, null, state.Continuation);
            Enter(_graph.Blocks[branch.FinallyRegions[finallyIndex].FirstBlockOrdinal], state.With(continuation));
        }
        else if (branch.Destination is { } destination)
        {
            Enter(destination, Forget(branch, state));
        }
    }

    /// <summary>Flow captures live in a region only; kept longer they would make equal states differ.</summary>
    private static LifetimeState Forget(ControlFlowBranch branch, LifetimeState state)
    {
        var variables = state.Variables;
        foreach (var capture in branch.LeavingRegions.SelectMany(static region => region.CaptureIds))
        {
            variables = variables.Remove(capture);
        }

        return state.WithVariables(variables);
    }

    private void Resume(LifetimeState state)
    {
        if (state.Continuation is not { } continuation)
        {
            return;
        }

        var outer = state.With(continuation.Outer);
        if (continuation.Branch is { } branch)
        {
            Go(branch, continuation.Next, outer);
        }
        else
        {
            Raise(continuation.From, outer);
        }
    }

    /// <summary>Takes a state to whoever handles an exception that is thrown in a region; where nobody does, the method has nothing more to answer for.</summary>
    private void Raise(ControlFlowRegion? from, LifetimeState state)
    {
        // A function inside is a graph of its own, though its regions are in those of the method around it.
        for (var region = from; region is not null && region != _graph.Root; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Finally)
            {
                state = state.With(state.Continuation?.Outer);
            }

            if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } whole })
            {
                continue;
            }

            if (whole.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                var last = whole.NestedRegions[whole.NestedRegions.Length - 1];
                Enter(_graph.Blocks[last.FirstBlockOrdinal], state.With(new Continuation(null, 0, whole.EnclosingRegion, state.Continuation)));
                return;
            }

            foreach (var handler in whole.NestedRegions.Skip(1))
            {
                Enter(_graph.Blocks[handler.FirstBlockOrdinal], state.WithKey(Caught));
                if (handler is { Kind: ControlFlowRegionKind.Catch, ExceptionType: null or { SpecialType: SpecialType.System_Object } or { Name: "Exception" } })
                {
                    return;
                }
            }
        }
    }

    private void Enter(BasicBlock block, LifetimeState state)
    {
        if (!_seen.TryGetValue(block.Ordinal, out var states))
        {
            _seen.Add(block.Ordinal, states = []);
        }

        if (states.Count < MaxStatesOfABlock && states.Add(state))
        {
            _open.Push((block, state));
        }
    }
}
