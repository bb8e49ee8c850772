using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What a method has for a while only, in any code: what a pipe has read, pooled memory, the octets of an event, value tasks, responses; and, on the same paths, that a request has one response.</summary>
/// <remarks>A method is bound only if a word in it says that it could have such a thing.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LifetimeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.UsedAfterAdvance, Rules.ReadNotAdvanced, Rules.NothingExamined, Rules.CompletionUnseen, Rules.ContentSkipped, Rules.RestDropped, Rules.PipeNotCompleted,
        Rules.ConcurrentRead, Rules.UsedAfterComplete, Rules.WrittenAfterAdvance, Rules.UsedAfterReturn, Rules.ReturnedTwice, Rules.PooledNotReturned, Rules.MemoryOutlived,
        Rules.ValueTaskConsumedTwice, Rules.ConnectionNotReleased, Rules.AnsweredTwice, Rules.WrittenAfterEnd, Rules.ContentNotAllowed,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var types = new LifetimeTypes(start.Compilation);
            start.RegisterCodeBlockAction(block => Analyze(block, types));
            if (start.Compilation.GetTypeByMetadataName("Picard.Response") is not null)
            {
                start.RegisterSyntaxNodeAction(BareResponse.Analyze, SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression);
            }
        });
    }

    private static void Analyze(CodeBlockAnalysisContext context, LifetimeTypes types)
    {
        // What is half typed has no lifetimes yet.
        if (context.OwningSymbol is not IMethodSymbol method || context.CodeBlock.ContainsDiagnostics
            || (!LifetimeWords.AreIn(context.CodeBlock, receiver => types.MayBePipe(receiver, context.SemanticModel, context.CancellationToken))
                && !types.AwaitsResponse(context.CodeBlock, context.SemanticModel, context.CancellationToken)))
        {
            return;
        }

        var operation = context.SemanticModel.GetOperation(context.CodeBlock, context.CancellationToken);
        var graph = operation switch
        {
            IMethodBodyOperation body => ControlFlowGraph.Create(body, context.CancellationToken),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body, context.CancellationToken),
            IBlockOperation { Parent: null } body => ControlFlowGraph.Create(body, context.CancellationToken),
            _ => null,
        };
        if (graph is null)
        {
            return;
        }

        var walks = new Walks(context, types, LifetimeWords.RepeatedConditions(context.CodeBlock));
        walks.Run(graph, method, IsEvent(method, types.Known));
        foreach (var loop in ReadLoop.Endless(context.CodeBlock, context.SemanticModel, types, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.CompletionUnseen, loop.GetLocation(), loop.ToString()));
        }
    }

    /// <summary>Whether octets that a method takes are the caller's again when it ends.</summary>
    private static bool IsEvent(IMethodSymbol method, KnownSymbols? known) =>
        known is not null && method.GetAttributes().Any(a => known.IsEvent(a) || known.IsRoute(a));

    /// <summary>The walks through a method and the functions in it, each of which is one of its own.</summary>
    private sealed class Walks(CodeBlockAnalysisContext context, LifetimeTypes types, HashSet<string> repeated)
    {
        public void Run(ControlFlowGraph graph, IMethodSymbol method, bool isEvent)
        {
            var step = new LifetimeStep(types, method, isEvent, repeated, context.CancellationToken);
            new LifetimeWalk(graph, step, context.CancellationToken).Run(step.First());
            foreach (var report in step.Reports)
            {
                context.ReportDiagnostic(report);
            }

            foreach (var function in graph.LocalFunctions)
            {
                Run(graph.GetLocalFunctionControlFlowGraph(function, context.CancellationToken), function, isEvent: false);
            }

            foreach (var operation in graph.Blocks.SelectMany(static block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations))
            {
                foreach (var function in operation.DescendantsAndSelf().OfType<IFlowAnonymousFunctionOperation>())
                {
                    Run(graph.GetAnonymousFunctionControlFlowGraph(function, context.CancellationToken), function.Symbol, isEvent: false);
                }
            }
        }
    }
}
