using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>The control-flow graphs of members, and of the functions in them, made once.</summary>
internal static class Graphs
{
    private static readonly ConditionalWeakTable<IOperation, Made> s_ofMembers = new();

    /// <summary>The graph of the innermost function that holds an operation; null: there is none, as of an attribute.</summary>
    public static ControlFlowGraph? Of(IOperation operation, CancellationToken cancellationToken)
    {
        var functions = new Stack<IOperation>();
        var root = operation;
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current != operation && current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                functions.Push(current);
            }

            root = current;
        }

        var graph = s_ofMembers.GetValue(root, root => new Made(Make(root, cancellationToken))).Graph;
        while (graph is not null && functions.Count > 0)
        {
            graph = Inner(graph, functions.Pop(), cancellationToken);
        }

        return graph;
    }

    private static ControlFlowGraph? Make(IOperation root, CancellationToken cancellationToken) => root switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellationToken),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellationToken),
        IBlockOperation block => ControlFlowGraph.Create(block, cancellationToken),
        IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellationToken),
        IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellationToken),
        IParameterInitializerOperation parameter => ControlFlowGraph.Create(parameter, cancellationToken),
        _ => null,
    };

    private static ControlFlowGraph? Inner(ControlFlowGraph graph, IOperation function, CancellationToken cancellationToken)
    {
        if (function is ILocalFunctionOperation { Symbol: var symbol })
        {
            return graph.LocalFunctions.Contains(symbol) ? graph.GetLocalFunctionControlFlowGraph(symbol, cancellationToken) : null;
        }

        foreach (var operation in OperationsOf(graph))
        {
            if (operation is IFlowAnonymousFunctionOperation lambda && lambda.Syntax == function.Syntax)
            {
                return graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Every operation of a graph, those of functions in it left out.</summary>
    public static IEnumerable<IOperation> OperationsOf(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in OperationsOf(block))
            {
                foreach (var descendant in operation.DescendantsAndSelf())
                {
                    yield return descendant;
                }
            }
        }
    }

    /// <summary>The operations of a block in the order in which they are evaluated, the value it branches on last.</summary>
    public static IEnumerable<IOperation> OperationsOf(BasicBlock block) => block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations;

    // Boxes null as well.
    private sealed record Made(ControlFlowGraph? Graph);
}
