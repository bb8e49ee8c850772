using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Carries what is known of tasks forward along the control-flow graph of one function until nothing changes. Where ways meet, only what holds on each is kept;
/// a catch or finally block begins with what held when its try began, less what is written there.
/// </summary>
internal sealed class TaskFlow
{
    private readonly ControlFlowGraph _graph;
    private readonly TaskFacts _entry;
    private readonly TaskFacts?[] _before;

    private TaskFlow(ControlFlowGraph graph, TaskFacts entry)
    {
        _graph = graph;
        _entry = entry;
        _before = new TaskFacts?[graph.Blocks.Length];
    }

    /// <summary>What is known where a call of the function stands, before it is made.</summary>
    public static TaskFacts At(SyntaxNode call, ControlFlowGraph graph, TaskFacts entry, CancellationToken cancellationToken)
    {
        var flow = new TaskFlow(graph, entry);
        flow.Solve(cancellationToken);
        return flow.At(call);
    }

    private void Solve(CancellationToken cancellationToken)
    {
        _before[0] = _entry;

        // Facts only ever get fewer at a block, so this ends; the bound is against a mistake here, and then nothing is proved.
        for (var pass = 0; pass <= _graph.Blocks.Length + 1; pass++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isChanged = false;
            foreach (var block in _graph.Blocks)
            {
                if (_before[block.Ordinal] is null && HandlerEntry(block) is { } handler)
                {
                    isChanged |= Enter(block, handler);
                }

                if (_before[block.Ordinal] is { } facts)
                {
                    isChanged |= Leave(block, facts);
                }
            }

            if (!isChanged)
            {
                return;
            }
        }

        Array.Clear(_before, 0, _before.Length);
    }

    private bool Leave(BasicBlock block, TaskFacts facts)
    {
        foreach (var operation in block.Operations)
        {
            facts = TaskTransfer.Apply(operation, facts, null, out _);
        }

        if (block.BranchValue is not { } condition)
        {
            return Enter(block.FallThroughSuccessor?.Destination, facts);
        }

        facts = TaskTransfer.Apply(condition, facts, null, out _);
        if (block.ConditionKind == ControlFlowConditionKind.None)
        {
            return Enter(block.FallThroughSuccessor?.Destination, facts);
        }

        var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        if (condition.ConstantValue is { HasValue: true, Value: bool constant })
        {
            // The head of a while (true), and the right side of ?? false, have one way on.
            return Enter((constant == jumpsWhen ? block.ConditionalSuccessor : block.FallThroughSuccessor)?.Destination, facts);
        }

        var isChanged = Enter(block.ConditionalSuccessor?.Destination, TaskConditions.When(jumpsWhen, condition, facts));
        return Enter(block.FallThroughSuccessor?.Destination, TaskConditions.When(!jumpsWhen, condition, facts)) || isChanged;
    }

    private bool Enter(BasicBlock? block, TaskFacts facts)
    {
        if (block is null)
        {
            return false;
        }

        if (_before[block.Ordinal] is not { } known)
        {
            _before[block.Ordinal] = facts;
            return true;
        }

        var met = known.Meet(facts);
        if (met.IsSame(known))
        {
            return false;
        }

        _before[block.Ordinal] = met;
        return true;
    }

    /// <summary>What is known at the first block of a catch, filter or finally; null: the block is none, or its try was not reached yet.</summary>
    private TaskFacts? HandlerEntry(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region is not null && region.FirstBlockOrdinal == block.Ordinal; region = region.EnclosingRegion)
        {
            if (region.Kind is (ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter or ControlFlowRegionKind.Finally or ControlFlowRegionKind.FilterAndHandler) && TryOf(region) is { } attempt)
            {
                return _before[attempt.FirstBlockOrdinal] is { } facts ? InTry(attempt, facts) : null;
            }
        }

        return null;
    }

    private static ControlFlowRegion? TryOf(ControlFlowRegion handler)
    {
        for (var region = handler.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.TryAndCatch or ControlFlowRegionKind.TryAndFinally)
            {
                return region.NestedRegions.FirstOrDefault(static nested => nested.Kind == ControlFlowRegionKind.Try);
            }
        }

        return null;
    }

    private TaskFacts InTry(ControlFlowRegion attempt, TaskFacts facts)
    {
        var first = _graph.Blocks[attempt.FirstBlockOrdinal].Operations.FirstOrDefault();
        var written = facts;
        for (var ordinal = attempt.FirstBlockOrdinal; ordinal <= attempt.LastBlockOrdinal; ordinal++)
        {
            foreach (var operation in Graphs.OperationsOf(_graph.Blocks[ordinal]).SelectMany(static operation => operation.DescendantsAndSelf()))
            {
                written = operation switch
                {
                    ISimpleAssignmentOperation assignment => written.Without(Places.KeyOf(assignment.Target)),
                    _ => written,
                };
            }
        }

        // A try that begins with an await: a task that fails is complete as well, and before the await nothing was thrown.
        return first is IExpressionStatementOperation { Operation: IAwaitOperation } ? written.And(TaskTransfer.Apply(first, written, null, out _)) : written;
    }

    private TaskFacts At(SyntaxNode call)
    {
        foreach (var block in _graph.Blocks)
        {
            if (_before[block.Ordinal] is not { } facts)
            {
                continue;
            }

            foreach (var operation in Graphs.OperationsOf(block))
            {
                facts = TaskTransfer.Apply(operation, facts, call, out var isReached);
                if (isReached)
                {
                    return facts;
                }
            }
        }

        return _entry.Nothing();
    }
}
